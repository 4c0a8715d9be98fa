"""What someone with bad intentions would try, at every door for contributors there is.

The routes are those of the application, so a new one is tried without a new test.
"""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import select, update

from glossary.catalogs.po import files
from glossary.contribute import people
from glossary.contribute.people import passwords
from glossary.contribute.tables import Mail, Person, Proposal
from glossary.site.settings import Settings
from tests.web.doors import (
    PASSWORD,
    ROLES,
    World,
    field_of,
    post,
    proof,
    quiet,
    upload,
    world_of,
)

EVIL = "https://evil.example"
FIELDS = {
    "name": "Mallory", "email": "mallory@example.org", "text": "méchant", "base": "bibliothèque",
    "comment": "why not", "reason": "no", "role": "administrator", "lang": "", "ui": "fr",
    "password": "vier Pferde im Schnee", "password_again": "vier Pferde im Schnee",
    "password_now": PASSWORD, "address_now": "vera@example.org", "vocabulary": "objects",
    "text-prefLabel": "méchant", "base-prefLabel": "bibliothèque", "source-prefLabel": "library",
    "action": "send", "how": "directly", "kind": "changed", "all": "here", "confirmed": "yes",
    "catalogs": "yes",
}  # fmt: skip
"""What makes every form do something."""
REFUSED = (401, 403, 404)


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """What would take long."""
    with quiet():
        yield


