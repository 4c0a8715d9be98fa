"""All checks of the catalog of a vocabulary in one language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from glossary import languages
from glossary.catalogs.checks import WHOLE, CatalogProblem, Report, headers, reading, terms, texts
from glossary.catalogs.checks.entries import excerpt, sort_out
from glossary.catalogs.checks.scripts import scripts_of
from glossary.catalogs.data import data_of
from glossary.catalogs.messages import SCHEME, split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_
from glossary.errors.plurals import NN_


def file_name(lang: str, domain: str) -> str:
    """Return how a catalog is named in reports: from the folder of its locale on."""
    return f"{languages.to_locale(lang)}/LC_MESSAGES/{domain}.po"


def refusal(catalog: TermCatalog, lang: str) -> CatalogProblem | None:
    """Return why a catalog that could be read must not be published, or None."""
    if not len(catalog.headers) and not len(catalog):
        return CatalogProblem("not-a-catalog", reading.EMPTY)
    problems = headers.tag_problems(lang)
    return next((one for one in problems if one.rule in WHOLE), None)


def check(
    content: bytes, lang: str, domain: str, source: Mapping[str, str] | None = None
) -> Report:
    """Return what is wrong with the bytes of a catalog.

    `source` are the texts of the vocabulary by context; without it nothing is said of concepts
    that are not there and of sources that have changed.
    """
    report = Report(file_name(lang, domain), domain, lang)
    catalog, broken = reading.read(content, report.file, languages.to_locale(lang))
    for problem in [*headers.tag_problems(lang), *broken]:
        report.add(problem)
    if not report.counts["encoding"] and not report.counts["not-a-catalog"]:
        report.checked = sum(1 for message in catalog if message.id)
        for problem in _problems(catalog, lang, source, {one.context for one in broken}):
            report.add(problem)
    return report


def _problems(
    catalog: TermCatalog, lang: str, source: Mapping[str, str] | None, broken: Set[str]
) -> Iterator[CatalogProblem]:
    yield from headers.header_problems(catalog, lang)
    if source is not None:
        yield from _behind(catalog, source, broken)
    good, errors = sort_out(catalog)
    yield from errors
    scripts, words = scripts_of(lang), terms.WordsInUse(lang)
    for slots in good.values():
        for message in slots.values():
            words.add(message)
    whole = _by_concept(catalog)
    for id, slots in good.items():
        for message in slots.values():
            yield from texts.warnings_of(message, data_of(message)[0], scripts)
        yield from terms.warnings_of(slots, whole[id], words)
    grouped = any("altLabel" in slots for slots in whole.values())
    yield from terms.shared(
        slots["prefLabel"]
        for id, slots in good.items()
        if "prefLabel" in slots and (not grouped or "altLabel" in whole[id])
    )


def _by_concept(catalog: TermCatalog) -> dict[str, dict[str, Message]]:
    """Return all messages, also those that are not translated, by concept and slot."""
    found: dict[str, dict[str, Message]] = defaultdict(dict)
    for message in catalog:
        id, slot = split_context(str(message.context or ""))
        found[id][slot] = message
    return found


def _behind(
    catalog: TermCatalog, source: Mapping[str, str], broken: Set[str]
) -> Iterator[CatalogProblem]:
    """Yield where a catalog is not what its vocabulary makes of it now."""
    known = {split_context(context)[0] for context in source}
    there = set()
    for message in catalog:
        context = str(message.context or "")
        if not message.id or not context:
            continue
        there.add(context)
        id, text = split_context(context)[0], str(message.id)
        where = (message.lineno, context, excerpt(text))
        if context in source:
            if source[context] != text:
                told = N_("the source has changed; run: glossary catalogs update")
                yield CatalogProblem("stale", told, {}, *where)
        elif id in known or id == SCHEME:
            told = N_("the vocabulary has no such text; run: glossary catalogs update")
            yield CatalogProblem("stale", told, {}, *where)
        elif message.string:
            told = N_("there is no such concept; left out")
            yield CatalogProblem("unknown-concept", told, {}, *where)
    missing = len(source.keys() - there - broken)
    if missing:
        told = NN_(
            "%(count)s text of the vocabulary is not in it; run: glossary catalogs update",
            "%(count)s texts of the vocabulary are not in it; run: glossary catalogs update",
        )
        yield CatalogProblem("stale", told, {"count": missing})
