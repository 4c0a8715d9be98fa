"""XLSX (ECMA-376, Office Open XML): the table of `glossary.exchange.tables` as a workbook.

Written by openpyxl, all cells as text, so that nothing is taken for a formula; characters that XML
cannot hold are escaped as the standard says (ECMA-376-1, 22.9.2.19, ST_Xstring). Reading see
`glossary.exchange.xlsx_reading`.
"""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

from glossary import languages
from glossary.errors import Invalid
from glossary.errors.plurals import NN_
from glossary.exchange.sheets import Sheet
from glossary.exchange.tables import WIDTHS, rows
from glossary.exchange.xml_writing import escaped

_LONGEST = 32_767
"""Most characters that a cell may hold (Excel's specification and limits)."""


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook; raise Invalid for a text that no cell can hold."""
    for row in rows(sheet):
        _check(row)
    workbook = Workbook(write_only=True)
    workbook.properties.title = escaped(sheet.title)[:200]
    table = workbook.create_sheet("catalog")
    table.freeze_panes = "A2"
    table.sheet_view.rightToLeft = languages.direction(sheet.lang) == "rtl"
    for made in (_style("catalog text"), _style("catalog heading", bold=True)):
        workbook.add_named_style(made)
    for number, width in enumerate(WIDTHS, start=1):
        column = table.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = width, "@"  # rows may be added
    style = "catalog heading"
    for row in rows(sheet):
        table.append([_filled(WriteOnlyCell(table), text, style) for text in row])
        style = "catalog text"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _style(name: str, bold: bool = False) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(bold=bold),
        number_format="@",
        alignment=Alignment(wrap_text=True, vertical="top"),
    )


def _filled(cell: Cell, text: str, style: str) -> Cell:
    """Return a cell for text, also where it is empty: what is typed in is then kept as typed."""
    if text:
        cell.value = _fitted(text)
        cell.data_type = "s"  # also what begins as a formula
    cell.style = style
    return cell


def _check(row: Sequence[str]) -> None:
    """Raise Invalid before anything is written, for a text that no cell can hold."""
    for text in row:
        if len(_fitted(text)) > _LONGEST:
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


def _fitted(text: str) -> str:
    return escaped(text).replace("\r", "_x000D_")
