"""Vocabularies and catalogs become documents, and documents a new generation of the index.

Whatever is wrong stops it before the swap, so the old generation goes on answering. One concept
is in memory at a time: all are put into a spool first, because a record names its neighbours.
"""

import gc
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from glossary import __version__
from glossary.contribute.proposals import days
from glossary.errors import N_, BrokenSource, Busy
from glossary.formats import Findings, scratch, shared
from glossary.languages import collation
from glossary.languages.collation import Order
from glossary.model import DRAFT, WITHDRAWN, Concept, Group, Vocabulary
from glossary.publish.ages import checked
from glossary.publish.dating import dated
from glossary.publish.meanwhile import Meanwhile
from glossary.publish.survey import Survey
from glossary.records import encode, spool
from glossary.records.documents import content, documents
from glossary.records.notations import NotationOrder, Notations, Orders
from glossary.records.spool import Spool
from glossary.site import folder_marks, register, sources
from glossary.site.settings import Settings
from index import (
    Document,
    IndexBuilder,
    IndexBusy,
    IndexUnavailable,
    build_index,
    open_index,
    refresh_index,
)

OnProgress = Callable[[str, int, int], None]
"""Called with the phase ("reading", "indexing", "finishing"), how much of it is done, and of how
much: concepts when indexing, parts of a thousand when reading.
"""

_OBJECTS = 20_000
"""So many new objects are gathered before cycles are looked for among them."""
_THOUSAND = 1000
_PAUSE_SECONDS = 0.2
_ROUNDS = 3
"""So often the files are read, where what was changed meanwhile cannot be shown alone."""
_PARSED = 0.4
"""The share of parsing in the time of reading a file."""
_MOST_FALSE_FRIENDS = 500
"""So many pairs are kept beside the index, to be shown together."""


@dataclass(slots=True)
class Summary:
    """What a publication did; `changed` is None where everything was built anew."""

    generation: str = ""
    changed: int | None = None
    concepts: dict[str, int] = field(default_factory=dict)
    languages: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    seconds: float = 0.0


@dataclass(slots=True)
class _Counted:
    """A vocabulary with how many concepts it has, and how many of those in use have a term or
    definition, also one that nobody has checked; `own` are the languages in which its own file,
    not only a catalog, has terms.
    """

    vocabulary: Vocabulary
    concepts: int = 0
    withdrawn: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    definitions: Counter[str] = field(default_factory=Counter)
    draft_terms: Counter[str] = field(default_factory=Counter)
    draft_definitions: Counter[str] = field(default_factory=Counter)
    own: set[str] = field(default_factory=set)
    notations: Notations = field(default_factory=Notations)
    survey: Survey = field(default_factory=Survey)

    def count(self, concept: Concept) -> None:
        """Count one concept of it."""
        self.concepts += 1
        self.survey.look_at(concept)
        if concept.status == WITHDRAWN:
            self.withdrawn += 1
            return
        self.languages.update(concept.labels().keys())
        preferred = (term for term in concept.terms if term.status == "preferred")
        self.draft_terms.update({term.lang for term in preferred if term.reliability == DRAFT})
        defined = [note for note in concept.notes if note.kind == "definition"]
        self.definitions.update({note.lang for note in defined})
        self.draft_definitions.update({n.lang for n in defined if n.reliability == DRAFT})
        self.notations.look_at(concept)


def _counted(vocabulary: Vocabulary) -> _Counted:
    listed = frozenset(vocabulary.shown.get("index_classes", ()))
    return _Counted(vocabulary, survey=Survey(listed=listed))


def fingerprint(settings: Settings) -> str:
    """Return a value that changes when anything that is published changes."""
    digest = hashlib.sha256(f"{__version__} {settings.base_url} {collation.engine()}".encode())
    digest.update(repr(sorted(settings.alphabets.items())).encode())
    for folder in (settings.vocabularies, settings.translations):
        for file in sorted(folder.rglob("*")):
            if file.suffix == ".mo" or file.name.startswith(".") or not file.is_file():
                continue
            with suppress(FileNotFoundError), file.open("rb") as stream:  # it was just replaced
                content = hashlib.file_digest(stream, "sha256").digest()
                digest.update(file.relative_to(folder).as_posix().encode() + content)
    return digest.hexdigest()


