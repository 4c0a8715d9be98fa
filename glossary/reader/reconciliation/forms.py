"""Other forms of a name under which a vocabulary may have it, and what each is worth.

They are those that cataloguers use: headings with subdivisions, dates and qualifiers, works named
by their author and title, centuries as years or in words (AACR2, RDA, FAST).
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from index.text import analysis
from index.text.headings import shortened

_MOST_FORMS = 12
_MOST_WORDS = 12
_SUBDIVISIONS = regex.compile(r"\s*(?:--+|—)\s*")
_DATES_LAST = regex.compile(r"[,;(]\s*((?:ca\.?\s*)?\d{3,4}\s*[-–]\s*\d{2,4})\)?[\s.]*$")
_DATES = regex.compile(
    r",?\s*(?:\b(?:b|d|fl|ca|active|approximately)\b\.?\s*)*-?\d{3,4}(?:\s*B\.C\.)?"
    r"(?:\s*-\s*(?:approximately\s*)?(?:\d{2,4}(?:\s*B\.C\.)?)?)?"
    r"|,\s*active\s+(?:early |late )?\d+(?:st|nd|rd|th) century",
    regex.IGNORECASE,
)
_CENTURY = regex.compile(r"(\d{1,2})00\s*[-–]\s*(?:(\d{1,2})99|(\d{1,2})00)[\s.]*")
_NUMBERED = regex.compile(r"(\d{1,2})(?:st|nd|rd|th) (?:century|cent\.?)[\s.]*", regex.IGNORECASE)
_ORDINALS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth",
    "Eighteenth", "Nineteenth", "Twentieth", "Twenty-first",
)  # fmt: skip


class Form(NamedTuple):
    """A form of a name, and how much of it is kept, 0 to 1."""

    text: str
    worth: float


def forms_of(text: str) -> Iterator[Form]:
    """Yield other forms of a name, best first.

    >>> [form.text for form in forms_of("Ptolemy, active 2nd century. Harmonics")]
    ['Harmonics (Ptolemy)']
    >>> [form.text for form in forms_of("1100-1199")][0]
    'Twelfth century'
    >>> [form.text for form in forms_of("Literature -- Prose")]
    ['Prose Literature', 'Literature', 'Prose']
    >>> [form.text for form in forms_of("Ottoman rule, 1571-1878")]
    ['Ottoman rule', '1571-1878']
    """
    seen = {analysis.fold(text)}
    made = 0
    for form in _forms(text):
        key = analysis.fold(form.text)
        if key and key not in seen:
            seen.add(key)
            yield form
            made += 1
        if made >= _MOST_FORMS:
            return


def _forms(text: str) -> Iterator[Form]:
    yield from _centuries(text)
    yield from _of_author(text)
    parts = _SUBDIVISIONS.split(text)
    if len(parts) == 2:  # "Literature--Prose" is "Prose literature"
        yield Form(f"{parts[1]} {parts[0]}", 0.96)
    for place, shorter in enumerate(shortened(text)):
        yield Form(shorter, max(0.9 - 0.03 * place, 0.5))
    if dates := _DATES_LAST.search(text):
        yield Form(dates[1], 0.6)


def _centuries(text: str) -> Iterator[Form]:
    """Yield a century in words that is given by its years or its number."""
    number = 0
    if years := _CENTURY.fullmatch(text.strip()):
        first, last, after = (int(one or -1) for one in years.groups())
        number = first + 1 if last == first or after == first + 1 else 0
    elif numbered := _NUMBERED.fullmatch(text.strip()):
        number = int(numbered[1])
    if 0 < number <= len(_ORDINALS):
        yield Form(f"{_ORDINALS[number - 1]} century", 0.97)


def _of_author(text: str) -> Iterator[Form]:
    """Yield a work by its title with the author behind it in brackets: "Author, dates. Title"."""
    author, stop, title = text.partition(". ")
    name = _DATES.sub("", author).strip(" ,.")
    title = title.strip(" .").partition(". ")[0]
    if stop and name and title and len(name) > 3:
        yield Form(f"{title} ({name})", 0.95)
        plain = _SUBDIVISIONS.split(title)[0]
        if plain != title:
            yield Form(f"{plain} ({name})", 0.9)


def words_of(text: str) -> str:
    """Return the words of a text as a query for any of them: no signs that mean something there."""
    return " ".join(word.text for word in list(analysis.words(text))[:_MOST_WORDS])
