"""What the tests of accounts share: a site with people, and browsers that fill forms in."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.contribute import people
from glossary.contribute.people import links
from glossary.contribute.store import Store
from glossary.site.settings import Settings

PASSWORD = "grüner Regen auf Kies"
_PROOF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Site:
    """A site with a few accounts, all with the same password."""

    settings: Settings
    store: Store
    app: Flask

    def add(self, name: str, role: str = "", lang: str = "", ui: str = "en") -> int:
        """Make an active account with the address <name>@example.org; return its number."""
        with self.store.writing() as session:
            made = people.create(session, name, f"{name.lower()}@example.org", ui)
            people.set_password(made, PASSWORD)
            if role:
                people.grant(session, made, role, lang)
            return made.id

    def link(self, kind: str, who: str, email: str = "") -> str:
        """Return the address of a link below the site."""
        with self.store.reading() as session:
            found = links.address(self.settings, kind, people.find(session, who), email)
        return found.removeprefix(self.settings.base_url)

    def browser(self, name: str = "") -> "Browser":
        """Return a browser, in which someone is signed in."""
        made = Browser(self.app.test_client())
        if name:
            answer = made.sign_in(f"{name.lower()}@example.org")
            assert answer.status_code == 303, answer.text
        return made


@dataclass
class Browser:
    """A client that sends the proof of the page that a form stands on."""

    client: FlaskClient

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def send(self, address: str, page: str = "", **fields: str) -> TestResponse:
        """Send a form that stands on `page`, by default the page it is sent to."""
        found = _PROOF.search(self.client.get(page or address).text)
        assert found is not None, page or address
        proof = unescape(found[1])
        return self.client.post(
            address,
            data={**fields, "csrf_token": proof},
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.send("/en/account/sign-in", email=email, password=password, **more)

    def name(self) -> str:
        """Return who is signed in, by the menu of the page, or ""."""
        answer = self.client.get("/en/account/sign-in")
        if answer.status_code == 200:
            return ""
        page = self.client.get("/en/account/").text
        found = re.search(r'/en/account/">([^<]*)</a>', page)
        assert found is not None
        return unescape(found[1])
