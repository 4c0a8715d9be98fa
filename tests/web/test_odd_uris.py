"""Concepts whose URIs end alike, hold slashes, dots or queries: each has an address that works."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings, load
from glossary.web import create_app

URIS = (
    "<room/1>", "<hall/1>", "<door>", "<wing/east>", "<caf%C3%A9/2>", "<naïve>",
    "<http://e.org/T>", "<http://e.org/t>", "<http://e.org/list?n=1>", "<http://e.org/list?n=2>",
    "<http://e.org/x/a%2Fb>", "<http://e.org/x/..#%2E%2E>", "<urn:isbn:0451450523>",
    "<http://e.org/one/id>", "<http://e.org/two/id>", "<http://f.org/one/id>",
    "<http://e.org/v#a'b>",
)  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("odd")
    (folder / "vocabularies").mkdir()
    (folder / "glossary.toml").write_text("", "utf-8")
    lines = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."]
    lines += [
        f'{uri} a skos:Concept ; skos:prefLabel "term {n}"@en .' for n, uri in enumerate(URIS)
    ]
    (folder / "vocabularies" / "odd.ttl").write_text("\n".join(lines), "utf-8")
    made = load(folder, {})
    publish(made)
    return made


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.mark.parametrize("number", range(len(URIS)))
def test_every_concept_has_an_address(settings: Settings, client: FlaskClient, number: int) -> None:
    [hit] = Reader(settings).lookup(f"term {number}")[:1]
    record = json.loads(hit.record)
    page = client.get(f"/en/odd/{quote(hit.id, safe='')}")
    assert page.status_code == 200
    assert f"term {number}" in page.text
    answer = client.get(f"/api/v1/concepts/odd/{quote(hit.id, safe='')}")
    assert answer.get_json()["uri"] == record["uri"]
    if record["uri"].startswith(settings.base_url):
        led = client.get(record["uri"].removeprefix(settings.base_url))
        assert led.status_code == 303
        assert client.get(led.headers["Location"]).status_code == 200
    assert client.get(record["page"].removeprefix(settings.base_url)).status_code == 303


def test_what_is_not_there(client: FlaskClient) -> None:
    for place in ("nothing", "room/2", "../odd", "a/b/c"):
        assert client.get(f"/id/odd/{place}").status_code == 404
