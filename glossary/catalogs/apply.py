"""Catalogs into concepts: what a translator wrote becomes terms and notes of a language.

Fuzzy and empty messages are left out; a data comment with a bad value is a finding and the rest
of the entry is used.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from babel.messages.catalog import Message

from glossary import languages
from glossary.catalogs.files import TermCatalog
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.errors import N_
from glossary.formats import Finding
from glossary.model import EQUIVALENCES, RELIABILITIES, Concept, Group, Note, Term, Vocabulary

_DATA = re.compile(r"(source|status|grammar|equivalence|reliability):\s*(.*)$")
_VALUES = {
    "status": ("preferred", "admitted", "deprecated"),
    "equivalence": EQUIVALENCES,
    "reliability": RELIABILITIES,
}


@dataclass(slots=True)
class Data:
    """The data comments of one message; `statuses` are those of single lines."""

    sources: list[str] = field(default_factory=list)
    status: str | None = None
    statuses: dict[str, str] = field(default_factory=dict)
    grammar: str | None = None
    equivalence: str | None = None
    reliability: str | None = None


def data_of(message: Message) -> tuple[Data, list[tuple[str, str]]]:
    """Return the data in the comments of a message, and keys and values that are wrong."""
    data = Data()
    wrong: list[tuple[str, str]] = []
    for comment in message.user_comments:
        found = _DATA.match(comment)
        if not found:
            continue
        key, value = found.group(1), found.group(2).strip()
        chosen, _, line = (part.strip() for part in value.partition("="))
        if key == "source":
            data.sources.append(value)
        elif key == "grammar":
            data.grammar = value
        elif chosen not in _VALUES[key] or (line and key != "status"):
            wrong.append((key, value))
        elif line:
            data.statuses[line] = chosen
        else:
            setattr(data, key, chosen)
    return data, wrong


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
        self._entries: dict[str, dict[str, Message]] = defaultdict(dict)
        for message in catalog:
            if message.id and message.context and message.string and not message.fuzzy:
                id, slot = split_context(message.context)
                self._entries[id][slot] = message
        self._others = {SCHEME, *(group.id for group in vocabulary.groups)}
        self._found: dict[str, list[Finding]] = {}

    def described(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return the vocabulary with its title, description and groups in this language too."""
        titles, descriptions = dict(vocabulary.titles), dict(vocabulary.descriptions)
        own = self._entries.get(SCHEME, {})
        for slot, texts in (("title", titles), ("description", descriptions)):
            if slot in own:
                texts[self.lang] = str(own[slot].string)
        groups = tuple(self._group(g, self._entries.get(g.id, {})) for g in vocabulary.groups)
        return replace(vocabulary, groups=groups, titles=titles, descriptions=descriptions)

    def concept(self, concept: Concept) -> Concept:
        """Return a concept with its terms and texts in this language."""
        slots = self._entries.get(concept.id)
        if slots is None or concept.id in self._others:
            return concept
        self._found[concept.id] = []
        return self._concept(concept, slots)

    def findings(self) -> list[Finding]:
        """Return what was left out, in the order of the catalog; ask when all concepts came."""
        found: list[Finding] = []
        for id in self._entries:
            if id in self._found:
                found += self._found[id]
            elif id not in self._others:
                text = N_("there is no such concept; left out")
                found.append(Finding("unknown-concept", self._place(id), text))
        return found

    def _place(self, id: str, at: Message | None = None) -> str:
        line = f":{at.lineno}" if at is not None and at.lineno else ""
        return f"{languages.to_locale(self.lang)}/{self.source.id}.po{line} {id}"

    def _note(self, id: str, rule: str, text: str, at: Message, **values: object) -> None:
        self._found[id].append(Finding(rule, self._place(id, at), text, values))

    def _group(self, group: Group, slots: dict[str, Message]) -> Group:
        if "prefLabel" not in slots:
            return group
        return replace(group, labels={**group.labels, self.lang: str(slots["prefLabel"].string)})

    def _concept(self, concept: Concept, slots: dict[str, Message]) -> Concept:
        terms: list[Term] = []
        notes: list[Note] = []
        for slot, message in slots.items():
            data, wrong = data_of(message)
            for key, value in wrong:
                text = N_("%(key)s: “%(value)s” is not one of %(known)s; left out")
                known = ", ".join(_VALUES[key])
                self._note(concept.id, "bad-data", text, message, key=key, value=value, known=known)
            if slot in ("prefLabel", "altLabel"):
                terms += self._terms(concept, slot, message, data)
            elif slot in TEXT_SLOTS:
                notes.append(self._text(concept, slot, message, data))
        preferred = {t.text for t in terms if t.status == "preferred"}
        terms = [t for t in terms if t.status == "preferred" or t.text not in preferred]
        filled = {slot for slot in slots if slot != "prefLabel"}
        if preferred:
            filled.add("prefLabel")
        return concept.with_language(self.lang, tuple(terms), tuple(notes), frozenset(filled))

    def _terms(self, concept: Concept, slot: str, message: Message, data: Data) -> list[Term]:
        lines = [" ".join(line.split()) for line in str(message.string).split("\n")]
        lines = list(dict.fromkeys(line for line in lines if line))
        if slot == "prefLabel" and len(lines) != 1:
            text = N_("a preferred term has exactly one line; left out")
            self._note(concept.id, "several-preferred", text, message)
            return []
        status = "preferred" if slot == "prefLabel" else data.status or "admitted"
        return [
            Term(
                line,
                self.lang,
                data.statuses.get(line, status),
                grammar=data.grammar,
                sources=tuple(data.sources),
                equivalence=data.equivalence or ("exact" if slot == "prefLabel" else None),
                reliability=data.reliability or self.reliability,
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
            str(message.string),
            self.lang,
            sources,
            data.reliability or self.reliability,
        )
