"""Two concepts of one word: told until somebody says how they differ; the relation for it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.formats import Finding
from glossary.model import Mapping
from glossary.publish import publish
from glossary.site import same_terms
from glossary.site.same_terms import check_same_terms
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests.vocabularies import read_vocabularies

HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix terms: <https://w3id.org/convergence-glossary/terms#> .
<.> a skos:ConceptScheme ; dct:title "Words"@en ; dct:language "en" .
"""
NAMED = ("--vocabulary", "birds")
FALSE_FRIEND = Mapping("falseFriend", "http://127.0.0.1:8000/id/machines/crane")


def made(folder: Path, **vocabularies: str) -> Settings:
    """Return the settings of a site with these vocabularies."""
    (folder / "vocabularies").mkdir()
    (folder / "glossary.toml").touch()
    for id, text in vocabularies.items():
        (folder / "vocabularies" / f"{id}.ttl").write_text(HEAD + text, "utf-8")
    return load(folder, {})


def crane(label: str = '"crane"@en', more: str = "") -> str:
    return f"<crane> a skos:Concept ; skos:prefLabel {label} {more} .\n"


@pytest.mark.parametrize(
    ("bird", "machine", "pairs"),
    [
        (crane(), crane(), [("birds", "crane")]),
        (crane(), crane('"Crane "@en'), [("birds", "crane")]),
        (crane('"crane"@en, "grue"@fr'), crane('"derrick"@en, "Grue"@fr'), [("birds", "crane")]),
        (crane(), crane('"crane"@fr'), []),
        (crane(), crane('"derrick"@en ; skos:altLabel "crane"@en'), []),
        (crane(more="; terms:falseFriend <../machines/crane>"), crane(), []),
        (crane(), crane(more="; terms:falseFriend <../birds/crane>"), []),
        (crane(), crane(more="; skos:broadMatch <../birds/crane>"), []),
        (crane(), crane(more="; owl:deprecated true"), []),
        (
            crane(more="; skos:exactMatch <http://hub.example/crane>"),
            crane(more="; skos:exactMatch <http://hub.example/crane>"),
            [],
        ),
        (
            crane(more="; skos:exactMatch <http://hub.example/crane>"),
            crane(more="; skos:closeMatch <http://hub.example/crane>"),
            [("birds", "crane")],
        ),
    ],
)
def test_equal_terms_that_nobody_has_decided_on(
    tmp_path: Path, bird: str, machine: str, pairs: list[tuple[str, str]]
) -> None:
    found = check_same_terms(made(tmp_path, birds=bird, machines=machine))
    assert [(one.vocabulary, one.where) for one in found] == pairs
    assert {one.rule for one in found} <= {"same-term"}


def test_a_mapping_beside_the_vocabulary_decides_too(tmp_path: Path) -> None:
    settings = made(tmp_path, birds=crane(), machines=crane())
    rows = (
        "#curie_map:\n#  b: http://127.0.0.1:8000/id/birds/\n"
        "#  m: http://127.0.0.1:8000/id/machines/\n"
        "#  term: https://w3id.org/convergence-glossary/terms#\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "b:crane\tterm:falseFriend\tm:crane\tsemapv:ManualMappingCuration\n"
    )
    (settings.vocabularies / "birds.sssom.tsv").write_text(rows, "utf-8")
    assert not check_same_terms(settings)
    birds, machines = read_vocabularies(settings, [])
    assert birds.concepts["crane"].mappings == (FALSE_FRIEND,)
    assert not machines.concepts["crane"].mappings


def test_the_check_of_one_vocabulary_names_its_pairs(tmp_path: Path) -> None:
    settings = made(tmp_path, birds=crane(), machines=crane(), yoga=crane('"bow"@en'))
    wheres = {
        id: [one.where for one in check_same_terms(settings, id)]
        for id in ("birds", "machines", "yoga")
    }
    assert wheres == {"birds": ["crane"], "machines": ["crane"], "yoga": []}
    result = CliRunner().invoke(main, ["--site", str(settings.site), "check"])
    assert "same-term" in result.output
    assert result.exit_code == 0


def test_very_many_pairs_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_terms, "_TOLD", 2)
    words = "".join(f'<w{n}> a skos:Concept ; skos:prefLabel "word {n}"@en .\n' for n in range(5))
    found = check_same_terms(made(tmp_path, one=words, other=words))
    assert (len(found), found.more["same-term"]) == (2, 3)


def test_a_false_friend_goes_through_all_formats(tmp_path: Path) -> None:
    bird = crane(more='; terms:falseFriend <../machines/crane> ; skos:definition "Bird."@en')
    settings = made(tmp_path, birds=bird, machines=crane())
    for form, ending in (
        ("turtle", "ttl"), ("json-ld", "jsonld"), ("jskos", "jskos"),
        ("tbx", "tbx"), ("csv", "csv"), ("sssom", "sssom.tsv"),
    ):  # fmt: skip
        out = tmp_path / f"birds.{ending}"
        run = ["--site", str(settings.site), "export", "birds", "-o", str(out)]
        result = CliRunner().invoke(main, run)
        assert result.exit_code == 0, result.output
        if form == "sssom":
            assert "terms#" in out.read_text("utf-8")
            continue
        again = tmp_path / f"again-{form}"
        again.mkdir()
        (again / "glossary.toml").touch()
        result = CliRunner().invoke(main, ["--site", str(again), "import", *NAMED, str(out)])
        assert result.exit_code == 0, (form, result.output)
        found: list[Finding] = []
        (read,) = read_vocabularies(load(again, {}), found)
        assert read.concepts["crane"].mappings == (FALSE_FRIEND,), form


def test_readers_and_programs_are_told_from_both_sides(tmp_path: Path) -> None:
    bird = crane(more="; terms:falseFriend <../machines/crane>")
    settings = made(tmp_path, birds=bird, machines=crane())
    publish(settings)
    client = create_app(settings).test_client()
    stated = client.get("/api/v1/concepts/birds/crane").json["mappings"]
    assert [(one["relation"], one["id"]) for one in stated] == [("falseFriend", "crane")]
    (inferred,) = client.get("/api/v1/concepts/machines/crane").json["mappings"]
    assert (inferred["relation"], inferred["inferred"]) == ("falseFriend", True)
    text = client.get("/birds/crane.ttl").text
    assert "term:falseFriend" in text
    mapped = client.get("/rest/v1/birds/mappings?uri=http://127.0.0.1:8000/id/birds/crane")
    assert mapped.status_code == 200
    assert json.loads(mapped.text)["mappings"] == []