def publish(
    settings: Settings,
    progress: OnProgress = lambda phase, done, total: None,
    anew: bool = False,
    patience: float = 0.0,
    begin: Callable[[], None] = lambda: None,
    older: bool = False,
) -> Summary:
    """Publish the site; return what was done.

    Where only few concepts differ from what is published these are changed, in one step, else (or
    with `anew`) a new generation is built. What is decided while the files are read is shown as
    well. `begin` is called before the files are read. Raises BrokenSource for a file that cannot
    be used, or is older than what is published (unless `older` ones are wanted), and Busy where
    another process publishes for longer than `patience` seconds; in all cases, and when it is
    killed, what was published is untouched.
    """
    with _rarely_collected():
        for _ in range(_ROUNDS - 1):
            with suppress(FileNotFoundError):  # a file was replaced while they were read
                done, is_whole = _publish(settings, progress, anew, patience, begin, older)
                if is_whole:
                    return done
        return _publish(settings, progress, anew, patience, begin, older)[0]


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Return a context in which cyclic garbage is collected rarely: there is little of it, and
    looking for it among so many objects takes a sixth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _builder(settings: Settings, patience: float) -> IndexBuilder:
    """Return the one builder; Busy where another one is at work for longer than `patience`."""
    until = time.monotonic() + patience
    while True:
        try:
            return build_index(settings.index_place, settings.generations_kept)
        except IndexBusy as error:
            if time.monotonic() >= until:
                raise Busy(N_("another process is publishing this site")) from error
            time.sleep(_PAUSE_SECONDS)


def _publish(
    settings: Settings,
    progress: OnProgress,
    anew: bool,
    patience: float,
    begin: Callable[[], None],
    older: bool,
) -> tuple[Summary, bool]:
    """Publish once; return also whether all that was changed meanwhile is shown."""
    started = time.monotonic()
    summary = Summary()
    builder = _builder(settings, patience)
    try:
        begin()
        folder_marks.mark(settings)
        ages = checked(settings, _published(settings), older)
        mark = fingerprint(settings)
        meanwhile = Meanwhile(settings)
        builder.reapply = meanwhile.again
        with scratch.folder(settings.index_folder) as folder, spool.opened(folder) as concepts:
            counted = _read_all(concepts, settings, folder, summary.findings, progress)
            metadata = _metadata(counted, settings, mark) | ages | _connections(concepts)
            orders = _orders(counted)
            made = dated(documents(concepts, orders), settings)
            refreshed = None if anew else _refreshed(settings, made, metadata, meanwhile)
            if refreshed is None:
                made = dated(documents(concepts, orders), settings)
                _add_all(builder, made, sum(one.concepts for one in counted), progress)
        progress("finishing", 0, 1)
    except BaseException:
        builder.abort()
        raise
    if refreshed is None:
        summary.generation = builder.commit(metadata)
    else:
        builder.abort()
        summary.generation, summary.changed = refreshed
    summary.concepts = {one.vocabulary.id: one.concepts - one.withdrawn for one in counted}
    summary.languages = {one.vocabulary.id: dict(one.languages) for one in counted}
    summary.seconds = time.monotonic() - started
    return summary, meanwhile.is_whole


def _read_all(
    concepts: Spool, settings: Settings, folder: Path, found: Findings, progress: OnProgress
) -> list[_Counted]:
    """Put all concepts into the spool; return the vocabularies."""
    order = Order(settings.alphabets)
    files = sources.chosen_files(settings)
    sizes = [file.stat().st_size for file in files]
    decided = days.moments(settings)
    counted = []
    for place, file in enumerate(files):
        before, own, all_ = sum(sizes[:place]), sizes[place], sum(sizes) or 1
        told = partial(_tell, progress, before / all_, own / all_)
        with sources.opened(settings, file, folder, partial(_parsed, told)) as source:
            one = _counted(source.vocabulary)
            concepts.describe(source.vocabulary)
            for found_concept in source.concepts():
                concept = found_concept.in_order(source.vocabulary.source_language)
                one.count(concept)
                when = decided.get((concept.vocabulary, concept.id), "")
                made = content(concept, source.vocabulary, order, settings.base_url, when)
                concepts.add(concept, made)
                told(_PARSED + (1 - _PARSED) * one.concepts / source.count)
            for uri, said in source.unnamed:
                one.survey.look_past(uri, said)
            one.own = source.own_languages
            found += source.findings().of(source.vocabulary.id)
        counted.append(one)
    found += Findings(shared.findings_of(concepts.shared()))
    return counted


