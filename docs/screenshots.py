"""Takes the pictures of these pages from the published glossary: ``make screenshots``.

Needs Chromium; the site is served on a port of its own for as long as it takes.
"""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

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
)


@contextmanager
def served() -> Iterator[str]:
    """Give the address of a server that runs meanwhile."""
    command = [sys.executable, "-m", "glossary.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(address + "/health/ready").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def take(address: str) -> None:
    """Write every picture into docs/images."""
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, (width, height), scheme in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(address + path)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    with served() as address:
        take(address)
