"""Vocabularies in formats that are not RDF come into a site as those in RDF do."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.columns import columns_of
from glossary.cli.main import main
from glossary.errors import Invalid
from glossary.formats import skos
from glossary.site.settings import Settings

A = {"uri": "https://example.net/a", "prefLabel": {"en": "awl"}, "notation": ["1"]}
B = {"uri": "https://example.net/b", "prefLabel": {"en": "bench", "fr": "établi"}}


@pytest.fixture
def run(make_site: Callable[[], Settings], tmp_path: Path) -> Callable[..., Result]:
    """A function that imports objects of JSKOS, one a line, as the vocabulary “tools”."""
    site = make_site().site

    def imported(*objects: object, options: tuple[str, ...] = ()) -> Result:
        file = tmp_path / "tools.ndjson"
        file.write_text("".join(json.dumps(one) + "\n" for one in objects), "utf-8")
        command = ["--site", str(site), "import", str(file), "--vocabulary", "tools", *options]
        return CliRunner().invoke(main, command)

    return imported


def test_it_becomes_a_vocabulary_of_skos(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run(A, B, options=("--title", "Tools"))
    assert done.exit_code == 0, done.output
    assert "2 concepts (en 2, fr 1)" in done.output
    [file] = tmp_path.rglob("vocabularies/tools.ttl")
    vocabulary, found = skos.read(file, "https://example.org")
    assert vocabulary.titles == {"en": "Tools"}
    assert vocabulary.concepts["a"].notations == ("1",)
    assert not found


def test_findings_have_the_lines_of_the_file(run: Callable[..., Result]) -> None:
    far = {**B, "broader": [{"uri": "https://example.net/nowhere"}]}
    done = run(A, {"prefLabel": {"en": "nobody"}}, far)
    assert "no-uri: line 2" in done.output
    assert "no-target: b, line 3" in done.output


def test_a_new_release_keeps_ids_and_withdraws(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run(A, B).exit_code == 0
    assert "such a vocabulary already" in run(A).output
    done = run(A, options=("--replace",))
    assert "withdrawn: tools" in done.output
    [file] = tmp_path.rglob("vocabularies/tools.ttl")
    vocabulary, _ = skos.read(file, "https://example.org")
    assert vocabulary.concepts["b"].status == "deprecated"


def test_an_unknown_format_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run(A, options=("--format", "clay"))
    assert done.exit_code == 1
    assert "There is no format “clay”" in done.output
    assert not [*tmp_path.rglob("vocabularies/tools*")]


@pytest.mark.parametrize(
    ("option", "columns"),
    [
        (None, {}),
        ("term=preferred", {"term": "preferred"}),
        ("Term=preferred@nl, uitleg = definition@nl", {
            "Term": "preferred@nl", "uitleg": "definition@nl"
        }),
        ('"Term, used"=preferred,"a=b"=note', {"Term, used": "preferred", "a=b": "note"}),
    ],
)  # fmt: skip
def test_columns(option: str | None, columns: dict[str, str]) -> None:
    assert columns_of(option) == columns


@pytest.mark.parametrize("option", ["term", "=preferred", "term=", "a=note,a=term"])
def test_columns_that_say_nothing(option: str) -> None:
    with pytest.raises(Invalid):
        columns_of(option)
