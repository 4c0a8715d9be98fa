"""From the home page to a concept: with the keyboard, the mouse, and without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import open_suggestions

OpenPage = Callable[..., Any]
BLUE_SHIELD = "الدرع الأزرق"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("ui", "text", "concept"),
    [
        ("en", "digital continuity", "digital-continuity"),
        ("en", BLUE_SHIELD, "blue-shield"),
        ("ar", BLUE_SHIELD, "blue-shield"),
    ],
)
def test_from_home_to_the_concept(
    open_page: OpenPage, ui: str, text: str, concept: str, script: bool
) -> None:
    page = open_page(f"/{ui}/", java_script_enabled=script)
    page.fill("input[name=q]", text)
    page.click("form.search button")
    page.wait_for_url(f"**/{ui}/search?*")
    assert page.input_value("input[name=q]") == text
    page.click(f"ol.results a[href^='/{ui}/convergence/{concept}']")
    page.wait_for_url(f"**/{ui}/convergence/{concept}*")
    assert text.casefold() in page.inner_text("main").casefold()


def test_the_enter_key_searches(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.fill("input[name=q]", "provenance")
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**/en/search?q=provenance*")
    assert "provenance" in page.inner_text("ol.results")


def test_filters_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/en/search?q=digital", java_script_enabled=False)
    every = page.inner_text(".found")
    page.select_option("select[name=sector]", "audiovisual")
    page.click("form.search button")
    page.wait_for_url("**sector=audiovisual*")
    assert page.inner_text(".found") != every
    with page.expect_navigation():
        page.click(".side a[aria-current]")
    with page.expect_navigation():
        page.click(".side a >> nth=0")
    expect(page).to_have_url(re.compile(r"/en/search\?"))


@pytest.mark.parametrize("script", [True, False])
def test_a_search_below_a_concept(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/archive/archives", java_script_enabled=script)
    page.click("text=Search below this concept")
    page.wait_for_url("**/en/search?below=archive/archives")
    page.fill("input[name=q]", "digital")
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**q=digital*")
    assert "archives" in page.inner_text(".chips")
    within = page.locator("ol.results > li").count()
    chip = page.locator(".chips a")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*below=).*q=digital"))
    assert page.locator(".chips").count() == 0
    assert page.locator("ol.results > li").count() > within > 0


@pytest.mark.parametrize("script", [True, False])
def test_the_help_opens_by_keyboard(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/search", java_script_enabled=script)
    example = page.locator(".help a").nth(1)
    expect(example).to_be_hidden()
    page.locator(".how summary").focus()
    page.keyboard.press("Enter")
    expect(example).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(example).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=*")
    assert page.input_value("input[name=q]") == '"digital archive"'
    assert page.locator("ol.results > li").count() > 0


@pytest.mark.parametrize("script", [True, False])
def test_browsing(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/", java_script_enabled=script)
    page.click(".cards a >> nth=0")
    page.click(".letters a >> nth=2")
    expect(page.locator(".letters a").nth(2)).to_have_attribute("aria-current", "true")
    page.click(".tabs a >> nth=1")
    page.wait_for_url("**view=hierarchy*")
    page.click("a.twig >> nth=0")
    expect(page.locator(".tree .tree li").first).to_be_visible()
    page.click(".tree .tree li a:not(.twig) >> nth=0")
    expect(page.locator("article.concept h1")).to_be_visible()


def test_suggestions_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/")
    box = open_suggestions(page, "digital cont")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    count = options.count()
    assert count > 0
    expect(page.locator(f"#{box.get_attribute('aria-controls')}")).to_have_role("listbox")
    expect(page.locator(".search [role=status]")).to_have_text(f"Suggestions: {count}")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("."))
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert page.locator("[aria-selected=true]").count() == 1
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "digital cont"
    expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator("[aria-selected=true] span").first.inner_text()
    box.press("Enter")
    page.wait_for_url(re.compile("/en/[a-z]+/[a-z]"))
    assert chosen.casefold() in page.inner_text("article").casefold()


def test_escape_before_the_answer_comes(open_page: OpenPage) -> None:
    page = open_page("/en/")
    box = page.get_by_role("combobox")
    box.fill("dig")
    box.press("Escape")
    page.wait_for_timeout(500)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_emptying_the_box_closes_the_list(open_page: OpenPage) -> None:
    page = open_page("/en/")
    box = open_suggestions(page, "dig")
    box.fill("")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_leaving_the_box_closes_the_list(open_page: OpenPage) -> None:
    page = open_page("/en/")
    box = open_suggestions(page, "dig")
    box.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_suggestions_with_the_mouse(open_page: OpenPage) -> None:
    page = open_page("/en/")
    open_suggestions(page, "digital cont")
    option = page.get_by_role("option").first
    chosen = option.locator("span").first.inner_text()
    option.click()
    page.wait_for_url(re.compile("/en/[a-z]+/[a-z]"))
    assert chosen.casefold() in page.inner_text("article").casefold()


def test_suggestions_in_arabic(open_page: OpenPage) -> None:
    page = open_page("/ar/")
    box = open_suggestions(page, "الدرع")
    option = page.get_by_role("option", name=BLUE_SHIELD).first
    term = option.locator("span").first
    assert term.get_attribute("lang") == "ar"
    list_box, input_box = page.locator(".options").bounding_box(), box.bounding_box()
    assert list_box["y"] >= input_box["y"] + input_box["height"] - 1
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/ar/[a-z]+/[a-z]"))
    assert page.locator("h1").inner_text()


def test_suggestions_in_the_small_box_of_every_page(open_page: OpenPage) -> None:
    page = open_page("/de/about")
    box = open_suggestions(page, "Denkmal")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/de/[a-z]+/[a-z]"))
    assert "denkmal" in page.inner_text("main").casefold()


def test_without_a_script_the_box_is_a_plain_one(open_page: OpenPage) -> None:
    page = open_page("/en/", java_script_enabled=False)
    assert page.locator("[role=combobox]").count() == 0
    assert page.locator(".options").count() == 0
