"""What people type, put in order; refused, with the name of the field, where it cannot be used."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from glossary import languages
from glossary.catalogs.messages import SCHEME
from glossary.catalogs.progress import SCHEME_SLOTS, SLOTS
from glossary.errors import N_, Invalid
from glossary.errors.plurals import NN_
from glossary.model import CATALOG_STATUSES, EQUIVALENCES, RELIABILITIES, TERM_MARKS

MOST_IN_TERM = 500
MOST_IN_TEXT = 20_000
MOST_IN_COMMENT = 4_000
_MOST_SOURCES = 20
_FORBIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF}
"""Overrides and isolates of the direction of writing (Unicode, UAX 9), which can make a text look
like another one; line separators; the byte order mark."""


def place(lang: str, concept: str, slot: str) -> str:
    """Return the language tag in its usual form; raise Invalid where there can be no such text."""
    if not languages.is_known(lang):
        text = N_("“%(value)s” is not the tag of a known language.")
        raise Invalid(text, parameter="lang", value=lang)
    if slot not in (SCHEME_SLOTS if concept == SCHEME else SLOTS):
        raise Invalid(N_("There is no text “%(value)s”."), parameter="slot", value=slot)
    return languages.canonical(lang)


def is_term(slot: str) -> bool:
    """Return whether a slot holds exactly one line."""
    return slot in ("prefLabel", "title")


def wording(slot: str, text: str, *, parameter: str = "text", may_be_empty: bool = False) -> str:
    """Return the text of a slot without what is too much of space; synonyms one a line."""
    if is_term(slot):
        found = line(text, parameter, MOST_IN_TERM)
    elif slot == "altLabel":
        lines = [line(one, parameter, MOST_IN_TERM) for one in re.split(r"\r\n|\r|\n", text)]
        found = passage("\n".join(dict.fromkeys(filter(None, lines))), parameter, MOST_IN_TEXT)
    else:
        found = passage(text, parameter, MOST_IN_TEXT)
    if not found and slot != "altLabel" and not may_be_empty:
        raise Invalid(N_("Please write a text."), parameter=parameter)
    return found


def line(text: str, parameter: str, most: int) -> str:
    """Return a text of one line; raise Invalid where it has several, or is too long."""
    found = passage(text, parameter, most)
    if "\n" in found:
        raise Invalid(N_("This must be one line."), parameter=parameter)
    return " ".join(found.split())


def passage(text: str, parameter: str, most: int) -> str:
    """Return a text of any number of lines, its letters composed (NFC).

    Raises Invalid where it is too long or has controls.
    """
    text = unicodedata.normalize("NFC", text)
    found = re.sub(r"\r\n|\r", "\n", text).replace("\t", " ").strip()
    if len(found) > most:
        message = NN_(
            "This has %(length)s character; %(most)s are allowed.",
            "This has %(length)s characters; %(most)s are allowed.",
            "length",
        )
        raise Invalid(message, parameter=parameter, length=len(found), most=most)
    for character in found:
        if _is_forbidden(character):
            message = N_("This holds an invisible character that is not allowed (%(point)s).")
            raise Invalid(message, parameter=parameter, point=f"U+{ord(character):04X}")
    return found


def _is_forbidden(character: str) -> bool:
    point = ord(character)
    if point in _FORBIDDEN or (point & 0xFFFE) == 0xFFFE:
        return True
    return character != "\n" and unicodedata.category(character) in ("Cc", "Cs")


def data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return data comments, as `glossary.catalogs.editing.Edit` has them; raise Invalid."""
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: Any) -> Any:
    reader = _READERS.get(name)
    if reader is None:
        raise Invalid(N_("There is no data comment “%(value)s”."), parameter="data", value=name)
    return reader(value)


def _sources(value: Any) -> list[str]:
    found = [line(str(one), "sources", MOST_IN_TERM) for one in value or ()]
    return list(filter(None, found))[:_MOST_SOURCES]


def _grammar(value: Any) -> str:
    return line(str(value or ""), "grammar", 100)


def _one_of(parameter: str, known: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value and value not in known:
            text = N_("“%(value)s” is not one of %(known)s.")
            raise Invalid(text, parameter=parameter, value=value, known=", ".join(known))
        return str(value or "")

    return read


def _statuses(value: Any) -> dict[str, str]:
    read = _one_of("statuses", CATALOG_STATUSES)
    return {_of_line(k): read(v) for k, v in dict(value or {}).items()}


def _marks(value: Any) -> list[str]:
    read = _one_of("marks", TERM_MARKS)
    return [mark for mark in map(read, value or ()) if mark]


def _usage(value: Any) -> str:
    return line(str(value or ""), "note", MOST_IN_TERM)


def _of_line(value: Any) -> str:
    return line(str(value), "statuses", MOST_IN_TERM)


_READERS: dict[str, Callable[[Any], Any]] = {
    "sources": _sources,
    "grammar": _grammar,
    "equivalence": _one_of("equivalence", EQUIVALENCES),
    "reliability": _one_of("reliability", RELIABILITIES),
    "status": _one_of("status", CATALOG_STATUSES),
    "statuses": _statuses,
    "marks": _marks,
    "line_marks": lambda value: {_of_line(k): _marks(v) for k, v in dict(value or {}).items()},
    "note": _usage,
    "line_notes": lambda value: {_of_line(k): _usage(v) for k, v in dict(value or {}).items()},
}
DATA = tuple(_READERS)
"""The names of data comments."""
