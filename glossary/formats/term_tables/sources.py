"""The tables in a file: which sheets of a workbook, or the text in its encoding, row by row."""

import csv
import io
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings
from glossary.formats.limits import Limits
from glossary.formats.tables import delimited, encodings
from glossary.formats.tables.workbooks import Workbook

LIMITS = Limits(bytes=1 << 30, entries=20_000_000, characters=1 << 20)
"""What a vocabulary may be: a gigabyte, four unpacked, and some hundred cells a concept."""
_SAMPLE = 1 << 16
_CANDIDATES = [
    "cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "shift_jis", "gb18030", "big5", "cp949",
]  # fmt: skip
_DELIMITERS = ",;\t|"
_MOSTLY = 0.4
"""Share of the rows that must have as many cells as each other; a table of one column has none."""
_ZIP = b"PK"
Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that can be read again and again: number and cells of each."""

    name: str
    rows: Callable[[], Rows]
    is_hidden: bool = False


def tables(
    file: Path, name: str, found: Findings, lang: str | None, stack: ExitStack
) -> list[Table]:
    """Return the tables in a file; `stack` keeps it open.

    `lang` is the language it is said to have. What is guessed goes to `found`. Raises BrokenSource
    for what is no table.
    """
    with file.open("rb") as stream:
        beginning = stream.read(_SAMPLE)
    if beginning.startswith(_ZIP):
        return _sheets(file, name, stack)
    if b"\0" in beginning and not delimited.encoding_of(beginning).startswith("utf-16"):
        raise BrokenSource(name, N_("this is no text: it holds zero bytes"))
    encoding = _encoding(file, beginning, name, found, lang)
    delimiter = _delimiter(beginning, encoding)
    is_quoted = _is_quoted(file, name, encoding, delimiter)

    def rows() -> Rows:
        with file.open(encoding=encoding, newline="") as text:
            yield from delimited.rows(text, name, delimiter, is_quoted=is_quoted)

    return [Table("", rows)]


def _sheets(file: Path, name: str, stack: ExitStack) -> list[Table]:
    book = Workbook(stack.enter_context(file.open("rb")), name, LIMITS)

    def rows_of(number: int) -> Callable[[], Rows]:
        return lambda: book.filled_rows(book.sheets[number])

    return [
        Table(sheet.name, rows_of(number), sheet.is_hidden)
        for number, sheet in enumerate(book.sheets)
    ]


def _encoding(file: Path, beginning: bytes, name: str, found: Findings, lang: str | None) -> str:
    """Return the encoding of a text: what it says, UTF-8 where it is that, else a guess."""
    stated = delimited.encoding_of(beginning)
    bad = _undecodable(file, stated)
    if bad is None:
        return stated
    if stated != "utf-8-sig":
        raise BrokenSource(name, N_("the text is not %(encoding)s as it says"), encoding="UTF-16")
    line, sample = bad
    guess = _guessed(sample, beginning, lang)
    if guess is None or _undecodable(file, guess) is not None:
        text = N_("not in UTF-8, nor in another encoding that can be told; save it as “CSV UTF-8”")
        raise BrokenSource(name, text, line=line)
    text = N_(
        "the file is not in UTF-8; it is read as %(encoding)s. Where words look wrong, save it as "
        "“CSV UTF-8” and import it again"
    )
    found.append(Finding("encoding", name, text, {"encoding": encodings.shown(guess)}, line))
    return guess


def _guessed(sample: bytes, beginning: bytes, lang: str | None) -> str | None:
    """Return the encoding that the letters, and the language where it is known, speak for."""
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    guess = best.encoding if best is not None else None
    if guess in (None, "cp1252", "cp1250", "cp1254", "cp1257"):
        likely = encodings.of_language(lang or _named(beginning))
        return likely if guess is None or likely.startswith("cp125") else guess
    return guess


def _named(beginning: bytes) -> str:
    """Return the first language that the first line names, else ""."""
    first = beginning.split(b"\n")[0].decode("latin-1")
    words = "".join(c if c.isalnum() or c in "-_" else " " for c in first).replace("_", " ").split()
    named = (languages.of_name(word) for word in words)
    codes = (word.lower() for word in words if len(word) == 2 and languages.is_known(word.lower()))
    return next((tag for tag in named if tag), "") or next(codes, "")


def _undecodable(file: Path, encoding: str) -> tuple[int, bytes] | None:
    """Return the line of the first byte that is no text, and some bytes from before it on."""
    decoder, line, before = getincrementaldecoder(encoding)(), 1, b""
    with file.open("rb") as stream:
        while True:
            piece = stream.read(_SAMPLE)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                around = before[-_SAMPLE // 4 :] + piece + stream.read(_SAMPLE)
                return line, around
            if not piece:
                return None
            line += piece.count(b"\n")
            before = piece


def _delimiter(beginning: bytes, encoding: str) -> str:
    """Return what stands between cells: what parts most rows into as many cells as each other."""
    text = beginning.decode(encoding, "ignore").lstrip("\ufeff")
    if text[:4].lower() == "sep=":
        return text[4:5]

    def share(delimiter: str) -> tuple[float, int]:
        widths: Counter[int] = Counter()
        try:
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                widths[len(cells)] += bool(cells)
        except csv.Error:
            pass
        several = ((count, width) for width, count in widths.items() if width > 1)
        count, width = max(several, default=(0, 0))
        return count / max(widths.total(), 1), width

    shares = {delimiter: share(delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: shares[delimiter])
    return best if shares[best][0] >= _MOSTLY else _absent(text)


def _absent(text: str) -> str:
    """Return a sign that parts nothing, for a table of one column."""
    return next((sign for sign in ("\t", "|", "\x1f") if sign not in text), "\x1f")


def _is_quoted(file: Path, name: str, encoding: str, delimiter: str) -> bool:
    """Return whether quotation marks stand around cells; with tabs between they often do not.

    Raises BrokenSource where it is no table at all.
    """
    with file.open(encoding=encoding, newline="") as text:
        try:
            for _ in delimited.rows(text, name, delimiter):
                pass
        except BrokenSource:
            if delimiter != "\t":
                raise
            return False
    return True
