"""The errors of single messages: what publishing leaves out, and therefore cheap to find."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.checks.characters import bad_characters, visible
from glossary.catalogs.data import VALUES, Data, data_of
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_

_SLOTS = ("prefLabel", "altLabel", *TEXT_SLOTS)
_OF_SCHEME = ("title", "description")
_SHORT = 200


def excerpt(text: str) -> str:
    """Return a text that can be shown in a list."""
    return visible(text if len(text) <= _SHORT else text[: _SHORT - 1] + "…")


def lines_of(string: str) -> list[str]:
    """Return the lines of terms as they are published: without needless space, in NFC."""
    whole = unicodedata.normalize("NFC", string)
    lines = (" ".join(line.split()) for line in whole.split("\n"))
    return [line for line in lines if line]


def sort_out(catalog: TermCatalog) -> tuple[dict[str, dict[str, Message]], list[CatalogProblem]]:
    """Return what can be published of a catalog, by concept and slot, and what is in the way.

    Fuzzy and empty messages are neither.
    """
    good: dict[str, dict[str, Message]] = defaultdict(dict)
    found: list[CatalogProblem] = []
    for message in catalog:
        if not message.id or message.fuzzy or not any(message.string or ()):
            continue
        errors = list(errors_of(message))
        id, slot = split_context(str(message.context or ""))
        first = good[id].get(slot) if id in good else None
        if not errors and first is not None:
            text = N_("the context stands already in line %(first)s, with another source")
            where = message.lineno, str(message.context), excerpt(str(message.string))
            errors = [CatalogProblem("repeated-message", text, {"first": first.lineno}, *where)]
        if errors:
            found += errors
        else:
            good[id][slot] = message
    return good, found


def errors_of(message: Message) -> Iterator[CatalogProblem]:
    """Yield the errors of a translated message of a vocabulary."""
    context, line = str(message.context or ""), message.lineno
    if isinstance(message.id, tuple):
        text = N_("terms and texts of a vocabulary have no plural forms")
        yield CatalogProblem("plural-forms", text, {}, line, context, excerpt(str(message.id[0])))
        return
    string = str(message.string)
    id, slot = split_context(context)
    if not id:
        text = N_("this message names no concept in its context")
        yield CatalogProblem("unknown-concept", text, {}, line, context, excerpt(str(message.id)))
        return
    if slot not in (_OF_SCHEME if id == SCHEME else _SLOTS):
        text = N_("there is no slot “%(slot)s”")
        yield CatalogProblem("unknown-slot", text, {"slot": slot}, line, context, excerpt(string))
    data, wrong = data_of(message)
    for key, value in wrong:
        text = N_("%(key)s: “%(value)s” is not one of %(known)s")
        values = {"key": key, "value": value, "known": ", ".join(VALUES[key])}
        yield CatalogProblem("bad-data", text, values, line, context, excerpt(string))
    if slot == "prefLabel" and len(set(lines_of(string))) != 1:
        text = N_("a preferred term has exactly one line")
        yield CatalogProblem("several-preferred", text, {}, line, context, excerpt(string))
    for rule, text, values in bad_characters(_published(string, data)):
        yield CatalogProblem(rule, text, values, line, context, excerpt(string))


def _published(string: str, data: Data) -> str:
    """Return all that readers would see of a message."""
    notes = (data.note, *data.line_notes.values())
    return "\n".join([string, *data.sources, data.grammar or "", *notes])
