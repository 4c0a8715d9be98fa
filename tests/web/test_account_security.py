"""What someone with bad intentions would try with accounts."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from glossary.contribute import people
from glossary.contribute.people import passwords
from glossary.contribute.tables import Attempt, EndedSession, Mail, Person, now
from glossary.site.settings import Settings
from glossary.web import client_marks, create_app, session
from tests.web.accounts import PASSWORD, Browser, Site

OTHER = "vier Pferde im Schnee"
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
FORMS = (
    "sign-in", "sign-out", "forgot", "name", "mail", "password", "end-sessions", "remove",
    "people/invite", "people/2/grant", "people/2/revoke", "people/2/block", "people/2/link",
    "people/2/end", "people/2/unblock",
)  # fmt: skip


def _person(place: Site, who: str) -> Person:
    with place.store.reading() as reading:
        found = people.find(reading, who)
        reading.expunge_all()
        return found


def _cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("glossary")
    assert cookie is not None
    return cookie.value


# requests from other sites


@pytest.mark.parametrize("form", FORMS)
def test_no_form_works_without_proof(place: Site, form: str) -> None:
    client = place.browser("Awa").client
    before = _person(place, "2")
    for data in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}):
        values = {"email": "x@y.org", "password_now": PASSWORD, "name": "Changed", **data}
        answer = client.post(f"/en/account/{form}", data=values)
        assert answer.status_code == 400
        assert "<form" not in answer.text.split("<main")[1]
    after = _person(place, "2")
    assert (after.state, after.session_mark, len(after.roles)) == (
        before.state, before.session_mark, len(before.roles),
    )  # fmt: skip
    assert _person(place, "awa@example.org").name == "Awa"


def test_the_proof_of_another_session_is_none(place: Site) -> None:
    stranger = place.browser().client.get("/en/account/sign-in").text
    proof = re.search(r'name="csrf_token" value="([^"]+)"', stranger)
    assert proof is not None
    client = place.browser("Awa").client
    answer = client.post("/en/account/name", data={"name": "x", "csrf_token": proof[1]})
    assert answer.status_code == 400
    assert _person(place, "awa@example.org").name == "Awa"


@pytest.mark.parametrize("origin", ["cross-site", "same-site", "nonsense", ""])
def test_what_another_site_sends_is_refused_even_with_proof(place: Site, origin: str) -> None:
    client = place.browser("Awa").client
    found = re.search(r'csrf_token" value="([^"]+)"', client.get("/en/account/").text)
    assert found is not None
    answer = client.post(
        "/en/account/name",
        data={"name": "Changed", "ui": "en", "csrf_token": found[1]},
        headers={"Sec-Fetch-Site": origin},
    )
    assert answer.status_code == 403
    assert _person(place, "awa@example.org").name == "Awa"


def test_what_was_typed_is_kept_where_the_proof_has_expired(
    place: Site, read_page: Callable[[str], Any]
) -> None:
    browser = place.browser("Awa")
    typed = {"name": SCRIPT, "ui": "fr", "csrf_token": "expired"}
    answer = browser.client.post(
        "/en/account/name", data=typed, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    page = read_page(answer.text)
    kept = {one["name"]: one["value"] for one in page.named("input", type="hidden")}
    assert (kept["name"], kept["ui"]) == (SCRIPT, "fr")
    assert kept["csrf_token"] != "expired"
    assert not page.named("script", src="")
    assert "alert(1)</script>" not in answer.text


def test_passwords_are_not_put_into_a_page(place: Site) -> None:
    answer = place.browser("Awa").client.post(
        "/en/account/password",
        data={"password": OTHER, "password_again": OTHER, "password_now": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 400
    assert OTHER not in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("site", ["cross-site", None])
def test_the_form_of_another_site_is_not_made_ours(place: Site, site: str | None) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = place.browser("Awa").client.post(
        "/en/account/name", data={"name": "Mallory"}, headers=headers
    )
    assert "Mallory" not in answer.text
    assert "<form" not in answer.text.split("<main")[1]


def test_nothing_is_changed_by_following_a_link(place: Site) -> None:
    browser = place.browser("Awa")
    for form in FORMS:
        answer = browser.get(f"/en/account/{form}?email=x@y.org&name=Changed&role=editor")
        assert answer.status_code in (200, 303, 404, 405, 503)  # some name a vocabulary
    assert browser.name() == "Awa"
    assert _person(place, "2").state == "active"


# sessions


def test_a_session_from_before_signing_in_is_not_kept(place: Site) -> None:
    browser = place.browser()
    browser.get("/en/account/sign-in")
    planted = _cookie(browser.client)
    browser.sign_in("awa@example.org")
    assert _cookie(browser.client) != planted
    other = place.browser()
    other.client.set_cookie("glossary", planted)
    assert other.name() == ""


def test_nothing_that_a_session_held_before_signing_in_is_kept(place: Site) -> None:
    browser = place.browser()
    browser.get("/en/account/sign-in")
    with browser.client.session_transaction() as held:
        held["proposals"] = ["planted"]
        before = held["csrf_token"]
    browser.sign_in("awa@example.org")
    browser.get("/en/account/")
    with browser.client.session_transaction() as held:
        assert "proposals" not in held
        assert held["csrf_token"] != before


def test_signing_in_replaces_whoever_was_signed_in(place: Site) -> None:
    browser = place.browser("Awa")
    link = place.link("password", "boris@example.org")
    browser.send(link, password=OTHER, password_again=OTHER)
    assert browser.name() == "Boris"
    assert browser.get("/en/account/people/").status_code == 403


def test_a_copied_cookie_is_worth_nothing_after_signing_out(place: Site) -> None:
    browser, thief = place.browser("Awa"), place.browser()
    copied = _cookie(browser.client)
    thief.client.set_cookie("glossary", copied)
    assert thief.name() == "Awa"
    browser.send("/en/account/sign-out", "/en/account/")
    thief.client.set_cookie("glossary", copied)
    assert thief.name() == ""


def test_signing_out_leaves_nothing_in_the_session(place: Site) -> None:
    browser = place.browser("Awa")
    with browser.client.session_transaction() as held:
        assert {"person", "mark", "key"} <= held.keys()
        held["reference"] = "de"
    browser.send("/en/account/sign-out", "/en/account/")
    with browser.client.session_transaction() as held:
        assert not {"person", "mark", "key", "reference"} & held.keys()


def test_who_is_not_signed_in_may_sign_out(place: Site) -> None:
    answer = place.browser().send("/en/account/sign-out", "/en/account/sign-in")
    assert answer.status_code == 303
    with place.store.reading() as reading:
        assert reading.scalars(select(EndedSession)).all() == []


@pytest.mark.parametrize(
    ("hours", "stay", "ended"),
    [(11, "", False), (13, "", True), (29 * 24, "yes", False), (31 * 24, "yes", True)],
)
def test_sessions_end_when_they_are_not_used(
    place: Site, monkeypatch: pytest.MonkeyPatch, hours: int, stay: str, ended: bool
) -> None:
    browser = place.browser()
    browser.sign_in("awa@example.org", **({"stay": stay} if stay else {}))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + hours * 3600)
    assert (browser.name() == "") == ended


def test_sessions_end_at_last_though_they_are_used(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = place.browser()
    browser.sign_in("awa@example.org", stay="yes")
    real, day = time.time, 0
    while browser.name():
        day += 7  # never exactly the 90 days, where a second more or less would decide
        assert day < 200
        monkeypatch.setattr(time, "time", lambda: real() + day * 86_400)  # noqa: B023
    assert day == 91


def test_a_cookie_that_was_altered_is_nobody(place: Site) -> None:
    browser = place.browser("Boris")
    content, made, signature = _cookie(browser.client).rsplit(".", 2)
    other = "A" if signature[3] != "A" else "B"
    for wrong in (
        f"{content}x.{made}.{signature}",
        f"{content}.{made}x.{signature}",
        f"{content}.{made}.{signature[:3]}{other}{signature[4:]}",
        f"{content}.{made}.",
        "x",
        "",
    ):
        browser.client.set_cookie("glossary", wrong)
        assert browser.name() == ""


@pytest.mark.parametrize(
    ("base", "name", "path", "secure"),
    [
        ("http://127.0.0.1:8000", "glossary", "/", False),
        ("https://words.example.org", "__Host-glossary", "/", True),
        ("https://example.org/words", "__Secure-glossary", "/words", True),
    ],
)
def test_flags_of_the_cookie(
    make_site: Callable[[], Settings], base: str, name: str, path: str, secure: bool
) -> None:
    settings = make_site()
    settings.base_url = base
    client = create_app(settings, config={"TESTING": True}).test_client()
    answer = client.get("/en/account/sign-in", base_url=base)
    parts = answer.headers["Set-Cookie"].split("; ")
    assert parts[0].startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=Lax", f"Path={path}"} <= set(parts)
    assert ("Secure" in parts) == secure
    assert not [part for part in parts if part.startswith("Domain")]


def test_pages_for_readers_set_no_cookie_and_may_be_kept(client: FlaskClient) -> None:
    for address in ("/en/", "/en/search?q=library", "/en/about", "/api/v1/", "/version"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not address.startswith("/en/") or "Cookie" not in answer.headers.get("Vary", "")
    assert "public" in client.get("/en/").headers["Cache-Control"]


def test_pages_for_readers_do_not_look_at_sessions(client: FlaskClient) -> None:
    before = client.get("/en/").text
    client.set_cookie("glossary", "anything")
    answer = client.get("/en/")
    assert answer.text == before
    assert "Set-Cookie" not in answer.headers


def test_answers_for_contributors_are_kept_by_nobody(place: Site) -> None:
    browser = place.browser("Awa")
    for address in ("", "people/", "people/2", "remove", "export.json", "forgot", "people/99"):
        answer = browser.get(f"/en/account/{address}")
        assert answer.headers["Cache-Control"] == "no-store"


# where one is sent


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil",
        "https://evil.example/en/", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
        "/en/\r\nSet-Cookie: x=y", "en//evil", " //evil.example", "/%0d%0aLocation:x", "/xx/",
        "/api/v1/", "", "/", "/en", "http:/en/", "/en/\u2028", "/en/\\..\\..", "/.//evil.example",
        "/en/ x", "@evil.example", "/en/\x00", "/en/" + "a" * 2000,
    ],
)  # fmt: skip
def test_one_is_never_sent_to_another_site(place: Site, target: str) -> None:
    answer = place.browser().sign_in("awa@example.org", next=target)
    assert answer.status_code == 303
    assert answer.location in ("/en/account/", "/en")
    assert "Set-Cookie: x" not in str(answer.headers)


@pytest.mark.parametrize(
    "target", ["/en/", "/fr/account/", "/en//evil.example", "/ar/a/b?c=%D8%A7"]
)
def test_one_is_sent_on_within_the_site(place: Site, target: str) -> None:
    assert place.browser().sign_in("awa@example.org", next=target).location == target


# accounts that are looked for


def test_nothing_tells_whether_an_account_exists(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.add("Gone")
    with place.store.writing() as writing:
        people.block(writing, people.find(writing, "gone@example.org"))
        people.create(writing, "New", "new@example.org")
    real, worked = passwords.matches, []
    monkeypatch.setattr(
        passwords, "matches", lambda kept, typed: worked.append(1) or real(kept, typed)
    )
    for form, fields in (("sign-in", {"password": "not this one"}), ("forgot", {})):
        answers = set()
        for name in ("awa", "nobody", "gone", "new"):
            email = f"{name}@example.org"
            answer = place.browser().send(f"/en/account/{form}", email=email, **fields)
            body = re.sub(r'(csrf_token" value=")[^"]+', "", answer.text).replace(email, "")
            answers.add((answer.status_code, body, answer.headers.get("Location")))
        assert len(answers) == 1
    assert len(worked) == 4
    with place.store.reading() as reading:
        assert {mail.to for mail in reading.scalars(select(Mail))} == {
            "awa@example.org", "new@example.org",
        }  # fmt: skip


def test_who_is_blocked_cannot_tell_the_right_password(place: Site) -> None:
    with place.store.writing() as writing:
        people.block(writing, people.find(writing, "boris@example.org"))
    right = place.browser().sign_in("boris@example.org")
    wrong = place.browser().sign_in("boris@example.org", "wrong")
    assert right.status_code == wrong.status_code == 400


def test_passwords_cannot_be_tried_for_long(place: Site) -> None:
    browser = place.browser()
    codes = [
        browser.sign_in("boris@example.org", f"wrong {number}").status_code for number in range(12)
    ]
    assert codes == [400] * 10 + [429] * 2
    assert browser.sign_in("boris@example.org").status_code == 429
    assert browser.sign_in("nobody@example.org").status_code == 400
    codes = [browser.sign_in("nobody@example.org").status_code for _ in range(10)]
    assert codes == [400] * 9 + [429]


def test_one_address_cannot_try_many_accounts(place: Site) -> None:
    browser = place.browser()
    codes = [browser.sign_in(f"p{number}@example.org").status_code for number in range(42)]
    assert codes == [400] * 40 + [429] * 2


def test_addresses_are_kept_as_hashes_only(place: Site) -> None:
    place.browser().sign_in("boris@example.org", "wrong")
    with place.store.reading() as reading:
        marks = [one.mark for one in reading.scalars(select(Attempt))]
    assert len(marks) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for mark in marks)


@pytest.mark.parametrize(
    ("proxies", "same"), [(0, True), (1, False), (2, True)], ids=["none", "one", "two"]
)
def test_only_trusted_proxies_say_who_asks(
    make_site: Callable[[], Settings], proxies: int, same: bool
) -> None:
    settings = make_site()
    settings.trusted_proxies = proxies
    app = create_app(settings, config={"TESTING": True})
    marks = []

    @app.get("/mark")
    def mark() -> str:
        marks.append(client_marks.address_mark())
        return ""

    for client in ("192.0.2.1", "192.0.2.2"):
        headers = {"X-Forwarded-For": f"203.0.113.9, {client}"}
        app.test_client().get("/mark", headers=headers)
    assert (marks[0] == marks[1]) == same


def test_a_network_of_ipv6_is_one_client(place: Site) -> None:
    marks = {}
    for client in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1", "::ffff:192.0.2.1",
                   "192.0.2.1", "", "odd"):  # fmt: skip
        with place.app.test_request_context(environ_base={"REMOTE_ADDR": client}):
            marks[client] = client_marks.address_mark()
    assert marks["2001:db8::1"] == marks["2001:db8::ffff:2"] != marks["2001:db8:0:1::1"]
    assert marks["::ffff:192.0.2.1"] == marks["192.0.2.1"]


def test_mail_cannot_be_had_without_end(place: Site) -> None:
    browser = place.browser()
    for _ in range(5):
        assert browser.send("/en/account/forgot", email="boris@example.org").status_code == 200
    codes = [
        browser.send("/en/account/forgot", email=f"p{number}@example.org").status_code
        for number in range(17)
    ]
    assert codes == [200] * 15 + [429] * 2
    with place.store.reading() as reading:
        assert len(list(reading.scalars(select(Mail)))) == 3


# what one may do


ADMINISTRATORS = (
    ("get", "people/"), ("get", "people/1"), ("post", "people/invite"), ("post", "people/1/grant"),
    ("post", "people/1/link"), ("post", "people/1/block"), ("post", "people/2/grant"),
)  # fmt: skip


@pytest.mark.parametrize(("role", "lang"), [("", ""), ("translator", ""), ("reviewer", "fr"),
                                            ("reviewer", ""), ("editor", "")])  # fmt: skip
def test_only_administrators_care_for_people(place: Site, role: str, lang: str) -> None:
    place.add("Chloe", role, lang)
    browser = place.browser("Chloe")
    for method, address in ADMINISTRATORS:
        if method == "get":
            answer = browser.get(f"/en/account/{address}")
        else:
            answer = browser.send(
                f"/en/account/{address}", "/en/account/", role="administrator",
                name="x", email="x@y.org",
            )  # fmt: skip
        assert answer.status_code == 403, address
    assert "account/people" not in browser.get("/en/account/").text
    assert [one.role for one in _person(place, "chloe@example.org").roles] == [role][: bool(role)]


@pytest.mark.parametrize(
    ("role", "lang", "asked", "allowed"),
    [
        ("reviewer", "fr", ("reviewer", "fr"), True),
        ("reviewer", "fr", ("translator", "fr"), True),
        ("reviewer", "fr", ("reviewer", "es"), False),
        ("reviewer", "fr", ("translator", "es"), False),
        ("reviewer", "fr", ("reviewer", "fr-CA"), False),
        ("reviewer", "fr", ("reviewer", ""), False),
        ("reviewer", "fr", ("editor", "fr"), False),
        ("reviewer", "", ("reviewer", "es"), True),
        ("translator", "fr", ("reviewer", "fr"), False),
        ("editor", "", ("reviewer", "ar"), True),
        ("editor", "", ("administrator", ""), False),
        ("administrator", "", ("editor", ""), True),
        ("", "", ("translator", "fr"), False),
    ],
)
def test_roles_hold_in_their_languages(
    place: Site, role: str, lang: str, asked: tuple[str, str], allowed: bool
) -> None:
    place.add("Chloe", role, lang)
    browser = place.browser("Chloe")
    with browser.client as client:
        client.get("/en/account/")
        assert session.may(*asked) == allowed


def test_fields_that_are_not_asked_for_change_nothing(place: Site) -> None:
    browser = place.browser("Boris")
    browser.send(
        "/en/account/name", "/en/account/", name="Boris", ui="en", role="administrator",
        state="active", email="awa@example.org", id="1", person_id="1",
    )  # fmt: skip
    boris = _person(place, "boris@example.org")
    assert people.roles_of(boris) == [("reviewer", "fr")]
    link = place.link("invitation", str(_invited(place)))
    place.browser().send(
        link, name="New", password=OTHER, password_again=OTHER, role="administrator",
        email="other@example.org",
    )  # fmt: skip
    new = _person(place, "new@example.org")
    assert (new.name, new.roles) == ("New", [])


def _invited(place: Site) -> int:
    with place.store.writing() as writing:
        return people.create(writing, "New", "new@example.org").id


def test_a_link_of_one_account_does_not_open_another(place: Site) -> None:
    link = place.link("password", "boris@example.org")
    browser = place.browser("Awa")
    browser.send(link, password=OTHER, password_again=OTHER)
    assert place.browser().sign_in("awa@example.org").status_code == 303
    assert place.browser().sign_in("awa@example.org", OTHER).status_code == 400


def test_links_are_used_once_also_at_the_same_moment(place: Site) -> None:
    link = place.link("password", "boris@example.org")
    first, second = place.browser(), place.browser()
    proofs = [
        re.search(r'csrf_token" value="([^"]+)"', one.get(link).text) for one in (first, second)
    ]
    answers = [
        one.client.post(
            link,
            data={
                "password": f"{OTHER} {number}",
                "password_again": f"{OTHER} {number}",
                "csrf_token": proof[1] if proof else "",
            },
        ).status_code
        for number, (one, proof) in enumerate(zip((first, second), proofs, strict=True))
    ]
    assert answers == [303, 410]
    assert place.browser().sign_in("boris@example.org", f"{OTHER} 0").status_code == 303


@pytest.mark.parametrize("kind", ["password", "invitation", "mail"])
@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "x" * 5000, "%F0%9F%98%80", "..%2f"])
def test_links_that_are_not_ours_are_gone(place: Site, kind: str, token: str) -> None:
    answer = place.browser().get(f"/en/account/{kind}/{token}")
    assert answer.status_code in (404, 410)
    assert "<form method" not in answer.text.split("<main")[1]


# script and headers in fields


def test_script_in_any_field_stays_text(place: Site, read_page: Callable[[str], Any]) -> None:
    with place.store.writing() as writing:
        # no form takes such a name, yet it must be harmless
        boris = people.find(writing, "boris@example.org")
        boris.name, boris.email = SCRIPT, f"{SCRIPT}@example.org"
        id = boris.id
    awa = place.browser("Awa")
    pages = [
        awa.get("/en/account/people/").text,
        awa.get(f"/en/account/people/{id}").text,
        awa.get("/en/account/people/", query_string={"q": SCRIPT}).text,
        awa.send("/en/account/people/invite", "/en/account/people/", name=SCRIPT, email=SCRIPT,
                 role=SCRIPT, lang=SCRIPT).text,
        awa.send(f"/en/account/people/{id}/grant", f"/en/account/people/{id}", role=SCRIPT,
                 lang=SCRIPT).text,
        awa.send("/en/account/name", "/en/account/", name=SCRIPT, ui=SCRIPT).text,
        awa.send("/en/account/mail", "/en/account/", email=SCRIPT, password_now=SCRIPT).text,
        place.browser().sign_in(SCRIPT, SCRIPT, next=SCRIPT).text,
        place.browser().send("/en/account/forgot", email=SCRIPT).text,
        place.browser().get("/en/account/sign-in", query_string={"next": SCRIPT}).text,
    ]  # fmt: skip
    for text in pages:
        page = read_page(text)
        assert "alert(1)</script>" not in text
        for script in page.named("script"):
            assert re.fullmatch(r"/static/(suggest|menu)\.[0-9a-f]{12}\.js", script["src"])
        assert not page.named("img")
        assert "49" not in page.words()


@pytest.mark.parametrize("field", ["email", "name"])
@pytest.mark.parametrize(
    "text", ["x@y.org\nBcc: v@y.org", "x@y.org\r\nBcc: v@y.org", "x\r\n\r\nhi"]
)
def test_mail_gets_no_headers_from_fields(place: Site, field: str, text: str) -> None:
    awa = place.browser("Awa")
    fields = {"name": "New", "email": "new@example.org", field: text}
    awa.send("/en/account/people/invite", "/en/account/people/", **fields)
    place.browser().send("/en/account/forgot", email=fields["email"])
    with place.store.reading() as reading:
        for mail in reading.scalars(select(Mail)):
            assert mail.to == "new@example.org"
            assert "\n" not in mail.subject


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999", "-1", "x", "%00", "2/odd"])
def test_people_who_are_not_there(place: Site, number: str) -> None:
    answer = place.browser("Awa").get(f"/en/account/people/{number}")
    assert answer.status_code in (404, 405)


@pytest.mark.parametrize("value", ["\0", "\ud7ff\uffff", "x" * 100_000, "😀" * 50, "%00"])
def test_odd_text_in_every_field_breaks_nothing(place: Site, value: str) -> None:
    browser: Browser = place.browser()
    for form, fields in (
        ("sign-in", ("email", "password", "next")),
        ("forgot", ("email",)),
    ):
        answer = browser.send(f"/en/account/{form}", **dict.fromkeys(fields, value))
        assert answer.status_code == 400
    awa = place.browser("Awa")
    for form, fields in (
        ("name", ("name", "ui")),
        ("mail", ("email", "password_now")),
        ("password", ("password_now", "password", "password_again")),
        ("people/invite", ("name", "email", "role", "lang", "ui")),
        ("people/2/grant", ("role", "lang")),
    ):
        page = "/en/account/people/" if form.startswith("people") else "/en/account/"
        answer = awa.send(f"/en/account/{form}", page, **dict.fromkeys(fields, value))
        assert answer.status_code < 500, form
    assert awa.get("/en/account/people/", query_string={"q": value[:500]}).status_code == 200


@pytest.mark.parametrize(("days", "kept"), [(1, True), (89, True), (91, False)])
def test_an_ended_session_is_remembered_as_long_as_it_could_have_lasted(
    place: Site, days: int, kept: bool
) -> None:
    browser, thief = place.browser("Awa"), place.browser()
    copied = _cookie(browser.client)
    browser.send("/en/account/sign-out", "/en/account/")
    with place.store.writing() as writing:
        writing.scalars(select(EndedSession)).one().ended = now() - timedelta(days=days)
    place.browser("Boris").send("/en/account/sign-out", "/en/account/")  # old ones are swept
    with place.store.reading() as reading:
        assert len(reading.scalars(select(EndedSession)).all()) == 1 + kept
    thief.client.set_cookie("glossary", copied)
    assert kept == (thief.name() == "")
