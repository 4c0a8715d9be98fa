"""Script put into every field that takes it shows as text wherever it is shown, at every door."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from sqlalchemy import update

from glossary.contribute.tables import Change, Comment, Person, Proposal, Upload
from glossary.exchange import FORMATS
from glossary.site.settings import Settings
from tests.web.doors import World, field_of, post, quiet, upload, world_of

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*191}}%(name)s${7*191}"
URL = "javascript:alert(3)//"


@pytest.fixture
def own_world(site: Settings, make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[World]:
    with quiet():
        made = world_of(site, tmp_path / "site", make_app)
        yield made
        made.store.close()


def _fill(world: World) -> None:
    """Put script into everything that takes it, and let a reviewer accept what can be accepted."""
    reviewer, vera = world.client("reviewer"), world.client("vera")
    hostile = "<script>alert(1)</script>{{7*191}}%(name)s"
    world.keys["upload"] = upload(world, text=hostile, name="<img src=x>.po")
    form = "/en/heritage/library/propose?lang=fr&slot="
    data = {"sources": f"{URL}\n{SCRIPT}", "grammar": SCRIPT[:100], "comment": SCRIPT + URL}
    for slot, base, text in (
        ("prefLabel", "bibliothèque", SCRIPT),
        ("definition", None, f"{SCRIPT} {URL} {'x' * 19_000}"),
    ):
        base = base if base is not None else field_of(vera.get(form + slot).text)
        answer = post(vera, form + slot, **{**data, "text": text, "base": base})
        assert answer.status_code == 303, re.findall('role="alert".*', answer.text)
        key = answer.location.rpartition("/")[2]
        post(world.client(), f"/en/proposals/{key}/comment", comment=SCRIPT + URL, name="Eve")
        answer = post(reviewer, f"/en/review/{key}/accept", base=base)
        assert answer.status_code == 303, answer.text
        world.keys[slot] = key
    post(reviewer, f"/en/review/{world.keys['fr']}/decline", reason=SCRIPT + URL)
    entry = "/en/translate/heritage/fr/entry/library"
    typed = {"text-altLabel": SCRIPT + URL, "base-altLabel": "x", "source-altLabel": "y"}
    post(vera, entry, action="draft", **typed)
    with world.store.writing() as writing:
        for table in (Person, Proposal, Comment, Upload):  # forms take no such names
            writing.execute(update(table).values(name=SCRIPT))
        writing.execute(update(Change).values(author=SCRIPT))
        writing.execute(update(Upload).values(file=SCRIPT))


def _neutral(page: Any, where: str) -> None:
    """Prove that no element and no address of a page comes from a text."""
    assert page.count("img") == 0, where
    for tag, values in page.tags:
        assert not [name for name in values if name.startswith("on")], (where, tag)
        for name in ("href", "src", "action", "formaction", "data"):
            assert not values.get(name, "").strip().lower().startswith(("javascript", "data:"))
    for one in page.named("script"):
        if one.get("type") == "application/ld+json":  # data; what is in it is tested elsewhere
            continue
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{12}\.js", one["src"]), where
    assert "1337" not in page.words(), where


def test_script_in_every_field_stays_text(
    own_world: World, read_page: Callable[[str], Any]
) -> None:
    _fill(own_world)
    addresses = {own_world.address(rule) for rule in own_world.rules()} | {
        f"/en/proposals/{own_world.keys[slot]}" for slot in ("prefLabel", "definition")
    } | {f"/en/translate/heritage/fr/download.{ext}" for ext in FORMATS} | {
        "/en/heritage/library", "/fr/heritage/library", "/fr/heritage/", "/en/review/",
        "/fr/search?q=script&lang=fr", "/api/v1/concepts/heritage/library", "/en/feed.atom",
        "/en/account/people/", "/en/heritage/library/history", "/ar/proposals/", "/en/history"
        "?vocabulary=heritage&id=library", "/fr/", "/en/translate/heritage/fr/?q=script",
    }  # fmt: skip
    seen = 0
    for role in ("nobody", "administrator", "vera"):
        client = own_world.client(role)
        for address in sorted(addresses):
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            seen += b"alert(1)" in answer.data
            if answer.mimetype == "text/html" and answer.status_code != 303:
                _neutral(read_page(answer.text), f"{role} {address}")
            elif answer.status_code == 200:
                _is_data(answer.data, answer.mimetype, answer.headers)
    assert seen > 30


def _is_data(content: bytes, mimetype: str, headers: Any) -> None:
    """Prove that an answer is no page: a browser takes it for data, and it holds no markup."""
    assert "html" not in mimetype
    if mimetype in ("application/json", "application/atom+xml"):
        if mimetype.endswith("json"):
            json.loads(content)
        else:
            for one in fromstring(content).iter():
                assert not (one.tag.endswith("}content") and "<script" in (one.text or ""))
                assert not one.get("href", "http").startswith("javascript")
                assert not one.tag.endswith("script")
    elif "Content-Disposition" in headers:
        assert re.fullmatch(r"attachment; filename=[\w.\"-]+", headers["Content-Disposition"])
        if zipfile.is_zipfile(io.BytesIO(content)):
            parts = zipfile.ZipFile(io.BytesIO(content))
            content = b"".join(parts.read(name) for name in parts.namelist())
        if b"<?xml" in content:
            assert b"<script>" not in content
    else:
        assert mimetype == "text/csv"
