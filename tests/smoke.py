"""Does an installed program work? ``python tests/smoke.py GLOSSARY``, the command to try.

Makes a site, publishes it, looks a term up, serves it and reads a page in every language of the
interface and an answer of the JSON door; says what is wrong, exit 1. Knows nothing of the package
but its commands and addresses, so that any environment can be tried from outside.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

LANGUAGES = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
TERM = "الدرع الأزرق"
_SECONDS = 60


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
    print(f"{command}: published, looked up, read in {len(LANGUAGES)} languages")
    return 0


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
