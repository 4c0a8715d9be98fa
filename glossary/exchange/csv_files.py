"""CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheet programs open it right.

Read are commas, semicolons and tabs between cells, in UTF-8 or UTF-16; how, and what becomes of
formulas, see `glossary.formats.tables.delimited`. Which of the encodings with one byte a letter a
file is in, nothing can tell for certain; such a file is refused with advice. Columns, and what is
not kept, see `glossary.exchange.tables`.
"""

import io
import re

from glossary.errors import N_, BrokenSource
from glossary.exchange.gathering import Gathering
from glossary.exchange.sheets import Sheet
from glossary.exchange.tables import Table, rows
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size
from glossary.formats.tables import delimited, encodings

_ADVICE = N_(
    "not in UTF-8; it seems to be in another encoding (%(encoding)s). Save it as “CSV UTF-8”, or "
    "as a workbook (XLSX)"
)
_LANGUAGE = re.compile(r"(?:translation|target)\s*[(:\[]\s*([A-Za-z][A-Za-z0-9_-]{1,40})")


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a table with commas."""
    return "".join(delimited.lines(rows(sheet))).encode("utf-8-sig")


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.csv"
) -> Sheet:
    """Return the sheet in a table; see `glossary.exchange.Read`. Lines are rows of the table."""
    check_size(content, limits)
    table = Table(Gathering(name, limits, lang))
    encoding = delimited.encoding_of(content[: delimited.BEGINNING])
    try:
        text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        for row, cells in delimited.rows(text, name):
            table.take(cells, row)
    except UnicodeError:
        line = _undecodable(content, encoding)
        raise BrokenSource(name, _ADVICE, line=line, encoding=_likely(content)) from None
    return table.done()


def _likely(content: bytes) -> str:
    """Return the encoding that Excel would take for the language that the first row names."""
    first = content[: delimited.BEGINNING].decode("latin-1")
    named = _LANGUAGE.search(first)
    lang = named.group(1) if named else ""
    encoding = encodings.of_language(lang)
    try:
        content.decode(encoding)
    except UnicodeError:
        return "?"
    return encodings.shown(encoding)


def _undecodable(content: bytes, encoding: str) -> int | None:
    """Return the line of the first byte that is no text; the stream decodes far ahead of it."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return None
