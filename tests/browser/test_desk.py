"""The translator's desk in a browser: by keyboard alone, in Arabic, without a script."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from glossary.catalogs.po import files
from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.contribute.tables import Draft
from glossary.site.settings import Settings
from tests.browser.conftest import violations
from tests.patience import wait_until

OpenPage = Callable[..., Any]
PASSWORD = "seven quiet archives of tea"
_ACTIVE = """() => {
    const one = document.activeElement;
    return [one.name || "", one.value || "", one.textContent.trim(), one.tagName];
}"""


@pytest.fixture
def desk(small_site: Settings, small_address: str, open_page: OpenPage) -> OpenPage:
    """A function that opens a page of the small site as somebody with roles in languages."""
    store = Store(small_site)

    def open_as(path: str, *roles: tuple[str, str], **options: Any) -> Any:
        page = open_page("/en/account/sign-in", base_url=small_address, **options)
        if roles:
            with store.writing() as session:
                made = people.create(session, "Anna Rossi", "anna@example.org")
                people.set_password(made, PASSWORD)
                made.state = "active"
                for role, lang in roles:
                    people.grant(session, made, role, lang)
            page.fill("input[name=email]", "anna@example.org")
            page.fill("input[name=password]", PASSWORD)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        page.goto(path)
        return page

    return open_as


def tab_to(page: Any, wanted: Callable[[list[str]], bool]) -> list[str]:
    """Press the tabulator until the focus is on what is wanted; return name, value and text."""
    for _ in range(80):
        found: list[str] = page.evaluate(_ACTIVE)
        if wanted(found):
            return found
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard on {page.url}")


def test_a_language_translated_with_the_keyboard_alone(
    desk: OpenPage, small_site: Settings
) -> None:
    page = desk("/en/translate/", ("reviewer", "it"))
    tab_to(page, lambda at: at[0] == "vocabulary")
    page.keyboard.type("Heritage")
    page.keyboard.press("Tab")
    page.keyboard.type("it")
    page.keyboard.press("Enter")
    expect(page.locator(".queue > li").first).to_be_visible()
    tab_to(page, lambda at: at[2] == "Begin")
    page.keyboard.press("Enter")
    for count in range(40):
        page.wait_for_selector("#sheet")
        page.wait_for_load_state()  # a key that is pressed sooner than the script runs is lost
        concept = page.url
        while True:
            name, value, _, _ = tab_to(page, lambda at: at[0].startswith("text-"))
            if not value:
                page.keyboard.type(f"parola {count}" if "Label" in name else f"Testo {count}.")
            page.keyboard.press("Tab")
            following = tab_to(page, lambda at: at[0].startswith("text-") or at[1] == "send")
            if following[1] == "send":
                break
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, old=concept: url != old)
        if "/entry/" not in page.url:
            break
    expect(page.locator(".notice")).to_contain_text("That was the last one of this list.")
    expect(page.locator(".how-far")).to_contain_text("100 %")
    path = files.catalog_path(small_site.translations, "it", "heritage")
    assert all(m.string and not m.fuzzy for m in files.read(path) if m.id)
    assert "Last-Translator: Anna Rossi" in path.read_text("utf-8")
    _check_syntax(path)
    page.goto("/en/heritage/library?lang=it")
    expect(page.locator("h1")).to_have_text(re.compile("parola"))


def _check_syntax(path: Path) -> None:
    program = shutil.which("msgfmt")
    if program:
        subprocess.run([program, "-c", "-o", "/dev/null", str(path)], check=True)


def test_keys(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/summary?state=done", ("translator", "fr"))
    term = page.locator("#text-prefLabel")
    expect(page.locator("#show-keys")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("Control+/")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    term.focus()
    page.keyboard.type("?")
    expect(term).to_have_value("?curriculum vitæ")
    expect(page.locator("dialog")).to_be_hidden()
    page.goto("/en/translate/heritage/fr/entry/library?state=draft")
    page.keyboard.press("Alt+ArrowUp")  # there is nothing before the first
    expect(page.locator("h1")).to_have_text("library")
    page.goto("/en/translate/heritage/fr/entry/summary?state=draft")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("h1")).to_have_text("library")


def test_a_suggestion_is_copied_by_its_number(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/library", ("translator", "fr"))
    page.locator("#text-prefLabel").fill("médiathèque")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    first = page.locator("[data-copy]").first
    expect(first.locator("button")).to_have_text("1")
    text = first.get_attribute("data-copy")
    page.locator("#text-prefLabel").focus()
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#text-prefLabel")).to_have_value(text)
    expect(page.locator("#status")).to_have_text("Copied")
    page.keyboard.press("Control+z")
    expect(page.locator("#text-prefLabel")).to_have_value("bibliothèque")


def _drafts(settings: Settings) -> list[str]:
    with Store(settings).reading() as session:
        return sorted(draft.text for draft in session.query(Draft))


def test_what_is_typed_is_kept(desk: OpenPage, small_site: Settings) -> None:
    page = desk("/en/translate/heritage/fr/entry/library", ("translator", "fr"))
    page.locator("#text-definition").fill("Une institution")
    expect(page.locator("#status")).to_have_text("Draft saved")
    assert _drafts(small_site) == ["Une institution"]
    page.locator("#text-prefLabel").fill("biblio")
    page.goto("/en/translate/")  # sooner than the next saving
    expect(page.locator("#begun + ul")).to_contain_text("Une institution")
    # the browser sends it while another page opens
    wait_until(lambda: "biblio" in _drafts(small_site))
    page.goto("/en/translate/heritage/fr/entry/library")
    expect(page.locator("#text-definition")).to_have_value("Une institution")
    expect(page.locator("#text-prefLabel")).to_have_value("biblio")


def test_what_a_guest_types_is_kept_by_the_browser(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/summary?state=done")
    page.locator("#text-prefLabel").fill("")
    page.locator("#text-prefLabel").fill("abrégé")
    page.goto("/en/translate/heritage/fr/entry/library")
    expect(page.locator("#text-prefLabel")).to_have_value("bibliothèque")
    page.goto("/en/translate/heritage/fr/entry/summary?state=done")
    expect(page.locator("#text-prefLabel")).to_have_value("abrégé")


def test_without_a_script(desk: OpenPage) -> None:
    page = desk(
        "/en/translate/heritage/fr/entry/library?state=draft",
        ("reviewer", "fr"),
        java_script_enabled=False,
    )
    expect(page.locator("#text-prefLabel")).to_have_value("bibliothèque")
    page.fill("#text-prefLabel", "biblio")
    page.locator("#text-prefLabel").press("Enter")
    expect(page.locator(".notice")).to_contain_text("1 text is saved.")


def test_the_arabic_desk(desk: OpenPage, axe: str) -> None:
    page = desk("/ar/translate/heritage/ar/", ("reviewer", "ar"))
    with page.expect_navigation():
        page.locator("form .button").last.click()
    page.goto("/ar/translate/heritage/ar/entry/library")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    source, field = page.locator(".text-source").first, page.locator("#text-prefLabel")
    assert source.bounding_box()["x"] > field.bounding_box()["x"]
    assert field.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert source.evaluate("one => getComputedStyle(one).direction") == "ltr"
    field.fill("دار الكتب")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_be_visible()
    assert violations(page, axe) == []


PATHS = (
    "/{ui}/translate/",
    "/{ui}/translate/heritage/fr/?state=draft",
    "/{ui}/translate/heritage/fr/?q=nothing",
    "/{ui}/translate/heritage/it/",
    "/{ui}/translate/heritage/fr/entry/library?state=draft&ref=de",
    "/{ui}/translate/heritage/fr/entry/institution?state=changed",
)


@pytest.mark.parametrize(
    ("ui", "scheme", "width"), [("en", "light", 1280), ("ar", "dark", 1280), ("ar", "light", 360)]
)
def test_axe_finds_nothing(desk: OpenPage, axe: str, ui: str, scheme: str, width: int) -> None:
    page = desk("/en/translate/", ("translator", "fr"), color_scheme=scheme, width=width)
    for path in PATHS:
        page.goto(path.format(ui=ui))
        for summary in page.locator("main details > summary").all():
            summary.click()
        assert violations(page, axe) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.locator("h1").click()
    page.keyboard.press("Control+/")
    assert violations(page, axe) == []


def test_a_suggestion_goes_to_the_term_wherever_the_focus_is(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/library", ("translator", "fr"))
    page.locator("#text-prefLabel").fill("médiathèque")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    text = page.locator("[data-copy]").first.get_attribute("data-copy")
    definition = page.locator("#text-definition")
    before = definition.input_value()
    definition.focus()
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#text-prefLabel")).to_have_value(text)
    expect(definition).to_have_value(before)


def test_a_concept_opened_alone_is_read_from_its_heading(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/library", ("translator", "fr"))
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.goto("/en/translate/heritage/fr/entry/library?state=draft")
    page.wait_for_function("document.activeElement.id.startsWith('text-')")


def test_no_single_key_does_anything(desk: OpenPage) -> None:
    page = desk("/en/translate/heritage/fr/entry/library", ("translator", "fr"))
    page.locator("h1").click()
    address = page.url
    for key in "?/abcdefghijklmnopqrstuvwxyz1234567890":
        page.keyboard.press(key)
    expect(page.locator("dialog")).to_be_hidden()
    assert page.url == address
