"""Accounts in a browser: an invitation taken with the keyboard alone, every page in two scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from glossary.contribute import people
from glossary.contribute.people import links
from glossary.contribute.store import Store
from glossary.site.settings import Settings
from tests.browser.conftest import violations

OpenPage = Callable[..., Any]
PASSWORD = "seven quiet archives of tea"


@pytest.fixture
def invitation(small_site: Settings) -> str:
    """The address below the site of an invitation for an administrator."""
    store = Store(small_site)
    with store.writing() as session:
        made = people.create(session, "Awa Diop", "awa@example.org")
        people.grant(session, made, "administrator")
        link = links.address(small_site, "invitation", made)
    store.close()
    return link.removeprefix(small_site.base_url)


def _take(page: Any) -> None:
    """Take an invitation without a pointer."""
    page.locator("#f-name").focus()
    for text in ("", PASSWORD, PASSWORD):
        if text:
            page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("main .button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")


def test_an_invitation_is_taken_with_the_keyboard(
    small_address: str, invitation: str, open_page: OpenPage
) -> None:
    page = open_page(invitation, base_url=small_address)
    _take(page)
    expect(page.locator(".notice")).to_contain_text("you are signed in")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/sign-in")
    page.goto("/en/account/people/")
    expect(page).to_have_url(re.compile(r"/en/account/sign-in\?next="))
    page.locator("#f-email").focus()
    page.keyboard.type("awa@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/account/people/")


@pytest.mark.parametrize(("ui", "width", "scheme"), [("en", 1280, "light"), ("ar", 390, "dark")])
def test_every_page_is_for_everyone(
    small_address: str,
    invitation: str,
    open_page: OpenPage,
    axe: str,
    ui: str,
    width: int,
    scheme: str,
) -> None:
    page = open_page(invitation, width, base_url=small_address, color_scheme=scheme)
    assert violations(page, axe) == []
    _take(page)
    for place in ("", "people/", "people/1", "remove"):
        page.goto(f"/{ui}/account/{place}")
        for closed in page.query_selector_all("main details"):
            closed.evaluate("one => one.open = true")
        assert violations(page, axe) == [], place
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    page.goto(f"/{ui}/account/")
    page.context.clear_cookies()
    page.locator("#f-name").fill("Awa")
    with page.expect_navigation():
        page.locator("form[action$='/name'] .button").click()
    expect(page.locator("main form input[name=name]")).to_have_value("Awa")
    assert violations(page, axe) == []
    for place in ("sign-in", "forgot"):
        page.goto(f"/{ui}/account/{place}")
        assert violations(page, axe) == [], place
