"""What assistants are answered, by the functions behind the protocol; `tests/clients` speaks it."""

import json
import subprocess
import sys
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.errors import GlossaryError, Invalid, NotFound
from glossary.model import SECTORS
from glossary.reader import Reader
from glossary.site.settings import Settings
from glossary.web.assistants import resources
from glossary.web.assistants.prompts import PROMPTS, prompt_named
from glossary.web.assistants.recognising import MOST_CHARACTERS
from glossary.web.assistants.told import language_of, problem_of, translation_into
from glossary.web.assistants.tools import TOOLS, tool_named

BLUE_SHIELD = "convergence/blue-shield"


def ask(reader: Reader, tool: str, **arguments: Any) -> Any:
    """Return the answer of a tool, after its model has accepted it."""
    answer = TOOLS[tool].call(reader, arguments)
    TOOLS[tool].gives.model_validate(answer)
    return answer


@pytest.mark.parametrize(
    ("tool", "address", "arguments"),
    [
        ("lookup", "lookup", {"term": "bouclier bleu", "to": "en,ar", "per_page": 3}),
        ("lookup", "lookup", {"term": "no such thing", "per_page": 5}),
        ("search", "search", {"q": "storage of film", "per_page": 4, "page": 2}),
        ("search", "search", {"q": "depot", "lang": "fr", "sector": "museum", "per_page": 10}),
    ],
)
def test_a_tool_answers_as_the_json_door_does(
    bundled_reader: Reader,
    bundled_client: FlaskClient,
    tool: str,
    address: str,
    arguments: dict[str, Any],
) -> None:
    door = bundled_client.get(f"/api/v1/{address}", query_string=arguments).get_json()
    assert ask(bundled_reader, tool, **arguments) == door


def test_vocabularies_are_listed(bundled_reader: Reader, bundled_client: FlaskClient) -> None:
    assert (
        ask(bundled_reader, "list_vocabularies")
        == bundled_client.get("/api/v1/vocabularies").get_json()
    )


def test_few_concepts_are_sent_where_no_number_is_asked_for(bundled_reader: Reader) -> None:
    found = ask(bundled_reader, "search", q="heritage")
    assert (len(found["hits"]), found["per_page"]) == (10, 10)
    assert len(ask(bundled_reader, "lookup", term="collection")["matches"]) == 5


@pytest.mark.parametrize(
    "name",
    [
        BLUE_SHIELD,
        f"  {BLUE_SHIELD} ",
        "http://127.0.0.1:8000/id/convergence/blue-shield",
        "http://127.0.0.1:8000/fr/convergence/blue-shield?lang=de",
        "glossary://concepts/convergence/blue-shield",
    ],
)
def test_a_concept_is_read_by_each_of_its_names(
    bundled_reader: Reader, bundled_client: FlaskClient, name: str
) -> None:
    whole = bundled_client.get(f"/api/v1/concepts/{BLUE_SHIELD}").get_json()
    assert ask(bundled_reader, "read_concept", concept=name) == whole
    some = ask(bundled_reader, "read_concept", concept=name, to="ru")
    assert (set(some["terms"]), some["uri"]) == ({"ru"}, whole["uri"])


@pytest.mark.parametrize(
    "name", ["library/none-of-these", "none/blue-shield", "https://example.org/x", "  ", "shield"]
)
def test_what_is_no_concept_is_told(bundled_reader: Reader, name: str) -> None:
    with pytest.raises(NotFound):
        ask(bundled_reader, "read_concept", concept=name)


def test_sectors_are_compared_for_a_term_and_for_a_concept(bundled_reader: Reader) -> None:
    found = ask(bundled_reader, "compare_sectors", concept="archive/restoration", to="en,es")
    assert [one["sector"] for one in found["sectors"]] == list(SECTORS)
    named = {
        one["sector"]: [(each["relation"], each["id"]) for each in one["concepts"]]
        for one in found["sectors"]
    }
    assert named["archive"] == [("self", "restoration")]
    assert ("closeMatch", "restoration") in named["museum"]
    for one in found["sectors"]:
        for each in one["concepts"]:
            assert set(each["terms"]) <= {"en", "es"}
            assert each["definitions"]["en"][0]["text"]
    by_term = ask(bundled_reader, "compare_sectors", term="restoration", lang="en", to="en,es")
    assert len(by_term["others"]) == by_term["total"] - 1 > 0
    first = by_term["concept"]
    again = ask(
        bundled_reader,
        "compare_sectors",
        concept=f"{first['vocabulary']}/{first['id']}",
        to="en,es",
    )
    assert again["sectors"] == by_term["sectors"]


