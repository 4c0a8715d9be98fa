"""Other forms of a name under which a vocabulary may have it, and what each is worth."""

from collections.abc import Iterator
from typing import NamedTuple

from index.text import analysis
from index.text.headings import shortened

_MOST_FORMS = 12
_MOST_WORDS = 12


class Form(NamedTuple):
    """A form of a name, and how much of it is kept, 0 to 1."""

    text: str
    worth: float


def forms_of(text: str) -> Iterator[Form]:
    """Yield other forms of a name, best first."""
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
    for place, shorter in enumerate(shortened(text)):
        yield Form(shorter, max(0.9 - 0.03 * place, 0.5))


def words_of(text: str) -> str:
    """Return the words of a text as a query for any of them: no signs that mean something there."""
    return " ".join(word.text for word in list(analysis.words(text))[:_MOST_WORDS])
