"""A vocabulary between a file and the program: described at once, its concepts one by one.

What a format writes, and what it gives when it has read a file that is not RDF.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from glossary.model import Concept, Vocabulary

PLAIN, XL = "skos", "skos-xl"
PROFILES = (PLAIN, XL)
"""How much of a term SKOS says: its text, or all that is known of it beside that."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A vocabulary (without its concepts), and its concepts, to be read once.

    `uri_of` gives the URI of a concept of the vocabulary by its id, `base_url` is the address of
    the site, `langs` are the languages that are written, all where it is empty. Where it is not
    `whole`, these are some concepts of the vocabulary, and it is not described with them.
    """

    vocabulary: Vocabulary
    concepts: Iterable[Concept]
    uri_of: Callable[[str], str]
    base_url: str
    profile: str = PLAIN
    langs: tuple[str, ...] = ()
    whole: bool = True
