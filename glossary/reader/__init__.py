"""What every door asks of the published glossary: lookup, search, suggest, concepts, browsing.

Answers hold records as the index gives them (bytes of JSON); a door decodes what it must see.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, Invalid, NotFound
from glossary.languages.collation import Order
from glossary.model import SECTORS
from glossary.reader import addresses, comparison, homographs, lengths
from glossary.reader.groups import GroupTree
from glossary.records import preferred
from glossary.records.excerpts import outline
from glossary.site.index_check import unavailable
from glossary.site.settings import Settings
from index import (
    FORMS,
    Completion,
    Cursor,
    Hits,
    Index,
    IndexUnavailable,
    ListEntry,
    Query,
    Results,
    Suggestion,
    open_index,
)
from index.queries import parse

Record = dict[str, Any]
_FEW = 3
"""Fewer results than this, and the reader may have meant something else."""


@dataclass(frozen=True, slots=True)
class Site:
    """What was published beside the concepts: vocabularies by id, when, and the last change."""

    generation: str
    published: str
    changed: str
    base_url: str
    collation: str
    vocabularies: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, GroupTree] = field(default_factory=dict)

    def languages(self) -> dict[str, int]:
        """Return the number of preferred terms in each language, most first."""
        counts: dict[str, int] = {}
        for vocabulary in self.vocabularies.values():
            for lang, count in vocabulary["languages"].items():
                counts[lang] = counts.get(lang, 0) + count
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def concepts(self) -> int:
        """Return the number of concepts."""
        return sum(v["concepts"] for v in self.vocabularies.values())


class Reader:
    """The published glossary of one site, always its newest generation."""

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self.index: Index = index or open_index(settings.index_folder)
        self._lock = threading.Lock()
        self._site: Site | None = None

    def generation(self) -> str:
        """Return the name of the generation that answers; Unavailable where there is none."""
        try:
            return self.index.generation()
        except IndexUnavailable as error:
            raise unavailable(error) from error

    def site(self) -> Site:
        """Return what was published beside the concepts."""
        generation = self.generation()
        site = self._site
        if site is None or site.generation != generation:
            with self._lock:
                site = self._site = self._read_site(generation)
        return site

    def _read_site(self, generation: str) -> Site:
        metadata = self.index.metadata()
        described: list[Record] = from_json(metadata["vocabularies"])
        return Site(
            generation,
            metadata["published"].decode(),
            max(metadata["published"], metadata.get("changed", b"")).decode(),
            metadata["base_url"].decode(),
            metadata["collation"].decode(),
            {vocabulary["id"]: vocabulary for vocabulary in described},
        )

    def fingerprint(self) -> str:
        """Return the fingerprint of what was published, "" where nothing was."""
        try:
            return self.index.metadata().get("fingerprint", b"").decode()
        except IndexUnavailable:
            return ""

    def address(self) -> str:
        """Return the public address for which the site was published; Unavailable where nothing
        can be read that was published.
        """
        try:
            return self.index.metadata()["base_url"].decode()
        except IndexUnavailable as error:
            raise unavailable(error) from error

    def vocabulary(self, id: str) -> Record:
        """Return what is known of a vocabulary; raise NotFound."""
        found = self.site().vocabularies.get(id)
        if found is None:
            raise NotFound(N_("There is no vocabulary “%(id)s”."), id=id)
        return found

    def concept_bytes(self, vocabulary: str, id: str) -> bytes:
        """Return the record of a concept as JSON; raise NotFound."""
        self.vocabulary(vocabulary)
        found = self.index.get(vocabulary, id)
        if found is None:
            raise NotFound(
                N_("There is no concept “%(id)s” in the vocabulary “%(vocabulary)s”."),
                id=id,
                vocabulary=vocabulary,
            )
        return found

    def concept(self, vocabulary: str, id: str) -> Record:
        """Return the record of a concept; raise NotFound."""
        found: Record = from_json(self.concept_bytes(vocabulary, id))
        return found

    def lookup(
        self,
        term: str,
        lang: str = "",
        vocabularies: Sequence[str] = (),
        parameter: str = "term",
        page: int = 1,
        per_page: int = 20,
    ) -> Hits:
        """Return a page of the concepts that `term` names, best first, and their number.

        Raises Invalid for a bad term.
        """
        self._check_text(term, parameter)
        self._check_vocabularies(vocabularies, parameter.removesuffix("term") + "vocabulary")
        named = self._named_by(term)
        return self.index.lookup(named, lang, vocabularies, per_page, (page - 1) * per_page)

    def search(self, query: Query) -> Results:
        """Return a page of results; suggestions where little was found."""
        self._check_text(query.text, "q")
        self._check_filters(query)
        if (named := self._named_by(query.text)) != query.text:
            query = replace(query, text=named)
        results = self.index.search(query)
        if results.total >= _FEW and not results.missing:
            return results
        return replace(results, suggestions=self._meant(query, results))

    def _meant(self, query: Query, results: Results) -> Sequence[Suggestion]:
        """Return what was perhaps meant by a query; nothing where it is a label.

        Where something was found, or filters let nothing through, words that are known are not
        doubted, and neither are beginnings of words at any time.
        """
        parsed = parse(query.text)
        if not parsed.words or any(hit.match.form in FORMS for hit in results.hits):
            return ()
        if parsed.leaves != parsed.clauses:
            return self._mended(query, parsed.words)
        is_plain = parsed.label and not parsed.problems and not parsed.excluded
        text = query.text if is_plain else " ".join(parsed.words)
        return self.index.similar(text, query.lang, if_unknown=results.total > 0 or _narrows(query))

    def _mended(self, query: Query, words: Sequence[str]) -> Sequence[Suggestion]:
        """Return a query with the likeliest in the place of each word that is not known."""
        text = query.text
        for word in words:
            for one in self.index.similar(word, query.lang, limit=1, if_unknown=True):
                are_two = " " in one.text and '"' not in text
                put = f'"{one.text}"' if are_two else one.text
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", put.replace("\\", r"\\"), text)
        return [Suggestion(text)] if text != query.text else ()

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels that complete `prefix`, best first."""
        self._check_text(prefix, "q")
        self._check_vocabularies(vocabularies)
        return self.index.suggest(prefix, lang, vocabularies, limit)

    def told_apart(self, found: Sequence[Completion]) -> dict[int, Record]:
        """Return what tells completions that look alike apart; see `homographs`."""
        return homographs.told_apart(found, self.concept)

    def similar(self, term: str, lang: str = "") -> Sequence[Suggestion]:
        """Return what was perhaps meant."""
        return self.index.similar(term, lang)

    def _named_by(self, text: str) -> str:
        """Return the URI of the concept that an address on this site shows, else the text."""
        if "://" not in text:
            return text
        place = addresses.place(text, self.site().base_url)
        found = self.index.get(*place) if place else None
        return text if found is None else str(from_json(found)["uri"])

    def _check_text(self, text: str, parameter: str) -> None:
        if not text.strip():
            raise Invalid(N_("“%(parameter)s” is empty."), parameter=parameter, code="empty")
        most = self.settings.max_query_characters
        if lengths.length(text) > most:
            raise Invalid(lengths.TOO_LONG, parameter=parameter, code="too_long", most=most)

    def _check_filters(self, query: Query) -> None:
        self._check_vocabularies(query.vocabularies)
        for sector in query.sectors:
            if sector not in SECTORS:
                raise Invalid(
                    N_("There is no sector “%(value)s”."), parameter="sector", value=sector
                )
        for group in query.groups:
            if self.group(group) is None:
                raise Invalid(N_("There is no group “%(value)s”."), parameter="group", value=group)
        if query.below and self.index.get(*query.below) is None:
            place = "/".join(query.below)
            raise Invalid(N_("There is no concept “%(value)s”."), parameter="below", value=place)

    def group(self, id: str, vocabularies: Sequence[str] = ()) -> Record | None:
        """Return what is known of a group, in these vocabularies or any; None if there is none."""
        for vocabulary in self.site().vocabularies.values():
            if not vocabularies or vocabulary["id"] in vocabularies:
                for group in vocabulary["groups"]:
                    if group["id"] == id:
                        found: Record = group
                        return found
        return None

    def _check_vocabularies(self, ids: Iterable[str], parameter: str = "vocabulary") -> None:
        known = self.site().vocabularies
        for id in ids:
            if id not in known:
                raise Invalid(
                    N_("There is no vocabulary “%(value)s”."), parameter=parameter, value=id
                )

    def content_language(self, vocabulary: Record, wanted: str) -> str:
        """Return the language of a vocabulary that serves `wanted`, else its source language."""
        asked = [wanted, *self.settings.fallback_languages]
        return languages.best(vocabulary["languages"], asked) or vocabulary["source_language"]

    def letters(self, vocabulary: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the letters of the A-Z with the number of labels."""
        return self.index.letters(vocabulary, lang)

    def by_letter(
        self, vocabulary: str, lang: str, letter: str, offset: int, limit: int
    ) -> Sequence[ListEntry]:
        """Return labels under a letter."""
        return self.index.by_letter(vocabulary, lang, letter, offset, limit)

    def children(
        self, vocabulary: str, parent: str, lang: str, offset: int = 0, limit: int = 200
    ) -> list[ListEntry]:
        """Return one level of the hierarchy, in order, every entry with a text."""
        return [*map(_named, self.index.children(vocabulary, parent, lang, offset, limit))]

    def members(
        self, vocabulary: str, group: str, lang: str, offset: int = 0, limit: int = 200
    ) -> list[ListEntry]:
        """Return the members of a group, every entry with a text: in the order of the group where
        it has one, else in that of `children`.
        """
        described = self.group_of(vocabulary, group)
        if not described.get("ordered"):
            found = self.index.members(vocabulary, group, lang, offset, limit)
            return [*map(_named, found)]
        members = described["members"][offset : offset + limit]
        summaries = self.summaries(vocabulary, members)
        return [_entry(summaries[id], lang) for id in members if id in summaries]

    def groups(self, vocabulary: str) -> GroupTree:
        """Return the groups of a vocabulary as they lie in one another."""
        site = self.site()
        found = site.groups.get(vocabulary)
        if found is None:
            order = Order(self.settings.alphabets).sort_key
            found = GroupTree(self.vocabulary(vocabulary)["groups"], order)
            site.groups[vocabulary] = found
        return found

    def group_of(self, vocabulary: str, id: str) -> Record:
        """Return what is known of a group of a vocabulary; raise NotFound."""
        found = self.groups(vocabulary).by_id.get(id)
        if found is None:
            raise NotFound(N_("There is no group “%(value)s”."), value=id)
        return found

    def way(self, vocabulary: str, id: str) -> list[str]:
        """Return the ids from a top concept down to `id`, the first way there is; raise NotFound
        where there is no such concept.
        """
        ways = self.index.paths(vocabulary, id, 1)
        if not ways:
            self.concept_bytes(vocabulary, id)  # raises
        return [*ways[0]]

    def position(self, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
        """Return how many stand before a concept on a level of the hierarchy."""
        return self.index.position(vocabulary, parent, id, lang)

    def paths(self, record: Record) -> list[list[Record]]:
        """Return the ways from the top down to a concept, as summaries."""
        ways = self.index.paths(record["vocabulary"], record["id"])
        steps = dict.fromkeys(step for way in ways for step in way)
        known = self.summaries(record["vocabulary"], steps)
        return [[known[step] for step in way] for way in ways]

    def summaries(self, vocabulary: str, ids: Iterable[str]) -> dict[str, Record]:
        """Return id, URI and preferred terms (`label`) of those concepts that exist, by id."""
        found = self.index.summaries(vocabulary, ids)
        return {id: from_json(summary) for id, summary in found.items()}

    def concepts(
        self, vocabulary: str, after: Cursor, since: str, limit: int
    ) -> tuple[Sequence[bytes], Cursor | None]:
        """Return records of a vocabulary in the order of their ids, with `since` those that changed
        then or later, in that order; and where to go on.
        """
        self.vocabulary(vocabulary)
        return self.index.concepts(vocabulary, after, since, limit)

    def newest(self, limit: int = 8) -> list[Record]:
        """Return the concepts that changed last."""
        return [from_json(record) for record in self.index.newest(limit)]

    def comparison(self, record: Record) -> list[tuple[str, list[tuple[str, Record]]]]:
        """Return, by sector, the concepts that name the same or a like idea, with the relation.

        Concepts that the page's own maps to, and those that these exactly or closely match; the
        concept itself stands in its own sector with the relation "self". Of the records of
        others, `glossary.records.outline`.
        """
        near = comparison.mapped(record)
        near.pop(record["uri"], None)
        records = self._outlines(near)
        further: dict[str, str] = {}
        for uri, relation in near.items():
            if relation in comparison.STRENGTH[1:3] and uri in records:
                for target, step in comparison.mapped(records[uri]).items():
                    if step in comparison.STRENGTH[1:3] and target not in near:
                        further.setdefault(target, step if relation == "exactMatch" else relation)
        further.pop(record["uri"], None)
        records |= self._outlines(further)
        found = {
            uri: (how, records[uri]) for uri, how in (near | further).items() if uri in records
        }
        return comparison.by_sector([*found.values(), ("self", record)])

    def _outlines(self, uris: Iterable[str]) -> dict[str, Record]:
        return {uri: outline(found) for uri, found in self.index.get_many(uris).items()}


def _named(entry: ListEntry) -> ListEntry:
    """Return an entry with a text: its id where it has no preferred term at all."""
    return entry if entry.text else replace(entry, text=entry.id)


def _entry(summary: Record, lang: str) -> ListEntry:
    """Return the entry of a concept in a list, from its summary."""
    found = languages.choose(summary["label"], [lang]) or ("", summary["id"])
    return ListEntry(summary["vocabulary"], summary["id"], found[1], found[0])


def _narrows(query: Query) -> bool:
    """Return whether a query has filters."""
    return any((query.vocabularies, query.sectors, query.statuses, query.groups, query.below))


def preferred_terms(record: Record) -> dict[str, str]:
    """Return the preferred term of each language of a record."""
    return preferred(record["terms"])