@pytest.fixture(scope="module")
def world(
    site: Settings, make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world in which nothing of what is tried may happen."""
    made = world_of(site, tmp_path_factory.mktemp("doors") / "site", make_app)
    yield made
    made.store.close()


@pytest.fixture
def own_world(site: Settings, make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[World]:
    """A world that a test may change."""
    made = world_of(site, tmp_path / "site", make_app, GLOSSARY_PROPOSALS_PER_HOUR="3")
    yield made
    made.store.close()


# requests from other sites


def test_every_form_wants_the_proof_of_its_page(world: World) -> None:
    before, rules = world.state(), list(world.rules("POST"))
    assert len(rules) > 20
    foreign = proof(world.client("reviewer"))
    for role in ("nobody", "administrator", "vera"):
        client = world.client(role)
        own = proof(client)
        for rule in rules:
            address = world.address(rule)
            for data, headers, status in (
                ({}, {}, 400),
                ({"csrf_token": "x.y.z"}, {}, 400),
                ({"csrf_token": foreign}, {"Sec-Fetch-Site": "same-origin"}, 400),
                ({"csrf_token": own}, {"Sec-Fetch-Site": "cross-site"}, 403),
                ({"csrf_token": own}, {"Sec-Fetch-Site": "same-site"}, 403),
                ({"csrf_token": own}, {"Origin": EVIL}, 403),
                ({"csrf_token": own}, {"Origin": "null"}, 403),
                ({}, {"Origin": f"{EVIL}/", "Content-Type": "text/plain"}, 403),
            ):
                answer = client.post(address, data={**FIELDS, **data}, headers=headers)
                assert answer.status_code == status, (role, address, headers)
                assert status == 400 or "Mallory" not in answer.text
    assert world.state() == before


def test_the_proof_counts_where_a_browser_says_that_a_form_is_ours(world: World) -> None:
    for headers in ({}, {"Origin": "http://localhost"}, {"Origin": world.settings.base_url},
                    {"Sec-Fetch-Site": "same-origin", "Origin": EVIL}):  # fmt: skip
        client = world.client("guest")
        data = {"csrf_token": proof(client), "name": "Guest", "ui": "en"}
        answer = client.post("/en/account/name", data=data, headers=headers)
        assert answer.status_code == 303, headers


@pytest.mark.parametrize("role", [*ROLES, "vera"])
def test_reading_changes_nothing(world: World, role: str) -> None:
    client = world.client(role)
    for rule in world.rules():  # what is only counted is counted now
        client.get(world.address(rule))
    before = world.state()
    for rule in world.rules():
        address = world.address(rule)
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = client.open(address, method=method, query_string=FIELDS, data=FIELDS)
            assert answer.status_code < 500, (method, address)
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for rule in world.rules("POST"):
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "PROPFIND"):
            answer = client.open(world.address(rule), method=method, data=FIELDS)
            assert answer.status_code < 500, (method, rule)
    assert world.state() == before


# where one is sent

TARGETS = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", EVIL,
    "javascript:alert(1)", "/\t/evil.example", "/en/\r\nX-Evil: yes", "\x00//evil.example",
    "/en/@evil.example//", "/en\\..\\..//evil.example", "data:text/html,x", "/" + "a" * 3000,
    "/en/" + "a" * 3000, " https://evil.example", "/en/..//evil.example", "//evil.example/en/",
)  # fmt: skip
WAYS = ("next", "back", "to", "url", "return", "redirect", "ref", "target", "kind", "page", "state")


def _stays(location: str | None) -> bool:
    if location is None:
        return True
    here = r"(http://localhost)?/(?![/\\])"  # werkzeug names the host where it merges slashes
    return location.isprintable() and re.match(here, location) is not None


@pytest.mark.parametrize("role", ["nobody", "administrator"])
def test_nobody_is_sent_to_another_site(world: World, role: str) -> None:
    client = world.client(role)
    everywhere = [world.address(rule) for rule in world.rules()]
    for address in (*everywhere, "/en/choose", "/", "/en/review/", "/en/account/people/"):
        for target in TARGETS:
            answer = client.get(address, query_string=dict.fromkeys(WAYS, target))
            assert _stays(answer.location), (address, target, answer.location)
            assert "X-Evil" not in answer.headers
    for target in TARGETS:
        answer = client.get(f"/en/translate//{target.lstrip('/')}")
        assert _stays(answer.location), target


def test_nobody_is_sent_away_by_a_form(own_world: World) -> None:
    for rule in own_world.rules("POST"):
        for target in TARGETS[:5]:
            client = own_world.client("vera")
            answer = post(client, own_world.address(rule), **dict.fromkeys(WAYS, target))
            assert _stays(answer.location), (rule, target, answer.location)


# what one may do

ALL = frozenset(ROLES) | {"vera"}
FRENCH, EVERYWHERE = {"reviewer", "editor", "administrator"}, {"editor", "administrator"}
PEOPLE = ALL - {"nobody"}
MAY: dict[str, tuple[set[str] | frozenset[str], set[str] | frozenset[str]]] = {
    "desk.start": ({"translator", "vera"} | FRENCH, EVERYWHERE),
    "desk_entry.written": (ALL, ALL),
    "proposals.propose": (ALL, ALL),
    "proposals.comment": (ALL, ALL),
    "proposals.withdraw": ({"vera"}, {"vera"}),
    "review.accept": (FRENCH, EVERYWHERE),
    "review.decline": (FRENCH, EVERYWHERE),
    "history.revert": (EVERYWHERE, EVERYWHERE),
    "accounts.sign_in": (ALL, ALL),
    "accounts.sign_out": (ALL, ALL),
    "accounts.forgot": (ALL, ALL),
    "accounts.invitation": (ALL, ALL),
    "accounts.password": (ALL, ALL),
    "accounts.confirmed_mail": (ALL, ALL),
    "confirming.confirmed": (ALL, ALL),
    "own_account.name": (PEOPLE, PEOPLE),
    "own_account.email": (PEOPLE, PEOPLE),
    "own_account.password": (PEOPLE, PEOPLE),
    "own_account.end_sessions": (PEOPLE, PEOPLE),
    "own_account.remove": (PEOPLE, PEOPLE),
    "people.invite": ({"administrator"}, {"administrator"}),
    "people.change": ({"administrator"}, {"administrator"}),
    "uploads.bring": (ALL, ALL),
    "uploads.choose": ({"vera"}, {"vera"}),
    "uploads.send": ({"vera"}, {"vera"}),
    "uploads.drop": ({"vera"}, {"vera"}),
}
"""Who may send which form, in French and in German; the change that can be reverted is German."""


def _forms(world: World, lang: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for rule in world.rules("POST"):
        actions = ("grant", "revoke", "block", "unblock", "end", "link")
        for action in actions if "action" in rule.arguments else ("",):
            other = {"lang": lang, "action": action}
            if rule.endpoint.startswith(("proposals", "review")):
                other["key"] = world.keys[lang]
            yield rule.endpoint, world.address(rule, **other), {**FIELDS, "lang": lang}


def test_every_form_is_in_the_table(world: World) -> None:
    assert {rule.endpoint for rule in world.rules("POST")} == MAY.keys()


@pytest.mark.parametrize("lang", ["fr", "de"])
@pytest.mark.parametrize("role", [*ROLES, "vera"])
def test_everyone_does_only_what_they_may(world: World, role: str, lang: str) -> None:
    client, before = world.client(role), world.state()
    token, tried = proof(client), 0
    for endpoint, address, fields in _forms(world, lang):
        if role in MAY[endpoint][lang == "de"]:
            continue
        tried += 1
        answer = client.post(
            address,
            data={**fields, "csrf_token": token},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code in REFUSED, (role, lang, address)
    assert tried >= 4 + (role != "administrator") * 6
    assert world.state() == before


@pytest.mark.parametrize("role", ["translator", "reviewer", "editor", "administrator", "vera"])
def test_everyone_does_what_they_may(own_world: World, role: str) -> None:
    with own_world.store.writing() as writing:
        writing.execute(update(Person).values(password_hash=passwords.hashed(PASSWORD)))
    done = 0
    for endpoint, address, fields in _forms(own_world, "fr"):
        if role in MAY[endpoint][0] and not endpoint.startswith(("accounts", "own_account")):
            if endpoint == "uploads.drop":
                address = address.replace(own_world.keys["upload"], upload(own_world, text="m"))
            answer = post(own_world.client(role), address, **{**fields, "how": ""})
            assert answer.status_code not in REFUSED[:2], (role, address)
            done += 1
    assert done >= 5


def test_reviewers_of_french_write_no_german(world: World) -> None:
    before = files.catalog_path(world.settings.translations, "de", "heritage").read_bytes()
    address = "/en/translate/heritage/de/entry/library"
    client = world.client("reviewer")
    fields = {**FIELDS, "text-prefLabel": "Bücherhalle", "action": "reviewed"}
    fields["base-prefLabel"] = field_of(client.get(address).text, "base-prefLabel")
    assert post(client, address, **fields).status_code == 303
    path = files.catalog_path(world.settings.translations, "de", "heritage")
    assert path.read_bytes() == before
    with world.store.reading() as reading:
        made = reading.scalars(select(Proposal).where(Proposal.text == "Bücherhalle")).one()
    assert (made.state, made.lang) == ("open", "de")


@pytest.mark.parametrize("how", ["blocked", "removed", "role", "sessions"])
def test_what_was_taken_away_is_gone_at_once(own_world: World, how: str) -> None:
    client = own_world.client("administrator")
    token = proof(client)
    with own_world.store.writing() as writing:
        person = people.find(writing, "administrator@example.org")
        people.grant(writing, people.find(writing, "guest@example.org"), "administrator")
        if how == "blocked":
            people.block(writing, person)
        elif how == "removed":
            person.state = "removed"
        elif how == "role":
            people.revoke(writing, person, "administrator")
        else:
            people.end_sessions(person)
    before = own_world.state()
    for endpoint, address, fields in _forms(own_world, "fr"):
        free = MAY[endpoint][0] >= (PEOPLE if how == "role" else ALL)
        if not free:
            headers = {"Sec-Fetch-Site": "same-origin"}
            answer = client.post(address, data={**fields, "csrf_token": token}, headers=headers)
            assert answer.status_code in REFUSED, address
    assert client.get("/en/account/people/").status_code in (303, 403)
    assert own_world.state() == before


def test_previews_and_proposals_of_guests_are_for_their_browser(own_world: World) -> None:
    key = upload(own_world, "nobody", "médiathèque")
    other = own_world.client("administrator")
    for client in (own_world.client(), other, own_world.client("vera")):
        assert client.get(f"/en/translate/upload/{key}").status_code == 404
        for action in ("send", "choose", "drop"):
            assert post(client, f"/en/translate/upload/{key}/{action}").status_code == 404
    vera = own_world.client("vera")
    mine = f"/en/translate/upload/{own_world.keys['upload']}"
    assert vera.get(mine).status_code == 200
    post(vera, "/en/account/sign-out")
    assert vera.get(mine).status_code == 404
    guest = own_world.client()
    page = "/en/heritage/library/propose?lang=fr&slot=prefLabel"
    made = post(guest, page, text="bibli", base="bibliothèque").location
    for client in (own_world.client(), other, own_world.client("vera")):
        assert post(client, f"{made}/withdraw").status_code == 403
    assert post(guest, f"{made}/withdraw").status_code == 303


def test_a_name_that_one_takes_gives_no_power_over_the_credit_of_others(own_world: World) -> None:
    address = f"/en/review/{own_world.keys['fr']}/accept"
    assert post(own_world.client("reviewer"), address, base="bibliothèque").status_code == 303
    path = files.catalog_path(own_world.settings.translations, "fr", "heritage")
    assert b"Last-Translator: Vera" in path.read_bytes()
    guest, gone = own_world.client("guest"), {"address_now": "guest@example.org", "catalogs": "yes"}
    assert post(guest, "/en/account/name", name="VERA", ui="en").status_code == 303
    assert post(guest, "/en/account/remove", **gone).status_code == 303
    assert b"Last-Translator: Vera" in path.read_bytes()
    gone["address_now"] = "vera@example.org"
    assert post(own_world.client("vera"), "/en/account/remove", **gone).status_code == 303
    assert b"Vera" not in path.read_bytes()


def test_limits_hold_for_an_address_whatever_it_says(own_world: World) -> None:
    page = "/en/heritage/library/propose?lang=fr&slot=prefLabel"
    codes = []
    for number in range(5):
        client = own_world.client()
        own = f"203.0.113.{number}"
        client.environ_base |= {"HTTP_X_FORWARDED_FOR": own, "HTTP_FORWARDED": f"for={own}",
                                "HTTP_X_REAL_IP": own, "HTTP_CLIENT_IP": own}  # fmt: skip
        codes.append(post(client, page, text=f"b {number}", base="bibliothèque").status_code)
    assert codes == [303] * 3 + [429] * 2


@pytest.mark.parametrize("break_", ["\n", "\r", "\u2028", "\x00"])
def test_no_line_of_ours_is_added_by_a_name(own_world: World, break_: str) -> None:
    page = "/en/heritage/library/propose?lang=fr&slot=prefLabel"
    name = f'Eve{break_}Bcc: v@y.org\\n"{break_}"Language: de\\n'
    fields = {"text": "bibli", "base": "bibliothèque", "name": name, "email": "eve@example.org"}
    answer = post(own_world.client(), page, **fields)
    if answer.status_code != 303:
        assert answer.status_code == 400
        return
    address = answer.location.replace("proposals", "review") + "/accept"
    post(own_world.client("reviewer"), address, base="bibliothèque")
    path = files.catalog_path(own_world.settings.translations, "fr", "heritage")
    catalog = read_po(io.BytesIO(path.read_bytes()))
    assert catalog.last_translator.startswith("Eve Bcc: v")
    assert str(catalog.locale) == "fr"
    assert not [key for key, _ in catalog.mime_headers if key == "Bcc"]
    with own_world.store.reading() as reading:
        mail = reading.scalars(select(Mail).where(Mail.to == "eve@example.org")).one()
    assert "\n" not in mail.subject
