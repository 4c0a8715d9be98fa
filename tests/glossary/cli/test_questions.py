"""Questions in the terminal that cannot be answered: told in its language, with its own names."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.publish import publish
from glossary.site.settings import Settings, load
from tests.conftest import DATA

PLAIN = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_GB.UTF-8"}


@pytest.fixture(scope="module")
def german_site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published site whose pages are in German first, then in Arabic."""
    folder = tmp_path_factory.mktemp("german") / "site"
    shutil.copytree(DATA / "site", folder)
    with (folder / "glossary.toml").open("a", encoding="utf-8") as file:
        file.write('\ninterface_languages = "de ar"\n')
    settings = load(folder, {})
    publish(settings)
    return settings


def _failed(settings: Settings, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["--site", str(settings.site), *arguments], env=PLAIN)
    assert done.exit_code == 1, done.output
    [line] = done.stderr.splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", ""], "“WORDS” is empty."),
        (["lookup", "\t"], "“TERM” is empty."),
        (["lookup", "x" * 301], "“TERM” is longer than 300 characters."),
        (["search", "y", "--page", "-3"], "“--page” is less than 1."),
        (["lookup", "y", "--page", "two"], "“--page” is not a whole number."),
        (["search", "y", "--sector", "zoo"], "There is no sector “zoo”."),
    ],
)
def test_a_site_whose_pages_are_in_other_languages(
    german_site: Settings, arguments: list[str], told: str
) -> None:
    assert _failed(german_site, *arguments) == f"glossary: {told}"


def test_an_index_in_another_format_is_told_as_such(tmp_path: Path) -> None:
    shutil.copytree(DATA / "site", tmp_path / "site")
    settings = load(tmp_path / "site", {})
    publish(settings)
    [manifest] = settings.index_folder.glob("generations/*/manifest.json")
    manifest.write_text(json.dumps({"format": -1}))
    line = _failed(settings, "lookup", "library")
    assert line == (
        "glossary: Another version of the program published this site. Run: glossary publish"
    )
