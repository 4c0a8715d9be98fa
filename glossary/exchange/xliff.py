"""XLIFF 2.1 (OASIS Standard, 13 February 2018), core elements only.

A message is a ``unit`` with one ``segment`` (sections 4.2.2.5 and 4.2.2.6): ``name`` is its
context in the catalog, ``id`` the same as a NMTOKEN. ``state`` is "initial" where a text is
missing or must be looked at again, else "translated" or "reviewed" (4.3.1.29). Data, notes,
comments, the address and the previous source are ``note`` elements by ``category`` (4.3.1.7).
Characters that XML cannot hold are ``cp`` elements in texts (4.2.3.1) and escaped elsewhere
(`glossary.formats.xml.writing`). Everything of a sheet is kept.
"""

import re
import sys
from collections.abc import Iterable, Iterator

from glossary.catalogs.data import comments_of
from glossary.catalogs.messages import context
from glossary.errors import N_
from glossary.exchange.gathering import Gathering
from glossary.exchange.ids import message_of, unit_id
from glossary.exchange.sheets import UNSURE, Sheet, Unit
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size
from glossary.formats.xml.names import encoded
from glossary.formats.xml.reading import Node, parts
from glossary.formats.xml.writing import HEADER, element, opened, raw_text, text_element

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_PREVIOUS = "previous-source"
_REVIEWED = {"reviewed", "final"}
_HEX = re.compile("[0-9A-Fa-f]{1,6}")
_UNFIT = re.compile("([\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
_COMMENT, _PLACE = "comment", "location"
"""Categories of notes; any other is a translator's, data among them. Poedit knows "location"."""
_PLACEHOLDERS = ("ph", "sc", "ec")


def write(sheet: Sheet) -> bytes:
    """Return the sheet as an XLIFF document."""
    return "\n".join(_lines(sheet)).encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    languages = {"srcLang": sheet.source_language or "und", "trgLang": sheet.lang}
    file = {"id": encoded(sheet.vocabulary or "catalog"), "original": sheet.vocabulary}
    about = [("title", sheet.title), ("reliability", sheet.reliability)]
    if sheet.revision is not None:
        about.append(("revision", str(sheet.revision)))
    yield HEADER + opened("xliff", {"xmlns": NAMESPACE, "version": "2.1", **languages})
    yield opened("file", {**file, "xml:space": "preserve"}, indent="  ")
    yield from _notes(about, "    ")
    for unit in sheet.units:
        yield from _unit(unit)
    yield "  </file>"
    yield "</xliff>\n"


def _unit(unit: Unit) -> Iterator[str]:
    state = "translated"
    if not unit.text or unit.state in UNSURE:
        state = "initial"
    elif unit.state == "reviewed":
        state = "reviewed"
    names = {"id": unit_id(*unit.key), "name": context(*unit.key), "canResegment": "no"}
    yield opened("unit", names, indent="    ")
    yield from _notes(_said(unit), "      ")
    yield opened("segment", {"state": state}, indent="      ")
    yield element("source", None, _content(unit.source), indent="        ")
    if unit.text:
        yield element("target", None, _content(unit.text), indent="        ")
    yield "      </segment>"
    yield "    </unit>"


def _said(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield category and text of the notes of a unit."""
    yield from ((_COMMENT, text) for text in unit.comments)
    if unit.reference:
        yield _PLACE, unit.reference
    if unit.previous:
        yield _PREVIOUS, unit.previous
    yield from (("data", text) for text in comments_of(unit.data))
    yield from (("note", text) for text in unit.notes)


def _notes(notes: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    listed = list(notes)
    if listed:
        yield f"{indent}<notes>"
        for category, text in listed:
            yield text_element("note", text, {"category": category}, f"{indent}  ")
        yield f"{indent}</notes>"


def _content(text: str) -> str:
    """Return a text as the content of a source or target."""
    pieces = _UNFIT.split(text)
    pieces[::2] = map(raw_text, pieces[::2])
    pieces[1::2] = (f'<cp hex="{ord(character):04X}"/>' for character in pieces[1::2])
    return "".join(pieces)


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.xlf"
) -> Sheet:
    """Return the sheet in an XLIFF 2 document; see `glossary.exchange.Read`."""
    check_size(content, limits)
    gathered = Gathering(name, limits, lang)
    root = True
    for node in parts(content, name, frozenset({"unit", "note"}), limits):
        if root:
            _open(node, gathered)
            root = False
        elif node.name == "file" and not gathered.vocabulary:
            gathered.vocabulary = node.get("original").removesuffix(".po")
        elif node.name == "note":
            gathered.describe(node.get("category"), node.text())
        elif node.name == "unit":
            _take(node, gathered)
    return gathered.sheet()


def _open(node: Node, gathered: Gathering) -> None:
    if node.name != "xliff" or not node.get("version").startswith("2"):
        raise gathered.broken(N_("this is not an XLIFF document of version 2"), node.line)
    if not gathered.check_language(node.get("trgLang")):
        raise gathered.other_language(node.get("trgLang"))
    gathered.source_language = node.get("srcLang")


def _take(node: Node, gathered: Gathering) -> None:
    concept, slot = message_of(node.get("id"), node.get("name"))
    segments = list(node.nodes("segment", "ignorable"))
    codes = {data.get("id"): data.raw() for data in node.all("data")}
    try:
        source = "".join(_text(segment.first("source"), codes) for segment in segments)
        text = "".join(_text(segment.first("target"), codes) for segment in _ordered(segments))
    except _Codes:
        reason = N_("the text holds inline codes, which a catalog cannot keep")
        gathered.note(reason, node.line, concept, slot)
        return
    notes = [(n.get("category"), n.text()) for part in node.nodes("notes") for n in part.nodes()]
    said = [text for kind, text in notes if kind not in (_COMMENT, _PLACE, _PREVIOUS)]
    states = {s.get("state") for s in segments if s.name == "segment"}
    unsure = any(s.get("subState").endswith(":fuzzy") for s in segments) or "initial" in states
    unit = Unit(
        concept,
        slot,
        source,
        text,
        previous=next((text for kind, text in notes if kind == _PREVIOUS), ""),
        comments=tuple(text for kind, text in notes if kind == _COMMENT),
        reference=next((text for kind, text in notes if kind == _PLACE), ""),
        line=node.line,
    )
    checked = bool(text) and bool(states) and states <= _REVIEWED
    gathered.add(gathered.unit(unit, said, fuzzy=unsure, reviewed=checked))


def _ordered(segments: list[Node]) -> list[Node]:
    """Return segments in the order of their targets (attribute ``order``, section 4.3.1.20)."""

    def place(item: tuple[int, Node]) -> int:
        target = item[1].first("target")
        order = target.get("order") if target is not None else ""
        return int(order) if order.isascii() and order.isdigit() and len(order) < 7 else item[0]

    return [segment for _, segment in sorted(enumerate(segments, start=1), key=place)]


class _Codes(Exception):
    """A text holds inline codes whose original is not in the file."""


def _text(node: Node | None, codes: dict[str, str]) -> str:
    """Return the text of a source or target, inline codes as the original data they stand for."""
    if node is None:
        return ""
    return "".join(c if isinstance(c, str) else _inline(c, codes) for c in node.children)


def _inline(node: Node, codes: dict[str, str]) -> str:
    if node.name == "cp":
        hex = node.get("hex")
        if not _HEX.fullmatch(hex) or int(hex, 16) > sys.maxunicode:
            raise _Codes
        return chr(int(hex, 16))
    if node.name == "pc":
        start, end = node.get("dataRefStart"), node.get("dataRefEnd")
        if start not in codes or end not in codes:
            raise _Codes
        return f"{codes[start]}{_text(node, codes)}{codes[end]}"
    if node.name in _PLACEHOLDERS:
        if node.get("dataRef") not in codes:
            raise _Codes
        return codes[node.get("dataRef")]
    return _text(node, codes)
