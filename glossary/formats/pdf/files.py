"""A vocabulary as a file of PDF; a sign that cannot be printed is told, and shown by its code.

All of it is in memory: the pages of a glossary know of each other. Large ones are refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from glossary.errors import N_, TooLarge, Unavailable
from glossary.errors.plurals import NN_
from glossary.formats import Finding
from glossary.formats.contents import Contents
from glossary.formats.pdf.document import document
from glossary.formats.pdf.typesetting import NotSet, Pages
from glossary.model import Concept

MOST_CONCEPTS = 10_000
"""More are not printed: so many take about 6 GB of memory and have 1,300 pages."""
_ATTEMPTS = 3


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield the glossary in one piece: A-Z in the first of the languages, the others beside it.

    Raises TooLarge for more than `MOST_CONCEPTS`. What no font of the extra has is set in fonts of
    the machine, what none of these has as its code; both are told.
    """
    pages, signs = Pages(), ""
    made = document(replace(contents, concepts=_few(contents)))
    missing = pages.missing(_texts(made))
    if missing:
        pages = Pages(of_machine=True)
        signs = pages.missing(missing)
        _tell(contents, "font-of-machine", _OTHER_FONTS, set(missing) - set(signs))
    unset = set(signs)
    for _ in range(_ATTEMPTS):
        try:
            content = pages.set(_with_codes(made, unset))
            break
        except NotSet as error:
            unset |= error.signs
    else:
        raise Unavailable(_FAILED, code="not_set", signs=_named(unset))
    _tell(contents, "no-font", _NO_FONT, unset)
    yield content


_OTHER_FONTS = N_("these signs are set in fonts of this machine, others may differ: %(signs)s")
_NO_FONT = N_(
    "no font has these signs, their codes are printed; install one that has, such as Noto: "
    "%(signs)s"
)
_FAILED = N_("The PDF cannot be set with these signs: %(signs)s")
_LARGE = NN_(
    "A PDF holds at most %(most)s concept, this vocabulary has more. Another format has no limit.",
    "A PDF holds at most %(most)s concepts, this vocabulary has more. Another format has no limit.",
    "most",
)
_SHOWN = 20


def _few(contents: Contents) -> Iterator[Concept]:
    found = iter(contents.concepts)
    yield from islice(found, MOST_CONCEPTS)
    if next(found, None) is not None:
        raise TooLarge(_LARGE, most=MOST_CONCEPTS)


def _tell(contents: Contents, rule: str, message: str, signs: set[str]) -> None:
    if signs:
        values = {"signs": _named(signs)}
        contents.told.append(Finding(rule, contents.vocabulary.id, message, values))


def _named(signs: set[str]) -> str:
    some = sorted(signs)[:_SHOWN]
    more = f" +{len(signs) - len(some)}" if len(signs) > len(some) else ""
    return ", ".join(f"{one} ({_code(one)})" for one in some) + more


def _code(signs: str) -> str:
    return " ".join(f"U+{ord(sign):04X}" for sign in signs)


def _texts(value: Any) -> str:
    """Return all that is printed of a document, in one text."""
    found: list[str] = []
    _each(value, found.append)
    return "".join(found)


def _each(value: Any, take: Callable[[str], object]) -> None:
    if isinstance(value, str):
        take(value)
    elif isinstance(value, dict):
        for one in value.values():
            _each(one, take)
    elif isinstance(value, list):
        for one in value:
            _each(one, take)


def _with_codes(value: Any, unset: set[str]) -> Any:
    """Return a document with the code of a sign in the place of each that no font has."""
    if not unset:
        return value
    if isinstance(value, dict):
        return {name: _with_codes(one, unset) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_codes(one, unset) for one in value]
    if isinstance(value, str):
        for signs in sorted(unset, key=len, reverse=True):
            value = value.replace(signs, f"[{_code(signs)}]")
    return value
