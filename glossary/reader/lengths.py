"""How long a question is: in characters as it is compared, where one may become many."""

import unicodedata

from glossary.errors.plurals import NN_

TOO_LONG = NN_(
    "“%(parameter)s” is longer than %(most)s character.",
    "“%(parameter)s” is longer than %(most)s characters.",
    "most",
)


def length(text: str) -> int:
    """Return the number of characters of a text in Unicode's form NFKC, in which it is compared.

    >>> length("abc"), length("ﷺ")
    (3, 18)
    """
    return len(text) if text.isascii() else len(unicodedata.normalize("NFKC", text))


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text that has at most so many characters, counted as above."""
    text = text[:most]
    while (long := length(text)) > most:
        text = text[: len(text) * most // long]
    return text
