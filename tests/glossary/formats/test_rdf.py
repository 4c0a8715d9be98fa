import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf
from glossary.formats.rdf import graph

TURTLE = '@prefix : <http://example.org/> .\n:a :b "c"@zh-Hans .\n'
LINE = '<http://example.org/a> <http://example.org/b> "c"@zh-Hans .\n'
QUAD = '<http://example.org/a> <http://example.org/b> "c"@zh-Hans <http://example.org/g> .\n'
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/">
<rdf:Description rdf:about="http://example.org/a"><b xml:lang="zh-Hans">c</b></rdf:Description>
</rdf:RDF>"""
TRIG = TURTLE.replace(":a", ":g { :a").replace(" .\n", " . }\n").replace("> . }", "> .")
JSON = """{"@context": {"@vocab": "http://example.org/"}, "@id": "http://example.org/a",
"b": {"@value": "c", "@language": "zh-Hans"}}"""
BASE = "https://example.org/id/words/"


def _load(file: Path) -> tuple[list[tuple[str, str, rdf.Value]], rdf.Reading]:
    """Return the triples of a file and what came of it, with a store that is a list."""

    class Store(list[rdf.Triple]):
        def load(self, triples: Iterable[rdf.Triple]) -> None:
            self.extend(triples)

    store = Store()
    reading = rdf.load(file, BASE, store)
    assert len(store) == reading.read
    return list(store), reading


EXPECTED = [("http://example.org/a", "http://example.org/b", "c")]


def _file(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def _read(file: Path) -> list[tuple[str, str, str]]:
    return [(s, p, rdf.text_of(o)) for s, p, o in rdf.triples(file, BASE)]


@pytest.mark.parametrize("text", [TURTLE, LINE, QUAD, XML, TRIG, JSON])
@pytest.mark.parametrize(
    "name", ["a.ttl", "A.TTL", "a.nt", "a.nq", "a.rdf", "a.owl", "a.json", "a.n3", "a", "a.b.txt"]
)
def test_what_a_file_is_does_not_hang_on_its_name(tmp_path: Path, name: str, text: str) -> None:
    assert _read(_file(tmp_path, name, text.encode())) == EXPECTED


@pytest.mark.parametrize(
    ("name", "text", "ending"),
    [
        ("A.TTL", TURTLE, ".ttl"),
        ("a.n3", TURTLE, ".n3"),
        ("a.rdf", TURTLE, ".ttl"),
        ("a.ttl", XML, ".rdf"),
        ("a.xml", XML, ".xml"),
        ("a", XML, ".rdf"),
        ("a.json", JSON, ".json"),
        ("a.nq", QUAD, ".nq"),
        ("a.ttl", QUAD, ".nq"),
        ("a.ttl", TRIG, ".trig"),
    ],
)
def test_how_a_copy_is_named(tmp_path: Path, name: str, text: str, ending: str) -> None:
    plain = _file(tmp_path, name, text.encode())
    assert rdf.ending_of(plain) == ending
    packed = _file(tmp_path, f"{name}.gz", gzip.compress(text.encode()))
    assert rdf.ending_of(packed) == f"{ending}.gz"
    assert rdf.is_rdf(f"words{ending}.gz")


@pytest.mark.parametrize("name", ["a.csv", "a", "a.gz", "ttl", "a.ttl.tar"])
def test_names_that_are_not_those_of_rdf(name: str) -> None:
    assert not rdf.is_rdf(name)


FOREIGN = {
    "an HTML page": "<!DOCTYPE html>\n<html lang='en'><title>Sign in</title></html>",
    "HTML page": "<!-- made by hand --><HTML><body>Not found</body></HTML>",
    "TBX": '<?xml version="1.0"?><martif type="TBX"><text/></martif>',
    "XLIFF": '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"/>',
    "first element is “feed”": '<feed xmlns="http://www.w3.org/2005/Atom"><title>n</title></feed>',
    "OWL/XML": '<Ontology xmlns="http://www.w3.org/2002/07/owl#"></Ontology>',
    "a table": "id;term@en;term@de\n7;seal;Siegel\n",
    "JSKOS": '[{"uri": "http://e.org/1", "prefLabel": {"de": "Siegel"}}]',
    "neither @context": '{"name": "words", "size": 3}',
    "RDF/JSON": '{"http://e.org/a": {"http://e.org/b": [{"value": "c", "type": "literal"}]}}',
    "SPARQL": '{"head": {"vars": ["s"]}, "results": {"bindings": []}}',
    "a PO catalog": 'msgid ""\nmsgstr "Language: de"\n',
    "the file is empty": "\n# nothing yet\n",
    "known are Turtle": "Dear colleague\nthe file comes tomorrow\n",
    "zero bytes": "abcde" + "\0" * 60,
    "a PDF": "%PDF-1.7 ...",
}


@pytest.mark.parametrize("said", FOREIGN)
@pytest.mark.parametrize("name", ["a.ttl", "a.rdf", "a"])
def test_what_is_not_rdf_is_named(tmp_path: Path, said: str, name: str) -> None:
    with pytest.raises(BrokenSource, match=f"^{name}: .*{said}"):
        _read(_file(tmp_path, name, FOREIGN[said].encode()))


def _zip(content: bytes, *names: str) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return bytes(file.getvalue())


PACKED: list[Callable[[bytes], bytes]] = [
    gzip.compress,
    bz2.compress,
    lzma.compress,
    lambda content: _zip(content, "in/words.ttl"),
    lambda content: _zip(content, "words.ttl", "README.txt", "__MACOSX/._words.ttl"),
    lambda content: _zip(gzip.compress(content), "words.ttl.gz"),
]


@pytest.mark.parametrize("pack", PACKED)
@pytest.mark.parametrize("name", ["a.ttl.gz", "a.ttl", "a", "a.ttl.xz"])
def test_packed_files_whatever_their_name(
    tmp_path: Path, pack: Callable[[bytes], bytes], name: str
) -> None:
    assert _read(_file(tmp_path, name, pack(TURTLE.encode()))) == EXPECTED
    marked = b"\xef\xbb\xbf" + TURTLE.encode()
    assert _read(_file(tmp_path, name, pack(marked))) == EXPECTED


def test_archives_of_several_files_name_them(tmp_path: Path) -> None:
    file = _file(tmp_path, "a.zip", _zip(TURTLE.encode(), "one.ttl", "two.rdf"))
    with pytest.raises(BrokenSource, match=r"2 files \(one\.ttl, two\.rdf\)"):
        _read(file)
    with pytest.raises(BrokenSource, match="0 files"):
        _read(_file(tmp_path, "b.zip", _zip(b"", ".hidden")))


@pytest.mark.parametrize("member", ["xl/workbook.xml", "word/document.xml", "content.xml"])
def test_office_files_are_named(tmp_path: Path, member: str) -> None:
    with pytest.raises(BrokenSource, match=r"Excel|Word|OpenDocument"):
        _read(_file(tmp_path, "a.ttl", _zip(b"<x/>", "mimetype", member)))


@pytest.mark.parametrize("pack", PACKED[:4])
def test_a_packed_file_that_was_cut_off(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    lines = "".join(f":a{n} :b{n * 7919 % 1009} {n * n} .\n" for n in range(12_000))
    packed = pack((TURTLE + lines).encode())
    for part in (2, 20):
        with pytest.raises(BrokenSource, match=r"^a\.ttl.*: .*(cut off|damaged)"):
            _read(_file(tmp_path, "a.ttl", packed[: len(packed) - len(packed) // part]))


def test_a_damaged_file(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress((TURTLE * 500).encode()))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(BrokenSource, match=r"damaged|cut off"):
        _read(_file(tmp_path, "a.ttl.gz", bytes(packed)))


def test_what_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(TURTLE.encode() + b"# none\n" * (11 << 20))
    with pytest.raises(BrokenSource, match="more than 300 times its size"):
        _read(_file(tmp_path, "a.ttl.gz", bomb))


def test_many_wrappings_are_refused(tmp_path: Path) -> None:
    content = TURTLE.encode()
    for _ in range(4):
        content = gzip.compress(content)
    with pytest.raises(BrokenSource, match="packed more than 3 times"):
        _read(_file(tmp_path, "a.ttl.gz", content))


ENCODED = "".join([TURTLE, ':m :n "Mäße", "Œuvre".\n'])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_in_all_its_encodings(tmp_path: Path, encoding: str) -> None:
    found = _read(_file(tmp_path, "a.ttl", ENCODED.encode(encoding)))
    assert [text for *_, text in found] == ["c", "Mäße", "Œuvre"]


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("UTF-16", "utf-8"),
        ("KOI8-R", "koi8-r"),
        ("Shift_JIS", "shift_jis"),
    ],
)
def test_xml_in_the_encoding_it_states(tmp_path: Path, stated: str, encoding: str) -> None:
    text = {"koi8-r": "музей", "shift_jis": "図書館"}.get(encoding, "Mäßig")
    xml = f'<?xml version="1.0" encoding="{stated}"?>\n' + XML.replace(">c<", f">{text}<")
    assert _read(_file(tmp_path, "a.rdf", xml.encode(encoding)))[0][2] == text


@pytest.mark.parametrize("stated", ["x-my-own", "zlib", "rot13", "unicode_escape", "EBCDIC-US"])
def test_encodings_that_nobody_knows_are_named(tmp_path: Path, stated: str) -> None:
    xml = f'<?xml version="1.0" encoding="{stated}"?>\n{XML}'
    with pytest.raises(BrokenSource, match=f"“{stated}” is not known"):
        _read(_file(tmp_path, "a.rdf", xml.encode()))


def test_text_that_is_not_in_the_encoding_it_states(tmp_path: Path) -> None:
    content = ENCODED.encode("utf-16-le") + b"\x00\xd8" + "x\n".encode("utf-16-le")
    with pytest.raises(BrokenSource, match="not UTF-16-LE as it says") as error:
        _read(_file(tmp_path, "a.ttl", content))
    assert error.value.line == 4


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match=r"a\.ttl is not there"):
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
    file = _file(tmp_path, "a.rdf", XML.replace("</b>", "</c>").encode())
    with pytest.raises(BrokenSource, match=r"a\.rdf, line 2: .*well-formed XML: mismatched tag"):
        _load(file)


def test_one_very_long_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match="longer than 16 MB"):
        _read(_file(tmp_path, "a.ttl", TURTLE.encode() + b':a :b "' + b"x" * (17 << 20) + b'" .'))


def test_loading_counts_the_triples(tmp_path: Path) -> None:
    with graph.opened(tmp_path) as store:
        reading = rdf.load(_file(tmp_path, "a.ttl", ENCODED.encode()), BASE, store)
        assert (reading.read, reading.mended, reading.left_out) == (3, 0, 0)
        assert not reading.findings
        store.clear()
        assert not store.subject("http://example.org/a").values("http://example.org/b")


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", TURTLE), ("a.trig", TRIG), ("a.nt", LINE), ("a.nq", QUAD), ("a.rdf", TURTLE)],
)
def test_a_file_may_begin_with_very_many_comments(tmp_path: Path, name: str, text: str) -> None:
    comments = "# all rights are waived\n" * 4000
    assert _read(_file(tmp_path, name, (comments + text).encode())) == EXPECTED


@pytest.mark.parametrize(
    ("signature", "place", "value"),
    [(b"PK\x01\x02", 10, 93), (b"PK\x01\x02", 6, 99), (b"PK\x01\x02", 8, 0x20)],
    ids=["method", "version", "patched"],
)
def test_an_archive_packed_in_an_unknown_way_is_not_called_damaged(
    tmp_path: Path, signature: bytes, place: int, value: int
) -> None:
    content = bytearray(_zip(TURTLE.encode(), "words.ttl"))
    start = content.index(signature) + place
    content[start : start + 2] = value.to_bytes(2, "little")
    with pytest.raises(BrokenSource, match="pack it again") as raised:
        _read(_file(tmp_path, "a.zip", bytes(content)))
    assert "damaged" not in raised.value.text()
