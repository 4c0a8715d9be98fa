"""Characters that are seen by no reader, and what they do to a text.

Sources: The Unicode Standard 15, sections 23.1 (control codes) and 23.7 (noncharacters); UAX #9,
section 2 (explicit directional formatting).
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import regex

from glossary.errors import N_

_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Noncharacter_Code_Point}\p{Cs}]")
_BIDI = regex.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = regex.compile(
    "[\t\r\u00ad\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffd\U000e0000-\U000e007f"
    r"\p{Co}]"
)
_EDGE = "[\\s\u200b\u200e\u200f\u061c\ufeff]"
_EDGES = regex.compile(rf"\A{_EDGE}|{_EDGE}\Z")
_OVERRIDES = "\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_EMBEDDINGS = "\u202a\u202b" + _OVERRIDES
_CLOSING = {"\u202c": _EMBEDDINGS, "\u2069": _ISOLATES}
_SPACELESS = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
"""Scripts in which U+200B shows where a line may break."""


def visible(text: str) -> str:
    """Return a text that can be shown: what would disturb its surroundings stands as U+FFFD."""
    return _BIDI.sub("\ufffd", _CONTROL.sub("\ufffd", text))


def name_of(character: str) -> str:
    r"""Return the number and name of a character.

    >>> name_of("\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def bad_characters(text: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield rule, message and values of each error among the characters of a text."""
    for character in dict.fromkeys(_CONTROL.findall(text)):
        message = N_("the text holds the character %(character)s")
        yield "control-character", message, {"character": name_of(character)}
    if _BIDI.search(text):
        for character in dict.fromkeys(_unclosed(text)):
            message = N_("%(character)s forces a direction, or has no partner in its line")
            yield "bidi-control", message, {"character": name_of(character)}


def _unclosed(text: str) -> Iterator[str]:
    """Yield the characters of direction that force it, or have no partner in their line."""
    for line in text.split("\n"):
        opened: list[str] = []
        for character in _BIDI.findall(line):
            if character not in _CLOSING:
                opened.append(character)
            elif not opened or opened[-1] not in _CLOSING[character]:
                yield character
            elif opened[-1] in _OVERRIDES:
                yield opened.pop()
            else:
                opened.pop()
        yield from opened


def unseen_characters(
    text: str, scripts: frozenset[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield rule, message and values of each warning; `scripts` are those of the language."""
    for line in text.split("\n"):
        if _EDGES.search(line):
            yield "edge-space", N_("there is a space at the beginning or end of a line"), {}
            break
    for character in dict.fromkeys(_INVISIBLE.findall(text)):
        if character == "\u200b" and scripts & _SPACELESS:
            continue
        message = N_("the text holds the character %(character)s")
        yield "invisible-character", message, {"character": name_of(character)}
