"""Does an installed program work? ``python tests/smoke.py GLOSSARY``, the command to try.

Makes a site, imports a vocabulary, publishes, looks a term up, serves, reads a page in every
language of the interface and an answer of the JSON door, proposes a term as a reader without an
account, accepts it and sees it shown; says what is wrong, exit 1. Knows nothing of the package but
its commands and addresses, so that any environment can be tried from outside.
"""

import html
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

LANGUAGES = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
TERM = "الدرع الأزرق"
_SECONDS = 60
_TINY = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/t> a skos:ConceptScheme ; skos:prefLabel "Tools"@en .
<https://example.org/t/bone-folder> a skos:Concept ; skos:inScheme <https://example.org/t> ;
    skos:prefLabel "bone folder"@en .
"""
_PROPOSED = "plioir en os"


def main(command: str) -> int:
    """Run the commands as a new user would; return 0 if all of it worked."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "words"
        run = [command, "--site", str(site)]
        _say(subprocess.run([command, "init", str(site)], check=True, capture_output=True))
        for empty in ("vocabularies", "translations"):  # the bundled glossary is served
            (site / empty).rmdir()
        _say(subprocess.run([*run, "publish"], check=True, capture_output=True))
        looked_up = [*run, "lookup", TERM, "--to", "en"]
        found = _say(subprocess.run(looked_up, check=True, capture_output=True))
        assert b"Blue Shield" in found
        port = _free_port()
        server = subprocess.Popen([*run, "serve", "--port", str(port)])
        try:
            _wait(f"http://127.0.0.1:{port}/health/ready")
            _read_pages(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(_SECONDS)
        _contribute(command, Path(folder) / "tools")
    print(f"{command}: published, looked up, read in {len(LANGUAGES)} languages, contributed")
    return 0


def _contribute(command: str, site: Path) -> None:
    """Take one term the whole way: an imported vocabulary, a proposal, a decision, the answer."""
    run = [command, "--site", str(site)]
    _say(subprocess.run([command, "init", str(site)], check=True, capture_output=True))
    file = site.parent / "tools.ttl"
    file.write_text(_TINY, "utf-8")
    for args in (("import", str(file), "--vocabulary", "tools"), ("publish",), ("check",)):
        _say(subprocess.run([*run, *args], check=True, capture_output=True))
    port = _free_port()
    server = subprocess.Popen([*run, "serve", "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/health/ready")
        key = _propose(f"{address}/en/tools/bone-folder/propose?lang=fr&slot=prefLabel")
        listed = _say(subprocess.run([*run, "proposals", "list"], check=True, capture_output=True))
        assert key in listed.decode()
        accepting = [*run, "proposals", "accept", key]
        _say(subprocess.run(accepting, check=True, capture_output=True))
        asked = f"{address}/api/v1/lookup?term={quote(_PROPOSED)}&lang=fr"
        until = time.monotonic() + _SECONDS
        while not (matches := json.loads(_got(asked))["matches"]):
            assert time.monotonic() < until, "what was accepted is not shown"
            time.sleep(0.2)
        assert matches[0]["concept"]["id"] == "bone-folder"
        catalog = site / "translations" / "fr" / "LC_MESSAGES" / "tools.po"
        assert _PROPOSED in catalog.read_text("utf-8")
    finally:
        server.terminate()
        server.wait(_SECONDS)


def _got(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def _propose(address: str) -> str:
    """Send the form at an address as a reader would; return the key of the proposal."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(address, timeout=30) as page:
        text = page.read().decode()
    [form] = re.findall(r'<form method="post" class="form" action="([^"]+)".*?</form>', text, re.S)
    [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', text))
    fields = {"csrf_token": token, "base": "", "text": _PROPOSED, "comment": "", "website": ""}
    sent = urlencode(fields).encode()
    there = f"{address.partition('/en/')[0]}{html.unescape(form)}"
    with browser.open(there, sent, timeout=30) as answer:
        found = re.search(r"/proposals/([0-9a-f]+)", answer.url)
    assert found, answer.url
    return found[1]


def _say(done: "subprocess.CompletedProcess[bytes]") -> bytes:
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(address: str) -> None:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _read_pages(site: str) -> None:
    for lang in LANGUAGES:
        for page in ("", "convergence/", "convergence/blue-shield", f"search?q={quote(TERM)}"):
            with urllib.request.urlopen(f"{site}/{lang}/{page}", timeout=30) as answer:
                text = answer.read().decode()
            assert f'<html lang="{lang}"' in text, f"{lang}/{page}"
    with urllib.request.urlopen(f"{site}/api/v1/lookup?term={quote(TERM)}", timeout=30) as answer:
        [match, *_] = json.load(answer)["matches"]
    assert match["concept"]["uri"] == f"{site}/id/convergence/blue-shield"


if __name__ == "__main__":
    os.environ.pop("GLOSSARY_SITE", None)
    sys.exit(main(sys.argv[1]))
