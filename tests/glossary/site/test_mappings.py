"""Mappings beside a vocabulary, seen from both sides, and what is wrong with them."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.main import main
from glossary.publish import publish
from glossary.site.mapping_checks import check_mappings
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests.vocabularies import read_vocabularies

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
SHIPS = """
<.> a skos:ConceptScheme ; dct:title "Ships"@en ; dct:language "en" .
<boat> a skos:Concept ; skos:prefLabel "boat"@en, "Boot"@de .
<raft> a skos:Concept ; skos:prefLabel "raft"@en .
<old> a skos:Concept ; skos:prefLabel "old"@en ; owl:deprecated true ; dct:isReplacedBy <raft> .
"""
CRAFT = """
<.> a skos:ConceptScheme ; dct:title "Craft"@en ; dct:language "en" .
<vessel> a skos:Concept ; skos:prefLabel "vessel"@en ; skos:narrowMatch <../ships/boat> .
<float> a skos:Concept ; skos:prefLabel "float"@en .
"""
HEAD = """\
#curie_map:
#  s: http://127.0.0.1:8000/id/ships/
#  c: http://127.0.0.1:8000/id/craft/
#  o: http://127.0.0.1:9/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    (folder / "ships.ttl").write_text(PREFIXES + SHIPS, "utf-8")
    (folder / "craft.ttl").write_text(PREFIXES + CRAFT, "utf-8")
    (tmp_path / "glossary.toml").touch()
    return load(tmp_path, {})


def rows(*made: str) -> str:
    """Return a file of mappings; each is "subject relation object"."""
    lines = (line.split() for line in made)
    return HEAD + "".join(f"{a}\tskos:{b}\t{c}\tsemapv:LexicalMatching\t0.5\n" for a, b, c in lines)


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(settings.site), *arguments])


def bring(settings: Settings, vocabulary: str, *made: str, options: tuple[str, ...] = ()) -> Result:
    file = settings.site / "new.sssom.tsv"
    file.write_text(rows(*made), "utf-8")
    command = ["import", str(file), "--vocabulary", vocabulary, "--mappings", *options]
    return run(settings, *command)


def told(settings: Settings, id: str | None = None) -> set[tuple[str, str, str]]:
    """Return rule, vocabulary and concept of what is wrong with mappings."""
    return {(one.rule, one.vocabulary, one.where) for one in check_mappings(settings, id)[1]}


def test_they_are_added_beside_the_vocabulary(settings: Settings) -> None:
    file = settings.vocabularies / "ships.ttl"
    before = file.read_bytes()
    done = bring(settings, "ships", "s:raft exactMatch c:float", "c:none closeMatch o:x")
    assert done.exit_code == 0, done.output
    assert "1 mapping added, 0 replaced" in done.stdout
    assert "new.sssom.tsv, line 7: neither" in done.stderr
    assert file.read_bytes() == before
    again = bring(settings, "ships", "s:raft exactMatch c:float", "s:boat closeMatch o:y")
    assert "1 mapping added, 0 replaced" in again.stdout
    [ships] = read_vocabularies(settings, [], "ships")
    [mapping] = ships.concepts["raft"].mappings
    assert dict(mapping.said)["confidence"] == "0.5"
    exported = run(settings, "export", "ships", "--format", "sssom").stdout
    assert (
        "ships:raft\traft\tskos:exactMatch\tcraft:float\t\tsemapv:LexicalMatching\t0.5" in exported
    )


def test_from_the_other_side_they_are_turned_round(settings: Settings) -> None:
    assert bring(settings, "ships", "c:float broadMatch s:raft").exit_code == 0
    [ships] = read_vocabularies(settings, [], "ships")
    assert [(one.relation, one.uri) for one in ships.concepts["raft"].mappings] == [
        ("narrowMatch", "http://127.0.0.1:8000/id/craft/float")
    ]


def test_nothing_is_written_where_nothing_can_be_used(settings: Settings) -> None:
    done = bring(settings, "ships", "c:float broadMatch c:vessel")
    assert done.exit_code == 1
    assert "No mapping of the file can be used" in done.stderr
    dry = bring(settings, "ships", "s:raft exactMatch c:float", options=("--dry-run",))
    assert dry.exit_code == 0
    assert "(dry run)" in dry.stdout
    assert not list(settings.vocabularies.glob("*.sssom.tsv"))
    assert bring(settings, "none", "s:raft exactMatch c:float").exit_code == 1


