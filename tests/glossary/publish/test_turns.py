"""Publications one after the other, what they note of decided changes, and what they log."""

import fcntl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.contribute.proposals import completing, showing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.publish import publish, turns
from glossary.publish.turns import publish_in_turn
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings
from index import background, build_index
from tests import contributions
from tests.patience import wait_until

EMPTIED = {"vocabulary": "heritage", "lang": "fr", "concept": "summary", "slot": "prefLabel"}
"""What the vocabulary's own file says in its place, only a publication can tell."""


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


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The publications that were asked for and do not begin."""
    made: list[Settings] = []
    monkeypatch.setattr(incremental, "publish_soon", made.append)
    return made


def is_locked(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def is_shown(store: Store, change: Change | None) -> bool:
    assert change is not None
    with store.reading() as session:
        return session.get_one(Change, change.id).shown is not None


def test_one_waits_and_further_ones_leave_it_to_that(settings: Settings) -> None:
    waiting = settings.index_folder / "waiting.lock"
    builder = build_index(settings.index_folder)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(publish_in_turn, settings, anew=True, wait=True)
        wait_until(lambda: is_locked(waiting))
        assert publish_in_turn(settings, wait=True) is None
        builder.abort()
        done = first.result()
    assert done is not None
    assert Reader(settings).generation() == done.generation
    assert not is_locked(waiting)


def test_who_comes_while_one_reads_waits_in_turn(settings: Settings) -> None:
    lines: list[bool] = []

    def progress(phase: str, done: int, total: int) -> None:
        lines.append(is_locked(settings.index_folder / "waiting.lock"))

    assert publish_in_turn(settings, progress, wait=True) is not None
    assert True not in lines


def test_a_change_that_waits_is_shown_when_it_was_published(
    settings: Settings, store: Store, asked: list[Settings]
) -> None:
    made = contributions.edit(settings, store, **EMPTIED, text="", person_id=None)
    assert asked == [settings]
    assert not is_shown(store, made)
    assert completing.complete(settings, store).catalogs == 1  # and it is asked for again
    assert asked == [settings, settings]
    assert not is_shown(store, made)
    assert publish_in_turn(settings) is not None
    assert is_shown(store, made)
    record = Reader(settings).concept("heritage", "summary")
    assert [term["text"] for term in record["terms"]["fr"]] == ["résumé"]
    assert completing.complete(settings, store).catalogs == 0


def test_what_was_decided_after_it_began_still_waits(
    settings: Settings, store: Store, asked: list[Settings]
) -> None:
    first = contributions.edit(settings, store, **EMPTIED, text="", person_id=None)
    later: list[Change | None] = []

    def progress(phase: str, done: int, total: int) -> None:
        if not later:
            place = {**EMPTIED, "concept": "library", "slot": "definition"}
            later.append(contributions.edit(settings, store, **place, text="", person_id=None))

    publish_in_turn(settings, progress)
    assert is_shown(store, first)
    assert not is_shown(store, later[0])
    publish_in_turn(settings)
    assert is_shown(store, later[0])


def test_those_that_wait_do_not_stop_the_others(
    settings: Settings, store: Store, asked: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "_MOST_AT_ONCE", 1)
    with monkeypatch.context() as patch:
        patch.setattr(showing, "show_newest", lambda *place: None)
        older = contributions.edit(
            settings, store, **{**EMPTIED, "concept": "library"}, text="lieu", person_id=None
        )
        waits = contributions.edit(settings, store, **EMPTIED, text="", person_id=None)
    completing.complete(settings, store)
    assert is_shown(store, older)
    assert not is_shown(store, waits)


def test_it_is_published_without_its_database(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.database_url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    done = publish_in_turn(settings)
    assert done is not None
    assert done.concepts["heritage"] == 6  # the withdrawn one is not counted
    assert "published without the database" in caplog.text
    assert turns.PATIENCE_SECONDS > 0


@pytest.mark.slow
def test_one_that_is_asked_for_while_another_is_at_work_is_done_after_it(
    settings: Settings, store: Store
) -> None:
    log = settings.index_folder / background.LOG
    builder = build_index(settings.index_folder)
    made = contributions.edit(settings, store, **EMPTIED, text="", person_id=None)
    assert not is_shown(store, made)
    wait_until(lambda: is_locked(settings.index_folder / "waiting.lock"))
    builder.abort()
    wait_until(lambda: "ended with 0: " in log.read_text("utf-8"))
    assert "glossary.cli" in log.read_text("utf-8")
    assert is_shown(store, made)
    assert Reader(settings).concept("heritage", "summary")["terms"]["fr"][0]["text"] == "résumé"


@pytest.mark.slow
def test_why_one_failed_is_in_the_log(settings: Settings) -> None:
    (settings.vocabularies / "objects.ttl").write_text("<a>\n<b> .\n", "utf-8")
    incremental.publish_soon(settings)
    log = settings.index_folder / background.LOG
    wait_until(lambda: "ended with 1: " in log.read_text("utf-8"))
    assert "glossary: objects.ttl" in log.read_text("utf-8")
