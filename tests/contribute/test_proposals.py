"""Proposals: what is taken, what is refused, who may take one back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from glossary.contribute import people, proposals
from glossary.contribute.proposals import AlreadyProposed, Filter
from glossary.contribute.store import Store
from glossary.contribute.tables import Comment, Proposal
from glossary.errors import Conflict, Forbidden, Invalid, NotFound
from tests import contributions

PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
TEXTS = {"source": "library", "before": "bibliothèque", "text": "librairie", "data": {}}


@pytest.fixture
def made(store: Store) -> Callable[..., str]:
    """A function that makes a proposal and returns its key."""

    def make(**other: Any) -> str:
        with store.writing() as session:
            return contributions.propose(session, **{**PLACE, **TEXTS, **other}).key

    return make


def test_a_proposal_is_kept_as_it_was_made(store: Store, made: Callable[..., str]) -> None:
    data = {"grammar": "n.f.", "sources": ["A book"], "equivalence": "partial"}
    key = made(
        text="  la   médiathèque ", data=data, comment="Better.\r\nReally.", name=" Awa  D. "
    )
    with store.reading() as session:
        found = proposals.by_key(session, key)
    assert found.state == "open"
    assert (found.text, found.before, found.source) == ("la médiathèque", "bibliothèque", "library")
    assert (found.comment, found.name, found.email) == ("Better.\nReally.", "Awa D.", "")
    assert found.data == data
    assert found.key.isalnum()


@pytest.mark.parametrize(
    ("other", "parameter"),
    [
        ({"lang": "nowhere"}, "lang"),
        ({"lang": "../fr"}, "lang"),
        ({"lang": ""}, "lang"),
        ({"slot": "label"}, "slot"),
        ({"slot": "title"}, "slot"),
        ({"concept": ".", "slot": "prefLabel"}, "slot"),
        ({"text": "   "}, "text"),
        ({"text": "two\nlines"}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "a\u202eb"}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\x1b[0m"}, "text"),
        ({"text": "a\u2028b"}, "text"),
        ({"text": "bibliothèque"}, "text"),
        ({"slot": "altLabel", "text": "short\n" + "x" * 501}, "text"),
        ({"slot": "definition", "text": "x" * 20_001}, "text"),
        ({"comment": "x" * 4_001}, "comment"),
        ({"comment": "\u2066x"}, "comment"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "email"),
        ({"data": {"grammar": "n.f.\nsource: x"}}, "grammar"),
        ({"data": {"equivalence": "same"}}, "equivalence"),
        ({"data": {"sources": ["a\nb"]}}, "sources"),
        ({"data": {"color": "red"}}, "data"),
        ({"data": {"statuses": {"x": "best"}}}, "statuses"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_field(
    store: Store, made: Callable[..., str], other: dict[str, Any], parameter: str
) -> None:
    with pytest.raises(Invalid) as error:
        made(**other)
    assert error.value.parameter == parameter
    assert str(error.value)
    with store.reading() as session:
        assert session.scalars(select(Proposal)).all() == []


@pytest.mark.parametrize("text", ["ا\u200cب", "a\u200fb", "x" * 500, "😀"])
def test_what_languages_need_is_taken(made: Callable[..., str], text: str) -> None:
    assert made(text=text)


def test_synonyms_stand_one_a_line_and_may_all_go(store: Store, made: Callable[..., str]) -> None:
    key = made(slot="altLabel", before="x", text=" a \r\n\r\nb\na\n")
    with store.reading() as session:
        assert proposals.by_key(session, key).text == "a\nb"
    assert made(slot="altLabel", before="x", text="")


def test_the_title_of_a_vocabulary_is_a_text_too(made: Callable[..., str]) -> None:
    assert made(concept=".", slot="title")


def test_several_proposals_stand_side_by_side_but_not_the_same_twice(
    store: Store, made: Callable[..., str]
) -> None:
    first, second, _ = made(), made(text="médiathèque"), made(lang="es")
    with pytest.raises(AlreadyProposed) as error:
        made()
    assert error.value.key == first
    assert made(data={"grammar": "n.m."})
    with store.reading() as session:
        beside = proposals.beside(session, proposals.by_key(session, first))
        assert beside[0].key == second
        assert len(beside) == 2


def test_a_person_signs_with_their_own_name(store: Store, made: Callable[..., str]) -> None:
    with store.writing() as session:
        id = people.create(session, "Awa Diop", "awa@example.org").id
    key = made(name="Somebody Else", person_id=id)
    with store.reading() as session:
        assert proposals.by_key(session, key).name == "Awa Diop"


def test_lists_are_filtered_and_paged(
    store: Store, made: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "PER_PAGE", 2)
    keys = [made(text=f"t{n}", lang=lang) for n, lang in enumerate(("fr", "es", "fr", "fr"))]
    with store.reading() as session:
        found, total = proposals.listed(session, Filter("open", ["fr"]), 1)
        assert ([one.key for one in found], total) == ([keys[3], keys[2]], 3)
        found, _ = proposals.listed(session, Filter("open", ["fr"], "heritage"), 2)
        assert [one.key for one in found] == [keys[0]]
        assert proposals.listed(session, Filter("declined"))[1] == 0
        assert proposals.listed(session, Filter("", None, "objects"))[1] == 0
        assert proposals.langs_of(session) == ["es", "fr"]


def test_the_queue_begins_anew_behind_its_end(store: Store, made: Callable[..., str]) -> None:
    keys = [made(text="a"), made(text="b", lang="es"), made(text="c")]
    with store.reading() as session:
        first, total = proposals.next_open(session, Filter("open", ["fr"]))
        assert first is not None
        assert (first.key, total) == (keys[0], 2)
        second, _ = proposals.next_open(session, Filter("open", ["fr"]), first.id)
        assert second is not None
        assert second.key == keys[2]
        again, _ = proposals.next_open(session, Filter("open", ["fr"]), second.id)
        assert again is not None
        assert again.key == keys[0]
        assert proposals.next_open(session, Filter("open", [])) == (None, 0)


def test_comments(store: Store, made: Callable[..., str]) -> None:
    key = made()
    with store.writing() as session:
        found = proposals.by_key(session, key)
        proposals.comment(session, found, text=" <b>yes</b> ", name="B")
        with pytest.raises(Invalid):
            proposals.comment(session, found, text=" ")
    with store.reading() as session:
        found = proposals.by_key(session, key)
        assert [(c.text, c.name) for c in proposals.comments(session, found)] == [
            ("<b>yes</b>", "B")
        ]
        assert session.scalars(select(Comment)).one().person_id is None


def test_only_its_author_takes_a_proposal_back(store: Store, made: Callable[..., str]) -> None:
    with store.writing() as session:
        own, other = (people.create(session, n, f"{n}@example.org").id for n in ("a", "b"))
    of_person, of_nobody = made(person_id=own), made(text="x")

    def withdraw(key: str, person_id: int | None, made_here: bool) -> str:
        with store.writing() as session:
            return proposals.withdraw(session, key, person_id=person_id, made_here=made_here).state

    for key, person_id, made_here in (
        (of_person, None, True),
        (of_person, other, True),
        (of_nobody, other, False),
        (of_nobody, None, False),
    ):
        with pytest.raises(Forbidden):
            withdraw(key, person_id, made_here)
    assert withdraw(of_person, own, False) == "withdrawn"
    assert withdraw(of_nobody, None, True) == "withdrawn"
    with pytest.raises(Conflict):
        withdraw(of_person, own, False)


@pytest.mark.parametrize("key", ["nothing", "", "a\x00b", "' OR 1=1 --", "x" * 10_000])
def test_unknown_keys(store: Store, key: str) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        proposals.by_key(session, key)
    with store.writing() as session, pytest.raises(NotFound):
        proposals.locked(session, key)
