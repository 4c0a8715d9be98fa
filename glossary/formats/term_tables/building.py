"""The rows of one concept put together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats import Finding
from glossary.formats.term_tables import packing
from glossary.formats.term_tables.columns import DETAILS, LABELS, MAPPINGS, NOTES, OF_TERM, TERM
from glossary.formats.term_tables.entries import Entry, Field
from glossary.formats.term_tables.survey import Survey
from glossary.formats.term_tables.term_values import KNOWN, status_of, type_of
from glossary.model import SECTORS, WITHDRAWN, Concept, Mapping, Note, Term, TermStatus

_SAID = tuple(name for name in OF_TERM if name not in ("language", TERM, "status"))
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")
_LISTS = ("notation", "kinds", "sectors", "replaced by")
_NO_STATUS = N_("“%(value)s” is no status of a term; left out")
_UNIQUE = ("concept status", "created", "modified")


class Building:
    """One concept of the vocabulary `vocabulary`; what cannot be used is told."""

    def __init__(self, survey: Survey, vocabulary: str, id: str, entries: list[Entry]) -> None:
        self._survey, self._vocabulary, self._id = survey, vocabulary, id
        self._entries = _joined(entries)
        self._row = self._entries[0].row
        self._terms: dict[tuple[str, str], Term] = {}
        self._preferred: dict[str, str] = {}
        self._detailed: set[tuple[str, str]] = set()
        self._notes: list[Note] = []

    def concept(self) -> Concept:
        """Return the concept."""
        for entry in sorted(self._entries, key=lambda one: not one.by_term):
            self._row = entry.row
            (self._term_row if entry.by_term else self._labels)(entry)
        for entry in self._entries:
            self._row = entry.row
            self._take_notes(entry)
        self._take_details()
        return self._described()

    def _described(self) -> Concept:
        plain = {name: self._listed(name) for name in _LISTS}
        unique = {name: next(iter(self._listed(name)), "") for name in _UNIQUE}
        is_withdrawn = status_of(unique["concept status"]) == "deprecated"
        return Concept(
            self._id,
            self._vocabulary,
            self._survey.uri_of(self._id),
            tuple(self._terms.values()),
            tuple(dict.fromkeys(self._notes)),
            broader=self._relations("broader"),
            narrower=self._relations("narrower"),
            related=self._relations("related"),
            mappings=tuple(self._mappings()),
            notations=plain["notation"],
            sectors=tuple(one for one in plain["sectors"] if one in SECTORS),
            kinds=plain["kinds"],
            status=WITHDRAWN if is_withdrawn else "approved",
            replaced_by=plain["replaced by"],
            created=unique["created"] or None,
            modified=unique["modified"] or None,
        )

    def _listed(self, name: str) -> tuple[str, ...]:
        """Return the values in the cells of a column without language, each once."""
        texts = (text for entry in self._entries for text in entry.texts.get((name, None), ()))
        values = (value.strip() for value in _lines(texts))
        return tuple(dict.fromkeys(value for value in values if value))

    def _relations(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in self._listed(name):
            target = self._survey.resolve(value)
            if target is None:
                text = N_("%(relation)s “%(target)s” is no concept of the table; left out")
                self._tell("no-target", text, relation=name, target=value[:100])
            elif target == self._id:
                self._tell(
                    "reflexive", N_("%(relation)s is the concept itself; left out"), relation=name
                )
            else:
                found[target] = None
        return tuple(found)

    def _mappings(self) -> Iterator[Mapping]:
        for column, relation in MAPPINGS.items():
            for value in self._listed(column):
                if _ADDRESS.fullmatch(value):
                    yield Mapping(relation, value)
                else:
                    text = N_("%(relation)s “%(value)s” is no URI; left out")
                    self._tell("text-for-uri", text, relation=column, value=value[:100])

    def _labels(self, entry: Entry) -> None:
        """Take the terms of a row of a concept, kind by kind."""
        for column, status in LABELS.items():
            for (name, lang), texts in entry.texts.items():
                if name == column:
                    for number, text in enumerate(_lines(texts) if entry.is_own else texts):
                        is_first = not number or status != "preferred"
                        self._add(Term(text, lang or "", status if is_first else "admitted"))
        self._say_of_preferred(entry)

    def _say_of_preferred(self, entry: Entry) -> None:
        """Take what a row of a concept says of a term: it is of the preferred one."""
        for name in (*_SAID, "status"):
            for lang in {lang for field, lang in entry.texts if field == name}:
                wanted = self._survey.otherwise if lang is None else lang
                values = entry.texts[name, lang]
                if name == "status" and status_of(values[0]) == "deprecated":
                    entry.texts["concept status", None] = ["deprecated"]
                elif name == "status":
                    if status_of(values[0]) is None:
                        self._tell_once("unknown-status", _NO_STATUS, value=values[0][:100])
                elif name == "source" and (("definition", wanted) in entry.texts):
                    entry.texts["definition source", wanted] = values
                elif (key := (self._preferred.get(wanted, ""), wanted)) in self._terms:
                    self._terms[key] = self._said(self._terms[key], {name: values})

    def _term_row(self, entry: Entry) -> None:
        """Take a row of a term; further terms in its cell are its synonyms."""
        lang = entry.lang
        columns: list[tuple[Field, TermStatus | None]] = [((TERM, None), None)]
        columns += [((column, lang), status) for column, status in LABELS.items()]
        stated = entry.one("status")
        status = status_of(stated) if stated else None
        if stated and status is None:
            self._tell("unknown-status", _NO_STATUS, value=stated[:100])
        for field, of_column in columns:
            for number, text in enumerate(entry.texts.get(field, ())):
                given = of_column if of_column not in (None, "preferred") else status
                if given is None:
                    given = "admitted" if lang in self._preferred or number else "preferred"
                elif number and given == "preferred":
                    given = "admitted"
                said = {name: entry.texts.get((name, None), []) for name in _SAID}
                self._add(self._said(Term(text, lang, given), said))
                self._detailed.add((text, lang))

    def _said(self, term: Term, said: dict[str, list[str]]) -> Term:
        """Return a term with what is said of it."""
        lines = {name: _lines(texts) for name, texts in said.items()}
        changes: dict[str, object] = {}
        if types := [text for text in lines.get("type", ()) if text.strip()]:
            if (found := type_of(types[0])) is not None:
                changes["type"] = found
            else:
                text = N_("“%(value)s” is no type of a term; left out")
                self._tell("unknown-type", text, value=types[0][:100])
        if grammar := " ".join(lines.get("grammar", ())).strip():
            changes["grammar"] = grammar
        if sources := [text for text in lines.get("source", ()) if text.strip()]:
            changes["sources"] = tuple(sources)
        if notes := "\n".join(said.get("term note", ())):
            changes["note"] = notes
        for name, known in KNOWN.items():
            values = [text.strip() for text in lines.get(name, ()) if text.strip()]
            for value in (value for value in values if value not in known):
                text = N_("“%(value)s” is not known as %(column)s; left out")
                self._tell("unknown-value", text, value=value[:100], column=name)
            kept = tuple(value for value in values if value in known)
            if kept:
                changes[name] = kept if name == "marks" else kept[0]
        return replace(term, **changes) if changes else term  # type: ignore[arg-type]

    def _add(self, term: Term) -> None:
        """Take a term, each text once in a language; of two preferred ones the first is that."""
        key = term.text, term.lang
        if not term.text.strip() or key in self._terms:
            return
        if term.status == "preferred":
            if term.lang in self._preferred:
                text = N_("a second preferred term “%(text)s” (%(lang)s); kept as a synonym")
                self._tell("two-preferred", text, text=term.text, lang=term.lang)
                term = replace(term, status="admitted")
            else:
                self._preferred[term.lang] = term.text
        self._terms[key] = term

    def _take_notes(self, entry: Entry) -> None:
        for (name, lang), texts in entry.texts.items():
            if name in NOTES:
                cells = map(packing.unpacked_notes, texts) if entry.is_own else [texts]
                pieces = [text for cell in cells for text in cell]
                sources = tuple(entry.texts.get((f"{name} source", lang), ()))
                for text in pieces:
                    self._notes.append(Note(NOTES[name], text, lang or "", sources))

    def _take_details(self) -> None:
        """Take what is told of terms and notes in the cells for it."""
        for entry in self._entries:
            for (name, lang), texts in entry.texts.items():
                if name == DETAILS:
                    of = (lang if lang is not None else entry.lang) or ""
                    for text in texts:
                        self._detail(text, of)

    def _detail(self, text: str, lang: str) -> None:
        for first, said in packing.unpacked_details(text):
            key = first, lang
            if key in self._terms and key not in self._detailed:
                self._terms[key] = self._said(self._terms[key], said)
            elif first.startswith("[") and key not in self._terms:
                self._detail_note(first[1:-1], lang, said)

    def _detail_note(self, named: str, lang: str, said: dict[str, list[str]]) -> None:
        kind, _, number = named.partition(" ")
        places = [at for at, n in enumerate(self._notes) if n.kind == kind and n.lang == lang]
        if number.isdigit() and 0 < int(number) <= len(places):
            at = places[int(number) - 1]
            reliability = next(iter(said.get("reliability", ())), None)
            sources = tuple(said.get("source", ()))
            self._notes[at] = replace(self._notes[at], sources=sources, reliability=reliability)

    def _tell_once(self, rule: str, message: str, value: str) -> None:
        """Tell of a value that many rows may have, where it first stands."""
        if value not in self._survey.told:
            self._survey.told.add(value)
            self._tell(rule, message, value=value)

    def _tell(self, rule: str, message: str, **values: object) -> None:
        self._survey.tell(Finding(rule, self._id, message, values, self._row))


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")]


def _joined(entries: list[Entry]) -> list[Entry]:
    """Return entries; texts that were too long for a cell are whole again."""
    kept: list[Entry] = []
    for entry in entries:
        for key, texts in list(entry.texts.items()):
            if entry.is_own and kept and texts[0].startswith(packing.CONTINUED):
                for before in reversed(kept):
                    if key in before.texts:
                        before.texts[key][-1] += texts[0].removeprefix(packing.CONTINUED)
                        del entry.texts[key]
                        break
        kept.append(entry)
    return kept
