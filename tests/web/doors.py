"""All doors for contributors at once: their routes as the application lists them, and a world in
which each leads somewhere."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from glossary.contribute import people
from glossary.contribute.desk import drafts, worklist
from glossary.contribute.people import links
from glossary.contribute.store import Store
from glossary.contribute.tables import Base, Change, Person, Upload, now
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load
from glossary.web import contributor_pages, session
from glossary.web.contribute import DOORS, PUBLIC
from tests import contributions

PASSWORD = "grüner Regen auf Kies"
ROLES = {
    "nobody": (),
    "guest": (),
    "translator": ("translator", "fr"),
    "reviewer": ("reviewer", "fr"),
    "editor": ("editor", ""),
    "administrator": ("administrator", ""),
}
"""Who asks: nobody is signed in, a guest has an account without roles."""
DERIVED = {"attempt", "catalog_state", "entry", "event", "ended_session"}
"""Tables that are counted from catalogs, or only count."""
_PROOF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class World:
    """A published site with people of each role, and what belongs to Vera, a translator."""

    settings: Settings
    app: Flask
    store: Store
    ids: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """Return what must not change by itself: the database and the catalogs."""
        found: dict[str, Any] = {}
        with self.store.reading() as reading:
            for table in Base.metadata.sorted_tables:
                if table.name not in DERIVED:
                    found[table.name] = [tuple(row) for row in reading.execute(select(table))]
        for path in self.settings.translations.rglob("*.po"):
            found[str(path)] = path.read_bytes()
        return found

    def client(self, role: str = "nobody") -> FlaskClient:
        """Return the browser of someone with a role."""
        made = self.app.test_client()
        if role != "nobody":
            with self.store.reading() as reading:
                person = reading.get_one(Person, self.ids[role])
                values = {"person": person.id, "mark": person.session_mark}
            made.get("/en/account/sign-in")
            with made.session_transaction() as cookie:
                cookie.update(values)
        return made

    def rules(self, method: str = "GET") -> Iterator[Rule]:
        """Yield the routes of the doors that answer a method."""
        names = {door.name for door in (*DOORS, *PUBLIC)}
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint.partition(".")[0] in names and method in (rule.methods or ()):
                yield rule

    def address(self, rule: Rule, **other: Any) -> str:
        """Return an address of a route at which there is something."""
        door, name = rule.endpoint.split(".")
        key = self.keys["upload"] if door == "uploads" else self.keys["fr"]
        number = self.ids["vera"] if door == "people" else self.ids["change"]
        kind = "mail" if name == "confirmed_mail" else name
        values = {
            "ui": "en", "vocabulary": "heritage", "lang": "fr", "concept": "library", "ext": "po",
            "key": key, "id": number, "action": "block",
            "token": self.keys.get(f"{kind} link", "none"),
        } | other  # fmt: skip
        with self.app.test_request_context():
            return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})

    def proposal(self, lang: str, text: str) -> str:
        """Return the key of a proposal of Vera's for the term of a concept."""
        before = {"fr": "bibliothèque"}.get(lang, "")
        with self.store.writing() as writing:
            return contributions.propose(
                writing, vocabulary="heritage", lang=lang, concept="library", slot="prefLabel",
                source="library", before=before, text=text, data={}, person_id=self.ids["vera"],
            ).key  # fmt: skip


@contextmanager
def quiet() -> Iterator[None]:
    """Let no mail leave."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contributor_pages, "send_soon", lambda settings, store: None)
        yield


def proof(client: FlaskClient) -> str:
    """Return the proof that a browser's forms carry."""
    page = client.get("/en/account/", follow_redirects=True).text
    found = _PROOF.search(page)
    assert found is not None
    return unescape(found[1])


def field_of(page: str, name: str = "base") -> str:
    """Return what stands in a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Send a form as a browser does, with its proof."""
    data = {"csrf_token": proof(client), **fields}
    answer = client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    answer.request.environ["wsgi.input"].close()
    return answer


def world_of(pattern: Settings, folder: Path, make_app: Any, **environment: str) -> World:
    """Return a world on a copy of a published site."""
    shutil.copytree(pattern.site, folder)
    settings = load(folder, {"GLOSSARY_MAIL_URL": "smtp://127.0.0.1:1", **environment})
    app = make_app(settings)
    with app.app_context():
        store = session.store()
    world = World(settings, app, store)
    start_catalog(settings, "heritage", "de")
    with store.writing() as writing:
        for name, role in {**ROLES, "vera": ("translator", "fr")}.items():
            if name != "nobody":
                made = people.create(writing, name.title(), f"{name}@example.org")
                made.state = "active"
                if role:
                    people.grant(writing, made, *role)
                world.ids[name] = made.id
        new = people.create(writing, "New", "new@example.org")
        writing.add(_change())
        vera = people.find(writing, "vera@example.org")
        for kind, who in (("password", vera), ("invitation", new), ("mail", vera)):
            address = links.address(settings, kind, who, "changed@example.org")
            world.keys[f"{kind} link"] = address.rpartition("/")[2]
        place = ("heritage", "fr", "library")
        drafts.save(writing, vera.id, place, "prefLabel", base="", text="brouillon", data={})
    with store.reading() as reading:
        world.ids["change"] = reading.scalars(select(Change.id)).one()
    for lang in ("fr", "de"):
        worklist.refresh(settings, store, "heritage", lang)
        world.keys[lang] = world.proposal(lang, f"proposed {lang}")
    world.keys["upload"] = upload(world)
    return world


def _change() -> Change:
    return Change(
        vocabulary="heritage", lang="de", concept="library", slot="prefLabel", before="Bücherei",
        after="Bibliothek", data={}, data_before={}, origin="desk", author="Vera", written=now(),
        made=now(),
    )  # fmt: skip


def upload(world: World, role: str = "vera", text: str = "médiathèque", name: str = "a.po") -> str:
    """Return the key of an upload that changes one term."""
    client = world.client(role)
    content = client.get("/en/translate/heritage/fr/download.po").data
    changed = content.replace(b'msgstr "biblioth\xc3\xa8que"', f'msgstr "{text}"'.encode(), 1)
    assert changed != content
    file = (io.BytesIO(changed), name)
    answer = post(client, "/en/translate/heritage/fr/upload", file=file)
    assert answer.status_code == 303, answer.text
    with world.store.reading() as reading:
        return reading.scalars(select(Upload.key).order_by(Upload.id.desc())).first() or ""
