"""Mappings as SSSOM has them: rows with what is known of each, and what is said of all."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import NamedTuple

SKOS = "http://www.w3.org/2004/02/skos/core#"
SEMAPV = "https://w3id.org/semapv/vocab/"
UNSPECIFIED = "semapv:UnspecifiedMatching"
BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
"""Prefixes that need no declaration (SSSOM, "Identifiers")."""
WELL_KNOWN = {
    "http://www.wikidata.org/entity/": "wikidata",
    "http://id.loc.gov/authorities/subjects/": "lcsh",
    "http://id.loc.gov/authorities/names/": "lcnaf",
    "http://vocab.getty.edu/aat/": "aat",
    "http://vocab.getty.edu/tgn/": "tgn",
    "http://vocab.getty.edu/ulan/": "ulan",
    "https://d-nb.info/gnd/": "gnd",
    "http://viaf.org/viaf/": "viaf",
    "http://id.worldcat.org/fast/": "fast",
    "http://data.bnf.fr/ark:/12148/": "bnf",
    "http://vocabularies.unesco.org/thesaurus/": "unesco",
    "http://www.yso.fi/onto/yso/": "yso",
    "http://aims.fao.org/aos/agrovoc/": "agrovoc",
    "http://eurovoc.europa.eu/": "eurovoc",
    "https://iconclass.org/": "iconclass",
    "http://dbpedia.org/resource/": "dbpedia",
    "https://orcid.org/": "orcid",
}
"""The usual prefixes of namespaces that museums, libraries and archives map to."""
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "confidence", "author_id", "author_label", "reviewer_id",
    "reviewer_label", "creator_id", "creator_label", "license", "subject_type", "subject_source",
    "object_type", "object_source", "mapping_provider", "mapping_source",
    "mapping_cardinality", "mapping_tool", "mapping_tool_version", "mapping_date",
    "subject_match_field", "object_match_field", "match_string", "subject_preprocessing",
    "object_preprocessing", "similarity_score", "similarity_measure", "see_also",
    "issue_tracker_item", "other", "comment",
)  # fmt: skip
"""The columns that are written where a mapping has them, in their order."""
_LOCAL = re.compile(r"[\w.~()-]+")
_WORD = re.compile(r"(?:[^/:]/|^)([a-z][a-z0-9_-]*)[/#:=]\Z")
"""The last word of a path, not the name of a server."""
_PLACE = re.compile(r"(.*[/#=:])(.+)", re.DOTALL)


class Row(NamedTuple):
    """A mapping: the URIs of its two concepts, our name of the relation, and the other slots."""

    subject: str
    relation: str
    object: str
    said: tuple[tuple[str, str], ...] = ()
    line: int = 0


@dataclass(slots=True)
class MappingSet:
    """Rows, what is said of all of them, and the prefixes that they use, by name."""

    about: dict[str, object] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class Prefixes:
    """Prefixes of namespaces: stated ones, well-known ones, and for others the last part of their
    path or a number.
    """

    def __init__(self, stated: AnyMapping[str, str]) -> None:
        self.stated = dict(stated)
        self._by_space = {space: name for name, space in {**BUILT_IN, **stated}.items()}
        self._numbers = 0

    def curie(self, uri: str) -> str:
        """Return a URI with a prefix, which is stated from now on.

        >>> made = Prefixes({})
        >>> made.curie("http://www.wikidata.org/entity/Q1"), made.curie("https://x.example/a/b")
        ('wikidata:Q1', 'a:b')
        >>> made.stated["a"]
        'https://x.example/a/'
        """
        found = _PLACE.fullmatch(uri)
        space, local = (found[1], found[2]) if found else ("", uri)
        if not _LOCAL.fullmatch(local) and ":" in uri:
            space = uri[: uri.index(":") + 1]
            local = uri[len(space) :]
        name = self._by_space.get(space) or self._made(space)
        return f"{name}:{local}"

    def _made(self, space: str) -> str:
        name = WELL_KNOWN.get(space) or _last_part(space)
        while not name or name in self.stated or name in BUILT_IN:
            self._numbers += 1
            name = f"ns{self._numbers}"
        self.stated[name] = space
        self._by_space[space] = name
        return name

    def use(self, curie: str) -> None:
        """State the well-known prefix of a CURIE that comes from elsewhere, if it is none yet."""
        name = curie.partition(":")[0]
        space = next((space for space, known in WELL_KNOWN.items() if known == name), "")
        if space and name not in self.stated:
            self.stated[name] = space
            self._by_space[space] = name


def _last_part(space: str) -> str:
    """Return a prefix made of the last part of a namespace, "" where that is no plain word.

    >>> _last_part("http://data.ub.uio.no/humord/"), _last_part("https://x.example/")
    ('humord', '')
    """
    found = _WORD.search(space)
    return found[1] if found else ""
