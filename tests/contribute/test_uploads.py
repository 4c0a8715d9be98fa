"""An uploaded file from the comparison to proposals, or to changes of the catalog."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from glossary.catalogs.po import files
from glossary.contribute import uploads
from glossary.contribute.proposals.catalog_texts import current
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person, Proposal, Upload, UploadRow, now
from glossary.contribute.uploads import Owner, comparison, sending
from glossary.errors import Invalid, NotFound
from glossary.exchange import Sheet, of_catalog
from glossary.site.settings import Settings
from tests import contributions
from tests.conftest import DATA

NOBODY = Owner()
SYNONYMS = ("library", "altLabel")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small site, which nobody published."""
    shutil.copytree(DATA / "site", settings.site, dirs_exist_ok=True)
    return settings


@pytest.fixture
def reviewer(store: Store) -> int:
    with store.writing() as session:
        person = Person(name="Awa Diop", email="awa@example.org", session_mark="m")
        session.add(person)
        session.flush()
        return person.id


def ours(settings: Settings) -> Sheet:
    path = files.catalog_path(settings.translations, "fr", "heritage")
    return of_catalog(files.read(path), "heritage", "en", "Heritage words")


def downloaded(settings: Settings, store: Store) -> Sheet:
    """Return the catalog as a translator takes it home."""
    with store.reading() as session:
        revision = uploads.revision(session, "heritage", "fr")
    return replace(ours(settings), revision=revision)


def changed(sheet: Sheet, **texts: str) -> Sheet:
    """Return a sheet with other preferred terms."""
    units = [
        replace(unit, text=texts[unit.concept], state="draft")
        if unit.slot == "prefLabel" and unit.concept in texts
        else unit
        for unit in sheet.units
    ]
    return replace(sheet, units=units)


def keep(settings: Settings, store: Store, sheet: Sheet, owner: Owner = NOBODY) -> str:
    with store.writing() as session:
        found = uploads.compare(session, sheet, ours(settings), "heritage", "fr")
        more = {"vocabulary": "heritage", "lang": "fr", "format": "po", "file": "a.po"}
        return uploads.keep(session, found, owner, **more).key


def rows(store: Store, key: str) -> list[tuple[str, str, str, str]]:
    """Return kind, concept, wording and choice of what is not sent."""
    with store.reading() as session:
        upload = uploads.by_key(session, key)
        found = [row for kind in comparison.KINDS for row in uploads.page(session, upload, kind, 1)]
        return [(row.kind, row.concept, row.theirs, row.choice) for row in found]


def decided(settings: Settings, store: Store, person: int, text: str) -> None:
    contributions.edit(
        settings,
        store,
        vocabulary="heritage",
        lang="fr",
        concept="library",
        slot="prefLabel",
        text=text,
        person_id=person,
    )


def text_of(settings: Settings, concept: str = "library") -> str:
    found = current(settings, "heritage", "fr", concept, "prefLabel")
    assert found is not None
    return found.text


def test_an_untouched_file_offers_nothing(settings: Settings, store: Store) -> None:
    key = keep(settings, store, downloaded(settings, store))
    assert rows(store, key) == []
    with store.reading() as session:
        assert uploads.by_key(session, key).counts == {"same": len(ours(settings).units)}


def test_exactly_what_was_changed_is_offered(settings: Settings, store: Store) -> None:
    key = keep(settings, store, changed(downloaded(settings, store), library="bibliothèques"))
    assert rows(store, key) == [("changed", "library", "bibliothèques", "theirs")]


def test_the_revision_waits_for_what_is_not_written(
    settings: Settings, store: Store, reviewer: int
) -> None:
    with store.reading() as session:
        assert uploads.revision(session, "heritage", "fr") == 0
    decided(settings, store, reviewer, "bibli")
    with store.reading() as session:
        first = uploads.revision(session, "heritage", "fr")
        assert first == session.scalar(select(func.max(Change.id)))
    with store.writing() as session:
        session.execute(update(Change).values(written=None))
    with store.reading() as session:
        assert uploads.revision(session, "heritage", "fr") == first - 1
        assert uploads.revision(session, "heritage", "ru") == 0


def test_what_was_changed_here_since_the_download_is_a_conflict(
    settings: Settings, store: Store, reviewer: int
) -> None:
    taken_home = changed(downloaded(settings, store), library="bibliothèques")
    decided(settings, store, reviewer, "bibli")
    key = keep(settings, store, taken_home)
    assert rows(store, key) == [("conflict", "library", "bibliothèques", "")]
    with store.reading() as session:
        row = uploads.page(session, uploads.by_key(session, key), "conflict", 1)[0]
        assert (row.base, row.here) == ("bibliothèque", "bibli")


def test_a_file_made_after_the_change_is_no_conflict(
    settings: Settings, store: Store, reviewer: int
) -> None:
    decided(settings, store, reviewer, "bibli")
    key = keep(settings, store, changed(downloaded(settings, store), library="bibliothèques"))
    assert rows(store, key) == [("changed", "library", "bibliothèques", "theirs")]


