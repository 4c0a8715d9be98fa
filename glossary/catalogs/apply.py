"""Catalogs into concepts: what a translator wrote becomes terms and notes of a language.

Fuzzy and empty messages are left out, and so are those with an error, each with a finding.
"""

import unicodedata
from collections import defaultdict
from dataclasses import replace

from glossary import languages
from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.checks.entries import errors_of, lines_of, sort_out
from glossary.catalogs.data import Data, data_of
from glossary.catalogs.filling import is_own
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, context, split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_
from glossary.formats import Finding
from glossary.model import WITHDRAWN, Concept, Group, Note, Term, TermStatus, Vocabulary

__all__ = ["Applied", "Data", "apply", "data_of"]


def apply(
    vocabulary: Vocabulary, catalog: TermCatalog, lang: str
) -> tuple[Vocabulary, list[Finding]]:
    """Return the vocabulary with the terms and texts of `catalog` in `lang`, and findings."""
    applied = Applied(vocabulary, catalog, lang)
    concepts = {id: applied.concept(concept) for id, concept in vocabulary.concepts.items()}
    return replace(applied.described(vocabulary), concepts=concepts), applied.findings()


class Applied:
    """A catalog that completes a vocabulary, whose concepts may come one at a time."""

    def __init__(self, vocabulary: Vocabulary, catalog: TermCatalog, lang: str) -> None:
        self.source, self.lang = vocabulary, lang
        self.reliability = catalog.reliability
        self._entries, self._errors = sort_out(catalog)
        self._others = {SCHEME, *(group.id for group in vocabulary.groups)}
        self._seen: set[str] = set()
        self._withdrawn: dict[str, dict[str, Message]] = defaultdict(dict)
        for message in catalog.obsolete:
            id, slot = split_context(str(message.context or ""))
            if message.string and not message.fuzzy and not any(errors_of(message)):
                self._withdrawn[id][slot] = message

    def described(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with its title, description and groups in this language too."""
        titles, descriptions = dict(vocabulary.titles), dict(vocabulary.descriptions)
        own = self._entries.get(SCHEME, {})
        for slot, texts in (("title", titles), ("description", descriptions)):
            if slot in own:
                texts[self.lang] = _text(own[slot])
        groups = tuple(self._group(g, self._entries.get(g.id, {})) for g in vocabulary.groups)
        return replace(vocabulary, groups=groups, titles=titles, descriptions=descriptions)

    def concept(self, concept: Concept) -> Concept:
        """Return a concept with its terms and texts in this language.

        Those of a withdrawn concept may be obsolete messages: nobody translates them any more.
        """
        slots = self._entries.get(concept.id)
        if concept.status == WITHDRAWN and concept.id in self._withdrawn:
            slots = {**self._withdrawn[concept.id], **(slots or {})}
        if slots is None or concept.id in self._others:
            return concept
        self._seen.add(concept.id)
        return self._concept(concept, slots)

    def findings(self) -> list[Finding]:
        """Return what was left out, in the order of the catalog; ask when all concepts came."""
        found = [self._finding(problem) for problem in self._errors]
        for id in self._entries:
            if id not in self._seen and id not in self._others:
                text = N_("there is no such concept")
                found.append(
                    self._finding(CatalogProblem("unknown-concept", text, context=context(id, "")))
                )
        return found

    def _finding(self, problem: CatalogProblem) -> Finding:
        """Return a problem as a finding of what is published."""
        line = f":{problem.line}" if problem.line else ""
        place = f"{languages.to_locale(self.lang)}/{self.source.id}.po{line}"
        where = f"{place} {problem.concept}".rstrip()
        return Finding(problem.rule, where, problem.message, problem.values)

    def _group(self, group: Group, slots: dict[str, Message]) -> Group:
        if "prefLabel" not in slots:
            return group
        return replace(group, labels={**group.labels, self.lang: _text(slots["prefLabel"])})

    def _concept(self, concept: Concept, slots: dict[str, Message]) -> Concept:
        terms: list[Term] = []
        notes: list[Note] = []
        slots = {
            slot: message
            for slot, message in sorted(slots.items(), key=_preferred_first)
            if not is_own(concept, slot, self.lang, message)
        }
        for slot, message in slots.items():
            data, _ = data_of(message)
            if slot in ("prefLabel", "altLabel"):
                terms += self._terms(slot, message, data)
            elif slot in TEXT_SLOTS:
                notes.append(self._text(concept, slot, message, data))
        terms = _with_one_preferred(terms)
        filled = {slot for slot in slots if slot != "prefLabel"}
        if any(term.status == "preferred" for term in terms):
            filled.add("prefLabel")
        return concept.with_language(self.lang, tuple(terms), tuple(notes), frozenset(filled))

    def _terms(self, slot: str, message: Message, data: Data) -> list[Term]:
        lines = list(dict.fromkeys(lines_of(str(message.string))))
        status: TermStatus = "preferred" if slot == "prefLabel" else data.status or "admitted"
        return [
            Term(
                line,
                self.lang,
                data.statuses.get(line, status),
                grammar=data.grammar,
                sources=tuple(data.sources),
                equivalence=data.equivalence or ("exact" if slot == "prefLabel" else None),
                reliability=data.reliability or self.reliability,
                marks=data.marks_of(line),
                note=data.note_of(line),
            )
            for line in lines
        ]

    def _text(self, concept: Concept, slot: str, message: Message, data: Data) -> Note:
        sources = tuple(data.sources)
        if not sources:
            source = self.source.source_language
            sources = tuple(s for n in concept.notes_of(slot, source) for s in n.sources)
        return Note(
            slot,
            _text(message),
            self.lang,
            sources,
            data.reliability or self.reliability,
        )


def _text(message: Message) -> str:
    """Return a translation as it is published: its letters composed (Unicode, UAX 15, NFC)."""
    return unicodedata.normalize("NFC", str(message.string))


def _preferred_first(item: tuple[str, Message]) -> bool:
    return item[0] != "prefLabel"


def _with_one_preferred(terms: list[Term]) -> list[Term]:
    """Return the terms; a second preferred one, which a status may claim, is a synonym."""
    preferred = next((term.text for term in terms if term.status == "preferred"), None)
    kept: list[Term] = []
    named = False
    for term in terms:
        if term.text == preferred:
            if term.status == "preferred" and not named:
                kept.append(term)
                named = True
        elif term.status == "preferred":
            kept.append(replace(term, status="admitted"))
        else:
            kept.append(term)
    return kept
