"""JSKOS is read as a vocabulary, and written so that the same comes back."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import BrokenSource, Invalid
from glossary.formats import Findings
from glossary.formats.contents import Asked, Contents
from glossary.formats.recognition import beginning_of, format_of, unpack
from glossary.formats.registry import FORMATS
from glossary.model import Concept, Mapping, Note, Term

BASE = "https://example.org"
SCHEME = "https://example.net/boats/"
KAYAK: dict[str, Any] = {
    "uri": SCHEME + "kayak",
    "inScheme": [{"uri": SCHEME}],
    "prefLabel": {"en": "kayak", "zh_Hans": "皮划艇", "-": "…"},
    "altLabel": {"en": ["canoe", "paddle boat"], "de": [None]},
    "hiddenLabel": {"en": ["kajak"]},
    "definition": {"en": ["A boat with one seat."]},
    "scopeNote": {"de": ["Nur mit Paddel."]},
    "notation": ["B.01"],
    "broader": [{"uri": SCHEME + "boat"}, None],
    "created": "2020-01-02",
    "mappings": [
        {
            "from": {"memberSet": [{"uri": SCHEME + "kayak"}]},
            "to": {"memberSet": [{"uri": "https://other.example/1"}]},
            "type": ["http://www.w3.org/2004/02/skos/core#closeMatch"],
        },
        {
            "from": {"memberSet": [{"uri": "https://other.example/2"}]},
            "to": {"memberSet": [{"uri": SCHEME + "kayak"}]},
            "type": ["http://www.w3.org/2004/02/skos/core#broadMatch"],
        },
    ],
}
BOAT = {"uri": SCHEME + "boat", "prefLabel": {"en": "boat"}, "topConceptOf": [{"uri": SCHEME}]}
OLD = {
    "uri": SCHEME + "curragh",
    "prefLabel": {"en": "curragh"},
    "deprecated": True,
    "replacedBy": [{"uri": SCHEME + "boat"}],
}
ABOUT = {
    "uri": SCHEME,
    "type": ["http://www.w3.org/2004/02/skos/core#ConceptScheme"],
    "prefLabel": {"en": "Boats", "de": "Boote"},
    "license": [{"uri": "http://creativecommons.org/publicdomain/zero/1.0/"}],
    "publisher": [{"prefLabel": {"en": "The Boat House"}}],
    "languages": ["en", "de"],
}


def read(file: Path, **asked: Any) -> tuple[Contents, list[Concept], Findings]:
    form = format_of(file)
    assert form is not None
    folder = file.parent / "unpacked"
    folder.mkdir(exist_ok=True)
    contents, found = form.read(unpack(file, folder), Asked("boats", BASE, file.name, **asked))
    return contents, [*contents.concepts], found


def put(folder: Path, text: str, name: str = "boats.json") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def lines(*concepts: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in concepts)


def rules(found: Findings) -> list[tuple[str, int | None]]:
    return [(one.rule, one.line) for one in found]


SHAPES = {
    "array": json.dumps([ABOUT, BOAT, KAYAK, OLD], indent=1),
    "lines": lines(ABOUT, BOAT, KAYAK, OLD),
    "scheme": json.dumps({**ABOUT, "concepts": [BOAT, KAYAK, OLD]}),
    "concepts first": json.dumps({"concepts": [BOAT, KAYAK, OLD], **ABOUT}, indent=2),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_all_that_the_model_has_is_read(tmp_path: Path, text: str) -> None:
    contents, concepts, found = read(put(tmp_path, text))
    boats = contents.vocabulary
    assert (boats.uri, boats.titles) == (SCHEME, {"en": "Boats", "de": "Boote"})
    assert (boats.publisher, boats.source_language) == ("The Boat House", "en")
    assert str(boats.licence).endswith("/zero/1.0/")
    boat, kayak, old = concepts
    assert boat.terms == (Term("boat", "en"),)
    assert kayak.terms == (
        Term("kayak", "en"),
        Term("皮划艇", "zh-Hans"),
        Term("canoe", "en", "admitted"),
        Term("paddle boat", "en", "admitted"),
        Term("kajak", "en", "hidden"),
    )
    assert kayak.notes == (
        Note("definition", "A boat with one seat.", "en"),
        Note("scopeNote", "Nur mit Paddel.", "de"),
    )
    assert kayak.mappings == (
        Mapping("closeMatch", "https://other.example/1"),
        Mapping("narrowMatch", "https://other.example/2"),
    )
    assert (kayak.notations, kayak.created) == (("B.01",), "2020-01-02")
    assert kayak.broader == (SCHEME + "boat",)
    assert (old.status, old.replaced_by) == ("deprecated", (SCHEME + "boat",))
    assert {one.rule for one in found} == {"language-tag"}


@pytest.mark.parametrize("name", ["jskos", "jskos-lines"])
def test_what_was_written_comes_back(tmp_path: Path, name: str) -> None:
    plain = {**KAYAK, "broader": [{"uri": SCHEME + "boat"}]}
    contents, concepts, _ = read(put(tmp_path, SHAPES["array"]))
    again = Contents(contents.vocabulary, concepts, contents.uri_of, BASE)
    written = b"".join(FORMATS[name].write(again))
    back, concepts_back, found = read(put(tmp_path, written.decode(), f"b{FORMATS[name].ending}"))
    assert concepts_back == concepts
    assert not found
    if name == "jskos":
        assert back.vocabulary.titles == contents.vocabulary.titles
        assert back.vocabulary.licence == contents.vocabulary.licence
    assert plain["uri"] in {one.uri for one in concepts_back}


def test_only_some_languages_are_written(tmp_path: Path) -> None:
    contents, concepts, _ = read(put(tmp_path, SHAPES["lines"]))
    some = Contents(contents.vocabulary, concepts, contents.uri_of, BASE, langs=("de",))
    text = b"".join(FORMATS["jskos-lines"].write(some)).decode()
    assert "Nur mit Paddel." in text
    assert "canoe" not in text


def test_what_is_not_read_is_named_and_counted(tmp_path: Path) -> None:
    more = {"startDate": "1900", "type": ["https://example.net/Class"], "media": []}
    pair = {"to": {"memberSet": [{"uri": "https://a.example/"}, {"uri": "https://b.example/"}]}}
    mapping = {**pair, "type": ["http://www.w3.org/2004/02/skos/core#exactMatch"]}
    _, _, found = read(put(tmp_path, lines(BOAT, {**BOAT, **more, "mappings": [mapping]})))
    said = [str(one) for one in found]
    assert any("startDate" in one and "1" in one for one in said)
    assert any("https://example.net/Class" in one for one in said)
    assert any("https://a.example/, https://b.example/" in one for one in said)


def test_a_bad_line_is_left_out_and_told_with_its_number(tmp_path: Path) -> None:
    text = lines(BOAT) + '{"uri": oops}\n' + lines({"prefLabel": {"en": "nobody"}}, KAYAK)
    contents, concepts, found = read(put(tmp_path, text, "b.ndjson"))
    assert [one.uri for one in concepts] == [BOAT["uri"], KAYAK["uri"]]
    assert ("bad-statement", 2) in rules(found)
    assert ("no-uri", 3) in rules(found)
    assert contents.line_of(KAYAK["uri"]) == 4


def test_a_notation_is_enough_for_a_uri(tmp_path: Path) -> None:
    about = {**ABOUT, "namespace": SCHEME}
    _, [one], _ = read(put(tmp_path, lines(about, {"notation": ["7"], "prefLabel": {"en": "x"}})))
    assert one.uri == SCHEME + "7"


def test_concepts_inside_others_are_read_once(tmp_path: Path) -> None:
    inner = {"uri": SCHEME + "raft", "prefLabel": {"en": "raft"}}
    text = json.dumps([{**BOAT, "narrower": [inner, KAYAK]}, KAYAK])
    _, concepts, _ = read(put(tmp_path, text))
    assert [one.uri for one in concepts] == [BOAT["uri"], inner["uri"], KAYAK["uri"]]
    assert concepts[1].broader == (BOAT["uri"],)


def test_one_scheme_of_several(tmp_path: Path) -> None:
    other = {"uri": "https://o.example/1", "inScheme": [{"uri": "https://o.example/"}]}
    file = put(tmp_path, lines(KAYAK, {**other, "prefLabel": {"en": "one"}}))
    _, concepts, found = read(file)
    assert len(concepts) == 2
    assert "several-schemes" in dict(rules(found))
    _, [one], found = read(file, scheme="https://o.example/")
    assert one.uri == "https://o.example/1"
    assert "other-scheme" in dict(rules(found))
    with pytest.raises(BrokenSource, match=r"only: .*o\.example"):
        read(file, scheme="https://nowhere.example/")


def test_a_scheme_may_have_several_uris(tmp_path: Path) -> None:
    about = {**ABOUT, "uri": "https://r.example/7", "identifier": [SCHEME, "x"]}
    contents, concepts, found = read(put(tmp_path, lines(about, BOAT, KAYAK)))
    assert contents.vocabulary.titles["en"] == "Boats"
    assert contents.vocabulary.uri == "https://r.example/7"
    assert "several-schemes" not in dict(rules(found))
    _, again, _ = read(put(tmp_path, lines(about, BOAT, KAYAK)), scheme="https://r.example/7")
    assert again == concepts


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SHAPES["array"][:-30], SHAPES["array"][:-30].count("\n") + 1),
        (SHAPES["lines"][:-20], 4),
        ('[\n{"prefLabel": {"en": "a"}},\n{"uri" "b"}\n]', 3),
        (SHAPES["array"] + "\nand more", SHAPES["array"].count("\n") + 2),
    ],
)
def test_a_file_that_is_cut_or_wrong_is_refused(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BrokenSource) as error:
        read(put(tmp_path, text))
    assert error.value.line == line


@pytest.mark.parametrize("text", ["[]", '{"concepts": []}', "[1, 2]"])
def test_a_file_without_concepts_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenSource, match="no concept"):
        FORMATS["jskos"].read(put(tmp_path, text), Asked("boats", BASE, "boats.json"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "boats.json"
    file.write_bytes(SHAPES["array"].encode(encoding))
    assert len(read(file)[1]) == 3


def test_packed(tmp_path: Path) -> None:
    file = tmp_path / "boats.ndjson.gz"
    file.write_bytes(gzip.compress(SHAPES["lines"].encode()))
    assert len(read(file)[1]) == 3
    assert beginning_of(file).name == "boats.ndjson"


def test_json_ld_stays_json_ld(tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    node = {"@id": "https://example.net/a", "@type": skos + "Concept", "prefLabel": {"en": "a"}}
    context = {"prefLabel": {"@id": skos + "prefLabel", "@container": "@language"}}
    file = put(tmp_path, json.dumps({"@context": context, **node}))
    assert format_of(file) is None


def test_a_format_that_is_asked_for_holds(tmp_path: Path) -> None:
    file = put(tmp_path, SHAPES["lines"], "boats.txt")
    assert format_of(file, "jskos") is FORMATS["jskos"]
    assert format_of(file, "turtle") is None
    with pytest.raises(Invalid, match="jskos-lines"):
        format_of(file, "clay")
