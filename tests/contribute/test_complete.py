"""What a process left half way is completed when a server starts, and by the operator."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from glossary.catalogs.po import files
from glossary.cli.main import main
from glossary.contribute import people, proposals
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.reader import Reader
from glossary.site.settings import Settings
from glossary.web import server
from tests import contributions

PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}


@pytest.fixture
def kind() -> str:
    """The kind of the database: one is enough here."""
    return "sqlite"


class Killed(BaseException):
    """Stands for the end of the process."""


def killer(*args: object) -> None:
    raise Killed


@pytest.fixture
def half_way(site: Settings, store: Store) -> Store:
    """A database with a decision that is not in the catalog yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write", killer)
        with pytest.raises(Killed):
            contributions.edit(site, store, **PLACE, text="médiathèque", person_id=None)
    return store


def proposed(store: Store, **other: Any) -> str:
    values = {"source": "library", "before": "bibliothèque", "text": "médiathèque", "data": {}}
    with store.writing() as session:
        return contributions.propose(session, **{**PLACE, **values, **other}).key


def run(site: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.site), "proposals", *arguments])


def test_a_starting_server_completes_it(site: Settings, half_way: Store) -> None:
    server.complete_soon(site)
    assert "médiathèque" in json.dumps(
        Reader(site).concept("heritage", "library"), ensure_ascii=False
    )


def test_a_starting_server_makes_no_database(site: Settings) -> None:
    server.complete_soon(site)
    assert not (site.instance / "contributions.sqlite").exists()


def test_a_server_starts_also_where_the_database_does_not_answer(
    site: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    site.database_url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    server.complete_soon(site)
    assert "could not be completed" in caplog.text


def test_the_server_hooks_it_in(site: Settings) -> None:
    made = server.Server(site)
    assert made.cfg.settings["post_worker_init"].get() == made._complete


def test_the_operator_completes_it(site: Settings, half_way: Store) -> None:
    assert run(site, "complete").output == "1 catalog completed, 0 still wait\n"
    assert run(site, "complete").output == "0 catalogs completed, 0 still wait\n"
    files.catalog_path(site.translations, "fr", "heritage").write_text("broken", "utf-8")
    with half_way.writing() as session:
        values = {"before": "", "after": "x", "data": {}, "origin": "desk"}
        session.add(Change(**PLACE, **values))
    done = run(site, "complete")
    assert (done.exit_code, done.output) == (1, "0 catalogs completed, 1 still waits\n")


def test_proposals_in_the_terminal(site: Settings, store: Store) -> None:
    first = proposed(store, name="Awa", data={"sources": ["A book"]})
    second = proposed(store, text="bibli")
    with store.writing() as session:
        people.create(session, "Rosa Reviewer", "rosa@example.org")
        proposals.by_key(session, second).comment = "shorter \x1b[31m"
    listed = run(site, "list").output
    assert first in listed
    assert second in listed
    assert "2 in all" in listed
    shown = run(site, "show", second).output
    assert "bibli" in shown
    assert "\x1b" not in shown
    assert "A book" in run(site, "show", first).output
    assert (
        run(site, "accept", first, "--as", "rosa@example.org", "--checked").output == "accepted\n"
    )
    moved = run(site, "accept", second)
    assert moved.exit_code == 1
    assert "changed meanwhile" in moved.stderr
    assert run(site, "decline", second, "--reason", "Too short.").output == "declined\n"
    assert "Too short." in run(site, "show", second).output
    assert run(site, "accept", second).exit_code == 1
    assert run(site, "list", "--language", "fr").output == "0 in all\n"
    assert run(site, "list", "--state", "all", "--language", "es").output == "0 in all\n"
    assert run(site, "show", "nothing").stderr == "glossary: There is no such proposal.\n"
    assert run(site, "accept", first, "--as", "nobody@example.org").exit_code == 1
    assert run(site, "list", "--state", "x").exit_code == 2
    text = files.catalog_path(site.translations, "fr", "heritage").read_text("utf-8")
    assert "X-Last-Reviewer: Rosa Reviewer" in text
    assert "# reliability: reviewed\n" in text
