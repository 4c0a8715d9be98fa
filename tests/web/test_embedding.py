"""oEmbed, OpenSearch and the script for pages of others: as their specifications have them."""

import json
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import UI

BASE = "http://127.0.0.1:8000"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
LIBRARY = f"{BASE}/fr/heritage/library"


def card(client: FlaskClient, url: str = LIBRARY, **more: object) -> dict[str, Any]:
    asked = {"url": url, **more}
    answer = client.get("/oembed", query_string={k: str(v) for k, v in asked.items()})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    made: dict[str, Any] = answer.get_json()
    assert (made["version"], made["type"]) == ("1.0", "rich")
    assert "<script" not in made["html"]
    assert "style=" not in made["html"]
    return made


def test_a_card_speaks_the_language_of_its_page(client: FlaskClient) -> None:
    made = card(client)
    assert made["title"] == "bibliothèque"
    assert made["provider_name"] == "Convergence Glossary"
    assert made["provider_url"] == f"{BASE}/fr/"
    assert f'<a href="{LIBRARY}" lang="fr" dir="ltr">bibliothèque</a>' in made["html"]
    arabic = card(client, f"{BASE}/id/heritage/library", lang="ar")
    assert 'lang="ar" dir="rtl"' in arabic["html"]
    assert arabic["title"] == "مَكتبة"
    assert card(client, f"{BASE}/id/heritage/library", lang="de")["title"] == "Bibliothek"


def test_a_card_is_no_larger_than_asked(client: FlaskClient) -> None:
    made = card(client, maxwidth=90, maxheight=60)
    assert (made["width"], made["height"]) == (90, 60)
    assert "…" in made["html"]
    assert len(made["html"]) < len(card(client, maxwidth=5000)["html"])
    assert card(client, maxwidth=5000)["width"] == 500


def test_a_card_as_xml(client: FlaskClient) -> None:
    answer = client.get("/oembed", query_string={"url": LIBRARY, "format": "xml"})
    assert answer.mimetype == "text/xml"
    made = fromstring(answer.data)
    assert made.tag == "oembed"
    assert {one.tag: one.text for one in made} == {k: str(v) for k, v in card(client).items()}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "missing"), ("url=http://elsewhere.example/", 404, "not_found"),
        (f"url={BASE}/fr/heritage/none", 404, "not_found"),
        (f"url={BASE}/fr/", 404, "not_found"),
        (f"url={LIBRARY}&format=yaml", 501, "not_provided"),
        (f"url={LIBRARY}&maxwidth=-1", 400, "not_a_number"),
        (f"url={LIBRARY}&maxheight=x", 400, "not_a_number"),
        (f"url={LIBRARY}&url=x", 400, "invalid"),
        (f"url={LIBRARY}&max=1", 400, "unknown_parameter"),
    ],
)  # fmt: skip
def test_what_is_no_card(client: FlaskClient, query: str, status: int, code: str) -> None:
    answer = client.get(f"/oembed?{query}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.get_json()["code"] == code


def test_pages_name_their_cards(client: FlaskClient) -> None:
    text = client.get("/fr/heritage/library").text
    address = f"/oembed?url={quote(LIBRARY, safe='')}"
    assert f'type="application/json+oembed" title="bibliothèque" href="{address}"' in text
    assert f'href="{address}&amp;format=xml"' in text
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("ui", UI)
def test_browsers_learn_how_to_search(client: FlaskClient, ui: str) -> None:
    answer = client.get(f"/opensearch.xml?lang={ui}")
    assert answer.mimetype == "application/opensearchdescription+xml"
    made = fromstring(answer.data)
    assert made.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(str(made.findtext(f"{OPENSEARCH}ShortName"))) <= 16
    assert 0 < len(str(made.findtext(f"{OPENSEARCH}LongName"))) <= 48
    assert made.findtext(f"{OPENSEARCH}Language") == ui
    places = {one.get("type"): str(one.get("template")) for one in made.findall(f"{OPENSEARCH}Url")}
    assert len(places) == 4
    for type, template in places.items():
        address = template.replace("{searchTerms}", quote("résumé")).removeprefix(BASE)
        found = client.get(address)
        assert (found.status_code, found.mimetype) == (200, type)
    image = str(made.findtext(f"{OPENSEARCH}Image")).removeprefix(BASE)
    assert client.get(image).status_code == 200


def test_a_vocabulary_is_searched_alone(client: FlaskClient) -> None:
    made = fromstring(client.get("/opensearch.xml?lang=fr&vocabulary=objects").data)
    assert made.findtext(f"{OPENSEARCH}ShortName") == "Objects"
    for one in made.findall(f"{OPENSEARCH}Url"):
        assert "vocabulary=objects" in str(one.get("template"))


def test_suggestions(client: FlaskClient) -> None:
    answer = client.get("/suggestions?q=LIB&lang=en")
    assert answer.mimetype == "application/x-suggestions+json"
    made = answer.get_json(force=True)
    text, terms, told, pages = made
    assert text == "LIB"
    assert terms[0] == "library"
    assert told[0] == "Heritage words"
    assert pages[0] == f"{BASE}/en/heritage/library"
    assert len(terms) == len(told) == len(pages) <= 10
    for query in ("", "q=", "q=%20", "q=zzzzz"):
        assert client.get(f"/suggestions?{query}").get_json(force=True)[1:] == [[], [], []]
    assert client.get("/suggestions?q=a&vocabulary=none").status_code == 404
    assert client.get("/suggestions?q=a&format=csv").status_code == 400
    assert client.get("/suggestions?query=a").get_json()["code"] == "unknown_parameter"
    assert client.get(f"/suggestions?q={'x' * 4000}").status_code == 400


def test_the_script_speaks_all_languages_of_the_pages(client: FlaskClient) -> None:
    answer = client.get("/embed.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    (line,) = [one for one in answer.text.splitlines() if "const TEXTS" in one]
    told = json.loads(line.partition("=")[2].strip().rstrip(";"))
    assert {*told} == {*UI}
    assert all(one.keys() == {"lang", "close", "more"} for one in told.values())
    for banned in ("eval(", "innerHTML", "new Function", "document.write", 'setAttribute("style'):
        assert banned not in answer.text
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/embed.js", headers=tag).status_code == 304
    assert client.get("/embed.css").mimetype == "text/css"
