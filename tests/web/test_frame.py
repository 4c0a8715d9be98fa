"""What all doors share: health, headers that keep browsers safe, templates of a site's own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary import __version__
from glossary.publish import publish
from glossary.site.settings import Settings, load
from glossary.site.vocabulary_import import RESERVED
from glossary.web import create_app


def test_no_vocabulary_can_hide_behind_a_page(app: Flask) -> None:
    parts = [rule.rule.strip("/").split("/") for rule in app.url_map.iter_rules()]
    firsts = {part[1] for part in parts if part[0] == "<ui:ui>" and len(part) > 1}
    assert {part for part in firsts if "<" not in part and "." not in part} <= RESERVED


def test_health_and_version(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"status": "ok"}
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json["status"] == "ok"
    assert ready.json["concepts"] == 9
    version = client.get("/version").json
    assert version["version"] == __version__
    assert version["generation"] == ready.json["generation"]
    assert version["edition"] == ready.json["edition"]
    assert set(version) == {"version", "edition", "generation", "published", "collation"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/en/nothing",
        "/api/v1/languages",
        "/api/v1/nothing",
        "/health/live",
        "/version",
        "/static/style.css",
        "/id/heritage/library",
    ],
)
def test_every_answer_keeps_browsers_safe(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]


DATA_OF_PAGE = '<script type="application/ld+json">'
"""Data are not run, and the policy lets them be (HTML, 4.12.1)."""


def test_pages_need_nothing_that_the_policy_forbids(client: FlaskClient) -> None:
    for path in ("/en/", "/en/heritage/library", "/en/search?q=e", "/api/v1/", "/en/nothing"):
        html = client.get(path).text
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count("<script src=") + html.count(DATA_OF_PAGE)


def test_a_site_overrides_templates(tmp_path: Path, site: Settings) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site.site, folder)
    (folder / "templates" / "pages").mkdir(parents=True)
    (folder / "templates" / "pages" / "about.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>{{ _("About") }} us & {{ settings.title }}'
        "</h1>{% endblock %}",
        "utf-8",
    )
    app: Flask = create_app(Settings(folder, {"title": "<Our> words"}), config={"TESTING": True})
    client = app.test_client()
    assert "<h1>About us & &lt;Our&gt; words</h1>" in client.get("/en/about").text
    assert "Heritage words" in client.get("/en/").text


def test_the_name_of_the_site_is_in_its_own_language(
    make_site: Callable[[], Settings], read_page: Callable[[str], Any]
) -> None:
    settings = make_site()
    publish(settings)
    for toml, ui, lang, direction, text in (
        (
            "title = 'Le mot juste'\ninterface_languages = 'fr ar'",
            "ar",
            "fr",
            "ltr",
            "Le mot juste",
        ),
        ("[title]\nen = 'The word'\nar = 'الكلمة'", "ar", "ar", "rtl", "الكلمة"),
        ("[title]\nen = 'The word'\nar = 'الكلمة'", "fr", "en", "ltr", "The word"),
        ("[title]\nar = 'الكلمة'", "en", "ar", "rtl", "الكلمة"),
    ):
        (settings.site / "glossary.toml").write_text(toml, "utf-8")
        app = create_app(load(settings.site, {}), config={"TESTING": True})
        page = read_page(app.test_client().get(f"/{ui}/nothing/").text)
        (brand,) = [one for one in page.texts if one.text == text]
        assert (brand.lang, brand.dir) == (lang, direction)
        assert page.title.endswith(text)
        feed = app.test_client().get(f"/{ui}/feed.atom").text
        assert f"<title>{text}</title>" in feed
