"""Classifications in the order of their notations, and entries shown in another language."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load
from glossary.web import create_app

_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://lists.example/> .
:s a skos:ConceptScheme .
"""
_CLASSES = {
    "6": ("Applied arts", "Arts appliqués", ""),
    "62": ("Crafts", "", "6"),
    "7": ("Buildings", "Bâtiments", ""),
    "71": ("Zoning", "Zonage", "7"),
    "719": ("Monuments", "", "71"),
    "72": ("Architecture", "Architecture", "7"),
    "72.01": ("Theory", "", "72"),
}
_PLAIN = {"a": ("acorn", "gland"), "b": ("beech", ""), "c": ("chestnut", "châtaigne"),
          "d": ("date", ""), "e": ("(elm)", "orme"), "f": ("fig", "figue")}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site with a classification and a flat list, both half translated."""
    folder = tmp_path_factory.mktemp("lists")
    for name in ("vocabularies", "translations"):
        (folder / name).mkdir()
    (folder / "glossary.toml").write_text("")
    (folder / "vocabularies/classes.ttl").write_text(_HEAD + "".join(_classes()))
    (folder / "vocabularies/trees.ttl").write_text(_HEAD + "".join(_trees()))
    (folder / "vocabularies/planks.ttl").write_text(_HEAD + _planks())
    settings = load(folder)
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


def _classes() -> list[str]:
    made = []
    for notation, (en, fr, above) in _CLASSES.items():
        french = f', "{fr}"@fr' if fr else ""
        broader = f" ; skos:broader <http://lists.example/c{above}>" if above else ""
        made.append(
            f'<http://lists.example/c{notation}> a skos:Concept ; skos:notation "{notation}" ;'
            f' skos:prefLabel "{en}"@en{french}{broader} .\n'
        )
    return made[::-1]


def _trees() -> list[str]:
    return [
        f'<http://lists.example/t-{id}> a skos:Concept ; skos:prefLabel "{en}"@en'
        + (f', "{fr}"@fr .\n' if fr else " .\n")
        for id, (en, fr) in _PLAIN.items()
    ]


def _planks() -> str:
    """Return concepts below one, not in their order, and 230 below another from the last on."""
    made = [':top a skos:Concept ; skos:prefLabel "plank"@en, "planche"@fr .\n']
    made.append(':gone owl:deprecated true ; skos:prefLabel "a split plank"@en ;')
    made.append(" a skos:Concept ; skos:broader :top .\n")
    for id, en, fr in (("z", "maple", "érable"), ("x", "ebony", "ébène"), ("y", "walnut", "acajou"),
                       ("w", "Birch", "Noyer")):  # fmt: skip
        made.append(f':{id} a skos:Concept ; skos:prefLabel "{en}"@en, "{fr}"@fr ;')
        made.append(" skos:broader :top .\n")
    made.append(':wide a skos:Concept ; skos:prefLabel "wide"@en .\n')
    for n in reversed(range(230)):
        made.append(f':n{n:03} a skos:Concept ; skos:prefLabel "board {n:03}"@en ;')
        made.append(" skos:broader :wide .\n")
    return "".join(made)


def _top(client: FlaskClient, vocabulary: str, lang: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/vocabularies/{vocabulary}/top?lang={lang}")
    found: list[dict[str, Any]] = json.loads(answer.data)["concepts"]
    return found


def test_a_classification_is_listed_by_notation(client: FlaskClient) -> None:
    for lang in ("en", "fr"):
        top = _top(client, "classes", lang)
        assert [one["notation"] for one in top] == ["6", "7"]
    page = client.get("/en/classes/?view=hierarchy&open=c72").text
    places = [page.index(f">{one}</span>") for one in ("6", "7", "71", "72", "72.01")]
    assert places == sorted(places)
    described = json.loads(client.get("/api/v1/vocabularies/classes").data)
    assert described["ordered_by"] == "notation"


def test_entries_in_another_language_stand_among_the_others(client: FlaskClient) -> None:
    french = [(one["text"], one["lang"]) for one in _top(client, "trees", "fr")]
    assert french == [
        ("beech", "en"), ("châtaigne", "fr"), ("date", "en"), ("figue", "fr"), ("gland", "fr"),
        ("orme", "fr"),
    ]  # fmt: skip
    english = [one["text"] for one in _top(client, "trees", "en")]
    assert english == ["acorn", "beech", "chestnut", "date", "(elm)", "fig"]
    assert not any("notation" in one for one in _top(client, "trees", "en"))


def test_letters_of_labels_with_signs(client: FlaskClient) -> None:
    answer = client.get("/api/v1/vocabularies/trees/letters?lang=en")
    letters = [one["letter"] for one in json.loads(answer.data)["letters"]]
    assert letters == ["A", "B", "C", "D", "E", "F"]
    assert "(elm)" in client.get("/en/trees/?letter=E").text


def _narrower(client: FlaskClient, path: str) -> list[str]:
    """Return the ids of the narrower concepts that a page names, in their order."""
    page = client.get(path).text
    part = page[page.index("<dt>Narrower</dt>") :]
    links = re.findall(r'href="/en/[a-z]+/([^"?]+)', part[: part.index("</ul>")])
    return [*dict.fromkeys(links)]


def test_narrower_terms_are_in_the_order_of_their_language(client: FlaskClient) -> None:
    assert _narrower(client, "/en/planks/top") == ["w", "x", "z", "y", "gone"]
    assert _narrower(client, "/en/planks/top?lang=fr") == ["y", "x", "z", "w", "gone"]


def test_narrower_terms_of_a_classification_are_in_the_order_of_notations(
    client: FlaskClient,
) -> None:
    assert _narrower(client, "/en/classes/c7") == ["c71", "c72"]
    assert _narrower(client, "/en/classes/c7?lang=fr") == ["c71", "c72"]


def test_of_very_many_narrower_terms_the_first_are_shown(client: FlaskClient) -> None:
    shown = _narrower(client, "/en/planks/wide")
    assert shown == [f"n{n:03}" for n in range(200)]
