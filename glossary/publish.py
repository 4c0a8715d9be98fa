"""Vocabularies and catalogs become documents, and documents a new generation of the index.

The only module that knows both sides. Whatever is wrong stops it before the swap, so the old
generation goes on answering.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from glossary import __version__, collation
from glossary.errors import N_, BrokenSource, Busy
from glossary.formats import Finding
from glossary.model import INVERSE_RELATION, Concept, Group, Term, Vocabulary
from glossary.records import Neighbours, encode, record
from glossary.settings import Settings
from glossary.sources import read_vocabularies
from index import Document, IndexBuilder, IndexBusy, Label, Text, build_index

_KIND = {"preferred": "preferred", "hidden": "hidden"}

Progress = Callable[[int, int], None]
"""Called with the number of concepts done and of all."""


@dataclass(slots=True)
class Summary:
    """What a publication did."""

    generation: str = ""
    concepts: dict[str, int] = field(default_factory=dict)
    languages: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0


def fingerprint(settings: Settings) -> str:
    """Return a value that changes when anything that is published changes."""
    digest = hashlib.sha256(f"{__version__} {settings.base_url} {collation.engine()}".encode())
    sources = [settings.vocabularies, settings.translations]
    for folder in sources:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".mo":
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def publish(settings: Settings, progress: Progress = lambda done, total: None) -> Summary:
    """Publish the site; return what was done.

    Raises BrokenSource for a file that cannot be used and Busy while another process publishes;
    in both cases, and when it is killed, the old generation is untouched.
    """
    started = time.monotonic()
    summary = Summary()
    mark = fingerprint(settings)
    try:
        builder = build_index(settings.index_folder, settings.generations_kept)
    except IndexBusy as error:
        raise Busy(N_("another process is publishing this site")) from error
    try:
        vocabularies = read_vocabularies(settings, summary.findings)
        _add_all(builder, vocabularies, settings, progress)
        metadata = _metadata(vocabularies, settings, mark)
    except BaseException:
        builder.abort()
        raise
    summary.generation = builder.commit(metadata)
    summary.concepts = {v.id: len(v.concepts) for v in vocabularies}
    summary.languages = {v.id: v.languages() for v in vocabularies}
    summary.seconds = time.monotonic() - started
    return summary


def _add_all(
    builder: IndexBuilder, vocabularies: list[Vocabulary], settings: Settings, progress: Progress
) -> None:
    total = sum(len(v.concepts) for v in vocabularies)
    neighbours = Neighbours(c for v in vocabularies for c in v.concepts.values())
    mappings = _both_ways(vocabularies)
    done = 0
    for vocabulary in vocabularies:
        groups = _groups_by_member(vocabulary)
        uris = {id: concept.uri for id, concept in vocabulary.concepts.items()}
        for concept in vocabulary.concepts.values():
            made = record(
                concept,
                uris,
                neighbours,
                mappings.get(concept.uri, ()),
                [{"id": g.id, "label": g.labels} for g in groups.get(concept.id, ())],
                settings.base_url,
            )
            try:
                builder.add(_document(concept, vocabulary, groups.get(concept.id, ()), made))
            except ValueError as error:
                raise BrokenSource(vocabulary.id, str(error)) from error
            done += 1
            progress(done, total)


def _both_ways(vocabularies: Iterable[Vocabulary]) -> dict[str, list[tuple[str, str]]]:
    """Return the mappings of every concept, also those stated on the other side only."""
    found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    known = {c.uri for v in vocabularies for c in v.concepts.values()}
    for vocabulary in vocabularies:
        for concept in vocabulary.concepts.values():
            for mapping in concept.mappings:
                found[concept.uri][mapping.relation, mapping.uri] = None
                if mapping.uri in known:
                    found[mapping.uri][INVERSE_RELATION[mapping.relation], concept.uri] = None
    return {uri: list(pairs) for uri, pairs in found.items()}


def _groups_by_member(vocabulary: Vocabulary) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = defaultdict(list)
    for group in vocabulary.groups:
        for member in group.members:
            found[member].append(group)
    return found


def _document(
    concept: Concept, vocabulary: Vocabulary, groups: Iterable[Group], made: dict[str, Any]
) -> Document:
    return Document(
        vocabulary=concept.vocabulary,
        id=concept.id,
        uri=concept.uri,
        labels=list(_labels(concept.terms)),
        texts=[Text(note.text, note.lang, note.kind) for note in concept.notes],
        notations=concept.notations,
        sectors=concept.sectors,
        groups=[group.id for group in groups],
        status=concept.status,
        parents=concept.broader,
        changed=concept.modified or concept.created or vocabulary.created or "",
        listed=concept.status != "deprecated",
        record=encode(made),
    )


def _labels(terms: Iterable[Term]) -> Iterator[Label]:
    for term in terms:
        yield Label(
            term.text,
            term.lang,
            _KIND.get(term.status, "alternative"),
            collation.sort_key(term.text, term.lang),
            collation.letter(term.text, term.lang),
        )


def _metadata(vocabularies: list[Vocabulary], settings: Settings, mark: str) -> dict[str, bytes]:
    described = [
        {
            "id": v.id,
            "uri": v.uri,
            "title": v.titles,
            "description": v.descriptions,
            "sector": v.sector,
            "sectors": list(v.sectors),
            "source_language": v.source_language,
            "languages": v.languages(),
            "definitions": _counts(v),
            "concepts": len(v.concepts),
            "licence": v.licence,
            "publisher": v.publisher,
            "created": v.created,
            "modified": v.modified,
            "groups": [
                {"id": g.id, "label": g.labels, "members": list(g.members)} for g in v.groups
            ],
        }
        for v in vocabularies
    ]
    return {
        "vocabularies": encode(described),
        "published": datetime.now(UTC).isoformat(timespec="seconds").encode(),
        "fingerprint": mark.encode(),
        "base_url": settings.base_url.encode(),
        "collation": collation.engine().encode(),
    }


def _counts(vocabulary: Vocabulary) -> dict[str, int]:
    """Return how many concepts have a definition, by language."""
    counts: dict[str, int] = defaultdict(int)
    for concept in vocabulary.concepts.values():
        for lang in {note.lang for note in concept.notes if note.kind == "definition"}:
            counts[lang] += 1
    return dict(counts)
