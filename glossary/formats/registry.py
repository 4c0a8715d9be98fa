"""The formats that vocabularies are written in and read from, by name.

A format is a module with the function ``write(contents, name)``, which yields bytes. One that is
read as well and is not RDF has two more: ``recognises(beginning)`` and ``read(file, asked)``. It is
loaded when it is used: some need large libraries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from glossary.formats import Findings
from glossary.formats.contents import Asked, Beginning, Contents


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how files of it end, its media type, and the module that knows it.

    `single` ones are also there for one concept. Where it `reads`, its module reads files of it;
    `endings` are others that such files have. RDF is read without this: see `glossary.formats.rdf`.
    `most_online` is the number of concepts up to which it is made while a client waits, 0 for any;
    `needs` is a library of an optional extra.
    """

    name: str
    title: str
    ending: str
    media_type: str
    module: str
    single: bool = False
    reads: bool = False
    endings: tuple[str, ...] = ()
    most_online: int = 0
    needs: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the library that it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None

    @property
    def has_profiles(self) -> bool:
        """Whether it is written in all `PROFILES`."""
        return self.module == _SKOS

    @property
    def is_text(self) -> bool:
        """Whether it is a text, in UTF-8."""
        ends = ("json", "xml", "n-triples", "ndjson")
        return self.media_type.startswith("text/") or self.media_type.endswith(ends)

    def write(self, contents: Contents) -> Iterator[bytes]:
        """Yield the file in pieces; memory does not grow with them, but of PDF."""
        write = import_module(self.module).write
        return cast(Iterator[bytes], write(contents, self.name))

    def recognises(self, beginning: Beginning) -> bool:
        """Return whether a file is of this format beyond doubt, whatever its name says."""
        return cast(bool, import_module(self.module).recognises(beginning))

    def read(self, file: Path, asked: Asked) -> tuple[Contents, Findings]:
        """Return what a file holds, and what was mended or left out of it.

        The file is unpacked, in any encoding. Findings are complete when all concepts were read.
        Raises BrokenSource with line and reason where the file cannot be used, also while its
        concepts are read.
        """
        read = import_module(self.module).read
        return cast(tuple[Contents, Findings], read(file, asked))


_PDF = "glossary.formats.pdf.files"
_SKOS = "glossary.formats.skos.files"
_JSKOS = "glossary.formats.jskos"
_TABLES = "glossary.formats.term_tables"
_CSV, _BOOK = f"{_TABLES}.writing", f"{_TABLES}.workbook"
_TEXTS = (".tsv", ".tab", ".txt")
"""Other endings of tables."""
_TSV = "text/tab-separated-values"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SSSOM = "glossary.formats.sssom"
_TBX = "glossary.formats.tbx.files"
FORMATS = {
    one.name: one
    for one in (
        Format("turtle", "Turtle", ".ttl", "text/turtle", _SKOS, True),
        Format("n-triples", "N-Triples", ".nt", "application/n-triples", _SKOS, True),
        Format("rdf-xml", "RDF/XML", ".rdf", "application/rdf+xml", _SKOS, True),
        Format("json-ld", "JSON-LD", ".jsonld", "application/ld+json", _SKOS, True),
        Format(
            "jskos", "JSKOS", ".jskos", "application/vnd.jskos+json", _JSKOS, True, True
        ),
        Format(
            "jskos-lines", "JSKOS, a concept a line", ".ndjson", "application/x-ndjson", _JSKOS,
            reads=True, endings=(".jsonl",),
        ),
        Format("csv", "CSV, a concept a row", ".csv", "text/csv", _CSV, reads=True, endings=_TEXTS),
        Format("csv-terms", "CSV, a term a row", ".terms.csv", "text/csv", _CSV, reads=True),
        Format(
            "xlsx", "XLSX", ".xlsx", _XLSX, _BOOK, reads=True, endings=(".xlsm", ".xltx"),
            most_online=5_000,
        ),
        Format("pair", "Two languages", ".tsv", _TSV, f"{_TABLES}.pairs"),
        Format("pair-omegat", "Two languages, for OmegaT", ".utf8", _TSV, f"{_TABLES}.pairs"),
        Format("pair-csv", "Two languages, CSV", ".pair.csv", "text/csv", f"{_TABLES}.pairs"),
        Format("tbx", "TBX (ISO 30042:2019)", ".tbx", "application/x-tbx+xml", _TBX, reads=True),
        Format(
            "tbx2", "TBX 2 (2008)", ".v2.tbx", "application/x-tbx+xml", _TBX,
            reads=True, endings=(".martif", ".mtf"),
        ),
        Format("sssom", "SSSOM/TSV (mappings)", ".sssom.tsv", _TSV, _SSSOM),
        Format("pdf", "PDF", ".pdf", "application/pdf", _PDF, most_online=1_000, needs="typst"),
    )
}  # fmt: skip
"""The formats by name; the first is what is written where none is asked for."""


TABLES = frozenset(name for name, one in FORMATS.items() if one.module in (_CSV, _BOOK))
"""The formats that a file may have that is something else: many things are tables."""


def format_named(file_name: str) -> str | None:
    """Return the format that the name of a file ends as, the longest ending first, or None.

    >>> format_named("words.terms.csv"), format_named("words.csv"), format_named("words")
    ('csv-terms', 'csv', None)
    """
    endings = {one.ending: name for name, one in FORMATS.items()}
    known = (ending for ending in endings if file_name.lower().endswith(ending))
    return endings.get(max(known, key=len, default=""))
