"""A site below a path of its host: every address, link and redirect stays below it."""

import json
import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.site.settings import Settings
from glossary.web import create_app


@pytest.fixture(scope="module")
def below_app(site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("below") / "site"
    shutil.copytree(site.site, folder)
    settings = Settings(folder, {"base_url": "https://example.org/words"})
    return create_app(settings, config={"TESTING": True})


@pytest.fixture
def below(below_app: Flask) -> FlaskClient:
    return below_app.test_client()


@pytest.mark.parametrize("handed_on", ["", "/words"])
def test_a_proxy_leaves_the_path_in_or_takes_it_out(
    below: FlaskClient, read_page: Callable[[str], Any], handed_on: str
) -> None:
    for path in ("/en/", "/fr/heritage/library", "/ar/search?q=library", "/de/heritage/", "/en/x/"):
        page = read_page(below.get(handed_on + path).text)
        addresses = [*page.links(), *(v["href"] for v in page.named("link"))]
        addresses += [v["action"] for v in page.named("form")]
        addresses += [v["src"] for v in page.named("script") if "src" in v]
        inside = [one for one in addresses if one.startswith("/")]
        assert len(inside) > 10
        assert [one for one in inside if not one.startswith("/words/")] == []
        for one in page.named("input", type="search"):
            assert one["data-suggest"] == "/words/api/v1/suggest"
            assert one["data-page"] == f"/words{path[:3]}/"


def test_links_lead_somewhere(below: FlaskClient, read_page: Callable[[str], Any]) -> None:
    page = read_page(below.get("/words/en/heritage/library?lang=fr").text)
    for link in {one.partition("#")[0] for one in page.links() if one.startswith("/")}:
        assert below.get(link).status_code in (200, 303), link
    (canonical,) = page.named("link", rel="canonical")
    assert canonical["href"] == "https://example.org/words/en/heritage/library"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/words", "/words/en/"),
        ("/words/", "/words/en/"),
        ("/", "/words/en/"),
        ("/words/en/choose?next=/en/heritage/%3Fview%3Dgroups", "/words/en/heritage/?view=groups"),
        ("/words/en/choose?next=//example.net/", "/words/en/"),
        ("/words/id/heritage/library", "/words/en/heritage/library"),
        ("/words/en/heritage", "/words/en/heritage/"),
    ],
)
def test_redirects(below: FlaskClient, path: str, target: str) -> None:
    location = below.get(path).headers["Location"]
    assert re.sub(r"^https?://[^/]+", "", location) == target


def test_errors_name_their_page(below: FlaskClient) -> None:
    problem = json.loads(below.get("/words/api/v1/lookup").data)
    assert problem["type"] == "/words/api/v1/#missing"


def test_a_server_may_say_where_the_site_is(
    client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    page = read_page(client.get("/en/heritage/library", base_url="http://localhost/other").text)
    inside = [one for one in page.links() if one.startswith("/")]
    assert inside
    assert all(one.startswith("/other/") for one in inside)
