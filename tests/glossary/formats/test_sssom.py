"""Mappings as SSSOM/TSV: read with what cannot be used told, written so that others read them."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import jsonschema_rs
import pytest

from glossary.errors import BrokenSource
from glossary.formats.contents import Contents
from glossary.formats.sssom import reading
from glossary.formats.sssom.mapping_sets import MappingSet, Row
from glossary.formats.sssom.writing import document, write
from glossary.model import Concept, Mapping, Term, Vocabulary

HEAD = """\
#mapping_set_id: https://example.org/sets/boats
#license: https://creativecommons.org/publicdomain/zero/1.0/
#creator_id:
#  - orcid:0000-0002-1825-0097
#mapping_date: 2026-02-03
#curie_map:
#  b: https://boats.example/
#  wd: http://www.wikidata.org/entity/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
BOAT = "https://boats.example/1"
JUSTIFIED = ("mapping_justification", "semapv:ManualMappingCuration")


def read(folder: Path, content: str | bytes, name: str = "m.sssom.tsv") -> MappingSet:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    made, found = reading.read(file)
    assert found == []
    return made


def test_what_is_read(tmp_path: Path) -> None:
    row = 'b:1\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\t0.5\t"a\tb ""c"""\n'
    made = read(tmp_path, HEAD + COLUMNS + row + "\n")
    said = (JUSTIFIED, ("confidence", "0.5"), ("comment", 'a\tb "c"'))
    assert made.rows == [Row(BOAT, "exactMatch", "http://www.wikidata.org/entity/Q1", said, 10)]
    assert made.about == {
        "mapping_set_id": "https://example.org/sets/boats",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "creator_id": ["orcid:0000-0002-1825-0097"],
        "mapping_date": "2026-02-03",
    }


@pytest.mark.parametrize("packed", [gzip.compress, lambda content: content])
def test_commas_marks_and_packing(packed: object, tmp_path: Path) -> None:
    head = "".join(f"# {line[1:]}\n" for line in HEAD.splitlines())
    text = head + COLUMNS.replace("\t", ",") + "b:1,skos:closeMatch,wd:Q1,semapv:Other,,\n"
    content = ("\ufeff" + text).replace("\n", "\r\n").encode()
    made = read(tmp_path, packed(content))  # type: ignore[operator]  # one of the two functions
    assert [row[:3] for row in made.rows] == [
        (BOAT, "closeMatch", "http://www.wikidata.org/entity/Q1")
    ]


@pytest.mark.parametrize(
    ("row", "rule", "told"),
    [
        ("b:1\towl:sameAs\twd:Q1\tx\t\t", "bad-mapping", "“http://www.w3.org/2002/07/owl#sameAs”"),
        ("b:1\tskos:broader\twd:Q1\tx\t\t", "bad-mapping", "is no mapping of SKOS"),
        ("y:1\tskos:exactMatch\twd:Q1\tx\t\t", "bad-mapping", "“y:1” is not declared"),
        ("one\tskos:exactMatch\twd:Q1\tx\t\t", "bad-mapping", "“one” is not declared"),
        ("b:1\tskos:exactMatch\t\tx\t\t", "bad-mapping", "there is no object_id"),
        ("b:1\tskos:exactMatch\tsssom:NoTermFound\tx\t\t", "bad-mapping", "there is no mapping"),
        (
            "b:1\tskos:exactMatch\twd:Q1\tx\t\t\tmore",
            "bad-mapping",
            "more cells than columns: 7, 6",
        ),
        ("b:1\tskos:exactMatch\twd:Q1\t\t\t", "unknown-value", "no justification is stated"),
        ("b:1\tskos:exactMatch\twd:Q1\tx\thigh\t", "unknown-value", "“high” is no confidence"),
        ("b:1\tskos:exactMatch\twd:Q1\tx\t1.2\t", "unknown-value", "“1.2” is no confidence"),
        ("b:1\tskos:exactMatch\twd:Q1\tx\tnan\t", "unknown-value", "“nan” is no confidence"),
    ],
)
def test_rows_that_cannot_be_used_are_told(row: str, rule: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "m.sssom.tsv"
    good = "b:2\tskos:exactMatch\twd:Q2\tx\t1\t\n"
    file.write_text(f"{HEAD}{COLUMNS}{row}\n{good}", "utf-8")
    made, [finding] = reading.read(file)
    assert (finding.rule, finding.line) == (rule, 10)
    assert told in finding.describe()
    assert len(made.rows) == (1 if rule == "bad-mapping" else 2)
    assert "1.2" not in str(made.rows)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no column subject_id, predicate_id, object_id"),
        ("a\tb\n", "no column subject_id"),
        ("<html>", "no column subject_id"),
        ("#a: [\n" + COLUMNS, "not SSSOM/TSV"),
        ("#- a\n" + COLUMNS, "the head is not YAML with names"),
        ("#a: &x [1]\n#b: [*x, *x]\n" + COLUMNS, "an alias is not allowed"),
        (f"#a: {'[' * 5000}\n" + COLUMNS, "not SSSOM/TSV"),
        (COLUMNS + f"b:1\t{'x' * 200_000}\n", "not SSSOM/TSV"),
        ("#a: !!python/object/apply:os.getcwd []\n" + COLUMNS, "not SSSOM/TSV"),
        ((HEAD + COLUMNS + "b:1\tskos:exactMatch\twd:ü\n").encode("latin-1"), "not UTF-8"),
    ],
)
def test_files_that_are_refused(content: str | bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match=reason):
        read(tmp_path, content)


