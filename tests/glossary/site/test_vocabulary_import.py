"""Several files are one vocabulary; what an import would change; nothing is half written."""

import json
import os
import resource
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.main import main
from glossary.formats import skos
from glossary.model import Vocabulary
from glossary.site import placing
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files
from glossary.site.vocabulary_import import Wanted, prepared

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@base <https://example.net/ropes/> .
"""
ENGLISH = (
    HEAD
    + """<knot> a skos:Concept ; skos:prefLabel "knot"@en ; skos:narrower <bowline> .
<bowline> a skos:Concept ; skos:prefLabel "bowline"@en ; skos:note [ dct:source "A" ;
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "A loop."@en ] .
"""
)
FINNISH = (
    HEAD
    + """<knot> skos:prefLabel "solmu"@fi .
<bowline> skos:prefLabel "paalusolmu"@fi ; skos:altLabel "tämä"@fi_FI ; skos:note [
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "Silmukka."@fi ] .
"""
)
TABLE = {"uri": "https://example.net/ropes/knot", "altLabel": {"et": ["sõlm"]}}


@pytest.fixture
def site(make_site: Callable[[], Settings]) -> Settings:
    return make_site()


@pytest.fixture
def run(site: Settings) -> Callable[..., Result]:
    def command(*arguments: str | Path) -> Result:
        said = ["--site", str(site.site), "import", *map(str, arguments), "--vocabulary", "ropes"]
        return CliRunner().invoke(main, said)

    return command


def ropes(site: Settings) -> Vocabulary:
    [file] = (one for one in vocabulary_files(site.vocabularies) if one.name.startswith("ropes."))
    return skos.read(file, site.base_url)[0]


def put(folder: Path, **contents: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    made = []
    for name, content in contents.items():
        made.append(folder / name.replace("_", "."))
        made[-1].write_text(content, "utf-8")
    return made


def labels(site: Settings) -> dict[str, str]:
    return ropes(site).concepts["bowline"].labels()


def test_one_file_for_each_language(
    site: Settings, run: Callable[..., Result], tmp_path: Path
) -> None:
    done = run(*put(tmp_path, en_ttl=ENGLISH, fi_ttl=FINNISH))
    assert done.exit_code == 0, done.output
    assert "2 concepts (en 2, fi 2)" in done.output
    assert "5 terms (en 2, fi 2, fi-FI 1)" in done.output
    assert "language-tag: fi.ttl: " in done.output
    assert "line 5" in done.output
    assert labels(site) == {"en": "bowline", "fi": "paalusolmu"}
    notes = ropes(site).concepts["bowline"].notes
    assert [(one.text, one.sources) for one in notes] == [("A loop.", ("A",)), ("Silmukka.", ())]


def test_a_folder_with_one_file_for_each_concept(
    site: Settings, run: Callable[..., Result], tmp_path: Path
) -> None:
    parts = ENGLISH.removeprefix(HEAD).split("<bowline> a")
    folder = tmp_path / "ropes"
    put(folder, knot_ttl=HEAD + parts[0], b_ttl=HEAD + "<bowline> a" + parts[1], readme_md="Hi")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "more.jsonl").write_text(json.dumps(TABLE) + "\n", "utf-8")
    assert run(folder).exit_code == 0
    assert [term.text for term in ropes(site).concepts["knot"].terms] == ["knot", "sõlm"]
    assert set(ropes(site).concepts) == {"knot", "bowline"}


def test_other_files_of_a_folder_are_told(
    site: Settings, run: Callable[..., Result], tmp_path: Path
) -> None:
    folder = tmp_path / "ropes"
    put(folder, en_ttl=ENGLISH, package_json='{"name": "ropes"}', list_csv="term,note\nknot,x\n")
    done = run(folder)
    assert done.exit_code == 0, done.output
    assert "other-file: package.json: this is JSON" in done.output
    assert "other-file: list.csv: a table beside files of other formats" in done.output
    assert labels(site) == {"en": "bowline"}
    (folder / "en.ttl").unlink()
    (folder / "list.csv").unlink()
    assert "glossary: package.json: this is JSON" in run(folder, "--replace").output


def test_an_archive_of_several(site: Settings, run: Callable[..., Result], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ropes.zip", "w") as archive:
        for name, text in {"en/a.ttl": ENGLISH, "fi/a.ttl": FINNISH, "LICENSE": "CC0"}.items():
            archive.writestr(name, text)
    assert run(tmp_path / "ropes.zip").exit_code == 0
    assert labels(site) == {"en": "bowline", "fi": "paalusolmu"}


def test_an_archive_that_unpacks_to_too_much_is_refused(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "ropes.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.ttl", "b.ttl"):
            archive.writestr(name, HEAD + "#" * (1 << 26))
    done = run(tmp_path / "ropes.zip")
    assert done.exit_code == 1
    assert "refused" in done.output


def test_a_folder_without_any_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    put(folder, readme_md="Hi")
    assert "glossary: notes: no file of this folder" in run(folder).output


GRAPHS = (
    HEAD
    + """<g1> { <knot> a skos:Concept ; skos:prefLabel "knot"@en . }
