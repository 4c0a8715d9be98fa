"""Machines with an index of their own show what others decide, and no publication is lost."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from glossary.contribute import following, index_copies
from glossary.contribute.following import follow, follow_once
from glossary.contribute.index_copies import take, want
from glossary.contribute.proposals import completing
from glossary.contribute.shared_tables import IndexCopy, Owed
from glossary.contribute.store import Store
from glossary.contribute.tables import now
from glossary.errors import BrokenSource
from glossary.publish.turns import publish_in_turn
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings
from tests import contributions
from tests.contribute import machines
from tests.contribute.machines import LANG, VOCABULARY
from tests.patience import wait_until

PLACE = {"vocabulary": VOCABULARY, "lang": LANG, "slot": "prefLabel", "person_id": None}


@dataclass
class Machine:
    """A machine with what it holds open."""

    settings: Settings
    store: Store

    def terms(self, concept: str) -> list[str]:
        """Return the terms of a concept that readers see here."""
        record = Reader(self.settings).concept(VOCABULARY, concept)
        return [one["text"] for one in record["terms"].get(LANG, ())]

    def row(self) -> IndexCopy:
        """Return what is known of its copy of the index."""
        with self.store.reading() as session:
            return session.get_one(IndexCopy, index_copies.key_of(self.settings))

    def owed(self) -> int:
        """Return how much is owed to it."""
        return len(index_copies.owed(self.settings, self.store))

    def forget_lease(self) -> None:
        """Let the time pass that a publication is waited for."""
        with self.store.writing() as session:
            session.execute(update(IndexCopy).values(until=None, again=None))


@pytest.fixture
def kind() -> str:
    """Files are of one machine; all of this needs a server."""
    return "postgresql"


@pytest.fixture
def pair(tmp_path: Path, database_url: str) -> Iterator[list[Machine]]:
    """Two machines that have published the same."""
    begun = machines.begin(tmp_path, database_url, "ab", 4)
    made = [Machine(settings, Store(settings)) for settings in begun]
    yield made
    for one in made:
        one.store.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The machines of which a process was started to publish, which dies at once."""
    made: list[Path] = []
    monkeypatch.setattr(incremental, "publish_soon", lambda settings: made.append(settings.site))
    return made


def test_what_one_shows_the_other_shows_next(pair: list[Machine], asked: list[Path]) -> None:
    a, b = pair
    for n, word in enumerate(("llif", "morthwyl", "gefail"), 1):
        contributions.edit(a.settings, a.store, concept=f"t{n}", text=word, **PLACE)
    assert (a.owed(), b.owed()) == (0, 3)
    assert b.terms("t1") == []
    follow_once(b.settings, b.store)
    assert [b.terms(f"t{n}") for n in (1, 2, 3)] == [["llif"], ["morthwyl"], ["gefail"]]
    contributions.edit(b.settings, b.store, concept="t1", text="llifiau", **PLACE)
    assert (a.owed(), b.owed()) == (1, 0)
    follow_once(a.settings, a.store)
    assert a.terms("t1") == b.terms("t1") == ["llifiau"]
    assert asked == []


def test_what_only_a_publication_shows_is_published_on_both(
    pair: list[Machine], asked: list[Path]
) -> None:
    a, b = pair
    contributions.edit(a.settings, a.store, concept="t0", text="ein gair", **PLACE)
    follow_once(b.settings, b.store)
    contributions.edit(a.settings, a.store, concept="t0", text="", **PLACE)
    assert asked == [a.settings.site]
    assert not take(a.settings, a.store)  # somebody has begun
    a.forget_lease()  # and has died
    follow_once(a.settings, a.store)
    assert asked == [a.settings.site] * 2
    publish_in_turn(a.settings)
    assert a.terms("t0") == ["own 0"]
    assert b.terms("t0") == ["ein gair"]
    follow_once(b.settings, b.store)
    assert asked[2:] == [b.settings.site]
    publish_in_turn(b.settings)
    assert b.terms("t0") == ["own 0"]
    for one in pair:
        one.forget_lease()
        assert not take(one.settings, one.store)
        assert one.owed() == 0


