import gzip
import lzma
from pathlib import Path

import pyoxigraph as ox
import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf

TURTLE = '@prefix : <http://example.org/> .\n:a :b "c"@zh-Hans .\n'
BASE = "https://example.org/id/words/"


def _file(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def _read(file: Path) -> list[tuple[str, str, str]]:
    return [(s, p, rdf.text_of(o)) for s, p, o in rdf.triples(file, BASE)]


EXPECTED = [("http://example.org/a", "http://example.org/b", "c")]


@pytest.mark.parametrize(
    ("name", "syntax", "compression"),
    [
        ("a.ttl", ox.RdfFormat.TURTLE, ""),
        ("A.TTL", ox.RdfFormat.TURTLE, ""),
        ("a.b.nt.gz", ox.RdfFormat.N_TRIPLES, ".gz"),
        ("a.rdf.xz", ox.RdfFormat.RDF_XML, ".xz"),
        ("a.xml", ox.RdfFormat.RDF_XML, ""),
        ("a.owl", ox.RdfFormat.RDF_XML, ""),
        ("a.jsonld", ox.RdfFormat.JSON_LD, ""),
    ],
)
def test_syntax_by_name(name: str, syntax: ox.RdfFormat, compression: str) -> None:
    assert rdf.syntax_of(Path(name)) == (syntax, compression)


@pytest.mark.parametrize("name", ["a.csv", "a", "a.gz", "a.ttl.zip"])
def test_unknown_formats_are_refused(name: str) -> None:
    with pytest.raises(BrokenSource, match=r"not a known format; known are \.ttl"):
        rdf.syntax_of(Path(name))


def test_compressed_files(tmp_path: Path) -> None:
    plain = TURTLE.encode()
    assert _read(_file(tmp_path, "a.ttl", plain)) == EXPECTED
    assert _read(_file(tmp_path, "a.ttl.gz", gzip.compress(plain))) == EXPECTED
    assert _read(_file(tmp_path, "a.ttl.xz", lzma.compress(plain))) == EXPECTED


def test_byte_order_mark(tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + TURTLE.encode()
    assert _read(_file(tmp_path, "a.ttl", marked)) == EXPECTED
    assert _read(_file(tmp_path, "a.ttl.gz", gzip.compress(marked))) == EXPECTED


def test_empty_file(tmp_path: Path) -> None:
    assert _read(_file(tmp_path, "a.ttl", b"")) == []


@pytest.mark.parametrize("name", ["a.ttl.gz", "a.ttl.xz"])
def test_what_is_not_compressed_as_its_name_says(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenSource, match=name):
        _read(_file(tmp_path, name, TURTLE.encode()))


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress], ids=["gz", "xz"])
def test_a_file_that_was_cut_off(tmp_path: Path, compress: object) -> None:
    name = "a.ttl.gz" if compress is gzip.compress else "a.ttl.xz"
    packed = compress((TURTLE * 2000).encode())  # type: ignore[operator]
    with pytest.raises(BrokenSource, match=name):
        _read(_file(tmp_path, name, packed[: len(packed) // 2]))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match=r"a\.ttl"):
        _read(tmp_path / "a.ttl")


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.ttl", TURTLE + ':d :e "open .\n', 3),
        ("a.ttl", TURTLE + ":d :e .\n", 3),
        ("a.ttl", TURTLE + "other:d :e :f .\n", 3),
        ("a.nt", '<http://e.org/a> <http://e.org/b> "c" .\n<http://e.org/a> b .\n', 2),
        ("a.jsonld", '{\n"@id": "a",\n}', 3),
    ],
)
def test_bad_syntax_names_file_and_line(tmp_path: Path, name: str, content: str, line: int) -> None:
    with pytest.raises(BrokenSource) as error:
        _read(_file(tmp_path, name, content.encode()))
    assert (error.value.file, error.value.line) == (name, line)
    assert error.value.reason


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource) as error:
        _read(_file(tmp_path, "a.ttl", TURTLE.encode() + b':a :b "caf\xe9" .\n'))
    assert error.value.line == 3


def test_relative_names_are_resolved(tmp_path: Path) -> None:
    found = _read(_file(tmp_path, "a.ttl", b"<library> <../other/b> <.> ."))
    assert found == [(BASE + "library", "https://example.org/id/other/b", BASE)]


def test_letter_case_of_language_tags_is_restored(tmp_path: Path) -> None:
    [(_, _, value)] = rdf.triples(_file(tmp_path, "a.ttl", TURTLE.encode()), BASE)
    assert rdf.tag_of(value) == "zh-Hans"
    assert rdf.tag_of(("c", "")) == rdf.tag_of("http://e.org/c") == ""


def test_how_far_a_file_is_read_is_told(tmp_path: Path) -> None:
    lines = "".join(f'<http://e.org/{n}> <http://e.org/b> "c" .\n' for n in range(50_000))
    shares: list[float] = []
    assert len(list(rdf.triples(_file(tmp_path, "a.nt", lines.encode()), BASE, shares.append)))
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_bad_xml_names_the_file_and_the_reason(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource) as error:
        _read(_file(tmp_path, "a.rdf", b"<?xml version='1.0'?>\n<rdf:RDF>\n</rdf>"))
    assert error.value.file == "a.rdf"
    assert "rdf" in error.value.reason
