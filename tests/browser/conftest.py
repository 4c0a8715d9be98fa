"""A real Chromium before the bundled glossary, served as in production."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from glossary.publish import publish
from glossary.site.settings import Settings, load
from tests import servers
from tests.conftest import DATA
from tests.patience import PATIENCE_SECONDS

expect.set_options(timeout=1000 * PATIENCE_SECONDS)
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there is taken; the first of all opens a page in a fifth of the time."""
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what lies in this folder: only of that a conftest is told."""
    item.add_marker(pytest.mark.browser)


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; skipped where there is none, but not in CI."""
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    if found is None:
        _missing(f"no browser: none of {', '.join(_BROWSERS)} is installed")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    try:
        return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    except ModuleNotFoundError:
        _missing("no axe-core: axe-playwright-python is not installed")
        raise


@pytest.fixture(scope="session")
def port() -> int:
    """The port on which the small site is served, one copy after the other."""
    return servers.lasting_port()


@contextmanager
def served(settings: Settings, log: Path, workers: int = 1) -> Iterator[str]:
    """A context in which `glossary serve` answers for a site without any failure; its address.

    The site is one that was published with these settings.
    """
    with servers.forked(settings.site, log, settings.port, workers) as address:
        yield address
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert "Publishing" not in said


def published_site(folder: Path, port: int | None = None) -> Settings:
    """Return the settings of a site in a folder, published for the port on which it is served."""
    settings = load(folder, {"GLOSSARY_PORT": str(port or servers.lasting_port())})
    publish(settings)
    return settings


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the bundled glossary under `glossary serve`."""
    folder = tmp_path_factory.mktemp("bundled")
    with served(published_site(folder), tmp_path_factory.mktemp("log") / "server.log") as found:
        yield found


@pytest.fixture(scope="session")
def small_published(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """The small site, published for the port on which it is served; to be copied."""
    folder = tmp_path_factory.mktemp("published") / "site"
    shutil.copytree(DATA / "site", folder)
    return published_site(folder, port).site


@pytest.fixture
def small_site(small_published: Path, tmp_path: Path, port: int) -> Settings:
    """The settings of a copy of the small site, published; to be changed."""
    folder = shutil.copytree(small_published, tmp_path / "site")
    return load(folder, {"GLOSSARY_PORT": str(port)})


@pytest.fixture
def small_address(small_site: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of the small site under `glossary serve`; for `open_page` as `base_url`."""
    with served(small_site, tmp_path / "server.log", workers=2) as found:
        yield found


OpenPage = Callable[..., Any]


def open_suggestions(page: Any, text: str) -> Any:
    """Type into the search box; return the box once what is suggested for all of it is shown.

    A slow typist is answered for the beginning of a text, too.
    """
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    with page.expect_response(
        lambda answer: "/suggest" in answer.url and _asked(answer.url) == text
    ) as answer:
        box.press_sequentially(text)
    found = [one["text"] for one in answer.value.json()["suggestions"]]
    assert found, text
    expect(page.locator("[role=option] > span:first-child")).to_have_text(found)
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def _asked(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[OpenPage]:
    """A function that opens a path in a new window and returns the page.

    After the test no page may have written an error to the console, nor have asked another host.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def watch(page: Any, host: str) -> None:
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda request: (
                faults.append(f"{page.url} asks {request.url}")
                if urlsplit(request.url).netloc not in ("", host)
                else None
            ),
        )
        page.on(
            "console",
            lambda message: (
                faults.append(f"{page.url}: {message.text}")
                if message.type in ("error", "warning") and "status of 4" not in message.text
                else None
            ),
        )

    def open_path(path: str, width: int = 1280, **options: Any) -> Any:
        wanted = {
            "base_url": address,
            "viewport": {"width": width, "height": 800},
            "locale": "en-GB",
            "reduced_motion": "reduce",
            **options,
        }
        context = chromium.new_context(**wanted)
        context.set_default_timeout(1000 * PATIENCE_SECONDS)
        contexts.append(context)
        page = context.new_page()
        watch(page, urlsplit(wanted["base_url"]).netloc)
        page.goto(path)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert faults == []


_WIDE = """() => [...document.querySelectorAll("body *")].filter(e => {
    const b = e.getBoundingClientRect();
    return b.width > 1 && e.checkVisibility() && (b.right > innerWidth + 1 || b.left < -1)
        && !e.closest(".heat-frame, .unseen, .skip, .trap"); })
    .map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""


def too_wide(page: Any) -> list[str]:
    """Return what needs scrolling sideways on a page, with everything on it unfolded."""
    page.wait_for_load_state()
    for summary in page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    wide: list[str] = page.evaluate(_WIDE)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wide.append("the page")
    return wide


_AXE = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations", "incomplete"]});
    const told = list => list.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target} ${node.failureSummary}`));
    return told(found.violations);
}"""


def violations(page: Any, axe: str) -> list[str]:
    """Return what axe-core finds wrong with a page, and where."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    return list(page.evaluate(_AXE))
