"""What every door asks of the published glossary: lookup, search, suggest, concepts, browsing.

Answers hold records as the index gives them (bytes of JSON); a door decodes what it must see.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, NotFound
from glossary.languages.collation import Order
from glossary.model import WITHDRAWN
from glossary.reader import addresses, comparison, homographs
from glossary.reader.agreement import UNLINKED, Beside, beside
from glossary.reader.groups import GroupTree
from glossary.reader.query_checks import check_filters, check_text, check_vocabularies
from glossary.reader.site import Record as Record
from glossary.reader.site import Site as Site
from glossary.reader.site import read_site
from glossary.reader.suggestions import suggestions_for
from glossary.records import preferred
from glossary.records.excerpts import decode_glance, decode_outline
from glossary.site.index_check import unavailable
from glossary.site.settings import Settings
from index import (
    Completion,
    Cursor,
    Dated,
    Dates,
    Hits,
    Index,
    IndexUnavailable,
    ListEntry,
    Query,
    Results,
    Suggestion,
    open_index,
)

_FEW_RESULTS = 3
"""With fewer results than this, the reader may have meant something else."""
_MOST_NAMESAKES = 20
"""So many concepts with the same name are looked at, one's own among them."""
_NAMESAKES_KEPT = 4096
"""So many names are remembered with the concepts that have them, in the generation that answers."""


