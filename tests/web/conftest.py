"""What the tests of the doors share: a strict reader of pages, and interfaces in six languages.

The interface is tested with made-up translations, so that no test waits for a translator: in
French "Search" becomes "⟦fr⟧Search". What lacks such a mark was forgotten by the templates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from glossary import languages
from glossary.contribute import people
from glossary.contribute.store import Store
from glossary.site import paths
from glossary.site.settings import Settings
from glossary.web import contributor_pages, create_app, session
from tests import messages
from tests.web.accounts import Site

UI = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_ATTRIBUTES_WITH_TEXT = ("title", "aria-label", "placeholder", "data-count")


@dataclass
class Text:
    """A run of text in a page, with the language and direction it is marked as."""

    text: str
    lang: str
    dir: str
    inside: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """A page taken apart; `faults` says what is wrong with its structure."""

    html: str
    texts: list[Text] = field(default_factory=list)
    attributes: list[Text] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str, str]] = [("", "", "")]
        self._run = ""
        self.feed(self.html)
        self.close()
        self._flush()
        self.faults += [f"<{tag}> is not closed" for tag, _, _ in self._open[1:]]
        ids = [values["id"] for _, values in self.tags if "id" in values]
        self.faults += [f"id {one} is there twice" for one in set(ids) if ids.count(one) > 1]
        for name in ("h1", "main", "title", "html", "head", "body"):
            if self.count(name) != 1:
                self.faults.append(f"{self.count(name)} <{name}>")

    def count(self, name: str) -> int:
        return sum(tag == name for tag, _ in self.tags)

    def links(self) -> list[str]:
        return [values["href"] for tag, values in self.tags if tag == "a" and "href" in values]

    def named(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Return the attributes of the elements that have these attributes."""
        return [v for t, v in self.tags if t == tag and wanted.items() <= v.items()]

    def words(self) -> str:
        """Return all text of the page."""
        return " ".join(one.text for one in self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "mark":
            self._flush()
        values = {name: value or "" for name, value in attrs}
        if len(values) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.tags.append((tag, values))
        _, lang, direction = self._open[-1]
        lang, direction = values.get("lang", lang), values.get("dir", direction)
        if "lang" in values and "dir" not in values:
            self.faults.append(f"<{tag} lang={lang}> has no dir")
        inside = (*(name for name, _, _ in self._open[1:]), tag)
        for name in _ATTRIBUTES_WITH_TEXT:
            if values.get(name):
                self.attributes.append(Text(values[name], lang, direction, inside))
        if tag not in VOID:
            self._open.append((tag, lang, direction))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "mark":
            self._flush()
        if self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes <{self._open[-1][0]}> in line {self.getpos()[0]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1][0] == "title":
            self.title += data
        elif self._open[-1][0] != "script":  # data, which nobody is shown
            self._run += data

    def _flush(self) -> None:
        text, self._run = " ".join(self._run.split()), ""
        if text:
            _, lang, direction = self._open[-1]
            inside = tuple(name for name, _, _ in self._open[1:])
            self.texts.append(Text(text, lang, direction, inside))


@pytest.fixture(scope="session")
def read_page() -> Callable[[str], Page]:
    """A function that takes a page apart and fails where its structure is broken."""

    def read(html: str) -> Page:
        assert html.lower().startswith("<!doctype html>")
        page = Page(html)
        assert page.faults == []
        assert all(one.dir in (languages.direction(one.lang), "auto", "ltr") for one in page.texts)
        return page

    return read


def _made_up(template: Catalog, tag: str) -> Catalog:
    made = Catalog(locale=languages.to_locale(tag))
    for message in template:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            count = made.num_plurals
            made.add(message.id, tuple(f"⟦{tag}⟧{message.id[1]}" for _ in range(count)))
        else:
            made.add(message.id, f"⟦{tag}⟧{message.id}")
    return made


@pytest.fixture(scope="session")
def made_up_translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with made-up translations of the interface in all its languages."""
    folder = tmp_path_factory.mktemp("translations")
    messages.extract(folder / "messages.pot")  # what code and templates say now
    with (folder / "messages.pot").open("rb") as stream:
        template = read_po(stream)
    for tag in UI[1:]:
        target = folder / languages.to_locale(tag) / "LC_MESSAGES"
        target.mkdir(parents=True)
        with (target / "messages.mo").open("wb") as stream:
            write_mo(stream, _made_up(template, tag))
    return folder


@pytest.fixture(scope="session")
def make_app(made_up_translations: Path) -> Callable[..., Flask]:
    """A function that makes the application of a site, with made-up translations."""

    def make(settings: Settings, **config: Any) -> Flask:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paths, "TRANSLATIONS", made_up_translations)
            return create_app(settings, config={"TESTING": True, **config})

    return make


@pytest.fixture(scope="session")
def speaking_app(site: Settings, make_app: Callable[..., Flask]) -> Flask:
    """The small site with made-up translations."""
    return make_app(site)


@pytest.fixture
def speaking(speaking_app: Flask) -> FlaskClient:
    return speaking_app.test_client()


@pytest.fixture
def own_app(own_site: Settings, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """The application of a copy of the small site, with made-up translations."""
    made = make_app(own_site, SECRET_KEY="for tests")
    yield made
    made.extensions["glossary.store"].close()


@pytest.fixture
def store(own_app: Flask) -> Store:
    """The contributions of `own_app`."""
    found: Store = own_app.extensions["glossary.store"]
    return found


SignIn = Callable[..., FlaskClient]


@pytest.fixture
def signed_in(own_app: Flask, store: Store) -> SignIn:
    """A function that returns the browser of a new person with roles in languages."""

    def make(name: str, *roles: tuple[str, str]) -> FlaskClient:
        with store.writing() as session:
            made = people.create(session, name, f"{name.split()[0]}@example.org")
            made.state = "active"
            session.flush()
            for role, lang in roles:
                people.grant(session, made, role, lang)
            values = {"person": made.id, "mark": made.session_mark}
        browser = own_app.test_client()
        with browser.session_transaction() as cookie:
            cookie.update(values)
        return browser

    return make


@pytest.fixture
def place(make_site: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with an administrator, Awa, and a reviewer of French, Boris; its mail only waits."""
    monkeypatch.setattr(contributor_pages, "send_soon", lambda settings, store: None)
    settings = make_site()
    settings.mail_url = "smtp://127.0.0.1:1"
    app = create_app(settings, config={"TESTING": True})
    with app.app_context():
        store = session.store()
    made = Site(settings, store, app)
    made.add("Awa", "administrator")
    made.add("Boris", "reviewer", "fr")
    yield made
    store.close()
