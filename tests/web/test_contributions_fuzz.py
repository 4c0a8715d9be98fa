"""Whatever is sent to the doors for contributors, by whomever: never an error of ours."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from glossary.site.settings import Settings
from tests.web.doors import PASSWORD, ROLES, World, proof, quiet, world_of

REQUESTS = 500
NASTY = (
    "", "\0", "a\0b", "\ud800", "\udfff\ud800", "\uffff", "\u202e", "\u2028", "\x7f", "\r\n",
    "é" * 500, "x" * 21_000, "9" * 5000, "-1", "0", "٣", "²", "1e9", "NaN", "true", "%", "%s%n",
    "%(x)s", "{0}", "{{7*7}}", "<script>", "'", '"', "\\", "/", "..", "../../etc/passwd", ".",
    "//", "*", "a|b", ":", "fr", "de", "xx", "fr-FR-x-y", "FR", "i-klingon", "und", "objects",
    "library", "prefLabel", "title", "open", "missing", "2147483648", "99999999999999999999",
    "accept", "grant", "administrator", "po", "theirs", "edited", "a@b", "a@b.org\nBcc: c@d.org",
    "😀" * 40, "e\u0301" * 300, "\ufeff", "on",
)  # fmt: skip
FIELDS = (
    "text", "base", "comment", "name", "email", "reason", "how", "confirmed", "checked", "data",
    "q", "sources", "grammar", "equivalence", "deprecated", "lang", "vocabulary", "concept",
    "slot", "ui", "role", "page", "after", "before", "kind", "state", "status", "rule", "ref",
    "next", "id", "all", "choice-0", "text-0", "choice-99999999", "choice-x", "text-prefLabel",
    "base-prefLabel", "source-prefLabel", "grammar-prefLabel", "equivalence-prefLabel",
    "sources-prefLabel", "only", "deprecated-altLabel", "text-altLabel", "text-definition",
    "fits-prefLabel", "action", "quiet", "password", "password_again", "password_now",
    "address_now", "stay", "back", "catalogs", "website",
)  # fmt: skip
RIGHT = {
    "base": "bibliothèque", "base-prefLabel": "bibliothèque", "source-prefLabel": "library",
    "action": "draft", "slot": "altLabel", "lang": "fr", "password_now": PASSWORD, "how": "changed",
    "kind": "changed", "choice-0": "edited", "confirmed": "yes", "state": "done",
}  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data",
    "application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-7", "x", "",
)  # fmt: skip


def part(chance: random.Random, text: str) -> str:
    """Return a text as a part of an address or form, now and then with bytes that are no UTF-8."""
    if chance.random() < 0.1:
        return chance.choice(("%FF%FE", "%ED%A0%80", "%C0%80", "%", "%zz", "%00", "%0D%0A"))
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def pairs(chance: random.Random, most: int) -> str:
    """Return fields of a form, some of them repeated, some as they should be."""
    made = []
    for _ in range(chance.randrange(most)):
        name = chance.choice(FIELDS)
        right = name in RIGHT and chance.random() < 0.6
        made.append(f"{name}={part(chance, RIGHT[name] if right else chance.choice(NASTY))}")
    return "&".join(made)


def body(chance: random.Random, token: str) -> tuple[bytes, str]:
    """Return content and type of a request."""
    if chance.random() < 0.15:
        raw = bytes(chance.randrange(256) for _ in range(chance.choice((0, 30, 3000))))
        return raw, chance.choice(TYPES)
    form = f"csrf_token={quote(token)}&{pairs(chance, 14)}"
    if chance.random() < 0.7:
        return form.encode(), TYPES[0]
    file = bytes(chance.randrange(256) for _ in range(40)) + b'\r\nmsgid "a"\r\n'
    name = chance.choice(NASTY).encode("utf-8", "replace").replace(b'"', b"").replace(b"\n", b"")
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    rest = [
        b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        % tuple(one.encode() for one in pair.partition("=")[::2])
        for pair in f"csrf_token={token}&{pairs(chance, 8)}".split("&")
    ]
    return head + file + b"\r\n" + b"".join(rest) + b"--b--\r\n", TYPES[1]


def address(chance: random.Random, world: World, rule: Rule) -> str:
    """Return the address of a route, now and then of nothing."""
    good = world.address(rule)
    if chance.random() < 0.4:
        named = [one for one in good.split("/") if one]
        place = chance.randrange(len(named))
        named[place] = part(chance, chance.choice(NASTY))
        good = "/" + "/".join(named) + ("/" if good.endswith("/") else "")
    query = pairs(chance, 5)
    return f"{good}?{query}" if query else good


def attempts(world: World, seed: int, count: int) -> Iterator[tuple[str, Any]]:
    """Send requests; yield what was asked and the answer."""
    chance = random.Random(seed)
    rules = [*world.rules("GET"), *world.rules("POST"), *world.rules("POST")]
    clients: dict[str, tuple[FlaskClient, str]] = {}
    for number in range(count):
        role = chance.choice([*ROLES, "vera"])
        if role not in clients or chance.random() < 0.02:
            client = world.client(role)
            clients[role] = client, proof(client)
        client, token = clients[role]
        rule = chance.choice(rules)
        method = "POST" if "POST" in rule.methods else chance.choice(("GET", "GET", "HEAD"))
        if chance.random() < 0.05:
            method = chance.choice(("OPTIONS", "PUT", "DELETE", "TRACE", "X-ODD", "HEAD"))
        asked, (content, kind) = address(chance, world, rule), body(chance, token)
        sent = {"data": content, "content_type": kind} if method != "GET" else {}
        answer = client.open(asked, method=method, headers={"Sec-Fetch-Site": "none"}, **sent)
        answer.request.environ["wsgi.input"].close()
        yield f"{seed} {number} {role} {method} {asked[:300]} {content[:600]!r}", answer


@pytest.fixture
def world(
    site: Settings, make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with quiet():
        many = {"GLOSSARY_PROPOSALS_PER_HOUR": "100000"}
        made = world_of(site, tmp_path_factory.mktemp("fuzz") / "site", make_app, **many)
        yield made
        made.store.close()


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_is_sent_is_an_error_of_ours(world: World, seed: int) -> None:
    codes = set()
    for asked, answer in attempts(world, seed, REQUESTS):
        codes.add(answer.status_code)
        assert answer.status_code < 500 or answer.status_code == 503, asked
        if answer.mimetype == "text/html" and answer.status_code not in (301, 308):
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"], asked
            assert "<script>" not in answer.text, asked
    assert codes >= {200, 303, 400, 403, 404, 405}
