import time
from pathlib import Path

import pytest

from glossary.contribute import people
from glossary.contribute.people import links
from glossary.contribute.store import Store
from glossary.errors import Conflict, Gone
from glossary.site.settings import Settings, load

PASSWORD = "grüner Regen auf Kies"


def _person(store: Store) -> int:
    with store.writing() as session:
        person = people.create(session, "Awa", "awa@example.org", "fr")
        return person.id


def _link(settings: Settings, store: Store, kind: str, email: str = "") -> str:
    with store.reading() as session:
        person = people.find(session, "awa@example.org")
        return links.address(settings, kind, person, email)


def _token(link: str) -> str:
    return link.rpartition("/")[2]


def _opened(settings: Settings, store: Store, kind: str, token: str) -> str:
    with store.reading() as session:
        found = links.opened(settings, session, kind, token)
        return f"{found.person.name} {found.email}".strip()


def test_a_link_names_its_person(settings: Settings, store: Store) -> None:
    _person(store)
    link = _link(settings, store, "invitation")
    assert link.startswith("http://127.0.0.1:8000/fr/account/invitation/")
    assert _opened(settings, store, "invitation", _token(link)) == "Awa"
    mail = _token(_link(settings, store, "mail", "new@example.org"))
    assert _opened(settings, store, "mail", mail) == "Awa new@example.org"


def test_a_link_is_of_one_kind_and_one_site(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    _person(store)
    token = _token(_link(settings, store, "password"))
    with pytest.raises(Gone):
        _opened(settings, store, "invitation", token)
    other = load(tmp_path / "other", {"GLOSSARY_SECRET_KEY": "of another site"})
    with pytest.raises(Gone):
        _opened(other, store, "password", token)


@pytest.mark.parametrize(
    "change",
    [
        lambda session, person: people.set_password(person, PASSWORD),
        lambda session, person: people.end_sessions(person),
        lambda session, person: people.change(session, person, email="other@example.org"),
        lambda session, person: people.block(session, person),
    ],
    ids=["password", "sessions", "mail", "block"],
)
def test_what_makes_a_link_void(settings: Settings, store: Store, change: object) -> None:
    id = _person(store)
    token = _token(_link(settings, store, "password"))
    with store.writing() as session:
        change(session, people.find(session, str(id)))  # type: ignore[operator]
    with pytest.raises(Gone):
        _opened(settings, store, "password", token)


def test_what_was_altered_is_no_link(settings: Settings, store: Store) -> None:
    _person(store)
    token = _token(_link(settings, store, "invitation"))
    altered = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in
               (0, 3, len(token) // 2, len(token) - 5)]  # fmt: skip
    for wrong in (*altered, "", "x", "..", token + "A", token * 100, "\u0661", "x.y.z"):
        with pytest.raises(Gone):
            _opened(settings, store, "invitation", wrong)


def test_a_link_grows_old(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _person(store)
    token = _token(_link(settings, store, "password"))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + links.SECONDS["password"] - 10)
    assert _opened(settings, store, "password", token) == "Awa"
    monkeypatch.setattr(time, "time", lambda: real() + links.SECONDS["password"] + 10)
    with pytest.raises(Gone):
        _opened(settings, store, "password", token)


def test_no_links_for_who_is_blocked_or_invited_no_longer(settings: Settings, store: Store) -> None:
    id = _person(store)
    with store.writing() as session:
        person = people.find(session, str(id))
        people.set_password(person, PASSWORD)
        with pytest.raises(Conflict):
            links.address(settings, "invitation", person)
        people.block(session, person)
        with pytest.raises(Conflict):
            links.address(settings, "password", person)