@pytest.mark.parametrize("arguments", [{}, {"term": "museum", "concept": BLUE_SHIELD}])
def test_a_comparison_is_of_one_thing(bundled_reader: Reader, arguments: dict[str, str]) -> None:
    with pytest.raises(Invalid) as error:
        ask(bundled_reader, "compare_sectors", **arguments)
    assert (error.value.code, error.value.parameter) == ("missing", "term")


def test_nothing_is_compared_for_a_term_that_is_none(bundled_reader: Reader) -> None:
    with pytest.raises(NotFound):
        ask(bundled_reader, "compare_sectors", term="flibbertigibbet")


def recognised(reader: Reader, text: str, **more: str) -> dict[str, set[str]]:
    """Return the ids of the concepts of each term that is found in a text."""
    answer = ask(reader, "recognise_terms", text=text, **more)
    for term in answer["terms"]:
        for place in term["places"]:
            assert place["text"] == text[place["start"] : place["end"]]
        assert term["total"] >= len(term["concepts"]) > 0
    return {
        place["text"]: {one["id"] for one in term["concepts"]}
        for term in answer["terms"]
        for place in term["places"]
    }


def test_the_longest_term_of_a_text_is_found(bundled_reader: Reader) -> None:
    text = "Digital continuity needs Museums, and «digital   preservation» too; museums?"
    found = recognised(bundled_reader, text, lang="en")
    assert list(found) == ["Digital continuity", "Museums", "museums", "digital   preservation"]
    assert found["Digital continuity"] == {"digital-continuity"}
    answer = ask(bundled_reader, "recognise_terms", text=text, lang="en")
    assert [len(one["places"]) for one in answer["terms"]] == [1, 2, 1]


def test_terms_are_found_where_no_spaces_are_written(bundled_reader: Reader) -> None:
    found = recognised(bundled_reader, "讨论原真性与数字连续性。", to="en")
    assert found == {"原真性": {"authenticity"}, "数字连续性": {"digital-continuity"}}


def test_terms_are_found_in_arabic_without_its_vowel_signs(bundled_reader: Reader) -> None:
    assert recognised(bundled_reader, "عن الدرع الأزرق اليوم") == {"الدرع الأزرق": {"blue-shield"}}


def test_a_text_has_terms_of_its_language_only(bundled_reader: Reader) -> None:
    text = "bouclier bleu and Blue Shield"
    assert set(recognised(bundled_reader, text, lang="en")) == {"Blue Shield"}
    assert set(recognised(bundled_reader, text, lang="fr-CA")) == {"bouclier bleu"}
    assert set(recognised(bundled_reader, text)) == {"bouclier bleu", "Blue Shield"}


def test_no_term_crosses_the_end_of_a_sentence(bundled_reader: Reader) -> None:
    assert "Blue. Shield" not in recognised(bundled_reader, "It is Blue. Shield it.")
    assert recognised(bundled_reader, "!? … 12 %") == {}


@pytest.mark.parametrize(
    ("tool", "arguments", "code", "parameter"),
    [
        ("lookup", {}, "missing", "term"),
        ("lookup", {"term": " "}, "empty", "term"),
        ("lookup", {"term": 7}, "invalid", "term"),
        ("lookup", {"term": "a" * 301}, "too_long", "term"),
        ("lookup", {"term": "a", "per_page": 101}, "too_large", "per_page"),
        ("lookup", {"term": "a", "per_page": "few"}, "not_a_number", "per_page"),
        ("lookup", {"term": "a", "lang": "not a tag"}, "not_a_language", "lang"),
        ("lookup", {"term": "a", "vocabulary": "nowhere"}, "invalid", "vocabulary"),
        ("search", {"q": "a", "page": 0}, "too_small", "page"),
        ("search", {"q": "a", "sector": "zoo"}, "invalid", "sector"),
        ("search", {"q": "a", "order": "up"}, "unknown_parameter", "order"),
        ("read_concept", {"concept": BLUE_SHIELD, "to": "1"}, "not_a_language", "to"),
        ("recognise_terms", {"text": ""}, "empty", "text"),
        ("recognise_terms", {"text": "a" * (MOST_CHARACTERS + 1)}, "too_long", "text"),
        ("recognise_terms", {"text": "ﷺ" * 300}, "too_long", "text"),
        ("list_vocabularies", {"page": 1}, "unknown_parameter", "page"),
    ],
)
def test_what_is_wrong_is_told_as_the_json_door_tells_it(
    bundled_reader: Reader, tool: str, arguments: dict[str, Any], code: str, parameter: str
) -> None:
    with pytest.raises(Invalid) as error:
        TOOLS[tool].call(bundled_reader, arguments)
    told = problem_of(error.value, bundled_reader, str)
    assert (told["code"], told["parameter"], told["status"]) == (code, parameter, 400)
    assert told["detail"] == str(error.value)
    assert str(told["type"]).endswith(f"/api/v1/#{code}")


