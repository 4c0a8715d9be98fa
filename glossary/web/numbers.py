"""Whole numbers that come with a request: a page, a place in a list, the number of a row."""

from typing import TypeVar

LARGEST = 999_999_999
"""The largest number that is taken, as in addresses: every database holds it."""
MOST_PAGES = 100_000
Default = TypeVar("Default", int, None)


def whole_number(
    text: str, default: Default, *, least: int = 0, most: int = LARGEST
) -> int | Default:
    """Return the number that `text` writes in ASCII digits, `default` for anything else.

    What is less than `least` or more than `most` is anything else too: pages leave aside what
    they cannot use, where the JSON door refuses it.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST)):
        return default
    number = int(text)
    return number if least <= number <= most else default


def page_number(text: str) -> int:
    """Return the page of a list that is asked for, the first where `text` is no such number."""
    return whole_number(text, 1, least=1, most=MOST_PAGES)
