"""What readers and programs are warned of before they use a term, from every source to every door.

A vocabulary's file, a catalog and the published index say it; the page and the JSON door show it.
"""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from glossary.web import create_app

TERMS = """
@prefix term: <https://w3id.org/convergence-glossary/terms#> .
<library> skosxl:altLabel [ skosxl:literalForm "athenaeum"@en ; term:mark "outdated", "regional" ;
    skos:note "Said in New England."@en ] .
<school> skosxl:prefLabel [ skosxl:literalForm "school"@en ; term:mark "quasi-synonym" ] .
"""
OFFENSIVE = "# mark: offensive = librairie\n# usage note: Jamais en public. = librairie\n"


@pytest.fixture
def marked(own_site: Settings) -> FlaskClient:
    file = own_site.vocabularies / "heritage.ttl"
    file.write_text(file.read_text("utf-8") + TERMS, "utf-8")
    catalog = own_site.translations / "fr" / "LC_MESSAGES" / "heritage.po"
    status = "# status: deprecated = librairie\n"
    text = catalog.read_text("utf-8")
    assert status in text
    catalog.write_text(text.replace(status, status + OFFENSIVE), "utf-8")
    publish(own_site)
    return create_app(own_site, config={"TESTING": True}).test_client()


def test_programs_are_told(marked: FlaskClient) -> None:
    terms = marked.get("/api/v1/concepts/heritage/library").get_json()["terms"]
    told = {
        term["text"]: (term["marks"], term.get("note"))
        for found in terms.values()
        for term in found
        if "marks" in term
    }
    assert told == {
        "athenaeum": (["outdated", "regional"], "Said in New England."),
        "librairie": (["offensive"], "Jamais en public."),
    }


def test_readers_are_told(marked: FlaskClient, read_page: Callable[[str], object]) -> None:
    html = marked.get("/en/heritage/library").get_data(as_text=True)
    read_page(html)
    for said in (
        'athenaeum</span> <span class="mark warn">outdated</span>',
        '<span class="usage" lang="fr" dir="ltr">Jamais en public.</span>',
    ):
        assert said in " ".join(html.split()).replace("</span><span", "</span> <span"), said
    assert "nearly a synonym" in marked.get("/en/heritage/school").get_data(as_text=True)


def test_the_direction_of_the_page_is_kept(
    marked: FlaskClient, read_page: Callable[[str], object]
) -> None:
    html = marked.get("/ar/heritage/library").get_data(as_text=True)
    read_page(html)
    assert '<span class="usage" lang="fr" dir="ltr">Jamais en public.</span>' in html
