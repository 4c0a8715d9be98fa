"""Warnings about single messages: unseen characters, scripts, how a text ends."""

from collections.abc import Iterator
from typing import Any

import regex

from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.checks.characters import unseen_characters
from glossary.catalogs.checks.entries import excerpt
from glossary.catalogs.checks.scripts import is_abbreviation, is_foreign, is_name, mixed_words
from glossary.catalogs.data import Data
from glossary.catalogs.messages import TEXT_SLOTS, split_context
from glossary.catalogs.po.catalog import Message
from glossary.errors import N_

_AFTER_END = regex.compile(r"[\p{Pe}\p{Pf}\p{Pi}\"'\s\p{Cf}]+\Z")
_ENDS = regex.compile(r"[\p{Sentence_Terminal}…]\Z")
_EAST_ASIAN_DOT = regex.compile(r"[\p{Script=Hani}\p{Script=Hira}\p{Script=Kana}][.?!]\Z")
_UNENDED = frozenset({"Thai", "Laoo", "Tibt"})
"""Scripts that end sentences with a space or with signs of their own."""
_OTHER_ENDS = {"Grek": ";\u037e", "Armn": ":"}


def warnings_of(message: Message, data: Data, scripts: frozenset[str]) -> Iterator[CatalogProblem]:
    """Yield the warnings about a translated message; `scripts` are those of the language."""
    source, string = str(message.id), str(message.string)
    _, slot = split_context(str(message.context))
    is_text = slot in TEXT_SLOTS or slot == "description"

    def problem(rule: str, text: str, part: str = string, **values: Any) -> CatalogProblem:
        context = str(message.context)
        return CatalogProblem(rule, text, values, message.lineno, context, excerpt(part))

    for rule, text, values in unseen_characters(string, scripts):
        yield problem(rule, text, **values)
    for word in mixed_words(string):
        text = N_("“%(word)s” has letters of two scripts that look alike")
        yield problem("mixed-script", text, word=word)
    known = {line.casefold() for line in [source, *source.split("\n")]}
    for part in [string] if is_text else string.split("\n"):
        if data.equivalence == "loan" or part.strip().casefold() in known:
            continue
        if is_foreign(part, scripts) and not (is_abbreviation(part) or is_name(part)):
            yield problem("wrong-script", N_("there is no letter of the language in it"), part)
    lines = {" ".join(line.split()) for line in string.split("\n")}
    for line in sorted(data.lines() - lines):
        text = N_("there is no line “%(line)s” that this could be said of")
        yield problem("status-of-no-term", text, line=line)
    if is_text:
        yield from (problem("definition-end", text) for text in _end(source, string, scripts))


def _end(source: str, string: str, scripts: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with the end of a text, held against that of the source."""
    source, string = _AFTER_END.sub("", source), _AFTER_END.sub("", string)
    if not _ENDS.search(source) or scripts & _UNENDED:
        return
    others = "".join(ends for script, ends in _OTHER_ENDS.items() if script in scripts)
    if not _ENDS.search(string) and string[-1:] not in tuple(others):
        yield N_("the source ends a sentence here; the translation does not")
    elif "Hani" in scripts and "Hang" not in scripts and _EAST_ASIAN_DOT.search(string):
        yield N_("the sentence ends with a sign of another script, not with 。？ or ！")
