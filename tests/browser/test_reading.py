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


@SCRIPTS
def test_how_museums_say_it_in_german(reader: Callable[..., Reader], script: bool) -> None:
    one = reader(script)
    one.look_up("provenance")
    one.click("ol.results li:has(.sector.museum) h2 a")
    assert one.clicks <= 2
    row = one.page.locator(".terms tr", has_text="Deutsch").first
    expect(row).to_contain_text("Provenienz")


@SCRIPTS
def test_the_arabic_of_a_term_with_its_citation(
    reader: Callable[..., Reader], script: bool
) -> None:
    one = reader(script)
    one.look_up("digital preservation")
    one.click("ol.results h2 a")
    expect(one.page.locator(".terms [lang=ar]").first).to_be_visible()
    expect(one.page.locator(".styles")).to_contain_text("APA")
    with one.page.expect_download() as download:
        one.page.click("a[href*='cite.ris']")
    assert one.clicks + 1 <= 2
    assert download.value.suggested_filename.endswith(".ris")


@SCRIPTS
def test_a_proposal_without_an_account(reader: Callable[..., Reader], script: bool) -> None:
    one = reader(script)
    one.look_up("digital preservation")
    one.click("ol.results h2 a")
    one.click(".terms tr:has-text('Français') .deed a")
    assert one.clicks <= 2
    expect(one.page.locator("textarea, input[name=text]").first).to_be_visible()


@SCRIPTS
def test_a_file_of_a_whole_vocabulary(reader: Callable[..., Reader], script: bool) -> None:
    one = reader(script)
    one.click(".cards a")
    with one.page.expect_download() as download:
        one.page.click("section[aria-labelledby=download] a[href*='.csv']")
    assert one.clicks + 1 <= 2
    assert download.value.suggested_filename


def test_a_citation_is_copied(open_page: OpenPage) -> None:
    page = open_page("/en/museum/provenance")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator(".styles .copy").first
    assert button.bounding_box()["height"] >= 24
    button.click()
    expect(button).to_have_text("Copied")
    assert "In Museums" in page.evaluate("navigator.clipboard.readText()")


@SCRIPTS
def test_two_languages_are_remembered(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/search?q=provenance", java_script_enabled=script)
    page.select_option("form.pair select[name=from]", "fr")
    page.select_option("form.pair select[name=to]", "ar")
    with page.expect_navigation():
        page.click("form.pair button")
    expect(page.locator(".pair-terms").first).to_contain_text("provenance")
    page.click("ol.results h2 a >> nth=0")
    expect(page.locator("section[aria-labelledby=pair] .column")).to_have_count(2)