def _orders(counted: list[_Counted]) -> Orders:
    """Return how the vocabularies are put in order that are so by notations."""
    return {
        one.vocabulary.id: NotationOrder(one.notations.are_decimal())
        for one in counted
        if one.notations.give_order()
    }


def _refreshed(
    settings: Settings, made: Iterator[Document], metadata: dict[str, bytes], meanwhile: Meanwhile
) -> tuple[str, int] | None:
    """Change the few concepts that differ from what is published; None where that cannot be."""
    if _published(settings).get("made_by") != metadata["made_by"]:
        return None
    try:
        return refresh_index(settings.index_place, made, metadata, meanwhile.since, meanwhile.again)
    except ValueError as error:
        raise BrokenSource(settings.vocabularies.name, str(error)) from error
    except IndexBusy as error:
        raise Busy(N_("another process is publishing this site")) from error


def _published(settings: Settings) -> Mapping[str, bytes]:
    """Return the metadata of what is published; nothing where that cannot be read."""
    try:
        return open_index(settings.index_place).metadata()
    except IndexUnavailable:
        return {}


def _tell(progress: OnProgress, before: float, own: float, done: float) -> None:
    """Tell how much of all files is read from how much of one is; all are shares."""
    progress("reading", int(_THOUSAND * (before + own * done)), _THOUSAND)


def _parsed(told: Callable[[float], None], done: float) -> None:
    told(_PARSED * done)


def _add_all(
    builder: IndexBuilder, found: Iterator[Document], total: int, progress: OnProgress
) -> None:
    for done, document in enumerate(found, start=1):
        try:
            builder.add(document)
        except ValueError as error:
            raise BrokenSource(document.vocabulary, str(error)) from error
        progress("indexing", done, total)


def _metadata(counted: list[_Counted], settings: Settings, mark: str) -> dict[str, bytes]:
    return {
        "vocabularies": encode([_described(one) for one in counted]),
        "own_languages": encode({one.vocabulary.id: sorted(one.own) for one in counted}),
        "surveys": encode({one.vocabulary.id: one.survey.made(one.vocabulary) for one in counted}),
        "published": datetime.now(UTC).isoformat(timespec="seconds").encode(),
        "fingerprint": mark.encode(),
        "base_url": settings.base_url.encode(),
        "sources": encode([work.record() for work in register.read(settings).works.values()]),
        "made_by": f"{__version__} {collation.engine()}".encode(),
        "collation": collation.engine().encode(),
    }


def _connections(concepts: Spool) -> dict[str, bytes]:
    """Return how the vocabularies are mapped to one another, and some of their false friends."""
    return {
        "connections": encode(concepts.connections()),
        "false_friends": encode(concepts.false_friends(_MOST_FALSE_FRIENDS)),
    }


def _described(counted: _Counted) -> dict[str, Any]:
    its = counted.vocabulary
    return {
        "id": its.id,
        "uri": its.uri,
        "title": its.titles,
        "description": its.descriptions,
        "sector": its.sector,
        "sectors": list(its.sectors),
        "source_language": its.source_language,
        "languages": counted.languages,
        "definitions": counted.definitions,
        "draft_terms": counted.draft_terms,
        "draft_definitions": counted.draft_definitions,
        "concepts": counted.concepts - counted.withdrawn,
        "ordered_by": "notation" if counted.notations.give_order() else "term",
        "licence": its.licence,
        "publisher": its.publisher,
        "created": its.created,
        "modified": its.modified,
        "groups": [_group(group) for group in its.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    made: dict[str, Any] = {"id": group.id, "label": group.labels, "members": list(group.members)}
    if group.groups:
        made["groups"] = list(group.groups)
    if group.below:
        made["below"] = list(group.below)
    if group.kind != "collection":
        made["kind"] = group.kind
    if group.ordered:
        made["ordered"] = True
    return made
