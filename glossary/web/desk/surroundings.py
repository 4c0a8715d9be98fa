"""What stands beside a concept at the desk: its neighbours, and how others put it.

Everything is read from the published index, a few records at most.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glossary.errors import Invalid, NotFound
from glossary.languages.related_languages import nearest
from glossary.reader import Reader, Record, preferred_terms
from glossary.records.excerpts import decode_head

RELATIONS = ("broader", "narrower", "related")
_MOST_NEIGHBOURS = 12
_MOST_KINDRED = 4
_MOST_SECTORS = 8
_MOST_ELSEWHERE = 6
_MOST_HITS = 40
_NOTES = {
    "definition": "definitions",
    "scopeNote": "scope_notes",
    "example": "examples",
    "historyNote": "history_notes",
}


@dataclass(frozen=True, slots=True)
class Told:
    """How someone puts it: `text` in the language `lang`, "" where they have no word for it.

    `by` is a sector, `vocabulary` and `id` the concept, where there is one; `source` the word in
    the language that is translated from.
    """

    text: str
    lang: str
    by: str = ""
    source: str = ""
    vocabulary: str = ""
    id: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a concept; nothing of one that is not published.

    `reference` are its texts by slot in another language, `languages` those it could be; `shown`
    are those that readers see in the language that is translated into.
    """

    record: Record | None = None
    neighbours: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    kindred: Sequence[Told] = ()
    sectors: Sequence[Told] = ()
    elsewhere: Sequence[Told] = ()
    reference: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ()
    shown: Mapping[str, str] = field(default_factory=dict)


def surroundings(
    reader: Reader, described: Mapping[str, Any], concept: str, lang: str, reference: str
) -> Surroundings:
    """Return what stands beside a concept that is translated into `lang`.

    `reference` is the second language that the translator wants to see, "" for none.
    """
    source = str(described["source_language"])
    try:
        record = reader.concept(str(described["id"]), concept)
    except NotFound:
        return Surroundings()
    terms = preferred_terms(record)
    others = [tag for tag in terms if tag not in (lang, source)]
    sectors = list(_sectors(reader, record, lang, source))[:_MOST_SECTORS]
    shown = {(told.vocabulary, told.id) for told in sectors} | {(record["vocabulary"], concept)}
    return Surroundings(
        record,
        {name: [_reference(i, lang, source) for i in _first(record[name])] for name in RELATIONS},
        [Told(terms[tag], tag) for tag in nearest(lang, others, _MOST_KINDRED)],
        sectors,
        list(_elsewhere(reader, terms.get(source, ""), lang, source, shown)),
        _texts(record, reference),
        sorted(others),
        _texts(record, lang),
    )


def _first(items: Sequence[Record]) -> Iterable[Record]:
    return items[:_MOST_NEIGHBOURS]


def _reference(item: Record, lang: str, source: str) -> Told:
    """Return how a concept that a record names is put."""
    label = item["label"]
    name = label.get(source) or next(iter(label.values()), item["id"])
    return Told(label.get(lang, ""), lang, "", name, item["vocabulary"], item["id"])


def _sectors(reader: Reader, record: Record, lang: str, source: str) -> Iterator[Told]:
    """Yield how other concepts of the same or a like idea are put, sector by sector."""
    for sector, found in reader.comparison(record):
        for relation, other in found:
            if relation != "self":
                yield _told(other, lang, source, sector, relation)


def _told(record: Record, lang: str, source: str, by: str = "", relation: str = "") -> Told:
    terms = preferred_terms(record)
    name = terms.get(source) or next(iter(terms.values()), record["id"])
    return Told(terms.get(lang, ""), lang, by, name, record["vocabulary"], record["id"], relation)


def _elsewhere(
    reader: Reader, term: str, lang: str, source: str, shown: set[tuple[str, str]]
) -> Iterator[Told]:
    """Yield the translations that other vocabularies of the site have for a term."""
    try:
        hits = reader.lookup(term, source)
    except Invalid:  # longer than a query may be, or empty
        return
    count = 0
    for hit in hits[:_MOST_HITS]:
        if (hit.vocabulary, hit.id) in shown or hit.match.form == "inflected":
            continue
        told = _told(decode_head(hit.record), lang, source)
        if told.text:
            yield told
            count += 1
        if count == _MOST_ELSEWHERE:
            return


def _texts(record: Record, lang: str) -> dict[str, str]:
    """Return the texts of a record in a language, by slot."""
    terms = record["terms"].get(lang, ())
    found = {
        "prefLabel": "\n".join(t["text"] for t in terms if t["status"] == "preferred"),
        "altLabel": "\n".join(t["text"] for t in terms if t["status"] == "admitted"),
    }
    for slot, name in _NOTES.items():
        found[slot] = "\n\n".join(note["text"] for note in record.get(name, {}).get(lang, ()))
    return {slot: text for slot, text in found.items() if text}
