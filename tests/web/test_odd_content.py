"""Hostile labels are only text, and odd ids of concepts lead to them everywhere."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load

UI = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
# what stands in the file, and the id it gives
IDS = {
    "a(b)": "a(b)",
    "c+d": "c+d",
    "./e:f": "e:f",
    "übung": "übung",
    "g%20h": "g h",
    "h&i": "h&i",
    "j'k": "j'k",
    "n%25o": "n%o",
    "%C3%A9": "é",
    "词": "词",
    "z;w": "z;w",
    "a,b": "a,b",
    "*": "*",
    "@q": "@q",
    "$1": "$1",
    "p=q": "p=q",
    "r!s": "r!s",
}
HOSTILE = (
    "<script>alert('label')</script>",
    '" onmouseover="alert(1)" x="',
    "</title></span><h1>broken</h1>",
    "{{ 7 * 7 }} {% raw %}",
    "%(count)s %s {n}",
    "left \u202e right \u2066 marks \u200f",
    "&lt;b&gt; &amp;",
)


def _turtle() -> str:
    lines = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."]
    lines.append("@prefix dct: <http://purl.org/dc/terms/> .")
    title = json.dumps(HOSTILE[0])
    lines.append(f"<.> a skos:ConceptScheme ; dct:title {title}@en ; dct:description {title}@en ;")
    lines.append(f'  dct:language "en" ; dct:license {title} ; dct:publisher {title} .')
    for place, written in enumerate(IDS):
        lines.append(f'<{written}> a skos:Concept ; skos:prefLabel "word {place}"@en .')
    for place, text in enumerate(HOSTILE):
        literal = json.dumps(text, ensure_ascii=False)
        lines.append(f"<hostile-{place}> a skos:Concept ; skos:broader <c+d> ;")
        for name in ("prefLabel", "altLabel", "definition", "scopeNote", "example", "notation"):
            lang = "" if name == "notation" else "@en" if name != "altLabel" else "@ar"
            lines.append(f"  skos:{name} {literal}{lang} ;")
        lines.append("  skos:exactMatch <javascript:alert(1)>, <urn:x:y>, <mailto:a@b> .")
    lines.append(
        f"<group> a skos:Collection ; skos:prefLabel {title}@en ; skos:member <hostile-0> ."
    )
    lines.append('<gone> a skos:Concept ; skos:prefLabel "gone"@en ;')
    lines.append("  <http://www.w3.org/2002/07/owl#deprecated> true ;")
    lines.append("  dct:isReplacedBy <javascript:alert(2)>, <hostile-0> .")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def odd_app(tmp_path_factory: pytest.TempPathFactory, make_app: Callable[..., Flask]) -> Flask:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "vocabularies").mkdir()
    Path(folder / "vocabularies" / "odd.ttl").write_text(_turtle(), "utf-8")
    settings = load(folder, {})
    publish(settings)
    return make_app(settings)


@pytest.fixture
def odd(odd_app: Flask) -> FlaskClient:
    return odd_app.test_client()


@pytest.mark.parametrize("id", IDS.values())
def test_an_odd_id_works_everywhere(
    odd: FlaskClient, read_page: Callable[[str], Any], id: str
) -> None:
    listed = read_page(odd.get("/en/odd/?view=hierarchy").text).links()
    concept = odd.get(f"/api/v1/concepts/odd/{quote(id, safe='')}").json
    assert concept["id"] == id
    for address in (concept["uri"], concept["page"]):
        answer = odd.get(urlsplit(address)._replace(scheme="", netloc="").geturl())
        assert answer.status_code == 303
        page = odd.get(answer.headers["Location"])
        assert page.status_code == 200
        data = odd.get(urlsplit(address).path, headers={"Accept": "application/json"})
        assert odd.get(data.headers["Location"]).json["id"] == id
    label = concept["terms"]["en"][0]["text"]
    assert any(label in odd.get(link).text for link in listed if link.startswith("/en/odd/"))
    (json_link,) = read_page(page.text).named("link", type="application/json")
    assert odd.get(json_link["href"]).json["id"] == id
    for link in (one for one in read_page(page.text).links() if "/choose?" in one):
        target = odd.get(link).headers["Location"]
        assert label in odd.get(target).text


def test_every_listed_concept_opens(odd: FlaskClient, read_page: Callable[[str], Any]) -> None:
    groups = read_page(odd.get("/en/odd/?view=groups").text).links()
    (group,) = [one.removeprefix("/en/odd/") for one in groups if "group=" in one]
    for listing in ("?view=hierarchy&open=c%2Bd", "?letter=W", group):
        links = read_page(odd.get(f"/en/odd/{listing}").text).links()
        found = [one for one in links if re.fullmatch(r"/en/odd/[^?]+", one)]
        assert found
        for link in found:
            assert odd.get(link).status_code in (200, 410), link


@pytest.mark.parametrize("ui", UI)
def test_hostile_labels_are_only_text(
    odd: FlaskClient, read_page: Callable[[str], Any], ui: str
) -> None:
    paths = ["", "about", "odd/?letter=L", "odd/?view=hierarchy&open=c%2Bd", "odd/?view=groups"]
    paths += [f"odd/hostile-{n}" for n in range(len(HOSTILE))]
    paths += ["search?q=alert", "search?q=label&lang=ar", "search?q=broken", "odd/gone"]
    for path in paths:
        html = odd.get(f"/{ui}/{path}").text
        page = read_page(html)
        scripts = [
            values.get("src", "")
            for values in page.named("script")
            if values.get("type") != "application/ld+json"
        ]
        data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert all("<" not in one and json.loads(one) for one in data)
        assert len(page.named("script")) == len(scripts) + len(data)
        is_concept = path.startswith("odd/hostile")
        assert len(scripts) == 2 + ("hierarchy" in path) + is_concept, path
        assert all(one.startswith("/static/") for one in scripts)
        assert not [values for _, values in page.tags if "onmouseover" in values]
        assert not [one for one in page.links() if not one.startswith(("/", "#", "?", "http"))]
        assert " 49 " not in html


def test_hostile_labels_are_shown_whole(odd: FlaskClient, read_page: Callable[[str], Any]) -> None:
    for place, text in enumerate(HOSTILE):
        page = read_page(odd.get(f"/en/odd/hostile-{place}").text)
        (heading,) = [one.text for one in page.texts if "h1" in one.inside]
        assert heading == text
        assert text in page.title


def test_hostile_labels_in_answers_are_json(odd: FlaskClient) -> None:
    for text in HOSTILE:
        answer = odd.get("/api/v1/lookup", query_string={"term": text})
        found = {
            term["text"] for m in answer.json["matches"] for term in m["concept"]["terms"]["en"]
        }
        assert text in found
        assert answer.headers["Content-Type"] == "application/json"


def test_concepts_are_called_like_methods_of_what_holds_them(
    tmp_path: Path, make_app: Callable[..., Flask], read_page: Callable[[str], Any]
) -> None:
    names = ("copy", "items", "get", "pop", "values", "update", "__class__", "opened")
    lines = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."]
    for name in names:
        lines.append(f'<{name}> a skos:Concept ; skos:prefLabel "{name}"@en .')
        lines.append(f'<{name}-2> a skos:Concept ; skos:prefLabel "{name} 2"@en ;')
        lines.append(f"  skos:broader <{name}> .")
    (tmp_path / "vocabularies").mkdir()
    for file in ("keys.ttl", "items.ttl"):
        (tmp_path / "vocabularies" / file).write_text("\n".join(lines), "utf-8")
    settings = load(tmp_path, {})
    publish(settings)
    client = make_app(settings).test_client()
    for path in (
        "/en/keys/?view=hierarchy",
        "/en/items/?view=hierarchy&open=copy",
        "/en/items/pop",
    ):
        assert client.get(path).status_code == 200
    closed = read_page(client.get("/en/keys/?view=hierarchy").text).named("a", **{"class": "twig"})
    assert [one["aria-expanded"] for one in closed] == ["false"] * len(names)
    assert "get 2" in client.get("/en/items/?view=branch&open=get").text
