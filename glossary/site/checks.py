"""The checks of a site: its vocabularies, and its catalogs held against them."""

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from glossary import languages
from glossary.catalogs.checks import ERROR, MOST, RULES, Report, interface
from glossary.catalogs.checks.catalog import check
from glossary.catalogs.checks.headers import folder_problems
from glossary.catalogs.messages import context, messages_of_scheme, texts_of
from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource, NotFound
from glossary.formats import Finding, Findings, shared, skos
from glossary.formats.quality.vocabulary import Quality
from glossary.site.register_checks import check_register
from glossary.site.same_terms import check_same_terms
from glossary.site.settings import Settings
from glossary.site.sources import chosen_files, doubled, vocabulary_files


def check_site(settings: Settings, id: str | None) -> tuple[int, Findings]:
    """Return how many vocabularies were checked, what was found of their files and structure, and
    all errors of their catalogs.
    """
    found = Findings()
    vocabularies = chosen_files(settings, id)
    with tempfile.TemporaryDirectory() as folder, shared.opened(Path(folder)) as known:
        for file in vocabularies:
            own, reports = of_vocabulary(settings, file, known=known)
            found += own.of(skos.vocabulary_id(file)) if id is None else own
            for report in reports:
                found += errors(report)
        found += known.findings() if id is None else shared_uris(settings, known, id)
    found += check_same_terms(settings, id)
    found += check_register(settings, id)
    return len(vocabularies), found


def check_all(
    settings: Settings, id: str | None = None, langs: Collection[str] = ()
) -> Iterator[Report]:
    """Yield the report of each catalog: of all vocabularies and the interface, or of one.

    Raises BrokenSource where there is no such vocabulary or its file cannot be read, NotFound
    where it has no catalog in one of `langs`.
    """
    wanted = [languages.canonical(lang) for lang in langs]
    if id != interface.DOMAIN:
        for file in chosen_files(settings, id):
            yield from of_vocabulary(settings, file, wanted)[1]
    if id in (None, interface.DOMAIN):
        yield from _of_interface(settings, wanted)


def of_vocabulary(
    settings: Settings,
    file: Path,
    langs: Collection[str] = (),
    known: shared.Shared | None = None,
) -> tuple[Findings, Iterator[Report]]:
    """Return the findings of a vocabulary's file, and the reports of its catalogs.

    With `known` the vocabulary is also held against the rules on its structure, and its URIs are
    put there.
    """
    paths = _chosen(settings, skos.vocabulary_id(file), langs)
    texts: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        skos.opened(file, settings.base_url, Path(folder)) as source,
    ):
        vocabulary, own = source.vocabulary, source.vocabulary.source_language
        texts |= {one.context: one.text for one in messages_of_scheme(vocabulary)}
        quality = None if known is None else Quality(source)
        for concept in source.concepts():
            if quality is not None:
                quality.take(concept)
            if paths:
                texts |= {context(concept.id, slot): text for slot, text in texts_of(concept, own)}
        found = source.findings()
        if known is not None and quality is not None:
            found += quality.findings()
            known.add(vocabulary.id, (uri for uri, _ in source.links.ids()))
    found += doubled(settings.translations, vocabulary.id)
    return found, (_checked(path, lang, vocabulary.id, texts) for lang, path in paths.items())


def _checked(path: Path, lang: str, id: str, texts: Mapping[str, str]) -> Report:
    """Return the report of a catalog, and whether its folder has the usual name."""
    report = check(path.read_bytes(), lang, id, texts)
    for problem in folder_problems(path.parts[-3], lang):
        report.add(problem)
    return report


def shared_uris(settings: Settings, known: shared.Shared, id: str) -> Findings:
    """Return a finding for each other vocabulary of the site that has URIs of the one in `known`.

    A vocabulary that cannot be read shares none; its own check tells.
    """
    for file in vocabulary_files(settings.vocabularies):
        other = skos.vocabulary_id(file)
        if other != id:
            with (
                suppress(BrokenSource),
                tempfile.TemporaryDirectory() as folder,
                skos.opened(file, settings.base_url, Path(folder)) as source,
            ):
                known.add(other, (uri for uri, _ in source.links.ids()))
    return known.findings(id)


def _chosen(settings: Settings, domain: str, langs: Collection[str]) -> dict[str, Path]:
    found = files.catalogs_of(settings.translations, domain)
    for lang in langs:
        if lang not in found:
            text = N_("There is no catalog of “%(id)s” in “%(lang)s”.")
            raise NotFound(text, id=domain, lang=lang)
    return {lang: path for lang, path in found.items() if not langs or lang in langs}


def _of_interface(settings: Settings, langs: Collection[str]) -> Iterator[Report]:
    template: files.TermCatalog | None = None
    path = settings.translations / f"{interface.DOMAIN}.pot"
    if path.is_file():
        template = files.read(path)
    for lang, path in _chosen(settings, interface.DOMAIN, langs).items():
        yield interface.check(path.read_bytes(), lang, template)


def errors(report: Report) -> Findings:
    """Return the errors of a report as findings."""
    found = Findings()
    for problem in report.in_order():
        if problem.severity == ERROR:
            line = f":{problem.line}" if problem.line else ""
            where = f"{report.file}{line} {problem.concept}".rstrip()
            found.append(Finding(problem.rule, where, problem.message, problem.values))
    for rule, count in report.counts.items():
        if RULES[rule].severity == ERROR:
            found.more[rule] += max(count - MOST, 0)
    return found
