"""What is indexed: a concept with its labels and texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Label(NamedTuple):
    """One designation. `sort_key` orders it in its language; `letter` is its place in A-Z."""

    text: str
    lang: str
    kind: str = "preferred"
    sort_key: bytes = b""
    letter: str = ""


class Text(NamedTuple):
    """A definition or note in one language."""

    text: str
    lang: str
    kind: str = "definition"


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one concept. `record`, and `summary` for completions, are stored as they
    are and given back unread.

    `(vocabulary, id)` is the key; `parents` are ids in the same vocabulary. Several documents may
    have one `uri`: the same concept in several vocabularies.
    It is found by its `aliases`, URIs that others have for it, after those whose own they are.
    Among its neighbours it stands by `place`, then by the order of the language; where it is
    listed, `notation` stands before its term.
    `created` and `changed` are days or moments (ISO 8601, in UTC), "" where they are not known;
    `version` is another one where the concept says something else of itself. `published` is when
    that was published first, "" for the moment in which this document is; `is_new` says that
    nothing was published of the concept before.
    A document that is not `listed` is found, but stands in no A-Z, tree, completion or news.
    """

    vocabulary: str
    id: str
    uri: str
    labels: Sequence[Label]
    texts: Sequence[Text] = ()
    notations: Sequence[str] = ()
    sectors: Sequence[str] = ()
    groups: Sequence[str] = ()
    status: str = "approved"
    parents: Sequence[str] = ()
    changed: str = ""
    created: str = ""
    version: bytes = b""
    published: str = ""
    is_new: bool = True
    listed: bool = True
    place: bytes = b""
    notation: str = ""
    aliases: Sequence[str] = ()
    summary: bytes = b"{}"
    record: bytes = b"{}"
