"""Cursors: a place in a list as it stands in an address."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from glossary.errors import N_, Invalid


def encode(*place: str) -> str:
    """Return a place as ASCII that an address holds as it is."""
    text = "\n".join(place).encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(text).decode().rstrip("=")


def decode(cursor: str, parts: int, parameter: str = "cursor") -> tuple[str, ...]:
    """Return the place that a cursor stands for, in so many parts; raise Invalid, which names
    `parameter`, for what is none.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        place = urlsafe_b64decode(padded).decode().split("\n", parts - 1)
    except (UnicodeError, binascii.Error):
        place = []
    if len(place) != parts:
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter=parameter)
    return tuple(place)
