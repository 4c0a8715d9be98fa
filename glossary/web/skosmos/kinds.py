"""What kind of vocabulary one is, as the authority table of dataset types of the European
Publications Office names it.
"""

from typing import Any

from glossary.web.skosmos.vocabularies import Known, texts

_TABLE = "http://publications.europa.eu/resource/authority/dataset-type/"
_CONFORMS, _TYPE = "http://purl.org/dc/terms/conformsTo", "http://purl.org/dc/terms/type"
_STANDARD = "iso 25964"
_NAMES = {
    "THESAURUS": {
        "en": "Thesaurus", "de": "Thesaurus", "fr": "Thésaurus", "es": "Tesauro", "fi": "Tesaurus",
        "sv": "Tesaurus", "it": "Tesauro", "pt": "Tesauro", "nl": "Thesaurus", "el": "Θησαυρός",
        "bg": "Тезаурус",
    },
    "ONTOLOGY": {
        "en": "Ontology", "de": "Ontologie", "fr": "Ontologie", "es": "Ontología",
        "fi": "Ontologia", "sv": "Ontologi", "it": "Ontologia", "pt": "Ontologia",
        "nl": "Ontologie", "el": "Οντολογία", "bg": "Онтология",
    },
}  # fmt: skip


def kind_of(its: Known, lang: str) -> dict[str, Any] | None:
    """Return URI and label of the kind that a scheme states: by its type, or as a thesaurus by the
    standard that it conforms to; None where it states none.
    """
    said = its.statements_about(its.uri) or []
    name = its.survey["shown"].get("kind", "").upper() or next(
        (one.removeprefix(_TABLE) for one in texts(said, _TYPE) if one.startswith(_TABLE)), ""
    )
    if not name and any(_STANDARD in text.lower() for text in texts(said, _CONFORMS)):
        name = "THESAURUS"
    if name not in _NAMES:
        return {"uri": _TABLE + name} if name else None
    return {"uri": _TABLE + name, "prefLabel": _NAMES[name].get(lang, _NAMES[name]["en"])}
