"""What readers do, click by click, with JavaScript and without, as docs/reading.md tells it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

OpenPage = Callable[..., Any]
SCRIPTS = pytest.mark.parametrize("script", [True, False])


class Reader:
    """A reader at the home page who counts clicks; typing and the Enter key are not counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def look_up(self, term: str) -> None:
        """Type a term into the box and send it."""
        self.page.fill("input[name=q]", term)
        self.page.press("input[name=q]", "Enter")
        self.page.wait_for_url("**/search?q=*")

    def click(self, selector: str) -> None:
        """Follow a link that is seen."""
        link = self.page.locator(selector).first
        expect(link).to_be_visible()
        with self.page.expect_navigation():
            link.click()
        self.clicks += 1


@pytest.fixture
def reader(open_page: OpenPage) -> Callable[..., Reader]:
    """A function that sits a reader before the home page."""
    return lambda script=True, **how: Reader(open_page("/en/", java_script_enabled=script, **how))


@SCRIPTS
def test_two_languages_side_by_side(reader: Callable[..., Reader], script: bool) -> None:
    one = reader(script)
    one.look_up("provenance")
    one.click("ol.results li:has(.sector.museum) a:has-text('Compare')")
    expect(one.page.locator(".column")).to_have_count(2)
    one.page.select_option("select[name=lang] >> nth=0", "ar")
    one.page.select_option("select[name=lang] >> nth=1", "de")
    one.click("form.choose button")
    assert one.clicks == 2
    assert re.search(r"concept=museum/provenance&lang=ar&lang=de$", one.page.url)
    expect(one.page.locator("#column-de")).to_have_text("Deutsch")
    expect(one.page.locator(".column:has(#column-de)")).to_contain_text("Provenienz")
    tops = [
        [
            round(place.bounding_box()["y"])
            for place in one.page.locator(f".column >> nth={n} >> dt").all()
        ]
        for n in (0, 1)
    ]
    assert tops[0] == tops[1]  # the same of each stands in one line


@SCRIPTS
def test_sectors_side_by_side(reader: Callable[..., Reader], script: bool) -> None:
    one = reader(script, viewport={"width": 320, "height": 700})
    one.look_up("provenance")
    one.click("ol.results li:has(.sector.museum) a:has-text('Compare')")
    one.click(".tabs a:has-text('Sectors')")
    assert one.clicks == 2
    expect(one.page.locator(".column.archive")).to_contain_text("false friend")
    one.page.uncheck("input[value=archive]")
    one.page.check("input[value=monument]")
    one.page.click("form.choose button")
    expect(one.page.locator(".column.monument")).to_contain_text("nothing entered yet")
    expect(one.page.locator(".column.archive")).to_have_count(0)
