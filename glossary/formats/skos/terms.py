"""The labels of a concept, SKOS and SKOS-XL, as its terms."""

from collections.abc import Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats.rdf import Value, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.interpreting import WITHOUT_TEXT, Interpreter
from glossary.formats.skos.names import (
    DCT,
    EQUIVALENCE,
    GRAMMAR,
    LABELS,
    MARK,
    NOTES,
    OF_LABEL,
    PARTS_OF_SPEECH,
    RDFS,
    RELIABILITY,
    SKOS,
    STATUSES,
    XL,
)
from glossary.formats.skos.values import (
    is_blank,
    is_withdrawn,
    label_without_html,
    out_of_json,
    printable,
    term_mark,
    term_type,
)
from glossary.model import (
    EQUIVALENCES,
    LABEL_PROPERTIES,
    RELIABILITIES,
    TERM_MARKS,
    Note,
    Otherwise,
    Statement,
    Term,
    TermStatus,
    TermType,
)

_PREFERRED = SKOS + "prefLabel"
_OTHERS = (SKOS + "altLabel", SKOS + "hiddenLabel")
_PLAIN = frozenset((_PREFERRED, *_OTHERS))


def has_preferred(reading: Interpreter, subject: Subject) -> bool:
    """Return whether a subject has a preferred label that is no empty text."""
    for plain, reified, status in LABELS:
        if status == "preferred":
            values = [*subject.values(plain)]
            for name in subject.names(reified):
                values += reading.graph.subject(name).values(XL + "literalForm")
            for name in subject.names(plain):
                values += reading.graph.subject(name).values(XL + "literalForm")
            return any(not isinstance(value, str) and _is_text(value[0]) for value in values)
    return False


def _is_text(stated: str) -> bool:
    """Return whether anything is left of a label when it is read."""
    text = printable(stated).strip()
    return not is_blank(label_without_html(out_of_json(text)[0] or ""))


def grammar(label: Subject) -> str | None:
    """Return what a label says of its grammar: as a text, else by the names of LexInfo."""
    texts = [text_of(value) for value in label.values(GRAMMAR)]
    names = [text_of(value) for value in label.values(*PARTS_OF_SPEECH)]
    return ", ".join(texts or [name.rsplit("#")[-1] for name in names]) or None


