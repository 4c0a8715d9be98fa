"""Statement by statement against an independent reader: nothing is lost without a word."""

import gzip
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf
from tests.conftest import SHARED

BASE = "https://example.org/id/words/"
SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}
LARGEST = 4 << 20
FOLDERS = sorted(one for one in (SHARED / "data").glob("*") if one.is_dir())

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDERS, reason="the data of others are not on this machine"),
]


class Store(list[rdf.Triple]):
    """Triples as a list."""

    def load(self, triples: Iterable[rdf.Triple]) -> None:
        self.extend(triples)


def _files(folder: Path) -> list[Path]:
    return [
        file
        for file in sorted(folder.rglob("*"))
        if Path(file.name.removesuffix(".gz")).suffix in SYNTAXES
        if file.is_file() and file.stat().st_size < LARGEST
    ]


def _raw(file: Path) -> Counter[tuple[str, str, str]] | None:
    """Return what the parser itself reads, blank nodes alike; None where it refuses the file."""
    form = SYNTAXES[Path(file.name.removesuffix(".gz")).suffix]
    try:
        content = file.read_bytes()
        content = gzip.decompress(content) if file.suffix == ".gz" else content
        return Counter(
            (_name(quad.subject), quad.predicate.value, _name(quad.object))
            for quad in ox.parse(content, format=form, base_iri=BASE)
        )
    except (SyntaxError, ValueError, EOFError):
        return None


def _name(node: object) -> str:
    return "_:" if isinstance(node, ox.BlankNode) else str(getattr(node, "value", node))


def _plain(value: rdf.Value) -> str:
    text = value if isinstance(value, str) else value[0]
    return "_:" if isinstance(value, str) and value.startswith("_:") else text


def _ours(file: Path) -> tuple[Counter[tuple[str, str, str]], rdf.Reading]:
    store = Store()
    reading = rdf.load(file, BASE, store)
    assert reading.read == len(store)
    return Counter((_plain(s), p, _plain(o)) for s, p, o in store), reading


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_statement_of_what_is_right_is_read(folder: Path) -> None:
    for file in _files(folder):
        raw = _raw(file)
        if raw is None:  # told by the next test
            continue
        found, reading = _ours(file)
        assert found == raw, file
        assert (reading.mended, reading.left_out) == (0, 0), file


@pytest.mark.parametrize("file", _files(SHARED / "cases" / "import"), ids=lambda file: file.name)
def test_what_the_parser_refuses_is_mended_told_or_refused(file: Path) -> None:
    raw = _raw(file)
    try:
        found, reading = _ours(file)
    except BrokenSource:
        assert not raw
        return
    assert raw is None or found == raw
    assert reading.read or not reading.left_out
