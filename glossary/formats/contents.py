"""A vocabulary between a file and the program: described at once, its concepts one by one.

What a format writes, and what it gives when it has read a file that is not RDF.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from glossary.formats import Findings
from glossary.model import Concept, Vocabulary

PLAIN, XL = "skos", "skos-xl"
PROFILES = (PLAIN, XL)
"""How much of a term SKOS says: its text, or all that is known of it beside that."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A vocabulary (without its concepts), and its concepts, to be read once.

    `uri_of` gives the URI of a concept of the vocabulary by its id, `base_url` is the address of
    the site, `langs` are the languages that are written, all where it is empty. Where it is not
    `whole`, these are some concepts of the vocabulary and the groups named in `groups`, and it is
    not described with them.
    `line_of` gives the line of a file that was read, where a concept of this URI begins.

    What is made for people has words in their language and the order of it: `words_in` gives, for
    a language, the nearest one that the program speaks and what translates its messages into that;
    `alphabets` are letters by language that come before its own. `told` is what a writer has to say
    of what it wrote.
    """

    vocabulary: Vocabulary
    concepts: Iterable[Concept]
    uri_of: Callable[[str], str]
    base_url: str
    profile: str = PLAIN
    langs: tuple[str, ...] = ()
    whole: bool = True
    groups: tuple[str, ...] = ()
    line_of: Callable[[str], int | None] = lambda uri: None
    words_in: Callable[[str], tuple[str, Callable[[str], str]]] = lambda lang: ("en", str)
    alphabets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    told: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of a file is told: `id` of the vocabulary, `base_url` of the site.

    `name` is what messages call the file, `scheme` the URI of the concept scheme that is wanted,
    `columns` are meanings by the name of a column; both are as the user gave them.
    """

    id: str
    base_url: str
    name: str = ""
    source_language: str | None = None
    scheme: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def base_uri(self) -> str:
        """What the URIs of concepts begin with that have none in the file."""
        return f"{self.base_url}/id/{self.id}/"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a format is told by: name and first bytes of a file that is unpacked.

    `text` are these bytes as far as they are text, without a byte order mark, `members` the names
    of what is in an Office document (a zip archive; it stays packed). `is_rdf` tells whether it
    begins as some RDF does.
    """

    name: str
    head: bytes
    text: str
    members: tuple[str, ...] = ()
    is_rdf: bool = False
