"""A publication does not go back to older files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.catalogs.po import files
from glossary.cli.main import main
from glossary.contribute.store import Store
from glossary.errors import BrokenSource
from glossary.publish import ages, publish
from glossary.reader import Reader
from glossary.site.settings import Settings
from tests import contributions

AWAY = "postgresql+psycopg://nobody@127.0.0.1:1/several"
PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    made = make_site()
    publish(made)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = Store(settings)
    yield made
    made.close()


@contextmanager
def several(settings: Settings) -> Iterator[None]:
    """Let the site be one of several machines, whose database does not answer now."""
    settings.database_url = AWAY
    yield
    settings.database_url = ""


def _catalog(settings: Settings) -> Path:
    return files.catalog_path(settings.translations, "fr", "heritage")


def _term(settings: Settings) -> str:
    record = Reader(settings).concept("heritage", "library")
    return str(record["terms"]["fr"][0]["text"])


def test_a_catalog_without_decisions_that_are_published_is_refused(
    settings: Settings, store: Store
) -> None:
    path = _catalog(settings)
    kept = [path.read_bytes()]
    for text in ("médiathèque", "bibliothèque publique"):
        contributions.edit(settings, store, **PLACE, text=text, person_id=None)
        kept.append(path.read_bytes())
    for old in kept[:2]:
        path.write_bytes(old)
        for anew in (False, True):
            with (
                several(settings),
                pytest.raises(BrokenSource, match=r"fr/LC_MESSAGES/heritage\.po: it is older"),
            ):
                publish(settings, anew=anew)
            settings.database_url = ""
    assert _term(settings) == "bibliothèque publique"
    path.write_bytes(kept[2])
    with several(settings):
        publish(settings)
    path.write_bytes(kept[1])
    settings.database_url = AWAY
    with pytest.raises(BrokenSource, match="it is older than what is published"):
        publish(settings)
    publish(settings, older=True)
    assert _term(settings) == "médiathèque"
    publish(settings)
    path.write_bytes(kept[0])
    settings.database_url = ""
    publish(settings)  # one machine does what it is told


def test_a_catalog_that_is_gone_is_refused_and_its_vocabulary_may_go(
    settings: Settings, store: Store
) -> None:
    contributions.edit(settings, store, **PLACE, text="médiathèque", person_id=None)
    path = _catalog(settings)
    away = path.rename(path.with_suffix(".away"))
    place = {"GLOSSARY_SITE": str(settings.site), "GLOSSARY_DATABASE_URL": AWAY}
    done = CliRunner().invoke(main, ["publish"], env=place)
    assert done.exit_code == 1
    assert "heritage.po: it is not there, and its decisions" in done.stderr.splitlines()[-1]
    assert CliRunner().invoke(main, ["publish", "--older"], env=place).exit_code == 0
    away.rename(path)
    settings.database_url = AWAY
    publish(settings)
    path.unlink()
    for file in settings.vocabularies.glob("heritage.*"):
        file.unlink()
    publish(settings)


def test_a_catalog_that_somebody_edits_is_not_older(settings: Settings, store: Store) -> None:
    contributions.edit(settings, store, **PLACE, text="médiathèque", person_id=None)
    path = _catalog(settings)
    path.write_text(path.read_text("utf-8").replace("médiathèque", "cinémathèque"), "utf-8")
    publish(settings)
    assert _term(settings) == "cinémathèque"


def test_a_vocabulary_goes_back_only_on_one_machine(settings: Settings) -> None:
    file = settings.vocabularies / "heritage.ttl"
    old = file.read_text("utf-8")
    for text in (old + "\n# newer\n", old):
        file.write_text(text, "utf-8")
        publish(settings)
    published = Reader(settings).index.metadata()
    settings.database_url = AWAY
    assert ages.checked(settings, published, older=False)
    file.write_text(old + "\n# newer\n", "utf-8")
    with pytest.raises(BrokenSource, match=r"heritage\.ttl: it is as it was published before"):
        ages.checked(settings, published, older=False)
    made = ages.checked(settings, published, older=True)
    assert ages.checked(settings, made, older=False) == made
    file.write_text(old + "\n# newest\n", "utf-8")
    assert ages.checked(settings, made, older=False)
