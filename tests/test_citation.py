"""How the glossary is cited and licensed: the files that say so agree with one another."""

from typing import Any

import yaml
from flask.testing import FlaskClient

from glossary import __version__
from tests.conftest import CHECKOUT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def _citation() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text("utf-8"))
    return found


def test_the_citation_is_complete_and_of_this_version() -> None:
    found = _citation()
    assert {"cff-version", "message", "title", "authors", "license"} <= found.keys()
    assert found["version"] == __version__
    assert found["license"] == ["Apache-2.0", "CC-BY-4.0"]
    assert found["preferred-citation"]["license"] == "CC-BY-4.0"


def test_the_content_names_its_licence_wherever_it_is_taken_from(
    bundled_client: FlaskClient,
) -> None:
    assert LICENCE in (CHECKOUT / "LICENSE-CONTENT").read_text("utf-8")
    vocabularies = bundled_client.get("/api/v1/vocabularies").json["vocabularies"]
    assert {one["licence"] for one in vocabularies} == {LICENCE}
    for ending in ("ttl", "rdf", "jsonld", "nt", "jskos", "tbx", "sssom.tsv", "xlsx", "csv"):
        answer = bundled_client.get(f"/archive.{ending}")
        assert answer.status_code == 200, ending
        assert f'<{LICENCE}>; rel="license"' in ", ".join(answer.headers.getlist("Link")), ending
        if ending not in ("xlsx", "csv"):
            assert LICENCE in answer.text, ending
    page = bundled_client.get("/en/archive/fonds").text
    assert f'<a rel="license" href="{LICENCE}">' in page
    one = bundled_client.get("/archive/fonds.ttl")
    assert LICENCE in one.text
