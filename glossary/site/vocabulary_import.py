"""A vocabulary from elsewhere comes into a site, new or in the place of the release before."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from glossary import languages
from glossary.catalogs.locks import locked
from glossary.catalogs.origin import remember
from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource, Invalid
from glossary.formats import Finding, Findings, rdf, shared, skos
from glossary.formats.contents import Asked
from glossary.formats.skos import ids, withdrawn
from glossary.formats.skos.options import changed, read_options
from glossary.model import SECTORS, Concept, Vocabulary
from glossary.site.checks import shared_uris
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files
from glossary.site.vocabulary_conversion import Converted, converted

RESERVED = frozenset(
    {
        "about",
        "account",
        "choose",
        "history",
        "messages",
        "proposals",
        "review",
        "search",
        "text",
        "translate",
    }
)
"""Ids that no vocabulary can have: first parts of other pages, and the interface's catalogs."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def import_vocabulary(
    settings: Settings,
    file: Path,
    id: str,
    title: str | None = None,
    sector: tuple[str, ...] = (),
    source_language: str | None = None,
    scheme: str | None = None,
    replace: bool = False,
    form: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[Vocabulary, Findings, Path]:
    """Return the vocabulary read from `file`, the findings, and where it was put.

    `form` is the name of the format of the file where it does not tell it itself, `columns` see
    `Asked`. The concepts of the vocabulary are without texts, as `skos.outlined` returns them.
    A file of RDF is copied as it is, after it was read without an error, another one becomes
    SKOS-XL in Turtle. What the options say goes into ``<id>.toml`` beside it, with the source
    language, which is decided only once. What was said there before and is not said now stays.
    Concepts that a replaced file had and this one has not are kept as withdrawn. Raises Invalid
    for a bad id or option, BrokenSource for a bad file.
    """
    _check_names(id, sector)
    if source_language:
        source_language = languages.checked(source_language, "source_language")
    folder = settings.site / "vocabularies"
    old = [f for f in vocabulary_files(folder) if skos.vocabulary_id(f) == id]
    if old and not replace:
        raise BrokenSource(old[0].name, N_("there is such a vocabulary already; use --replace"))
    sidecar = folder / f"{id}.toml"
    said = {"title": title, "sectors": sector, "scheme": scheme, "source_language": source_language}
    kept = sidecar.read_text("utf-8-sig") if sidecar.is_file() else ""
    with tempfile.TemporaryDirectory() as scratch:
        before = _before(settings, old)
        if before is not None and not source_language:
            source_language = said["source_language"] = before.source_language
        lines = changed(kept, {key: value for key, value in said.items() if value})
        asked = Asked(id, settings.base_url, file.name, source_language, scheme, columns or {})
        source = converted(file, asked, form, Path(scratch))
        release = _release(settings, source, file.name, lines, old)
    findings = source.located(release.findings, release.vocabulary)
    findings += _source_faults(release.vocabulary)
    findings += _shared_uris(settings, release.vocabulary)
    if before is not None:
        _remember(settings, before)
        gone = _withdrawn(before, release.vocabulary)
        findings += _withdrawn_finding(release.vocabulary, gone)
        content = withdrawn.written(gone, f"{settings.base_url}/id/{id}/", release.scheme)
        _write_or_remove(withdrawn.beside(folder, id), content)
    return release.vocabulary, findings, _put(release, folder, old)


@dataclass(frozen=True, slots=True)
class _Release:
    """A vocabulary that was read, and what its files will be: `kept` are those of ids."""

    vocabulary: Vocabulary
    findings: Findings
    ending: str
    content: bytes
    options: str
    scheme: str | None
    kept: bytes


def _release(
    settings: Settings, source: Converted, name: str, options: str, old: list[Path]
) -> _Release:
    """Return what a file of RDF holds when it is read with `options` beside it."""
    id, ending = source.id, rdf.ending_of(source.file)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / f"{id}{ending}"
        shutil.copyfile(source.file, copy)
        sidecar = copy.with_name(f"{id}.toml")
        sidecar.write_text(options, "utf-8")
        made, findings = _read(copy, name, settings.base_url)
        if kept_ids := _kept_ids(settings, made, old):
            copy.with_name(f"{id}.ids").write_text(ids.lines(kept_ids), "utf-8")
            made, findings = _read(copy, name, settings.base_url)
        scheme = read_options(sidecar).scheme
        options = changed(options, {"source_language": made.source_language})
        kept = ids.lines(kept_ids).encode()
        return _Release(made, findings, ending, copy.read_bytes(), options, scheme, kept)


def _put(release: _Release, folder: Path, old: list[Path]) -> Path:
    """Write the files of a vocabulary; return where it is itself."""
    id = release.vocabulary.id
    target = folder / f"{id}{release.ending}"
    _write_or_remove(folder / f"{id}.ids", release.kept)
    files.write(folder / f"{id}.toml", release.options.encode())
    files.write(target, release.content)
    for other in old:
        if other != target:
            other.unlink()
    return target


