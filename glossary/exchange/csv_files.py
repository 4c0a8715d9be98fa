"""CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheet programs open it right.

A cell that a spreadsheet program would take for a formula gets an apostrophe before it, and one
that would look so protected gets a further one; reading undoes that. Read are commas, semicolons
and tabs between cells, in UTF-8 or UTF-16. Which of the encodings with one byte a letter a file is
in, nothing can tell for certain; such a file is refused with advice. Columns, and what is not
kept, see `glossary.exchange.tables`.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import TextIO

from glossary import languages
from glossary.errors import N_
from glossary.exchange.gathering import Gathering, check_size
from glossary.exchange.sheets import DEFAULT_LIMITS, Limits, Sheet
from glossary.exchange.tables import Table, rows

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_PROTECTED = re.compile(r"''*[=+\-@\t\r\n]")
_LONGEST = 1_048_576
"""Most characters of a row."""
_BEGINNING = 200
"""Bytes of the first row that tell the encoding."""
_ADVICE = N_(
    "not in UTF-8; it seems to be in another encoding (%(encoding)s). Save it as “CSV UTF-8”, or "
    "as a workbook (XLSX)"
)
_LANGUAGE = re.compile(r"(?:translation|target)\s*[(:\[]\s*([A-Za-z][A-Za-z0-9_-]{1,40})")
_EXCEL = {
    "Cyrl": "Windows-1251",
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "Windows-1250"),
    **dict.fromkeys(("tr", "az"), "Windows-1254"),
    **dict.fromkeys(("et", "lt", "lv"), "Windows-1257"),
    "Grek": "Windows-1253",
    "Hebr": "Windows-1255",
    "Arab": "Windows-1256",
    "Thai": "CP874",
    "vi": "Windows-1258",
    "Jpan": "Shift_JIS",
    "Kore": "CP949",
    "Hans": "GB18030",
    "Hant": "Big5",
}
"""What Excel calls “ANSI” on machines of a language or script; else Windows-1252."""
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
        line = _undecodable(content, encoding)
        raise gathered.broken(_ADVICE, line, encoding=_likely(content)) from None
    return table.done()


def _encoding(content: bytes) -> str:
    """Return UTF-16 where a byte order mark or the zeros of plain letters tell it, else UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first = content[:_BEGINNING]
    for zeros, encoding in ((first[1::2], "utf-16-le"), (first[::2], "utf-16-be")):
        if len(first) > 1 and zeros.count(0) * 2 > len(zeros):
            return encoding
    return "utf-8-sig"


def _likely(content: bytes) -> str:
    """Return the encoding that Excel would take for the language that the first row names."""
    first = content[:_BEGINNING].decode("latin-1")
    named = _LANGUAGE.search(first)
    lang = named.group(1) if named else ""
    script = languages.script(lang) if languages.is_well_formed(lang) else "Latn"
    encoding = _EXCEL.get(lang.split("-")[0]) or _EXCEL.get(script, "Windows-1252")
    try:
        content.decode(encoding.lower())
    except UnicodeError:
        return "?"
    return encoding


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