def test_both_sides_show_them_with_the_labels_of_the_other(settings: Settings) -> None:
    bring(settings, "ships", "s:raft broadMatch c:vessel", "s:raft exactMatch o:elsewhere")
    publish(settings)
    client = create_app(settings, config={"TESTING": True}).test_client()
    base = "http://127.0.0.1:8000/id"

    def mappings(place: str) -> list[dict[str, object]]:
        found = client.get(f"/api/v1/concepts/{place}").json
        assert found is not None
        return [
            {key: one.get(key) for key in ("relation", "uri", "label")} for one in found["mappings"]
        ]

    label = {"de": "Boot", "en": "boat"}
    raft, vessel = {"en": "raft"}, {"en": "vessel"}
    assert mappings("craft/vessel") == [
        {"relation": "narrowMatch", "uri": f"{base}/ships/boat", "label": label},
        {"relation": "narrowMatch", "uri": f"{base}/ships/raft", "label": raft},
    ]
    assert mappings("ships/boat") == [
        {"relation": "broadMatch", "uri": f"{base}/craft/vessel", "label": vessel}
    ]
    page = client.get("/en/craft/vessel").text
    assert "raft" in page
    assert "http://127.0.0.1:9/elsewhere" in client.get("/en/ships/raft").text


def test_a_new_mapping_alone_is_published_on_both_sides(settings: Settings) -> None:
    publish(settings)
    bring(settings, "ships", "s:raft closeMatch c:float")
    publish(settings)
    client = create_app(settings, config={"TESTING": True}).test_client()
    for place, other in (("ships/raft", "float"), ("craft/float", "raft")):
        found = client.get(f"/api/v1/concepts/{place}").json
        assert found is not None
        [mapping] = found["mappings"]
        assert (mapping["relation"], mapping["label"]) == ("closeMatch", {"en": other})


def test_what_is_wrong_with_mappings(settings: Settings) -> None:
    bring(
        settings,
        "ships",
        "s:raft exactMatch c:nothing",
        "s:boat closeMatch s:old",
        "s:raft exactMatch c:float",
        "s:raft exactMatch c:vessel",
        "s:boat exactMatch c:vessel",
        "s:boat relatedMatch s:boat",
        "s:boat closeMatch o:x",
    )
    assert told(settings) == {
        ("mapping-dead", "ships", "raft"),
        ("mapping-withdrawn", "ships", "boat"),
        ("mapping-double", "ships", "raft"),
        ("mapping-self", "ships", "boat"),
        # that side states narrowMatch
        ("mapping-clash", "ships", "boat"),
        ("mapping-clash", "craft", "vessel"),
    }
    assert told(settings, "craft") == {("mapping-clash", "craft", "vessel")}
    done = run(settings, "check", "--mappings", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["checked"] == 9
    text = next(one.describe() for one in check_mappings(settings)[1] if "withdrawn" in one.rule)
    assert text.endswith("its successor is http://127.0.0.1:8000/id/ships/raft")


def test_rows_that_name_no_concept_any_more_are_told(settings: Settings) -> None:
    bring(settings, "ships", "s:raft exactMatch c:float")
    file = settings.vocabularies / "ships.ttl"
    file.write_text(file.read_text("utf-8").replace("raft", "barge"), "utf-8")
    assert told(settings) == {("bad-mapping", "ships", "ships.sssom.tsv")}
    assert publish(settings).concepts


def test_the_bundled_mappings_are_fine(bundled: Settings) -> None:
    count, found = check_mappings(bundled)
    assert count > 500
    assert found == []


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a server that knows "/there" only, and not the method HEAD."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/there" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_servers_are_asked_only_where_one_asks(settings: Settings, elsewhere: str) -> None:
    bring(settings, "ships", f"s:raft closeMatch {elsewhere}/there", "s:boat closeMatch o:x")
    bring(settings, "ships", f"s:boat closeMatch {elsewhere}/gone")
    assert run(settings, "check", "--mappings").exit_code == 0
    done = run(settings, "check", "--mappings", "--online")
    assert done.exit_code == 1
    assert f"mapping-gone: ships: boat: {elsewhere}/gone: the server answers 404" in done.stderr
    assert "mapping-unreachable: ships: boat: http://127.0.0.1:9/x could not be" in done.stderr
    assert "/there" not in done.stderr
