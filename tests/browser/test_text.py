"""From the home page to the terms of a text, with and without JavaScript, on all screens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA

from .conftest import too_wide, violations

OpenPage = Callable[..., Any]
ENGLISH = (DATA / "communique" / "en.txt").read_text("utf-8")
FRENCH = (DATA / "communique" / "fr.txt").read_text("utf-8")
SHOW = ".text-form .button:not(.second)"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("ui", ["en", "ar"])
def test_from_home_to_the_terms_of_a_text(open_page: OpenPage, ui: str, script: bool) -> None:
    page = open_page(f"/{ui}/", java_script_enabled=script)
    page.click(f"nav.menu a[href$='/{ui}/text']")
    page.wait_for_url(f"**/{ui}/text")
    page.fill("#t-text", ENGLISH)
    page.select_option("select[name=to]", "fr")
    page.click(SHOW)
    page.wait_for_url("**/text#found")
    assert "continuité numérique" in page.inner_text(".found-terms")
    marked = page.locator(".read a").all_inner_texts()
    assert "Bibliothèque nationale de France" in marked
    assert "digital continuity" in marked
    page.click(".read a:text-is('digital continuity')")
    page.wait_for_url(f"**/{ui}/convergence/digital-continuity*")


@pytest.mark.parametrize("script", [True, False])
def test_a_translation_is_checked(open_page: OpenPage, script: bool) -> None:
    page = open_page("/en/text", java_script_enabled=script)
    page.click(".translation summary")
    page.fill("#t-text", ENGLISH)
    page.fill("#t-against", FRENCH.replace("plaidoyer", "discours"))
    page.select_option("select[name=to]", "fr")
    page.click(SHOW)
    assert page.locator(".findings mark").all_inner_texts() == ["advocacy"]
    assert "plaidoyer" in page.inner_text(".findings")


@pytest.mark.parametrize("name", ["tbx", "csv", "po"])
def test_a_file_is_read_and_a_list_is_taken_along(
    open_page: OpenPage, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "a.html"
    file.write_text("<p>The <b>archivist</b> and the finding aid</p>")
    page = open_page("/en/text", java_script_enabled=False)
    page.set_input_files("#t-file", file)
    page.select_option("select[name=to]", "es")
    page.click(SHOW)
    with page.expect_download() as begun:
        page.click(f".files button[value={name}]")
    assert begun.value.suggested_filename == f"terms.es.{name}"
    assert "instrumento de descripción" in Path(begun.value.path()).read_text("utf-8")


@pytest.mark.parametrize(("ui", "scheme"), [("en", "light"), ("ar", "dark")])
def test_nothing_is_hidden_from_anybody(
    open_page: OpenPage, axe: str, ui: str, scheme: str
) -> None:
    page = open_page(f"/{ui}/text", color_scheme=scheme, width=320)
    assert violations(page, axe) == []
    page.click(".translation summary")
    page.fill("#t-text", ENGLISH)
    page.fill("#t-against", "بيان عن التراث")
    page.select_option("select[name=to]", "ar")
    page.click(SHOW)
    page.wait_for_selector(".findings")
    assert violations(page, axe) == []
    assert too_wide(page) == []
