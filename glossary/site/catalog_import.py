"""A PO file or a table from elsewhere is brought into a catalog of the site."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from glossary import languages
from glossary.catalogs import editing
from glossary.catalogs.checks import CatalogProblem, headers, reading
from glossary.catalogs.locks import locked
from glossary.catalogs.merge import Merge, merge
from glossary.catalogs.po import files
from glossary.catalogs.rewriting import rewrite
from glossary.errors import N_, BrokenSource, Conflict, Invalid
from glossary.site.catalog_folder import (
    checked_language,
    vocabulary_files_of,
    writable_folder,
)
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings
from glossary.site.table_catalog import catalog_of_table, table_format


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of importing a file: what was done, and what could not be read of it."""

    path: Path
    merge: Merge
    unreadable: list[CatalogProblem]


def import_catalog(
    settings: Settings,
    file: Path,
    vocabulary: str,
    lang: str,
    base: Path | None = None,
    prefer: bool = False,
    name: str = "",
    columns: Mapping[str, str] | None = None,
) -> Imported:
    """Return what came of bringing the PO file or table `file` into the catalog of the site.

    `base` is the catalog that the file began with; `prefer` decides conflicts for the file,
    `name` is credited, `columns` are meanings of the columns of a table. A catalog that is not
    there yet begins. What cannot be used is told and left out; the catalog changes in one step.
    Raises BrokenSource where nothing can be read, Invalid where the file says that it is in
    another language.
    """
    lang = checked_language(lang)
    locale = languages.to_locale(lang)
    form = table_format(file)
    if form is not None:
        [source, *_] = vocabulary_files_of(settings, vocabulary)
        theirs, unreadable = catalog_of_table(settings, file, form, source, lang, columns or {})
    else:
        theirs, unreadable = reading.read(file.read_bytes(), file.name, locale)
    if any(problem.rule in ("encoding", "not-a-catalog") for problem in unreadable):
        raise BrokenSource(file.name, unreadable[0].message, line=unreadable[0].line)
    stated = theirs.headers.get("Language")
    if stated and not headers.same_language(languages.from_locale(stated), lang):
        text = N_("The file holds texts in “%(found)s”, not in “%(asked)s”.")
        raise Invalid(text, parameter="file", found=stated, asked=lang)
    begin = files.parse(base.read_bytes(), base.name, locale) if base is not None else None
    vocabulary_files_of(settings, vocabulary)
    path = files.catalog_path(writable_folder(settings), lang, vocabulary)
    if not path.is_file():
        with suppress(Conflict):
            start_catalog(settings, vocabulary, lang)
    merged = Merge()

    def made(content: bytes | None) -> bytes | None:
        nonlocal merged
        content = content or b""
        merged = merge(files.parse(content, named, locale), theirs, begin, prefer)
        credit = editing.Credit(name, datetime.now(UTC)) if name else None
        return editing.edited(content, merged.edits, credit) if merged.edits else None

    named = "/".join(path.parts[-3:])
    with locked(settings.instance, lang, vocabulary, settings.shared_database) as lock:
        rewrite(lock, path, made)
    return Imported(path, merged, unreadable)
