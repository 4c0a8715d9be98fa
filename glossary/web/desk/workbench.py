"""What the pages of the desk share: which catalog, its names and addresses, its counts."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import request, url_for
from sqlalchemy.exc import SQLAlchemyError

from glossary import languages
from glossary.catalogs.messages import SCHEME
from glossary.catalogs.progress import Progress
from glossary.contribute.desk import queue, worklist
from glossary.contribute.tables import CatalogState
from glossary.errors import N_, BrokenSource, Busy, GlossaryError, NotFound
from glossary.web import session
from glossary.web.context import reader
from glossary.web.locale import interface
from glossary.web.templates import helpers

STATE_NAMES = {
    "missing": N_("Missing"),
    "changed": N_("Source changed"),
    "review": N_("Needs review"),
    "draft": N_("Draft"),
    "done": N_("Done"),
}
_PATIENCE_SECONDS = 2.0
"""So long a page waits for catalogs to be counted; what is left is counted by the next one."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalog:
    """A vocabulary and language of the site; `state` is None where there is no catalog yet."""

    described: Mapping[str, Any]
    lang: str
    state: CatalogState | None

    @property
    def vocabulary(self) -> str:
        """The id of the vocabulary."""
        return str(self.described["id"])

    @property
    def source_language(self) -> str:
        """The language that is translated from."""
        return str(self.described["source_language"])

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return queue.progress(self.state.counts if self.state else {})

    @property
    def broken(self) -> BrokenSource | None:
        """Why its file cannot be read as it is now."""
        return worklist.why_broken(self.state) if self.state else None

    def address(self, **asked: Any) -> str:
        """Return the address of its queue."""
        where = {"vocabulary": self.vocabulary, "lang": self.lang, **asked}
        return url_for("desk.queue_of", ui=interface(), **where)

    def entry_address(self, concept: str, **asked: Any) -> str:
        """Return the address of the texts of a concept, or of the vocabulary itself."""
        where = {"vocabulary": self.vocabulary, "lang": self.lang, **asked}
        if concept != SCHEME:  # browsers take a dot for the folder it stands in
            where["concept"] = concept
        return url_for("desk_entry.entry", ui=interface(), **where)


def catalog(vocabulary: str, lang: str) -> Catalog:
    """Return a catalog, its entries brought up to its file; raise NotFound.

    Where that cannot be done now, as while another process changes it, they are those before.
    """
    described = reader().vocabulary(vocabulary)
    if not languages.is_known(lang) or languages.canonical(lang) != lang:
        raise NotFound(N_("“%(value)s” is not the tag of a known language."), value=lang)
    if lang == described["source_language"]:
        text = N_("%(language)s is the language of this vocabulary, and not translated.")
        raise NotFound(text, language=languages.name(lang, interface()))
    _refresh(vocabulary, lang)
    with session.store().reading() as reading:
        return Catalog(described, lang, reading.get(CatalogState, (vocabulary, lang)))


def _refresh(vocabulary: str, lang: str) -> None:
    try:
        worklist.refresh(reader().settings, session.store(), vocabulary, lang)
    except (Busy, SQLAlchemyError) as error:
        _log.warning("%s %s is not counted: %s", vocabulary, lang, error)


def catch_up() -> int:
    """Bring the entries of all catalogs up to their files, for a while; return how many are left.

    Publishing does the same, so there is seldom anything to do.
    """
    settings, store = reader().settings, session.store()
    waiting = list(worklist.outdated(settings, store))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while waiting and time.monotonic() < deadline:
        vocabulary, lang = waiting.pop()
        try:
            worklist.refresh(settings, store, vocabulary, lang)
        except (GlossaryError, SQLAlchemyError) as error:
            _log.warning("%s %s is not counted: %s", vocabulary, lang, error)
    return len(waiting)


def sign_in_address() -> str:
    """Return the address where one signs in and comes back to this page."""
    here = quote(request.full_path.removesuffix("?"), safe="/")
    return helpers().page(f"account/sign-in?next={here}")
