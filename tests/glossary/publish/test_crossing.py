"""A publication and accepted proposals that cross, at every step of one within the other."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from glossary.catalogs.po import files
from glossary.contribute.desk import worklist
from glossary.contribute.proposals import commits, completing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Proposal
from glossary.publish import publish
from glossary.publish.turns import publish_in_turn
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings
from index.embedded.writing.builder import EmbeddedBuilder
from tests import contributions

SOURCES = {"library": "library", "institution": "institution", "summary": "summary"}
WAYS = ("in place", "anew")
ROUNDS = 3


def _reword(settings: Settings, old: str, new: str) -> None:
    """Change the vocabulary's own file."""
    file = settings.vocabularies / "heritage.ttl"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    made = make_site()
    # a withdrawn concept learns the new name of its successor with the next publication only
    _reword(made, "isReplacedBy <library>", "isReplacedBy <tree>")
    publish(made)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = Store(settings)
    yield made
    made.close()


def accept(settings: Settings, store: Store, text: str, concept: str = "library") -> Change:
    """Have a wording of a French term proposed, and accept it."""
    with store.writing() as session:
        key = contributions.propose(
            session, vocabulary="heritage", lang="fr", concept=concept, slot="prefLabel",
            source=SOURCES[concept], before="", text=text, name="Awa",
        ).key  # fmt: skip
    return contributions.accept(settings, store, key=key, person_id=None, confirmed=True)


def shown(settings: Settings, concept: str = "library") -> str:
    terms: list[dict[str, str]] = Reader(settings).concept("heritage", concept)["terms"]["fr"]
    return terms[0]["text"]


def in_catalog(settings: Settings, concept: str = "library") -> str:
    path = files.catalog_path(settings.translations, "fr", "heritage")
    [found] = [one for one in files.read(path) if one.context == f"{concept}|prefLabel"]
    return str(found.string)


def check_whole(settings: Settings, store: Store, concept: str, text: str) -> None:
    """Catalog, index and database say the same, and nothing is left to be done."""
    assert in_catalog(settings, concept) == text
    assert shown(settings, concept) == text
    assert Reader(settings).lookup(text, "fr")[0].id == concept
    assert completing.complete(settings, store).catalogs == 0
    assert publish(settings).changed == 0
    assert shown(settings, concept) == text
    with store.reading() as session:
        assert {one.state for one in session.scalars(select(Proposal))} == {"accepted"}
        for change in session.scalars(select(Change)):
            assert change.written, change.after
            assert change.shown, change.after


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("phase", ["before", "reading", "indexing", "finishing", "swapped"])
def test_accepted_while_a_publication_is_at_work(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, way: str, phase: str
) -> None:
    _reword(settings, '"school"@en', '"school (place)"@en')
    waiting = ["médiathèque"]

    def take() -> None:
        if waiting:
            accept(settings, store, waiting.pop())

    def progress(reached: str, done: int, total: int) -> None:
        if reached == phase:
            take()

    real = EmbeddedBuilder.commit

    def commit(self: Any, *values: Any) -> Any:
        made = real(self, *values)
        if phase == "swapped":
            take()
        return made

    if phase == "before":
        take()
    monkeypatch.setattr(EmbeddedBuilder, "commit", commit)
    assert publish_in_turn(settings, progress, anew=way == "anew") is not None
    take()  # a step that this way of publishing does not have
    check_whole(settings, store, "library", "médiathèque")
    assert Reader(settings).concept("heritage", "school")["terms"]["en"][0]["text"] == (
        "school (place)"
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("module", "name", "after"),
    [
        (files, "write", False),
        (files, "write", True),
        (worklist, "put", True),
        (incremental, "show", True),
        (commits, "commit_due", True),
    ],
)
def test_published_in_the_middle_of_an_acceptance(
    settings: Settings,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    after: bool,
    way: str,
) -> None:
    _reword(settings, '"school"@en', '"school (place)"@en')
    real, waiting = getattr(module, name), [True]

    def crossed(*values: Any, **named: Any) -> Any:
        made = real(*values, **named) if after else None
        if waiting:
            waiting.pop()
            assert publish_in_turn(settings, anew=way == "anew") is not None
        return made if after else real(*values, **named)

    monkeypatch.setattr(module, name, crossed)
    accept(settings, store, "médiathèque")
    assert not waiting
    monkeypatch.undo()
    check_whole(settings, store, "library", "médiathèque")


@pytest.mark.parametrize("way", WAYS)
def test_both_at_once_without_a_word_between_them(
    settings: Settings, store: Store, way: str
) -> None:
    failures: list[BaseException] = []
    ended = threading.Event()

    def publish_again() -> None:
        try:
            while not ended.is_set():
                publish_in_turn(settings, anew=way == "anew", wait=True)
        except BaseException as error:
            failures.append(error)

    beside = threading.Thread(target=publish_again)
    beside.start()
    try:
        for number in range(ROUNDS):
            for concept in SOURCES:
                accept(settings, store, f"{concept} mot {number}", concept)
                assert shown(settings, concept) == f"{concept} mot {number}"
    finally:
        ended.set()
        beside.join()
    assert not failures
    completing.complete(settings, store)
    publish_in_turn(settings)
    for concept in SOURCES:
        check_whole(settings, store, concept, f"{concept} mot {ROUNDS - 1}")
