"""The words that are printed around the terms, to be put into the language of the reader."""

from glossary.errors import N_

SUBTITLE = N_("Glossary in %(languages)s")
ALPHABETICAL = N_("Terms from A to Z: %(language)s")
WITHOUT = N_("Concepts without a term in this language: %(language)s")
INDEX = N_("Index: %(language)s")
WORDS = {
    "how_to_read": N_("How to read an entry"),
    "languages": N_("Languages"),
    "language": N_("Language"),
    "terms": N_("Terms"),
    "contents": N_("Contents"),
}
IMPRINT = {
    "publisher": N_("Publisher"),
    "licence": N_("Licence"),
    "changed": N_("Last changed"),
    "concepts": N_("Concepts"),
    "address": N_("Address"),
}
EXPLANATIONS = (
    N_(
        "Each concept stands under its preferred term, in the order of the language; its other "
        "terms refer to it. Where it has no definition in this language, one in another stands."
    ),
    N_(
        "Below it are the concepts that are wider, narrower and related, and its terms in other "
        "languages, each line after the tag of its language. The indexes at the end lead from "
        "these terms to the page."
    ),
)
DRAFT_SIGN = "°"
DRAFT_MEANING = N_("a translation that no competent speaker has checked")
SEE = N_("see")
SYNONYMS = N_("also:")
SCOPE, EXAMPLE, HISTORY, NOTE = N_("Scope note"), N_("Example"), N_("History"), N_("Note")
RELATIONS = {
    "broader": N_("Broader"),
    "narrower": N_("Narrower"),
    "related": N_("Related"),
}
WITHDRAWN = N_("withdrawn")
STATUSES = {"deprecated": N_("not recommended")}
TYPES = {"abbreviation": N_("abbreviation")}
EQUIVALENCES = {
    "partial": N_("partial equivalent"),
    "loan": N_("loan word"),
    "coined": N_("coined term"),
    "none": N_("no equivalent; description"),
}
MARKS = {
    "outdated": N_("outdated"),
    "offensive": N_("offensive"),
    "regional": N_("regional"),
    "quasi-synonym": N_("nearly a synonym"),
}
