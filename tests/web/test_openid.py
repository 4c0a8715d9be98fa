"""Signing in at a small OpenID Connect provider on loopback."""

import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from werkzeug.test import TestResponse

from glossary.contribute import people
from glossary.contribute.tables import Base, Person
from glossary.web import create_app, session
from tests.web.accounts import Browser, Site

CLIENT, SECRET = "glossary-client", "client secret"


@dataclass
class Provider:
    """What the provider knows; `wrong` changes what it says, `asked` is what it was asked."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    fetched: list[dict[str, str]] = field(default_factory=list)
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signing: RSAKey | None = None

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            **self.metadata,
        }

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, or None where the proof of its owner is not right."""
        self.fetched.append(form)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if form.get("code") != "the-code" or challenge != self.asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self.asked["nonce"], **self.claims, **self.wrong,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signing or self.key)
        return {"access_token": "at-secret", "token_type": "Bearer", "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *arguments: object) -> None:
        pass

    def _say(self, content: object, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/.well-known/openid-configuration":
            self._say(self.provider.discovery())
        elif self.path == "/keys":
            self._say({"keys": [self.provider.key.as_dict(private=False)]})
        elif self.path == "/userinfo":
            assert self.headers["Authorization"] == "Bearer at-secret"
            self._say(self.provider.userinfo)
        else:
            self._say({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        found = self.provider.token(form)
        self._say(found or {"error": "invalid_grant"}, 200 if found else 400)


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider(claims={"sub": "u1", "name": "Awa Diop", "email": "diop@example.org"})
    handler = type("Handler", (_Handler,), {"provider": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        made.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def joined(place: Site, provider: Provider) -> Iterator[Site]:
    """The site, with the provider as its issuer."""
    place.settings.openid_issuer = provider.address
    place.settings.openid_client, place.settings.openid_secret = CLIENT, SECRET
    place.settings.openid_name = "Heritage Login"
    app = create_app(place.settings, config={"TESTING": True})
    with app.app_context():
        store = session.store()
    yield Site(place.settings, store, app)
    store.close()


def _begin(browser: Browser, provider: Provider, **fields: str) -> dict[str, str]:
    """Press the button; return what the issuer is asked."""
    answer = browser.send("/fr/account/openid", "/fr/account/sign-in", **fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found is not None
    address = unescape(found[1])
    assert f'href="{found[1]}"' in answer.text
    assert address.startswith(f"{provider.address}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    provider.asked = asked
    return asked


def _return(browser: Browser, asked: dict[str, str], **more: str) -> TestResponse:
    query = {"code": "the-code", "state": asked["state"], **more}
    return browser.get("/account/openid/return", query_string=query)


def _come(site: Site, provider: Provider, **fields: str) -> tuple[Browser, TestResponse]:
    browser = site.browser()
    return browser, _return(browser, _begin(browser, provider, **fields))


def _everyone(site: Site) -> list[Person]:
    with site.store.reading() as reading:
        found = list(reading.scalars(select(Person).order_by(Person.id)))
        reading.expunge_all()
        return found


def test_what_the_issuer_is_asked(joined: Site, provider: Provider) -> None:
    asked = _begin(joined.browser(), provider)
    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/account/openid/return"
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_the_first_time_an_account_without_roles_is_made(joined: Site, provider: Provider) -> None:
    provider.claims["email_verified"] = True
    browser, answer = _come(joined, provider, next="/fr/account/remove", stay="yes")
    assert (answer.status_code, answer.location) == (303, "/fr/account/remove")
    assert browser.name() == "Awa Diop"
    made = _everyone(joined)[-1]
    assert (made.email, made.roles, made.password_hash, made.ui) == (
        "diop@example.org", [], None, "fr",
    )  # fmt: skip
    count = len(_everyone(joined))
    assert _come(joined, provider)[0].name() == "Awa Diop"
    assert len(_everyone(joined)) == count


def test_an_account_with_the_verified_address_is_joined(joined: Site, provider: Provider) -> None:
    provider.claims |= {"email": "Boris@example.org", "email_verified": True}
    assert _come(joined, provider)[0].name() == "Boris"
    provider.claims |= {"sub": "u2", "email": "awa@example.org", "email_verified": False}
    browser, _ = _come(joined, provider)
    assert browser.name() == "Awa Diop"
    assert browser.get("/en/account/people/").status_code == 403


def test_the_address_may_come_from_the_userinfo(joined: Site, provider: Provider) -> None:
    provider.claims = {"sub": "u1"}
    provider.userinfo = {"sub": "u1", "email": "boris@example.org", "email_verified": True}
    assert _come(joined, provider)[0].name() == "Boris"
    provider.claims = {"sub": "u3"}
    browser, answer = _come(joined, provider)
    assert answer.status_code in (400, 503)
    assert browser.name() == ""


def test_no_token_is_kept(joined: Site, provider: Provider) -> None:
    browser, _ = _come(joined, provider)
    with browser.client.session_transaction() as kept:
        assert set(kept) <= {"person", "mark", "key", "begun", "seen", "csrf_token", "_permanent"}
    with joined.store.reading() as reading:
        stored = [
            str([getattr(row, one.key) for one in row.__mapper__.column_attrs])
            for mapper in Base.registry.mappers
            for row in reading.scalars(select(mapper))
        ]
    assert stored
    assert not [text for text in stored if "at-secret" in text or "eyJ" in text]


def test_a_planted_session_is_not_kept(joined: Site, provider: Provider) -> None:
    browser = joined.browser()
    asked = _begin(browser, provider)
    cookie = browser.client.get_cookie("glossary")
    assert cookie is not None
    planted = cookie.value
    _return(browser, asked)
    thief = joined.browser()
    thief.client.set_cookie("glossary", planted)
    assert thief.name() == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"exp": 1},
        {"nonce": "another"},
        {"sub": ""},
        {"sub": None},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_tokens_that_are_not_for_us_are_refused(
    joined: Site, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.wrong = wrong
    browser, answer = _come(joined, provider)
    assert answer.status_code in (400, 503)
    assert browser.name() == ""
    assert len(_everyone(joined)) == 2


def test_tokens_of_another_key_are_refused(joined: Site, provider: Provider) -> None:
    provider.signing = RSAKey.generate_key(2048, {"kid": "k1"})
    browser, answer = _come(joined, provider)
    assert answer.status_code == 503
    assert browser.name() == ""


def test_a_state_is_of_one_browser_and_used_once(joined: Site, provider: Provider) -> None:
    browser, stranger = joined.browser(), joined.browser()
    asked = _begin(browser, provider)
    assert _return(stranger, asked).status_code == 503
    assert stranger.name() == ""
    assert _return(browser, {**asked, "state": "other"}).status_code == 503
    assert _return(browser, asked).status_code == 303
    browser.send("/en/account/sign-out", "/en/account/")
    assert _return(browser, asked).status_code == 503
    assert browser.name() == ""


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_one_is_never_sent_to_another_site(joined: Site, provider: Provider, target: str) -> None:
    _, answer = _come(joined, provider, next=target)
    assert answer.location == "/fr/account/"


def test_who_is_refused_or_blocked_stays_out(joined: Site, provider: Provider) -> None:
    browser = joined.browser()
    asked = _begin(browser, provider)
    query = {"error": "access_denied", "state": asked["state"]}
    answer = browser.get("/account/openid/return", query_string=query)
    assert answer.status_code == 503
    assert "Heritage Login" in answer.text
    _come(joined, provider)
    with joined.store.writing() as writing:
        people.block(writing, writing.get_one(Person, _everyone(joined)[-1].id))
    browser, answer = _come(joined, provider)
    assert answer.status_code == 403
    assert browser.name() == ""


def test_an_issuer_that_is_another_or_away_is_told(joined: Site, provider: Provider) -> None:
    provider.metadata = {"issuer": "https://evil.example"}
    answer = joined.browser().send("/en/account/openid", "/en/account/sign-in")
    assert answer.status_code == 503
    joined.settings.openid_issuer = "http://127.0.0.1:1"
    away = Site(
        joined.settings, joined.store, create_app(joined.settings, config={"TESTING": True})
    )
    answer = away.browser().send("/en/account/openid", "/en/account/sign-in")
    assert answer.status_code == 503
    assert "Heritage Login" in answer.text


def test_without_an_issuer_there_is_no_such_page(place: Site) -> None:
    browser = place.browser()
    assert "account/openid" not in browser.get("/en/account/sign-in").text
    assert browser.send("/en/account/openid", "/en/account/sign-in").status_code in (404, 405)
    assert browser.get("/account/openid/return?code=x&state=y").status_code in (404, 405)


def test_the_form_does_not_work_without_proof(joined: Site) -> None:
    client = joined.browser().client
    for data in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}):
        assert client.post("/en/account/openid", data=data).status_code == 400
