"""Errors of the system and of databases, in the terminal: one line that names what and where."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.catalogs.po import files as po_files
from glossary.cli.main import main
from glossary.contribute.store import Store
from glossary.errors import failures
from glossary.site import paths
from glossary.site.settings import load
from glossary.web.interface_texts import texts
from tests.conftest import DATA

# A process that may write files of so many bytes at most, as on a disk that is nearly full.
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from glossary.cli.main import main
main(sys.argv[2:])
"""
# Root without its right to write what belongs to others.
UNABLE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner,-chown")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that nothing is published of."""
    folder = tmp_path / "site"
    shutil.copytree(DATA / "site", folder)
    return folder


def ran(site: Path, *command: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site), *command])


def one_line(done: Result) -> str:
    """Return what was said where that is one line and the command failed."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("glossary: ")]
    assert done.exit_code == 1, done.output
    assert len(lines) == 1, done.output
    assert "Traceback" not in done.output
    return lines[0]


def process(
    site: Path, script: str, *arguments: str, by: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*by, sys.executable, "-c", script, *arguments],
        env=environment,
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("most", [0, 9_000, 30_000])
def test_a_full_disk_is_told_and_nothing_is_left_half(site: Path, most: int) -> None:
    kept = files(site / "vocabularies") | files(site / "translations")
    for command in (("publish", "--quiet"), ("publish", "--anew"), ("people", "list")):
        done = process(site, LIMITED, str(most), "--site", str(site), *command)
        if most and command[0] == "people":
            continue
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert "no room left" in done.stderr or "the disk is full" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert files(site / "vocabularies") | files(site / "translations") == kept
    instance = site / "instance"
    assert not [*instance.glob("index/generations/*")]
    assert not (instance / "index" / "current").exists()
    assert not (instance / "contributions.sqlite").exists() or most
    assert process(site, LIMITED, str(2**30), "--site", str(site), "publish").returncode == 0


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("setpriv"), reason="needs root, who gives up its rights"
)
@pytest.mark.parametrize("command", ["publish", "people list", "catalogs update heritage"])
def test_a_folder_that_may_not_be_written_is_told(site: Path, command: str) -> None:
    for path in (site, *site.rglob("*")):
        os.chown(path, 65534, 65534)
    kept = files(site)
    script = "from glossary.cli.main import main; main()"
    done = process(site, script, "--site", str(site), *command.split(), by=UNABLE)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert "may not be used" in line
    assert str(site) in line
    assert files(site) == kept


def test_a_damaged_database_is_told(site: Path) -> None:
    settings = load(site, {})
    settings.instance.mkdir()
    file = settings.instance / "contributions.sqlite"
    file.write_bytes(b"neither a database nor anything else " * 90)
    said = one_line(ran(site, "people", "list"))
    assert "contributions.sqlite is damaged" in said
    assert file.read_bytes().startswith(b"neither")


def test_a_database_with_holes_is_told(site: Path) -> None:
    settings = load(site, {})
    store = Store(settings)
    assert store.engine
    store.close()
    file = settings.instance / "contributions.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    assert "contributions.sqlite is damaged" in one_line(ran(site, "people", "list"))


def test_a_database_that_is_a_folder_is_told(site: Path) -> None:
    (site / "instance" / "contributions.sqlite").mkdir(parents=True)
    assert "contributions.sqlite" in one_line(ran(site, "people", "list"))


@pytest.mark.parametrize(
    ("wrong", "command"),
    [
        (lambda site: (site / "instance").write_text("a file"), "publish"),
        (lambda site: (site / "instance").write_text("a file"), "people list"),
        (lambda site: (site / "translations/fr/LC_MESSAGES/heritage.po").mkdir(), "publish"),
        (lambda site: (site / "vocabularies/more.ttl").mkdir(), "publish"),
    ],
)
def test_a_folder_and_a_file_in_each_others_place_are_told(
    site: Path, wrong: Callable[[Path], object], command: str
) -> None:
    for path in site.glob("translations/fr/LC_MESSAGES/heritage.po"):
        path.unlink()
    wrong(site)
    done = ran(site, *command.split())
    if done.exit_code:
        one_line(done)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_site_cannot_be_made_where_nothing_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = CliRunner().invoke(main, ["init", str(tmp_path / "file" / "inside")])
    assert str(tmp_path / "file") in one_line(done)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/s/a.po"), "/s/a.po darf nicht"),
        (OSError(errno.ENOSPC, "No space left on device"), "Platz mehr für eine Datei."),
        (OSError(errno.EIO, "Input/output error", "/s/b.po"), "/s/b.po konnte nicht gelesen"),
    ],
)
def test_errors_of_the_system_are_told_in_the_reader_s_language(error: OSError, told: str) -> None:
    german = texts(paths.TRANSLATIONS, "de").gettext
    for known in (failures.of_system(error), failures.broken(error, "a.po")):
        said = known.text(german)
        assert told in said
        assert "Errno" not in said
        assert str(error.strerror) not in said


def test_what_cannot_be_written_is_named_whatever_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")  # as a stream says it

    monkeypatch.setattr(os, "fsync", full)
    path = tmp_path / "de" / "heritage.po"
    with pytest.raises(OSError, match="No space left") as found:
        po_files.write(path, b"text")
    assert found.value.filename == str(path)
    assert not [*path.parent.iterdir()]
