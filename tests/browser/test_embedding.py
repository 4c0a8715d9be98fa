"""Terms of the glossary on a page of another origin, under a strict policy of that page."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.patience import PATIENCE_SECONDS

from .conftest import violations

_PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>A library</title>
<script src="{glossary}/embed.js" {more} defer></script></head><body><h1>Our library</h1>
<main>{body}</main><p id="outside">Provenance is not marked here.</p></body></html>"""
_BODY = """<p>The <em>provenance</em> of a fonds is kept. Provenance again, and a fonds.
Digital continuity matters. <a href="/">provenance</a> <code>fonds</code></p>
<p lang="ar" dir="rtl">يحمي الدرع الأزرق التراث.</p><p lang="zh-Hans">我们关注蓝盾徽标和档案。</p>
<p>It is <span data-glossary-term="Blue Shield" id="stated">a blue sign</span>.</p>
<p><span data-glossary-term id="unknown">qwertz</span></p>"""
Host = Callable[..., Any]


@contextmanager
def _hosted(html: str, policy: str) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = html.encode()
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(content) if self.path == "/" else 0))
            self.end_headers()
            if self.path == "/":
                self.wfile.write(content)

        def log_message(self, format: str, *values: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def host(chromium: Any, address: str) -> Iterator[Host]:
    """A function that opens a page of another origin, which says nothing in the console."""
    faults: list[str] = []
    open_now: list[Any] = []

    def opened(
        more: str = 'data-in="main"',
        lang: str = "en",
        width: int = 900,
        body: str = _BODY,
        **how: Any,
    ) -> Any:
        direction = "rtl" if lang == "ar" else "ltr"
        html = _PAGE.format(glossary=address, more=more, lang=lang, dir=direction, body=body)
        policy = (
            f"default-src 'none'; script-src {address}; style-src {address}; connect-src {address}"
        )
        hosted = _hosted(html, policy)
        place = hosted.__enter__()
        context = chromium.new_context(
            viewport={"width": width, "height": 700}, reduced_motion="reduce", **how
        )
        context.set_default_timeout(1000 * PATIENCE_SECONDS)
        open_now.append((hosted, context))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.goto(place)
        page.evaluate("glossaryTerms.ready")  # terms are marked one batch after the other
        return page

    yield opened
    for hosted, context in open_now:
        context.close()
        hosted.__exit__(None, None, None)
    assert faults == []


def terms(page: Any) -> Any:
    return page.locator(".glossary-term-button")


def test_terms_are_marked_where_they_stand_first(host: Host) -> None:
    page = host()
    expect(page.locator("#stated button")).to_have_text("a blue sign")
    expect(terms(page).first).to_have_text("provenance")
    found = [text.casefold() for text in terms(page).all_inner_texts()]
    for text in ("provenance", "fonds", "digital continuity", "a blue sign"):
        assert found.count(text) == 1, found
    assert page.locator("#outside button, a button, code button, #unknown button").count() == 0
    assert page.inner_text("main").startswith("The provenance of a fonds is kept. Provenance again")
    assert "档案" in found


def test_a_pop_up_by_the_keyboard(host: Host, axe: str) -> None:
    page = host()
    term = terms(page).first
    expect(term).to_have_attribute("aria-expanded", "false")
    term.focus()
    page.keyboard.press("Enter")
    box = page.locator(".glossary-popup")
    expect(box).to_be_visible()
    expect(term).to_have_attribute("aria-expanded", "true")
    assert box.evaluate("e => e.parentElement.getAttribute('role')") == "status"
    assert term.get_attribute("aria-controls") == box.evaluate("e => e.parentElement.id")
    page.keyboard.press("Tab")
    link = box.locator("a").first
    expect(link).to_be_focused()
    assert "/id/" in link.get_attribute("href")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(term).to_be_focused()
    page.keyboard.press(" ")
    expect(box).to_be_visible()
    box.get_by_role("button", name="Close").click()
    expect(box).to_have_count(0)
    expect(term).to_be_focused()


def test_a_pop_up_by_the_pointer_stays_and_goes(host: Host) -> None:
    page = host()
    term, box = terms(page).first, page.locator(".glossary-popup")
    term.hover()
    expect(box).to_be_visible()
    box.locator("a").first.hover()
    page.wait_for_timeout(500)
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    term.click()
    expect(box).to_be_visible()
    page.mouse.move(5, 690)
    page.wait_for_timeout(500)
    expect(box).to_be_visible()
    page.locator("h1").click()
    expect(box).to_have_count(0)
    terms(page).nth(1).click()
    terms(page).first.click()
    expect(box).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("lang", "width"), [("en", 900), ("en", 320), ("ar", 320)])
def test_pop_ups_fit_and_are_accessible(
    host: Host, axe: str, lang: str, width: int, scheme: str
) -> None:
    page = host(lang=lang, width=width, color_scheme=scheme, bypass_csp=True)
    expect(terms(page).first).to_be_visible()
    for term in terms(page).all():
        term.click()
        box = page.locator(".glossary-popup").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.keyboard.press("Escape")
    terms(page).first.click()
    assert [one for one in violations(page, axe) if "glossary" in one] == []


def test_texts_say_their_language(host: Host) -> None:
    page = host()
    term = page.get_by_role("button", name="الدرع الأزرق")
    term.click()
    name = page.locator(".glossary-sense-term").first
    expect(name).to_have_attribute("lang", "ar")
    expect(name).to_have_attribute("dir", "rtl")
    expect(page.locator(".glossary-sense-link").first).to_have_attribute("lang", "ar")


def test_only_what_is_stated_and_of_a_vocabulary(host: Host) -> None:
    page = host(
        more='data-vocabulary="archive"', body="<p><i data-glossary-term>fonds</i> fonds</p>"
    )
    expect(terms(page)).to_have_count(1)
    terms(page).click()
    expect(page.locator(".glossary-sense")).to_have_count(1)
    assert "/id/archive/" in str(page.locator(".glossary-sense a").get_attribute("href"))


def test_markup_of_others_stays_text(host: Host) -> None:
    page = host(body="<p>provenance &lt;img src=x onerror=alert(1)&gt; fonds</p>" * 2)
    expect(terms(page).first).to_be_visible()
    assert page.locator("img").count() == 0
    assert terms(page).count() == 2
    page.evaluate("document.querySelector('main p').append(' appraisal')")
    page.evaluate("glossaryTerms.mark()")
    expect(terms(page)).to_have_count(3)
