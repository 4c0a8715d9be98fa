from typing import Any

import pytest
from sqlalchemy import func, select

from glossary.contribute import people
from glossary.contribute.people.identities import person_of
from glossary.contribute.store import Store
from glossary.contribute.tables import Identity, Person
from glossary.errors import Forbidden, Invalid

ISSUER = "https://issuer.example"


def _claims(**more: Any) -> dict[str, Any]:
    return {"sub": "u1", "name": "Awa Diop", "email": "awa@example.org", **more}


def _come(store: Store, claims: dict[str, Any], issuer: str = ISSUER) -> int:
    with store.writing() as session:
        return person_of(session, issuer, claims, "fr").id


def _person(store: Store, id: int) -> Person:
    with store.reading() as session:
        found = session.get_one(Person, id)
        session.expunge_all()
        return found


def test_the_first_time_an_account_without_roles_is_made(store: Store) -> None:
    id = _come(store, _claims(email_verified=True))
    made = _person(store, id)
    assert (made.name, made.email, made.state, made.ui, made.password_hash, made.roles) == (
        "Awa Diop", "awa@example.org", "active", "fr", None, [],
    )  # fmt: skip
    assert _come(store, _claims(name="Other", email="x@y.org")) == id
    assert _come(store, _claims(), "https://other.example") != id


def test_an_account_with_the_verified_address_is_joined(store: Store) -> None:
    with store.writing() as session:
        person = people.create(session, "Awa", "Awa@example.org")
        people.grant(session, person, "reviewer", "fr")
        known, mark = person.id, person.session_mark
    assert _come(store, _claims(email_verified=True)) == known
    found = _person(store, known)
    assert (found.state, [one.role for one in found.roles]) == ("active", ["reviewer"])
    assert found.session_mark != mark


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_that_was_not_verified_joins_and_takes_nothing(
    store: Store, verified: object
) -> None:
    with store.writing() as session:
        known = people.create(session, "Awa", "awa@example.org").id
    id = _come(store, _claims(email_verified=verified))
    assert id != known
    made = _person(store, id)
    assert (made.email, made.email_key) == ("", None)


@pytest.mark.parametrize("email", ["\uff41wa@example.org", "awa@example.org"])
def test_an_address_that_only_looks_alike_joins_nothing(store: Store, email: str) -> None:
    with store.writing() as session:
        people.create(
            session, "Awa", "awa@example.org" if email[0] != "a" else "\uff41wa@example.org"
        )
    with pytest.raises(Forbidden):
        _come(store, _claims(email=email, email_verified=True))


def test_who_is_blocked_does_not_come_in(store: Store) -> None:
    id = _come(store, _claims(email_verified=True))
    with store.writing() as session:
        people.block(session, session.get_one(Person, id))
    with pytest.raises(Forbidden):
        _come(store, _claims())
    with pytest.raises(Forbidden):
        _come(store, _claims(sub="u2", email_verified=True))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Identity)) == 1


@pytest.mark.parametrize("sub", [None, "", 7, "x" * 301, ["u"]])
def test_claims_without_a_subject_are_refused(store: Store, sub: object) -> None:
    with pytest.raises(Invalid):
        _come(store, _claims(sub=sub))


@pytest.mark.parametrize("name", [None, "", "\0", "<b>", "x" * 999, {"a": 1}, "\u202e"])
def test_any_name_will_do(store: Store, name: object) -> None:
    made = _person(store, _come(store, _claims(name=name)))
    assert made.name
    assert people.checked_name(made.name) == made.name
