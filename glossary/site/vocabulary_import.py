"""A vocabulary from elsewhere comes into a site, new or in the place of the release before."""

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from dataclasses import replace as with_values
from pathlib import Path

from glossary import languages
from glossary.catalogs.locks import held
from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource, Invalid
from glossary.formats import Finding, Findings, rdf, shared, skos
from glossary.formats.contents import Asked
from glossary.formats.quality.structure import Structure
from glossary.formats.rules import LEFT_OUT, outcome
from glossary.formats.skos import ids, withdrawn
from glossary.formats.skos.options import changed, read_options
from glossary.model import SECTORS, Concept, Vocabulary
from glossary.site import folder_marks, placing
from glossary.site.checks import shared_uris
from glossary.site.releases import (
    Changes,
    Digests,
    changes,
    digest,
    gone,
    kept_ids,
    remember_translated,
    withdrawn_finding,
)
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files
from glossary.site.vocabulary_conversion import Converted, converted

RESERVED = frozenset(
    {
        "about", "account", "browse", "changes", "choose", "compare", "coverage", "history", "map",
        "messages", "pair", "proposals", "random", "review", "search", "text", "translate",
    }
)  # fmt: skip
"""Ids that no vocabulary can have: first parts of other pages, and the interface's catalogs."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

Progress = Callable[[str, float], None]
"""Called with the name of a step, and how much of it is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an import; what is not stated is for the files to say.

    `form` is the name of the format of the files where they do not tell it themselves, `graph` the
    named graph that is chosen, `columns` see `Asked`, `ontology` see `Options`.
    """

    id: str
    title: str | None = None
    sectors: tuple[str, ...] = ()
    source_language: str | None = None
    scheme: str | None = None
    form: str | None = None
    graph: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ontology: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise Invalid for an id, sector or language that cannot be."""
        if self.id in RESERVED:
            text = N_("“%(value)s” cannot be the id of a vocabulary: the site's own pages use it.")
            raise Invalid(text, parameter="vocabulary", value=self.id)
        if not _ID.fullmatch(self.id):
            text = N_("“%(value)s” cannot be an id: small letters, digits and hyphens only.")
            raise Invalid(text, parameter="vocabulary", value=self.id)
        for one in self.sectors:
            if one not in SECTORS:
                raise Invalid(N_("There is no sector “%(value)s”."), parameter="sector", value=one)
        if self.source_language:
            languages.checked(self.source_language, "source_language")


@dataclass(frozen=True, slots=True)
class Release:
    """A vocabulary that was read and is not yet in the site; `terms` are counted by language.

    The concepts of the vocabulary are without texts, as `skos.outlined` returns them.
    """

    vocabulary: Vocabulary
    findings: Findings
    target: Path
    terms: dict[str, int]
    changes: Changes
    before: Vocabulary | None
    contents: Mapping[str, bytes]
    obsolete: tuple[str, ...]

    def put(self, settings: Settings) -> None:
        """Write the files of the vocabulary, all in one step."""
        if self.before is not None:
            remember_translated(settings, self.before)
        with held(settings.instance, "vocabularies", settings.shared_database) as lock:
            lock.check()
            placing.put(self.target.parent, self.vocabulary.id, self.contents, self.obsolete)


def import_vocabulary(
    settings: Settings,
    file: Path,
    id: str,
    title: str | None = None,
    sector: tuple[str, ...] = (),
    source_language: str | None = None,
    scheme: str | None = None,
    replace: bool = False,
) -> tuple[Vocabulary, Findings, Path]:
    """Return the vocabulary in `file`, the findings, and where it was put; see `prepared`."""
    wanted = Wanted(id, title, sector, source_language, scheme)
    release = prepared(settings, [file], wanted, replace)
    release.put(settings)
    return release.vocabulary, release.findings, release.target


def prepared(
    settings: Settings,
    paths: Sequence[Path],
    wanted: Wanted,
    replace: bool = False,
    progress: Progress = lambda step, done: None,
) -> Release:
    """Return what comes of the files at some paths as a vocabulary of the site.

    One file of RDF stays as it is, all others become one. What the options say goes into
    ``<id>.toml`` beside it, with the source language, which is decided only once. What was said
    there before and is not said now stays. Concepts that a replaced file had and this one has not
    are kept as withdrawn. Raises Invalid for a bad id or option, BrokenSource for a bad file.
    """
    wanted.check()
    folder_marks.check(settings)
    id, folder = wanted.id, settings.site / settings.vocabularies_folder
    old = [file for file in vocabulary_files(folder) if skos.vocabulary_id(file) == id]
    if old and not replace:
        raise BrokenSource(old[0].name, N_("there is such a vocabulary already; use --replace"))
    before = _before(settings, old)
    lang = wanted.source_language and languages.checked(wanted.source_language, "source_language")
    lang = lang or (before.source_language if before else None)
    said = {
        "title": wanted.title, "sectors": wanted.sectors, "scheme": wanted.scheme,
        "source_language": lang, "ontology": wanted.ontology,
    }  # fmt: skip
    sidecar = folder / f"{id}.toml"
    stated = sidecar.read_text("utf-8-sig") if sidecar.is_file() else ""
    options = changed(stated, {key: value for key, value in said.items() if value})
    asked = Asked(id, settings.base_url, paths[0].name, lang, wanted.scheme, wanted.columns)
    with tempfile.TemporaryDirectory() as scratch:
        source = converted(paths, asked, wanted.form, wanted.graph, Path(scratch))
        name = paths[0].name if source.files == 1 else id
        return _release(settings, source, name, options, before, old, progress)


