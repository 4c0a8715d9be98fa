"""A catalog taken home and brought back in a browser: conflict, choice, and what comes of it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.site.settings import Settings
from tests import contributions
from tests.browser.conftest import violations

OpenPage = Callable[..., Any]
PASSWORD = "seven quiet archives of tea"
PAGE = "/en/translate/heritage/fr/upload"


def take_home(page: Any, folder: Path) -> Path:
    """Download the catalog on its page; return the file."""
    with page.expect_download() as download:
        page.get_by_role("link", name="All texts: PO (gettext)").click()
    assert download.value.suggested_filename == "heritage.fr.po"
    path = folder / "heritage.fr.po"
    download.value.save_as(path)
    return path


def translate(path: Path, **texts: str) -> None:
    """Change preferred terms in a file as a text editor does."""
    content = path.read_text("utf-8")
    for concept, text in texts.items():
        pattern = rf'(msgctxt "{concept}\|prefLabel"\nmsgid "[^"]*"\nmsgstr )"[^"]*"'
        content, count = re.subn(pattern, rf'\1"{text}"', content)
        assert count == 1
    path.write_text(content, "utf-8")


def bring(page: Any, path: Path) -> None:
    page.get_by_label("Your file").set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what it would change").click()


@pytest.fixture
def changed_here(small_site: Settings) -> Callable[[str], None]:
    """A function by which someone else changes the French word for library."""

    def change(text: str) -> None:
        store = Store(small_site)
        place = {"vocabulary": "heritage", "lang": "fr", "concept": "library"}
        contributions.edit(small_site, store, **place, slot="prefLabel", text=text, person_id=None)
        store.close()

    return change


@pytest.fixture
def sign_in(small_site: Settings) -> Callable[[Any], None]:
    """A function that signs a reviewer of French in."""

    def enter(page: Any) -> None:
        store = Store(small_site)
        with store.writing() as session:
            made = people.create(session, "Rosa Reviewer", "rosa@example.org")
            people.set_password(made, PASSWORD)
            made.state = "active"
            people.grant(session, made, "reviewer", "fr")
        store.close()
        page.goto("/en/account/sign-in")
        page.fill("input[name=email]", "rosa@example.org")
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    return enter


def test_a_conflict_is_resolved_sent_and_accepted(
    small_address: str,
    open_page: OpenPage,
    changed_here: Callable[[str], None],
    sign_in: Callable[[Any], None],
    tmp_path: Path,
) -> None:
    page = open_page(PAGE, base_url=small_address, accept_downloads=True)
    path = take_home(page, tmp_path)
    translate(path, library="bibliothèques", summary="abrégé")
    changed_here("librairie")
    page.get_by_label("Your name").fill("Awa Diop")
    bring(page, path)
    expect(page.locator("h1")).to_have_text("What your file would change")
    row = page.locator("#row-0")
    sides = ["When you took the file home", "Here, now", "In your file"]
    expect(row.locator("dt")).to_have_text(sides)
    expect(row.locator("dd").nth(0)).to_have_text("bibliothèque")
    expect(row.locator("dd").nth(1).locator("ins")).to_have_text("librairie")
    expect(row.locator("dd").nth(2).locator("ins")).to_have_text("bibliothèques")
    expect(row.get_by_role("radio", checked=True)).to_have_count(0)
    own = row.get_by_label("Another wording", exact=True).last
    expect(own).to_be_hidden()
    row.get_by_role("radio", name="Another wording").check()
    expect(own).to_have_value("bibliothèques")
    own.fill("les bibliothèques")
    with page.expect_navigation():
        page.get_by_role("button", name="Send them as proposals").click()
    expect(page.locator(".notice")).to_contain_text("2 proposals were sent.")
    expect(page.locator("main")).to_contain_text("All is sent.")

    reviewer = open_page("/en/", base_url=small_address)
    sign_in(reviewer)
    reviewer.goto("/en/review/")
    for text in ("les bibliothèques", "abrégé"):
        expect(reviewer.locator("main")).to_contain_text(text)
        expect(reviewer.locator("main")).to_contain_text("Awa Diop")
        with reviewer.expect_navigation():
            reviewer.get_by_role("button", name="Accept", exact=True).click()
    page.goto("/fr/heritage/library")
    expect(page.locator("h1")).to_have_text("les bibliothèques")


def test_a_reviewer_takes_all_into_the_catalog(
    small_address: str, open_page: OpenPage, sign_in: Callable[[Any], None], tmp_path: Path
) -> None:
    page = open_page("/en/", base_url=small_address, accept_downloads=True)
    sign_in(page)
    page.goto(PAGE)
    path = take_home(page, tmp_path)
    translate(path, library="bibliothèques", summary="abrégé")
    bring(page, path)
    page.get_by_role("button", name="All as they are here").click()
    expect(page.locator("main")).to_contain_text("0 entries are chosen.")
    page.get_by_role("button", name="All 2 from the file").click()
    expect(page.locator("main")).to_contain_text("2 entries are chosen.")
    with page.expect_navigation():
        page.get_by_role("button", name="Put them into the catalog").click()
    expect(page.locator(".notice")).to_contain_text("2 entries are decided")
    page.goto("/fr/heritage/summary")
    expect(page.locator("h1")).to_have_text("abrégé")


def test_without_a_script(small_address: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(
        PAGE, base_url=small_address, accept_downloads=True, java_script_enabled=False, width=390
    )
    path = take_home(page, tmp_path)
    translate(path, library="bibliothèques")
    bring(page, path)
    page.locator("#row-0").get_by_role("radio", name="As it is here").check()
    page.get_by_role("button", name="Save these choices").last.click()
    expect(page.locator("main")).to_contain_text("0 entries are chosen.")
    page.get_by_role("button", name="Drop this file").click()
    expect(page.locator(".notice")).to_contain_text("The file was dropped.")


def test_a_file_that_is_too_large_is_told_and_not_cut_off(
    small_address: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(PAGE, base_url=small_address)
    path = tmp_path / "large.po"
    path.write_bytes(b"# nothing\n" * 2_000_000)
    bring(page, path)
    expect(page.locator("main")).to_contain_text("The file is too large: it may have 16 MB.")


@pytest.mark.parametrize(("ui", "scheme"), [("en", "light"), ("ar", "dark"), ("fr", "light")])
def test_axe_finds_nothing(
    small_address: str,
    open_page: OpenPage,
    changed_here: Callable[[str], None],
    axe: str,
    tmp_path: Path,
    ui: str,
    scheme: str,
) -> None:
    page = open_page(PAGE, base_url=small_address, color_scheme=scheme, accept_downloads=True)
    path = take_home(page, tmp_path)
    translate(path, library="bibliothèques", summary="abrégé")
    rest = '\nmsgctxt "nowhere|prefLabel"\nmsgid "nowhere"\nmsgstr "nulle part"\n'
    path.write_text(path.read_text("utf-8") + rest, "utf-8")
    page.goto(PAGE.replace("/en/", f"/{ui}/"))
    assert violations(page, axe) == []
    changed_here("librairie")
    page.goto(PAGE)
    bring(page, path)
    preview = page.url.replace("/en/", f"/{ui}/")
    for kind in ("conflict", "changed", "rejected"):
        page.goto(f"{preview}?kind={kind}")
        if kind == "conflict":
            page.locator("#row-0 input[value=edited]").check()
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
