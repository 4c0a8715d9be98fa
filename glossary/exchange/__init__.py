"""Catalogs in the file formats that translators work in: PO, XLIFF, TBX, CSV and XLSX."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from glossary.errors import N_, Invalid
from glossary.exchange import csv_files, po, tbx, tbx_reading, xliff, xliff12, xlsx_reading
from glossary.exchange.sheets import STATES, UNSURE, FileProblem, Sheet, Unit, of_catalog
from glossary.formats.limits import Limits

__all__ = [
    "FORMATS",
    "STATES",
    "UNSURE",
    "FileProblem",
    "Format",
    "Limits",
    "Sheet",
    "Unit",
    "of_catalog",
    "recognised",
]


class ReadSheet(Protocol):
    """How a format is read: texts in `lang`, or in the language of the file where it is empty.

    `name` is the file in messages. Raises BrokenSource with file and line for what cannot be
    read, TooLarge beyond the limits, Invalid where the file is in another language.
    """

    def __call__(
        self, content: bytes, *, limits: Limits = ..., lang: str = ..., name: str = ...
    ) -> Sheet: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: `write` gives the bytes of a sheet, `read` gives the sheet back."""

    name: str
    title: str
    extension: str
    media_type: str
    read: ReadSheet
    write: Callable[[Sheet], bytes]


def _write_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook, see `glossary.exchange.xlsx.write`."""
    from glossary.exchange import xlsx  # only here: openpyxl takes long to load

    return xlsx.write(sheet)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLIFF = "application/xliff+xml"
FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("po", "PO (gettext)", "po", "text/x-gettext-translation", po.read, po.write),
        Format("xlf", "XLIFF 2.1", "xlf", _XLIFF, xliff.read, xliff.write),
        Format("xlf12", "XLIFF 1.2", "xlf", _XLIFF, xliff12.read, xliff12.write),
        Format("tbx", "TBX", "tbx", "application/x-tbx+xml", tbx_reading.read, tbx.write),
        Format("csv", "CSV", "csv", "text/csv", csv_files.read, csv_files.write),
        Format("xlsx", "XLSX", "xlsx", _XLSX, xlsx_reading.read, _write_xlsx),
    )
}
"""The formats by name, the catalog's own first."""

BEGINNING = 4096
"""How many bytes of a file are enough to recognise it."""

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?(xliff|tbx|martif)\b([^>]*)", re.IGNORECASE)
_MESSAGE = re.compile(r'^\s*(?:#~\s*)?(?:msgid|msgctxt|domain)[\s"]', re.MULTILINE)


def recognised(file_name: str, beginning: bytes) -> Format:
    """Return the format of a file by its first bytes, or by its name where they do not tell.

    Raises Invalid for anything else.
    """
    found = _by_content(beginning) or _by_name(file_name)
    if found in FORMATS:
        return FORMATS[found]
    raise Invalid(
        N_("“%(name)s” is not a file that can be read here; these are: %(known)s."),
        parameter="file",
        name=file_name[:200],
        known=", ".join(format.title for format in FORMATS.values()),
    )


def _by_content(beginning: bytes) -> str:
    if beginning.startswith(b"PK"):
        return "xlsx"
    text = _decoded(beginning[:BEGINNING]).lstrip("\ufeff")
    root = _ROOT.search(text) if text.lstrip().startswith("<") else None
    if root is not None:
        if root.group(1).lower() != "xliff":
            return "tbx"
        old = re.search(r"""version\s*=\s*["']1|document:1""", root.group(2))
        return "xlf12" if old else "xlf"
    return "po" if _MESSAGE.search(text) else ""


def _decoded(beginning: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if beginning.startswith(mark):
            return beginning.decode(encoding, "replace")
    return beginning.decode("utf-8", "replace")


_ENDINGS = {"pot": "po", "xliff": "xlf", "tbxm": "tbx", "tsv": "csv", "txt": "csv", "tab": "csv"}


def _by_name(file_name: str) -> str:
    ending = PurePath(file_name).suffix.removeprefix(".").lower()
    return _ENDINGS.get(ending, ending)