def test_a_revision_that_we_never_had_is_none(
    settings: Settings, store: Store, reviewer: int
) -> None:
    decided(settings, store, reviewer, "bibli")
    foreign = replace(changed(ours(settings), library="bibliothèques"), revision=999_999)
    assert rows(store, keep(settings, store, foreign))[0][0] == "conflict"


def test_rows_become_proposals_once(settings: Settings, store: Store) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques", summary="résumé")
    key = keep(settings, store, sheet, Owner(name="Awa", email="awa@example.org"))
    assert sending.propose(store, key, ui="fr") == {"sent": 2}
    assert sending.propose(store, key, ui="fr") == {}
    with store.reading() as session:
        upload = uploads.by_key(session, key)
        assert (upload.state, uploads.sent_count(session, upload)) == ("sent", 2)
        found = session.scalars(select(Proposal).order_by(Proposal.id)).all()
    assert [(p.concept, p.before, p.text, p.name, p.ui, p.upload_id) for p in found] == [
        ("library", "bibliothèque", "bibliothèques", "Awa", "fr", upload.id),
        ("summary", "curriculum vitæ", "résumé", "Awa", "fr", upload.id),
    ]
    assert text_of(settings) == "bibliothèque"


def test_the_same_file_brought_twice_makes_no_second_proposal(
    settings: Settings, store: Store
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques")
    sending.propose(store, keep(settings, store, sheet), ui="en")
    assert sending.propose(store, keep(settings, store, sheet), ui="en") == {"known": 1}
    with store.reading() as session:
        assert session.scalar(select(func.count(Proposal.id))) == 1


def test_a_confirmed_text_can_be_proposed(settings: Settings, store: Store) -> None:
    key = keep(settings, store, changed(downloaded(settings, store), institution="organisme"))
    assert rows(store, key) == [("changed", "institution", "organisme", "theirs")]
    assert sending.propose(store, key, ui="en") == {"sent": 1}
    with store.reading() as session:
        made = session.scalars(select(Proposal)).one()
    contributions.accept(settings, store, key=made.key, person_id=None)
    found = current(settings, "heritage", "fr", "institution", "prefLabel")
    assert found is not None
    assert (found.text, found.fuzzy) == ("organisme", False)


def test_unanswered_conflicts_stay_as_they_are_here(
    settings: Settings, store: Store, reviewer: int
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques", summary="résumé")
    decided(settings, store, reviewer, "bibli")
    key = keep(settings, store, sheet)
    assert sending.propose(store, key, ui="en") == {"sent": 1}
    assert rows(store, key) == [("conflict", "library", "bibliothèques", "")]


@pytest.mark.parametrize(
    ("choice", "text", "result"),
    [
        ("theirs", "", "bibliothèques"),
        ("edited", " les  bibliothèques ", "les bibliothèques"),
        ("here", "", "bibli"),
    ],
)
def test_a_reviewer_resolves_a_conflict(
    settings: Settings, store: Store, reviewer: int, choice: str, text: str, result: str
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques")
    decided(settings, store, reviewer, "bibli")
    key = keep(settings, store, sheet, Owner(person_id=reviewer))
    with store.writing() as session:
        uploads.choose(session, uploads.by_key(session, key), {0: (choice, text)})
    done = sending.change(settings, store, key, person_id=reviewer)
    assert done == ({} if choice == "here" else {"sent": 1})
    assert text_of(settings) == result
    with store.reading() as session:
        newest = session.scalars(select(Change).order_by(Change.id.desc())).first()
        assert newest is not None
        assert newest.origin == ("desk" if choice == "here" else "upload")


def test_what_moves_between_preview_and_sending_becomes_a_conflict(
    settings: Settings, store: Store, reviewer: int
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques", summary="résumé")
    key = keep(settings, store, sheet, Owner(person_id=reviewer))
    decided(settings, store, reviewer, "bibli")
    assert sending.change(settings, store, key, person_id=reviewer) == {"sent": 1, "moved": 1}
    assert text_of(settings, "summary") == "résumé"
    assert text_of(settings) == "bibli"
    with store.reading() as session:
        row = uploads.page(session, uploads.by_key(session, key), "conflict", 1)[0]
        assert (row.base, row.here, row.theirs) == ("bibliothèque", "bibli", "bibliothèques")
    with store.writing() as session:
        uploads.choose(session, uploads.by_key(session, key), {row.position: ("theirs", "")})
    assert sending.change(settings, store, key, person_id=reviewer) == {"sent": 1}
    assert text_of(settings) == "bibliothèques"


def test_what_someone_changed_to_the_same_meanwhile_counts_as_sent(
    settings: Settings, store: Store, reviewer: int
) -> None:
    key = keep(settings, store, changed(downloaded(settings, store), library="bibliothèques"))
    decided(settings, store, reviewer, "bibliothèques")
    assert sending.change(settings, store, key, person_id=reviewer) == {"sent": 1}


def test_a_row_that_cannot_be_sent_leaves_the_others_alone(
    settings: Settings, store: Store, reviewer: int
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques", summary="résumé")
    for send in ("propose", "change"):
        key = keep(settings, store, sheet, Owner(person_id=reviewer))
        with store.writing() as session:
            session.execute(
                update(UploadRow)
                .where(UploadRow.concept == "library")
                .values(theirs="une\ndeux" if send == "propose" else "x\x07")
            )
        if send == "propose":
            done = sending.propose(store, key, ui="en")
        else:
            done = sending.change(settings, store, key, person_id=reviewer)
        assert done == {"sent": 1, "refused": 1}
        assert [row[:2] for row in rows(store, key)] == [("rejected", "library")]


def test_removed_synonyms_are_taken_away_only_where_chosen(
    settings: Settings, store: Store, reviewer: int
) -> None:
    sheet = downloaded(settings, store)
    units = [
        replace(unit, text="", state="missing") if unit.key == SYNONYMS else unit
        for unit in sheet.units
    ]
    key = keep(settings, store, replace(sheet, units=units))
    assert rows(store, key) == [("removed", "library", "", "here")]
    assert sending.change(settings, store, key, person_id=reviewer) == {}
    with store.writing() as session:
        uploads.choose_all(session, uploads.by_key(session, key), "removed", "theirs")
    assert sending.change(settings, store, key, person_id=reviewer) == {"sent": 1}
    found = current(settings, "heritage", "fr", *SYNONYMS)
    assert found is not None
    assert found.text == ""


@pytest.mark.parametrize(
    "choice", [("none", ""), ("edited", ""), ("edited", "a\nb"), ("edited", "a\x01")]
)
def test_what_is_no_choice_is_refused(
    settings: Settings, store: Store, choice: tuple[str, str]
) -> None:
    key = keep(settings, store, changed(downloaded(settings, store), library="bibliothèques"))
    with pytest.raises(Invalid) as caught, store.writing() as session:
        uploads.choose(session, uploads.by_key(session, key), {0: choice})
    assert caught.value.parameter == "text-0"
    assert rows(store, key)[0][3] == "theirs"


def test_rejected_rows_can_not_be_chosen(settings: Settings, store: Store) -> None:
    sheet = changed(downloaded(settings, store), library="une\ndeux")
    key = keep(settings, store, sheet)
    with store.writing() as session:
        upload = uploads.by_key(session, key)
        for kind, choice in (("rejected", "theirs"), ("new", "sent"), ("other", "here")):
            with pytest.raises(Invalid):
                uploads.choose_all(session, upload, kind, choice)
        with pytest.raises(Invalid):
            uploads.choose(session, upload, {0: ("theirs", "")})
    assert sending.propose(store, key, ui="en") == {}


def test_a_dropped_preview_leaves_nothing(settings: Settings, store: Store) -> None:
    key = keep(settings, store, changed(downloaded(settings, store), library="bibliothèques"))
    with store.writing() as session:
        uploads.drop(session, uploads.by_key(session, key))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
        with pytest.raises(NotFound):
            uploads.by_key(session, key)


def test_dropping_the_rest_keeps_what_was_sent_and_forgets_who_it_was(
    settings: Settings, store: Store
) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques")
    key = keep(settings, store, sheet, Owner(name="Awa"))
    sending.propose(store, key, ui="en")
    with store.writing() as session:
        uploads.drop(session, uploads.by_key(session, key))
    with store.reading() as session:
        assert uploads.by_key(session, key).name == ""
        assert session.scalars(select(Proposal)).one().name == "Awa"


def test_old_previews_are_swept_when_the_next_file_comes(settings: Settings, store: Store) -> None:
    sheet = changed(downloaded(settings, store), library="bibliothèques")
    old, sent = keep(settings, store, sheet), keep(settings, store, sheet, Owner(name="Awa"))
    sending.propose(store, sent, ui="en")
    with store.writing() as session:
        session.execute(update(Upload).values(created=now() - timedelta(days=15)))
    new = keep(settings, store, sheet)
    with store.reading() as session:
        kept = session.execute(select(Upload.key, Upload.name)).all()
        assert sorted(map(tuple, kept)) == sorted([(sent, ""), (new, "")])
        left = session.scalars(select(UploadRow.upload_id)).all()
        assert left == [uploads.by_key(session, new).id]
    with pytest.raises(NotFound), store.reading() as session:
        uploads.by_key(session, old)


@pytest.mark.parametrize("owner", [Owner(name="a\x00b"), Owner(email="no address")])
def test_a_name_or_address_that_cannot_be_used_is_refused(
    settings: Settings, store: Store, owner: Owner
) -> None:
    with pytest.raises(Invalid):
        keep(settings, store, ours(settings), owner)
