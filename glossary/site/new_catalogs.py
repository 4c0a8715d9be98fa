"""A new catalog: from the template where that is enough, else from the whole vocabulary."""

import re
from pathlib import Path

from glossary import languages
from glossary.catalogs import editing
from glossary.catalogs.locks import locked
from glossary.catalogs.origin import follow
from glossary.catalogs.po import blocks, files
from glossary.catalogs.rewriting import Moved, replace
from glossary.catalogs.update import new_catalog, template, update
from glossary.errors import N_, BrokenSource, Conflict, Invalid
from glossary.formats import rdf, skos
from glossary.model import Vocabulary
from glossary.site.catalog_folder import (
    checked_language,
    vocabulary_files_of,
    writable_folder,
)
from glossary.site.settings import Settings

_CHUNK_BYTES = 1 << 20


def start_catalog(settings: Settings, vocabulary: str, lang: str) -> Path:
    """Return the path of a new catalog; raise Conflict where there is one already.

    It is made from the template where that is newer than the vocabulary and the vocabulary says
    nothing in the language, which takes no time; else the whole vocabulary is read. Raises
    Invalid for a language that is none, NotFound for an unknown vocabulary.
    """
    lang = checked_language(lang)
    [file, *_] = vocabulary_files_of(settings, vocabulary)
    folder = writable_folder(settings)
    path = files.catalog_path(folder, lang, vocabulary)
    with locked(settings.instance, lang, vocabulary, settings.shared_database) as lock:
        if path.is_file():
            raise _is_there(vocabulary, lang)
        content = _from_template(folder / f"{vocabulary}.pot", file, lang)
        if content is None:
            made = skos.read(file, settings.base_url)[0]
            content = files.dump(begun(made, lang, template(made)))
        try:
            replace(lock, path, None, content)
        except Moved:
            raise _is_there(vocabulary, lang) from None
    return path


def _is_there(vocabulary: str, lang: str) -> Conflict:
    text = N_("There is a catalog of “%(id)s” in “%(lang)s” already.")
    return Conflict(text, id=vocabulary, lang=lang)


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
            while chunk := stream.read(_CHUNK_BYTES):
                if tag.search(before + chunk):
                    return True
                before = chunk[-len(lang) - 2 :]
    except BrokenSource:
        return True  # reading it as a vocabulary will tell what is wrong
    return False


def begun(vocabulary: Vocabulary, lang: str, source: files.TermCatalog) -> files.TermCatalog:
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
