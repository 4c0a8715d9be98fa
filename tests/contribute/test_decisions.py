"""Decisions: into the catalog exactly once, whatever dies between, and nobody's work is lost."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from glossary.catalogs.data import data_of
from glossary.catalogs.po import files
from glossary.contribute import input_checks, people, proposals
from glossary.contribute.desk import worklist
from glossary.contribute.proposals import applying, commits, completing, decisions, showing
from glossary.contribute.proposals.wordings import Changed, Wording
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Entry, Mail, Person, Proposal
from glossary.errors import Busy, Conflict, GlossaryError, Invalid, NotFound, Unavailable
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings
from tests import contributions

PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
TEXTS = {"source": "library", "before": "bibliothèque", "text": "médiathèque", "data": {}}


@pytest.fixture
def reviewer(store: Store) -> int:
    with store.writing() as session:
        return people.create(session, "Rosa Reviewer", "rosa@example.org").id


@pytest.fixture
def proposed(store: Store) -> Callable[..., str]:
    """A function that makes a proposal and returns its key."""

    def make(**other: Any) -> str:
        with store.writing() as session:
            made = contributions.propose(session, **{**PLACE, **TEXTS, **other})
            made.email_confirmed = bool(other.get("email"))
            return made.key

    return make


def catalog(site: Settings, lang: str = "fr") -> Path:
    return files.catalog_path(site.translations, lang, "heritage")


def said(site: Settings, context: str, lang: str = "fr") -> Any:
    """Return the message with a context; the catalog must be whole."""
    path = catalog(site, lang)
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=True)
    return next(message for message in files.read(path) if message.context == context)


def test_who_edits_the_file_meanwhile_loses_nothing(
    site: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = catalog(site)
    check = applying.OpenCatalog.check

    def edited(self: applying.OpenCatalog, changes: list[Change]) -> None:
        check(self, changes)
        old = said(site, "institution|prefLabel").string
        path.write_text(path.read_text("utf-8").replace(f'"{old}"', '"établissement"'), "utf-8")

    monkeypatch.setattr(applying.OpenCatalog, "check", edited)
    made = contributions.edit(site, store, **PLACE, text="médiathèque", person_id=None)
    assert made is not None
    assert made.written
    assert said(site, "library|prefLabel").string == "médiathèque"
    assert said(site, "institution|prefLabel").string == "établissement"


def shown(site: Settings, concept: str = "library", lang: str = "fr") -> list[str]:
    terms = Reader(site).concept("heritage", concept)["terms"].get(lang, [])
    return [term["text"] for term in terms]


def change_of(store: Store, id: int) -> Change:
    with store.reading() as session:
        return session.get_one(Change, id)


def test_an_accepted_proposal_is_in_catalog_worklist_and_index(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    worklist.refresh(site, store)
    before = catalog(site).read_bytes()
    key = proposed(name="Awa Diop", data={"grammar": "n.f."})
    made = contributions.accept(site, store, key=key, person_id=reviewer, base="bibliothèque")
    assert made.written
    assert made.shown
    assert (made.before, made.after, made.origin) == ("bibliothèque", "médiathèque", "proposal")
    assert (made.author, made.decider_id) == ("Awa Diop", reviewer)
    message = said(site, "library|prefLabel")
    assert message.string == "médiathèque"
    assert data_of(message)[0].values() == {"grammar": "n.f."}
    header = catalog(site).read_text("utf-8").partition("\n\n")[0]
    assert "Last-Translator: Awa Diop <>" in header
    assert "X-Last-Reviewer: Rosa Reviewer" in header
    assert f"# Awa Diop, {made.made.year}" in header
    rest = before.partition(b'#: /id/heritage/library\nmsgctxt "library|altLabel')[2]
    assert catalog(site).read_bytes().endswith(rest)
    assert "médiathèque" in shown(site)
    assert "bibliothèque" not in shown(site)
    with store.reading() as session:
        entry = session.get_one(Entry, ("heritage", "fr", "library", "prefLabel"))
        assert entry.text == "médiathèque"
        found = session.scalars(select(Proposal)).one()
        assert (found.state, found.change_id, found.decider_id) == ("accepted", made.id, reviewer)
        assert found.decided
    assert worklist.refresh(site, store) == []


def test_nobody_decides_twice(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    key = proposed()
    contributions.accept(site, store, key=key, person_id=reviewer)
    content = catalog(site).read_bytes()
    with pytest.raises(Conflict):
        contributions.accept(site, store, key=key, person_id=reviewer)
    with pytest.raises(Conflict):
        decisions.decline(site, store, key=key, person_id=reviewer, reason="no")
    assert catalog(site).read_bytes() == content
    with store.reading() as session:
        assert len(session.scalars(select(Change)).all()) == 1


def test_a_proposal_is_accepted_with_a_change(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    key = proposed(name="Awa")
    made = contributions.accept(
        site, store, key=key, person_id=reviewer, text=" la médiathèque ", data={"grammar": ""}
    )
    assert made.after == said(site, "library|prefLabel").string == "la médiathèque"
    assert made.author == "Awa"
    assert made.data == {}
    assert made.data_before == {"grammar": "n.f."}


def test_a_proposal_is_declined_with_a_reason(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    key = proposed()
    content = catalog(site).read_bytes()
    with pytest.raises(Invalid):
        decisions.decline(site, store, key=key, person_id=reviewer, reason="  ")
    found = decisions.decline(site, store, key=key, person_id=reviewer, reason="Too narrow.")
    assert (found.state, found.reason, found.change_id) == ("declined", "Too narrow.", None)
    assert catalog(site).read_bytes() == content


def test_a_text_that_has_moved_needs_a_second_look(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    first, second = proposed(), proposed(text="bibli")
    contributions.accept(site, store, key=first, person_id=reviewer)
    for base, confirmed in ((None, False), ("médiathèque", False), ("bibliothèque", True)):
        with pytest.raises(Changed):
            contributions.accept(
                site, store, key=second, person_id=reviewer, base=base, confirmed=confirmed
            )
    assert said(site, "library|prefLabel").string == "médiathèque"
    contributions.accept(
        site, store, key=second, person_id=reviewer, base="médiathèque", confirmed=True
    )
    assert said(site, "library|prefLabel").string == "bibli"


def test_a_reworded_source_needs_a_second_look(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    key = proposed(source="a library")
    with pytest.raises(Changed):
        contributions.accept(site, store, key=key, person_id=reviewer, base="bibliothèque")


def test_only_a_competent_speaker_makes_a_text_reviewed(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    place = {"concept": "summary", "source": "résumé", "before": "curriculum vitæ"}
    key = proposed(**place, data={"reliability": "reviewed"})
    made = contributions.accept(site, store, key=key, person_id=reviewer)
    assert made.data == {"equivalence": "partial"}
    key = proposed(**{**place, "before": "médiathèque"}, text="résumé")
    made = contributions.accept(site, store, key=key, person_id=reviewer, checked=True)
    assert made.data == {"equivalence": "partial", "reliability": "reviewed"}
    assert data_of(said(site, "summary|prefLabel"))[0].reliability == "reviewed"


def test_where_the_header_says_reviewed_a_new_text_is_a_draft(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    path = catalog(site)
    path.write_text(
        path.read_text("utf-8").replace("bility: draft\\n", "bility: reviewed\\n"), "utf-8"
    )
    made = contributions.accept(site, store, key=proposed(), person_id=reviewer)
    assert made.data["reliability"] == "draft"


def test_what_awaited_review_is_published_when_it_is_accepted(
    site: Settings, store: Store, reviewer: int
) -> None:
    place = {**PLACE, "concept": "institution"}
    contributions.edit(site, store, **place, text="organisme", person_id=reviewer, base="organisme")
    message = said(site, "institution|prefLabel")
    assert not message.fuzzy
    assert not message.previous_id
    assert shown(site, "institution") == ["organisme"]


def test_an_edit_is_credited_to_the_reviewer(site: Settings, store: Store, reviewer: int) -> None:
    made = contributions.edit(
        site, store, **PLACE, text="x", person_id=reviewer, base="bibliothèque"
    )
    assert (made.author, made.author_id, made.origin) == ("Rosa Reviewer", reviewer, "desk")
    with pytest.raises(Changed):
        contributions.edit(site, store, **PLACE, text="y", person_id=reviewer, base="bibliothèque")
    with pytest.raises(NotFound):
        contributions.edit(site, store, **{**PLACE, "concept": "no"}, text="y", person_id=reviewer)
    assert said(site, "library|prefLabel").string == "x"


def test_what_is_as_it_was_makes_no_change(site: Settings, store: Store, reviewer: int) -> None:
    content = catalog(site).read_bytes()
    assert (
        contributions.edit(site, store, **PLACE, text=" bibliothèque", person_id=reviewer) is None
    )
    assert catalog(site).read_bytes() == content
    made = contributions.edit(
        site, store, **PLACE, text="bibliothèque", person_id=reviewer, checked=True
    )
    assert made is not None
    assert made.data == {"grammar": "n.f.", "reliability": "reviewed"}
    assert made.data_before == {"grammar": "n.f."}


def test_an_empty_text_that_awaits_review_is_no_change(
    site: Settings, store: Store, reviewer: int
) -> None:
    path = catalog(site)
    text = path.read_text("utf-8").replace('msgstr "organisme"', 'msgstr ""')
    path.write_text(text, "utf-8")
    place = {**PLACE, "concept": "institution"}
    assert contributions.edit(site, store, **place, text="", person_id=reviewer) is None
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("header", ["reviewed", "draft"])
def test_a_text_that_stays_is_as_reliable_as_before(
    site: Settings, store: Store, reviewer: int, header: str
) -> None:
    path = catalog(site)
    text = path.read_text("utf-8").replace("X-Reliability: draft", f"X-Reliability: {header}")
    path.write_text(text, "utf-8")
    place = {**PLACE, "concept": "summary"}
    made = contributions.edit(
        site,
        store,
        **place,
        text="curriculum vitæ",
        data={"grammar": "n.m."},
        person_id=reviewer,
    )
    assert made is not None
    assert made.data == {"equivalence": "partial", "grammar": "n.m.", "reliability": "reviewed"}
    new = contributions.edit(site, store, **place, text="résumé de vie", person_id=reviewer)
    assert new is not None
    assert new.data.get("reliability") == {"reviewed": "draft", "draft": None}[header]


def test_who_calls_a_text_a_draft_is_believed_and_who_calls_it_checked_is_not(
    site: Settings, store: Store, reviewer: int
) -> None:
    place = {**PLACE, "person_id": reviewer}
    draft = contributions.edit(site, store, **place, text="x", data={"reliability": "draft"})
    assert draft is not None
    assert draft.data["reliability"] == "draft"
    said_so = contributions.edit(site, store, **place, text="y", data={"reliability": "reviewed"})
    assert said_so is not None
    assert "reliability" not in said_so.data


def test_what_has_changed_meanwhile_is_told_with_its_code(
    site: Settings, store: Store, reviewer: int
) -> None:
    with pytest.raises(Changed, match="has changed meanwhile") as caught:
        contributions.edit(site, store, **PLACE, text="x", person_id=reviewer, base="other")
    assert (caught.value.code, caught.value.status) == ("changed", 409)


def test_statuses_of_synonyms_that_are_gone_go_too(
    site: Settings, store: Store, reviewer: int
) -> None:
    place = {**PLACE, "slot": "altLabel"}
    made = contributions.edit(site, store, **place, text="médiathèque", person_id=reviewer)
    assert made.data_before == {"statuses": {"librairie": "deprecated"}}
    assert made.data == {}


def test_statuses_of_synonyms_that_stay_stay_too(
    site: Settings, store: Store, reviewer: int
) -> None:
    place = {**PLACE, "slot": "altLabel"}
    made = contributions.edit(
        site, store, **place, text="librairie\nbouquinerie", person_id=reviewer
    )
    assert made is not None
    assert made.data == {"statuses": {"librairie": "deprecated"}}


def test_many_texts_are_written_at_once(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(
        files,
        "write",
        lambda path, content: bool(written.append(content)) or path.write_bytes(content),
    )
    made, moved = decisions.edit_many(
        site,
        store,
        vocabulary="heritage",
        lang="fr",
        wordings=[
            Wording("library", "prefLabel", "a", base="bibliothèque"),
            Wording("library", "definition", "b", base="someone else's"),
            Wording("summary", "prefLabel", "c", checked=True),
        ],
        person_id=reviewer,
    )
    assert [change.after for change in made] == ["a", "c"]
    assert [one.slot for one in moved] == ["definition"]
    assert len(written) == 1
    assert said(site, "library|prefLabel").string == "a"
    assert change_of(store, made[0].id).shown
    assert made[0].origin == "upload"


def test_very_many_texts_do_not_go_into_the_history_twice(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "_MOST_SYNCED_SINGLY", 1)
    worklist.refresh(site, store)
    wordings = [Wording(c, "prefLabel", f"{c} x") for c in ("library", "summary", "institution")]
    decisions.edit_many(
        site, store, vocabulary="heritage", lang="fr", wordings=wordings, person_id=reviewer
    )
    worklist.refresh(site, store)
    with store.reading() as session:
        found = session.scalars(select(Change)).all()
        entry = session.get_one(Entry, ("heritage", "fr", "summary", "prefLabel"))
    assert [change.origin for change in found] == ["upload"] * 3
    assert all(change.written and change.shown for change in found)
    assert entry.text == "summary x"
    assert shown(site, "summary") == ["summary x"]


def test_very_many_are_shown_little_by_little(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "_MOST_AT_ONCE", 1)
    with monkeypatch.context() as patch:
        patch.setattr(showing, "_show_rest", lambda *place: None)
        concepts = "library", "summary", "institution"
        wordings = [Wording(concept, "prefLabel", f"{concept} x") for concept in concepts]
        made, _ = decisions.edit_many(
            site, store, vocabulary="heritage", lang="fr", wordings=wordings, person_id=reviewer
        )
    assert [bool(change_of(store, change.id).shown) for change in made] == [False, False, True]
    assert shown(site, "institution") == ["institution x"]
    showing.show_all(site, store, "heritage", "fr")
    assert all(change_of(store, change.id).shown for change in made)
    assert shown(site, "summary") == ["summary x"]


def test_no_text_is_kept_that_the_catalog_could_not_take(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_checks, "data", lambda values: {"equivalence": "made up"})
    with pytest.raises(Invalid):
        contributions.edit(site, store, **PLACE, text="x", person_id=reviewer)
    with store.reading() as session:
        assert session.scalars(select(Change)).all() == []


def test_a_name_cannot_add_headers(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    name = 'Awa\n"X-Evil: 1\\n"\nmsgid "evil"\nmsgstr "\\n" <awa@example.org>'
    key = proposed()
    with store.writing() as session:
        proposals.by_key(session, key).name = name
        session.get_one(Person, reviewer).name = name
    contributions.accept(site, store, key=key, person_id=reviewer)
    found = files.read(catalog(site))
    assert not [one for one, _ in found.headers if "Evil" in one]
    assert "X-Evil" not in found.headers
    assert said(site, "library|prefLabel").string == "médiathèque"
    assert "awa@example.org" not in catalog(site).read_text("utf-8")


def test_nothing_is_changed_where_one_of_many_cannot_be(
    site: Settings, store: Store, reviewer: int
) -> None:
    wordings = [Wording("library", "prefLabel", "a"), Wording("library", "prefLabel", "b\nc")]
    content = catalog(site).read_bytes()
    with pytest.raises(Invalid):
        decisions.edit_many(
            site, store, vocabulary="heritage", lang="fr", wordings=wordings, person_id=reviewer
        )
    assert catalog(site).read_bytes() == content
    with store.reading() as session:
        assert session.scalars(select(Change)).all() == []


def test_an_earlier_wording_comes_back_with_its_data(
    site: Settings, store: Store, reviewer: int
) -> None:
    before = said(site, "library|prefLabel").user_comments
    made = contributions.edit(
        site,
        store,
        **PLACE,
        text="x",
        data={"grammar": "n.m.", "sources": ["y"]},
        person_id=reviewer,
    )
    with pytest.raises(Changed):
        decisions.revert(site, store, change_id=made.id, person_id=reviewer, base="other")
    back = decisions.revert(site, store, change_id=made.id, person_id=reviewer, base="x")
    message = said(site, "library|prefLabel")
    assert (message.string, message.user_comments) == ("bibliothèque", before)
    assert back.origin == "revert"
    assert "bibliothèque" in shown(site)
    with pytest.raises(NotFound):
        decisions.revert(site, store, change_id=10_000, person_id=reviewer, base="x")


@pytest.mark.parametrize(
    ("stated", "checked"), [("", False), ("", True), ("draft", True), ("reviewed", False)]
)
@pytest.mark.parametrize("header", ["reviewed", "draft"])
def test_an_earlier_wording_is_as_reliable_as_it_was(
    site: Settings, store: Store, reviewer: int, header: str, stated: str, checked: bool
) -> None:
    path = catalog(site)
    text = path.read_text("utf-8").replace("X-Reliability: draft", f"X-Reliability: {header}")
    comment = f"# reliability: {stated}\n" if stated else ""
    path.write_text(text.replace("# grammar: n.f.\n", f"# grammar: n.f.\n{comment}"), "utf-8")
    before = said(site, "library|prefLabel").user_comments
    made = contributions.edit(site, store, **PLACE, text="x", checked=checked, person_id=reviewer)
    decisions.revert(site, store, change_id=made.id, person_id=reviewer, base="x")
    assert said(site, "library|prefLabel").user_comments == before


def test_an_earlier_wording_of_which_only_the_text_is_known_is_not_checked(
    site: Settings, store: Store, reviewer: int
) -> None:
    path = catalog(site)
    text = path.read_text("utf-8").replace("X-Reliability: draft", "X-Reliability: reviewed")
    path.write_text(text, "utf-8")
    made = contributions.edit(site, store, **PLACE, text="x", checked=True, person_id=reviewer)
    with store.writing() as session:
        session.get_one(Change, made.id).data_before = None
    back = decisions.revert(site, store, change_id=made.id, person_id=reviewer, base="x")
    assert back is not None
    assert back.data["reliability"] == "draft"


def test_a_first_wording_can_be_taken_away_again(
    site: Settings, store: Store, reviewer: int
) -> None:
    place = {**PLACE, "lang": "es", "concept": "resumption"}
    made = contributions.edit(site, store, **place, text="reanudar", person_id=reviewer)
    assert shown(site, "resumption", "es") == ["reanudar"]
    decisions.revert(site, store, change_id=made.id, person_id=reviewer, base="reanudar")
    assert said(site, "resumption|prefLabel", "es").string == ""
    assert shown(site, "resumption", "es") == []


def test_a_language_without_a_catalog_gets_one(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    key = proposed(lang="es", before="", text="biblioteca")
    contributions.accept(site, store, key=key, person_id=reviewer)
    assert said(site, "library|prefLabel", "es").string == "biblioteca"
    assert shown(site, "library", "es") == ["biblioteca"]


class Killed(BaseException):
    """Stands for the end of the process."""


def killer(*args: object, **named: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (files, "write"),
        (worklist, "mark"),
        (worklist, "put"),
        (incremental, "show"),
        (commits, "commit_due"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
def test_whoever_dies_the_next_one_completes_it(
    site: Settings,
    store: Store,
    reviewer: int,
    proposed: Callable[..., str],
    module: Any,
    name: str,
    after: bool,
) -> None:
    """The process ends before or after each step between decision and index."""
    real = getattr(module, name)

    def then_killed(*args: Any, **named: Any) -> None:
        real(*args, **named)
        raise Killed

    key = proposed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, then_killed if after else killer)
        with pytest.raises(Killed):
            contributions.accept(site, store, key=key, person_id=reviewer)
    completing.complete(site, store)
    content = catalog(site).read_bytes()
    assert content.count("médiathèque".encode()) == 2
    assert said(site, "library|prefLabel").string == "médiathèque"
    assert "médiathèque" in shown(site)
    with store.reading() as session:
        (made,) = session.scalars(select(Change))
        assert made.written
        assert made.shown
        assert session.scalars(select(Proposal)).one().state == "accepted"
    assert completing.complete(site, store).catalogs == 0
    assert catalog(site).read_bytes() == content


def test_the_next_decision_completes_older_ones_first(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write", killer)
        with pytest.raises(Killed):
            contributions.edit(site, store, **PLACE, text="one", person_id=reviewer)
    made = contributions.edit(site, store, **PLACE, text="two", person_id=reviewer, base="one")
    assert (made.before, made.after) == ("one", "two")
    assert said(site, "library|prefLabel").string == "two"
    with store.reading() as session:
        assert all(one.written and one.shown for one in session.scalars(select(Change)))


@pytest.mark.parametrize("error", [Busy("no"), Unavailable("no"), ValueError("no")])
def test_a_decision_survives_an_index_that_cannot_be_changed(
    site: Settings, store: Store, reviewer: int, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*args: object) -> bool:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(incremental, "show", fail)
        made = contributions.edit(site, store, **PLACE, text="one", person_id=reviewer)
    assert made.written
    assert made.shown is None
    assert said(site, "library|prefLabel").string == "one"
    assert completing.complete(site, store).catalogs == 1
    assert change_of(store, made.id).shown
    assert "one" in shown(site)


def test_a_decision_survives_a_full_disk(
    site: Settings,
    store: Store,
    reviewer: int,
    proposed: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, content: bytes) -> bool:
        raise OSError(28, "No space left on device")

    key, other = proposed(), proposed(text="bibli")
    with monkeypatch.context() as patch:
        patch.setattr(files, "write", full)
        made = contributions.accept(site, store, key=key, person_id=reviewer)
        assert made.written is None
        with pytest.raises(Unavailable, match="no room left on the disk"):
            contributions.accept(site, store, key=other, person_id=reviewer)
    with store.reading() as session:
        assert proposals.by_key(session, other).state == "open"
    assert completing.complete(site, store).catalogs == 1
    assert said(site, "library|prefLabel").string == "médiathèque"


def test_a_text_that_the_vocabulary_lost_holds_nobody_up(
    site: Settings, store: Store, reviewer: int
) -> None:
    with store.writing() as session:
        for concept in ("summary", "library"):
            values = {**PLACE, "concept": concept, "before": "", "after": "new", "data": {}}
            session.add(Change(**values, origin="desk", made=datetime.now(UTC)))
    path = catalog(site)
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('msgctxt "summary|', 'msgctxt "gone|'), "utf-8")
    assert completing.complete(site, store).catalogs == 1
    assert said(site, "library|prefLabel").string == "new"
    assert completing.complete(site, store).catalogs == 1  # it waits until the text is back
    contributions.edit(site, store, **PLACE, text="newer", person_id=reviewer)
    text = path.read_text("utf-8").replace('msgctxt "gone|', 'msgctxt "summary|')
    path.write_text(text, "utf-8")
    completing.complete(site, store)
    assert said(site, "summary|prefLabel").string == "new"
    assert said(site, "library|prefLabel").string == "newer"
    assert completing.complete(site, store).catalogs == 0


def test_a_broken_catalog_refuses_decisions_and_keeps_what_waits(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    path, key = catalog(site), proposed()
    whole = path.read_text("utf-8")
    path.write_text(
        whole + '\nmsgctxt "library|prefLabel"\nmsgid "library"\nmsgstr "again"\n', "utf-8"
    )
    with pytest.raises(GlossaryError):
        contributions.accept(site, store, key=key, person_id=reviewer)
    with store.reading() as session:
        assert proposals.by_key(session, key).state == "open"
    path.write_text(whole, "utf-8")
    contributions.accept(site, store, key=key, person_id=reviewer)
    assert said(site, "library|prefLabel").string == "médiathèque"


def test_the_author_is_told_by_mail_in_their_language(
    site: Settings, store: Store, reviewer: int, proposed: Callable[..., str]
) -> None:
    decisions.decline(
        site, store, key=proposed(email="a@example.org"), person_id=reviewer, reason="No."
    )
    with store.reading() as session:
        assert session.scalars(select(Mail)).all() == []  # no mail server is set
    site.mail_url = "smtp://127.0.0.1:1"
    source = "library\r\nBcc: x@example.org"
    key = proposed(email="a@example.org", ui="fr", source=source, text="t")
    decisions.decline(site, store, key=key, person_id=reviewer, reason="Too narrow.")
    second = proposed(email="a@example.org")
    contributions.accept(site, store, key=second, person_id=reviewer, text="changed")
    with store.reading() as session:
        declined, accepted = session.scalars(select(Mail).order_by(Mail.id))
    assert declined.to == "a@example.org"
    assert "\n" not in declined.subject
    assert "\r" not in declined.subject
    assert "Too narrow." in declined.body
    assert f"/fr/proposals/{key}" in declined.body
    assert "changed" in accepted.body