def test_the_same_error_as_the_json_door(
    bundled_reader: Reader, bundled_client: FlaskClient
) -> None:
    answer = bundled_client.get("/api/v1/lookup?term=", headers={"Accept-Language": "de-AT"})
    with pytest.raises(Invalid) as error:
        TOOLS["lookup"].call(bundled_reader, {"term": ""})
    lang = language_of("de-AT, en;q=0.5", bundled_reader)
    assert lang == "de"
    told = problem_of(error.value, bundled_reader, translation_into(lang))
    base = bundled_reader.settings.base_url
    assert told == {**answer.get_json(), "type": base + answer.get_json()["type"]}


def test_a_surprise_is_not_shown(bundled_reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    told = problem_of(KeyError("secret"), bundled_reader, str)
    assert (told["status"], told["code"]) == (500, "internal")
    assert "secret" not in json.dumps(told)
    assert "secret" in caplog.text


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_tools_describe_themselves(tool: Any) -> None:
    assert tool.title
    assert tool.description.count("\n") >= 0 < len(tool.description)
    for schema in (tool.input_schema(), tool.output_schema()):
        assert schema["type"] == "object"
        assert json.loads(json.dumps(schema)) == schema
    assert tool.input_schema()["additionalProperties"] is False
    assert all("description" in one for one in tool.input_schema()["properties"].values())


def test_an_unknown_tool_or_prompt_is_told() -> None:
    for named in (tool_named, prompt_named):
        with pytest.raises(NotFound, match=r"lookup|explain_term"):
            named("delete_everything")


def test_vocabularies_and_concepts_are_resources(bundled_reader: Reader) -> None:
    listed = resources.listed(bundled_reader, "fr")
    assert len(listed) == len(bundled_reader.site().vocabularies)
    for one in listed:
        assert json.loads(resources.read(bundled_reader, one.uri))["id"] == one.name
    assert listed[0].title
    for pattern in resources.patterns(bundled_reader):
        uri = pattern.uri.replace("{vocabulary}", "convergence").replace("{id}", "blue-shield")
        assert json.loads(resources.read(bundled_reader, uri))["id"] in (
            "blue-shield",
            "convergence",
        )
    base = bundled_reader.site().base_url
    assert json.loads(resources.read(bundled_reader, f"{base}/id/museum/"))["id"] == "museum"


@pytest.mark.parametrize(
    "uri", ["glossary://nothing", "glossary://vocabularies/none", "file:///etc/passwd", ""]
)
def test_no_other_address_is_read(bundled_reader: Reader, uri: str) -> None:
    with pytest.raises(NotFound):
        resources.read(bundled_reader, uri)


def test_arguments_are_completed(bundled_reader: Reader) -> None:
    def completed(argument: str, value: str, **known: str) -> list[str]:
        return resources.completed(bundled_reader, argument, value, known)

    assert completed("vocabulary", "mu") == ["museum"]
    assert "digital-continuity" in completed("id", "digital cont", vocabulary="convergence")
    assert completed("id", "digital cont", vocabulary="none") == []
    assert "zh-Hans" in completed("to", "zh")
    assert completed("term", "") == completed("text", "a") == []
    assert any(text.lower().startswith("blue sh") for text in completed("term", "blue sh"))


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=lambda prompt: prompt.name)
def test_a_prompt_holds_what_was_given_as_it_is(prompt: Any) -> None:
    values = {one.name: f"«{one.name} {{to}} {{term}} \\1»" for one in prompt.arguments}
    filled = prompt.filled(values)
    assert all(value in filled for value in values.values())
    for one in prompt.arguments:
        with pytest.raises(Invalid) as error:
            prompt.filled({**values, one.name: " "})
        assert error.value.parameter == one.name
    with pytest.raises(Invalid):
        prompt.filled({**values, "more": ""})


def test_nothing_of_a_request_stays_behind(bundled_reader: Reader) -> None:
    with pytest.raises(GlossaryError):
        ask(bundled_reader, "lookup", term="")
    with pytest.raises(RuntimeError):
        __import__("glossary.web.context").web.context.reader()


def test_the_core_needs_no_sdk() -> None:
    script = (
        "import sys; sys.modules['mcp'] = None\n"
        "import glossary.web.assistants.tools\n"
        "from glossary.cli.main import main\n"
        "main(['mcp', '--help'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "Model Context Protocol" in done.stdout


def test_where_the_sdk_is_absent_the_command_says_how_to_get_it(bundled: Settings) -> None:
    script = (
        "import sys; sys.modules['mcp'] = None\n"
        "from glossary.cli.main import main\n"
        f"main(['--site', {str(bundled.site)!r}, 'mcp'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("glossary: ")
    assert "pip install 'convergence-glossary[assistants]'" in line
