"""Whatever is asked of the Skosmos interface, it answers as it describes itself, without 5xx."""

import random
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from schemathesis import GenerationMode

from glossary.web.skosmos.door import ROUTES
from tests.web.described import hold, operations_of
from tests.web.skosmos_site import boats
from tests.web.test_fuzz import PIECES

__all__ = ["boats"]
EXAMPLES = 25
B = "http://boats.example/"


def test_every_route_is_described(boats: FlaskClient) -> None:
    found = boats.get("/rest/v1/openapi.json").get_json()
    assert len(found["paths"]) == len(ROUTES) == 28
    names = [one["get"]["operationId"] for one in found["paths"].values()]
    assert len(set(names)) == len(names)


@pytest.mark.slow
def test_answers_are_as_described(boats: FlaskClient) -> None:
    operations = operations_of(boats.application, "/rest/v1/openapi.json")
    asked = [hold(operations, mode, EXAMPLES, headers={}) for mode in GenerationMode]
    assert asked[0] == {one.label for one in operations}
    assert asked[1] == {one.label for one in operations if one.query or one.body}


def _asked(chance: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield paths and parameters, well chosen and badly."""
    for route in ROUTES:
        for _ in range(30):
            path = route.path.replace("<vocabulary>", chance.choice(("boats", "rivers", "none")))
            path = path.replace("<letter>", chance.choice(("a", "*", "0-9", "!*", "É", "%", "z")))
            names = [*route.parameters, "callback", "uri", "lang", "format", "query"]
            told = {}
            for name in chance.sample(names, chance.randint(0, len(names))):
                good = (f"{B}boat", f"{B}g1", "en", "fr", "b*", "*", "1", "text/turtle", "broader")
                told[name.removesuffix("*")] = chance.choice((*good, *PIECES))
            yield path, told


def test_no_question_is_too_odd(boats: FlaskClient) -> None:
    chance = random.Random(5)
    seen = set()
    for path, told in _asked(chance):
        answer = boats.get(f"/rest/v1{path}", query_string=told)
        assert answer.status_code in (200, 302, 308, 400, 404, 406), (path, told, answer.text)
        assert answer.headers["Access-Control-Allow-Origin"] == "*", (path, told)
        seen.add(answer.status_code)
    assert {200, 400, 404} <= seen
