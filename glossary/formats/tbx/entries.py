"""An entry of TBX, in any style and edition, as a concept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from glossary.errors import N_
from glossary.formats.tbx.names import SECTIONS
from glossary.formats.tbx.parts import Part, language_of, parts_of
from glossary.formats.tbx.telling import Telling
from glossary.formats.tbx.terms import NOTES, note_of, terms_of
from glossary.formats.xml.names import decoded
from glossary.formats.xml.reading import Node
from glossary.model import (
    LINKING_RELATIONS,
    NOTE_KINDS,
    RELIABILITIES,
    SECTORS,
    WITHDRAWN,
    Concept,
    Mapping,
    Note,
    Term,
)

LINKS = ("externalCrossReference", "crossReference")
_RELATIONS = ("broader", "narrower", "related")
_RELATED = re.compile(
    r"(?P<broader>superordinate|broader)Concept|(?P<narrower>subordinate|narrower)Concept"
    r"|(?P<related>related|coordinate|sequentiallyRelated|spatiallyRelated|associated"
    r"|temporallyRelated)Concept|(?P<seen>see|crossReference)"
)
"""Data categories of relations between concepts (ISO 30042:2008, default data categories)."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEGUN = ("origination", "creation", "input")
_CHANGED = ("modification", "update")


@dataclass(slots=True)
class _Made:
    """What an entry says, while its parts are read; `has_uri` is that its own URI was met."""

    id: str
    line: int
    has_uri: bool = False
    terms: list[Term] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _RELATIONS})
    mappings: list[Mapping] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    lists: dict[str, list[str]] = field(
        default_factory=lambda: {"notation": [], "sector": [], "kind": []}
    )
    status: str = "approved"
    created: str | None = None
    modified: str | None = None

    def concept(self, vocabulary: str, uri: str) -> Concept:
        """Return the concept."""

        def each(values: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(values))

        return Concept(
            self.id,
            vocabulary,
            uri,
            tuple(self.terms),
            tuple(self.notes),
            broader=each(self.ids["broader"]),
            narrower=each(self.ids["narrower"]),
            related=each(self.ids["related"]),
            mappings=tuple(dict.fromkeys(self.mappings)),
            notations=each(self.lists["notation"]),
            sectors=each(self.lists["sector"]),
            kinds=each(self.lists["kind"]),
            status=self.status,
            replaced_by=each(self.replaced_by),
            created=self.created,
            modified=self.modified,
        )


class EntryReader:
    """Reads the entries of a file; `lang` is for texts that stand beside the languages."""

    def __init__(self, telling: Telling, lang: str) -> None:
        self._telling, self._lang = telling, lang

    def concept(self, entry: Node, id: str, vocabulary: str, uri: str) -> Concept:
        """Return what an entry says of the concept `id`."""
        made = _Made(id, entry.line)
        for part in parts_of(entry):
            self._take(made, part, self._lang)
        for section in entry.nodes(*SECTIONS):
            lang = self._telling.tag(language_of(section), section.line)
            terms, notes = terms_of(section, lang, id, self._telling)
            for part in parts_of(section):
                self._take(made, part, lang, terms)
            made.terms += terms
            made.notes += notes
        _promote(made, self._telling)
        return made.concept(vocabulary, uri)

    def _take(self, made: _Made, part: Part, lang: str, terms: list[Term] | None = None) -> None:
        """Take a part of an entry, or of the section in a language with these terms."""
        lang = self._telling.tag(part.lang, part.line) if part.lang else lang
        if part.kind in NOTES:
            if part.text:
                made.notes.append(note_of(part, NOTES[part.kind], lang))
        elif part.kind == "note":
            _take_note(made, part, lang)
        elif part.kind == "subjectField":
            pass  # its group is found by the survey
        elif part.kind in LINKS or _RELATED.match(part.kind):
            _take_link(made, part, lang)
        elif part.kind == "source" and terms:
            terms[0] = replace(terms[0], sources=(*terms[0].sources, part.text))
        elif not _take_date(made, part):
            self._telling.unread(part.kind, part.line)
        if part.kind not in NOTES:
            for kind in ("source",) * bool(part.sources) + ("note",) * bool(part.notes):
                self._telling.unread(f"{part.kind}/{kind}", part.line)


