"""One bad entry takes no other along: what is mended, left out or refused, in every syntax."""

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf
from glossary.formats.rdf import mending
from tests.conftest import CHECKOUT

BASE = "https://example.org/id/words/"
E = "http://e.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Store(list[rdf.Triple]):
    """Triples as a list."""

    def load(self, triples: Iterable[rdf.Triple]) -> None:
        self.extend(triples)


def _load(folder: Path, name: str, text: str | bytes) -> tuple[Store, rdf.Reading]:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    store = Store()
    reading = rdf.load(file, BASE, store)
    assert reading.read == len(store)
    return store, reading


def _found(reading: rdf.Reading) -> list[tuple[str, int | None]]:
    return [(one.rule, one.line) for one in reading.findings]


def _said(store: Store, subject: str = "") -> set[tuple[str, rdf.Value]]:
    """Return predicate (last part) and value of one subject, or of all."""
    return {
        (predicate.replace(E, ""), value)
        for one, predicate, value in store
        if not subject or one == E + subject
    }


HEAD = "@prefix : <http://e.org/> .\n"
GOOD = ':seal :name "seal"@en ; :near :stamp .\n'
AFTER = ':stamp :name "stamp"@en .\n'
REST = {("name", ("seal", "en")), ("near", E + "stamp"), ("name", ("stamp", "en"))}

TURTLE = [
    (':x :name "Siegel"@de_CH .', ("name", ("Siegel", "de-CH")), "language-tag", 1, 0),
    (':x :name "sigillo"@it_IT.UTF-8 .', ("name", ("sigillo", "it-IT")), "language-tag", 1, 0),
    (':x :name "zegel"@nl-a .', ("name", ("zegel", "nl")), "language-tag", 1, 0),
    (':x :name "?"@4711 .', ("name", ("?", "und")), "language-tag", 1, 0),
    (":x :near <http://e.org/two words> .", ("near", E + "two%20words"), "bad-iri", 1, 0),
    (":x :near <http://e.org/{1}|2> .", ("near", E + "%7B1%7D%7C2"), "bad-iri", 1, 0),
    (":x :near <http://e.org/5%> .", ("near", E + "5%25"), "bad-iri", 1, 0),
    (":x :near <a b> .", ("near", BASE + "a%20b"), "bad-iri", 1, 0),
    (":x :near <http://e.org:port/> .", None, "bad-statement", 0, 1),
    (':x :name "C:\\temp\\data" .', ("name", ("C:\temp\\data", "")), "bad-escape", 1, 0),
    (":x :near :a/b .", ("near", E + "a/b"), "bad-name", 1, 0),
    (":x a skos:Concept .", (RDF + "type", "http://www.w3.org/2004/02/skos/core#Concept"),
     "undeclared-prefix", 1, 0),
    (':x :name """he said "no".""" ; :size 1.2.3 .', ("name", ('he said "no".', "")),
     "bad-statement", 0, 1),
    (':x :near [ :size 1.2.3 ; :name "in"@en ] .', ("name", ("in", "en")), "bad-statement", 0, 1),
    (':x :name "on", 7up, "off"@en_GB ; :near :y .', ("near", E + "y"), "bad-statement", 1, 1),
    (':x :name "so-called "seal" of"@en .', None, "bad-statement", 0, 1),
    (":x :near <http://cut ; :name 'on' .", ("name", ("on", "")), "bad-statement", 0, 1),
    (":x 'name' :y ; :near :z .", ("near", E + "z"), "bad-statement", 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("line", "read", "rule", "mended", "left_out"), TURTLE)
@pytest.mark.parametrize("name", ["a.ttl", "a.trig"])
def test_one_bad_statement_of_turtle(
    tmp_path: Path,
    name: str,
    line: str,
    read: tuple[str, rdf.Value] | None,
    rule: str,
    mended: int,
    left_out: int,
) -> None:
    store, reading = _load(tmp_path, name, f"{HEAD}{GOOD}{line}\n{AFTER}")
    assert _said(store) >= REST
    assert (reading.mended, reading.left_out) == (mended, left_out)
    assert (rule, 3) in _found(reading)
    if read is not None:
        assert read in _said(store)


@pytest.mark.parametrize(
    "line",
    [
        ":x :name .",
        "nonsense .",
        ":x :name 'a' ; :near .",
        ':x :name "open .',
        ":x :name 'a' :y :name 'b' .",
        ":x :near :y :z :near :y .",
        ":x :name 'a' 'b' .",
        ":x :near <http://e.org/1> <http://e.org/2> .",
        ':x :near [ :name "in" .',
        ':x :name "a"@en ] .',
        ":x :near ( :y ] .",
        "{ :x :name 'if' } => { :x :name 'then' } .",
    ],
)
def test_statements_that_lack_something_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BrokenSource) as error:
        _load(tmp_path, "a.ttl", f"{HEAD}{GOOD}{line}\n{AFTER}")
    assert error.value.line == 3