def _check_names(id: str, sectors: tuple[str, ...]) -> None:
    if id in RESERVED:
        text = N_("“%(value)s” cannot be the id of a vocabulary: the site's own pages use it.")
        raise Invalid(text, parameter="vocabulary", value=id)
    if not _ID.fullmatch(id):
        raise Invalid(
            N_("“%(value)s” cannot be an id: small letters, digits and hyphens only."),
            parameter="vocabulary",
            value=id,
        )
    for one in sectors:
        if one not in SECTORS:
            raise Invalid(N_("There is no sector “%(value)s”."), parameter="sector", value=one)


def _read(copy: Path, name: str, base_url: str) -> tuple[Vocabulary, Findings]:
    """Return the outline of a file from elsewhere; raise BrokenSource, with `name`, for nothing."""
    try:
        made, findings = skos.outlined(copy, base_url)
    except BrokenSource as error:
        raise error.elsewhere(name) from error
    if not made.concepts:
        raise BrokenSource(name, N_("none of its concepts has a preferred term"))
    return made, findings


def _before(settings: Settings, old: list[Path]) -> Vocabulary | None:
    """Return the vocabulary of the site that is replaced; None for none, or a broken one."""
    with suppress(BrokenSource):
        for file in old:
            return skos.read(file, settings.base_url)[0]
    return None


def _source_faults(made: Vocabulary) -> list[Finding]:
    """Return a finding where the language that was decided on has no terms in a file."""
    lang, counts = made.source_language, made.languages()
    if counts.get(lang):
        return []
    text = N_(
        "no concept has a preferred term in the source language %(lang)s (%(known)s have);"
        " another is chosen with --source-language"
    )
    known = ", ".join(counts)
    return [Finding("source-language", made.id, text, {"lang": lang, "known": known})]


def _withdrawn(before: Vocabulary, made: Vocabulary) -> list[Concept]:
    """Return the concepts that were there before and are not in a new release."""
    uris = {concept.uri for concept in made.concepts.values()}
    concepts = before.concepts.values()
    return [one for one in concepts if one.id not in made.concepts and one.uri not in uris]


def _remember(settings: Settings, before: Vocabulary) -> None:
    """Let the catalogs of the site know what they have from a vocabulary, while it is there."""
    folder = settings.site / settings.translations_folder
    for lang, path in files.catalogs_of(folder, before.id).items():
        with suppress(BrokenSource), locked(settings.instance, lang, before.id):
            catalog = files.read(path)
            if lang != before.source_language and remember(catalog, before, lang):
                files.write(path, files.dump(catalog))


def _shared_uris(settings: Settings, made: Vocabulary) -> Findings:
    with tempfile.TemporaryDirectory() as folder, shared.opened(Path(folder)) as known:
        known.add(made.id, (concept.uri for concept in made.concepts.values()))
        return shared_uris(settings, known, made.id)


def _kept_ids(settings: Settings, made: Vocabulary, old: list[Path]) -> dict[str, str]:
    """Return the ids by URI that a new release must keep beside it, as they were before."""
    before: dict[str, str] = {}
    with suppress(BrokenSource), tempfile.TemporaryDirectory() as folder:
        for file in old:
            with skos.opened(file, settings.base_url, Path(folder)) as source:
                before = dict(source.links.ids()) | dict(source.links.group_ids())
    now = {concept.uri: concept.id for concept in made.concepts.values()}
    now |= {group.uri: group.id for group in made.groups if group.uri and group.uri not in now}
    given = {id for uri, id in now.items() if uri not in before}  # perhaps only the base changed
    gone = [uri for uri, id in before.items() if uri not in now and id not in given]
    return ids.remembered(before, [*now, *gone])


def _withdrawn_finding(made: Vocabulary, gone: list[Concept]) -> list[Finding]:
    if not gone:
        return []
    text = N_("concepts of the file before that are not in this one: %(count)s, for example %(id)s")
    return [Finding("withdrawn", made.id, text, {"count": len(gone), "id": gone[0].id})]


def _write_or_remove(path: Path, content: bytes) -> None:
    if content:
        files.write(path, content)
    else:
        path.unlink(missing_ok=True)


def source_change(settings: Settings, id: str, lang: str) -> tuple[str, list[str]] | None:
    """Return the source language of a vocabulary and the languages of its catalogs, where `lang`
    would change it; None where it would not, or there is no such vocabulary.
    """
    folder = settings.site / "vocabularies"
    old = [file for file in vocabulary_files(folder) if skos.vocabulary_id(file) == id]
    if not old:
        return None
    stored = read_options(folder / f"{id}.toml").source_language
    if stored is None and (found := _before(settings, old)) is not None:
        stored = found.source_language
    if stored in (None, languages.checked(lang, "source_language")):
        return None
    return str(stored), sorted(files.catalogs_of(settings.translations, id))
