"""axe-core finds nothing on any kind of page, in both directions, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import open_suggestions, violations

OpenPage = Callable[..., Any]
PATHS = (
    "/{ui}/",
    "/{ui}/about",
    "/{ui}/search",
    "/{ui}/search?q=digital",
    "/{ui}/search?q=digtal+contnuity",
    "/{ui}/search?q=digital+contnuity+note:+*&below=archive/archives&group=group-access",
    "/{ui}/search?vocabulary=archive&group=group-access&below=archive/archives",
    "/{ui}/museum/",
    "/{ui}/museum/?view=hierarchy",
    "/{ui}/museum/?view=groups",
    "/{ui}/convergence/digital-continuity",
    "/{ui}/convergence/blue-shield?lang=ru",
    "/{ui}/compare",
    "/{ui}/browse",
    "/{ui}/changes",
    "/{ui}/coverage",
    "/{ui}/map",
    "/{ui}/archive/fonds",
    "/{ui}/compare?concept=museum/provenance&lang=de&lang=ar",
    "/{ui}/compare?concept=museum/provenance&sector=archive&sector=monument",
    "/{ui}/compare?concept=museum/provenance&concept=archive/provenance&lang=ar&lang=de",
    "/{ui}/nothing/",
    "/api/v1/",
)


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_axe_finds_no_violation(open_page: OpenPage, axe: str, ui: str) -> None:
    locale = {"en": "en-GB", "ar": "ar-EG"}[ui]
    page = open_page(f"/{ui}/", locale=locale)
    for path in PATHS:
        page.goto(path.format(ui=ui))
        for summary in page.locator("details > summary").all():
            summary.click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, axe) == [], (path, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_of_suggestions(open_page: OpenPage, axe: str, scheme: str) -> None:
    page = open_page("/en/", color_scheme=scheme)
    open_suggestions(page, "muse").press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    assert violations(page, axe) == []


def test_on_a_narrow_screen(open_page: OpenPage, axe: str) -> None:
    page = open_page("/ar/", width=320)
    for path in (
        "/{ui}/",
        "/{ui}/search?q=digital&below=archive/archives",
        "/{ui}/archive/archives",
    ):
        page.goto(path.format(ui="ar"))
        assert violations(page, axe) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_scheme(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/en/", color_scheme=scheme)
    light = page.evaluate(
        """() => getComputedStyle(document.documentElement).backgroundColor
            .match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3"""
    )
    assert (light > 200) if scheme == "light" else (light < 60)
