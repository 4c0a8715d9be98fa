"""Single messages in the bytes of a PO file: found and read without parsing the rest.

A block is what belongs to one message: its comments, context, source and translation, without
the line break at the end. Line ends may be those of Unix, Windows or old Macs; a context may be
broken over several lines, as other tools do.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.strings import BadString, escape, unescape
from glossary.errors import BrokenSource

_FEW = 30
"""So many messages are looked for one by one; for more, all contexts are read once."""
_CONTEXT = re.compile(
    rb'msgctxt[ \t]*("[^\r\n]*"[ \t]*(?:(?:\r\n|\r|\n)[ \t]*"[^\r\n]*"[ \t]*)*)(?=[\r\n])'
)
_ODD_CONTEXT = re.compile(
    rb"msgctxt[ \t]*("
    rb'"[^\r\n"\\]*"[ \t]*(?:(?:\r\n|\r|\n)[ \t]*"[^\r\n]*"[ \t]*)+'
    rb'|"[^\r\n"\\]*\\[^\r\n]*"[ \t]*(?:(?:\r\n|\r|\n)[ \t]*"[^\r\n]*"[ \t]*)*'
    rb")(?=[\r\n])"
)
"""A context over several lines, or with escapes, of which there are several for one letter."""
_KEYWORD = re.compile(rb"[ \t]*msgctxt[ \t]*")
_MSGSTR = re.compile(rb"\s*msgstr")
_SPACE = b" \t"


@dataclass(frozen=True, slots=True)
class Block:
    """Where a message stands in the bytes, and what it says."""

    start: int
    end: int
    message: Message


def find(content: bytes, contexts: Collection[str]) -> tuple[dict[str, Block], bool]:
    """Return the blocks of these contexts, and whether it is sure that those are all.

    It is not sure where a message is there twice or is not well formed; the whole file must be
    read then.
    """
    found: dict[str, Block] = {}
    sure = True
    for context, places in _places(content, contexts).items():
        block = _block(content, places[0], context) if len(places) == 1 else None
        if block is not None:
            found[context] = block
        sure = sure and (block is not None or not places)
    return found, sure


def _places(content: bytes, contexts: Collection[str]) -> dict[str, list[int]]:
    """Return where the line with the keyword ``msgctxt`` begins, for each context."""
    places: dict[str, list[int]] = {context: [] for context in contexts}
    pattern = _CONTEXT
    if len(places) <= _FEW:
        pattern = _ODD_CONTEXT
        for context, found in places.items():
            found += _on_one_line(content, context)
    if all(places.values()):
        return places
    for match in pattern.finditer(content):
        begin = line_begin(content, match.start())
        text = match.group(1).decode("utf-8", "replace")
        context = _meant(re.split(r"[\r\n]+", text.strip()))
        if context in places and not content[begin : match.start()].strip(_SPACE):
            places[context].append(begin)
    return places


def _meant(strings: list[str]) -> str:
    """Return the text of the strings of a context, "" where they mean none."""
    try:
        return unescape(string.strip()[1:-1] for string in strings)
    except BadString:
        return ""


def _on_one_line(content: bytes, context: str) -> list[int]:
    needle = escape(context).encode("utf-8", "surrogatepass")
    places = []
    at = content.find(needle)
    while at >= 0:
        begin = line_begin(content, at)
        end, following = line_end(content, at)
        if (
            _KEYWORD.fullmatch(content, begin, at)
            and not content[at + len(needle) : end].strip(_SPACE)
            and not content[following : line_end(content, following)[0]].lstrip().startswith(b'"')
        ):
            places.append(begin)
        at = content.find(needle, at + 1)
    return places


def line_begin(content: bytes, at: int) -> int:
    """Return where the line begins in which `at` lies."""
    newline = content.rfind(b"\n", 0, at)
    return max(newline, content.rfind(b"\r", newline + 1, at)) + 1


def line_end(content: bytes, at: int) -> tuple[int, int]:
    """Return where the line ends in which `at` lies, and where the next one begins."""
    newline = content.find(b"\n", at)
    stop = newline if newline >= 0 else len(content)
    end = content.find(b"\r", at, stop)
    if end < 0:
        return stop, min(stop + 1, len(content))
    return end, end + (2 if content[end : end + 2] == b"\r\n" else 1)


def _block(content: bytes, place: int, context: str) -> Block | None:
    """Return the block whose context stands at `place`, or None where it is not well formed."""
    start, end = _start(content, place), message_end(content, place)
    try:
        catalog = files.parse(content[start:end], "")
    except BrokenSource:
        return None
    messages = list(catalog)
    if len(messages) != 1 or catalog.obsolete or messages[0].context != context:
        return None
    return Block(start, end, messages[0])


def _start(content: bytes, place: int) -> int:
    """Return where the comments begin that stand before the line at `place`."""
    start = at = place
    while at > 0:
        at = line_begin(content, at - (2 if content[at - 2 : at] == b"\r\n" else 1))
        line = content[at : line_end(content, at)[0]].strip()
        if line.startswith(b"#") and not line.startswith(b"#~"):
            start = at
        elif line:
            break
    return start


def message_end(content: bytes, at: int) -> int:
    """Return where the message ends whose first keyword stands at `at`: behind its last string."""
    end = at
    translated = False
    while at < len(content):
        stop, following = line_end(content, at)
        line = content[at:stop].strip()
        if line.startswith(b"msgstr"):
            translated = True
        elif translated and line and not line.startswith(b'"'):
            break
        if line:
            end = stop
        at = following
    return end


def header_span(content: bytes) -> tuple[int, int]:
    """Return where the header message begins (behind its comments) and ends; twice 0: none."""
    at = 0
    while at < len(content):
        stop, following = line_end(content, at)
        line = _stripped(content[at:stop])
        is_comment = line.startswith("#") and (line[1:2] != "~" or line[2:3] == "|")
        if line and not is_comment:
            is_first = re.fullmatch(r'msgid\s*""', line) and _MSGSTR.match(content, following)
            return (at, message_end(content, at)) if is_first else (0, 0)
        at = following
    return 0, 0


def _stripped(line: bytes) -> str:
    """Return a line without the space around it, as a reader of texts takes space."""
    return line.decode("utf-8", "replace").strip()
