"""What entries and indexes have in common: the languages, the order, the words, clean texts."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from glossary import languages
from glossary.formats.contents import Contents
from glossary.languages.collation import Order
from glossary.model import Concept, Term

Translate = Callable[[str], str]
Record = dict[str, Any]
Line = TypeVar("Line")
_SPACE = re.compile(r"\s+")
_UNPRINTED = {"Cc", "Cs", "Cn", "Co"}
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Signs that turn the direction of what follows; here each text has that of its language."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The language of the A-Z, the others in their order, and how texts are ordered.

    `spoken` is the language of the words around them, into which `translate` puts messages.
    """

    main: str
    others: tuple[str, ...]
    order: Order
    spoken: str
    translate: Translate

    def shown(self, concept: Concept) -> Term | None:
        """Return the term under which a concept stands: in the main language, else another."""
        return _first(map(concept.preferred, (self.main, *self.others, ""))) or _first(
            term for term in concept.terms if term.status != "hidden"
        )

    def lettered(
        self, lines: Iterable[Line], lang: str, text_of: Callable[[Line], str]
    ) -> Iterator[tuple[str, list[Line]]]:
        """Yield the letters of a language with their lines, both in its order."""
        filed = [(*self.order.filed(text_of(line), lang), line) for line in lines]
        filed.sort(key=lambda one: one[0])
        for letter, found in groupby(filed, key=lambda one: one[1]):
            yield letter, [line for _, _, line in found]


def _first(terms: Iterable[Term | None]) -> Term | None:
    return next((term for term in terms if term is not None), None)


def surroundings_of(contents: Contents, found: dict[str, int]) -> Surroundings:
    """Return them for a vocabulary that has so many preferred terms in each language.

    The first of the languages that are asked for is the main one; where only that is, all the
    others stand beside it.
    """
    source = contents.vocabulary.source_language
    asked = [languages.canonical(tag) for tag in contents.langs]
    main = (languages.best(found, asked[:1]) if asked else None) or (asked or [source])[0]
    others = asked[1:] or sorted(found, key=lambda tag: (tag != source, tag))
    return Surroundings(
        main,
        tuple(tag for tag in others if tag != main and tag),
        Order(contents.alphabets),
        *contents.words_in(main),
    )


def clean(text: str) -> str:
    r"""Return a text on one line, without signs that are not printed or turn the direction.

    >>> clean(" a\x00b\u202e\n c ")
    'ab c'
    """
    kept = (
        sign
        for sign in text
        if sign not in _BIDI and (sign.isspace() or unicodedata.category(sign) not in _UNPRINTED)
    )
    return _SPACE.sub(" ", "".join(kept)).strip()
