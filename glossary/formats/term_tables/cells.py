"""Concepts and groups as cells: by column and, where the column is one of a language, by language.

Source of the columns: `glossary.formats.term_tables.columns`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from glossary.formats.term_tables import packing
from glossary.formats.term_tables.columns import (
    CONCEPT,
    DETAILS,
    GROUP_TYPES,
    LABELS,
    LANGUAGE,
    MAPPINGS,
    NOTES,
    PREFERRED,
    TERM,
    URI,
    one_line,
    term_cells,
)
from glossary.model import Concept, Group

Column = tuple[str, str | None]
"""A column: its name, and its language or None."""
Cells = dict[Column, str]
PLACE = re.compile(r"(.+) \((\d{1,9})\)", re.DOTALL)
"""A group, and the place in it."""
_TYPES = {value: name for name, value in GROUP_TYPES.items()}


class Memberships:
    """In which groups each concept and each group is, as cells say it."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._of: dict[str, list[str]] = {}
        self._of_group: dict[str, list[str]] = {}
        for group in groups:
            for place, id in enumerate(group.members, start=1):
                needs_place = group.ordered or PLACE.fullmatch(group.id)
                named = f"{group.id} ({place})" if needs_place else group.id
                self._of.setdefault(id, []).append(named)
            for id in group.groups:
                named = f"{group.id} (0)" if PLACE.fullmatch(group.id) else group.id
                self._of_group.setdefault(id, []).append(named)

    def of_concept(self, id: str) -> str:
        """Return the groups that a concept is in."""
        return _listed(self._of.get(id, ()))

    def of_group(self, id: str) -> str:
        """Return the groups that a group is in."""
        return _listed(self._of_group.get(id, ()))


def concept_cells(concept: Concept, memberships: Memberships) -> Cells:
    """Return what a concept has beside texts."""
    found: dict[str, str] = {
        CONCEPT: concept.id,
        URI: concept.uri,
        "concept status": "" if concept.status == "approved" else concept.status,
        "notation": _listed(concept.notations),
        "kinds": _listed(concept.kinds),
        "sectors": _listed(concept.sectors),
        "broader": _listed(concept.broader),
        "narrower": _listed(concept.narrower),
        "related": _listed(concept.related),
        "groups": memberships.of_concept(concept.id),
        "replaced by": _listed(concept.replaced_by),
        "created": concept.created or "",
        "modified": concept.modified or "",
    }
    for column, relation in MAPPINGS.items():
        found[column] = _listed(m.uri for m in concept.mappings if m.relation == relation)
    return {(column, None): text for column, text in found.items() if text}


def text_cells(concept: Concept, lang: str) -> Cells:
    """Return the terms and notes of a concept in one language, a cell for each kind."""
    terms = [term for term in concept.terms if term.lang == lang]
    found = {
        column: packing.packed_terms(term.text for term in terms if term.status == status)
        for column, status in LABELS.items()
    }
    notes = [note for note in concept.notes if note.lang == lang]
    found[DETAILS] = packing.details(terms, notes)
    found |= _note_cells(concept, lang)
    return {(column, lang): text for column, text in found.items() if text}


def _note_cells(concept: Concept, lang: str) -> dict[str, str]:
    return {
        column: packing.packed_notes(note.text for note in concept.notes_of(kind, lang))
        for column, kind in NOTES.items()
    }


def term_rows(concept: Concept, langs: Sequence[str]) -> Iterator[Cells]:
    """Yield a row for each term; notes stand in the first row of their language."""
    for lang in langs:
        texts = {column: text for column, text in _note_cells(concept, lang).items() if text}
        notes = [note for note in concept.notes if note.lang == lang]
        if known := packing.note_details(notes):
            texts[DETAILS] = "\n".join(known)
        for term in (term for term in concept.terms if term.lang == lang):
            row = {CONCEPT: concept.id, URI: concept.uri, LANGUAGE: lang or "und"}
            row |= {TERM: one_line(term.text), "status": term.status}
            row |= {"type": term.type, **{k: v for k, v in term_cells(term).items() if v}}
            yield {(column, None): text for column, text in (row | texts).items()}
            texts = {}
        if texts:
            row = {CONCEPT: concept.id, URI: concept.uri, LANGUAGE: lang or "und", **texts}
            yield {(column, None): text for column, text in row.items()}


def group_cells(group: Group, langs: Sequence[str], memberships: Memberships) -> Cells:
    """Return a group as the cells of a row."""
    found: Cells = {
        (CONCEPT, None): group.id,
        (URI, None): group.uri,
        ("concept type", None): _TYPES[group.kind, group.ordered],
        ("broader", None): _listed(group.below),
        ("groups", None): memberships.of_group(group.id),
    }
    for lang in langs:
        found[PREFERRED, lang] = one_line(group.labels.get(lang, ""))
    return {column: text for column, text in found.items() if text}


def langs_of(concept: Concept) -> list[str]:
    """Return the languages of a concept's terms and notes in the order in which they come."""
    langs = [term.lang for term in concept.terms] + [note.lang for note in concept.notes]
    return list(dict.fromkeys(langs))


def _listed(values: Iterable[str]) -> str:
    return "\n".join(map(one_line, values))
