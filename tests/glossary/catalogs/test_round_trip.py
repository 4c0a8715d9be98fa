"""Catalog to concepts and back, for any text that a translator may write."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from glossary.catalogs.apply import apply
from glossary.catalogs.checks.entries import errors_of
from glossary.catalogs.data import data_of
from glossary.catalogs.editing import Edit, edited
from glossary.catalogs.messages import context
from glossary.catalogs.origin import follow
from glossary.catalogs.po import files
from glossary.catalogs.update import new_catalog, template, update
from glossary.model import EQUIVALENCES, RELIABILITIES, TERM_MARKS, Concept, Note, Term, Vocabulary

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04")
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"])
TEXT = st.text(CHARACTERS, max_size=80) | st.text(LETTERS, min_size=1, max_size=200)
LINES = st.lists(TEXT, max_size=4).map("\n".join)
IDS = st.text(LETTERS | st.sampled_from('| "\\:%'), min_size=1, max_size=90).filter(
    lambda id: id.strip() == id and id != "."
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "sources": st.lists(TEXT, max_size=3),
        "grammar": TEXT,
        "equivalence": st.sampled_from(EQUIVALENCES),
        "reliability": st.sampled_from(RELIABILITIES),
        "marks": st.lists(st.sampled_from(TERM_MARKS), max_size=2, unique=True),
    },
)
SLOTS = ("prefLabel", "altLabel", "definition", "scopeNote")


def _vocabulary(ids: list[str]) -> Vocabulary:
    concepts = {}
    for number, id in enumerate(ids):
        terms = (Term(f"term {number}", "en"), Term("other", "en", "admitted"))
        notes = (Note("definition", "A thing.", "en", ("Norm",)), Note("scopeNote", "50 %", "en"))
        concepts[id] = Concept(id, "words", f"https://example.org/{number}", terms, notes)
    return Vocabulary("words", "https://example.org/", {"en": "Words"}, concepts=concepts)


@given(
    st.lists(IDS, min_size=1, max_size=2, unique=True),
    st.lists(st.tuples(st.sampled_from(SLOTS), LINES, DATA), max_size=5),
    st.booleans(),
)
def test_what_is_published_comes_back(
    ids: list[str], written: list[tuple[str, str, dict[str, Any]]], deprecated: bool
) -> None:
    words = _vocabulary(ids)
    catalog = new_catalog(words, "fr")
    update(catalog, template(words))
    edits = []
    for number, (slot, text, data) in enumerate(written):
        if slot == "altLabel" and deprecated:
            data = data | {"statuses": {text.split("\n")[0]: "deprecated"}}
        edits.append(Edit(ids[number % len(ids)], slot, text, data))
    content = edited(files.dump(catalog), edits, None)
    catalog = files.parse(content, "words.po")
    assert files.dump(catalog) == content
    applied, findings = apply(words, catalog, "fr")
    messages = {m.context: m for m in catalog if m.id}
    errors = {c for c, m in messages.items() if m.string and any(errors_of(m))}
    assert len({finding.where for finding in findings}) <= len(errors)

    back = new_catalog(applied, "fr")
    update(back, template(applied))
    follow(back, applied, "fr")
    again = files.parse(files.dump(back), "words.po")
    assert apply(words, again, "fr") == (applied, [])
    for message in again:
        if message.id and message.context not in errors:
            before = messages[message.context]
            if "Label" in str(message.context):
                assert set(_terms(str(message.string))) <= set(_terms(str(before.string)))
            else:
                assert message.string == before.string
            stated = data_of(before)[0].values() if message.string else {}
            found = data_of(message)[0].values()
            keys = ("sources", "grammar") if "Label" in str(message.context) else ("sources",)
            for key in keys:
                assert key not in stated or found[key] == stated[key]
    for id in ids:
        synonyms = messages[context(id, "altLabel")]
        if synonyms.context not in errors:
            published = {term.text for term in applied.concepts[id].terms if term.lang == "fr"}
            assert set(_terms(str(synonyms.string))) <= published


def _terms(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]
