"""Warnings about the terms of concepts, held against their source and against each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import regex

from glossary import languages
from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.checks.entries import excerpt, lines_of
from glossary.catalogs.checks.scripts import is_abbreviation, is_name
from glossary.catalogs.data import Data, data_of
from glossary.catalogs.messages import TEXT_SLOTS, split_context
from glossary.catalogs.po.catalog import Message
from glossary.errors import N_
from glossary.errors.plurals import NN_

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_MOST_NAMED = 3
Slots = Mapping[str, Message]
"""The translated messages of a concept by slot."""


class WordsInUse:
    """The words of a language: those in use in the translations that are not their source, and
    the names that CLDR has for languages and countries.
    """

    def __init__(self, lang: str) -> None:
        locale = languages.locale_of(lang)
        names = [*locale.languages.values(), *locale.territories.values()] if locale else []
        self._known = set(_WORD.findall("\n".join(names).casefold()))

    def add(self, message: Message) -> None:
        """Learn the words of a translation, unless it is the source itself."""
        source, string = str(message.id).casefold(), str(message.string).casefold()
        if source != string:
            self._known.update(_WORD.findall(string))

    def has(self, term: str) -> bool:
        """Return whether all words of a term are in use."""
        return self._known.issuperset(_WORD.findall(term.casefold()))


def _lines(message: Message | None) -> list[str]:
    return lines_of(str(message.string)) if message else []


def _problem(
    rule: str, text: str, message: Message, part: str = "", **values: object
) -> CatalogProblem:
    shown = excerpt(part or str(message.string))
    return CatalogProblem(rule, text, values, message.lineno, str(message.context), shown)


def warnings_of(slots: Slots, sources: Slots, words: WordsInUse) -> Iterator[CatalogProblem]:
    """Yield the warnings about a concept; `sources` are all its messages, translated or not."""
    for slot, message in slots.items():
        if _is_source(slot, message, data_of(message)[0], words):
            yield _problem("same-as-source", N_("this is the source itself"), message)
    preferred, others = slots.get("prefLabel"), slots.get("altLabel")
    if others is not None:
        synonyms = _lines(others)
        for line, count in Counter(synonyms).items():
            if count > 1:
                text = NN_(
                    "“%(term)s” is there %(count)s time", "“%(term)s” is there %(count)s times"
                )
                yield _problem("repeated-synonym", text, others, line, term=line, count=count)
        for line in _lines(preferred):
            if line in synonyms:
                text = N_("“%(term)s” is the preferred term, too")
                yield _problem("synonym-is-preferred", text, others, line, term=line)
    if preferred is not None and _lacks_full_form(preferred, sources.get("altLabel"), others):
        text = N_("the source explains this abbreviation among its synonyms, the translation not")
        yield _problem("untranslated-abbreviation", text, preferred)


def _is_source(slot: str, message: Message, data: Data, words: WordsInUse) -> bool:
    """Return whether a translation is the source, though nothing tells that this is meant."""
    source, string = str(message.id).strip(), str(message.string).strip()
    if source.casefold() != string.casefold() or data.grammar or data.equivalence:
        return False
    if slot in (*TEXT_SLOTS, "description"):
        return len(_WORD.findall(source)) > (4 if slot == "example" else 1)
    named = (is_abbreviation(line) or is_name(line) for line in source.split("\n"))
    return not (all(named) or words.has(string))


def _lacks_full_form(preferred: Message, source: Message | None, others: Message | None) -> bool:
    term = str(preferred.string).strip()
    if term != str(preferred.id).strip() or not is_abbreviation(term) or source is None:
        return False
    explained = str(source.id).split("\n")
    return any(map(_is_full, explained)) and not any(
        _is_full(line) and line not in explained for line in _lines(others)
    )


def _is_full(line: str) -> bool:
    return len(_WORD.findall(line)) > 1 and not is_abbreviation(line)


def shared(preferred: Iterable[Message]) -> Iterator[CatalogProblem]:
    """Yield a warning for each concept whose preferred term another one has, too.

    Concepts whose sources are alike are homonyms already, and meant to be.
    """
    by_term: dict[str, list[Message]] = defaultdict(list)
    for message in preferred:
        by_term["".join(_lines(message)).casefold()].append(message)
    for messages in by_term.values():
        if len(messages) < 2:
            continue
        for message in messages:
            source = str(message.id).casefold()
            rest = (one for one in messages if str(one.id).casefold() != source)
            named = [one for _, one in zip(range(_MOST_NAMED), rest, strict=False)]
            if named:
                ids = ", ".join(split_context(str(one.context))[0] for one in named)
                text = N_("this preferred term is also that of: %(concepts)s")
                yield _problem("shared-preferred", text, message, concepts=ids)