class Reader:
    """The published glossary of one site, always its newest generation."""

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self.index: Index = index or open_index(settings.index_place)
        self._lock = threading.Lock()
        self._site: Site | None = None
        self.namesakes = lru_cache(_NAMESAKES_KEPT)(self._namesakes)

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
                site = self._site = read_site(self.index, generation)
        return site

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
        check_text(term, parameter, self.settings.max_query_characters)
        beside = parameter.removesuffix("term")
        check_vocabularies(vocabularies, self.site(), f"{beside}vocabulary")
        named = self.named_by(term)
        return self.index.lookup(named, lang, vocabularies, per_page, (page - 1) * per_page)

    def search(self, query: Query) -> Results:
        """Return a page of results; suggestions where little was found."""
        check_text(query.text, "q", self.settings.max_query_characters)
        check_filters(query, self.site(), self.index)
        if (named := self.named_by(query.text)) != query.text:
            query = replace(query, text=named)
        results = self.index.search(query)
        if results.total >= _FEW_RESULTS and not results.missing:
            return results
        return replace(results, suggestions=suggestions_for(query, results, self.index))

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels that complete `prefix`, best first."""
        check_text(prefix, "q", self.settings.max_query_characters)
        check_vocabularies(vocabularies, self.site())
        return self.index.suggest(prefix, lang, vocabularies, limit)

    def distinctions(self, found: Sequence[Completion]) -> dict[int, Record]:
        """Return what tells completions that look alike apart; see `homographs`."""
        return homographs.distinctions(found, self.concept)

    def similar(self, term: str, lang: str = "") -> Sequence[Suggestion]:
        """Return what was perhaps meant."""
        return self.index.similar(term, lang)

    def named_by(self, text: str) -> str:
        """Return the URI of the concept that an address on this site shows, else the text."""
        if "://" not in text:
            return text
        place = addresses.concept_at(text, self.site().base_url)
        found = self.index.get(*place) if place else None
        return text if found is None else str(from_json(found)["uri"])

    def group(self, id: str, vocabularies: Sequence[str] = ()) -> Record | None:
        """Return the description of a group, in these vocabularies or any, else None."""
        return self.site().group(id, vocabularies)

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

    def first_path(self, vocabulary: str, id: str) -> list[str]:
        """Return the ids from a top concept down to `id`, the first path there is; raise NotFound
        where there is no such concept.
        """
        paths = self.index.paths(vocabulary, id, 1)
        if not paths:
            self.concept_bytes(vocabulary, id)  # raises
        return [*paths[0]]

    def position(self, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
        """Return how many stand before a concept on a level of the hierarchy."""
        return self.index.position(vocabulary, parent, id, lang)

    def paths(self, record: Record) -> list[list[Record]]:
        """Return the paths from the top concepts down to a concept, as summaries."""
        paths = self.index.paths(record["vocabulary"], record["id"])
        steps = dict.fromkeys(step for path in paths for step in path)
        known = self.summaries(record["vocabulary"], steps)
        return [[known[step] for step in path] for path in paths]

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

    def by_date(
        self,
        vocabulary: str = "",
        after: tuple[str, str, str] | None = None,
        limit: int = 100,
        *,
        date: Dates = "changed",
        newest_first: bool = True,
        listed_only: bool = False,
        offset: int = 0,
    ) -> Sequence[Dated]:
        """Return a page of the concepts of a vocabulary ("": of all) in the order of a date, as
        `Index.by_date` does; raise NotFound.
        """
        if vocabulary:
            self.vocabulary(vocabulary)
        return self.index.by_date(
            vocabulary, after, limit, date=date, newest_first=newest_first,
            listed_only=listed_only, offset=offset,
        )  # fmt: skip

    def newest(self, limit: int = 8) -> list[Record]:
        """Return the concepts that changed last."""
        return [from_json(record) for record in self.index.newest(limit)]

    def comparison(self, record: Record) -> list[tuple[str, list[tuple[str, Record]]]]:
        """Return, by sector, the concepts that name the same or a like idea, with the relation.

        See `comparison.compared`; of the records of others, what `decode_outline` gives.
        """
        return comparison.compared(record, self._outlines)

    def beside(self, record: Record, title: str, lang: str, shown: str = "") -> list[Beside]:
        """Return the concepts beside one whose term in a language is `title`: those that
        `comparison` tells of, whatever their sectors, and those of other vocabularies that have the
        same preferred term; none that is withdrawn.

        With `shown`, of each only what it has in that language, where it has something in it.
        """
        decode = partial(decode_glance, lang=shown) if shown else decode_outline
        found = comparison.related(record, lambda uris: self._decoded(uris, decode))
        known = {(one["vocabulary"], one["id"]) for _, one in found}
        for place in self.namesakes(self.generation(), title, lang) if title and lang else ():
            if place[0] != record["vocabulary"] and place not in known:
                encoded = self.index.get(*place)
                found += [(UNLINKED, decode(encoded))] if encoded else []
        return beside(title, lang, [one for one in found if one[1]["status"] != WITHDRAWN])

    def _namesakes(self, generation: str, title: str, lang: str) -> tuple[tuple[str, str], ...]:
        """Return vocabulary and id of the concepts with a preferred term in a language."""
        found = self.index.lookup(title, lang, limit=_MOST_NAMESAKES)
        return tuple(
            (hit.vocabulary, hit.id)
            for hit in found
            if hit.match.kind == "preferred"
            and hit.match.form in ("exact", "folded")
            and hit.match.lang == lang
        )

    def _outlines(self, uris: Iterable[str]) -> dict[str, Record]:
        return self._decoded(uris, decode_outline)

    def _decoded(self, uris: Iterable[str], decode: Callable[[bytes], Record]) -> dict[str, Record]:
        return {uri: decode(encoded) for uri, encoded in self.index.get_many(uris).items()}


def _named(entry: ListEntry) -> ListEntry:
    """Return an entry with a text: its id where it has no preferred term at all."""
    return entry if entry.text else replace(entry, text=entry.id)


def _entry(summary: Record, lang: str) -> ListEntry:
    """Return the entry of a concept in a list, from its summary."""
    found = languages.choose(summary["label"], [lang]) or ("", summary["id"])
    return ListEntry(summary["vocabulary"], summary["id"], found[1], found[0])


def preferred_terms(record: Record) -> dict[str, str]:
    """Return the preferred term of each language of a record."""
    return preferred(record["terms"])
