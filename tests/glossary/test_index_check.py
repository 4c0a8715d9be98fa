"""`glossary check --index`: damaged files by name; publishing does not carry them on."""

import shutil
from pathlib import Path

from click.testing import CliRunner

from glossary.cli import main
from glossary.publish import publish
from glossary.settings import load
from glossary.web import create_app
from tests.conftest import DATA


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
    client = create_app(settings).test_client()
    for path in ("/en/heritage/library", "/api/v1/lookup?term=library", "/health/ready"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "damaged" in answer.text
    publish(settings)
    assert CliRunner().invoke(main, ["--site", str(site), "check", "--index"]).exit_code == 0
    assert create_app(settings).test_client().get("/en/heritage/library").status_code == 200
