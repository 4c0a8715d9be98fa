"""Every page in every language of the interface: structure, languages, directions."""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary import languages
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings
from glossary.web import create_app, templates

UI = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
PAGES = (
    "",
    "about",
    "about/sources",
    "search",
    "search?q=library",
    "search?q=e",
    "search?q=zzzzzz&vocabulary=heritage&sector=archive&lang=de",
    "search?q=libarry",
    "search?q=library+published+zzzz+*&below=heritage/institution&group=group-places&lang=en",
    "search?vocabulary=heritage&group=group-places&below=heritage/institution",
    "search?q=old-word",
    "heritage/",
    "heritage/?letter=L",
    "heritage/?view=hierarchy",
    "heritage/?view=hierarchy&open=institution",
    "heritage/?view=hierarchy&at=school",
    "heritage/?view=groups",
    "heritage/?view=groups&group=group-places",
    "heritage/?lang=ar",
    "objects/?view=hierarchy&lang=zh-Hans",
    "heritage/library",
    "heritage/library?lang=ru",
    "heritage/library?lang=ar",
    "heritage/school",
    "heritage/summary",
    "objects/abstract",
    "objects/bookcase",
    "browse",
    "changes",
    "changes?vocabulary=objects",
    "coverage",
    "map",
    "compare",
    "compare?q=zzzzzz",
    "compare?concept=heritage/library",
    "compare?concept=heritage/library&lang=ru&lang=ar&lang=zh-Hans",
    "compare?concept=heritage/summary&sector=museum&sector=library&lang=fr",
    "compare?concept=heritage/library&concept=objects/bookcase&lang=en&lang=ar",
)
ERRORS = {"nothing/": 404, "heritage/nothing": 404, "a/b/c/d": 404, "heritage/old-word": 410}
_NOT_TRANSLATED = {
    "JSON",
    "BibTeX",
    "RIS",
    "CSL JSON",
    "OpenAPI 3.1",
    "OpenRefine",
    "Turtle",
    "RDF/XML",
    "JSON-LD",
    "Nobody",
    "L-1",
    "example.org: bookcase",
}


@pytest.fixture(scope="module")
def known(site: Any, listed_records: list[bytes]) -> dict[str, set[str]]:
    """All texts of the small site, and the languages each is in."""
    found: dict[str, set[str]] = defaultdict(set)
    reader = Reader(site)
    for vocabulary in reader.site().vocabularies.values():
        for texts in (vocabulary["title"], vocabulary["description"]):
            for lang, text in texts.items():
                found[text].add(lang)
        for group in vocabulary["groups"]:
            for lang, text in group["label"].items():
                found[text].add(lang)
        for record in [*map(json.loads, listed_records), reader.concept("heritage", "old-word")]:
            for name in ("terms", "definitions", "scope_notes"):
                for lang, items in record.get(name, {}).items():
                    for item in items:
                        for key in ("text", "grammar"):
                            found[item.get(key, "")].add(lang)
                        found[item.get("source", "")].add("en")
    for tag in reader.site().languages():
        found[languages.own_name(tag)].add(tag)
    for tag in UI:
        found[languages.own_name(tag)].add(tag)
    found[site.title].add("en")
    found["digital continuity"].add("en")
    found["fonds d’archives"].add("fr")
    found["الدرع الأزرق"].add("ar")
    found["подлинность"].add("ru")
    return found


def _cited(one: Any) -> str:
    """Return the element of citations, whose styles are English."""
    return "footer" if one.lang == "en" and "dl" in one.inside else ""


def check_languages(page: Any, ui: str, known: dict[str, set[str]]) -> None:
    """Every text is marked as the language it is in, in the direction of that language."""
    for one in page.texts:
        if not any(c.isalpha() for c in one.text) or one.dir == "auto" or len(one.text) < 3:
            continue
        if "⟦" in one.text:
            assert f"⟦{ui}⟧" in one.text
            assert one.lang == ui, one
        elif one.text in known:
            assert one.lang in known[one.text], one
        elif ui != "en" and not {"code", "time", _cited(one)} & set(one.inside):
            assert one.text in _NOT_TRANSLATED, one
        always_left_to_right = "code" in one.inside or one.text == "L-1"
        assert one.dir == ("ltr" if always_left_to_right else languages.direction(one.lang)), one
    for one in page.attributes:
        named = known.get(one.text, set()) | known.get(one.text.split(": ")[-1], set())
        if ui != "en" and one.text.strip() and "⟦" not in one.text and not named:
            assert one.text in {languages.name(tag, ui) for tag in ("el", "tr", *UI)}, one


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("path", PAGES)
def test_page(
    speaking: FlaskClient,
    read_page: Callable[[str], Any],
    known: dict[str, set[str]],
    ui: str,
    path: str,
) -> None:
    answer = speaking.get(f"/{ui}/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Language"] == ui
    page = read_page(answer.text)
    (html,) = page.named("html")
    assert html == {"lang": ui, "dir": "rtl" if ui == "ar" else "ltr"}
    assert page.title.strip()
    check_languages(page, ui, known)


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("path", ERRORS)
def test_error_page(
    speaking: FlaskClient,
    read_page: Callable[[str], Any],
    known: dict[str, set[str]],
    ui: str,
    path: str,
) -> None:
    answer = speaking.get(f"/{ui}/{path}")
    assert answer.status_code == ERRORS[path]
    assert answer.headers["Content-Language"] == ui
    assert answer.headers["Cache-Control"] == "no-store"
    page = read_page(answer.text)
    assert page.named("html", lang=ui)
    assert page.named("meta", name="robots", content="noindex")
    if ui != "en":
        assert "⟦" in page.title
    check_languages(page, ui, known)


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_every_link_on_a_page_leads_somewhere(
    speaking: FlaskClient, read_page: Callable[[str], Any], ui: str
) -> None:
    links: set[str] = set()
    for path in PAGES:
        links.update(read_page(speaking.get(f"/{ui}/{path}").text).links())
    inside = {link.partition("#")[0] for link in links if link.startswith(("/", "?"))}
    assert len(inside) > 40
    for link in inside:
        withdrawn = "/old-word" in link
        assert speaking.get(link).status_code in ((410,) if withdrawn else (200, 303)), link


