"""What the Skosmos interface answers before Flask is answered just as in it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.web import create_app
from glossary.web.skosmos import fast_path
from tests.web.skosmos_site import boats

__all__ = ["boats"]
B = "http://boats.example/"
ASKED = (
    "vocabularies?lang=en",
    "search?query=p*",
    f"label?uri={B}punt",
    "boats/search?query=*oat*&lang=en&maxhits=2",
    "boats/search?query=punt&fields=prefLabel+broader",
    "boats/lookup?label=Boat",
    f"boats/label?uri={B}boat&lang=fr",
    f"boats/hierarchy?uri={B}flat&lang=en",
    f"boats/mappings?uri={B}punt&lang=en",
    f"boats/data?uri={B}boat",
    f"boats/data?uri={B}boat&format=text/turtle",
    "boats/topConcepts?lang=fr",
)
REFUSED = (
    "boats/topConcepts?callback=show",
    "vocabularies",
    "none/label?uri=a",
    "boats/label",
    "boats/label?uri=a&uri=b",
    f"boats/label?uri={B}none",
    "boats/label?uri=%FF",
    "boats/search?query=a&maxhits=no",
    "boats/topConcepts?callback=no-name",
    "boats/data",
    f"boats/data?uri={B}boat&format=none",
    "boats/index/B?lang=en",
    "boats/",
    "boats",
    "boats/none",
    "boats/label?uri=" + "a" * 5000,
)


@pytest.fixture(scope="module")
def slow(boats: FlaskClient) -> Flask:
    """The application of the site where everything is answered in Flask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_path, "register", lambda app: None)
        return create_app(boats.application.extensions["glossary"].settings)


@pytest.mark.parametrize("accept", ["", "*/*", "application/ld+json", "text/turtle", "text/html"])
@pytest.mark.parametrize("path", ASKED + REFUSED)
def test_the_same_answer(boats: FlaskClient, slow: Flask, path: str, accept: str) -> None:
    headers = {"Accept-Encoding": "gzip"} | ({"Accept": accept} if accept else {})
    short = boats.get(f"/rest/v1/{path}", headers=headers)
    long = slow.test_client().get(f"/rest/v1/{path}", headers=headers)
    assert (short.status_code, short.data) == (long.status_code, long.data)
    assert dict(short.headers) == dict(long.headers)


@pytest.mark.parametrize("path", ASKED)
def test_plain_questions_do_not_reach_flask(
    boats: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*values: object) -> None:
        raise AssertionError("came to Flask")

    monkeypatch.setattr(boats.application, "full_dispatch_request", fail)
    assert boats.get(f"/rest/v1/{path}").status_code == 200


def test_a_kept_answer_is_not_sent_again(boats: FlaskClient) -> None:
    path = f"/rest/v1/{ASKED[0]}"
    tag = boats.get(path).headers["ETag"]
    assert boats.get(path, headers={"If-None-Match": tag}).status_code == 304
