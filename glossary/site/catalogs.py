"""All catalogs of a site: updated from the vocabularies, compiled, counted."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from glossary.catalogs.checks import Report
from glossary.catalogs.locks import Lock, locked
from glossary.catalogs.origin import follow
from glossary.catalogs.po import files
from glossary.catalogs.po.compiling import compiled
from glossary.catalogs.progress import Progress, progress
from glossary.catalogs.rewriting import rewrite
from glossary.catalogs.update import template, update
from glossary.formats import skos
from glossary.model import Vocabulary
from glossary.site.catalog_folder import (
    checked_language,
    vocabulary_files_of,
    writable_folder,
    write_catalog,
)
from glossary.site.checks import check_all
from glossary.site.new_catalogs import begun
from glossary.site.settings import Settings

_CREATED = re.compile(rb'"POT-Creation-Date: ([^"\\]*)\\n"')


class Updated(NamedTuple):
    """A template or catalog that was brought up to its vocabulary, whether it changed, and the
    contexts of messages that differ from what the vocabulary newly says.
    """

    path: Path
    changed: bool
    conflicts: Sequence[str] = ()


def update_all(settings: Settings, id: str | None, langs: Sequence[str]) -> Iterator[Updated]:
    """Yield what became of each template and catalog; missing ones of `langs` begin.

    A catalog in the source language of its vocabulary is left as it is.

    Raises Invalid for a tag that is none, NotFound for an unknown vocabulary, BrokenSource for a
    file that cannot be read, Busy while another process changes a catalog.
    """
    wanted = [checked_language(lang) for lang in langs]
    folder = writable_folder(settings)
    for vocabulary in _vocabularies(settings, id):
        source = template(vocabulary)
        path = folder / f"{vocabulary.id}.pot"
        yield Updated(path, _write_template(path, files.dump(source)))
        for lang, place in _places(folder, vocabulary, wanted).items():
            with locked(settings.instance, lang, vocabulary.id, settings.shared_database) as lock:
                done = _updated(lock, place, vocabulary, lang, source)
            yield done


def _updated(
    lock: Lock, place: Path, vocabulary: Vocabulary, lang: str, source: files.TermCatalog
) -> Updated:
    """Bring one catalog, whose lock we hold, up to its vocabulary."""
    conflicts: Sequence[str] = ()

    def made(content: bytes | None) -> bytes | None:
        nonlocal conflicts
        if content is None:
            return files.dump(begun(vocabulary, lang, source))
        catalog = files.parse(content, "/".join(place.parts[-3:]), place.parts[-3])
        changed = update(catalog, source)
        followed = follow(catalog, vocabulary, lang)
        conflicts = followed.conflicts
        return files.dump(catalog) if changed or followed.changed else None

    return Updated(place, rewrite(lock, place, made), conflicts)


def _write_template(path: Path, content: bytes) -> bool:
    """Write a template; only another date is no change."""
    if path.is_file():
        old, new = (_CREATED.search(one) for one in (path.read_bytes(), content))
        if old and new:
            dated = content.replace(new.group(), old.group(), 1)
            if dated == path.read_bytes():
                return False
    return files.write(path, content)


def _places(folder: Path, vocabulary: Vocabulary, langs: Sequence[str]) -> dict[str, Path]:
    if langs:
        return {lang: files.catalog_path(folder, lang, vocabulary.id) for lang in langs}
    found = files.catalogs_of(folder, vocabulary.id)
    return {lang: path for lang, path in found.items() if lang != vocabulary.source_language}


def _vocabularies(settings: Settings, id: str | None) -> Iterator[Vocabulary]:
    for file in vocabulary_files_of(settings, id):
        yield skos.read(file, settings.base_url)[0]


def compile_all(
    settings: Settings, id: str | None, langs: Sequence[str] = ()
) -> Iterator[tuple[Report, Path | None]]:
    """Yield the report of each catalog and its compiled file, None where errors were in the way.

    Fuzzy messages are left out, as gettext does. The texts of the pages are the domain
    ``messages``.
    """
    for report in check_all(settings, id, langs):
        path = files.catalog_path(settings.translations, report.lang, report.domain)
        if report.count("error"):
            yield report, None
            continue
        target = path.with_suffix(".mo")
        write_catalog(target, compiled(files.read(path)))
        yield report, target


def status_all(settings: Settings, id: str | None) -> Iterator[tuple[str, str, Progress]]:
    """Yield vocabulary, language and progress of each catalog."""
    for file in vocabulary_files_of(settings, id):
        domain = skos.vocabulary_id(file)
        for lang, path in files.catalogs_of(settings.translations, domain).items():
            yield domain, lang, progress(files.read(path))