def test_all_other_objects_of_a_statement_are_read(tmp_path: Path) -> None:
    text = HEAD + ':x :name "on"@en,\n 7up,\n "off"@en_GB ;\n :near :y ;\n :size 1x2 .\n'
    store, reading = _load(tmp_path, "a.ttl", text)
    assert _said(store, "x") == {
        ("name", ("on", "en")), ("name", ("off", "en-GB")), ("near", E + "y"),
    }  # fmt: skip
    assert _found(reading) == [("language-tag", 4), ("bad-statement", 3), ("bad-statement", 6)]
    assert str(reading.findings[0]) == ":x, line 4: the language tag “en_GB” is read as “en-GB”"


def test_graphs_and_directives_hold_around_a_bad_statement(tmp_path: Path) -> None:
    text = """BASE <http://e.org/>
PREFIX p: <sub/>
p:g { p:a p:b <c d> . p:e p:f "g" }
@base <http://other.org/> .
@prefix p: <more#> .
GRAPH <h> { <i> p:j <k>, [ ] . }
"""
    store, _ = _load(tmp_path, "a.trig", text)
    subjects = [(s, p) for s, p, _ in store]
    assert subjects == [
        ("http://e.org/sub/a", "http://e.org/sub/b"),
        ("http://e.org/sub/e", "http://e.org/sub/f"),
        ("http://other.org/i", "http://other.org/more#j"),
        ("http://other.org/i", "http://other.org/more#j"),
    ]


