"""`glossary check --index`: damaged files by name; publishing does not carry them on."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.publish import publish
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests.conftest import DATA


def _answers(settings: Settings) -> list[tuple[int, str]]:
    """Return status and text of a page, of the JSON door and of what a balancer asks."""
    client = create_app(settings).test_client()
    paths = ("/en/heritage/library", "/api/v1/lookup?term=library", "/health/ready")
    return [(answer.status_code, answer.text) for answer in map(client.get, paths)]


def test_a_damaged_index_is_told_and_healed_by_publishing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(DATA / "site", site)
    settings = load(site, {})
    nothing = CliRunner().invoke(main, ["--site", str(site), "check", "--index"])
    assert nothing.exit_code == 1
    assert "Nothing has been published" in nothing.stderr
    publish(settings)
    whole = CliRunner().invoke(main, ["--site", str(site), "check", "--index"])
    assert (whole.exit_code, whole.stdout) == (0, "The index is whole.\n")
    (file,) = settings.index_folder.glob("generations/*/summary.values")
    file.write_bytes(file.read_bytes()[::-1])
    damaged = CliRunner().invoke(main, ["--site", str(site), "check", "--index"])
    assert damaged.exit_code == 1
    assert damaged.stdout.splitlines()[0] == "damaged: summary.values"
    assert "glossary publish --anew" in damaged.stdout
    answers = _answers(settings)
    assert all(status == 503 and "damaged" in text for status, text in answers), answers
    publish(settings)
    assert CliRunner().invoke(main, ["--site", str(site), "check", "--index"]).exit_code == 0
    assert create_app(settings).test_client().get("/en/heritage/library").status_code == 200


@pytest.mark.parametrize("name", ["manifest.json", "id.values", "glossary.sqlite"])
def test_a_file_that_is_gone_or_cut_is_told_by_every_command(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA / "site", tmp_path / "site")
    settings = load(tmp_path / "site", {})
    publish(settings)
    (file,) = settings.index_folder.glob(f"generations/*/{name}")
    cut = file.read_bytes()[:-7]
    for change in (lambda: file.write_bytes(cut), file.unlink):
        change()
        for command in ("check --index", "lookup library", "search library"):
            told = CliRunner().invoke(main, ["--site", str(settings.site), *command.split()])
            assert told.exit_code == 1
            assert "glossary publish --anew" in told.output, command
            assert "Nothing has been published" not in told.output
            if "check" in command:
                assert f"damaged: {name}" in told.stdout
    publish(settings)
    whole = CliRunner().invoke(main, ["--site", str(settings.site), "lookup", "library"])
    assert whole.exit_code == 0


def test_an_index_of_another_version_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA / "site", tmp_path / "site")
    settings = load(tmp_path / "site", {})
    with monkeypatch.context() as before:
        before.setattr("index.embedded.files.generations.FORMAT", 1)
        publish(settings)
    for command in ("check --index", "lookup library", "search library"):
        told = CliRunner().invoke(main, ["--site", str(settings.site), *command.split()])
        assert told.exit_code == 1
        assert "Another version of the program published this site." in told.output, command
        assert "glossary publish" in told.output
    answers = _answers(settings)
    assert all(
        status == 503 and "Another version of the program" in text for status, text in answers
    ), answers
    publish(settings)
    assert [status for status, _ in _answers(settings)] == [200, 200, 200]