def _promote(made: _Made, telling: Telling) -> None:
    """Let the first term of each language be the preferred one where no language has any."""
    if not made.terms or any(term.status == "preferred" for term in made.terms):
        return
    seen: set[str] = set()
    for place, term in enumerate(made.terms):
        if term.status == "admitted" and term.lang not in seen:
            seen.add(term.lang)
            made.terms[place] = replace(term, status="preferred")
    if seen:
        message = N_("no term is a preferred one; the first of each language is taken for it")
        telling.tell("no-preferred", made.id, message, made.line)


def _take_date(made: _Made, part: Part) -> bool:
    """Take the day of a transaction; return whether it is one that is kept."""
    kind = part.text if part.kind == "transactionType" else part.kind
    day = _DAY.match(part.date)
    if kind not in (*_BEGUN, *_CHANGED) or not day:
        return False
    if kind in _BEGUN:
        made.created = made.created or day[0]
    else:
        made.modified = max(made.modified or "", day[0])
    return True


def _take_link(made: _Made, part: Part, lang: str) -> None:
    """Take a relation, a mapping, the URI of the concept itself, or a link to something else."""
    name, sign, text = part.named()
    related = _RELATED.match(part.kind)
    if sign and name in _RELATIONS:
        made.ids[name].append(text)
    elif sign and name in LINKING_RELATIONS:
        made.mappings.append(Mapping(name, part.target or text))
    elif sign and name == "replacedBy":
        made.replaced_by.append(part.target or text)
    elif part.target and "://" in part.target:
        if part.text == made.id and not made.has_uri:
            made.has_uri = True
        else:
            shown = part.text if part.text in ("", part.target) else f"{part.text}: "
            made.notes.append(Note("note", f"{shown}{part.target}" if shown else part.target, lang))
    elif related and (part.target or part.text):
        relation = related.lastgroup if related.lastgroup in _RELATIONS else "related"
        made.ids[str(relation)].append(decoded(part.target or part.text))


def _take_note(made: _Made, part: Part, lang: str) -> None:
    """Take a note: what its name says, else a note of the concept."""
    name, sign, text = part.named()
    if sign == "|" and name in NOTE_KINDS:
        _add_detail(made.notes, name, lang, text)
    elif sign == ": " and name in NOTE_KINDS:
        made.notes.append(Note(name, text, lang))
    elif not (sign == ": " and _take_named(made, name, text)) and part.text:
        made.notes.append(Note("note", part.text, lang))


def _take_named(made: _Made, name: str, text: str) -> bool:
    """Take data of a concept by its name; return whether it is some."""
    if name in made.lists and (name != "sector" or text in SECTORS):
        made.lists[name].append(text)
    elif name in _RELATIONS:
        made.ids[name].append(text)
    elif name in LINKING_RELATIONS:
        made.mappings.append(Mapping(name, text))
    elif name == "replacedBy":
        made.replaced_by.append(text)
    elif name == "status" and text == WITHDRAWN:
        made.status = text
    elif name == "uri":
        made.has_uri = True
    elif name == "origination":
        made.created = text
    elif name == "modification":
        made.modified = text
    else:
        return False
    return True


def _add_detail(notes: list[Note], kind: str, lang: str, detail: str) -> None:
    """Give the last note of a kind and language a source or its reliability."""
    name, _, value = detail.partition(": ")
    for place in reversed(range(len(notes))):
        note = notes[place]
        if (note.kind, note.lang) == (kind, lang):
            if name == "source":
                notes[place] = replace(note, sources=(*note.sources, value))
            elif name == "reliability" and value in RELIABILITIES:
                notes[place] = replace(note, reliability=value)
            return
