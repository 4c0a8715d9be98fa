"""Vocabularies as TBX: ISO 30042:2019 (TBX-Basic, DCA style), and the ``martif`` form of 2008.

What TBX-Basic has a data category for stands there: terms with ``administrativeStatus``,
``partOfSpeech``, ``grammaticalGender``, ``termType``, ``geographicalUsage`` and ``source``,
definitions with their sources, examples as ``context``, groups as ``subjectField``, URIs, relations
and mappings as ``externalCrossReference``, days as ``transacGrp``. All else is a ``note`` that
begins with its name, ``scopeNote: …``, and is read back; what belongs to such a text follows it as
``scopeNote|source: …``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.formats.contents import Contents
from glossary.formats.tbx.fields import labels_of, stated
from glossary.formats.tbx.grammar import grammar_of, values_of
from glossary.formats.tbx.names import NAMESPACE, UNDETERMINED, WRITTEN_STATUSES
from glossary.formats.xml.names import encoded
from glossary.formats.xml.writing import HEADER, element, opened, text_element
from glossary.model import Concept, Note, Term, Vocabulary

ADDRESS = re.compile(r"https?://[^\s<>\"{}|^`\\]+")
"""What ``xref`` may point to."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NAMED = re.compile(r"[A-Za-z][\w-]*(?:: |\|)")
"""How a note begins that has a name."""
ABOUT = (
    "vocabulary", "uri", "language", "title", "description", "sector", "licence", "publisher",
    "created", "modified", "group",
)  # fmt: skip
"""What the paragraphs of the header begin with."""
_XCS = "http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs"


@dataclass(frozen=True, slots=True)
class Edition:
    """What elements are called in an edition of TBX; `refers` is that entries name each other."""

    root: str
    attributes: dict[str, str]
    header: str
    entry: str
    section: str
    term: str
    refers: bool


EDITIONS = {
    "tbx": Edition(
        "tbx", {"xmlns": NAMESPACE, "style": "dca", "type": "TBX-Basic"},
        "tbxHeader", "conceptEntry", "langSec", "termSec", False,
    ),
    "tbx2": Edition(
        "martif", {"type": "TBX-Basic"}, "martifHeader", "termEntry", "langSet", "tig", True
    ),
}  # fmt: skip
"""What is written, by the name of its format."""


class Writer:
    """Writes the concepts of a vocabulary in one edition."""

    def __init__(self, contents: Contents, edition: Edition) -> None:
        self._contents, self._edition = contents, edition
        self._fields = labels_of(contents.vocabulary)

    def lines(self) -> Iterator[str]:
        """Yield the document in pieces, an entry each; a concept without terms has none."""
        its = self._contents.vocabulary
        langs = self._contents.langs
        lang = langs[0] if langs else its.source_language
        root = {**self._edition.attributes, "xml:lang": lang or UNDETERMINED}
        yield HEADER + opened(self._edition.root, root) + "\n"
        yield "".join(f"{line}\n" for line in self._header(its))
        yield "  <text>\n    <body>\n"
        for concept in self._contents.concepts:
            yield "".join(f"{line}\n" for line in self._entry(concept))
        yield f"    </body>\n  </text>\n</{self._edition.root}>\n"

    def _header(self, its: Vocabulary) -> Iterator[str]:
        title = its.titles.get(its.source_language) or next(iter(its.titles.values()), its.id)
        yield f"  <{self._edition.header}>"
        yield "    <fileDesc>"
        yield element("titleStmt", None, text_element("title", title), indent="      ")
        yield "      <sourceDesc>"
        for key, text, lang in _about(its):
            yield text_element("p", f"{key}: {text}", _lang(lang), "        ")
        yield "      </sourceDesc>"
        yield "    </fileDesc>"
        if self._edition.refers:
            scheme = text_element("p", _XCS, {"type": "XCSURI"})
            yield element("encodingDesc", None, scheme, indent="    ")
        yield f"  </{self._edition.header}>"

    def _entry(self, concept: Concept) -> Iterator[str]:
        langs = self._contents.langs
        terms: dict[str, list[Term]] = {lang: [] for lang in langs}
        for term in concept.terms:
            if not langs or term.lang in langs:
                terms.setdefault(term.lang, []).append(term)
        first = next(iter(terms), "")
        if not any(terms.values()) or (len(langs) > 1 and not terms[first]):
            return
        yield opened(self._edition.entry, {"id": encoded(concept.id)}, indent="      ")
        yield from self._said(concept)
        notes = [note for note in concept.notes if not langs or note.lang in langs]
        for note in notes:
            if not terms.get(note.lang):
                yield from _note(note, "        ", _lang(note.lang))
        for lang, ones in terms.items():
            if ones:
                yield from self._section(lang, ones, [n for n in notes if n.lang == lang])
        yield f"      </{self._edition.entry}>"

    def _said(self, concept: Concept) -> Iterator[str]:
        """Yield what is said of the concept in all languages."""
        inner = "        "
        for field in self._fields.get(concept.id, ()):
            yield text_element("descrip", field, {"type": "subjectField"}, inner)
        yield _pointer("", concept.id, concept.uri, inner)
        for relation in ("broader", "narrower", "related"):
            for id in getattr(concept, relation):
                yield self._relation(relation, id, inner)
        for mapping in concept.mappings:
            yield _pointer(mapping.relation, mapping.uri, mapping.uri, inner)
        for uri in concept.replaced_by:
            yield _pointer("replacedBy", uri, uri, inner)
        for kind, day in (("origination", concept.created), ("modification", concept.modified)):
            if day:
                yield _date(kind, day, inner)
        if concept.status != "approved":
            yield text_element("note", f"status: {concept.status}", indent=inner)
        named = (("notation", concept.notations), ("sector", concept.sectors))
        for name, values in (*named, ("kind", concept.kinds)):
            if name != "sector" or values != self._contents.vocabulary.sectors:
                for value in values:
                    yield text_element("note", f"{name}: {value}", indent=inner)

    def _relation(self, relation: str, id: str, indent: str) -> str:
        if self._edition.refers and not self._contents.langs:
            attributes = {"type": "crossReference", "target": encoded(id)}
            return text_element("ref", f"{relation}: {id}", attributes, indent)
        return _pointer(relation, id, self._contents.uri_of(id), indent)

    def _section(self, lang: str, terms: Sequence[Term], notes: Sequence[Note]) -> Iterator[str]:
        name, inner = self._edition.section, "          "
        yield opened(name, {"xml:lang": lang or UNDETERMINED}, indent="        ")
        for note in notes:
            if note.kind != "example":
                yield from _note(note, inner)
        examples = [note for note in notes if note.kind == "example"]
        for place, term in enumerate(terms):
            parts = [*_term(term), *_contexts(() if place else examples)]
            yield element(self._edition.term, None, *parts, indent=inner)
        yield f"        </{name}>"


