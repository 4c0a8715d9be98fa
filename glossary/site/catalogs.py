"""All catalogs of a site: begun, updated from the vocabularies, filled from elsewhere, counted."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from glossary import languages
from glossary.catalogs import editing
from glossary.catalogs.checks import CatalogProblem, Report, headers, interface, reading
from glossary.catalogs.locks import locked
from glossary.catalogs.merge import Merge, merge
from glossary.catalogs.origin import follow
from glossary.catalogs.po import blocks, files
from glossary.catalogs.po.compiling import compiled
from glossary.catalogs.progress import Progress, progress
from glossary.catalogs.update import new_catalog, template, update
from glossary.errors import N_, BrokenSource, Conflict, Invalid, NotFound
from glossary.errors.failures import named, of_system
from glossary.formats import rdf, skos
from glossary.model import Vocabulary
from glossary.site.checks import check_all
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files

_CREATED = re.compile(rb'"POT-Creation-Date: ([^"\\]*)\\n"')
_PIECE = 1 << 20


class Updated(NamedTuple):
    """A template or catalog that was brought up to its vocabulary, whether it changed, and the
    contexts of messages that differ from what the vocabulary newly says.
    """

    path: Path
    changed: bool
    conflicts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of importing a file: what was done, and what could not be read of it."""

    path: Path
    merge: Merge
    unreadable: list[CatalogProblem]


def writable(settings: Settings) -> Path:
    """Return the site's own folder of catalogs; the shipped ones are copied into a new one.

    Raises Unavailable where it cannot be made.
    """
    folder = settings.site / settings.translations_folder
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".translations-") as made:
            copy = Path(made) / "copy"
            shutil.copytree(settings.translations, copy, ignore=_ignored, copy_function=_copied)
            with suppress(OSError):  # another process was faster
                copy.rename(folder)
    except OSError as error:
        raise of_system(named(error, folder)) from error
    return folder


