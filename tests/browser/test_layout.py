"""What readers see: languages, keyboard focus, narrow screens, right-to-left pages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import open_suggestions

OpenPage = Callable[..., Any]
PATHS = (
    "",
    "about",
    "search?q=digital",
    "search?q=digital+contnuity+note:+*&below=archive/archives&group=group-access",
    f"search?q=*{'x' * 280}%22",
    "museum/",
    "museum/?view=hierarchy",
    "museum/?view=groups",
    "convergence/digital-continuity",
    "convergence/blue-shield",
    "browse",
    "changes",
    "coverage",
    "map",
    "compare?concept=museum/provenance&lang=de&lang=ar&lang=ru&lang=zh-Hans",
    "compare?concept=museum/provenance&sector=archive&sector=monument&lang=de",
    "compare?concept=museum/provenance&concept=archive/provenance&lang=ar&lang=de",
    "nothing/",
)


@pytest.mark.parametrize("script", [True, False])
def test_language_switch(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/search?q=museum", java_script_enabled=script)
    page.click(".languages summary")
    page.click(".languages a[hreflang=ar]")
    page.wait_for_url("**/ar/search?q=museum")
    assert page.get_attribute("html", "dir") == "rtl"
    page.goto("/")
    page.wait_for_url("**/ar/")


def test_skip_link(open_page: OpenPage) -> None:
    page = open_page("/en/museum/")
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_visible(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/en/museum/", color_scheme=scheme)
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e),
                b = e.getBoundingClientRect();
                return [e.tagName, e.className, s.outlineStyle, parseFloat(s.outlineWidth),
                b.width > 0 && b.height > 0]; }"""
        )
        if found[0] == "BODY":
            break
        assert found[2] == "solid", found
        assert found[3] >= 2, found
        assert found[4], found
        seen.add(found[0])
    assert {"A", "INPUT", "BUTTON", "SUMMARY"} <= seen


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("ui", ["en", "ar", "de"])
def test_no_scrolling_sideways(open_page: OpenPage, ui: str, width: int) -> None:
    page = open_page(f"/{ui}/", width=width)
    for path in PATHS:
        page.goto(f"/{ui}/{path}")
        for summary in page.locator("details > summary").all():
            summary.click()
        wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter(e => {
                const b = e.getBoundingClientRect();
                return b.width > 1 && e.checkVisibility()
                    && (b.right > innerWidth + 1 || b.left < -1)
                    && !e.closest(".unseen"); })  // for screen readers alone
                .map(e => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, wide)
        assert wide == [], path


