import threading

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.contribute.tables import Person
from glossary.errors import Conflict, GlossaryError, Invalid, NotFound

PASSWORD = "grüner Regen auf Kies"


def _person(session: Session, name: str = "Awa Diop", role: str = "", lang: str = "") -> Person:
    made = people.create(session, name, f"{name.split()[0]}@example.org")
    people.set_password(made, PASSWORD)
    if role:
        people.grant(session, made, role, lang)
    return made


def test_someone_is_made_and_found(store: Store) -> None:
    with store.writing() as session:
        made = people.create(session, "  Awa \n Diop ", " Awa@Example.org ", "fr")
        assert (made.name, made.email, made.ui, made.state) == (
            "Awa Diop", "Awa@Example.org", "fr", "invited",
        )  # fmt: skip
        id = made.id
    with store.reading() as session:
        for who in ("awa@example.ORG", " awa@example.org", str(id)):
            assert people.find(session, who).id == id
        for who in ("nobody@example.org", "99", "", "-1", "x" * 1000, "a\0b", "9" * 30):
            with pytest.raises(NotFound):
                people.find(session, who)


def test_an_address_has_one_account(store: Store) -> None:
    with store.writing() as session:
        people.create(session, "A", "awa@example.org")
        with pytest.raises(Conflict):
            people.create(session, "B", "AWA@example.org")
        other = people.create(session, "B", "b@example.org")
        with pytest.raises(Conflict):
            people.change(session, other, email="awa@EXAMPLE.org")
        people.change(session, other, "C", "B@Example.org")
        assert (other.name, other.email) == ("C", "B@Example.org")


@pytest.mark.parametrize(
    "email",
    [
        "", "a", "@", "a@", "@b", "a b@c.org", "a@b\nBcc: x@y.org", "a@b.org\r\nX: y", "a@b@c.org",
        "<a@b.org>", "a@b.org, c@d.org", "a@b..org", "a@.org", "a@b.org.", "a@-b.org", "a\0@b.org",
        "a@b\u202e.org", "a" * 65 + "@b.org", "a@" + "b" * 320, '"a b"@c.org', "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid) as caught:
        people.checked_email(email)
    assert caught.value.parameter == "email"


@pytest.mark.parametrize("email", ["a@b.org", "a+b@c.example", "δοκιμή@παράδειγμα.gr", "o'neil@x"])
def test_what_is_an_address_is_taken(email: str) -> None:
    assert people.checked_email(email) == email


@pytest.mark.parametrize(
    "name", ["", "  ", "\n", "a\0b", "x" * 201, "a<b>", "a\u202eb", "\x1b[31m"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        people.checked_name(name)
    assert caught.value.parameter == "name"


@pytest.mark.parametrize("name", ["Zoë", "محمد علي", "می‌خواهم", "李 明", "O'Neil & 'co'"])
def test_names_of_all_scripts_are_taken(name: str) -> None:
    assert people.checked_name(name) == name


def test_roles_are_given_and_taken(store: Store) -> None:
    with store.writing() as session:
        person = _person(session)
        for role, lang in (("reviewer", "fr"), ("translator", "ZH-hans"), ("reviewer", "fr")):
            people.grant(session, person, role, lang)
        people.grant(session, person, "editor")
        assert people.roles_of(person) == [
            ("editor", ""), ("reviewer", "fr"), ("translator", "zh-Hans"),
        ]  # fmt: skip
        people.revoke(session, person, "reviewer", "fr")
        with pytest.raises(NotFound):
            people.revoke(session, person, "reviewer", "fr")
        with pytest.raises(NotFound):
            people.revoke(session, person, "translator")


@pytest.mark.parametrize(
    ("role", "lang"),
    [("king", ""), ("", ""), ("reviewer", "xx-nonsense-"), ("editor", "fr"), ("reviewer", "<b>")],
)
def test_odd_roles_are_refused(store: Store, role: str, lang: str) -> None:
    with store.writing() as session, pytest.raises(Invalid):
        people.grant(session, _person(session), role, lang)


def test_the_right_password_of_an_active_person(store: Store) -> None:
    with store.writing() as session:
        person = _person(session)
        assert people.authenticate(person, PASSWORD)
        assert not people.authenticate(person, PASSWORD.upper())
        assert not people.authenticate(None, PASSWORD)
        people.block(session, person)
        assert not people.authenticate(person, PASSWORD)
        people.unblock(person)
        assert people.authenticate(person, PASSWORD)


def test_what_ends_sessions(store: Store) -> None:
    with store.writing() as session:
        person = _person(session)
        marks = [person.session_mark]
        people.set_password(person, "another good one 12")
        marks.append(person.session_mark)
        people.block(session, person)
        marks.append(person.session_mark)
        people.end_sessions(person)
        marks.append(person.session_mark)
    assert len(set(marks)) == 4


def test_a_password_like_the_name_is_refused(store: Store) -> None:
    with store.writing() as session:
        person = people.create(session, "Aminata Diop", "aminata@example.org")
        with pytest.raises(Invalid):
            people.set_password(person, "Aminata Diop 12")
        with pytest.raises(Invalid):
            people.set_password(person, "Heritage Words 7", "Heritage Words")
        assert person.state == "invited"


def test_an_old_hash_is_renewed_when_its_owner_comes(store: Store) -> None:
    with store.writing() as session:
        person = _person(session)
        old = person.password_hash = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
        people.record_sign_in(person, PASSWORD)
        assert person.password_hash != old
        assert person.seen is not None
        assert people.authenticate(person, PASSWORD)


def test_the_last_administrator_stays(store: Store) -> None:
    with store.writing() as session:
        first = _person(session, "First", "administrator")
        second = _person(session, "Second", "administrator")
        people.revoke(session, second, "administrator")
        with pytest.raises(Conflict):
            people.revoke(session, first, "administrator")
        with pytest.raises(Conflict):
            people.block(session, first)
        people.grant(session, second, "administrator")
        people.block(session, first)


def test_two_administrators_cannot_remove_each_other_at_once(store: Store) -> None:
    with store.writing() as session:
        ids = [_person(session, name, "administrator").id for name in ("First", "Second")]
    together, failures = threading.Barrier(2), []

    def revoke(id: int) -> None:
        try:
            together.wait()
            with store.writing() as session:
                people.revoke(session, people.find(session, str(id)), "administrator")
        except GlossaryError as error:
            failures.append(error)

    threads = [threading.Thread(target=revoke, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in failures] == [Conflict]


def test_accounts_are_listed_from_the_newest_on(store: Store) -> None:
    with store.writing() as session:
        for name in ("Awa Diop", "Boris", "Çelik 100%"):
            people.create(session, name, f"{name[0].lower()}x@example.org")
        assert [one.name[0] for one in people.listed(session)] == ["Ç", "B", "A"]
        assert [one.name for one in people.listed(session, "DIOP")] == ["Awa Diop"]
        assert [one.name for one in people.listed(session, "bx@")] == ["Boris"]
        assert [one.name[0] for one in people.listed(session, "0%")] == ["Ç"]
        assert people.listed(session, "a\0") == people.listed(session)
        last = people.listed(session, most=2)[-1]
        assert [one.name for one in people.listed(session, after=last.id)] == ["Awa Diop"]
