"""Ids of messages as XML can hold them, see `glossary.formats.xml.names`."""

from glossary.catalogs.messages import split_context
from glossary.formats.xml.names import decoded, encoded


def unit_id(concept: str, slot: str) -> str:
    """Return the id of a message as a NMTOKEN.

    >>> unit_id("blue-shield", "prefLabel")
    'blue-shield:prefLabel'
    """
    return f"{encoded(concept)}:{encoded(slot)}"


def message_of(id: str, name: str) -> tuple[str, str]:
    """Return concept and slot by the name that says them plainly, else by the id."""
    if "|" in name:
        return split_context(name)
    concept, _, slot = id.rpartition(":")
    return decoded(concept), decoded(slot)
