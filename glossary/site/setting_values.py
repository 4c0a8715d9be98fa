"""One setting: its type, its bounds, and what a text or number becomes."""

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from glossary.errors import N_, BrokenSource

Fault = tuple[str, dict[str, object]]
"""What is wrong with a value: a message id and its arguments."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; the type of `default` is the type of the setting. `check` returns
    what is wrong with a text, or None; an empty text that is the default is not asked about. A text
    `per_language` may be a table of texts by language tag instead, one that `is_list` a list of
    its words.
    """

    name: str
    default: Any
    help: str
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    check: Callable[[str], Fault | None] | None = None
    per_language: bool = False
    is_list: bool = False


def cast(setting: Setting, value: Any, where: str) -> Any:
    """Return `value` in the type of the setting, or raise BrokenSource naming key and value."""
    wanted = type(setting.default)
    if setting.per_language and isinstance(value, dict):
        return _texts(setting, value, where)
    if wanted is dict:
        return _alphabets(value, where)
    made, fault = _number(setting, value) if wanted is int else _text(setting, value)
    if fault is not None:
        raise BrokenSource(where, fault[0], **{"value": value, **fault[1]})
    return made


def _number(setting: Setting, value: Any) -> tuple[int, Fault | None]:
    try:
        number = int(str(value))  # str, so that TOML's 1.5 and true are no numbers here
    except ValueError:
        return 0, (N_("“%(value)s” is not a whole number"), {})
    if setting.least is not None and number < setting.least:
        return number, (N_("%(value)s is less than %(least)s"), {"least": setting.least})
    if setting.most is not None and number > setting.most:
        return number, (N_("%(value)s is more than %(most)s"), {"most": setting.most})
    return number, None


def _text(setting: Setting, value: Any) -> tuple[str, Fault | None]:
    if setting.is_list and isinstance(value, list):
        value = " ".join(map(str, value))  # a list may stand for tags with spaces between
    if not isinstance(value, str):
        return "", (N_("“%(value)s” is not a text"), {})
    unseen = next((sign for sign in value if unicodedata.category(sign) == "Cc"), "")
    if unseen:
        text = N_("there is a control character in it (%(sign)s)")
        return value, (text, {"sign": f"U+{ord(unseen):04X}"})
    if setting.choices and value not in setting.choices:
        return value, (
            N_("“%(value)s” is not one of %(known)s"),
            {"known": ", ".join(setting.choices)},
        )
    if setting.check is None or (not value and not setting.default):
        return value, None
    return value, setting.check(value)


def _texts(setting: Setting, value: dict[str, Any], where: str) -> dict[str, str]:
    """Return texts by language tag, in the order they are written."""
    from glossary import languages  # only here: Babel is not needed by most commands

    found = {}
    for tag, text in value.items():
        here = f"{where}.{tag}"
        if not languages.is_known(tag):
            raise BrokenSource(here, N_("“%(tag)s” is not the tag of a known language"), tag=tag)
        made, fault = _text(setting, text)
        if fault is None and not made.strip():
            fault = N_("“%(value)s” is not a text"), {}
        if fault is not None:
            raise BrokenSource(here, fault[0], **{"value": text, **fault[1]})
        found[languages.canonical(tag)] = made.strip()
    if not found:
        raise BrokenSource(where, N_("“%(value)s” is not a text"), value="")
    return found


def _alphabets(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    """Return letters by language tag; in the environment the table is written as TOML."""
    if isinstance(value, str):
        try:
            value = tomllib.loads(value)
        except tomllib.TOMLDecodeError as error:
            raise BrokenSource(where, str(error)) from error
    if not isinstance(value, dict):
        raise BrokenSource(where, N_("“%(value)s” is not a table"), value=value)
    from glossary import languages  # only here: Babel is not needed by most commands
    from glossary.languages import alphabets

    found = {}
    for tag, letters in value.items():
        here = f"{where}.{tag}"
        if not languages.is_known(tag):
            raise BrokenSource(here, N_("“%(tag)s” is not the tag of a known language"), tag=tag)
        if not isinstance(letters, str):
            raise BrokenSource(here, N_("“%(value)s” is not a text"), value=letters)
        listed = tuple(letters.split())
        if not listed:
            raise BrokenSource(here, N_("the alphabet has no letters"))
        double = alphabets.twice(listed)
        if double:
            raise BrokenSource(here, N_("“%(letter)s” is there twice"), letter=double)
        found[languages.canonical(tag)] = listed
    return found
