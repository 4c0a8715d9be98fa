"""Whatever is asked, the doors answer: never with an error of ours, always as described."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from schemathesis import GenerationMode

from glossary.web.api.shapes import Problem
from tests.web.described import hold, operations_of

PIECES = (
    "library", "bibliothèque", "مَكتبة", "图书馆", "ёлка", "a", "\u0301", "e\u0301" * 40, "ﷺ" * 20,
    "\x00", "\x1f", "\u200f\u202e", "\ufeff", "\ufffe", "%", "%%s", "%(x)s", "{}", "{{", "<b>", '"',
    "'", "--", "-a", "a*", "*", '"a b', "\\", "/", "//", "..", "../..", ";", "&", "=", "#", "?",
    "+", " ", "\t\r\n", "(((((", "a" * 400, "9" * 30, "-1", "1e9", "0x10", "NaN", "٣", "true",
    "null",
)  # fmt: skip
NAMES = (
    "q", "term", "lang", "to", "vocabulary", "sector", "status", "page", "per_page", "limit",
    "view", "open", "letter", "next", "ui", "concept", "endpoint", "_external", "_scheme",
    "_anchor", "\x00", "",
)  # fmt: skip
RAW = (
    b"%ED%A0%80", b"%ED%BF%BF%ED%A0%80", b"%FF", b"%C0%80", b"%F4%90%80%80", b"%00", b"%", b"%zz",
    b"%u0041", b"\xff\xfe", b"%2e%2e%2f", b"%2F", b"%5C", b"%0D%0A", b"%25ED%25A0%2580",
)  # fmt: skip
PLACES = (
    "/", "/en", "/en/", "/ar/about", "/fr/search", "/zh-Hans/heritage/", "/en/heritage/library",
    "/de/objects/", "/ru/choose", "/id/heritage/library", "/id/heritage/", "/health/ready",
    "/version", "/static/style.css", "/api/v1/", "/api/v1/lookup", "/api/v1/search",
    "/api/v1/suggest",
    "/api/v1/vocabularies/heritage", "/api/v1/vocabularies/heritage/top",
    "/api/v1/concepts/heritage/tree",
    "/api/v1/vocabularies/heritage/letters", "/api/v1/languages", "/api/v1/openapi.json",
)  # fmt: skip


def any_text(chance: random.Random) -> str:
    """Return a text of known traps and of characters of every plane."""
    made = []
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.5:
            made.append(chance.choice(PIECES))
        else:
            made.append(chr(0x10000 * chance.randrange(17) + chance.randrange(0x10000)))
    return "".join(made)


def encoded(chance: random.Random, text: str) -> str:
    """Return a text percent-encoded, now and then with bytes that are no UTF-8."""
    if chance.random() < 0.2:
        return chance.choice(RAW).decode("latin-1")
    return quote(text.encode("utf-8", "surrogatepass"), safe="" if chance.random() < 0.7 else "/")


def addresses(seed: int, count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(seed)
    for _ in range(count):
        path = chance.choice(PLACES)
        if chance.random() < 0.4:
            path = path.rstrip("/") + "/" + encoded(chance, any_text(chance))
        if chance.random() < 0.03:
            path += "/" + "x" * chance.choice((300, 5_000, 60_000))
        query = "&".join(
            f"{quote(chance.choice(NAMES))}={encoded(chance, any_text(chance))}"
            for _ in range(chance.randrange(4))
        )
        yield path, query


def call(app: Flask, path: str, query: str, method: str, headers: dict[str, str]) -> Any:
    """Ask as a server does that hands bytes through unread."""
    with app.test_client() as client:
        builder = {"QUERY_STRING": query, "REQUEST_METHOD": method}
        return client.open(path, headers=headers, environ_overrides=builder)


@pytest.mark.parametrize("seed", range(4))
def test_hostile_addresses(app: Flask, seed: int) -> None:
    chance = random.Random(1000 + seed)
    for path, query in addresses(seed, 300):
        headers = {
            "Accept-Language": quote(any_text(chance), errors="surrogatepass"),
            "Cookie": f"ui={quote(any_text(chance), errors='surrogatepass')}",
            "Accept": chance.choice(("*/*", "application/json", "text/html;q=x", "")),
            "If-None-Match": chance.choice(('"a"', "*", 'W/"', "")),
            "Accept-Encoding": chance.choice(("gzip", "*", "gzip;q=x", "")),
        }
        answer = call(
            app, path, query, chance.choice(("GET", "GET", "GET", "HEAD", "POST")), headers
        )
        assert answer.status_code < 500, (path, query)
        if answer.status_code >= 400 and path.startswith("/api/"):
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert not answer.data or Problem.model_validate(answer.json)
        answer.close()


def test_every_plane_of_unicode_in_a_path_and_a_query(app: Flask) -> None:
    client = app.test_client()
    for plane in range(17):
        text = quote("".join(chr(0x10000 * plane + n) for n in (0x21, 0x6C1, 0x4E01, 0xFFFD)))
        for path in (f"/en/heritage/{text}", f"/en/{text}/", f"/api/v1/concepts/heritage/{text}"):
            assert client.get(path).status_code == 404, path
        assert client.get(f"/ar/search?q={text}").status_code == 200
        for path in (f"lookup?term={text}", f"search?q={text}", f"suggest?q={text}"):
            assert client.get(f"/api/v1/{path}").status_code == 200, path


@pytest.mark.parametrize("body", [
    b"[" * 100_000, b'{"terms":[{"term":"\\ud800"}]}', b'{"terms":[{"term":"\\u0000"}]}',
    b'{"terms":' + b"9" * 5000 + b"}", b'{"terms":[{"term":"a"}],"terms":[]}', b"null", b'"',
    b"\x00", b"\xef\xbb\xbf{}", b'{"terms":[],"to":[""]}', b'{"terms":[],"to":null}', b"{}" * 10,
    b"NaN",
])  # fmt: skip
def test_hostile_bodies(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/api/v1/lookup", data=body, content_type="application/json")
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        Problem.model_validate(answer.json)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_answers_are_as_described(app: Flask, mode: GenerationMode) -> None:
    operations = operations_of(app, "/api/v1/openapi.json")
    assert len(operations) >= 10
    assert len(hold(operations, mode, examples=25)) >= len(operations) // 2
