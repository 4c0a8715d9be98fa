"""A vocabulary as A–Z, hierarchy and groups, and the page of a concept."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings, load
from glossary.web import create_app

Get = Callable[..., Any]


@pytest.fixture
def get(client: FlaskClient, read_page: Callable[[str], Any]) -> Get:
    def get(path: str, **query: Any) -> Any:
        answer = client.get(path, query_string=query or None)
        assert answer.status_code == 200
        return read_page(answer.text)

    return get


def test_letters_lead_to_their_labels(get: Get) -> None:
    page = get("/en/heritage/", letter="B")
    assert "book house" in page.words()
    assert "see" in page.words()
    assert "/en/heritage/library" in page.links()
    (current,) = page.named("a", **{"aria-current": "true", "href": "/en/heritage/?letter=B"})
    letters = [link for link in page.links() if "letter=" in link]
    assert current["href"] in letters
    assert len(letters) == len(set(letters)) >= 5
    for link in letters:
        shown = get(link)
        assert [one for one in shown.links() if one.startswith("/en/heritage/") and "?" not in one]


@pytest.mark.parametrize("view", ["cloud", "Groups", "hierarchy2"])
def test_a_view_that_is_not_there_leads_to_the_first(client: FlaskClient, view: str) -> None:
    answer = client.get("/en/heritage/", query_string={"view": view, "letter": "B"})
    assert answer.status_code == 303
    assert answer.location == "/en/heritage/?letter=B"


def test_letters_of_another_language(get: Get) -> None:
    page = get("/en/heritage/", lang="ru")
    assert "библиотека" in page.words() or "ёлка" in page.words()
    assert all("lang=ru" in link for link in page.links() if "letter=" in link)
    assert "/en/heritage/library?lang=ru" in get("/en/heritage/", lang="ru", letter="Б").links()


def test_a_letter_that_is_not_there_is_empty(get: Get) -> None:
    page = get("/en/heritage/", letter="<b>")
    assert not [link for link in page.links() if link == "/en/heritage/library"]


def test_hierarchy_opens_and_closes(get: Get) -> None:
    closed = get("/en/heritage/", view="hierarchy")
    assert "/en/heritage/institution" in closed.links()
    assert "/en/heritage/school" not in closed.links()
    (twig,) = closed.named("a", **{"aria-label": "Narrower: institution"})
    assert twig["aria-expanded"] == "false"
    assert twig["href"].endswith("#at-institution")
    assert closed.named("li", id="at-institution")
    opened = get(twig["href"])
    assert {"/en/heritage/school", "/en/heritage/library"} <= set(opened.links())
    (twig,) = opened.named("a", **{"aria-label": "Narrower: institution"})
    assert twig["aria-expanded"] == "true"
    assert "/en/heritage/school" not in get(twig["href"]).links()


def test_opening_what_is_not_there(client: FlaskClient) -> None:
    assert client.get("/en/heritage/?view=hierarchy&open=nothing").status_code == 404


def test_groups(get: Get) -> None:
    page = get("/en/heritage/", view="groups")
    assert "Places" in page.words()
    assert "2 concepts" in page.words()
    (link,) = [one for one in page.links() if "group=" in one]
    inside = get(link)
    assert {"/en/heritage/school", "/en/heritage/library"} <= set(inside.links())
    assert page.named("a", **{"aria-current": "page", "href": "/en/heritage/?view=groups"})
    assert not [link for link in get("/en/objects/").links() if "view=groups" in link]


def test_foreign_parameters_do_not_bend_the_links(get: Get) -> None:
    plain = get("/en/heritage/").links()
    for name in ("ui", "vocabulary", "endpoint", "_external", "_scheme", "_anchor", "_method"):
        found = [
            link for link in get("/en/heritage/", **{name: "x"}).links() if "choose" not in link
        ]
        assert found == [link for link in plain if "choose" not in link], name


def test_concept_shows_all_that_is_known(get: Get) -> None:
    page = get("/en/heritage/library")
    words = page.words()
    for text in (
        "library",
        "Institution that collects published documents and lends them.",
        "A made-up handbook, 2001",
        "Not the place where programs keep their code.",
        "book house",
        "bookery",
        "not recommended",
        "abbreviation",
        "L-1",
        "Bücherei",
        "مَكتبة",
        "图书馆",
        "βιβλιοθήκη",
        "médiathèque",
        "n.f.",
        "Places",
        "1 Mar 2026",
        "http://127.0.0.1:8000/id/heritage/library",
    ):
        assert text in words, text
    assert "libary" not in words
    assert {"/en/heritage/institution", "/en/heritage/school"} <= set(page.links())


def test_groups_are_ordered_by_the_alphabet_of_the_site(site: Settings, tmp_path: Path) -> None:
    copy = shutil.copytree(site.site, tmp_path / "site")
    for letters, first in (("A B L S", "library"), ("S L B A", "school")):
        settings = load(copy, {"GLOSSARY_ALPHABETS": f'en = "{letters}"'})
        publish(settings)
        client = create_app(settings, config={"TESTING": True}).test_client()
        listed = client.get("/en/heritage/?view=groups&group=group-places").text
        places = {id: listed.index(f"/en/heritage/{id}") for id in ("library", "school")}
        assert min(places, key=lambda id: places[id]) == first


def test_marks_of_a_translation(get: Get) -> None:
    words = get("/en/heritage/summary").words()
    assert "curriculum vitæ" in words
    assert "partial equivalent" in words
    assert "draft" not in words
    assert "draft" in get("/en/heritage/library").words()


def test_fuzzy_translations_are_not_shown(get: Get) -> None:
    assert "organisme" not in get("/fr/heritage/institution").words()


def test_sectors_side_by_side(get: Get, bundled_client: FlaskClient) -> None:
    words = get("/en/heritage/summary").words()
    assert "How the sectors say it" in words
    assert "nearly the same" in words
    assert "Short text that tells what a longer one holds." in words
    assert "nothing entered yet" in words
    assert "no word" not in words
    page = bundled_client.get("/en/convergence/digital-continuity").text
    for sector in ("library", "archive", "museum", "monument", "audiovisual"):
        assert f'id="in-{sector}"' in page


def test_mappings_are_shown_from_both_sides(get: Get) -> None:
    assert "/en/heritage/library" in get("/en/objects/bookcase").links()
    assert "/en/objects/bookcase" in get("/en/heritage/library").links()


def test_the_content_has_its_own_language(get: Get) -> None:
    page = get("/en/heritage/library", lang="ru")
    (heading,) = [one for one in page.texts if "h1" in one.inside]
    assert (heading.text, heading.lang, heading.dir) == ("библиотека", "ru", "ltr")
    assert page.named("html", lang="en", dir="ltr")
    assert "/en/heritage/institution?lang=ru" in page.links()
    arabic = get("/en/heritage/library", lang="AR")
    (heading,) = [one for one in arabic.texts if "h1" in one.inside]
    assert (heading.lang, heading.dir) == ("ar", "rtl")


def test_the_fallback_says_so(get: Get) -> None:
    page = get("/en/heritage/institution", lang="de")
    assert "There is no term in German yet; shown in English." in page.words()
    page = get("/en/heritage/institution", lang="en")
    assert "There is no term in" not in page.words()
    assert "no term yet" in page.words()


def test_a_bad_language_of_the_content_is_left_aside(get: Get) -> None:
    for lang in ("", "!!", "a" * 300, "a-" * 200 + "a"):
        (heading,) = [o for o in get("/en/heritage/library", lang=lang).texts if "h1" in o.inside]
        assert heading.text == "library"


def test_withdrawn_concept_names_its_successor(
    client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    answer = client.get("/en/heritage/old-word")
    assert answer.status_code == 410
    page = read_page(answer.text)
    assert "This concept was withdrawn." in page.words()
    assert "lending house" in page.words()
    assert "/en/heritage/library" in page.links()
    assert client.get("/id/heritage/old-word").status_code == 410
    assert client.get("/api/v1/concepts/heritage/old-word").json["status"] == "deprecated"
