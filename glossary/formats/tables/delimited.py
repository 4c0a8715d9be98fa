"""Tables in text files (CSV, RFC 4180, with commas, semicolons or tabs): rows of cells out and in.

A cell that a spreadsheet program would take for a formula gets an apostrophe before it, and one
that would look so protected gets a further one; reading undoes that.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from glossary.errors import N_, BrokenSource

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_PROTECTED = re.compile(r"''*[=+\-@\t\r\n]")
_LONGEST = 1_048_576
"""Most characters of a row."""
BEGINNING = 200
"""Bytes of a file that tell whether it is in UTF-16."""
_SEPARATOR = re.compile(r"sep=([,;\t|])", re.IGNORECASE)


def protected(cell: str) -> str:
    """Return a cell as no spreadsheet program takes it for a formula.

    >>> protected("=1+1"), protected("'s-Gravenhage")
    ("'=1+1", "'s-Gravenhage")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """Return the cell of which `protected` made this one."""
    return cell[1:] if _PROTECTED.match(cell) else cell


def lines(rows: Iterable[Sequence[str]], delimiter: str = ",") -> Iterator[str]:
    """Yield each row as a line, or several where a cell has some, with its line end."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([protected(cell) for cell in row])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


def encoding_of(beginning: bytes) -> str:
    """Return UTF-16 where a byte order mark or the zeros of plain letters tell it, else UTF-8."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first = beginning[:BEGINNING]
    for zeros, encoding in ((first[1::2], "utf-16-le"), (first[::2], "utf-16-be")):
        if len(first) > 1 and zeros.count(0) * 2 > len(zeros):
            return encoding
    return "utf-8-sig"


def rows(
    stream: TextIO, name: str, delimiters: str = ",;\t", *, is_quoted: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row, also of empty ones; `name` is the file in messages.

    What stands between cells is named in the first line (``sep=;``), or is the most frequent there
    of `delimiters`; where it is not `is_quoted`, quotation marks are letters. Raises BrokenSource
    with the line for what is no table.
    """
    read = _Lines(stream, name)
    try:
        form: type[csv.Dialect] = _Quoted if is_quoted else _Bare
        reader = csv.reader(read, form, delimiter=_delimiter(read, delimiters))
        for row, cells in enumerate(reader, start=read.first):
            read.since = 0
            yield row, [bare(cell) for cell in cells]
    except csv.Error as error:
        text = N_("not a table of comma-separated values (%(error)s)")
        raise BrokenSource(name, text, line=read.number, error=str(error)) from None


class _Quoted(csv.excel):
    """Cells with quotation marks around them where they need some."""

    strict = True


class _Bare(csv.excel):
    """Cells in which quotation marks are letters."""

    quoting = csv.QUOTE_NONE


class _Lines(Iterator[str]):
    """The lines of a text; `since` counts the characters of a row, `number` the lines."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self.stream, self._name = stream, name
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
            raise BrokenSource(self._name, N_("this row is too long"), line=self.number)
        return line

    def put_back(self, line: str) -> None:
        """Let a line come once more."""
        self.since -= len(line)
        self.number -= 1
        self._ahead.append(line)


def _delimiter(lines: _Lines, delimiters: str) -> str:
    """Return what stands between cells: named in the first line, or the most frequent there."""
    line = next(lines, "")
    named = _SEPARATOR.fullmatch(line.strip("\r\n"))
    if named:
        lines.first = 2
        return named.group(1)
    lines.put_back(line)
    return max(delimiters, key=line.count)