@pytest.mark.parametrize(
    ("line", "read", "rule"),
    [
        ('<http://e.org/x> <http://e.org/name> "a"@pt_BR .', ("name", ("a", "pt-BR")),
         "language-tag"),
        ('<http://e.org/x> <http://e.org/near> <http://e.org/1 2> .', ("near", E + "1%202"),
         "bad-iri"),
        ('<http://e.org/x> <http://e.org/name> "\\W" .', ("name", ("\\W", "")), "bad-escape"),
        ('<http://e.org/x> <http://e.org/name> "open .', None, "bad-statement"),
        ("<http://e.org/x> name .", None, "bad-statement"),
        ("ex:x ex:name 1 .", None, "bad-statement"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.nt", "a.nq"])
def test_one_bad_line(
    tmp_path: Path, name: str, line: str, read: tuple[str, rdf.Value] | None, rule: str
) -> None:
    good = "".join(f'<http://e.org/{n}> <http://e.org/name> "{n}"@en .\n' for n in range(3))
    store, reading = _load(tmp_path, name, f"{good}{line}\n# all\n\n{good}")
    assert len(store) == 6 + (read is not None)
    assert _found(reading) == [(rule, 4)]
    assert read is None or read in _said(store)


XML = """<?xml version="1.0"?>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://e.org/" xmlns:e="http://e.org/">
<r:Description r:about="http://e.org/seal"><name xml:lang="en">seal</name>
<near r:resource="http://e.org/stamp"/></r:Description>
%s
<r:Description r:about="http://e.org/stamp"><name xml:lang="en">stamp</name></r:Description>
</r:RDF>
"""
NODE = '<r:Description r:about="http://e.org/x">%s</r:Description>'
ELEMENTS = [
    ('<name xml:lang="de_AT">Siegel</name>', ("name", ("Siegel", "de-AT")), "language-tag", 1, 0),
    ('<name xml:lang="x">x</name>', ("name", ("x", "und")), "language-tag", 1, 0),
    ('<near r:resource=" http://e.org/two words "/>', ("near", E + "two%20words"), "bad-iri", 1, 0),
    ('<near r:resource="http://e.org:port/"/>', None, "bad-statement", 0, 1),
    ('<size r:datatype="http://e.org/a b">1</size>',
     ("size", ("1", "^^http://e.org/a%20b")), "bad-iri", 1, 0),
    ('<near><Thing r:about="http://e.org/in ner"><name xml:lang="e_n">in</name></Thing></near>',
     ("near", E + "in%20ner"), "bad-iri", 2, 0),
    ("stray<name>a</name>", ("name", ("a", "")), "bad-statement", 0, 1),
    ('<name r:parseType="Literal">a <b>c</b></name><near r:resource="http://[x"/>',
     None, "bad-statement", 0, 1),
    ("<near>text<Thing r:about='http://e.org/y'/></near>", ("near", E + "y"),
     "bad-statement", 0, 1),
    ('<near r:nodeID="1 2"/><near r:resource="http://e.org/[a]"/>', ("near", E + "%5Ba%5D"),
     "bad-iri", 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "read", "rule", "mended", "left_out"), ELEMENTS)
def test_one_bad_element(
    tmp_path: Path,
    inside: str,
    read: tuple[str, rdf.Value] | None,
    rule: str,
    mended: int,
    left_out: int,
) -> None:
    store, reading = _load(tmp_path, "a.rdf", XML % (NODE % inside))
    assert _said(store) >= REST
    assert (reading.mended, reading.left_out) == (mended, left_out)
    assert (rule, 5) in _found(reading)
    if read is not None:
        assert read in _said(store)


def test_languages_of_xml_hold_where_they_are_stated(tmp_path: Path) -> None:
    node = (
        '<r:Description r:about="http://e.org/x" xml:lang="fr_BE" e:name="a">'
        '<name>b</name><name xml:lang="">c</name><name xml:lang="de">d</name>'
        '<near r:parseType="Resource"><name>e</name><name xml:lang="">f</name></near>'
        '<size r:datatype="http://e.org/t">1</size></r:Description>'
    )
    store, reading = _load(tmp_path, "a.rdf", XML % node)
    texts = {value for _, value in _said(store) if rdf.is_literal(value)}
    assert texts >= {("a", "fr-BE"), ("b", "fr-BE"), ("c", ""), ("d", "de"), ("e", "fr-BE")}
    assert texts >= {("f", ""), ("1", "^^http://e.org/t")}
    assert reading.mended == 3


def test_an_empty_language_is_legal(tmp_path: Path) -> None:
    inside = '<name xml:lang="">plain</name>'
    text = (XML % (NODE % inside)).replace("<r:RDF", '<r:RDF xml:lang="en"')
    store, reading = _load(tmp_path, "a.rdf", text)
    assert ("name", ("plain", "")) in _said(store)
    assert not reading.findings


def test_the_careful_way_reads_all_of_rdf_xml(tmp_path: Path) -> None:
    text = (
        XML
        % """
<Thing r:ID="one" xml:base="http://base.org/d/f" r:type="http://e.org/T"><near r:resource="two"/>
<near><Thing r:nodeID="b"/></near><near><Thing><name>deep</name></Thing></near>
<list r:parseType="Collection"><Thing r:about="#m"/><Thing r:nodeID="b"/></list>
<empty/><near e:name="attribute" r:ID="said"/></Thing>
<Seq r:about="http://e.org/s"><r:li>1</r:li><r:li>2</r:li></Seq>
"""
    )
    clean, reading = _load(tmp_path, "clean.rdf", text)
    assert not reading.findings
    careful, reading = _load(tmp_path, "bad.rdf", text.replace('"en">seal', '"e_n">seal'))
    assert reading.mended == 1

    def shape(store: Store) -> list[str]:
        names = [
            [("_:" if isinstance(one, str) and one.startswith("_:") else one) for one in triple]
            for triple in store
            if triple[2] not in (("seal", "en"), ("seal", "und"), ("seal", "e-n"))
        ]
        return sorted(map(repr, names))

    assert shape(careful) == shape(clean)


CUT = {
    "a.ttl": HEAD + GOOD + ':x :name "a"@de_AT ; :near :y',
    "b.ttl": HEAD + GOOD + ':x :name """never closed .\n' + AFTER,
    "c.ttl": HEAD + GOOD + ":g { :x :name 'a'",
    "d.ttl": HEAD + GOOD + ":x :near <http://e.org/",
    "a.nt": f'<{E}a> <{E}b> "c" .\n<{E}a> <{E}b> "d',
    "a.rdf": (XML % "")[:-12],
    "b.rdf": (XML % "")[:-60],
    "a.jsonld": '{"@id": "http://e.org/a", "http://e.org/b": [{"@value": "c"}',
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_cut_off_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenSource) as error:
        _load(tmp_path, name, CUT[name])
    assert error.value.file == name
    assert error.value.line is not None


def test_a_prefix_that_nobody_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match="line 3: the prefix “our:” is not declared"):
        _load(tmp_path, "a.ttl", HEAD + GOOD + "our:x :name 'a' .\n")


def test_where_nothing_can_be_read_the_first_reason_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match=r"a\.ttl, line 2: “:b 1x” cannot be read"):
        _load(tmp_path, "a.ttl", HEAD + ":a :b 1x .\n:c :d 2x .\n")


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf"])
def test_text_in_another_encoding_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    text = {
        "a.ttl": HEAD + GOOD + ':x :name "Mäße" .\n',
        "a.nt": f'<{E}a> <{E}b> "c" .\n\n<{E}a> <{E}b> "Mäße" .\n',
        "a.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        'xmlns="http://e.org/"><r:Description>\n<name>Mäße</name></r:Description></r:RDF>',
    }[name]
    with pytest.raises(BrokenSource, match=r"0xE4 is not UTF-8.*iconv -f ISO-8859-1") as error:
        _load(tmp_path, name, text.encode("latin-1"))
    assert error.value.line == 3
    with pytest.raises(BrokenSource, match="iconv -f WINDOWS-1252"):
        _load(tmp_path, name, text.replace("Mä", "„Mä").encode("cp1252"))


def test_very_many_bad_lines_are_all_told(tmp_path: Path) -> None:
    lines = "".join(f'<{E}{n}> <{E}b> "c"@en_GB .\n' for n in range(3000))
    store, reading = _load(tmp_path, "a.nt.gz", gzip.compress(lines.encode()))
    assert {value for _, _, value in store} == {("c", "en-GB")}
    assert reading.mended == reading.findings.total == 3000
    assert [one.line for one in reading.findings.everything()] == list(range(1, 3001))


def test_tags_are_canonical_and_told_once(tmp_path: Path) -> None:
    text = HEAD + ':a :name "x"@GER, "y"@ger ; :b "z"@de .\n'
    store, reading = _load(tmp_path, "a.ttl", text)
    assert {value for _, _, value in store} == {("x", "de"), ("y", "de"), ("z", "de")}
    assert [one.rule for one in reading.findings] == ["language-tag"]


def test_control_characters_do_not_stop_the_careful_way(tmp_path: Path) -> None:
    inside = '<name>a\x0bb\x01</name><name xml:lang="de_DE">c</name>'
    store, reading = _load(tmp_path, "a.rdf", XML % (NODE % inside))
    assert _said(store) >= {("name", ("ab", "")), ("name", ("c", "de-DE"))}
    assert {one.rule for one in reading.findings} == {"bad-character", "language-tag"}


def test_every_code_is_described() -> None:
    page = (CHECKOUT / "docs" / "importing.md").read_text("utf-8")
    assert [code for code in mending.CODES if f"| `{code}` |" not in page] == []
