"""A TBX file looked through once before its entries are read: what it is, and its ids and URIs."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats.limits import Limits
from glossary.formats.rdf import containers, encodings
from glossary.formats.tbx import fields
from glossary.formats.tbx.entries import LINKS
from glossary.formats.tbx.names import ENTRIES, HEADERS, ROOTS, SECTIONS, TERMS, kind_of
from glossary.formats.tbx.parts import language_of, parts_of, tidy
from glossary.formats.tbx.telling import Telling
from glossary.formats.tbx.writing import ABOUT
from glossary.formats.xml.events import CHUNK
from glossary.formats.xml.names import decoded
from glossary.formats.xml.reading import Node, parts
from glossary.model import SECTORS, Group, Vocabulary

_LIMITS = Limits(bytes=1 << 40, entries=10_000_000)
_WANTED = frozenset({*ENTRIES, *HEADERS})
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_FIELDS = ("descrip", "descripGrp", "subjectField")
_ABOUT = re.compile(r"([a-z]+): (.*)", re.DOTALL)


def begins_so(text: str) -> bool:
    """Return whether a text begins as a TBX document: its first element is the root of one."""
    found = _ROOT.search(_COMMENT.sub("", text)) if text.lstrip().startswith("<") else None
    return found is not None and found[1] in ROOTS


def nodes_of(file: Path, name: str) -> Iterator[Node]:
    """Yield the root, the header and the entries of a TBX file, with what else stands beside them.

    Raises BrokenSource, which calls the file `name`, with the line where it is not XML that is
    allowed, or no TBX.
    """
    with containers.opened(file) as opened:
        stream = encodings.as_utf8(opened.stream, opened.head(), name)
        first = True
        for node in parts(iter(lambda: stream.read(CHUNK), b""), name, _WANTED, _LIMITS):
            if first and node.name not in ROOTS:
                raise BrokenSource(name, N_("this is not a TBX document"), line=node.line)
            first = False
            yield node


class Survey:
    """What a whole file says: its header, and of each entry id, URI, line and subject fields."""

    def __init__(self, base_uri: str, telling: Telling) -> None:
        self._base, self._telling = base_uri, telling
        self.title = ""
        self._about: dict[str, list[tuple[str, str]]] = {}
        self.stated = ""
        self.ids: list[str] = []
        self.lines: dict[str, int] = {}
        self._uris: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._fields: dict[str, list[str]] = {}
        self._known: set[str] = set()
        self._nameless = False

    def take(self, nodes: Iterator[Node]) -> None:
        """Look through a file."""
        for node in nodes:
            if node.name in ROOTS:
                self.stated = language_of(node)
            elif node.name in HEADERS:
                self._head(node)
            elif node.name in ENTRIES:
                self._entry(node)
            elif node.name in ("text", "body"):
                continue
            else:
                self._telling.unread(node.name, node.line)

    def _head(self, header: Node) -> None:
        for title in header.all("title"):
            self.title = self.title or tidy(title.text())
        for paragraph in header.all("p"):
            found = _ABOUT.fullmatch(tidy(paragraph.text()))
            name, text = (found[1], found[2]) if found else ("", "")
            if name not in ABOUT and paragraph.get("type") != "XCSURI":
                self._telling.unread("p", paragraph.line)
            lang = self._telling.tag(language_of(paragraph), paragraph.line)
            self._about.setdefault(name, []).append((lang, text))

    def _entry(self, entry: Node) -> None:
        id = self._id_of(entry)
        self.ids.append(id)
        for part in parts_of(entry):
            if part.kind in LINKS and part.text == id and "://" in part.target:
                self._uris.setdefault(id, part.target)
            elif part.kind == "note" and part.text.startswith("uri: "):
                self._uris.setdefault(id, part.text.removeprefix("uri: "))
            elif part.kind == "subjectField" and part.text:
                self._in_field(part.text, id)
        for section in entry.nodes(*SECTIONS):
            lang = self._telling.tag(language_of(section), section.line)
            self._counts[lang] += any(True for _ in section.nodes(*TERMS))
            for node in section.nodes(*_FIELDS):
                for one in (node, *node.nodes()):
                    if kind_of(one) == "subjectField" and (text := tidy(one.text())):
                        self._in_field(text, id)
        self.lines[self.uri_of(id)] = entry.line

    def _in_field(self, label: str, id: str) -> None:
        members = self._fields.setdefault(" ".join(label.split()), [])
        if members[-1:] != [id]:
            members.append(id)

    def _id_of(self, entry: Node) -> str:
        """Return the id of an entry, another one where it has none or it is there already."""
        stated = decoded(entry.get("id")).strip()
        if not stated and not self._nameless:
            self._nameless = True
            message = N_("entries have no id; they are numbered, the first in this line")
            self._telling.tell("no-id", "", message, entry.line)
        wanted = made = stated or f"entry-{len(self.ids) + 1}"
        number = 1
        while made in self._known:
            number += 1
            made = f"{wanted}-{number}"
        if stated and made != stated:
            message = N_("the id “%(id)s” is there already; this entry is called “%(made)s”")
            self._telling.tell("no-id", made, message, entry.line, id=stated, made=made)
        self._known.add(made)
        return made

    def uri_of(self, id: str) -> str:
        """Return the URI of a concept: its own, else one of the site."""
        return self._uris.get(id) or self._base + quote(id, safe="")

    def vocabulary(self, id: str, asked: str | None) -> Vocabulary:
        """Return the vocabulary `id` without its concepts; `asked` is its source language."""
        lang = self._source_language(asked)
        titles = {tag or lang: text for tag, text in self._texts("title")}
        if not titles:
            titles = {lang: self.title or id}
        return Vocabulary(
            id,
            self._value("uri") or self._base,
            titles,
            {tag or lang: text for tag, text in self._texts("description")},
            lang,
            tuple(text for _, text in self._texts("sector") if text in SECTORS),
            self._value("licence"),
            self._value("publisher"),
            self._value("created"),
            self._value("modified"),
            tuple(self._groups(lang)),
        )

    def _source_language(self, asked: str | None) -> str:
        named = [asked] if asked else [text for _, text in self._texts("language")]
        tags, _ = languages.stated(named or [self.stated])
        return languages.source(tags, self._counts).tag

    def _texts(self, name: str) -> list[tuple[str, str]]:
        return [(lang, text) for lang, text in self._about.get(name, ()) if text]

    def _value(self, name: str) -> str | None:
        return next((text for _, text in self._texts(name)), None)

    def _groups(self, lang: str) -> Iterator[Group]:
        found = (fields.read(text) for _, text in self._texts("group"))
        known = [group for group in found if group is not None]
        own = self._value("language") or lang
        return fields.groups_of(self._fields, known, own, lang)
