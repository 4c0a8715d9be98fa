"""What readers see of vocabularies from elsewhere: odd tags, withdrawn concepts, fallbacks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.folder import make_site
from glossary.site.settings import load
from glossary.site.vocabulary_import import import_vocabulary
from glossary.web import create_app

PREFIXES = (
    "@prefix s: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <http://e.org/> ."
    " @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
)
FIRST = (
    'e:boat a s:Concept ; s:prefLabel "boat"@en, "barca"@ita, "סירה"@iw ; s:related e:old, e:ship .'
    'e:ship a s:Concept ; s:prefLabel "ship"@en, "nave"@ita, "navire"@fr .'
    'e:raft a s:Concept ; s:prefLabel "raft"@en ; dct:isReplacedBy e:boat .'
    'e:old a s:Concept ; s:prefLabel "boat"@en ; owl:deprecated true .'
)
Open = Callable[..., FlaskClient]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A function that imports releases of one vocabulary, publishes and opens the site."""

    def opened(*releases: str, toml: str = "") -> FlaskClient:
        make_site(tmp_path / "site")
        (tmp_path / "site" / "glossary.toml").write_text(toml, "utf-8")
        settings = load(tmp_path / "site", {})
        for number, release in enumerate(releases):
            file = tmp_path / "boats.ttl"
            file.write_text(PREFIXES + release, "utf-8")
            import_vocabulary(settings, file, "boats", replace=number > 0)
        publish(settings)
        return create_app(settings, config={"TESTING": True}).test_client()

    return opened


def _text(client: FlaskClient, path: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", client.get(path).get_data(as_text=True).split("<main")[-1])
    return " ".join(plain.split())


def test_texts_under_other_tags_are_shown_in_their_language(opened: Open) -> None:
    client = opened(FIRST)
    found = client.get("/en/boats/boat?lang=it").get_data(as_text=True)
    assert '<span lang="it" dir="ltr">barca</span>' in found
    assert 'lang="he" dir="rtl"' in found
    assert client.get("/api/v1/lookup?term=barca&lang=ita&to=he").json["total"] == 1


def test_a_concept_that_a_release_lacks_answers_410_with_its_name(opened: Open) -> None:
    client = opened(FIRST, FIRST.replace("e:ship a s:Concept", "e:other a s:Concept"))
    assert client.get("/en/boats/ship").status_code == 410
    assert client.get("/id/boats/ship", follow_redirects=True).status_code == 410
    assert "It was called: ship" in _text(client, "/en/boats/ship")
    assert client.get("/api/v1/concepts/boats/ship").json["status"] == "deprecated"
    assert client.get("/en/boats/other").status_code == 200


def test_withdrawn_concepts_come_last_and_are_marked(opened: Open) -> None:
    client = opened(FIRST)
    hits = client.get("/api/v1/lookup?term=boat").json["matches"]
    assert [(hit["concept"]["id"], hit["concept"]["status"]) for hit in hits] == [
        ("boat", "approved"), ("old", "deprecated"),
    ]  # fmt: skip
    related = client.get("/api/v1/concepts/boats/boat").json["related"]
    assert [one.get("status") for one in related if one["id"] == "old"] == ["deprecated"]
    assert "Related ship boat withdrawn" in _text(client, "/en/boats/boat")
    vocabulary = client.get("/api/v1/vocabularies").json["vocabularies"][0]
    assert vocabulary["concepts"] == 2  # what has a successor is withdrawn as well
    assert client.get("/en/boats/raft").status_code == 410


@pytest.mark.parametrize(
    ("toml", "shown"),
    [("", "ship"), ('fallback_languages = ["ita", "fr"]', "nave"),
     ('fallback_languages = "fr it"', "navire")],
)  # fmt: skip
def test_the_order_of_fallback_languages_is_the_sites(opened: Open, toml: str, shown: str) -> None:
    client = opened(FIRST, toml=toml)
    page = client.get("/en/boats/ship?lang=ja").get_data(as_text=True)
    (title,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert shown in title