def middle(page: Any, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return float(box["x"] + box["width"] / 2)


def test_a_right_to_left_page_is_mirrored(open_page: OpenPage) -> None:
    for ui, mirrored in (("en", False), ("ar", True)):
        page = open_page(f"/{ui}/")
        assert (middle(page, ".search button") < middle(page, ".search input")) is mirrored
        assert (middle(page, ".menu") < middle(page, ".brand")) is mirrored
        assert (middle(page, ".card >> nth=1") < middle(page, ".card >> nth=0")) is mirrored
        page.goto(f"/{ui}/convergence/digital-continuity")
        heads = page.locator(".terms thead th")
        assert (heads.nth(1).bounding_box()["x"] < heads.nth(0).bounding_box()["x"]) is mirrored
        page.goto(f"/{ui}/search?q=museum")
        assert (middle(page, ".side") > middle(page, ".results")) is mirrored


def test_hits_stand_before_the_facets_on_a_phone_and_beside_them_elsewhere(
    open_page: OpenPage,
) -> None:
    for width, below in ((390, True), (1200, False)):
        page = open_page("/en/search?q=museum", width=width)
        hits, facets = (page.locator(part).bounding_box() for part in (".results", ".side"))
        assert (facets["y"] >= hits["y"] + hits["height"]) is below
        assert (facets["x"] + facets["width"] <= hits["x"]) is not below


def test_the_box_keeps_its_sides_whatever_is_typed(open_page: OpenPage) -> None:
    for ui in ("en", "ar"):
        page = open_page(f"/{ui}/")
        before = page.locator(".search input").bounding_box()
        for text in ("museum", "متحف"):
            page.fill(".search input", text)
            assert page.locator(".search input").bounding_box() == before
            corners = page.evaluate(
                """() => { const s = getComputedStyle(document.querySelector(".search input"));
                    return [parseFloat(s.borderTopLeftRadius), parseFloat(s.borderTopRightRadius)];
                }"""
            )
            assert (corners[0] > corners[1]) is (ui == "en")


def test_target_sizes(open_page: OpenPage) -> None:
    page = open_page("/en/museum/?view=hierarchy", width=390)
    for selector in ("a.twig", ".menu > a", ".languages summary", ".chips a", ".search button"):
        box = page.locator(selector).first.bounding_box()
        assert min(box["width"], box["height"]) >= 24, selector


def _edges(page: Any, selector: str) -> tuple[float, float]:
    """Return how far the first line of a text is from the left and the right of its block."""
    found: list[float] = page.evaluate(
        """selector => { const e = document.querySelector(selector), s = getComputedStyle(e),
            range = document.createRange(); range.selectNodeContents(e);
            const last = [...range.getClientRects()].at(-1), box = e.getBoundingClientRect();
            return [last.left - box.left - parseFloat(s.paddingLeft),
                box.right - last.right - parseFloat(s.paddingRight)]; }""",
        selector,
    )
    return found[0], found[1]


@pytest.mark.parametrize(("ui", "lang"), [("en", "ar"), ("ar", "en"), ("en", "fr"), ("ar", "ar")])
def test_a_paragraph_is_laid_out_as_its_language_runs(
    open_page: OpenPage, ui: str, lang: str
) -> None:
    page = open_page(f"/{ui}/archive/provenance?lang={lang}")
    for selector in (".definition-text", ".note p", ".sense > p:not(.term)"):
        left, right = _edges(page, selector)
        assert (right < left) is (lang == "ar"), (selector, left, right)
        aligned = page.locator(selector).first.evaluate("one => getComputedStyle(one).direction")
        assert aligned == ("rtl" if lang == "ar" else "ltr"), selector


def test_what_was_found_in_another_direction_is_laid_out_by_its_own(open_page: OpenPage) -> None:
    page = open_page("/ar/search?q=definition:record")
    text = page.locator(".match", has=page.locator("mark")).first
    assert text.evaluate("one => getComputedStyle(one).direction") == "ltr"
    label = page.locator(".match .quiet").first
    assert label.evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize("way", ["Escape", "click", "Tab"])
def test_the_menu_of_languages_closes(open_page: OpenPage, way: str) -> None:
    page = open_page("/en/museum/")
    menu, summary = page.locator("details.languages"), page.locator(".languages summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    if way == "Escape":
        page.keyboard.press("Escape")
        expect(summary).to_be_focused()
    elif way == "click":
        page.locator("h1").click()
    else:
        for _ in range(len(page.locator(".languages a").all())):
            page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_the_menu_stays_open_for_who_is_in_it(open_page: OpenPage) -> None:
    page = open_page("/en/museum/")
    page.click(".languages summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".languages ul")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # and nothing more happens
    expect(page.locator(".languages ul")).to_be_hidden()


_LOOK = """one => { const s = getComputedStyle(one);
    return [s.backgroundColor, s.color, s.borderBottomWidth, s.borderBottomColor].join(" "); }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_own_colours_show_what_is_current(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/en/", forced_colors="active", color_scheme=scheme)
    open_suggestions(page, "muse").press("ArrowDown")
    options = [one.evaluate(_LOOK) for one in page.get_by_role("option").all()]
    assert options[0] not in options[1:]
    for path, selector in (
        ("museum/?view=groups", ".tabs a"),
        ("museum/?letter=C", ".letters a"),
        ("museum/?lang=fr", ".chips a"),
    ):
        page.goto(f"/en/{path}")
        current = [one.evaluate(_LOOK) for one in page.locator(f"{selector}[aria-current]").all()]
        others = page.locator(f"{selector}:not([aria-current])").all()
        assert len(current) == 1
        assert current[0] not in {one.evaluate(_LOOK) for one in others}, path


def test_small_targets_are_large_enough(open_page: OpenPage) -> None:
    page = open_page("/en/search", width=390)
    page.click(".how summary")
    for link in page.locator(".help a").all():
        assert link.bounding_box()["height"] >= 24


_BROKEN = """() => [...document.querySelectorAll("button, .button")]
    .filter(e => e.checkVisibility())
    .flatMap(e => { const found = [], range = document.createRange();
        const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode())
            for (const word of node.data.matchAll(/[^\\s-]+/g)) {
                if (node.parentElement.getBoundingClientRect().width < 2) continue;  // unseen
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
                if (lines.size > 1) found.push(word[0]);
            }
        return found; })"""


@pytest.mark.parametrize("ui", ["en", "de", "ar"])
def test_no_word_on_a_button_is_broken(open_page: OpenPage, ui: str) -> None:
    page = open_page(f"/{ui}/")
    for path in (
        "",
        "proposals/",
        "translate/",
        "translate/archive/fr/",
        "translate/archive/fr/entry/finding-aid",
        "translate/archive/fr/upload",
    ):
        page.goto(f"/{ui}/{path}")
        for width in (320, 1040, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(_BROKEN) == [], (path, width)


@pytest.mark.parametrize(("ui", "edge"), [("en", "right"), ("ar", "left")])
def test_what_is_new_stands_in_columns(open_page: OpenPage, ui: str, edge: str) -> None:
    page = open_page(f"/{ui}/")
    for part in (".quiet", ".sector:not(:has(+ .sector))"):
        edges = page.locator(f".rows li {part}").evaluate_all(
            f"found => found.map(one => Math.round(one.getBoundingClientRect().{edge}))"
        )
        assert len(edges) > 3
        assert max(edges) - min(edges) <= 12, part  # dates differ by a digit


def test_readers_own_colours_show_the_cells_of_the_desk(open_page: OpenPage) -> None:
    page = open_page("/en/translate/", forced_colors="active")
    borders = page.locator("td.heat").evaluate_all(
        "found => found.map(one => getComputedStyle(one).borderTopStyle)"
    )
    assert borders
    assert set(borders) <= {"solid", "dashed"}


def test_names_in_the_description_of_the_door_are_marked(open_page: OpenPage) -> None:
    page = open_page("/api/v1/")
    assert "`" not in page.inner_text("main")
    expect(page.locator(".api p code", has_text="modified_since")).to_have_count(1)
