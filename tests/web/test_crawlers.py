"""What crawlers find: robots, the sitemap in parts, addresses in all languages, structured data."""

import json
import re
from collections.abc import Callable
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.site.settings import Settings
from glossary.web.discovery import sitemap
from tests.web.conftest import UI, Page

BASE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def robots(text: str) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser


def test_robots_may_read_concepts_and_no_searches(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    parser = robots(answer.text)
    assert parser.site_maps() == [f"{BASE}/sitemap.xml"]
    for path in (
        "/", "/en/", "/fr/heritage/", "/ar/heritage/library", "/id/heritage/library",
        "/heritage/library.ttl", "/sitemap.xml", "/en/accounting/x",
        "/api/v1/concepts/heritage/library", "/feed.atom",
    ):  # fmt: skip
        assert parser.can_fetch("somebot", path), path
    for path in (
        "/en/search?q=x", "/zh-Hans/search?q=x&lang=fr", "/fr/account/sign-in", "/de/translate/",
        "/en/choose?next=/en/", "/api/v1/search?q=x", "/suggestions?q=x", "/label/x",
    ):  # fmt: skip
        assert not parser.can_fetch("somebot", path), path


def test_a_site_may_write_its_own_robots(
    own_site: Settings, make_app: Callable[..., Flask]
) -> None:
    file = own_site.vocabularies.parent / "templates" / "discovery" / "robots.txt"
    file.parent.mkdir(parents=True)
    file.write_text("User-agent: *\nDisallow: /\nSitemap: {{ sitemap }}\n", "utf-8")
    answer = make_app(own_site).test_client().get("/robots.txt")
    assert answer.text.splitlines()[1:] == ["Disallow: /", f"Sitemap: {BASE}/sitemap.xml"]


def addresses(client: FlaskClient, address: str) -> dict[str, Element]:
    made = fromstring(client.get(address.removeprefix(BASE)).data)
    assert made.tag == f"{MAP}urlset"
    return {str(one.findtext(f"{MAP}loc")): one for one in made}


def parts(client: FlaskClient) -> list[str]:
    made = fromstring(client.get("/sitemap.xml").data)
    assert made.tag == f"{MAP}sitemapindex"
    return [str(one.findtext(f"{MAP}loc")) for one in made]


def test_every_concept_stands_in_the_sitemap_in_every_language(
    client: FlaskClient, listed_records: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in (500, 2):
        monkeypatch.setattr(sitemap, "_MOST_CONCEPTS", most)
        monkeypatch.setattr(sitemap, "_AT_ONCE", 3)
        found: dict[str, Element] = {}
        places = parts(client)
        for place in places:
            some = addresses(client, place)
            assert not found.keys() & some.keys()
            found |= some
        assert len(places) == (3 if most == 500 else 1 + 4 + 2)
        pages = {json.loads(one)["page"].removeprefix(f"{BASE}/id/") for one in listed_records}
        expected = {f"{BASE}/{tag}/{page}" for tag in UI for page in pages}
        site = {
            f"{BASE}/{tag}/{page}" for tag in UI for page in ("", "about", "heritage/", "objects/")
        }
        assert found.keys() == expected | site
        for address, one in found.items():
            links = {link.get("hreflang"): link.get("href") for link in one.findall(LINK)}
            assert links.keys() == {*UI, "x-default"}
            assert address in links.values()
            assert client.get(address.removeprefix(BASE)).status_code == 200
    library = found[f"{BASE}/fr/heritage/library"]
    assert library.findtext(f"{MAP}lastmod") == "2026-03-01"


def test_parts_that_there_are_not(client: FlaskClient) -> None:
    for name in ("heritage-0", "heritage-2", "heritage-99999", "none-1", "heritage"):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_parts_are_never_too_large() -> None:
    for languages in (1, 7, 24, 60, 300):
        count = sitemap.concepts_of_a_part(languages)
        assert 1 <= count * languages <= sitemap.MOST_ADDRESSES
        assert count * languages * (languages + 2) * 300 <= sitemap.MOST_BYTES


@pytest.mark.parametrize(
    ("path", "neutral"),
    [
        ("", "/"), ("about", "/en/about"), ("heritage/", "/id/heritage/"),
        ("heritage/?letter=L", "/id/heritage/"), ("heritage/library", "/id/heritage/library"),
    ],
)  # fmt: skip
def test_pages_name_themselves_in_every_language(
    client: FlaskClient, read_page: Callable[[str], Page], path: str, neutral: str
) -> None:
    for ui in ("ar", "en"):
        page = read_page(client.get(f"/{ui}/{path}").text)
        assert page.named("link", rel="canonical") == [
            {"rel": "canonical", "href": f"{BASE}/{ui}/{path}"}
        ]
        others = {
            one["hreflang"]: one["href"]
            for one in page.named("link", rel="alternate")
            if "hreflang" in one
        }
        assert others == {tag: f"{BASE}/{tag}/{path}" for tag in UI} | {"x-default": BASE + neutral}
        (address,) = page.named("meta", property="og:url")
        assert address["content"] == f"{BASE}/{ui}/{path}"
        for name in ("og:title", "og:type", "og:site_name", "og:description"):
            (one,) = page.named("meta", property=name)
            assert one["content"]
        assert page.named("meta", property="og:locale", content={"ar": "ar_EG", "en": "en_US"}[ui])
        (about,) = page.named("meta", name="description")
        assert 0 < len(about["content"]) <= 201
        (search,) = page.named("link", rel="search")
        assert search["href"] == f"/opensearch.xml?lang={ui}"


def structured(client: FlaskClient, address: str) -> dict[str, object]:
    text = client.get(address).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    made: dict[str, object] = json.loads(found)
    return made


def test_a_concept_is_a_defined_term(client: FlaskClient) -> None:
    made = structured(client, "/fr/heritage/library")
    assert (made["@context"], made["@type"]) == ("https://schema.org", "DefinedTerm")
    assert made["@id"] == f"{BASE}/id/heritage/library"
    assert (made["name"], made["inLanguage"]) == ("bibliothèque", "fr")
    assert made["url"] == f"{BASE}/fr/heritage/library"
    assert made["termCode"] == "L-1"
    assert {"@language": "ar", "@value": "مَكتبة"} in made["alternateName"]  # type: ignore[operator]
    assert {"@language": "en", "@value": "libary"} not in made["alternateName"]  # type: ignore[operator]
    assert made["inDefinedTermSet"] == {
        "@type": "DefinedTermSet", "@id": f"{BASE}/id/heritage/", "name": "Mots du patrimoine"
    }  # fmt: skip


def test_a_vocabulary_is_a_set_of_terms(client: FlaskClient) -> None:
    made = structured(client, "/en/heritage/")
    assert (made["@type"], made["@id"]) == ("DefinedTermSet", f"{BASE}/id/heritage/")
    assert made["license"] == "https://example.org/licence"
    assert made["publisher"] == {"@type": "Organization", "name": "Nobody"}
    assert "fr" in made["inLanguage"]  # type: ignore[operator]
