"""What all tests share: a small site of our own, published once, and its application."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from glossary.contribute import store
from glossary.contribute.people import passwords
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests import cheap

hypothesis_settings.register_profile("unhurried", hypothesis_settings(), deadline=None)
hypothesis_settings.load_profile("unhurried")  # no test depends on how busy the machine is
HERE = Path(__file__).parent
DATA = HERE / "data"
CHECKOUT = HERE.parent
SHARED = Path(os.environ.get("GLOSSARY_SHARED", CHECKOUT.parent / "shared"))


def pytest_collection_finish() -> None:
    """Leave what is there for the whole session out of all later searches for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def cheaply(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What takes long is done once for all tests; see `tests/cheap.py`."""
    with cheap.everything(tmp_path_factory.mktemp("cheap")):
        yield


@pytest.fixture
def migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases are made by the migrations."""
    monkeypatch.setattr(store, "_migrate", cheap.migrate)


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of passwords cost what they cost on a site."""
    monkeypatch.setattr(passwords, "_hasher", cheap.hasher)
    monkeypatch.setattr(passwords, "NOBODY", cheap.nobody)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party data, which is not part of the project."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no third-party data: set GLOSSARY_SHARED to its folder")
    return SHARED / "data"


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[], Settings]:
    """A function that makes a fresh copy of the small site and returns its settings."""

    def make() -> Settings:
        folder = tmp_path / "site"
        shutil.copytree(DATA / "site", folder)
        return load(folder, {})

    return make


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as it was just published, which nobody uses; to be copied."""
    folder = tmp_path_factory.mktemp("published") / "site"
    shutil.copytree(DATA / "site", folder)
    publish(load(folder, {}))
    return folder


@pytest.fixture(scope="session")
def site(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the small site, published; not to be changed."""
    return load(shutil.copytree(published, tmp_path_factory.mktemp("small") / "site"), {})


@pytest.fixture
def own_site(published: Path, tmp_path: Path) -> Settings:
    """The settings of a copy of the small site, published, that a test may change."""
    return load(shutil.copytree(published, tmp_path / "site"), {})


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the bundled glossary, published; not to be changed."""
    settings = load(tmp_path_factory.mktemp("bundled"), {})
    publish(settings)
    return settings


@pytest.fixture(scope="session")
def reader(site: Settings) -> Reader:
    return Reader(site)


@pytest.fixture(scope="session")
def bundled_reader(bundled: Settings) -> Reader:
    return Reader(bundled)


@pytest.fixture(scope="session")
def listed_records(reader: Reader) -> list[bytes]:
    """The records of all concepts of the small site that are in its lists."""
    listed = {
        (id, entry.id): None
        for id, vocabulary in reader.site().vocabularies.items()
        for lang in vocabulary["languages"]
        for letter, _ in reader.letters(id, lang)
        for entry in reader.by_letter(id, lang, letter, 0, 1000)
    }
    return [reader.concept_bytes(vocabulary, id) for vocabulary, id in listed]


@pytest.fixture(scope="session")
def app(site: Settings) -> Flask:
    return create_app(site, config={"TESTING": True})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def bundled_app(bundled: Settings) -> Flask:
    return create_app(bundled, config={"TESTING": True})


@pytest.fixture
def bundled_client(bundled_app: Flask) -> FlaskClient:
    return bundled_app.test_client()
