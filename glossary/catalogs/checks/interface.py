"""Checks of the interface's catalogs: placeholders, markup, plural forms, completeness."""

import re
from collections.abc import Iterator
from dataclasses import replace

from babel.messages.catalog import Message as BabelMessage

from glossary import languages
from glossary.catalogs.checks import CatalogProblem, Report, headers, reading
from glossary.catalogs.checks.characters import bad_characters
from glossary.catalogs.checks.entries import excerpt
from glossary.catalogs.po.files import Message, TermCatalog
from glossary.errors import N_
from glossary.errors.plurals import NN_

DOMAIN = "messages"
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&\w+;")


def check(content: bytes, lang: str, template: TermCatalog | None = None) -> Report:
    """Return what is wrong with a catalog of the interface, held against its template."""
    locale = languages.to_locale(lang)
    report = Report(f"{locale}/LC_MESSAGES/{DOMAIN}.po", DOMAIN, lang)
    catalog, broken = reading.read(content, report.file, locale)
    for problem in [*headers.tag_problems(lang), *broken]:
        report.add(problem)
    if not report.counts["encoding"] and not report.counts["not-a-catalog"]:
        report.checked = sum(1 for message in catalog if message.id)
        found = [*headers.header_problems(catalog, lang), *problems(catalog, template)]
        for problem in found:
            report.add(problem)
    return report


def problems(catalog: TermCatalog, template: TermCatalog | None = None) -> Iterator[CatalogProblem]:
    """Yield what is wrong with the messages of a catalog; with a template, also what it lacks."""
    if catalog.fuzzy:
        yield CatalogProblem("bad-header", N_("the header is marked fuzzy"))
    if template is not None:
        wanted = {message.id: message for message in template if message.id}
        there = {message.id: message for message in catalog if message.id}
        for id, message in wanted.items():
            if id not in there:
                yield replace(_problem("incomplete", N_("“%(id)s” is missing"), message), line=None)
        for id, message in there.items():
            if id not in wanted:
                yield _problem("unused", N_("“%(id)s” is no longer used"), message)
    for message in catalog:
        if message.id:
            yield from _of_message(message, catalog)


def _problem(rule: str, text: str, message: Message, **values: object) -> CatalogProblem:
    id = message.id[0] if isinstance(message.id, tuple) else str(message.id)
    values = {"id": id, **values}
    return CatalogProblem(
        rule, text, values, message.lineno, str(message.context or ""), excerpt(id)
    )


def _of_message(message: Message, catalog: TermCatalog) -> Iterator[CatalogProblem]:
    if message.fuzzy:
        yield _problem("incomplete", N_("“%(id)s” is fuzzy"), message)
        return
    ids = message.id if isinstance(message.id, tuple) else (str(message.id),)
    strings = message.string if isinstance(message.string, tuple) else (str(message.string or ""),)
    if not any(strings):
        yield _problem("incomplete", N_("“%(id)s” is empty"), message)
        return
    if len(ids) > 1 and len(strings) != catalog.num_plurals:
        text = NN_(
            "“%(id)s” has %(count)s of %(all)s plural form",
            "“%(id)s” has %(count)s of %(all)s plural forms",
            "all",
        )
        there, wanted = len(strings), catalog.num_plurals
        yield _problem("plural-forms", text, message, count=there, all=wanted)
        return
    if not all(strings):
        yield _problem("plural-forms", N_("a plural form of “%(id)s” is empty"), message)
        return
    found = list(_of_strings(ids, strings, message))
    yield from found
    checked = BabelMessage(message.id, message.string, flags=message.flags)
    for error in checked.check() if not found else ():
        text = N_("“%(id)s”: %(reason)s")
        yield _problem("placeholder", text, message, reason=str(error))


def _of_strings(
    ids: tuple[str, ...], strings: tuple[str, ...], message: Message
) -> Iterator[CatalogProblem]:
    allowed = {name for id in ids for name in _PLACEHOLDER.findall(id)}
    markup = {tag for id in ids for tag in _MARKUP.findall(id)}
    for string in strings:
        names = set(_PLACEHOLDER.findall(string))
        if not names <= allowed or (len(ids) == 1 and names != allowed):
            text = N_("“%(id)s” has the placeholders %(found)s, not %(wanted)s")
            yield _problem(
                "placeholder", text, message, found=_listed(names), wanted=_listed(allowed)
            )
        found = set(_MARKUP.findall(string))
        if found - markup or (len(ids) == 1 and found != markup):
            text = N_("“%(id)s” has the markup %(found)s, not %(wanted)s")
            yield _problem("markup", text, message, found=_listed(found), wanted=_listed(markup))
        for rule, told, named in bad_characters(string):
            yield _problem(rule, told, message, **named)


def _listed(names: set[str]) -> str:
    return " ".join(sorted(names)) or "–"
