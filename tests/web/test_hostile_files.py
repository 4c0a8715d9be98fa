"""Mutated catalogs of each format through the page for files: told, never our fault."""

import io
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.exchange import FORMATS
from glossary.site.settings import Settings, load

PAGE = "/en/translate/heritage/fr/upload"
MUTATIONS = 60
BITS = (
    b"\x00", b"\xff", b"\xe2\x80\xae", b"\xed\xa0\x80", b"<", b">", b"&", b'"', b"\\", b"\n\n",
    b"%s%n%(x)s", b"=cmd|' /C calc'!A0", b"\xef\xbb\xbf", b"]]>", b"<!--", b"&#0;", b"&#xD800;",
    b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", b"9" * 400, b"A" * 30_000,
    b'msgctxt "a|b"\n', b'msgid ""\nmsgstr ""\n', b"#~ ", b"#, fuzzy\n",
    b"X-Glossary-Revision: -1\\n", b"PK\x05\x06", "é".encode("utf-16"),
    b"{{7*7}}<script>alert(1)</script>",
)  # fmt: skip
"""What is put into files somewhere."""


@pytest.fixture(scope="module")
def door(
    site: Settings, make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    folder = tmp_path_factory.mktemp("hostile") / "site"
    shutil.copytree(site.site, folder)
    settings = load(folder, {"GLOSSARY_PROPOSALS_PER_HOUR": "1000000"})
    return make_app(settings, PROPAGATE_EXCEPTIONS=False).test_client()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with some bytes changed, left out, doubled or put in."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        end = min(end, at + chance.choice((1, 4, 60, 2000)))
        kind = chance.randrange(5)
        if kind == 0:
            content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        elif kind == 1:
            content = content[:at] + content[end:]
        elif kind == 2:
            content = content[:end] + content[at:]
        elif kind == 3:
            content = content[:at] + chance.choice(BITS) + content[at:]
        else:
            content = content[:at]
    return content


def bring(door: FlaskClient, content: bytes, name: str) -> Any:
    found = re.search(r'name="csrf_token" value="([^"]+)"', door.get(PAGE).text)
    assert found is not None
    data = {"csrf_token": found.group(1), "file": (io.BytesIO(content), name)}
    answer = door.post(PAGE, data=data)
    answer.request.environ["wsgi.input"].close()
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("ext", FORMATS)
def test_mutated_files_are_told(door: FlaskClient, ext: str, tmp_path: Path) -> None:
    whole = door.get(f"/en/translate/heritage/fr/download.{ext}").data
    name = f"a.{FORMATS[ext].extension}"
    for seed in range(MUTATIONS):
        content = mutated(whole, random.Random(f"{ext}{seed}"))
        answer = bring(door, content, name)
        where = f"{ext} {seed}: {answer.text[:3000]}"
        assert answer.status_code in (303, 400, 413, 422), where
        if answer.status_code != 303:
            assert 'role="alert"' in answer.text, where
            continue
        for kind in ("", "rejected", "changed", "new", "conflict", "removed"):
            page = door.get(f"{answer.location}?kind={kind}&page=2")
            assert page.status_code == 200, where
            assert "<script>alert" not in page.text, where


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a\x00b.po", "é" * 400, "<b>.po", "\r\nX: y.po"]
)
def test_names_of_files_are_only_shown(door: FlaskClient, name: str) -> None:
    content = door.get("/en/translate/heritage/fr/download.po").data
    answer = bring(door, content, name)
    assert answer.status_code in (303, 400)
    if answer.status_code == 303:
        page = door.get(answer.location).text
        assert "<b>.po" not in page
        assert "passwd" in page or "etc" not in name