def _about(its: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Yield what is known of the vocabulary: name, text, language."""
    yield "vocabulary", its.id, ""
    yield "uri", its.uri, ""
    yield "language", its.source_language, ""
    for name, texts in (("title", its.titles), ("description", its.descriptions)):
        yield from ((name, text, lang) for lang, text in texts.items())
    yield from (("sector", sector, "") for sector in its.sectors)
    for name in ("licence", "publisher", "created", "modified"):
        if value := getattr(its, name):
            yield name, value, ""
    yield from (("group", text, "") for text in stated(its))


def _lang(lang: str) -> dict[str, str]:
    return {"xml:lang": lang} if lang else {}


def _pointer(relation: str, named: str, uri: str, indent: str) -> str:
    """Return a link, or a note where its target is no address."""
    text = f"{relation}: {named}" if relation else named
    if ADDRESS.fullmatch(uri):
        return text_element("xref", text, {"type": "externalCrossReference", "target": uri}, indent)
    return text_element("note", text if relation else f"uri: {uri}", indent=indent)


def _date(kind: str, day: str, indent: str) -> str:
    if not DAY.fullmatch(day):
        return text_element("note", f"{kind}: {day}", indent=indent)
    transaction = text_element("transac", kind, {"type": "transactionType"})
    return element("transacGrp", None, transaction, text_element("date", day), indent=indent)


def _source(text: str) -> str:
    return text_element("admin", text, {"type": "source"})


def _note(note: Note, indent: str, lang: dict[str, str] | None = None) -> Iterator[str]:
    """Yield a definition or another text, and what is known of it."""
    if note.kind == "definition":
        text = text_element("descrip", note.text, {"type": "definition", **(lang or {})})
        yield element("descripGrp", None, text, *_text_details(note), indent=indent)
        return
    bare = note.kind == "note" and not NAMED.match(note.text)
    yield text_element("note", note.text if bare else f"{note.kind}: {note.text}", lang, indent)
    details = [f"source: {source}" for source in note.sources]
    if note.reliability:
        details.append(f"reliability: {note.reliability}")
    for detail in details:
        yield text_element("note", f"{note.kind}|{detail}", lang, indent)


def _text_details(note: Note) -> Iterator[str]:
    yield from map(_source, note.sources)
    if note.reliability:
        yield text_element("note", f"reliability: {note.reliability}")


def _contexts(examples: Iterable[Note]) -> Iterator[str]:
    for note in examples:
        text = text_element("descrip", note.text, {"type": "context"})
        yield element("descripGrp", None, text, *_text_details(note))


def _term(term: Term) -> Iterator[str]:
    yield text_element("term", term.text)
    part, gender = values_of(term.grammar or "", term.lang)
    region = term.note if "regional" in term.marks else ""
    values = (
        ("partOfSpeech", part),
        ("grammaticalGender", gender),
        ("termType", "abbreviation" if term.type == "abbreviation" else ""),
        ("geographicalUsage", region),
        ("administrativeStatus", WRITTEN_STATUSES.get(term.status, WRITTEN_STATUSES["deprecated"])),
    )
    for kind, value in values:
        if value:
            yield text_element("termNote", value, {"type": kind})
    yield from map(_source, term.sources)
    named = [("grammar", term.grammar if term.grammar != grammar_of((part, gender)) else None)]
    named += [("equivalence", term.equivalence), ("reliability", term.reliability)]
    named += [("status", term.status if term.status not in WRITTEN_STATUSES else None)]
    named += [("mark", mark) for mark in term.marks if mark != "regional" or not region]
    named += [("usage", "" if region else term.note)]
    for name, said in named:
        if said:
            yield text_element("note", f"{name}: {said}")
