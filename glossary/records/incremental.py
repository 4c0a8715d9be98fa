"""Concepts whose catalog was changed come into the published index, a few at a time.

Nothing of the vocabulary is read: what a concept says in other languages stands in its record. Only
withdrawn concepts, which name their successors, learn a new name when the site is published again.
"""

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from glossary import records
from glossary.catalogs import editing
from glossary.catalogs.apply import Applied
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, context
from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_, Busy, Unavailable
from glossary.languages.collation import Order
from glossary.model import DRAFT, WITHDRAWN, Concept, Note, Term, Vocabulary, language_order
from glossary.records.decided import note
from glossary.records.documents import label_values, text_values
from glossary.site import register
from glossary.site.index_check import unavailable
from glossary.site.settings import Settings
from index import (
    Document,
    IndexBusy,
    IndexChange,
    IndexUnavailable,
    Label,
    Text,
    background,
    change_index,
)

_SLOTS = ("prefLabel", "altLabel", *TEXT_SLOTS)
_OF_SCHEME = ("title", "description")
_NAMING = ("broader", "narrower", "related", "mappings", "replaced_by")
"""The members of a record that name other concepts."""
_RELIABILITY = re.compile(rb'"X-Reliability: *(\w+)')
_DAY = len("2026-01-31")
_MOST_MEMBERS = 500
"""The records of so many members of a group are changed at once."""


class Decided(NamedTuple):
    """A text that was decided on, when (in ISO 8601), and whether it was taken away."""

    concept: str
    slot: str
    moment: str = ""
    is_gone: bool = False


def show(
    settings: Settings,
    vocabulary: str,
    concepts: Collection[str],
    lang: str,
    decided: Collection[Decided] = (),
) -> bool:
    """Bring what a catalog says of concepts into the published index, in one step.

    `concepts` are ids as in the catalog: also those of groups, and `SCHEME`. Returns whether that
    is all: False where very many records name a concept, or where only the vocabulary's own file
    tells what stands there instead; then the site is to be published, see `publish_soon`. With
    what was `decided` on, that is known also where it was shown before, and concepts get its date.
    Raises Busy and Unavailable, with nothing changed.
    """
    moments: dict[str, str] = {}
    for one in decided:
        moments[one.concept] = max(moments.get(one.concept, ""), one.moment)
    try:
        with change_index(settings.index_place) as change:
            return show_in(change, settings, vocabulary, concepts, lang, decided, moments)
    except IndexBusy as error:
        raise Busy(N_("another process is publishing this site")) from error
    except IndexUnavailable as error:
        raise unavailable(error) from error


def show_in(
    change: IndexChange,
    settings: Settings,
    vocabulary: str,
    concepts: Collection[str],
    lang: str,
    decided: Collection[Decided] = (),
    moments: Mapping[str, str] | None = None,
) -> bool:
    """Bring what a catalog says of concepts into a change of the index; see `show`.

    `moments` is when they were changed last, by id.
    """
    content = files.catalog_path(settings.translations, lang, vocabulary).read_bytes()
    showing = _Showing(change, settings, vocabulary, lang, content, decided, moments or {})
    note(change, vocabulary, lang, content)
    return showing.show(concepts)


def publish_soon(settings: Settings) -> None:
    """Publish the site in a process of its own, after the one that may be at work now.

    That it is due is noted before (`glossary.contribute.index_copies`), so that the end of this
    machine does not lose it. What it prints is in the log of `index.background`.
    """
    command = [sys.executable, "-m", "glossary.cli", "--site", str(settings.site)]
    background.start(settings.index_folder, [*command, "publish", "--quiet", "--wait"])


