"""A PO file read as far as it can be: every broken block is told, and the others are used."""

import re
from collections.abc import Iterator, Mapping

from babel.core import UnknownLocaleError
from babel.messages.pofile import PoFileError

from glossary.catalogs.checks import Problem
from glossary.catalogs.files import Parser, TermCatalog, lines_of, string_faults
from glossary.errors import N_, BrokenSource

_CONTEXT = re.compile(r'(?:#~\s*)?msgctxt\s+"((?:[^"\\]|\\.)*)"')
EMPTY = N_("there is no message in it; is it a PO file?")
_KEYWORDS = ("msgid_plural", "msgctxt", "msgid", "msgstr")


def read(content: bytes, name: str, locale: str | None = None) -> tuple[TermCatalog, list[Problem]]:
    """Return what can be used of the bytes of a PO file, and its errors of syntax."""
    catalog = _empty(locale)
    try:
        lines = lines_of(content, name)
    except BrokenSource as error:
        return catalog, [Problem("encoding", error.reason, {}, error.line)]
    parser = Parser(catalog, name)
    found: list[Problem] = []
    for start, block in _blocks(lines):
        found += _read_block(parser, start, block)
    if not parser.counter:
        return catalog, [Problem("not-a-catalog", EMPTY)]
    return catalog, found


def _empty(locale: str | None) -> TermCatalog:
    try:
        catalog = TermCatalog(locale=locale, charset="utf-8")
    except (UnknownLocaleError, ValueError):  # told by another rule
        catalog = TermCatalog(charset="utf-8")
    catalog.fuzzy = False
    return catalog


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each message, with the number of the first (from 0)."""
    start = 0
    seen: set[str] = set()
    after_blank = False
    for number, line in enumerate(lines):
        kind = _kind(line.strip())
        if kind and _begins(kind, seen, after_blank):
            yield start, lines[start:number]
            start, seen = number, set()
        if kind:
            seen.add(kind)
        after_blank = not kind
    yield start, lines[start:]


def _kind(line: str) -> str:
    """Return the keyword of a line, or "comment", "string", "other", "" where it is empty."""
    if line.startswith("#~"):
        line = line[2:].lstrip()
        if line.startswith("|"):  # the previous source of an obsolete message
            return "comment"
    if not line:
        return ""
    if line[0] in '#"':
        return "comment" if line[0] == "#" else "string"
    return next((word for word in _KEYWORDS if line.startswith(word)), "other")


def _begins(kind: str, seen: set[str], after_blank: bool) -> bool:
    """Return whether a line of this kind begins a message, after those `seen` of another."""
    if not seen - {"comment"}:
        return False
    if kind in ("comment", "msgctxt"):
        return True
    if kind == "msgid":
        return not seen.isdisjoint({"msgid", "msgstr", "other"})
    return kind == "other" and after_blank


def _read_block(parser: Parser, start: int, block: list[str]) -> Iterator[Problem]:
    """Read one message; yield the first error in it."""
    fault = next(string_faults(block), None)
    if fault is not None:
        number, reason = fault
        yield _problem(block, start + number + 1, reason)
        return
    read = parser.counter
    try:
        parser.parse_from(start, block)
    except BrokenSource as error:
        yield _problem(block, error.line or start + 1, error.reason, error.arguments)
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}") or N_("not a message")
        yield _problem(block, error.lineno + 1, reason)
    except (ValueError, IndexError) as error:
        yield _problem(block, start + 1, "%(reason)s", {"reason": str(error)})
    else:
        if parser.counter == read and any(_kind(line.strip()) in _KEYWORDS for line in block):
            yield _problem(block, start + 1, N_("not a message"))
    parser.forget()


def _problem(
    block: list[str], line: int, reason: str, values: Mapping[str, object] | None = None
) -> Problem:
    found = next((match for match in map(_CONTEXT.match, block) if match), None)
    context = found.group(1) if found else ""
    return Problem("syntax", reason, values or {}, line, context)
