"""Hierarchies that open in place, at any size, and groups that nest, page and keep their order."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.reader.groups import GroupTree
from glossary.site.settings import load
from glossary.web import create_app

_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://big.example/> .
:s a skos:ConceptScheme .
"""
Get = Callable[[str], Any]
_METHODS = ("copy", "items", "pop", "update")
_ROW = ("t007", "deep", "t003", "copy")


def _concept(id: str, above: str = "") -> str:
    broader = f" ; skos:broader <http://big.example/{above}>" if above else ""
    text = f'"concept {id}"@en'
    return f"<http://big.example/{id}> a skos:Concept ; skos:prefLabel {text}{broader} .\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site with 450 concepts at the top, 430 below one of them, and groups."""
    folder = tmp_path_factory.mktemp("big")
    for name in ("vocabularies", "translations"):
        (folder / name).mkdir()
    (folder / "glossary.toml").write_text("")
    lines = [_concept(f"t{n:03}") for n in range(450)]
    lines += [_concept(f"u{n:03}", "t333") for n in range(430)]
    lines += [_concept("deep", "u250"), _concept("other", "t002")]
    members = ", ".join(f"<http://big.example/t{n:03}>" for n in range(250))
    lines += [_concept(id, "t444") for id in _METHODS]
    lines += [_concept(f"below-{id}", id) for id in _METHODS]
    row = " ".join(f"<http://big.example/{id}>" for id in _ROW)
    lines.append(
        f':row a skos:OrderedCollection ; skos:prefLabel "Row"@en ; skos:memberList ( {row} ) .\n'
    )
    lines.append(
        f':wide a skos:Collection ; skos:prefLabel "Wide group"@en ; skos:member {members} .\n'
    )
    (folder / "vocabularies/big.ttl").write_text(_HEAD + "".join(lines))
    settings = load(folder)
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


