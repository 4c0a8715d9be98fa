"""Stylesheets, scripts and icons: marked by their content, packed, at their old addresses too."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.site import paths

FILES = sorted(file.name for file in paths.STATIC.iterdir())
_MARK = re.compile(r"\.[0-9a-f]{12}(?=\.)")


def _of_page(client: FlaskClient, read_page: Callable[[str], Any]) -> list[str]:
    page = read_page(client.get("/en/").text)
    found = [v["href"] for v in page.named("link") if "/static/" in v["href"]]
    return found + [v["src"] for v in page.named("script") if "src" in v]


def test_pages_name_files_that_are_kept_for_ever(
    client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    found = _of_page(client, read_page)
    assert {_MARK.sub("", one) for one in found} >= {
        "/static/style.css", "/static/suggest.js", "/static/icon.svg",
    }  # fmt: skip
    for one in found:
        assert _MARK.search(one)
        answer = client.get(one)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.data == (paths.STATIC / _MARK.sub("", one).rpartition("/")[2]).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_the_plain_address_still_works(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert answer.cache_control.no_cache
    again = client.get(f"/static/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    stem, _, ending = name.rpartition(".")
    old = client.get(f"/static/{stem}.0123456789ab.{ending}")
    assert (old.status_code, old.data) == (200, answer.data)
    assert old.cache_control.no_cache


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".ico")])
def test_texts_are_sent_packed(client: FlaskClient, name: str) -> None:
    plain = client.get(f"/static/{name}").data
    packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip"})
    assert "Accept-Encoding" in packed.headers["Vary"]
    if packed.headers.get("Content-Encoding") == "gzip":
        assert len(packed.data) < len(plain)
        assert gzip.decompress(packed.data) == plain
    else:
        assert (packed.data, len(plain) < 1000) == (plain, True)


def test_media_types(client: FlaskClient) -> None:
    wanted = {"style.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}
    for name, media_type in wanted.items():
        assert client.get(f"/static/{name}").headers["Content-Type"].startswith(media_type)


@pytest.mark.parametrize(
    "name", ["nothing.css", "../paths.py", "%2e%2e/paths.py", "style.css/", "style", ""]
)
def test_other_files_are_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_what_browsers_and_crawlers_ask_every_site_for(client: FlaskClient) -> None:
    icon = client.get("/favicon.ico")
    assert icon.status_code == 200
    assert icon.data[:4] == b"\0\0\1\0"
    robots = client.get("/robots.txt")
    assert robots.status_code == 200
    assert robots.mimetype == "text/plain"
    assert "Disallow: /\n" not in robots.text
