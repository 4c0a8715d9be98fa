"""The two languages between which a reader works: remembered in a cookie, never in an account.

Pages are the same for all who have chosen none; those for a pair have entity tags of their own.
"""

from flask import request

from glossary import languages

COOKIE = "pair"
YEAR_SECONDS = 31_536_000
_NONE = ("", "")


def chosen() -> tuple[str, str]:
    """Return the languages from and to which the reader works, both "" where none is chosen."""
    if COOKIE not in request.cookies:
        return _NONE
    return of(request.cookies[COOKIE])


def of(text: str) -> tuple[str, str]:
    """Return the languages that a cookie names, both "" where it names no two that can be.

    >>> of("fr.zh-hans")
    ('fr', 'zh-Hans')
    """
    parts = text.split(".")
    if len(parts) != len(_NONE) or not all(map(languages.is_well_formed, parts)):
        return _NONE
    one, other = map(languages.canonical, parts)
    return (one, other) if one != other else _NONE


def mark() -> str:
    """Return what tells a page for the reader's pair from those of others, "" for none."""
    return "-".join(filter(None, chosen()))
