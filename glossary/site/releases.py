"""A release of a vocabulary against the one before: ids that stay, what is new, changed, gone."""

import hashlib
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from glossary.catalogs.locks import locked
from glossary.catalogs.origin import remember
from glossary.catalogs.po import files
from glossary.catalogs.rewriting import rewrite
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, skos
from glossary.formats.skos import ids
from glossary.model import WITHDRAWN, Concept, Vocabulary
from glossary.site.settings import Settings

Digests = dict[str, bytes]
"""What a concept says, by its URI: equal for two that say the same."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the concepts that a release has newly, says otherwise, or has not any more."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def digest(concept: Concept) -> bytes:
    """Return 16 bytes that are equal for concepts that say the same, in whatever order."""
    said = (
        *_sorted(concept.terms),
        *_sorted(concept.notes),
        *_sorted(concept.mappings),
        *(
            f"{name}: {sorted(getattr(concept, name))}"
            for name in (
                "broader", "narrower", "related", "notations", "sectors", "kinds", "replaced_by",
            )
        ),
        repr((concept.status, concept.created, concept.modified)),
    )  # fmt: skip
    return hashlib.blake2b("\n".join(said).encode(), digest_size=16).digest()


def _sorted(things: Iterable[object]) -> list[str]:
    return sorted(map(repr, things))


def gone(before: Vocabulary, made: Vocabulary) -> list[Concept]:
    """Return the concepts that were there before and are not in a new release."""
    uris = {concept.uri for concept in made.concepts.values()}
    concepts = before.concepts.values()
    return [one for one in concepts if one.id not in made.concepts and one.uri not in uris]


def changes(before: Vocabulary | None, made: Vocabulary, digests: Digests) -> Changes:
    """Return what a release changes; concepts that were withdrawn before and still are, are not
    counted.
    """
    if before is None:
        return Changes([*made.concepts])
    old = {one.uri: one for one in before.concepts.values()}
    found = Changes()
    for one in made.concepts.values():
        earlier = old.get(one.uri) or before.concepts.get(one.id)
        if earlier is None:
            found.new.append(one.id)
        elif WITHDRAWN == one.status != earlier.status:
            found.withdrawn.append(one.id)
        elif digest(earlier) != digests[one.uri]:
            found.changed.append(one.id)
    living = (one.id for one in gone(before, made) if one.status != WITHDRAWN)
    found.withdrawn.extend(living)
    return found


def withdrawn_finding(id: str, gone: list[Concept]) -> list[Finding]:
    """Return what is told of concepts that a release has not any more."""
    if not gone:
        return []
    text = N_("concepts of the file before that are not in this one: %(count)s, for example %(id)s")
    return [Finding("withdrawn", id, text, {"count": len(gone), "id": gone[0].id})]


def kept_ids(settings: Settings, made: Vocabulary, old: list[Path]) -> dict[str, str]:
    """Return the ids by URI that a new release must keep beside it, as they were before."""
    before: dict[str, str] = {}
    with suppress(BrokenSource), tempfile.TemporaryDirectory() as folder:
        for file in old:
            with skos.opened(file, settings.base_url, Path(folder)) as source:
                before = dict(source.links.ids()) | dict(source.links.group_ids())
    now = {concept.uri: concept.id for concept in made.concepts.values()}
    now |= {group.uri: group.id for group in made.groups if group.uri and group.uri not in now}
    given = {id for uri, id in now.items() if uri not in before}  # perhaps only the base changed
    missing = [uri for uri, id in before.items() if uri not in now and id not in given]
    return ids.remembered(before, [*now, *missing])


def remember_translated(settings: Settings, before: Vocabulary) -> None:
    """Let the catalogs of the site know what they have from a vocabulary, while it is there."""
    folder = settings.site / settings.translations_folder
    for lang, path in files.catalogs_of(folder, before.id).items():
        if lang == before.source_language:
            continue
        made = partial(_remembering, path, before, lang)
        place = settings.instance, lang, before.id, settings.shared_database
        with suppress(BrokenSource), locked(*place) as lock:
            rewrite(lock, path, made)


def _remembering(path: Path, before: Vocabulary, lang: str, content: bytes | None) -> bytes | None:
    """Return a catalog that knows what it has from a vocabulary, None where it knows it."""
    if content is None:
        return None
    catalog = files.parse(content, "/".join(path.parts[-3:]), path.parts[-3])
    return files.dump(catalog) if remember(catalog, before, lang) else None
