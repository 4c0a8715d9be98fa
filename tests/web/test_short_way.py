"""What is answered before Flask is answered just as in it."""

import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.api import fast_path
from index import Hit, Hits, change_index

ASKED = (
    "/api/v1/lookup?term=library",
    "/api/v1/lookup?term=%D9%85%D9%83%D8%AA%D8%A8%D8%A9&lang=ar&to=fr,en",
    "/api/v1/suggest?q=li&limit=3",
    "/api/v1/search?q=library+OR+school&per_page=1&lang=",
    "/api/v1/search?q=s*&per_page=1&page=2",
    "/api/v1/lookup?term=nothing+of+the+kind",
)
REFUSED = (
    "/api/v1/lookup",
    "/api/v1/lookup?term=",
    "/api/v1/lookup?term=a&term=b",
    "/api/v1/lookup?term=a&other=b",
    "/api/v1/lookup?term=%FF%FE&lang=",
    "/api/v1/suggest?q=a&limit=0",
    "/api/v1/search?q=a&vocabulary=none",
    "/api/v1/search?q=" + "a" * 5000,
    "/api/v1/search?" + "&".join(f"q{n}=1" for n in range(100)),
)


@pytest.fixture(scope="module")
def slow(site: Settings) -> Flask:
    """The application of the small site where everything is answered in Flask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_path, "register", lambda app: None)
        return create_app(site)


def told(client: FlaskClient, address: str, **headers: str) -> tuple[int, dict[str, Any], bytes]:
    answer = client.get(address, headers=headers)
    return answer.status_code, dict(answer.headers), answer.data


@pytest.mark.parametrize("encoding", ["", "gzip", "identity"])
@pytest.mark.parametrize("address", ASKED + REFUSED)
def test_the_same_answer(slow: Flask, app: Flask, address: str, encoding: str) -> None:
    short_one = told(app.test_client(), address, accept_encoding=encoding)
    long_one = told(slow.test_client(), address, accept_encoding=encoding)
    assert short_one == long_one


@pytest.mark.parametrize("address", ASKED)
def test_plain_questions_do_not_reach_flask(
    app: Flask, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*values: object) -> None:
        raise AssertionError("came to Flask")

    monkeypatch.setattr(app, "full_dispatch_request", fail)
    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    body = answer.data
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    assert body.startswith(b"{")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "DELETE"])
def test_other_methods_are_for_flask(slow: Flask, app: Flask, method: str) -> None:
    one = app.test_client().open(ASKED[0], method=method)
    other = slow.test_client().open(ASKED[0], method=method)
    assert (one.status_code, dict(one.headers)) == (other.status_code, dict(other.headers))


def test_a_kept_answer_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    tag = client.get(ASKED[0]).headers["ETag"]
    assert client.get(ASKED[0], headers={"If-None-Match": tag}).status_code == 304


def test_an_answer_during_a_change_is_of_one_state(
    make_site: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    publish(site)
    app = create_app(site)
    client, index = app.test_client(), app.extensions["glossary"].index
    before = told(client, ASKED[0])
    asked: list[str] = []

    def lookup(term: str, *values: Any) -> Hits:
        found = real(term, *values)
        asked.append(term)
        if len(asked) == 1:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(_withdraw, site, found[0]).result()
        return found

    real = index.lookup
    monkeypatch.setattr(index, "lookup", lookup)
    meanwhile = told(client, ASKED[0])
    assert asked == ["library"]
    assert meanwhile[1:] == before[1:]
    after = told(client, ASKED[0])
    assert after[1]["ETag"] != before[1]["ETag"]
    assert json.loads(after[2])["total"] == json.loads(before[2])["total"] - 1
    assert told(client, ASKED[0])[1:] == after[1:]


def _withdraw(site: Settings, hit: Hit) -> None:
    with change_index(site.index_folder) as change:
        assert change.delete(hit.vocabulary, hit.id)


def test_nothing_published(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    answer = create_app(Settings(folder, {})).test_client().get(ASKED[0])
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
