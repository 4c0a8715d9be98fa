"""XLSX (ECMA-376, Office Open XML): the table of `glossary.exchange.tables` as a workbook.

Written by openpyxl, all cells as text, so that nothing is taken for a formula; characters that XML
cannot hold are escaped as the standard says (ECMA-376-1, 22.9.2.19, ST_Xstring). Reading see
`glossary.exchange.xlsx_reading`.
"""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from glossary import languages
from glossary.errors import N_, Invalid
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
    for number, width in enumerate(WIDTHS, start=1):
        table.column_dimensions[get_column_letter(number)].width = width
    for made in (_style("catalog text"), _style("catalog heading", bold=True)):
        workbook.add_named_style(made)
    style = "catalog heading"
    for number, row in enumerate(rows(sheet), start=1):
        table.append([_cell(table, number, at, text, style) for at, text in enumerate(row, 1)])
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


def _cell(table: WriteOnlyWorksheet, row: int, column: int, text: str, style: str) -> Cell | None:
    if not text:
        return None
    cell = Cell(table, row, column, _fitted(text))
    cell.data_type = "s"
    cell.style = style
    return cell


def _check(row: Sequence[str]) -> None:
    """Raise Invalid before anything is written, for a text that no cell can hold."""
    for text in row:
        if len(_fitted(text)) > _LONGEST:
            raise Invalid(
                N_("A text of %(length)s characters is too long for a cell: “%(beginning)s…”"),
                parameter="text",
                length=len(text),
                beginning=text[:60],
            )


def _fitted(text: str) -> str:
    return escaped(text).replace("\r", "_x000D_")
