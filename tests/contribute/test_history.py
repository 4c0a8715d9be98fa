"""Histories and differences."""

import random

import pytest

from glossary.contribute import notices
from glossary.contribute.proposals import history
from glossary.contribute.proposals.history import difference
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Event, Person, Proposal

PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "", []),
        ("a", "a", [("same", "a")]),
        ("", "new", [("new", "new")]),
        ("old", "", [("gone", "old")]),
        ("an old word", "a new word", [("gone", "an old"), ("new", "a new"), ("same", " word")]),
        (
            "the quick brown fox",
            "the slow brown cat",
            [
                ("same", "the "),
                ("gone", "quick"),
                ("new", "slow"),
                ("same", " brown "),
                ("gone", "fox"),
                ("new", "cat"),
            ],
        ),
        ("图书馆学", "图书馆", [("same", "图书馆"), ("gone", "学")]),
        ("ห้องสมุด", "ห้อง", [("same", "ห้อง"), ("gone", "สมุด")]),
        ("مكتبة عامة", "مكتبة", [("same", "مكتبة"), ("gone", " عامة")]),
    ],
)
def test_differences_are_marked_by_words_or_characters(
    before: str, after: str, parts: list[tuple[str, str]]
) -> None:
    assert difference(before, after) == parts


def test_nothing_is_lost_in_a_difference() -> None:
    chance = random.Random(1)
    for _ in range(500):
        one, other = (
            "".join(chance.choice("ab c图书é\n.") for _ in range(chance.randrange(40)))
            for _ in range(2)
        )
        parts = difference(one, other)
        assert "".join(text for kind, text in parts if kind != "new") == one
        assert "".join(text for kind, text in parts if kind != "gone") == other
        assert all(text for _, text in parts)


def test_very_long_texts_are_compared_as_a_whole() -> None:
    one, other = "a b " * 5_000, "c d " * 5_000
    assert difference(f"x {one} y", f"x {other} y") == [
        ("same", "x "),
        ("gone", one.rstrip()),
        ("new", other.rstrip()),
        ("same", "  y"),
    ]


def changed(**other: object) -> Change:
    values = {**PLACE, "before": "a", "after": "b", "data": {}, "origin": "desk", **other}
    return Change(**values)


def test_steps_name_who_where_and_from_what(store: Store) -> None:
    with store.writing() as session:
        who = Person(name="Rosa", email="rosa@example.org", session_mark="x")
        session.add(who)
        session.flush()
        first = changed(author="Awa", decider_id=who.id, origin="proposal")
        session.add_all(
            [first, changed(lang="es"), changed(slot="definition"), changed(concept="x")]
        )
        session.flush()
        session.add(
            Proposal(key="k", **PLACE, source="", before="a", text="b", data={}, change_id=first.id)
        )
    with store.reading() as session:
        steps, total = history.steps(session, "heritage", "library")
        assert total == 3
        oldest = steps[-1]
        assert (oldest.author, oldest.decider, oldest.key) == ("Awa", "Rosa", "k")
        assert history.steps(session, "heritage", "library", "es")[1] == 1
        assert history.steps(session, "heritage", "library", "", "definition")[1] == 1
        assert history.steps(session, "heritage", "library", page=2)[0] == []


def test_news_of_all_kinds_stand_in_one_list(store: Store) -> None:
    with store.writing() as session:
        session.add_all([changed(), changed(origin="file"), changed(lang="es")])
        session.add(Event(kind="new", **PLACE, after="library"))
        session.add(Event(kind="source", **{**PLACE, "lang": ""}, before="x", after="y"))
        values = {"source": "", "before": "a", "text": "b", "data": {}}
        session.add(Proposal(key="open", **PLACE, **values))
        declined = Proposal(key="k", **PLACE, **values, state="declined", name="Awa")
        session.add(declined)
        session.flush()
        declined.decided = declined.created
    with store.reading() as session:
        found, more = notices.news(session, "fr")
        assert sorted(one.kind for one in found) == ["changed", "declined", "new", "source"]
        assert not more
        assert [one.made for one in found] == sorted((one.made for one in found), reverse=True)
        assert next(one.key for one in found if one.kind == "declined") == "k"
        assert all(one.made.tzinfo for one in found)
        assert len(notices.news(session, "")[0]) == 5
        assert sorted(one.kind for one in notices.news(session, "es")[0]) == ["changed", "source"]


def test_news_are_paged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "PER_PAGE", 2)
    with store.writing() as session:
        session.add_all([changed(after=str(n)) for n in range(5)])
    with store.reading() as session:
        pages = [notices.news(session, "fr", page) for page in (1, 2, 3, 4)]
    assert [len(found) for found, _ in pages] == [2, 2, 1, 0]
    assert [more for _, more in pages] == [True, True, False, False]
    assert len({one.id for found, _ in pages for one in found}) == 5