ROWS = (
    Row(BOAT, "exactMatch", "http://www.wikidata.org/entity/Q1", (JUSTIFIED, ("comment", 'a\t"b'))),
    Row(BOAT, "relatedMatch", "https://other.example/a/b#(c)", (JUSTIFIED, ("confidence", "0.25"))),
    Row("urn:x:1", "broadMatch", "https://x.example/odd,one/?q=é#", (JUSTIFIED,)),
)


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    about = {"mapping_set_id": "https://x.example/1", "license": "https://x.example/l", "n": [1]}
    content = b"".join(document(about, {"boats": "https://boats.example/"}, ROWS))
    made = read(tmp_path, content)
    assert [row[:4] for row in made.rows] == [row[:4] for row in ROWS]
    assert made.about == {**about, "n": ["1"]}
    assert made.prefixes["boats"] == "https://boats.example/"
    assert b"boats:1\t\tskos:exactMatch\twikidata:Q1" in content
    assert content == b"".join(document(about, {"boats": "https://boats.example/"}, ROWS))


def _contents(concepts: Iterable[Concept]) -> Contents:
    its = Vocabulary("boats", "https://boats.example/", {"en": "Boats"}, licence="CC0")
    return Contents(its, concepts, str, "https://site.example")


def test_the_mappings_of_a_vocabulary(tmp_path: Path) -> None:
    mappings = (
        Mapping("closeMatch", "https://d-nb.info/gnd/4008259-4", (("confidence", "0.7"),)),
        Mapping("exactMatch", "https://boats.example/2"),
    )
    boat = Concept("1", "boats", BOAT, (Term("boat", "en"),), mappings=mappings)
    lines = b"".join(write(_contents([boat]), "sssom")).decode().splitlines()
    assert lines[-2:] == [
        "boats:1\tboat\tskos:closeMatch\tgnd:4008259-4\t\tsemapv:UnspecifiedMatching\t0.7",
        "boats:1\tboat\tskos:exactMatch\tboats:2\t\tsemapv:UnspecifiedMatching\t",
    ]
    assert '#subject_source: "boats:"' in lines


@pytest.mark.shared
def test_it_fits_the_schema_of_sssom(shared: Path, tmp_path: Path) -> None:
    schema = json.loads((shared / "schemas" / "sssom.schema.json").read_text("utf-8"))
    whole = {**schema, **schema["$defs"]["MappingSet"]}
    about = {"mapping_set_id": "https://x.example/1", "license": "https://x.example/l"}
    made = read(tmp_path, b"".join(document(about, {}, ROWS)))
    rows = [
        {
            "subject_id": row.subject,
            "predicate_id": f"skos:{row.relation}",
            "object_id": row.object,
            **{name: float(text) if name == "confidence" else text for name, text in row.said},
        }
        for row in made.rows
    ]
    assert rows
    jsonschema_rs.validate(whole, {**made.about, "curie_map": made.prefixes, "mappings": rows})
