"""A proposal in a browser: from a reader without an account to the page that every worker shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.site.settings import Settings
from tests.browser.test_accessibility import violations

OpenPage = Callable[..., Any]
PASSWORD = "seven quiet archives of tea"


@pytest.fixture
def reviewer(small_site: Settings, small_address: str, open_page: OpenPage) -> Callable[..., Any]:
    """A function that opens a page of the small site as a reviewer of French."""

    def open_as(path: str, **options: Any) -> Any:
        store = Store(small_site)
        with store.writing() as session:
            made = people.create(session, "Rosa Reviewer", "rosa@example.org")
            people.set_password(made, PASSWORD)
            made.state = "active"
            people.grant(session, made, "reviewer", "fr")
        store.close()
        page = open_page("/en/account/sign-in", base_url=small_address, **options)
        page.fill("input[name=email]", "rosa@example.org")
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(path)
        return page

    return open_as


def send(page: Any, text: str, comment: str = "") -> str:
    """Propose a text on an open form; return the key of the proposal."""
    page.get_by_label("Your wording").fill(text)
    page.get_by_label("Why?").fill(comment)
    page.get_by_role("button", name="Send the proposal").click()
    page.wait_for_url(re.compile("/proposals/[0-9a-f]+$"))
    return str(page.url.rpartition("/")[2])


def test_from_a_reader_to_every_worker(
    small_address: str, open_page: OpenPage, reviewer: Callable[..., Any]
) -> None:
    page = open_page("/en/heritage/library?lang=fr", base_url=small_address)
    page.get_by_role("link", name="Propose a better term in French").click()
    send(page, "médiathèque", "More modern.")
    page.goto("/en/heritage/library/propose?lang=fr&slot=definition")
    second = send(page, "Institution qui prête des documents publiés.")
    expect(page.locator(".notice")).to_contain_text("Thank you")
    desk = reviewer("/en/review/")
    expect(desk.locator("main")).to_contain_text("More modern.")
    expect(desk.locator("h1")).to_be_focused()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Accept", exact=True).press("Enter")  # the next one opens
    expect(desk.locator("main")).to_contain_text("qui prête des documents publiés.")
    desk.get_by_text("Decline", exact=True).first.click()
    desk.get_by_label("Reason").fill("Too short.")
    desk.get_by_role("button", name="Decline").click()
    expect(desk.locator("h1")).to_have_text("Nothing waits for you")
    page.goto(f"/en/proposals/{second}")
    expect(page.locator("main")).to_contain_text("Too short.")
    for _ in range(6):  # each of the workers
        fresh = open_page("/fr/heritage/library", base_url=small_address)
        expect(fresh.locator("h1")).to_have_text("médiathèque")


@pytest.mark.parametrize(("ui", "scheme"), [("en", "light"), ("ar", "dark"), ("fr", "light")])
def test_axe_finds_nothing(
    small_address: str,
    open_page: OpenPage,
    reviewer: Callable[..., Any],
    axe: str,
    ui: str,
    scheme: str,
) -> None:
    page = open_page("/en/heritage/library/propose?lang=fr", base_url=small_address)
    first = send(page, "médiathèque", "More modern.")
    page.goto("/en/heritage/library/propose?lang=fr")
    send(page, "bibli")
    page.get_by_label("Comment", exact=True).fill("I agree")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the comment").click()
    desk = reviewer(f"/{ui}/review/", color_scheme=scheme)
    assert violations(desk, axe) == []
    for path in (f"proposals/{first}", "proposals/", "heritage/library/history"):
        desk.goto(f"/{ui}/{path}")
        for one in desk.locator("details summary").all()[1:]:
            one.click()
        assert violations(desk, axe) == []
    desk.goto(f"/{ui}/heritage/library/propose?lang=ar&slot=altLabel")
    assert violations(desk, axe) == []


def test_a_phone_shows_it_without_scrolling_sideways(
    small_address: str, open_page: OpenPage
) -> None:
    page = open_page(
        "/en/heritage/library/propose?lang=fr",
        base_url=small_address,
        viewport={"width": 360, "height": 740},
    )
    key = send(page, "x" * 300, "y" * 300)
    for path in (f"/en/proposals/{key}", "/en/proposals/", "/ar/heritage/library/propose?lang=fr"):
        page.goto(path)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, path


def test_without_a_script_everything_works(small_address: str, open_page: OpenPage) -> None:
    page = open_page(
        "/en/heritage/library/propose?lang=fr", base_url=small_address, java_script_enabled=False
    )
    key = send(page, "médiathèque")
    expect(page.locator("main")).to_contain_text("médiathèque")
    assert key


def test_enter_accepts_nothing_by_accident(
    small_address: str, open_page: OpenPage, reviewer: Callable[..., Any], axe: str
) -> None:
    page = open_page("/en/heritage/library/propose?lang=fr", base_url=small_address)
    send(page, "médiathèque")
    page.goto("/en/heritage/summary/propose?lang=fr")
    send(page, "abrégé")
    desk = reviewer("/en/review/")
    expect(desk.locator("h1")).to_be_focused()
    address = desk.url
    desk.keyboard.press("Enter")
    desk.keyboard.press("Space")
    assert desk.url == address
    expect(desk.get_by_role("button", name="Accept", exact=True)).to_be_visible()
    expect(desk.locator(".around-proposal")).to_contain_text("Institution that collects")
    desk.get_by_role("link", name="Next").click()
    expect(desk.locator(".wordings")).to_contain_text("abrégé")
    expect(desk.locator("h1")).to_be_focused()
    desk.get_by_role("link", name="Previous").click()
    expect(desk.locator(".wordings")).to_contain_text("médiathèque")
    assert violations(desk, axe) == []
    desk.set_viewport_size({"width": 320, "height": 700})
    assert desk.evaluate("document.documentElement.scrollWidth") == 320