<g2> { <knot> skos:altLabel "bend"@en . <hitch> a skos:Concept ; skos:prefLabel "hitch"@en . }
"""
)


def test_named_graphs_are_one_or_chosen(
    site: Settings, run: Callable[..., Result], tmp_path: Path
) -> None:
    [file] = put(tmp_path, ropes_trig=GRAPHS)
    assert run(file).exit_code == 0
    assert set(ropes(site).concepts) == {"knot", "hitch"}
    chosen = ("--graph", "https://example.net/ropes/g1", "--replace")
    assert run(file, *chosen).exit_code == 0
    assert [term.text for term in ropes(site).concepts["knot"].terms] == ["knot"]
    done = run(file, "--graph", "https://example.net/none", "--replace")
    assert "only: https://example.net/ropes/g1, https://example.net/ropes/g2" in done.output


def test_a_dry_run_writes_nothing_and_says_what_would_change(
    site: Settings, run: Callable[..., Result], tmp_path: Path
) -> None:
    [first] = put(tmp_path, first_ttl=ENGLISH)
    done = run(first, "--dry-run")
    assert "2 concepts" in done.output
    assert "Nothing was written" in done.output
    assert not [*site.vocabularies.glob("*ropes*")]
    assert run(first).exit_code == 0
    before = {file.name: file.read_bytes() for file in site.vocabularies.iterdir()}
    text = (
        HEAD
        + """<knot> a skos:Concept ; skos:prefLabel "knot"@en ; skos:altLabel "node"@en .
<hitch> a skos:Concept ; skos:prefLabel "hitch"@en ."""
    )
    [second] = put(tmp_path, second_ttl=text)
    done = run(second, "--dry-run", "--replace")
    said = "1 new (hitch), 1 changed (knot), 1 withdrawn (bowline)"
    assert f"Against the release before: {said}" in done.output
    assert {file.name: file.read_bytes() for file in site.vocabularies.iterdir()} == before
    assert said in run(second, "--replace").output
    assert "0 new, 0 changed, 0 withdrawn" in run(second, "--dry-run", "--replace").output


def test_the_order_of_a_file_is_no_change(site: Settings, tmp_path: Path) -> None:
    [first, second] = put(
        tmp_path,
        first_ttl=HEAD + '<a> a skos:Concept ; skos:prefLabel "a"@en, "b"@fi .',
        second_ttl=HEAD + '<a> skos:prefLabel "b"@fi, "a"@en ; a skos:Concept .',
    )
    prepared(site, [first], Wanted("letters")).put(site)
    release = prepared(site, [second], Wanted("letters"), replace=True)
    assert not release.changes.changed


def test_what_was_left_out_and_mended_is_counted(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    text = (
        HEAD
        + """<a> a skos:Concept ; skos:prefLabel "a"@en, "" ; skos:altLabel "b" .
<c> a skos:Concept ; skos:related <nowhere> ; skos:altLabel "c"@en ."""
    )
    [file] = put(tmp_path, a_ttl=text)
    assert "2 entries left out, 1 mended, 0 other findings" in run(file).output


START = "from glossary.cli.main import main; main()"
STEPS = ["_write", "_flush", "rename", "replace", "unlink", "rmdir"]


@pytest.mark.parametrize("step", range(14))
def test_killed_at_any_moment_all_is_old_or_all_is_new(
    site: Settings, tmp_path: Path, step: int
) -> None:
    """The process is killed at the first, the second, … thing that it does to a folder."""
    [first, second] = put(tmp_path, first_ttl=ENGLISH, second_nt="")
    second.write_text(
        "<https://example.net/ropes/knot> <http://www.w3.org/2004/02/skos/core#prefLabel> "
        '"new"@en .\n<https://example.net/ropes/knot> '
        "<http://www.w3.org/2004/02/skos/core#topConceptOf> <https://example.net/s> .\n",
        "utf-8",
    )
    prepared(site, [first], Wanted("ropes", "Old")).put(site)
    if os.fork() == 0:
        left = [step]

        def fatal(real: Callable[..., object]) -> Callable[..., object]:
            def done(*arguments: object, **named: object) -> object:
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1
                return real(*arguments, **named)

            return done

        release = prepared(site, [second], Wanted("ropes", "New"), replace=True)
        for name in STEPS[:2]:
            setattr(placing, name, fatal(getattr(placing, name)))
        for name in STEPS[2:]:
            setattr(Path, name, fatal(getattr(Path, name)))
        try:
            release.put(site)
        finally:
            os._exit(0)
    _, status = os.wait()
    found = ropes(site)
    [knot], loop = found.concepts["knot"].labels().values(), found.concepts["bowline"]
    state = found.titles["en"], knot, loop.status
    assert state in {("Old", "knot", "approved"), ("New", "new", "deprecated")}
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    names = {file.name for file in site.vocabularies.glob("ropes*")}
    assert len([name for name in names if name.endswith((".ttl", ".nt"))]) <= 2
    prepared(site, [second], Wanted("ropes", "New"), replace=True).put(site)
    assert ropes(site).titles["en"] == "New"
    assert not [*site.vocabularies.glob(".ropes*")]


def test_a_full_disk_changes_nothing(site: Settings, tmp_path: Path) -> None:
    [first] = put(tmp_path, first_ttl=ENGLISH)
    prepared(site, [first], Wanted("ropes", "Old")).put(site)
    before = {file.name: file.read_bytes() for file in site.vocabularies.iterdir()}
    concepts = "".join(
        f'<c{number}> a skos:Concept ; skos:prefLabel "number {number}"@en .\n'
        for number in range(3000)
    )
    [large] = put(tmp_path, large_ttl=HEAD + concepts)
    command = [sys.executable, "-c", START, "--site", str(site.site), "import", str(large)]
    done = subprocess.run(
        [*command, "--vocabulary", "ropes", "--replace"],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 17, 1 << 17)),
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no room left" in done.stderr
    assert {file.name: file.read_bytes() for file in site.vocabularies.iterdir()} == before
