"""Library headings: strings of a main heading and its subdivisions.

A heading that is not there as a whole is looked for in less specific forms, as cataloguers do
when they turn strings into facets (FAST: Faceted Application of Subject Terminology, OCLC).
"""

from collections.abc import Iterator

import regex

_PARTS = regex.compile(r"\s*(?:--+|—|–\s*–)\s*")
_DATES = regex.compile(
    r"[\s,;:]*\b(?:(?:to|before|after|until|since|ca\.?|about)\s+)?"
    r"\d{3,4}\??(?:\s*(?:[-–/]|to|or)\s*(?:\d{2,4})?)?[\s.,;:]*$",
    regex.IGNORECASE,
)
_QUALIFIER = regex.compile(r"\s*\([^()]*\)[\s.,;:]*$")


def shortened(heading: str) -> Iterator[str]:
    """Yield less specific forms of a heading, nearest first; none of a plain term.

    >>> list(shortened("Persian poetry--747-1500"))
    ['Persian poetry', '747-1500']
    >>> list(shortened("Law (Islamic)--Spain--Early works to 1800."))
    ['Law (Islamic)--Spain--Early works', 'Law (Islamic)--Spain', 'Law (Islamic)', 'Law', 'Spain', 'Early works to 1800', 'Early works']
    """  # noqa: E501 - the doctest is one line
    parts = [part for part in _PARTS.split(heading) if part]
    seen = {heading}
    for text in _forms(parts):
        text = text.strip(" -.,;:")
        if text and text not in seen:
            seen.add(text)
            yield text


def _forms(parts: list[str]) -> Iterator[str]:
    for end in range(len(parts), 0, -1):
        text = "--".join(parts[:end])
        if end < len(parts):
            yield text
        yield from _plain(text)
    for part in parts[1:]:
        yield part
        yield from _plain(part)


def _plain(text: str) -> Iterator[str]:
    """Yield a heading without its date or qualifier at the end."""
    for pattern in (_DATES, _QUALIFIER):
        shorter = pattern.sub("", text)
        if shorter != text:
            yield shorter
