"""The catalog in a workbook (XLSX).

It is the sheet "catalog" wherever it stands, else the first whose first row names the columns. How
workbooks are read, see `glossary.formats.tables.workbooks`.
"""

import io

from glossary.exchange.gathering import Gathering
from glossary.exchange.sheets import Sheet
from glossary.exchange.tables import Table, columns_of
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size
from glossary.formats.tables import workbooks
from glossary.formats.tables.workbooks import Workbook

_NAME = "catalog"


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.xlsx"
) -> Sheet:
    """Return the sheet in a workbook; see `glossary.exchange.Read`. Lines are rows."""
    check_size(content, limits)
    book = Workbook(io.BytesIO(content), name, limits)
    table = Table(Gathering(name, limits, lang))
    sheets = sorted(book.sheets, key=lambda sheet: sheet.name.strip().casefold() != _NAME)
    chosen = next((sheet for sheet in sheets if _is_catalog(book, sheet)), sheets[0])
    for row, cells in book.rows(chosen):
        table.take(cells, row)
    return table.done()


def _is_catalog(book: Workbook, sheet: workbooks.Sheet) -> bool:
    """Return whether the first row of a sheet that is not empty names the columns."""
    first = next((cells for _, cells in book.rows(sheet) if any(cells)), [])
    return bool(columns_of(first)[0])