@pytest.fixture
def get(client: FlaskClient, read_page: Callable[[str], Any]) -> Get:
    def get(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200
        return read_page(answer.text)

    return get


def _twigs(page: Any) -> dict[str, dict[str, str]]:
    return {twig["data-id"]: twig for twig in page.named("a", **{"class": "twig"})}


def test_a_concept_is_shown_at_its_place_at_any_depth(get: Get) -> None:
    (link,) = [one for one in get("/en/big/deep").links() if "at=deep" in one]
    assert link.endswith("#at-deep")
    page = get(link)
    assert page.named("li", id="at-deep", **{"class": "here"})
    for id in ("t333", "u250"):
        assert page.named("li", id=f"at-{id}")
        assert _twigs(page)[id]["aria-expanded"] == "true"
    assert not page.named("li", id="at-t000")
    assert not page.named("li", id="at-u000")
    assert page.named("li", id="at-t200")
    assert {page.named("a", rel=name)[0]["href"].split("page=")[1] for name in ("prev", "next")}


def test_several_branches_are_open_and_close(get: Get) -> None:
    page = get("/en/big/?view=hierarchy&open=t002")
    assert page.named("li", id="at-other")
    assert _twigs(page)["t002"]["aria-expanded"] == "true"
    page = get("/en/big/?view=hierarchy&open=t333&page=2")
    assert page.named("li", id="at-u399")
    assert page.named("li", id="at-t399")
    opened = get(_twigs(page)["u250"]["href"])
    assert opened.named("li", id="at-deep")
    assert _twigs(opened)["u250"]["href"].endswith("#at-u250")
    closed = get(_twigs(opened)["u250"]["href"])
    assert not closed.named("li", id="at-deep")
    assert closed.named("li", id="at-u000") or closed.named("li", id="at-u250")
    both = get("/en/big/?view=hierarchy&open=t002&open=t001&open=u250")
    assert both.named("li", id="at-deep")
    assert get("/en/big/?view=hierarchy&open=u250&open=t002").named("li", id="at-other")


def test_ids_that_are_names_of_methods(get: Get) -> None:
    page = get("/en/big/?view=hierarchy&open=t444&page=1")
    assert {_twigs(page)[id]["aria-expanded"] for id in _METHODS} == {"false"}
    page = get("/en/big/?view=hierarchy&open=copy&open=pop")
    assert page.named("li", id="at-below-copy")
    assert page.named("li", id="at-below-pop")
    assert not page.named("li", id="at-below-items")


def test_a_group_with_an_order_of_its_own(client: FlaskClient, get: Get) -> None:
    links = [one for one in get("/en/big/?view=groups&group=row").links() if one.count("/") == 3]
    shown = [one.rpartition("/")[2] for one in links]
    assert [one for one in shown if one in _ROW] == [*_ROW]
    found = json.loads(client.get("/api/v1/vocabularies/big/groups/row?lang=en").data)
    assert [one["id"] for one in found["concepts"]] == [*_ROW]


def test_a_branch_alone_is_what_the_page_has_of_it(client: FlaskClient, get: Get) -> None:
    twig = _twigs(get("/en/big/?view=hierarchy"))["t002"]
    answer = client.get(twig["data-branch"])
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<ul class="tree">')
    assert "concept other" in answer.text
    assert "<html" not in answer.text
    assert len(answer.data) < 2_000
    assert client.get("/en/big/?view=branch&open=nothing").status_code == 404
    assert client.get("/en/big/?view=hierarchy&at=nothing").status_code == 404


def test_a_group_is_paged_and_says_how_large_it_is(client: FlaskClient, get: Get) -> None:
    page = get("/en/big/?view=groups")
    assert "250 concepts" in page.words()
    (link,) = [one for one in page.links() if "group=wide" in one]
    first, second = get(link), get(f"{link}&page=2")
    shown = [
        {link for link in one.links() if link.startswith("/en/big/t")} for one in (first, second)
    ]
    assert [len(links) for links in shown] == [200, 50]
    assert "Page 1 of 2" in first.words()
    assert client.get("/en/big/?view=groups&group=none").status_code == 404


def test_groups_for_programs(client: FlaskClient) -> None:
    groups = json.loads(client.get("/api/v1/vocabularies/big").data)["groups"]
    (group,) = [one for one in groups if one["id"] != "row"]
    address = f"/api/v1/vocabularies/big/groups/{quote(group['id'], safe='')}"
    found = json.loads(client.get(f"{address}?lang=en").data)
    assert (found["total"], len(found["concepts"]), found["groups"]) == (250, 200, [])
    assert found["concepts"][0]["text"] == "concept t000"
    rest = json.loads(client.get(found["next"].removeprefix("http://127.0.0.1:8000")).data)
    assert [one["id"] for one in rest["concepts"]] == [f"t{n}" for n in range(200, 250)]
    assert rest["next"] is None
    assert client.get("/api/v1/vocabularies/big/groups/none").status_code == 404


def _group(id: str, *inner: str, ordered: bool = False) -> dict[str, Any]:
    return {"id": id, "label": {"en": id.upper()}, "members": [], "groups": [*inner],
            "ordered": ordered}  # fmt: skip


def _key(text: str, lang: str) -> bytes:
    return text.encode()


def test_groups_lie_in_one_another() -> None:
    found = GroupTree(
        [_group("z", "m", "b"), _group("b"), _group("m", "k"), _group("k"), _group("a"),
         _group("p", "m", "b", ordered=True), _group("r1", "r2"), _group("r2", "r1"),
         _group("self", "self", "gone")],
        _key,
    )  # fmt: skip
    assert [one["id"] for one in found.tops("en")] == ["a", "p", "r1", "self", "z"]
    assert [one["id"] for one in found.below("z", "en")] == ["b", "m"]
    assert [one["id"] for one in found.below("p", "en")] == ["m", "b"]
    assert [one["id"] for one in found.ancestors("k")] == ["z", "m"]
    assert [one["id"] for one in found.ancestors("r2")] == ["r1"]
    assert found.inside("self") == []