@pytest.fixture
def round_client(make_site: Callable[[], Settings]) -> FlaskClient:
    """A site whose hierarchy has a cycle of three beside a concept at the top."""
    settings = make_site()
    concepts = [("first", "third"), ("second", "first"), ("third", "second"), ("alone", "")]
    (settings.vocabularies / "rounds.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        '<.> a skos:ConceptScheme ; dct:title "Rounds"@en ; dct:language "en" .\n'
        + "".join(
            f'<{id}> a skos:Concept ; skos:prefLabel "{id} one"@en'
            + (f" ; skos:broader <{above}> .\n" if above else " .\n")
            for id, above in concepts
        ),
        "utf-8",
    )
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


def test_a_cycle_opens_from_the_member_at_the_top(
    round_client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    def twigs(path: str, is_open: bool) -> dict[str, str]:
        page = read_page(round_client.get(path).text)
        found = page.named("a", **{"aria-expanded": str(is_open).lower()})
        return {one["aria-label"]: one["href"] for one in found}

    closed = twigs("/en/rounds/?view=hierarchy", False)
    first = twigs(closed["Narrower: first one"], False)
    second = twigs(first["Narrower: second one"], False)
    third = twigs(second["Narrower: third one"], True)
    assert {"Narrower: first one", "Narrower: second one", "Narrower: third one"} == set(third)
    for id in ("first", "second", "third"):
        assert f"Narrower: {id} one" in twigs(f"/en/rounds/?view=hierarchy&open={id}", True)


def test_page_for_programs(
    speaking: FlaskClient, read_page: Callable[[str], Any], known: dict[str, set[str]]
) -> None:
    answer = speaking.get("/api/v1/", headers={"Accept-Language": "ar"})
    assert answer.status_code == 200
    assert {"Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))
    page = read_page(answer.text)
    assert page.named("html", lang="ar", dir="rtl")
    described = [one for one in page.texts if "/api/v1/lookup" in one.text]
    assert described
    assert {(one.lang, one.dir) for one in described} == {("en", "ltr")}


def test_every_template_is_rendered(speaking_app: Flask) -> None:
    client = speaking_app.test_client()
    for path in (
        *PAGES,
        *ERRORS,
        "about/sources",
        "text",
        "heritage/?view=branch&open=institution",
    ):
        client.get(f"/fr/{path}")
    for path in (
        "api/v1/",
        "reconcile/preview?id=heritage/library",
        "reconcile/features",
        "label/x",
    ):
        client.get(f"/{path}", headers={"Accept-Language": "fr"})
    with speaking_app.test_request_context("/fr/"):
        used = templates.environment()
    assert used.cache is not None
    loaded = {name for _, name in used.cache}
    here = set(used.list_templates(["html"]))
    assert loaded >= {name for name in here if not name.startswith("contribute/")}


@pytest.mark.parametrize("path", ["/en/", "/ar/heritage/library", "/fr/search?q=library", "/"])
def test_head_is_get_without_a_body(speaking: FlaskClient, path: str) -> None:
    got, headed = speaking.get(path), speaking.head(path)
    assert headed.status_code == got.status_code
    assert headed.data == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Vary", "Location"):
        assert headed.headers.get(name) == got.headers.get(name)


def test_slashes_at_the_end(client: FlaskClient) -> None:
    assert client.get("/en").headers["Location"].endswith("/en/")
    answer = client.get("/en/heritage?view=groups")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/en/heritage/?view=groups")
    assert client.get("/en/heritage/library/").status_code == 404
    assert client.get("/en/search/").status_code == 404
    assert client.get("/api/v1").headers["Location"].endswith("/api/v1/")


def test_a_language_that_is_not_one_is_no_page(client: FlaskClient) -> None:
    assert client.get("/xx/").status_code == 404
    assert client.get("/EN/").status_code == 404
    assert client.get("/zh-hans/").status_code == 404


def test_pages_are_kept_and_asked_for_again(client: FlaskClient) -> None:
    for path in ("/en/", "/en/about", "/en/heritage/", "/en/heritage/library", "/en/search?q=e"):
        answer = client.get(path)
        assert answer.cache_control.public
        assert answer.cache_control.no_cache
        assert answer.last_modified is not None
        tag, weak = answer.get_etag()
        assert tag
        assert weak
    again = client.get("/en/heritage/library", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    gone = client.get("/en/heritage/nothing", headers={"If-None-Match": answer.headers["ETag"]})
    assert gone.status_code == 404


def test_addresses_of_a_page_in_other_languages(
    client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    page = read_page(client.get("/de/heritage/library").text)
    found = {
        v["hreflang"]: v["href"] for v in page.named("link", rel="alternate") if "hreflang" in v
    }
    assert set(found) == {*UI, "x-default"}
    assert found["ar"] == "http://127.0.0.1:8000/ar/heritage/library"
    (canonical,) = page.named("link", rel="canonical")
    assert canonical["href"] == "http://127.0.0.1:8000/de/heritage/library"
    (data,) = page.named("link", type="application/json")
    assert json.loads(client.get(data["href"]).data)["id"] == "library"