@dataclass(slots=True)
class _Showing:
    """One change of the index, for concepts of one vocabulary in one language."""

    change: IndexChange
    settings: Settings
    vocabulary: str
    lang: str
    content: bytes
    decided: Collection[Decided]
    moments: Mapping[str, str]
    described: list[dict[str, Any]] = field(init=False)
    own: dict[str, Any] = field(init=False)
    order: Order = field(init=False)
    found: dict[str, Message] = field(init=False)
    gone: set[str] = field(init=False)
    named: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.described = json.loads(self.change.metadata("vocabularies") or b"[]")
        found = [one for one in self.described if one["id"] == self.vocabulary]
        if not found:
            raise Unavailable(N_("The glossary has not been published yet."))
        self.own, self.order = found[0], Order(self.settings.alphabets)
        self.gone = {one.concept for one in self.decided if one.is_gone}
        self.named = {one.concept for one in self.decided if one.slot == "prefLabel"}

    def _place(self, lang: str) -> tuple[bool, str]:
        return language_order(self.own["source_language"])(lang)

    def show(self, concepts: Collection[str]) -> bool:
        """Change the concepts; return whether that is all."""
        groups = {group["id"]: group for group in self.own["groups"]}
        names = {context(id, slot) for id in concepts for slot in (*_SLOTS, *_OF_SCHEME)}
        self.found = editing.messages(self.content, names)
        done = []
        for id in dict.fromkeys(concepts):
            if id == SCHEME:
                done.append(self._describe())
            elif id in groups:
                done.append(self._name_group(groups[id]))
            elif (there := self.change.get(self.vocabulary, id)) is not None:
                done.append(self._say(there))
        self.change.set_metadata("vocabularies", records.encode(self.described))
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        self.change.set_metadata("changed", moment.encode())
        return all(done)

    def _entries(self, id: str, *slots: str) -> dict[str, Message]:
        """Return the messages of a concept by slot."""
        found = {slot: self.found.get(context(id, slot)) for slot in slots}
        return {slot: message for slot, message in found.items() if message is not None}

    def _said(self, id: str, slot: str) -> str:
        """Return what the catalog publishes as one text, "" where that is nothing."""
        message = self._entries(id, slot).get(slot)
        return str(message.string) if message and message.string and not message.fuzzy else ""

    def _describe(self) -> bool:
        known = [self._set(self.own[slot], self._said(SCHEME, slot)) for slot in _OF_SCHEME]
        return all(known) and SCHEME not in self.gone

    def _set(self, texts: dict[str, str], text: str) -> bool:
        """Put a text in; return False where there is none, but the file itself may have one."""
        before = texts.pop(self.lang, "")
        if text:
            texts[self.lang] = text
        return bool(text) or not before

    def _name_group(self, group: dict[str, Any]) -> bool:
        is_known = self._set(group["label"], self._said(group["id"], "prefLabel"))
        for member in group["members"][:_MOST_MEMBERS]:
            there = self.change.get(self.vocabulary, member)
            if there is not None:
                record = json.loads(there.record)
                for item in record["groups"]:
                    if item["id"] == group["id"]:
                        item["label"] = group["label"]
                self.change.put(replace(there, record=records.encode_record(record)))
        return is_known and group["id"] not in self.gone and len(group["members"]) <= _MOST_MEMBERS

    def _say(self, there: Document) -> bool:
        record = json.loads(there.record)
        entries = self._entries(there.id, *_SLOTS)
        made = self._applied(record, entries)
        terms = [term for term in made.terms if term.lang == self.lang]
        notes = [note for note in made.notes if note.lang == self.lang]
        now = records.saying(record, self.lang, terms, notes, self._place)
        if (day := self.moments.get(there.id, "")[:_DAY]) > now.get("modified", ""):
            now["modified"] = day
        self.change.put(self._document(there, now, terms, notes))
        self._count(record, now)
        return self._tell_neighbours(record, now) and self._is_known(record, entries)

    def _applied(self, record: dict[str, Any], entries: dict[str, Message]) -> Concept:
        """Return a concept as the vocabulary's file has it, with the entries of the catalog."""
        source = self.own["source_language"]
        known: list[tuple[list[Term], list[Note]]] = [records.terms_and_notes(record, source)]
        if source != self.lang:
            terms, notes = records.terms_and_notes(record, self.lang)
            own_notes = [note for note in notes if note.reliability is None]
            known.append(([term for term in terms if term.reliability is None], own_notes))
        concept = Concept(
            record["id"],
            self.vocabulary,
            record["uri"],
            terms=tuple(term for terms, _ in known for term in terms),
            notes=tuple(note for _, notes in known for note in notes),
        )
        vocabulary = Vocabulary(self.vocabulary, self.own["uri"], {}, source_language=source)
        said = Applied(vocabulary, self._catalog(entries), self.lang).concept(concept)
        return register.Citing(register.read(self.settings)).applied(said)

    def _catalog(self, entries: dict[str, Message]) -> TermCatalog:
        """Return a catalog of these entries alone, with the header that counts."""
        made = TermCatalog()
        header = self.content.partition(b"\n\n")[0]
        if found := _RELIABILITY.search(header):
            made.headers["X-Reliability"] = found.group(1).decode()
        for message in entries.values():
            made.add(message)
        return made

    def _document(
        self, there: Document, record: dict[str, Any], terms: list[Term], notes: list[Note]
    ) -> Document:
        labels = [label for label in there.labels if label.lang != self.lang]
        labels += [Label(*values) for values in label_values(terms, self.order)]
        texts = [text for text in there.texts if text.lang != self.lang]
        texts += [Text(*values) for values in text_values(notes)]
        return replace(
            there,
            changed=max(there.changed or "", self.moments.get(there.id, "")),
            published="",
            is_new=False,
            labels=sorted(labels, key=lambda label: self._place(label.lang)),
            texts=sorted(texts, key=lambda text: self._place(text.lang)),
            summary=records.encode_record(records.named(record)),
            record=records.encode_record(record),
        )

    def _count(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        """Count concepts in use with a preferred term and a definition, and which are drafts."""
        if now["status"] == WITHDRAWN:
            return
        for name, has in _COUNTED.items():
            counts = self.own.setdefault(name, {})
            count = counts.pop(self.lang, 0) + has(now, self.lang) - has(before, self.lang)
            if count > 0:
                counts[self.lang] = count

    def _tell_neighbours(self, before: dict[str, Any], now: dict[str, Any]) -> bool:
        """Change the name of a concept in the records of others; return whether in all."""
        reference = records.named(now)
        if reference == records.named(before):
            return now["id"] not in self.named or not _has_many(now)
        own = now["vocabulary"], now["id"]
        for there in self._naming(now):
            if (there.vocabulary, there.id) == own:
                continue
            record = json.loads(there.record)
            for item in (item for name in _NAMING for item in record.get(name, ())):
                if (item.get("vocabulary"), item.get("id")) == own:
                    item["label"] = reference["label"]
            self.change.put(replace(there, record=records.encode_record(record)))
        return not _has_many(now)

    def _naming(self, record: dict[str, Any]) -> Iterator[Document]:
        """Yield the documents of the concepts that a record names, in every vocabulary that has
        them.
        """
        for vocabulary, id in dict.fromkeys(_neighbours(record)):
            there = self.change.get(vocabulary, id)
            if there is not None:
                yield from self.change.find(there.uri)

    def _is_known(self, before: dict[str, Any], entries: dict[str, Message]) -> bool:
        """Return whether nothing can stand in the vocabulary's file that shows again now."""
        own = json.loads(self.change.metadata("own_languages") or b"{}")
        if self.lang not in own.get(self.vocabulary, ()):
            return True
        if before["id"] in self.gone:
            return False
        filled = {slot for slot, one in entries.items() if one.string and not one.fuzzy}
        terms, notes = records.terms_and_notes(before, self.lang)
        gone = {note.kind for note in notes if note.reliability}
        gone |= {
            "prefLabel" if term.status == "preferred" else "altLabel"
            for term in terms
            if term.reliability
        }
        return gone <= filled


def _has_many(record: dict[str, Any]) -> bool:
    """Return whether a concept has more neighbours than its record names."""
    return any(f"{name}_total" in record for name in _NAMING)


def _has_term(record: dict[str, Any], lang: str) -> bool:
    return lang in records.preferred(record["terms"])


def _has_definition(record: dict[str, Any], lang: str) -> bool:
    return lang in record["definitions"]


def _has_draft_term(record: dict[str, Any], lang: str) -> bool:
    terms = record["terms"].get(lang, ())
    return any(t.get("reliability") == DRAFT for t in terms if t["status"] == "preferred")


def _has_draft_definition(record: dict[str, Any], lang: str) -> bool:
    return any(t.get("reliability") == DRAFT for t in record["definitions"].get(lang, ()))


_COUNTED = {
    "languages": _has_term,
    "definitions": _has_definition,
    "draft_terms": _has_draft_term,
    "draft_definitions": _has_draft_definition,
}
"""What is counted for each vocabulary and language, as `glossary.publish` does."""


def _neighbours(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _NAMING:
        for item in record.get(name, ()):
            if "id" in item:
                yield item["vocabulary"], item["id"]
