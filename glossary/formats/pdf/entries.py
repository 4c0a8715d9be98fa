"""Concepts as the entries of an A-Z, and the references that lead to them from other terms."""

from collections.abc import Iterable, Iterator, Mapping

from glossary.formats.pdf import words
from glossary.formats.pdf.surroundings import Record, Surroundings, clean
from glossary.model import DRAFT, WITHDRAWN, Concept, Note, Term

_NOTES = (
    ("definition", ""),
    ("scopeNote", words.SCOPE),
    ("example", words.EXAMPLE),
    ("historyNote", words.HISTORY),
    ("note", words.NOTE),
)
_MOST_NARROWER = 60
"""Of more concepts of a relation than these, the first are named."""


class Entries:
    """Makes the entries of concepts; `concepts` are all of the vocabulary, in order, by id."""

    def __init__(self, around: Surroundings, concepts: Mapping[str, Concept]) -> None:
        self._around = around
        self._concepts = concepts
        self._numbers = {id: number for number, id in enumerate(concepts)}
        self._translate = around.translate

    def number(self, concept: Concept) -> int:
        """Return the number by which an entry is known in the document."""
        return self._numbers[concept.id]

    def of(self, concept: Concept) -> Iterator[Record]:
        """Yield the entry of a concept and the references from its other terms, not in order."""
        shown = self._around.shown(concept)
        if shown is None:
            return
        if concept.status == WITHDRAWN:
            yield self._withdrawn(concept, shown)
            return
        yield self._entry(concept, shown)
        here = [self.reference(concept)]
        seen = {shown.text}
        for one in concept.synonyms(self._around.main):
            if one.text not in seen:
                seen.add(one.text)
                why = self._translate(words.SEE)
                yield {**_empty(None, self.term(one)), "see": here, "why": why}

    def _withdrawn(self, concept: Concept, shown: Term) -> Record:
        by_uri = {one.uri: one for one in self._concepts.values()} if concept.replaced_by else {}
        successors = [by_uri[uri] for uri in concept.replaced_by if uri in by_uri]
        see = [self.reference(one) for one in successors]
        made = _empty(self.number(concept), self.term(shown))
        return {**made, "see": see, "why": self._translate(words.WITHDRAWN)}

    def _entry(self, concept: Concept, shown: Term) -> Record:
        synonyms = list(concept.synonyms(shown.lang))
        made = _empty(self.number(concept), self.term(shown))
        made["notation"] = " · ".join(map(clean, concept.notations))
        made["lines"] = [
            {"label": self._translate(words.SYNONYMS), "terms": [*map(self.term, synonyms)]}
        ] * bool(synonyms)
        made["notes"] = [*self._notes(concept)]
        made["relations"] = [*self._relations(concept)]
        made["others"] = [
            {"tag": lang, "terms": [self.term(one) for one in found]}
            for lang in (self._around.main, *self._around.others)
            if lang != shown.lang and (found := _visible(concept, lang))
        ]
        return made

    def _notes(self, concept: Concept) -> Iterator[Record]:
        """Yield the texts in the main language; a definition in another where it has none."""
        for kind, label in _NOTES:
            found = list(concept.notes_of(kind, self._around.main))
            if not found and kind == "definition":
                found = self._definition_elsewhere(concept)
            for note in found:
                yield {
                    "label": self._translate(label) if label else "",
                    "text": clean(note.text),
                    "lang": note.lang,
                    "source": clean("; ".join(note.sources)),
                    "draft": note.reliability == DRAFT,
                }

    def _definition_elsewhere(self, concept: Concept) -> list[Note]:
        for lang in self._around.others:
            found = list(concept.notes_of("definition", lang))
            if found:
                return found[:1]
        return []

    def _relations(self, concept: Concept) -> Iterator[Record]:
        for name, label in words.RELATIONS.items():
            ids: Iterable[str] = getattr(concept, name)
            found = [self._concepts[id] for id in ids if id in self._concepts]
            items = [self.reference(one) for one in found if self._around.shown(one)]
            if items:
                items.sort(key=lambda item: self._around.order.sort_key(item["text"], item["lang"]))
                yield {"label": self._translate(label), "items": items[:_MOST_NARROWER]}

    def reference(self, concept: Concept) -> Record:
        """Return how other entries name a concept: its term, and the number of its entry."""
        shown = self._around.shown(concept)
        assert shown is not None
        return {"n": self.number(concept), "text": clean(shown.text), "lang": shown.lang}

    def term(self, one: Term) -> Record:
        """Return a term with its language, and what is to be said of it."""
        names = (
            words.STATUSES.get(one.status),
            words.TYPES.get(one.type),
            words.EQUIVALENCES.get(one.equivalence or ""),
            *(words.MARKS.get(mark, mark) for mark in one.marks),
        )
        said = (one.grammar, *(self._translate(name) for name in names if name), one.note)
        return {
            "text": clean(one.text),
            "lang": one.lang,
            "draft": one.reliability == DRAFT,
            "marks": clean(", ".join(filter(None, said))),
        }


def _empty(number: int | None, head: Record) -> Record:
    return {
        "n": number, "head": head, "notation": "", "lines": [], "notes": [], "relations": [],
        "others": [],
    }  # fmt: skip


def _visible(concept: Concept, lang: str) -> list[Term]:
    preferred = concept.preferred(lang)
    return [*([preferred] if preferred else []), *concept.synonyms(lang)]
