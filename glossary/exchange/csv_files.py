"""CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheet programs open it right.

A cell that a spreadsheet program would take for a formula gets an apostrophe before it, and one
that would look so protected gets a further one; reading undoes that. Read are commas, semicolons
and tabs between cells, in UTF-8 or, with a byte order mark, UTF-16. Columns, and what is not kept,
see `glossary.exchange.tables`.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import TextIO

from glossary.errors import N_
from glossary.exchange.gathering import Gathering, check_size
from glossary.exchange.sheets import DEFAULT_LIMITS, Limits, Sheet
from glossary.exchange.tables import Table, rows

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_PROTECTED = re.compile(r"''*[=+\-@\t\r\n]")
_LONGEST = 1_048_576
"""Most characters of a row."""
_SEPARATOR = re.compile(r"sep=([,;\t])", re.IGNORECASE)


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a table with commas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([protected(cell) for cell in row] for row in rows(sheet))
    return stream.getvalue().encode("utf-8-sig")


def protected(cell: str) -> str:
    """Return a cell as no spreadsheet program takes it for a formula.

    >>> protected("=1+1"), protected("'s-Gravenhage")
    ("'=1+1", "'s-Gravenhage")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """Return the cell of which `protected` made this one."""
    return cell[1:] if _PROTECTED.match(cell) else cell


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.csv"
) -> Sheet:
    """Return the sheet in a table; see `glossary.exchange.Read`. Lines are rows of the table."""
    check_size(content, limits)
    gathered = Gathering(name, limits, lang)
    table = Table(gathered)
    encoding = _encoding(content)
    lines = _Lines(gathered, io.TextIOWrapper(io.BytesIO(content), encoding, newline=""))
    try:
        reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
        for row, cells in enumerate(reader, start=lines.first):
            lines.since = 0
            table.take([bare(cell) for cell in cells], row)
    except csv.Error as error:
        text = N_("not a table of comma-separated values (%(error)s)")
        raise gathered.broken(text, lines.number, error=str(error)) from None
    except UnicodeError:
        raise gathered.broken(N_("not in UTF-8"), _undecodable(content, encoding)) from None
    return table.done()


def _encoding(content: bytes) -> str:
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "utf-16" if utf16 else "utf-8-sig"


def _undecodable(content: bytes, encoding: str) -> int | None:
    """Return the line of the first byte that is no text; the stream decodes far ahead of it."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return None


class _Lines(Iterator[str]):
    """The lines of a text; `since` counts the characters of a row, `number` the lines."""

    def __init__(self, gathered: Gathering, stream: TextIO) -> None:
        self.gathered, self.stream = gathered, stream
        self.since = self.number = 0
        self.first = 1
        self._ahead: list[str] = []

    def __next__(self) -> str:
        line = self._ahead.pop() if self._ahead else self.stream.readline(_LONGEST + 1)
        if not line:
            raise StopIteration
        self.since += len(line)
        self.number += 1
        if self.since > _LONGEST:
            raise self.gathered.broken(N_("this row is too long"), self.number)
        return line

    def put_back(self, line: str) -> None:
        """Let a line come once more."""
        self.since -= len(line)
        self.number -= 1
        self._ahead.append(line)


def _delimiter(lines: _Lines) -> str:
    """Return what stands between cells: named in the first line, or the most frequent there."""
    line = next(lines, "")
    named = _SEPARATOR.fullmatch(line.strip("\r\n"))
    if named:
        lines.first = 2
        return named.group(1)
    lines.put_back(line)
    return max(",;\t", key=line.count)