def _release(
    settings: Settings,
    source: Converted,
    name: str,
    options: str,
    before: Vocabulary | None,
    old: list[Path],
    progress: Progress,
) -> Release:
    """Return what a file of RDF holds when it is read with `options` beside it."""
    id, folder = source.id, settings.site / settings.vocabularies_folder
    target = folder / f"{id}{rdf.ending_of(source.file)}"
    reading = _Reading(settings, source, target.name, name, progress)
    made = reading.read(options)
    kept = kept_ids(settings, made, old)
    if kept:
        made = reading.read(options, kept)
    findings = source.located(reading.findings, made)
    findings += _source_faults(made)
    findings += _shared_uris(settings, made)
    contents = {
        f"{id}.ids": ids.lines(kept).encode(),
        f"{id}.toml": changed(options, {"source_language": made.source_language}).encode(),
        target.name: source.file.read_bytes(),
    }
    if before is not None:
        missing = gone(before, made)
        findings += withdrawn_finding(id, missing)
        content = withdrawn.written(missing, f"{settings.base_url}/id/{id}/", reading.scheme)
        contents[withdrawn.beside(folder, id).name] = content
    empty = {one for one, content in contents.items() if not content}
    others = {file.name for file in old} - {target.name}
    return Release(
        made,
        findings,
        target,
        reading.terms,
        changes(before, made, reading.digests),
        before,
        {one: content for one, content in contents.items() if content},
        tuple(sorted(empty | others)),
    )


class _Reading:
    """A file of RDF that is read with options beside it, and what was seen meanwhile."""

    def __init__(
        self, settings: Settings, source: Converted, file: str, name: str, progress: Progress
    ) -> None:
        self._settings, self._source, self._file, self._name = settings, source, file, name
        self._progress = progress
        self.findings = Findings()
        self.terms: dict[str, int] = {}
        self.digests: Digests = {}
        self.scheme: str | None = None

    def read(self, options: str, kept: Mapping[str, str] | None = None) -> Vocabulary:
        """Return the outline of the vocabulary, with these ids by URI; raise BrokenSource, with
        the name of the user's file, where nothing can be used.
        """
        id = self._source.id
        self.terms, self.digests = {}, {}
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / self._file
            shutil.copyfile(self._source.file, copy)
            sidecar = copy.with_name(f"{id}.toml")
            sidecar.write_text(options, "utf-8")
            copy.with_name(f"{id}.ids").write_text(ids.lines(kept or {}), "utf-8")
            try:
                made, found = skos.outlined(
                    copy, self._settings.base_url, self._see, self._share, _breaches
                )
            except BrokenSource as error:
                raise error.elsewhere(self._name) from error
            self.findings = Findings(
                with_values(one, where=self._name) if one.where == self._file else one
                for one in found.everything()
            )
            self.scheme = read_options(sidecar).scheme
        if not made.concepts:
            raise _without_terms(self._name, self.findings)
        return made

    def _see(self, concept: Concept) -> None:
        self.digests[concept.uri] = digest(concept)
        for term in concept.terms:
            self.terms[term.lang] = self.terms.get(term.lang, 0) + 1

    def _share(self, done: float) -> None:
        self._progress("reading", done)


def _breaches(source: skos.VocabularyReader) -> Findings:
    rows, tops = source.graph.rows, source.survey.tops()
    return Structure(source.vocabulary.id, source.links, rows, tops).breaches()


def _without_terms(name: str, found: Findings) -> BrokenSource:
    """Return what is told of a file that gives nothing: the first thing that was left out of it."""
    for one in found:
        if outcome(one.rule) == LEFT_OUT and one.rule != "no-label":
            return BrokenSource(name, one.message, line=one.line, **one.values)
    return BrokenSource(name, N_("none of its concepts has a preferred term"))


def _before(settings: Settings, old: list[Path]) -> Vocabulary | None:
    """Return the vocabulary of the site that is replaced; None for none, or a broken one."""
    with suppress(BrokenSource):
        for file in old:
            return skos.read(file, settings.base_url)[0]
    return None


def _source_faults(made: Vocabulary) -> list[Finding]:
    """Return a finding where the language that was decided on has no terms in a file."""
    lang, counts = made.source_language, made.languages()
    if counts.get(lang) or not counts:
        return []
    text = N_(
        "no concept has a preferred term in the source language %(lang)s (%(known)s have);"
        " another is chosen with --source-language"
    )
    known = ", ".join(counts)
    return [Finding("source-language", made.id, text, {"lang": lang, "known": known})]


def _shared_uris(settings: Settings, made: Vocabulary) -> Findings:
    with tempfile.TemporaryDirectory() as folder, shared.opened(Path(folder)) as known:
        known.add(made.id, (concept.uri for concept in made.concepts.values()))
        return shared_uris(settings, known, made.id)


def source_change(settings: Settings, id: str, lang: str) -> tuple[str, list[str]] | None:
    """Return the source language of a vocabulary and the languages of its catalogs, where `lang`
    would change it; None where it would not, or there is no such vocabulary.
    """
    folder = settings.site / settings.vocabularies_folder
    old = [file for file in vocabulary_files(folder) if skos.vocabulary_id(file) == id]
    if not old:
        return None
    stored = read_options(folder / f"{id}.toml").source_language
    if stored is None and (found := _before(settings, old)) is not None:
        stored = found.source_language
    if stored in (None, languages.checked(lang, "source_language")):
        return None
    return str(stored), sorted(files.catalogs_of(settings.translations, id))