class Terms:
    """The terms of one concept, and what its SKOS-XL labels say about them in notes."""

    def __init__(self, reading: Interpreter, subject: Subject, id: str) -> None:
        self._reading, self._subject, self._id = reading, subject, id
        self.notes: list[Note] = []
        self._read: dict[Value, tuple[str, str]] = {}
        self._without_name: set[tuple[str, str]] = set()
        self.terms = tuple(self._terms())

    def otherwise(self) -> Iterator[Otherwise]:
        """Yield the terms that are stated otherwise than they are: without a language, in several
        preferred, with a property of the vocabulary, or beside plain labels only by a label of
        SKOS-XL that has a URI.
        """
        stated = self._stated()
        if not any(one.predicate == _PREFERRED for found in stated.values() for one in found):
            return
        for term in self.terms:
            name = SKOS + LABEL_PROPERTIES.get(term.status, "altLabel")
            found = [*stated.get((term.text, term.lang), ())]
            preferred = {one[1:] for one in found if one.predicate == _PREFERRED}
            # others beside the preferred one are statements, see `beyond`
            found = [
                one for one in found if one[1:] not in preferred or one.predicate not in _OTHERS
            ]
            usual = Statement(name, term.text, term.lang)
            if found != [usual] and (found or (term.text, term.lang) not in self._without_name):
                yield Otherwise("term", term.text, term.lang, tuple(found))

    def _stated(self) -> dict[tuple[str, str], dict[Statement, None]]:
        """Return the labels as they are stated, by text and language of the term that each is."""
        stated: dict[tuple[str, str], dict[Statement, None]] = {}
        graph = self._reading.graph
        is_named = any(name in _PLAIN for name in graph.aliases.values())
        original = graph.original(self._subject) if is_named else self._subject
        for predicate, values in original.items():
            if graph.aliases.get(predicate, predicate) in _PLAIN:
                for value in values:
                    if value in self._read:
                        found = Statement(predicate, text_of(value), tag_of(value))
                        stated.setdefault(self._read[value], {}).setdefault(found)
        return stated

    def _terms(self) -> Iterator[Term]:
        preferred: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for plain, reified, status in LABELS:
            for term in self._of_status(plain, reified, status):
                key = term.text, term.lang
                if term.status == "preferred" and term.lang in preferred and key not in seen:
                    text = N_("a second preferred term “%(text)s” (%(lang)s); kept as a synonym")
                    self._note("two-preferred", text, text=term.text, lang=term.lang)
                    term = replace(term, status="admitted")
                if key in seen:
                    text = N_("“%(text)s” (%(lang)s) is there twice; kept once")
                    self._note("label-twice", text, text=term.text, lang=term.lang)
                    continue
                seen.add(key)
                if term.status == "preferred":
                    preferred.add(term.lang)
                yield term

    def _of_status(self, plain: str, reified: str, status: TermStatus) -> Iterator[Term]:
        """Yield the terms under two predicates; a label that both have is one, as SKOS-XL has it
        (SKOS Reference, S55 to S57).
        """
        found: dict[tuple[str, str], Term] = {}
        for value in filter(is_literal, self._subject.values(plain)):
            if (term := self._label(value, status)) is not None:
                found.setdefault((term.text, term.lang), term)
                self._read[value] = term.text, term.lang
        names = self._reading.names(self._subject, self._id, reified)
        for name in dict.fromkeys([*names, *self._subject.names(plain)]):
            for term in self._reified(name, status):
                found[term.text, term.lang] = term
                if name.startswith("_:"):
                    self._without_name.add((term.text, term.lang))
        yield from found.values()

    def _label(self, value: Value, status: TermStatus) -> Term | None:
        text = self._reading.text(value, self._id, is_label=True) if is_literal(value) else ""
        text = " ".join(text.split())
        if is_blank(text):
            self._note("empty-label", N_("an empty label; left out"))
            return None
        lang = tag_of(value)
        if not lang:
            lang = self._reading.language
            message = N_("“%(text)s” has no language; read as %(lang)s")
            self._note("no-language", message, text=text, lang=lang)
        return Term(text, lang, status)

    def _reified(self, name: str, status: TermStatus) -> Iterator[Term]:
        label = self._reading.graph.subject(name)
        if not label.values(XL + "literalForm"):
            kind = {"admitted": "altLabel", "hidden": "hiddenLabel"}.get(status, "prefLabel")
            message = N_("%(kind)s %(uri)s has no text here; left out")
            self._note("empty-label", message, kind=kind, uri=shown(name))
            return
        self._reading.ledger.account(label, OF_LABEL)
        status = self._status(label, status)
        type = self._type(label)
        known = Term(
            "",
            "",
            type=type,
            grammar=grammar(label),
            sources=self._reading.sources(label),
            equivalence=self._chosen(label, EQUIVALENCE, EQUIVALENCES),
            reliability=self._chosen(label, RELIABILITY, RELIABILITIES),
            marks=self._marks(label),
        )
        for value in label.values(XL + "literalForm"):
            if (term := self._label(value, status)) is not None:
                note = self._explain(label, term)
                yield replace(known, text=term.text, lang=term.lang, status=status, note=note)

    def _status(self, label: Subject, status: TermStatus) -> TermStatus:
        for value in label.values(*STATUSES):
            withdrawn = is_withdrawn(value)
            if withdrawn is None:
                text = N_("“%(value)s” is no status of a term; left out")
                self._note("unknown-status", text, value=text_of(value))
            elif withdrawn:
                return status if status == "hidden" else "deprecated"
        return status

    def _type(self, label: Subject) -> TermType:
        for value in label.values(DCT + "type"):
            if (found := term_type(value)) is not None:
                return found
            text = N_("“%(value)s” is no type of a term; left out")
            self._note("unknown-type", text, value=text_of(value))
        return "full"

    def _chosen(self, label: Subject, predicate: str, known: tuple[str, ...]) -> str | None:
        """Return the value of a property of ours; what is none of the known ones is told."""
        return self._reading.chosen(label, self._id, predicate, known)

    def _marks(self, label: Subject) -> tuple[str, ...]:
        found = {term_mark(value): text_of(value) for value in label.values(MARK)}
        for text in (text for mark, text in found.items() if mark is None):
            message = N_("“%(value)s” is no mark of a term; left out")
            self._note("unknown-mark", message, value=text)
        return tuple(mark for mark in TERM_MARKS if mark in found)

    def _explain(self, label: Subject, term: Term) -> str:
        """Return the notes on a label in its own language; others, and those that say what kind
        they are of, become notes on the concept, the term in front.
        """
        own: list[str] = []
        for name, kind in (*NOTES.items(), (RDFS + "comment", "note")):
            for value in label.values(name):
                if isinstance(value, str):
                    self._note("empty-note", WITHOUT_TEXT, kind=kind)
                elif (text := self._reading.text(value, self._id)).strip():
                    lang = tag_of(value) or term.lang
                    if kind == "note" and lang == term.lang:
                        own.append(text)
                    else:
                        self.notes.append(Note(kind, f"{term.text}: {text}", lang))
                else:
                    self._note("empty-note", WITHOUT_TEXT, kind=kind)
        return "\n".join(dict.fromkeys(own))

    def _note(self, rule: str, message: str, **values: object) -> None:
        self._reading.note(rule, self._id, message, **values)
