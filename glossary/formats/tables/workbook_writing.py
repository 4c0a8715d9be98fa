"""Workbooks (XLSX; ECMA-376, Office Open XML) written row by row, in bounded memory.

Written by openpyxl, all cells as text, so that nothing is taken for a formula; characters that XML
cannot hold are escaped as the standard says (ECMA-376-1, 22.9.2.19, ST_Xstring).
"""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

from glossary.formats.xml.writing import escaped

LONGEST = 32_767
"""Most characters that a cell may hold (Excel's specification and limits)."""
_TEXT, _HEADING, _FROM_RIGHT = "catalog text", "catalog heading", "text from right to left"


class FromRight(str):
    """A cell that is read from right to left."""


class NewWorkbook:
    """A workbook whose sheets are filled one after the other."""

    def __init__(self, title: str) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.title = escaped(title)[:200]
        text, heading, turned = _style(_TEXT), _style(_HEADING, bold=True), _style(_FROM_RIGHT)
        turned.alignment = Alignment("right", "top", wrap_text=True, readingOrder=2)
        for style in (text, heading, turned):
            self._book.add_named_style(style)

    def add(
        self,
        name: str,
        widths: Sequence[int],
        rows: Iterable[Sequence[str]],
        *,
        right_to_left: bool = False,
        fill: bool = True,
    ) -> None:
        """Add a sheet; its first row names the columns, which are `widths` characters wide.

        With `fill` also empty cells are text, so that what is typed in is kept as it is typed.
        """
        table = self._book.create_sheet(name)
        table.freeze_panes = "A2"
        table.sheet_view.rightToLeft = right_to_left
        for number, width in enumerate(widths, start=1):
            column = table.column_dimensions[get_column_letter(number)]
            column.width, column.number_format = width, "@"  # rows may be added
        style = _HEADING
        for row in rows:
            cells = [
                _filled(WriteOnlyCell(table), text, style) if text or fill else None for text in row
            ]
            table.append(cells)
            style = _TEXT

    def save(self, stream: BinaryIO) -> None:
        """Write the workbook."""
        self._book.save(stream)


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
        cell.value = fitted(text)
        cell.data_type = "s"  # also what begins as a formula
    cell.style = _FROM_RIGHT if isinstance(text, FromRight) else style
    return cell


def fitted(text: str) -> str:
    """Return a text as a cell holds it, which is longer than `LONGEST` where none can."""
    return escaped(text).replace("\r", "_x000D_")
