"""Which concept an assistant means, and how much of it is sent."""

from typing import Any

from glossary.errors import N_, NotFound
from glossary.reader import Reader, addresses
from glossary.records.excerpts import decode_outline
from glossary.web.api.chosen import sent

Outline = dict[str, Any]
SCHEME = "glossary"
"""Of addresses of resources; they have the paths of the JSON door."""
CONCEPTS, VOCABULARIES = f"{SCHEME}://concepts/", f"{SCHEME}://vocabularies/"


def concept_named(reader: Reader, name: str) -> bytes:
    """Return the record of the concept with this URI, address, or vocabulary/id; raise NotFound.

    Addresses are its permanent one, its pages, and that of its resource.
    """
    name = name.strip()
    place = addresses.concept_at(name, reader.site().base_url)
    if name.startswith(CONCEPTS):
        place = addresses.concept_at(f"x://x/id/{name.removeprefix(CONCEPTS)}", "x://x")
    found = reader.index.get(*place) if place else reader.index.get_many([name]).get(name)
    if found is not None:
        return found
    vocabulary, _, id = name.partition("/")
    if place is None and id and vocabulary in reader.site().vocabularies:
        place = vocabulary, id
    if place is None:
        raise NotFound(N_("There is no concept “%(value)s”."), value=name, parameter="concept")
    return reader.concept_bytes(*place)


def outline(reader: Reader, record: bytes, to: tuple[str, ...], *otherwise: str) -> Outline:
    """Return terms and definitions of a concept in the languages of `to`, else of `otherwise`."""
    made = decode_outline(sent(record, to, *otherwise))
    del made["mappings"]
    return made


def source_language(reader: Reader, vocabulary: str) -> str:
    """Return the language in which a vocabulary is kept."""
    return str(reader.vocabulary(vocabulary)["source_language"])
