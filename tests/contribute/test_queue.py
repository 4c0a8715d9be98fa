"""What the desk asks of the worklist, and what people have typed and not sent."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from glossary.catalogs.progress import Progress
from glossary.contribute import input_checks, people
from glossary.contribute.desk import drafts, queue, worklist
from glossary.contribute.desk.queue import progress
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Draft, Entry
from glossary.errors import Invalid
from glossary.site.settings import Settings
from tests import contributions

FR = ("heritage", "fr")
LIBRARY = (*FR, "library")


@pytest.fixture
def desk(make_site: Callable[[], Settings], database_url: str) -> Iterator[Store]:
    """A store whose worklist has the heritage words in French, and forty more texts."""
    settings = make_site()
    settings.database_url = database_url
    store = Store(settings)
    worklist.refresh(settings, store)
    with store.writing() as session:
        session.add_all(
            Entry(vocabulary="heritage", lang="fr", concept=f"c{n}", slot="prefLabel", data={},
                  position=100 + n, source=f"Word {n}", text=f"Слово {n}", state="review")
            for n in range(120)
        )  # fmt: skip
    yield store
    store.close()


def test_progress_counts_what_readers_see() -> None:
    found = progress({"prefLabel": {"done": 1, "missing": 1}, "definition": {"draft": 1}})
    assert found.states == {"missing": 1, "changed": 0, "review": 0, "draft": 1, "done": 1}
    assert (found.total, found.translated, found.percent, found.checked_percent) == (3, 2, 66, 33)
    assert Progress(progress({}).states).percent == 0


def test_pages_go_on_and_back_by_position(desk: Store) -> None:
    with desk.reading() as session:
        first, before, more = queue.page(session, *FR, "review")
        assert [e.concept for e in first] == [f"c{n}" for n in range(50)]
        assert (before, more) == (False, True)
        second, before, more = queue.page(session, *FR, "review", after=first[-1].position)
        assert (second[0].concept, before, more) == ("c50", True, True)
        last, before, more = queue.page(session, *FR, "review", after=second[-1].position)
        assert ([e.concept for e in last], before, more) == (
            [f"c{n}" for n in range(100, 120)],
            True,
            False,
        )
        back, before, more = queue.page(session, *FR, "review", before=last[0].position)
        assert ([e.concept for e in back], before, more) == (
            [e.concept for e in second],
            True,
            True,
        )
        back, before, more = queue.page(session, *FR, "review", before=second[0].position)
        assert (len(back), before, more) == (50, False, True)


def test_neighbours_in_a_queue(desk: Store) -> None:
    with desk.reading() as session:
        assert queue.neighbour(session, *FR, "review", 100) == "c1"
        assert queue.neighbour(session, *FR, "review", 101, is_next=False) == "c0"
        assert queue.neighbour(session, *FR, "review", 219) is None
        assert queue.neighbour(session, *FR, "review", 100, is_next=False) is None
        assert queue.neighbour(session, *FR, "draft", -1) == "library"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Word 11", {"c11", *(f"c{n}" for n in range(110, 120))}),
        ("слово 7", {"c7", *(f"c{n}" for n in range(70, 80))}),
        ("СЛОВО 99", {"c99"}),
        ("biblioth", {"library"}),
        ("100%", set()),
        ("_ord", set()),
        ("\\", set()),
        ("'; DROP TABLE entry; --", set()),
    ],
)
def test_search(desk: Store, text: str, found: set[str]) -> None:
    with desk.reading() as session:
        hits = queue.search(session, *FR, text)
        assert {entry.concept for entry in hits} == found
        assert queue.search(session, "heritage", "de", text) == []
        assert not {e.concept for e in queue.search(session, *FR, text, "draft")} - {"library"}


def test_a_search_shows_so_many_hits_at_most(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_FOUND", 7)
    with desk.reading() as session:
        assert len(queue.search(session, *FR, "Word")) == 7


def _propose(store: Store, slot: str, text: str) -> None:
    with store.writing() as session:
        place = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": slot}
        contributions.propose(session, **place, source="library", before="", text=text, data={})


def test_texts_terms_and_proposals_of_concepts(desk: Store) -> None:
    _propose(desk, "prefLabel", "librairie")
    _propose(desk, "prefLabel", "biblio")
    _propose(desk, "definition", "Un lieu.")
    with desk.reading() as session:
        slots = [entry.slot for entry in queue.texts(session, *LIBRARY)]
        assert slots == ["prefLabel", "altLabel", "definition"]
        assert queue.texts(session, *FR, "nothing") == []
        assert queue.terms(session, *FR, ["library", "c3", "nothing"]) == {
            "library": ("library", "bibliothèque"),
            "c3": ("Word 3", "Слово 3"),
        }
        assert [p.text for p in queue.proposed(session, *LIBRARY)] == [
            "librairie",
            "biblio",
            "Un lieu.",
        ]
        assert queue.proposed_slots(session, *FR, ["library", "c3"]) == {
            ("library", "prefLabel"),
            ("library", "definition"),
        }
        assert queue.proposed_slots(session, *FR, []) == set()


def test_who_has_translated(desk: Store) -> None:
    with desk.writing() as session:
        for author, slot in (("Awa", "a"), ("Luc", "b"), ("Luc", "c"), ("", "d")):
            session.add(
                Change(vocabulary="heritage", lang="fr", concept="library", slot=slot, before="",
                       after="x", data={}, origin="desk", author=author)
            )  # fmt: skip
    with desk.reading() as session:
        assert queue.translators(session, *FR) == [("Luc", 2), ("Awa", 1)]
        assert queue.translators(session, "heritage", "de") == []


# drafts


@pytest.fixture
def awa(desk: Store) -> int:
    with desk.writing() as session:
        made = people.create(session, "Awa Diop", "awa@example.org")
        session.flush()
        return made.id


def _save(store: Store, who: int, slot: str, text: str, **more: Any) -> None:
    with store.writing() as session:
        drafts.save(session, who, LIBRARY, slot, base="", text=text, data={}, **more)


def test_a_draft_is_kept_and_written_anew(desk: Store, awa: int) -> None:
    _save(desk, awa, "definition", "Une")
    _save(desk, awa, "definition", "Une mai\x00son")
    _save(desk, awa, "example", "Deux")
    with desk.reading() as session:
        kept = drafts.of_concept(session, awa, LIBRARY)
        assert {slot: draft.text for slot, draft in kept.items()} == {
            "definition": "Une maison",
            "example": "Deux",
        }
        assert drafts.of_concept(session, awa, (*FR, "summary")) == {}
        assert drafts.count(session, awa) == 2
        assert [d.concept for d in drafts.latest(session, awa)] == ["library"]
    with desk.writing() as session:
        drafts.drop(session, awa, LIBRARY, ["definition", "title"])
    with desk.reading() as session:
        assert [d.slot for d in session.scalars(select(Draft))] == ["example"]


def test_drafts_have_their_limits(desk: Store, awa: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid) as error:
        _save(desk, awa, "definition", "x" * (input_checks.MOST_IN_TEXT + 1))
    assert error.value.parameter == "definition"
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    _save(desk, awa, "definition", "Une")
    _save(desk, awa, "definition", "Une autre")
    with pytest.raises(Invalid):
        _save(desk, awa, "example", "Deux")
