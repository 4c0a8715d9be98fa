"""Hierarchies that open in place, groups and their pages, and names that are told apart."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from .conftest import open_suggestions, published_site, served, too_wide, violations

OpenPage = Callable[..., Any]
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://boats.example/> .
:s a skos:ConceptScheme .
"""
_ARABIC = "زورق"


def _concept(id: str, text: str, above: str = "", more: str = "") -> str:
    broader = f" ; skos:broader :{above}" if above else ""
    return (
        f':{id} a skos:Concept ; skos:prefLabel "{text}"@en, "{_ARABIC} {id}"@ar{broader}{more} .\n'
    )


def _boats() -> str:
    made = [_HEAD]
    for n in range(40):
        made.append(_concept(f"boat{n:02}", f"boat {n:02}"))
        if n % 10 == 5:
            made += [_concept(f"part{n:02}-{m}", f"part {n:02} {m}", f"boat{n:02}") for m in "abc"]
            made.append(_concept(f"nail{n:02}", f"nail {n:02}", f"part{n:02}-b"))
    made.append(_concept("tall", "mast", "boat15", ' ; skos:definition "A pole for sails."@en'))
    made.append(_concept("pig-food", "mast", "boat25", ' ; skos:definition "Fallen nuts."@en'))
    for n in range(24):
        made.append(_concept(f"rung{n:02}", f"ladder rung {n:02}", f"rung{n - 1:02}" if n else ""))
    members = ", ".join(f":boat{n:02}" for n in range(9))
    made.append(f':inner a skos:Collection ; skos:prefLabel "Inner"@en ; skos:member {members} .\n')
    made.append(
        ':outer a skos:Collection ; skos:prefLabel "Outer"@en ; skos:member :inner, :row .\n'
    )
    made.append(
        ':row a skos:OrderedCollection ; skos:prefLabel "Row"@en ;'
        " skos:memberList ( :boat09 :boat03 :boat05 ) .\n"
    )
    return "".join(made)


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a hierarchy of three levels, groups, and two concepts "mast"."""
    folder = tmp_path_factory.mktemp("boats") / "site"
    (folder / "vocabularies").mkdir(parents=True)
    (folder / "translations").mkdir()
    (folder / "vocabularies" / "boats.ttl").write_text(_boats(), "utf-8")
    (folder / "glossary.toml").write_text("", "utf-8")
    with served(published_site(folder), folder.parent / "server.log") as found:
        yield found


def _twig(page: Any, id: str) -> Any:
    return page.locator(f"main > .tree a.twig[data-id='{id}']")


def _opened(page: Any) -> list[str]:
    query: str = page.evaluate("location.search")  # `page.url` is told of a change later
    return parse_qs(query.removeprefix("?")).get("open", [])


def test_branches_open_in_place(open_page: OpenPage, boats: str) -> None:
    page = open_page("/en/boats/?view=hierarchy", base_url=boats)
    page.evaluate("window.stays = true")
    for id in ("boat05", "boat15", "boat25"):
        twig = _twig(page, id)
        expect(twig).to_have_attribute("aria-expanded", "false")
        twig.scroll_into_view_if_needed()
        before = page.evaluate("scrollY"), twig.bounding_box()
        twig.click()
        expect(twig).to_have_attribute("aria-expanded", "true")
        expect(twig).to_be_focused()
        assert (page.evaluate("scrollY"), twig.bounding_box()) == before
    expect(page.locator("#at-part05-a, #at-part15-a, #at-part25-a")).to_have_count(3)
    assert _opened(page) == ["boat05", "boat15", "boat25"]
    _twig(page, "part15-b").click()
    expect(page.locator("#at-nail15")).to_be_visible()
    _twig(page, "boat15").click()
    expect(page.locator("#at-nail15")).to_be_hidden()
    expect(_twig(page, "boat15")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#at-part05-a")).to_be_visible()
    assert _opened(page) == ["boat05", "boat25"]
    _twig(page, "boat15").click()
    expect(page.locator("#at-nail15")).to_be_visible()
    assert page.evaluate("window.stays")
    assert sorted(_opened(page)) == ["boat05", "boat15", "boat25", "part15-b"]


def test_what_was_open_is_open_for_who_comes_back(open_page: OpenPage, boats: str) -> None:
    page = open_page("/en/boats/?view=hierarchy", base_url=boats)
    _twig(page, "boat15").click()
    _twig(page, "part15-b").click()
    page.click("#at-nail15 a:not(.twig)")
    page.wait_for_url("**/en/boats/nail15*")
    page.go_back()
    expect(page.locator("#at-nail15")).to_be_visible()
    expect(_twig(page, "part15-b")).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_a_branch_is_opened_by_keyboard(open_page: OpenPage, boats: str, axe: str, ui: str) -> None:
    page = open_page(f"/{ui}/boats/?view=hierarchy", base_url=boats)
    twig = _twig(page, "boat05")
    twig.focus()
    expect(page.get_by_role("button", expanded=False).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#at-part05-b")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#at-part05-b")).to_be_hidden()
    expect(twig).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#at-part05-b")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(_twig(page, "part05-b")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#at-nail05")).to_be_visible()
    text = {"en": "nail 05", "ar": f"{_ARABIC} nail05"}[ui]
    expect(page.locator("#at-nail05 a:not(.twig)")).to_have_text(text)
    assert violations(page, axe) == []


def test_a_modified_click_opens_another_window(open_page: OpenPage, boats: str) -> None:
    page = open_page("/en/boats/?view=hierarchy", base_url=boats)
    with page.context.expect_page() as other:
        _twig(page, "boat05").click(modifiers=["Control"])
    expect(other.value.locator("#at-part05-a")).to_be_visible()
    expect(_twig(page, "boat05")).to_have_attribute("aria-expanded", "false")


def test_without_a_script_the_branch_is_where_the_reader_was(
    open_page: OpenPage, boats: str
) -> None:
    page = open_page("/en/boats/?view=hierarchy", base_url=boats, java_script_enabled=False)
    _twig(page, "boat35").click()
    page.wait_for_url("**#at-boat35")
    expect(page.locator("#at-part35-a")).to_be_visible()
    expect(page.locator("#at-boat35")).to_be_in_viewport()
    _twig(page, "boat05").click()
    page.wait_for_url("**#at-boat05")
    expect(page.locator("#at-part35-a, #at-part05-a")).to_have_count(2)
    _twig(page, "boat35").click()
    expect(page.locator("#at-part35-a")).to_have_count(0)
    expect(page.locator("#at-boat35")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_a_concept_at_its_place(open_page: OpenPage, boats: str, script: bool) -> None:
    page = open_page("/en/boats/nail35", base_url=boats, java_script_enabled=script)
    page.click("a[href$='#at-nail35']")
    page.wait_for_url("**#at-nail35")
    expect(page.locator("#at-nail35.here")).to_be_in_viewport()


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_axe_and_phones(open_page: OpenPage, boats: str, axe: str, ui: str) -> None:
    page = open_page(f"/{ui}/", base_url=boats, width=320)
    for query in ("view=hierarchy&at=nail15", "view=groups", "view=groups&group=outer",
                  "view=groups&group=inner", "view=groups&group=row"):  # fmt: skip
        page.goto(f"/{ui}/boats/?{query}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, axe) == [], (query, scheme)
        assert too_wide(page) == [], query


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("ui", ["en", "ar"])
def test_a_deep_branch_keeps_room_for_words(
    open_page: OpenPage, boats: str, ui: str, width: int
) -> None:
    page = open_page(f"/{ui}/boats/?view=hierarchy&at=rung23", base_url=boats, width=width)
    assert too_wide(page) == []
    heights = page.locator("[id^=at-rung] > a:not(.twig)").evaluate_all(
        "found => found.map(one => one.getClientRects().length)"
    )
    assert len(heights) == 24
    assert max(heights) <= 2


def test_a_group_with_an_order_of_its_own(open_page: OpenPage, boats: str) -> None:
    page = open_page("/en/boats/?view=groups", base_url=boats)
    page.get_by_role("main").get_by_role("link", name="Row", exact=True).click()
    expect(page.locator("ol.index li")).to_have_text(["boat 09", "boat 03", "boat 05"])
    expect(page.locator(".crumbs")).to_contain_text("Outer")


def test_names_that_look_alike_are_told_apart(open_page: OpenPage, boats: str) -> None:
    page = open_page("/en/", base_url=boats)
    open_suggestions(page, "mast")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    texts = options.all_inner_texts()
    assert len({*texts}) == 2, texts
    for above in ("boat 15", "boat 25"):
        told = options.filter(has_text=above)
        expect(told).to_have_count(1)
        expect(told.locator("span[lang=en]").last).to_have_text(above)
