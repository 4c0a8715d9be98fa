"""Messages whose words follow their values: one text for one, another for many, and values that
are messages themselves.

A message is known by its text for many, which alone is kept, stored and handed on, as any message
is; the other text and the number that decides are looked up when it is told. Catalogs hold both
as gettext's plural messages (GNU gettext manual, section 11.2.6).
"""

from collections.abc import Callable, Mapping
from typing import Any

_KNOWN: dict[str, tuple[str, str]] = {}
"""By the text for many: that for one, and the name of the value that decides."""


def NN_(one: str, many: str, number: str = "count") -> str:
    """Return `many`; marks both texts for extraction, `number` names the value that decides."""
    _KNOWN[many] = one, number
    return many


class Counted(str):
    """A message for one number: in itself the English text; catalogs find theirs by its parts."""

    one: str
    many: str
    number: int


class Translatable(str):
    """A value of a message that is a message itself, put into the reader's language with it."""


def counted(message: str, values: Mapping[str, Any]) -> str:
    """Return the message as it is to be translated for `values`."""
    one, name = _KNOWN.get(message, ("", ""))
    if name not in values:
        return message
    number = int(values[name])
    made = Counted(one if number == 1 else message)
    made.one, made.many, made.number = one, message, number
    return made


def format_message(
    message: str, values: Mapping[str, Any], translate: Callable[[str], str] = str
) -> str:
    """Return the message put through `translate`, with its values."""
    text = translate(counted(message, values))
    if not values:
        return text
    return text % {
        name: translate(value) if isinstance(value, Translatable) else value
        for name, value in values.items()
    }
