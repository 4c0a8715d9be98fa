"""A folder that is not mounted is no empty site."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.contribute.desk import worklist
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Entry
from glossary.errors import Unavailable
from glossary.publish import fingerprint, publish
from glossary.site import folder_marks, paths
from glossary.site.catalogs import update_all
from glossary.site.folder_marks import MARK
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests import contributions

MakeSite = Callable[[], Settings]
FOLDERS = ("vocabularies", "translations")
EDIT = {
    "vocabulary": "heritage",
    "lang": "fr",
    "concept": "library",
    "slot": "prefLabel",
    "text": "médiathèque",
    "person_id": None,
}


def _unmount(settings: Settings, name: str, how: str) -> None:
    folder = settings.site / name
    if how == "without mark":
        (folder / MARK).unlink()
        return
    folder.rename(folder.with_name(f"{name} elsewhere"))
    if how != "gone":
        folder.mkdir()
    if how == "another site":
        (folder / MARK).write_text("0123456789abcdef\n", "ascii")


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("how", ["empty", "gone", "without mark", "another site"])
def test_everything_but_reading_refuses(make_site: MakeSite, name: str, how: str) -> None:
    settings = make_site()
    publish(settings)
    before = fingerprint(settings)
    store = Store(settings)
    worklist.refresh(settings, store)
    _unmount(settings, name, how)
    says = pytest.raises(Unavailable, match=rf"{name} has not the mark of this site .* mounted\?")
    with says:
        publish(settings)
    with says:
        worklist.refresh(settings, store)
    with says:
        contributions.edit(settings, store, **EDIT)
    with says:
        list(update_all(settings, None, ["de"]))
    with says:
        start_catalog(settings, "heritage", "de")
    with store.reading() as session:
        assert session.query(Change).count() == 0
        assert session.query(Entry).count() > 0
    store.close()
    assert how != "gone" or not (settings.site / name).exists()
    client = create_app(settings).test_client()
    ready = client.get("/health/ready")
    assert (ready.status_code, name in str(ready.json)) == (503, True)
    assert client.get("/api/v1/lookup?term=library").json["total"] > 0
    with says:
        folder_marks.mark(settings)
    folder = settings.site / name
    if how != "without mark":
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_name(f"{name} elsewhere").rename(folder)
    else:
        folder_marks.mark(settings, again=True)
    assert fingerprint(settings) == before
    publish(settings)
    assert create_app(settings).test_client().get("/health/ready").status_code == 200


def test_the_terminal_tells_it_in_one_line_and_mends_it(make_site: MakeSite) -> None:
    settings = make_site()
    place = {"GLOSSARY_SITE": str(settings.site)}
    assert CliRunner().invoke(main, ["publish"], env=place).exit_code == 0
    (settings.vocabularies / MARK).unlink()
    for command in (["publish"], ["publish", "--if-changed", "--anew"], ["catalogs", "update"]):
        if "--if-changed" in command:
            file = settings.vocabularies / "heritage.ttl"
            file.write_text(file.read_text("utf-8") + "\n# another\n", "utf-8")
        done = CliRunner().invoke(main, command, env=place)
        assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
        assert "glossary publish --mark-folders" in done.stderr
    assert CliRunner().invoke(main, ["publish", "--mark-folders"], env=place).exit_code == 0
    assert (settings.vocabularies / MARK).is_file()
    assert CliRunner().invoke(main, ["publish"], env=place).exit_code == 0


def test_the_shipped_folders_are_not_marked(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings.vocabularies == paths.VOCABULARIES
    assert folder_marks.mark(settings) == []
    assert not (paths.VOCABULARIES / MARK).exists()
    named = {
        "GLOSSARY_VOCABULARIES_FOLDER": str(paths.VOCABULARIES),
        "GLOSSARY_TRANSLATIONS_FOLDER": str(paths.TRANSLATIONS),
    }
    assert folder_marks.mark(load(tmp_path, named)) == []
    assert folder_marks.known(tmp_path / "instance") == ""


def test_a_folder_that_comes_later_is_marked_later(make_site: MakeSite) -> None:
    settings = make_site()
    later = settings.translations.rename(settings.site / "later")
    publish(settings)
    later.rename(settings.site / "translations")
    assert folder_marks.mark(settings) == [settings.translations]
    assert folder_marks.mark(settings) == []


def test_two_machines_with_the_same_folders_have_one_mark(make_site: MakeSite) -> None:
    first = make_site()
    publish(first)
    second = load(first.site.parent / "second", {})
    second.site.mkdir()
    for name in FOLDERS:
        (second.site / name).symlink_to(first.site / name)
    assert folder_marks.mark(second) == []
    assert folder_marks.known(first.instance) == folder_marks.known(second.instance) != ""
