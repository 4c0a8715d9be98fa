"""XLSX: the table of `glossary.exchange.tables` as a workbook.

How workbooks are written, see `glossary.formats.tables.workbook_writing`; reading see
`glossary.exchange.xlsx_reading`.
"""

import io
from collections.abc import Sequence

from glossary import languages
from glossary.errors import Invalid
from glossary.errors.plurals import NN_
from glossary.exchange.sheets import Sheet
from glossary.exchange.tables import WIDTHS, rows
from glossary.formats.tables.workbook_writing import LONGEST, NewWorkbook, fitted


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook; raise Invalid for a text that no cell can hold."""
    for row in rows(sheet):
        _check(row)
    book = NewWorkbook(sheet.title)
    is_from_right = languages.direction(sheet.lang) == "rtl"
    book.add("catalog", WIDTHS, rows(sheet), right_to_left=is_from_right)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _check(row: Sequence[str]) -> None:
    """Raise Invalid before anything is written, for a text that no cell can hold."""
    for text in row:
        if len(fitted(text)) > LONGEST:
            raise Invalid(
                NN_(
                    "A text of %(length)s character is too long for a cell: “%(beginning)s…”",
                    "A text of %(length)s characters is too long for a cell: “%(beginning)s…”",
                    "length",
                ),
                parameter="text",
                length=len(text),
                beginning=text[:60],
            )
