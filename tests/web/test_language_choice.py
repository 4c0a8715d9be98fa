"""The language of the interface: negotiated at the entrance, switched by the reader, kept."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("fr-CA", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("zh-TW", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hans"),
        ("ar-EG", "ar"),
        ("AR", "ar"),
        ("xx", "en"),
        ("xx,de;q=0.5", "de"),
        ("i-klingon, root;q=0.5, ru;q=0.1", "ru"),
        ("pt-BR, es-419;q=0.9", "es"),
        ("en;q=0.1, de;q=0.9", "de"),
        ("fr;q=0, en", "en"),
        ("*", "en"),
        ("", "en"),
        (";;;,,,=q", "en"),
        ("\xff\xfe", "en"),
    ],
)
def test_the_entrance_negotiates(client: FlaskClient, wanted: str, found: str) -> None:
    answer = client.get("/", headers={"Accept-Language": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{found}/"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))
    assert not answer.cache_control.public


def test_a_choice_once_made_wins(client: FlaskClient) -> None:
    client.set_cookie("ui", "ru")
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/ru/"
    client.set_cookie("ui", "../evil")
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/fr/"


def test_the_permanent_uri_negotiates_too(client: FlaskClient) -> None:
    answer = client.get(
        "/id/heritage/library", headers={"Accept": "text/html", "Accept-Language": "de-AT"}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/de/heritage/library"
    assert {"Accept", "Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))
    answer = client.get("/id/heritage/library", headers={"Accept": "application/json"})
    assert answer.headers["Location"] == "/api/v1/concepts/heritage/library"
    assert client.get(answer.headers["Location"]).json["id"] == "library"
    assert client.get("/id/heritage/").headers["Location"] == "/en/heritage/"
    assert client.get("/id/heritage/nothing").status_code == 404
    assert client.get("/id/nothing/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/search?q=a%26b+%D8%A7&vocabulary=heritage&sector=library",
        "/en/heritage/library?lang=ar",
        "/en/",
    ],
)
def test_the_switch_keeps_page_and_query(
    client: FlaskClient, read_page: Callable[[str], Any], path: str
) -> None:
    page = read_page(client.get(path).text)
    links = [link for link in page.links() if "/choose?" in link]
    assert [link.split("/")[1] for link in links] == ["en", "fr", "es", "de", "ru", "ar", "zh-Hans"]
    (current,) = page.named("a", **{"aria-current": "true", "hreflang": "en"})
    assert current["lang"] == "en"
    for link in links:
        ui = link.split("/")[1]
        answer = client.get(link)
        assert answer.status_code == 303
        target = urlsplit(answer.headers["Location"])
        assert target.path == path.partition("?")[0].replace("/en/", f"/{ui}/")
        assert parse_qs(target.query) == parse_qs(urlsplit(path).query)
        assert client.get(answer.headers["Location"]).status_code == 200


def test_the_choice_is_kept_in_a_cookie(client: FlaskClient) -> None:
    answer = client.get("/ar/choose?next=/ar/about")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("ui=ar;")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"):
        assert part in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/ar/"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/fr\\..\\evil",
        "/fr/\\evil",
        "javascript:alert(1)",
        "/de/heritage/library",
        "/frx",
        "fr/",
        "//[",
        "/fr/\r\nSet-Cookie: a=b",
        "/fr/\x00",
        "\t//evil.example",
        " /fr/",
        "",
    ],
)
def test_no_open_redirect(client: FlaskClient, target: str) -> None:
    answer = client.get("/fr/choose", query_string={"next": target})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/fr/"
    assert len(answer.headers.getlist("Set-Cookie")) == 1


def test_choosing_without_a_page_leads_home(client: FlaskClient) -> None:
    assert client.get("/es/choose").headers["Location"] == "/es/"
    assert client.get("/xx/choose?next=/xx/").status_code == 404
