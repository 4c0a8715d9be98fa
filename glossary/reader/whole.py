"""A whole vocabulary out of one state of the published index, its concepts one by one."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from pydantic_core import from_json

from glossary.formats.contents import PLAIN, XL, Contents
from glossary.formats.registry import Format
from glossary.model import Concept, Group, Statement, Vocabulary
from glossary.reader import Reader, Record
from glossary.records.decoding import concept_of
from index import Cursor, Index

_AT_ONCE = 50
"""So many records are read at once: a few milliseconds of work."""
_CHILDREN = 1000


class WholeVocabulary:
    """What was published of a vocabulary: described at once, its concepts in the order of ids.

    `record` is what the site says of it, `base_url` the address of the site; `index` answers from
    one state as long as this is used.
    """

    def __init__(self, index: Index, record: Record, base_url: str) -> None:
        self._index, self._uris = index, dict[str, str]()
        surveys: Record = from_json(index.metadata().get("surveys", b"{}"))
        self.vocabulary = described(record, base_url, surveys.get(record["id"], {}))

    def concepts(self) -> Iterator[Concept]:
        """Yield all concepts, the withdrawn ones too."""
        after: Cursor | None = ("", "")
        while after is not None:
            found, after = self._index.concepts(self.vocabulary.id, after, limit=_AT_ONCE)
            for record in map(from_json, found):
                concept, self._uris = concept_of(record)
                yield self._complete(concept) if "narrower_total" in record else concept

    def _complete(self, concept: Concept) -> Concept:
        """Return a concept with all of its very many narrower ones that are in use."""
        ids = dict.fromkeys(concept.narrower)
        lang, start = self.vocabulary.source_language, 0
        place = self.vocabulary.id, concept.id
        while found := self._index.children(*place, lang, start, _CHILDREN):
            ids |= dict.fromkeys(entry.id for entry in found)
            start += len(found)
        return replace(concept, narrower=tuple(ids))

    def uri_of(self, id: str) -> str:
        """Return the URI of a concept of the vocabulary; KeyError where there is none."""
        if id in self._uris:
            return self._uris[id]
        found: str = from_json(self._index.summaries(self.vocabulary.id, [id])[id])["uri"]
        return found


def pieces(reader: Reader, id: str, form: Format) -> Iterator[bytes]:
    """Yield a vocabulary in a format, with all that is known of its terms; `reader` answers from
    one state meanwhile.
    """
    base = reader.site().base_url
    known = WholeVocabulary(reader.index, reader.vocabulary(id), base)
    profile = XL if form.has_profiles else PLAIN
    contents = Contents(known.vocabulary, known.concepts(), known.uri_of, base, profile)
    yield from form.write(contents)


def described(record: Record, base_url: str, survey: Record) -> Vocabulary:
    """Return the vocabulary that a record of the site describes; `survey` is what was counted when
    it was published, and what its file says beyond that.
    """
    more = {one["id"]: one for one in survey.get("groups", ())}
    groups = (
        group_of(one, record["id"], base_url, more.get(one["id"])) for one in record["groups"]
    )
    resources = survey.get("resources", {}).items()
    return Vocabulary(
        id=record["id"],
        uri=record["uri"],
        titles=record["title"],
        descriptions=record["description"],
        source_language=record["source_language"],
        sectors=tuple(record["sectors"]),
        licence=record["licence"],
        publisher=record["publisher"],
        created=record["created"],
        modified=record["modified"],
        groups=tuple(groups),
        resources=tuple((uri, tuple(Statement(*one) for one in said)) for uri, said in resources),
        datatypes=tuple((name, text, iri) for name, text, iri in survey.get("datatypes", ())),
    )


def group_of(record: Record, vocabulary: str, base_url: str, more: Record | None = None) -> Group:
    """Return the group that a record of a vocabulary's groups describes; `more` is what a survey
    has of it.
    """
    beyond = more or {}
    return Group(
        record["id"],
        beyond.get("uri") or group_uri(vocabulary, record["id"], base_url),
        record["label"],
        tuple(record["members"]),
        tuple(record.get("groups", ())),
        tuple(record.get("below", ())),
        record.get("kind", "collection"),
        record.get("ordered", False),
        tuple(Statement(*one) for one in beyond.get("statements", ())),
    )


def group_uri(vocabulary: str, id: str, base_url: str) -> str:
    """Return the URI of a group that its vocabulary's file gives none."""
    return f"{base_url}/id/{quote(vocabulary, safe='')}/{quote(id, safe='')}"
