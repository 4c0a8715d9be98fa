"""Rows that wait on disk until all of them are known, and so the columns of the table."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from glossary.formats.term_tables.cells import Cells, Column
from glossary.model import language_order


@contextmanager
def spool() -> Iterator["Spool"]:
    """Give a place for rows; they are removed afterwards."""
    with TemporaryFile() as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as packed:
        yield Spool(file, packed)


class Spool:
    """Rows on disk, packed; memory holds which columns they use."""

    def __init__(self, file: IO[bytes], packed: gzip.GzipFile) -> None:
        self._file, self._packed = file, packed
        self._columns: dict[Column, int] = {}

    def add(self, row: Cells) -> None:
        """Take a row."""
        numbers = {self._columns.setdefault(name, len(self._columns)): row[name] for name in row}
        self._packed.write(json.dumps(numbers).encode() + b"\n")

    def columns(
        self, names: Sequence[str], texts: Sequence[str], source_language: str
    ) -> list[Column]:
        """Return the columns that are used: those without a language in the order of `names`, then,
        language by language, those in the order of `texts`.
        """
        plain = [(name, None) for name in names if (name, None) in self._columns]
        langs = {lang for _, lang in self._columns if lang is not None}
        return [
            *plain,
            *(
                (name, lang)
                for lang in sorted(langs, key=language_order(source_language))
                for name in texts
                if (name, lang) in self._columns
            ),
        ]

    def rows(self, columns: Sequence[Column]) -> Iterator[list[str]]:
        """Yield the cells of each row, those of a table with these columns."""
        self._packed.close()
        self._file.seek(0)
        places: Mapping[str, int] = {
            str(self._columns[name]): at for at, name in enumerate(columns) if name in self._columns
        }
        with gzip.GzipFile(fileobj=self._file, mode="rb") as lines:
            for line in lines:
                cells = [""] * len(columns)
                for number, text in json.loads(line).items():
                    if number in places:
                        cells[places[number]] = text
                yield cells
