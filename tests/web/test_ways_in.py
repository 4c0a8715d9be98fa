"""Ways into the glossary, and the two languages that a reader has chosen."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.reader import Reader
from glossary.web import language_pair

ReadPage = Callable[[str], Any]


@pytest.fixture
def reader_at(bundled_app: Flask) -> FlaskClient:
    """A browser of its own, with its own cookies."""
    return bundled_app.test_client()


def test_every_way_in_is_in_the_head_or_a_click_away(
    reader_at: FlaskClient, read_page: ReadPage
) -> None:
    home = read_page(reader_at.get("/en/").text)
    assert "/en/browse" in home.links()
    ways = read_page(reader_at.get("/en/browse").text).links()
    for place in ("compare", "map", "changes", "coverage", "random", "translate/", "about/sources"):
        assert f"/en/{place}" in ways
        assert reader_at.get(f"/en/{place}").status_code in (200, 303)
    assert "/api/v1/" in ways
    assert "/en/museum/?view=hierarchy" in ways


def test_what_has_changed(client: FlaskClient, read_page: ReadPage) -> None:
    page = read_page(client.get("/en/changes").text)
    words = page.words()
    assert "Withdrawn concept" in words
    assert "New concept" in words
    assert "/en/heritage/library/history" in page.links()
    assert "/feed.atom?lang=en" in page.links()
    of_one = read_page(client.get("/en/changes?vocabulary=objects").text).links()
    assert "/en/objects/bookcase" in of_one
    assert "/en/heritage/school" not in of_one
    assert "/feed.atom?lang=en&vocabulary=objects" in of_one
    assert client.get("/en/changes?vocabulary=none").status_code == 404
    assert client.get("/en/changes?after=none").status_code == 400


def test_changes_turn_pages(reader_at: FlaskClient, read_page: ReadPage) -> None:
    seen: set[str] = set()
    address, turned = "/en/changes?vocabulary=convergence", 0
    while address:
        page = read_page(reader_at.get(address).text)
        here = {link for link in page.links() if link.endswith("/history")}
        assert here
        assert not here & seen
        seen |= here
        following = page.named("a", rel="next")
        address, turned = (following[0]["href"], turned + 1) if following else ("", turned)
        assert not address or "vocabulary=convergence" in address
    assert turned >= 1


def test_a_term_at_random_is_in_use(client: FlaskClient) -> None:
    met = set()
    for _ in range(40):
        answer = client.get("/en/random")
        assert answer.status_code == 303
        assert answer.headers["Cache-Control"] == "no-store"
        met.add(answer.location)
    assert len(met) > 2
    assert "/en/heritage/old-word" not in met
    assert client.get("/fr/random?vocabulary=objects").location.startswith("/fr/objects/")
    assert client.get("/en/random?vocabulary=none").status_code == 404


def test_coverage_counts_terms_and_definitions(client: FlaskClient, read_page: ReadPage) -> None:
    page = read_page(client.get("/en/coverage").text)
    reader: Reader = client.application.extensions["glossary"]
    assert page.count("td") == 2 * len(reader.site().languages())
    assert "100" in page.words()


def test_the_map_is_drawn_told_and_lists_false_friends(
    reader_at: FlaskClient, read_page: ReadPage, bundled_reader: Reader
) -> None:
    text = reader_at.get("/en/map").text
    page = read_page(text)
    drawing = text[text.index('<svg class="whole-map"') :].split("</svg>")[0]
    for id in bundled_reader.site().vocabularies:
        assert f'href="/en/{id}/"' in drawing
    assert page.named("a", href="/en/compare?concept=archive/provenance&concept=museum/provenance")
    site = bundled_reader.site()
    assert ("archive", "provenance", "museum", "provenance") in site.false_friends
    counted = {one[:2]: one[3] for one in site.connections if one[2] == "falseFriend"}
    for pair, count in counted.items():
        assert count == sum((a, b) == pair for a, _, b, _ in site.false_friends)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("fr.ar", ("fr", "ar")),
        ("zh-hans.pt-br", ("zh-Hans", "pt-BR")),
        ("fr.fr", ("", "")),
        ("fr", ("", "")),
        ("fr.ar.de", ("", "")),
        ("fr.<b>", ("", "")),
        ("", ("", "")),
    ],
)
def test_what_a_pair_can_be(text: str, pair: tuple[str, str]) -> None:
    assert language_pair.of(text) == pair


def test_two_languages_are_remembered(reader_at: FlaskClient, read_page: ReadPage) -> None:
    address = "/en/museum/provenance"
    before = reader_at.get(address)
    chosen = reader_at.get(f"/en/pair?from=fr&to=ar&next={address}")
    assert (chosen.status_code, chosen.location) == (303, address)
    after = reader_at.get(address)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "Cookie" in after.headers["Vary"]
    words = read_page(after.text).words()
    assert "Your two languages" in words
    again = {"If-None-Match": before.headers["ETag"]}
    assert reader_at.get(address, headers=again).status_code == 200
    again = {"If-None-Match": after.headers["ETag"]}
    assert reader_at.get(address, headers=again).status_code == 304
    hits = reader_at.get("/en/search?q=provenance").text
    read_page(hits)
    assert '<strong><span lang="ar" dir="rtl">مصدر القطعة</span></strong>' in hits
    columns = reader_at.get("/en/compare?concept=museum/provenance").text
    assert 'id="column-fr"' in columns
    assert 'id="column-ar"' in columns
    reader_at.get(f"/en/pair?from=&to=&next={address}")
    assert reader_at.get(address).headers["ETag"] == before.headers["ETag"]


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/xx/", "/en/\\evil"]
)
def test_remembering_leads_to_no_other_site(reader_at: FlaskClient, target: str) -> None:
    answer = reader_at.get("/en/pair", query_string={"from": "fr", "to": "de", "next": target})
    assert answer.location == "/en/"


def test_a_search_that_finds_nothing_leads_on(reader_at: FlaskClient, read_page: ReadPage) -> None:
    page = read_page(reader_at.get("/en/search?q=zzqqxx").text)
    assert "Is it missing?" in unescape(page.words())
    assert {"/en/browse", "/en/proposals/"} <= {*page.links()}


def test_hits_of_one_word_stand_together(reader_at: FlaskClient, read_page: ReadPage) -> None:
    page = read_page(reader_at.get("/en/search?q=provenance").text)
    (compared,) = [link for link in page.links() if link.count("concept=") > 1]
    assert reader_at.get(compared).status_code == 200
    assert len(page.named("li", **{"class": "again"})) >= 3
    assert "concepts have this name." in page.words()
    alone = reader_at.get("/en/search?q=emulation").text
    assert "have this name" not in alone