def test_one_that_died_before_it_showed_anything_is_followed_by_the_other(
    pair: list[Machine], asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair
    with monkeypatch.context() as patch:
        patch.setattr("glossary.contribute.proposals.showing.show_soon", lambda *place: None)
        contributions.edit(a.settings, a.store, concept="t2", text="bwyell", **PLACE)
    assert completing.complete(b.settings, b.store).catalogs == 1
    assert b.terms("t2") == ["bwyell"]
    follow_once(a.settings, a.store)
    assert a.terms("t2") == ["bwyell"]


def test_a_failure_is_kept_and_tried_again_after_a_pause(pair: list[Machine]) -> None:
    a, _ = pair
    want(a.settings, a.store)
    broken = a.settings.vocabularies / "zzz.ttl"
    broken.write_text("<a>\n<b> .\n", "utf-8")
    for times in (1, 2):
        with pytest.raises(BrokenSource):
            publish_in_turn(a.settings)
        assert a.row().failures == times
        assert "zzz.ttl" in a.row().error
    assert not take(a.settings, a.store)
    a.forget_lease()
    assert take(a.settings, a.store)
    broken.unlink()
    publish_in_turn(a.settings)
    assert (a.row().failures, a.row().error) == (0, "")
    assert not take(a.settings, a.store)


def test_what_becomes_due_while_one_is_at_work_is_done_after_it(
    pair: list[Machine],
) -> None:
    a, _ = pair
    want(a.settings, a.store)
    late: list[bool] = []

    def progress(phase: str, done: int, total: int) -> None:
        if not late:
            late.append(True)
            want(a.settings, a.store)

    publish_in_turn(a.settings, progress)
    assert take(a.settings, a.store)
    publish_in_turn(a.settings)
    assert not take(a.settings, a.store)


def test_of_many_that_look_one_publishes(pair: list[Machine]) -> None:
    a, _ = pair
    want(a.settings, a.store)
    a.forget_lease()
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append(take(a.settings, a.store))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False] * 5 + [True]


def test_an_index_that_nobody_knows_any_more_is_published(
    pair: list[Machine], asked: list[Path]
) -> None:
    a, b = pair
    with a.store.writing() as session:
        moment = now() - timedelta(days=index_copies.KEPT_DAYS + 1)
        key = index_copies.key_of(b.settings)
        session.execute(update(IndexCopy).where(IndexCopy.key == key).values(seen=moment))
        key = index_copies.key_of(a.settings)
        moment = now() - timedelta(days=1)
        session.execute(update(IndexCopy).where(IndexCopy.key == key).values(seen=moment))
    contributions.edit(a.settings, a.store, concept="t1", text="llif", **PLACE)
    assert b.owed() == 1
    follow_once(a.settings, a.store)
    with a.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(IndexCopy)) == 1
        assert session.scalar(select(func.count()).select_from(Owed)) == 0
    follow_once(b.settings, b.store)
    assert asked == [b.settings.site]


def test_a_file_that_is_not_yet_here_is_waited_for(pair: list[Machine], asked: list[Path]) -> None:
    a, b = pair
    path = b.settings.translations / "cy" / "LC_MESSAGES" / f"{VOCABULARY}.po"
    old = path.read_bytes()
    contributions.edit(a.settings, a.store, concept="t1", text="llif", **PLACE)
    new = path.read_bytes()
    path.write_bytes(old)  # as a cache of a shared disk may still have it
    follow_once(b.settings, b.store)
    assert (b.owed(), b.terms("t1")) == (1, [])
    path.write_bytes(new)
    follow_once(b.settings, b.store)
    assert (b.owed(), b.terms("t1")) == (0, ["llif"])


def test_a_machine_follows_until_it_is_stopped(
    pair: list[Machine], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a, b = pair
    monkeypatch.setattr(following, "_SECONDS", 0.05)
    stopped = threading.Event()
    thread = threading.Thread(target=follow, args=(b.settings, stopped))
    thread.start()
    contributions.edit(a.settings, a.store, concept="t3", text="ebill", **PLACE)
    wait_until(lambda: b.terms("t3") == ["ebill"])
    stopped.set()
    thread.join()
    assert caplog.text == ""