def _copied(source: str, target: str) -> str:
    """Copy a file; the first that fails ends the copy of all, which else goes on and tells late."""
    try:
        return str(shutil.copy2(source, target))
    except OSError as error:
        raise of_system(named(error, Path(source))) from error


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied: the texts of the interface, which belong to the program."""
    own = (f"{interface.DOMAIN}.", "__")
    return {name for name in names if name.startswith(own) or name.endswith(".mo")}


def _vocabularies(settings: Settings, id: str | None) -> Iterator[Vocabulary]:
    for file in _files(settings, id):
        yield skos.read(file, settings.base_url)[0]


def _files(settings: Settings, id: str | None) -> list[Path]:
    found = [
        f for f in vocabulary_files(settings.vocabularies) if id in (None, skos.vocabulary_id(f))
    ]
    if id is not None and not found:
        raise NotFound(N_("There is no vocabulary “%(id)s”."), id=id)
    return found


def checked_language(tag: str) -> str:
    """Return the one tag of a language; raise Invalid where it is none to translate into."""
    found = languages.checked(tag)
    if found in languages.SPECIAL:
        text = N_("“%(value)s” names no language that could be translated into.")
        raise Invalid(text, parameter="language", value=tag)
    return found


def update_all(settings: Settings, id: str | None, langs: Sequence[str]) -> Iterator[Updated]:
    """Yield what became of each template and catalog; missing ones of `langs` begin.

    A catalog in the source language of its vocabulary is left as it is.

    Raises Invalid for a tag that is none, NotFound for an unknown vocabulary, BrokenSource for a
    file that cannot be read, Busy while another process changes a catalog.
    """
    wanted = [checked_language(lang) for lang in langs]
    folder = writable(settings)
    for vocabulary in _vocabularies(settings, id):
        source = template(vocabulary)
        path = folder / f"{vocabulary.id}.pot"
        yield Updated(path, _write_template(path, files.dump(source)))
        for lang, place in _places(folder, vocabulary, wanted).items():
            with locked(settings.instance, lang, vocabulary.id):
                yield _updated(place, vocabulary, lang, source)


def _updated(place: Path, vocabulary: Vocabulary, lang: str, source: files.TermCatalog) -> Updated:
    """Bring one catalog, whose lock we hold, up to its vocabulary."""
    if not place.is_file():
        return Updated(place, files.write(place, files.dump(_begun(vocabulary, lang, source))))
    catalog = files.read(place)
    changed = update(catalog, source)
    followed = follow(catalog, vocabulary, lang)
    if changed or followed.changed:
        changed = files.write(place, files.dump(catalog))
    return Updated(place, changed, followed.conflicts)


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


def _begun(vocabulary: Vocabulary, lang: str, source: files.TermCatalog) -> files.TermCatalog:
    """Return a new catalog, filled with what the vocabulary says in the language itself."""
    if lang == vocabulary.source_language:
        raise Invalid(
            N_("“%(value)s” is the language of the vocabulary itself; it needs no catalog."),
            parameter="language",
            value=lang,
        )
    catalog = new_catalog(vocabulary, lang)
    update(catalog, source)
    follow(catalog, vocabulary, lang)
    return catalog


def start(settings: Settings, vocabulary: str, lang: str) -> Path:
    """Return the path of a new catalog; raise Conflict where there is one already.

    It is made from the template where that is newer than the vocabulary and the vocabulary says
    nothing in the language, which takes no time; else the whole vocabulary is read. Raises
    Invalid for a language that is none, NotFound for an unknown vocabulary.
    """
    lang = checked_language(lang)
    [file, *_] = _files(settings, vocabulary)
    folder = writable(settings)
    path = files.catalog_path(folder, lang, vocabulary)
    with locked(settings.instance, lang, vocabulary):
        if path.is_file():
            text = N_("There is a catalog of “%(id)s” in “%(lang)s” already.")
            raise Conflict(text, id=vocabulary, lang=lang)
        content = _from_template(folder / f"{vocabulary}.pot", file, lang)
        if content is None:
            made = skos.read(file, settings.base_url)[0]
            content = files.dump(_begun(made, lang, template(made)))
        _write(path, content)
    return path


def _write(path: Path, content: bytes) -> bool:
    try:
        return files.write(path, content)
    except OSError as error:
        raise of_system(error) from error


def _from_template(pot: Path, file: Path, lang: str) -> bytes | None:
    """Return a catalog with the messages of a template, or None where that would not be right."""
    sidecar = file.parent / f"{skos.vocabulary_id(file)}.toml"
    sources = [one for one in (file, sidecar) if one.is_file()]
    if not pot.is_file() or any(one.stat().st_mtime > pot.stat().st_mtime for one in sources):
        return None
    if any(_mentions(one, lang) for one in sources):
        return None
    content = pot.read_bytes()
    start, end = blocks.header_span(content)
    if start == end:
        return None
    title = editing.entry(content, ".", "title")
    titles = {"": str(title.id)} if title is not None else {}
    catalog = new_catalog(Vocabulary(pot.stem, "", titles, source_language=""), lang)
    created = files.parse(content[:end], pot.name).headers.get("POT-Creation-Date")
    catalog.headers["POT-Creation-Date"] = created
    return files.dump(catalog) + content[end:].removeprefix(b"\n")


def _mentions(file: Path, lang: str) -> bool:
    """Return whether a file may have texts in a language: the tag stands in it as RDF writes it."""
    tags = "|".join(map(re.escape, sorted(languages.spellings(lang)))).encode()
    tag = re.compile(rb"(?i)[@\"'>](?:" + tags + rb")(?![A-Za-z0-9])")
    before = b""
    try:
        with rdf.unpacked(file) as stream:
            while piece := stream.read(_PIECE):
                if tag.search(before + piece):
                    return True
                before = piece[-len(lang) - 2 :]
    except BrokenSource:
        return True  # reading it as a vocabulary will tell what is wrong
    return False


def import_catalog(
    settings: Settings,
    file: Path,
    vocabulary: str,
    lang: str,
    base: Path | None = None,
    prefer: bool = False,
    name: str = "",
) -> Imported:
    """Return what came of bringing the PO file `file` into the catalog of the site.

    `base` is the catalog that the file began with; `prefer` decides conflicts for the file,
    `name` is credited. A catalog that is not there yet begins. What cannot be used is told and
    left out; the catalog changes in one step. Raises BrokenSource where nothing can be read,
    Invalid where the file says that it is in another language.
    """
    lang = checked_language(lang)
    locale = languages.to_locale(lang)
    theirs, unreadable = reading.read(file.read_bytes(), file.name, locale)
    if any(problem.rule in ("encoding", "not-a-catalog") for problem in unreadable):
        raise BrokenSource(file.name, unreadable[0].message, line=unreadable[0].line)
    stated = theirs.headers.get("Language")
    if stated and not headers.same_language(languages.from_locale(stated), lang):
        text = N_("The file holds texts in “%(found)s”, not in “%(asked)s”.")
        raise Invalid(text, parameter="file", found=stated, asked=lang)
    begin = files.parse(base.read_bytes(), base.name, locale) if base is not None else None
    _files(settings, vocabulary)
    path = files.catalog_path(writable(settings), lang, vocabulary)
    if not path.is_file():
        with suppress(Conflict):
            start(settings, vocabulary, lang)
    with locked(settings.instance, lang, vocabulary):
        content = path.read_bytes()
        ours = files.parse(content, "/".join(path.parts[-3:]), locale)
        merged = merge(ours, theirs, begin, prefer)
        if merged.edits:
            credit = editing.Credit(name, datetime.now(UTC)) if name else None
            _write(path, editing.edited(content, merged.edits, credit))
    return Imported(path, merged, unreadable)


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
        _write(target, compiled(files.read(path)))
        yield report, target


def status_all(settings: Settings, id: str | None) -> Iterator[tuple[str, str, Progress]]:
    """Yield vocabulary, language and progress of each catalog."""
    for file in _files(settings, id):
        domain = skos.vocabulary_id(file)
        for lang, path in files.catalogs_of(settings.translations, domain).items():
            yield domain, lang, progress(files.read(path))
