"""Accepted changes as commits, with the real git."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from glossary.contribute import people
from glossary.contribute.proposals import commits, completing, decisions
from glossary.contribute.proposals.wordings import Wording
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Proposal
from glossary.site.settings import Settings, load
from tests import contributions
from tests.conftest import DATA

PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
TEXTS = {"source": "library", "before": "bibliothèque", "data": {}}
PO = "translations/fr/LC_MESSAGES/heritage.po"


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    """The small site as a git repository."""
    folder = tmp_path / "site"
    shutil.copytree(DATA / "site", folder)
    settings = load(folder, {"GLOSSARY_GIT": "on", "GLOSSARY_BASE_URL": "https://words.example"})
    git(settings, "init", "-q", "-b", "main")
    git(settings, "add", ".")
    git(settings, "commit", "-q", "-m", "The site")
    return settings


@pytest.fixture
def store(site: Settings) -> Store:
    return Store(site)


@pytest.fixture
def reviewer(store: Store) -> int:
    with store.writing() as session:
        return people.create(session, "Rosa Reviewer", "rosa@example.org").id


def git(site: Settings, *arguments: str) -> str:
    who = ("-c", "user.name=Operator", "-c", "user.email=operator@example.org")
    command = ["git", *who, *arguments]
    done = subprocess.run(command, cwd=site.site, capture_output=True, check=True, text=True)
    return done.stdout


def accepted(site: Settings, store: Store, reviewer: int, text: str, **other: Any) -> Change:
    with store.writing() as session:
        values = {**PLACE, **TEXTS, "text": text, **other}
        key = contributions.propose(session, **values).key
    return contributions.accept(site, store, key=key, person_id=reviewer, confirmed=True)


def due(store: Store) -> list[bool]:
    with store.reading() as session:
        return list(session.scalars(select(Change.uncommitted).order_by(Change.id)))


def test_an_accepted_change_is_a_commit_of_its_author(
    site: Settings, store: Store, reviewer: int
) -> None:
    (site.site / "unrelated.txt").write_text("x", "utf-8")
    git(site, "add", "unrelated.txt")
    accepted(site, store, reviewer, "médiathèque", name="Awa Diop", email="awa@example.org")
    assert git(site, "log", "-1", "--format=%an <%ae>|%cn <%ce>").strip() == (
        "Awa Diop <noreply@words.example>|Convergence Glossary <noreply@words.example>"
    )
    message = git(site, "log", "-1", "--format=%B")
    assert message.startswith("heritage, fr: library prefLabel\n\n")
    assert "“bibliothèque” → “médiathèque”" in message
    trailers = git(site, "log", "-1", "--format=%(trailers)")
    assert trailers.strip() == "Reviewed-by: Rosa Reviewer"
    assert git(site, "show", "--format=", "--name-only", "HEAD").split() == [PO]
    assert "A  unrelated.txt" in git(site, "status", "--porcelain")
    assert "awa@example.org" not in git(site, "log", "--format=%B%an%ae")
    assert due(store) == [False]


def test_a_mail_address_stands_there_only_by_consent(
    site: Settings, store: Store, reviewer: int
) -> None:
    values = {"name": "Awa", "email": "awa@example.org", "credit_email": True}
    accepted(site, store, reviewer, "médiathèque", **values)
    assert "awa@example.org" not in git(site, "log", "--format=%B%an%ae")
    confirmed = {**values, "text": "bibli"}
    with store.writing() as session:
        made = contributions.propose(session, **{**PLACE, **TEXTS, **confirmed})
        made.email_confirmed, key = True, made.key
    contributions.accept(site, store, key=key, person_id=reviewer, confirmed=True)
    assert git(site, "log", "-1", "--format=%ae").strip() == "awa@example.org"


@pytest.mark.parametrize(
    "name", ["Rosa Reviewer", "ROSA  REVIEWER", "Ｒosa Reviewer", "Rosa\tReviewer."]
)
def test_nobody_borrows_the_name_of_somebody_with_an_account(
    site: Settings, store: Store, reviewer: int, name: str
) -> None:
    made = Change(**PLACE, before="a", after="b", data={}, origin="proposal", author=name)
    proposal = Proposal(key="k", text="b", person_id=None)
    due = [(made, "Rosa Reviewer", proposal)]
    commits._tell_apart(due, ["Rosa Reviewer"])
    assert made.author == f"{name} (guest)"
    own = Change(**PLACE, before="a", after="b", data={}, origin="proposal", author=name)
    commits._tell_apart([(own, None, Proposal(person_id=reviewer))], ["Rosa Reviewer"])
    assert own.author == name


def test_a_guest_with_the_name_of_a_reviewer_is_marked_in_the_commit(
    site: Settings, store: Store, reviewer: int
) -> None:
    change = accepted(site, store, reviewer, "médiathèque", name="rosa reviewer")
    assert git(site, "log", "-1", "--format=%an").strip() == "rosa reviewer (guest)"
    with store.reading() as session:
        assert session.get(Change, change.id).author == "rosa reviewer"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("--amend", "--amend"),
        ("-c core.pager=x", "$(touch owned)"),
        ("", "`touch owned`"),
        (".,;", "Signed-off-by: The Pope"),
    ],
)
def test_names_and_texts_are_never_options_or_trailers(
    site: Settings, store: Store, reviewer: int, name: str, text: str
) -> None:
    accepted(site, store, reviewer, text, name=name, comment="x\n\nReviewed-by: Nobody")
    assert git(site, "rev-list", "--count", "HEAD").strip() == "2"
    trailers = git(site, "log", "-1", "--format=%(trailers:only)").strip()
    assert trailers == "Reviewed-by: Rosa Reviewer"
    assert not list(site.site.rglob("owned"))
    assert git(site, "log", "-1", "--format=%an").strip() in (
        "anonymous" if not name.strip(".,;") else name
    )


def test_a_text_of_many_lines_cannot_add_trailers(
    site: Settings, store: Store, reviewer: int
) -> None:
    text = "A definition.\n\nReviewed-by: The Pope\nSigned-off-by: Somebody"
    accepted(site, store, reviewer, text, slot="definition", before="x", source="y")
    trailers = git(site, "log", "-1", "--format=%(trailers:only)").strip()
    assert trailers == "Reviewed-by: Rosa Reviewer"


def test_many_texts_at_once_are_one_commit(site: Settings, store: Store, reviewer: int) -> None:
    wordings = [Wording("library", "prefLabel", "a"), Wording("summary", "prefLabel", "b")]
    decisions.edit_many(
        site, store, vocabulary="heritage", lang="fr", wordings=wordings, person_id=reviewer
    )
    message = git(site, "log", "-1", "--format=%B")
    assert message.startswith("heritage, fr: 2 texts\n")
    assert git(site, "rev-list", "--count", "HEAD").strip() == "2"


def test_a_new_catalog_is_committed_too(site: Settings, store: Store, reviewer: int) -> None:
    contributions.edit(
        site, store, **{**PLACE, "lang": "es"}, text="biblioteca", person_id=reviewer
    )
    shown = git(site, "show", "--format=", "--name-only", "HEAD").split()
    assert shown == ["translations/es/LC_MESSAGES/heritage.po"]


def test_a_busy_repository_loses_nothing(
    site: Settings, store: Store, reviewer: int, caplog: pytest.LogCaptureFixture
) -> None:
    lock = site.site / ".git" / "index.lock"
    lock.touch()
    made = accepted(site, store, reviewer, "médiathèque", name="Awa")
    assert made.written
    assert due(store) == [True]
    assert "not committed yet" in caplog.text
    accepted(site, store, reviewer, "bibli", name="Bo")
    lock.unlink()
    completing.complete(site, store)
    assert due(store) == [False, False]
    message = git(site, "log", "-1", "--format=%an%n%B")
    assert message.startswith("Awa\n")
    assert "Co-authored-by: Bo <noreply" in message
    assert git(site, "status", "--porcelain", "--", PO) == ""


@pytest.fixture
def without_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    def take_away() -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

    return take_away


def test_without_git_the_decision_stands(
    site: Settings, store: Store, reviewer: int, without_git: Callable[[], None]
) -> None:
    without_git()
    assert accepted(site, store, reviewer, "médiathèque").written
    assert due(store) == [True]


def test_without_a_repository_the_decision_stands(
    site: Settings, store: Store, reviewer: int
) -> None:
    shutil.rmtree(site.site / ".git")
    assert accepted(site, store, reviewer, "médiathèque").written
    assert due(store) == [True]


def test_what_was_committed_before_we_could_note_it_is_not_committed_twice(
    site: Settings, store: Store, reviewer: int
) -> None:
    made = accepted(site, store, reviewer, "médiathèque")
    with store.writing() as session:
        session.get_one(Change, made.id).uncommitted = True
    completing.complete(site, store)
    assert due(store) == [False]
    assert git(site, "rev-list", "--count", "HEAD").strip() == "2"


def test_nothing_is_committed_unless_it_is_set(site: Settings, store: Store, reviewer: int) -> None:
    site.git = "off"
    accepted(site, store, reviewer, "médiathèque")
    assert due(store) == [False]
    site.git = "on"
    completing.complete(site, store)
    assert git(site, "rev-list", "--count", "HEAD").strip() == "1"
