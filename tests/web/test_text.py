"""``POST /api/v1/text``: terms of texts and files, and translations that are checked."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.web.api.text_shapes import TextAnswer

ADDRESS = "/api/v1/text"
PO = (
    'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgid "The archivist is here."\nmsgstr "L\'archiviste est là."\n\n'
    'msgid "The museum is closed."\nmsgstr "La maison est fermée."\n\n'
    'msgid "The library"\nmsgstr ""\n'
)


def answer(client: FlaskClient, **body: Any) -> Any:
    """Return the answer to a JSON body, which is as it is described."""
    found = client.post(ADDRESS, json=body)
    assert found.status_code == 200, found.text
    TextAnswer.model_validate(found.json)
    return found.json


def test_terms_with_their_places_and_concepts(bundled_client: FlaskClient) -> None:
    text = "The museums and the museum keep ﷺ finding aids."
    found = answer(bundled_client, text=text, to="fr")
    assert found["langs"] == ["en"]
    assert (found["total"], found["occurrences"], found["pages"]) == (2, 3, 1)
    museum, aid = found["terms"]
    assert [text[at["start"] : at["end"]] for at in museum["places"]] == ["museums", "museum"]
    assert [at["form"] for at in museum["places"]] == ["inflected", "exact"]
    assert museum["total"] == len(museum["concepts"]) == 2
    assert {*aid["concepts"][0]["concept"]["terms"]} == {"fr"}
    assert aid["concepts"][0]["match"] == {
        "kind": "preferred", "text": "finding aid", "lang": "en",
    }  # fmt: skip
    assert found["check"] is None


def test_pages_and_choices(bundled_client: FlaskClient) -> None:
    text = "archivist, museum, library, finding aid, union catalogue"
    whole = answer(bundled_client, text=text, lang=["en"], to=["de", "fr"])
    assert whole["total"] == 5
    second = answer(bundled_client, text=text, lang="en", per_page=2, page=2, to="de,fr")
    assert second["terms"] == whole["terms"][2:4]
    assert second["pages"] == 3
    assert answer(bundled_client, text=text, page=9)["terms"] == []
    for sector in ("library", "archive"):
        (term,) = answer(bundled_client, text="provenance", sector=sector, lang="en")["terms"]
        assert term["concepts"][0]["concept"]["sectors"] == [sector]
    both = answer(bundled_client, text="the union catalogue", lang="en", overlapping=True)
    assert [term["text"] for term in both["terms"]] == ["union catalogue", "catalogue"]
    of_one = answer(bundled_client, text="provenance", lang="en", vocabulary="museum")
    assert [one["concept"]["vocabulary"] for one in of_one["terms"][0]["concepts"]] == ["museum"]


def test_plain_text_with_the_rest_in_the_address(bundled_client: FlaskClient) -> None:
    found = bundled_client.post(
        f"{ADDRESS}?to=es&lang=de", data=b"Das Findbuch", content_type="text/plain"
    )
    assert found.status_code == 200
    assert found.json["terms"][0]["text"] == "Findbuch"
    assert {*found.json["terms"][0]["concepts"][0]["concept"]["terms"]} == {"es"}


def test_a_translation_is_checked(bundled_client: FlaskClient) -> None:
    found = answer(
        bundled_client, text="The archivist of the museum.", against="L'archiviste.", to="fr"
    )["check"]
    assert (found["lang"], found["checked"], found["total"]) == ("fr", 2, 1)
    (one,) = found["findings"]
    assert (one["problem"], one["text"], one["start"], one["end"]) == ("missing", "museum", 21, 27)
    assert "musée" in one["expected"]
    other = answer(
        bundled_client, text="The museum", against="Das Museum", against_lang="de", to="fr"
    )
    assert other["check"]["findings"] == []


def test_files(bundled_client: FlaskClient) -> None:
    def sent(**fields: Any) -> Any:
        return bundled_client.post(ADDRESS, data=fields).json

    page = io.BytesIO(b"<p>The <b>museum</b> object</p>")
    found = sent(file=(page, "a.html"), to="de")
    assert [term["text"] for term in found["terms"]] == ["museum object"]
    found = sent(file=(io.BytesIO(PO.encode()), "a.po"), to="fr", lang="en")
    assert found["total"] == 3
    assert [(one["text"], one["place"]) for one in found["check"]["findings"]] == [("museum", "7")]
    assert sent(file=(io.BytesIO(PO.encode()), "a.po"))["check"] is None
    found = sent(
        file=(io.BytesIO(b"The museum"), "a.txt"), against=(io.BytesIO(b"Le mus"), "b.txt"),
        to="fr",
    )  # fmt: skip
    assert [one["text"] for one in found["check"]["findings"]] == ["museum"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"json": {"text": ""}}, 400, "empty"),
        ({"json": {}}, 400, "missing"),
        ({"json": {"text": 7}}, 400, "invalid"),
        ({"json": {"text": "a", "lang": "?"}}, 400, "not_a_language"),
        ({"json": {"text": "a", "to": ["1"]}}, 400, "not_a_language"),
        ({"json": {"text": "a", "sector": "zoo"}}, 400, "invalid"),
        ({"json": {"text": "a", "vocabulary": "nowhere"}}, 400, "invalid"),
        ({"json": {"text": "a", "per_page": 501}}, 400, "too_large"),
        ({"json": {"text": "a", "tone": "warm"}}, 400, "unknown_parameter"),
        ({"json": {"text": "a", "against": "b"}}, 400, "missing"),
        ({"json": {"text": "a" * 300_001}}, 413, "too_large"),
        ({"data": "a" * 2_000_000, "content_type": "text/plain"}, 413, "too_large"),
        ({"data": "", "content_type": "text/plain"}, 400, "empty"),
        ({"data": "{", "content_type": "application/json"}, 400, "not_json"),
        ({"data": "<a/>", "content_type": "text/xml"}, 400, "not_json"),
        ({"data": {"text": ""}}, 400, "not_json"),
        ({"data": {"file": (io.BytesIO(b"MZ\0"), "a.exe")}}, 400, "invalid"),
        ({"data": {"file": (io.BytesIO(b""), "a.txt")}}, 422, "broken_source"),
        ({"data": {"file": (io.BytesIO(b"PK"), "a.docx")}}, 422, "broken_source"),
    ],
)
def test_what_is_wrong_is_told(
    bundled_client: FlaskClient, sent: dict[str, Any], status: int, code: str
) -> None:
    found = bundled_client.post(ADDRESS, **sent)
    assert (found.status_code, found.json["code"]) == (status, code)
    assert found.mimetype == "application/problem+json"
