"""The worklist: what awaits translators, derived from the catalogs and made anew at will.

A catalog is read only where its fingerprint differs from that of the last time, and its entries
are brought up to it by difference (`glossary.contribute.desk.differences`).
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from glossary import languages
from glossary.catalogs.locks import locked
from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import Message
from glossary.contribute.desk.differences import sync_entries
from glossary.contribute.desk.entries import TRANSLATED, row
from glossary.contribute.store import Store
from glossary.contribute.tables import CatalogState, Entry, now
from glossary.errors import BrokenSource
from glossary.site import folder_marks
from glossary.site.settings import Settings

Key = tuple[str, str]
"""Vocabulary and language."""

_INTERFACE = "messages"
_log = logging.getLogger(__name__)


def refresh(
    settings: Settings, store: Store, vocabulary: str | None = None, lang: str | None = None
) -> list[Key]:
    """Return which catalogs were read again, of all or of those that are named.

    A catalog that cannot be read keeps the entries it had, and why is kept beside them. Raises
    Busy where another process holds a catalog for a minute.
    """
    done = []
    for key, path in outdated(settings, store, vocabulary, lang).items():
        with locked(settings.instance, key[1], key[0], settings.shared_database):
            if path is None:
                _forget(store, key)
            else:
                _read(store, key, path)
        done.append(key)
    return done


def outdated(
    settings: Settings, store: Store, vocabulary: str | None = None, lang: str | None = None
) -> dict[Key, Path | None]:
    """Return the catalogs that differ from their entries; None for those whose file is gone.

    Raises Unavailable where the folder of the catalogs is not there, as when it is not mounted.
    """
    folder_marks.check(settings)
    asked = select(CatalogState.vocabulary, CatalogState.lang, CatalogState.mark)
    if vocabulary is not None:
        asked = asked.where(CatalogState.vocabulary == vocabulary)
    if lang is not None:
        asked = asked.where(CatalogState.lang == lang)
    with store.reading() as session:
        marks = {(id, tag): mark for id, tag, mark in session.execute(asked)}
    there = catalogs(settings.translations, vocabulary, lang)
    found: dict[Key, Path | None] = {
        key: path for key, path in there.items() if not _is_as(path, marks.get(key, ""))
    }
    return found | dict.fromkeys(marks.keys() - there.keys())


def catalogs(
    translations: Path, vocabulary: str | None = None, lang: str | None = None
) -> dict[Key, Path]:
    """Return the catalogs of terms in a folder by vocabulary and language, or those named."""
    if vocabulary is not None and lang is not None:
        path = files.catalog_path(translations, lang, vocabulary)
        return {(vocabulary, lang): path} if path.is_file() else {}
    found = {}
    for path in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        id, tag = path.stem, languages.from_locale(path.parts[-3])
        if id != _INTERFACE and vocabulary in (None, id) and lang in (None, tag):
            found[id, tag] = path
    return found


def mark(path: Path) -> str:
    """Return the fingerprint of a file: of its content alone, so that copies have the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:40]


def _is_as(path: Path, known: str) -> bool:
    """Return whether a file has a fingerprint; it is read only where it was replaced since."""
    try:
        status = path.stat()
        # the inode too: a file that was replaced twice within one tick of the clock is another one
        at = status.st_size, status.st_mtime_ns, status.st_ino
        if _marks.get(path, (None, ""))[0] != at:
            _marks[path] = at, mark(path)
        return known.rpartition("-")[2] == _marks[path][1]
    except OSError:
        return False


_marks: dict[Path, tuple[tuple[int, int, int], str]] = {}
"""The fingerprints of files as this process has read them, each with where it was then."""


def _forget(store: Store, key: Key) -> None:
    with store.writing() as session:
        for table in (Entry, CatalogState):
            session.execute(delete(table).where(table.vocabulary == key[0], table.lang == key[1]))


def _read(store: Store, key: Key, path: Path) -> None:
    """Bring the entries of a catalog, whose lock we hold, up to its file."""
    found = mark(path)
    with store.writing() as session:
        state = session.get(CatalogState, key)
        if state is not None and state.mark.rpartition("-")[2] == found.rpartition("-")[2]:
            state.mark = found
            return
    try:
        catalog = files.read(path)
    except BrokenSource as error:
        _log.warning("%s", error)
        with store.writing() as session:
            _keep_reason(session, key, found, error)
        return
    with store.writing() as session:
        sync_entries(session, key, catalog, found)


def _keep_reason(session: Session, key: Key, found: str, error: BrokenSource) -> None:
    state = session.get(CatalogState, key)
    if state is None:
        state = CatalogState(vocabulary=key[0], lang=key[1], counts={}, reliability="draft")
        session.add(state)
    arguments = {name: str(value) for name, value in error.arguments.items()}
    state.mark, state.derived = found, now()
    state.broken = {
        "file": error.file,
        "reason": error.reason,
        "line": error.line,
        "arguments": arguments,
    }


def why_broken(state: CatalogState) -> BrokenSource | None:
    """Return why the file of a catalog cannot be read as it is now, None where it can."""
    told: Mapping[str, object] = state.broken
    if not told:
        return None
    arguments = state.broken["arguments"]
    return BrokenSource(
        state.broken["file"], state.broken["reason"], line=state.broken["line"], **arguments
    )


def put(
    session: Session,
    vocabulary: str,
    lang: str,
    concept: str,
    slot: str,
    message: Message,
    marks: tuple[str, str] = ("", ""),
) -> None:
    """Bring one entry up to its message, after a decision was written into the catalog.

    `marks` are the fingerprints (`mark`) of the file before and after it was written: with them
    the catalog need not be read again. Call it while the catalog is locked. What the worklist
    does not know yet is left to the next `refresh`.
    """
    state = session.get(CatalogState, (vocabulary, lang), with_for_update=True)
    entry = session.get(Entry, (vocabulary, lang, concept, slot))
    if state is None or entry is None:
        return
    found = row(message, concept, slot, entry.position, state.reliability)
    entry.source, entry.previous = found.source, found.previous
    entry.text, entry.data = found.text, found.data
    counts = {name: Counter(states) for name, states in state.counts.items()}
    _move(entry, found.state, counts)
    _settle_synonyms(session, entry, counts)
    state.counts = {name: dict(+states) for name, states in counts.items()}
    if marks[0] and state.mark == marks[0]:
        state.mark = marks[1]


def _settle_synonyms(session: Session, entry: Entry, counts: dict[str, Counter[str]]) -> None:
    """Count an empty list of synonyms as done where the preferred term is there."""
    if entry.slot not in ("prefLabel", "altLabel"):
        return
    key = entry.vocabulary, entry.lang, entry.concept
    term = session.get(Entry, (*key, "prefLabel"))
    synonyms = session.get(Entry, (*key, "altLabel"))
    if synonyms is not None and not synonyms.text:
        named = term is not None and term.state in TRANSLATED
        _move(synonyms, "done" if named else "missing", counts)


def _move(entry: Entry, new: str, counts: dict[str, Counter[str]]) -> None:
    counts.setdefault(entry.slot, Counter()).update({entry.state: -1, new: 1})
    entry.state = new
