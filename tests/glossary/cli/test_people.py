import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.main import main
from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.site.settings import Settings, load
from glossary.web import create_app

PASSWORD = "grüner Regen auf Kies"
PLAIN = {"LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}

Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path, {})


@pytest.fixture
def run(settings: Settings) -> Run:
    """A function that runs `glossary people` with arguments."""

    def run(*arguments: str, **more: str) -> Result:
        command = ["--site", str(settings.site), "people", *arguments]
        return CliRunner().invoke(main, command, env=PLAIN, **more)

    return run


def _take(settings: Settings, link: str) -> int:
    """Set a password with a link; return the status."""
    client = create_app(settings, config={"TESTING": True}).test_client()
    address = link.strip().removeprefix(settings.base_url)
    found = re.search(r'csrf_token" value="([^"]+)"', client.get(address).text)
    form = {"password": PASSWORD, "password_again": PASSWORD, "name": "Awa"}
    return client.post(address, data={**form, "csrf_token": found[1] if found else ""}).status_code


def _failed(result: Result) -> str:
    """Return the one line with which a command failed."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("glossary: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_the_first_administrator(run: Run, settings: Settings) -> None:
    result = run("add", "--role", "administrator", "--ui", "fr", "awa@example.org")
    assert result.exit_code == 0
    line, link = result.stdout.splitlines()
    assert line.split() == ["1", "invited", "awa", "<awa@example.org>", "administrator"]
    assert link.startswith("http://127.0.0.1:8000/fr/account/invitation/")
    again = run("invite", "awa@example.org").stdout
    assert _take(settings, again) == 303
    assert _take(settings, link) == 400
    assert "active" in run("list").stdout
    assert "already active" in _failed(run("invite", "1"))
    reset = run("reset", "AWA@example.org").stdout
    assert "/fr/account/password/" in reset
    assert _take(settings, reset) == 303
    assert _take(settings, reset) == 400


def test_roles_in_several_languages(run: Run) -> None:
    run("add", "--name", "Awa Diop", "--role", "reviewer", "--language", "fr", "--language", "WO",
        "a@example.org")  # fmt: skip
    assert run("list").stdout.endswith("Awa Diop <a@example.org>  reviewer fr, reviewer wo\n")
    assert "reviewer wo, translator\n" in run("role", "1", "translator").stdout
    assert "fr" not in run("role", "1", "reviewer", "--language", "fr", "--revoke").stdout
    assert "king" in _failed(run("role", "1", "king"))
    assert "all languages" in _failed(run("role", "1", "editor", "--language", "fr"))
    assert "nobody" in _failed(run("role", "nobody", "editor"))


def test_accounts_are_changed_blocked_and_found(run: Run) -> None:
    run("add", "a@example.org")
    run("add", "b@example.org")
    assert (
        "B. <c@example.org>"
        in run("change", "2", "--name", "B.", "--email", "c@example.org").stdout
    )
    assert "A@example.org" in _failed(run("change", "2", "--email", "A@example.org"))
    assert "not a mail address" in _failed(run("add", "nonsense"))
    assert "a@example.org" in _failed(run("add", "a@example.org"))
    assert " blocked " in run("block", "2").stdout
    assert "blocked" in _failed(run("reset", "2"))
    assert " invited " in run("unblock", "2").stdout
    assert run("list", "c@").stdout.count("\n") == 1


def test_the_only_administrator_stays(run: Run, settings: Settings) -> None:
    link = run("add", "--role", "administrator", "a@example.org").stdout.splitlines()[1]
    _take(settings, link)
    assert "only administrator" in _failed(run("block", "1"))
    assert "only administrator" in _failed(run("role", "1", "administrator", "--revoke"))


def test_personal_data_are_exported_and_removed(run: Run, settings: Settings) -> None:
    run("add", "--name", "عوا ديوب", "a@example.org")
    assert json.loads(run("export", "1").stdout)["account"]["name"] == "عوا ديوب"
    asked = run("remove", "1", input="n\n")
    assert asked.exit_code == 1
    assert "a@example.org" in run("list").stdout
    assert run("remove", "--catalogs", "--yes", "1").exit_code == 0
    assert run("list").stdout == ""
    _failed(run("export", "1"))


def test_mail_is_sent_where_there_is_a_server(run: Run, settings: Settings) -> None:
    assert run("mail").stdout == "0 sent, 0 could not be sent\n"
    store = Store(settings)
    with store.writing() as session:
        assert people.listed(session) == []
    store.close()


def test_a_database_that_is_away_is_told_in_one_line(settings: Settings) -> None:
    away = "postgresql+psycopg://glossary:geheim@127.0.0.1:1/none"
    command = ["--site", str(settings.site), "people", "list"]
    result = CliRunner().invoke(main, command, env=PLAIN | {"GLOSSARY_DATABASE_URL": away})
    assert "cannot be reached" in _failed(result)
    assert "geheim" not in result.stderr
