"""Takes the pictures of these pages from the published glossary: ``make screenshots``.

Needs Chromium, and for the picture of Poedit also Poedit, Xvfb, xdotool and ImageMagick. A site of
its own is served on a port of its own for as long as it takes.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from glossary.contribute import people
from glossary.contribute.proposals import decisions
from glossary.contribute.proposals.wordings import Wording
from glossary.contribute.store import Store
from glossary.publish import publish
from glossary.site.settings import Settings, load

PORT = 8765
IMAGES = Path(__file__).with_name("images")
WIDE, PHONE = (1280, 900), (390, 844)
SHOTS = (
    ("home-en", "/en/", WIDE, "light"),
    ("home-ar", "/ar/", WIDE, "light"),
    ("search-en", "/en/search?q=provenance", WIDE, "light"),
    ("search-ar", f"/ar/search?q={quote('الدرع الأزرق')}", WIDE, "light"),
    ("concept-en", "/en/archive/provenance", WIDE, "light"),
    ("concept-ar", "/ar/archive/provenance", WIDE, "light"),
    ("concept-dark", "/en/convergence/collection", WIDE, "dark"),
    ("phone-fr", "/fr/archive/fonds", PHONE, "light"),
    ("phone-ar", "/ar/", PHONE, "light"),
    ("desk", "/en/translate/", WIDE, "light"),
    ("propose", "/en/archive/finding-aid/propose?lang=fr", WIDE, "light"),
    ("files", "/en/translate/archive/fr/upload", WIDE, "light"),
)
SIGNED_IN = (
    ("desk-queue", "/en/translate/archive/fr/?state=draft", WIDE, "light"),
    ("desk-entry", "/en/translate/archive/fr/entry/finding-aid", (1280, 1100), "light"),
    ("desk-ar", "/ar/translate/archive/ar/entry/finding-aid", (1280, 1100), "light"),
)
EMAIL, PASSWORD = "awa@example.org", "seven quiet archives of tea"


def site(folder: Path) -> Settings:
    """Return the settings of the bundled glossary, published, with one reviewer."""
    (folder / "glossary.toml").write_text(f'base_url = "http://127.0.0.1:{PORT}"\n', "utf-8")
    settings = load(folder, {})
    publish(settings)
    store = Store(settings)
    with store.writing() as session:
        awa = people.create(session, "Awa Diop", EMAIL)
        people.set_password(awa, PASSWORD)
        for lang in ("fr", "ar"):
            people.grant(session, awa, "reviewer", lang)
    store.close()
    return settings


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Give the address of a server that runs meanwhile."""
    command = [sys.executable, "-m", "glossary.cli", "--site", str(settings.site), "serve"]
    server = subprocess.Popen(
        [*command, "--port", str(PORT)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(1200):
            try:
                urllib.request.urlopen(address + "/health/ready").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def take(settings: Settings, address: str) -> None:
    """Write every picture of a page into docs/images."""
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        count(browser.new_page(base_url=address))
        for shot in SHOTS:
            shoot(browser.new_page(base_url=address), *shot)
        context = browser.new_context(base_url=address, accept_downloads=True)
        proposal = propose(browser.new_page(base_url=address))
        page = sign_in(context.new_page())
        for shot in (*SIGNED_IN, ("review", proposal, (1280, 1100), "light")):
            shoot(context.new_page(), *shot)
        bring_back(settings, page)
        shoot(page, "upload", page.url, (1280, 1100), "light")
        browser.close()


def count(page: Any) -> None:
    """Wait until all catalogs are counted."""
    page.goto("/en/translate/")
    while page.locator(".notice").count():
        page.reload()
    page.close()


def shoot(page: Any, name: str, path: str, size: tuple[int, int], scheme: str) -> None:
    """Write the picture of one page, and close it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def sign_in(page: Any) -> Any:
    """Sign the reviewer in."""
    page.goto("/en/account/sign-in")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def propose(page: Any) -> str:
    """Propose a word as a reader does; return the address of the proposal."""
    page.goto("/en/archive/finding-aid/propose?lang=fr")
    page.get_by_label("Your wording").fill("instrument de recherche archivistique")
    page.get_by_label("Why?").fill("Libraries have such instruments, too.")
    page.get_by_role("button", name="Send the proposal").click()
    page.wait_for_url(re.compile("/proposals/[0-9a-f]+$"))
    return str(page.url)


def bring_back(settings: Settings, page: Any) -> None:
    """Take a catalog home, change it there and here, and bring it back."""
    page.goto("/en/translate/archive/fr/upload")
    with page.expect_download() as download:
        page.get_by_role("link", name="All texts: PO (gettext)").click()
    path = settings.site / "archive.fr.po"
    download.value.save_as(path)
    content = path.read_text("utf-8")
    for concept in ("finding-aid", "fonds", "arrangement", "appraisal"):
        pattern = rf'(msgctxt "{concept}\|prefLabel"\nmsgid ".*"\nmsgstr ".*)"'
        content = re.sub(pattern, r'\1 (archives)"', content)
    path.write_text(content, "utf-8")
    store = Store(settings)
    place = {"vocabulary": "archive", "lang": "fr"}
    wording = Wording("finding-aid", "prefLabel", "outil de recherche")
    decisions.edit(settings, store, **place, wording=wording, person_id=None)
    store.close()
    page.get_by_label("Your file").set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what it would change").click()


def take_poedit(catalog: Path) -> None:
    """Write the picture of a catalog in Poedit."""
    display, home = ":93", catalog.parent
    environment = {**os.environ, "DISPLAY": display, "HOME": str(home), "LANG": "C.UTF-8"}
    screen = subprocess.Popen(["Xvfb", display, "-screen", "0", "960x693x24", "-nolisten", "tcp"])
    time.sleep(2)
    command = ["dbus-run-session", "--", "poedit", str(catalog)]
    editor = subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        time.sleep(12)
        for keys in ("ctrl+Down",) * 12:
            subprocess.run(["xdotool", "key", keys], env=environment, check=True)
        time.sleep(2)
        command = ["import", "-window", "root", "-crop", "900x693+0+0", str(IMAGES / "poedit.png")]
        subprocess.run(command, env=environment, check=True)
    finally:
        os.killpg(editor.pid, signal.SIGTERM)
        screen.terminate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        settings = site(Path(folder))
        with served(settings) as address:
            take(settings, address)
        catalog = Path(shutil.copy(settings.translations / "fr/LC_MESSAGES/archive.po", folder))
        if all(map(shutil.which, ("poedit", "Xvfb", "xdotool", "import"))):
            take_poedit(catalog)
        else:
            print("no picture of Poedit: poedit, Xvfb, xdotool or ImageMagick is missing")
