"""``/label/…``: 302 to the one concept, 300 with choices, 404 with what was perhaps meant."""

from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from tests.web.conftest import Page

BASE = "http://127.0.0.1:8000"
JSON = {"Accept": "application/json"}
_WORDS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://words.example/{id}> a skos:ConceptScheme ; skos:prefLabel "{id}"@en .
"""
_CONCEPT = """<http://words.example/{id}> a skos:Concept ; {said} ;
  skos:inScheme <http://words.example/{scheme}> .
"""


def write(settings: Settings, scheme: str, **concepts: str) -> None:
    said = [_CONCEPT.format(id=id, said=more, scheme=scheme) for id, more in concepts.items()]
    text = _WORDS.format(id=scheme) + "".join(said)
    (settings.vocabularies / f"{scheme}.ttl").write_text(text, "utf-8")


@pytest.fixture
def client(make_site: Callable[[], Settings], make_app: Callable[..., Flask]) -> FlaskClient:
    made = make_site()
    write(
        made, "rivers",
        shore='skos:prefLabel "bank"@en, "Ufer"@de',
        mouth='skos:prefLabel "mouth"@en ; skos:altLabel "and/or 100% <b>"@en',
        source='skos:prefLabel "source"@en, "عين"@ar ; skos:hiddenLabel "mouth"@en',
        old='skos:prefLabel "bank"@en ; owl:deprecated "true"',
        gone='skos:prefLabel "weir"@en ; owl:deprecated "true"',
        taste='skos:prefLabel "gift"@en',
    )  # fmt: skip
    write(
        made, "money",
        house='skos:prefLabel "bank"@en, "banque"@fr ; skos:definition "It lends."@en',
        note='skos:prefLabel "Bank"@fr', poison='skos:prefLabel "Gift"@de',
    )  # fmt: skip
    publish(made)
    return make_app(made).test_client()


def test_one_concept(client: FlaskClient) -> None:
    for label, id, preferred in (
        ("Ufer", "rivers/shore", "Ufer"), ("UFER", "rivers/shore", "Ufer"),
        ("عين", "rivers/source", "عين"), ("and/or 100% <b>", "rivers/mouth", "mouth"),
        ("mouth", "rivers/mouth", "mouth"), ("banque", "money/house", "banque"),
        ("weir", "rivers/gone", "weir"),
    ):  # fmt: skip
        answer = client.get(f"/label/{quote(label)}")
        assert (answer.status_code, answer.location) == (302, f"{BASE}/id/{id}"), label
        assert answer.headers["X-URI"] == f"http://words.example/{id.partition('/')[2]}"
        assert unquote(answer.headers["X-PrefLabel-Encoded"]) == preferred
        assert answer.headers["X-PrefLabel"].encode("latin-1").decode() == preferred
        assert "X-URI" in answer.headers["Access-Control-Expose-Headers"]


def test_a_language_or_a_vocabulary_decides(client: FlaskClient) -> None:
    for query, id in (
        ("bank?vocabulary=rivers", "rivers/shore"), ("Bank?lang=fr", "money/note"),
        ("bank?vocabulary=money&lang=en", "money/house"), ("gift?lang=de", "money/poison"),
        ("gift?lang=en-GB", "rivers/taste"),
    ):  # fmt: skip
        assert client.get(f"/label/{query}").location == f"{BASE}/id/{id}", query
    assert client.get("/label/Ufer?lang=fr").status_code == 404
    assert client.get("/label/Ufer?vocabulary=money").status_code == 404


def test_several_concepts(client: FlaskClient, read_page: Callable[[str], Page]) -> None:
    answer = client.get("/label/bank", headers=JSON)
    assert (answer.status_code, answer.mimetype) == (300, "application/json")
    made = answer.get_json()
    assert made["label"] == "bank"
    assert {one["id"] for one in made["choices"]} == {"shore", "house"}
    assert {one["page"] for one in made["choices"]} == {
        f"{BASE}/id/rivers/shore", f"{BASE}/id/money/house"
    }  # fmt: skip
    assert len(answer.headers.getlist("Link")) == 2
    answer = client.get("/label/bank", headers={"Accept-Language": "ar"})
    page = read_page(answer.text)
    assert answer.status_code == 300
    assert {"/ar/rivers/shore", "/ar/money/house"} <= {*page.links()}
    assert "It lends." in page.words()
    assert page.named("meta", name="robots", content="noindex")


def test_no_concept(client: FlaskClient, read_page: Callable[[str], Page]) -> None:
    answer = client.get("/label/banqe", headers=JSON)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    made = answer.get_json()
    assert (made["code"], made["parameter"]) == ("not_found", "label")
    assert "banque" in {one["label"] for one in made["suggestions"]}
    address = made["suggestions"][0]["address"].removeprefix(BASE)
    assert client.get(address).status_code in (300, 302)
    page = read_page(client.get("/label/banqe").text)
    assert "banque" in page.words()
    assert page.named("a", href=f"{BASE}/label/banque")
    hostile = client.get(f"/label/{quote('<script>x</script>')}")
    assert hostile.status_code == 404
    assert "<script>x" not in hostile.text


@pytest.mark.parametrize(
    ("query", "status"),
    [("x?lang=a_b", 400), ("x?vocabulary=no", 404), ("x?y=1", 400), ("%20", 400)],
)
def test_what_cannot_be_asked(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/label/{query}").status_code == status
