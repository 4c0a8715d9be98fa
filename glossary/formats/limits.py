"""How large a file may be that nobody vouches for."""

from dataclasses import dataclass

from glossary.errors import N_, TooLarge
from glossary.errors.plurals import NN_

PIECES = 20
"""Most lines or strings that a file may have for each entry it may have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: bytes (of which an archive holds four times as many at most),
    entries, and characters of one text. `fit` is how many entries can come from the catalog that
    it is for, obsolete ones too; None where that is not known.
    """

    bytes: int = 16_777_216
    entries: int = 50_000
    characters: int = 20_000
    fit: int | None = None


DEFAULT_LIMITS = Limits()


def check_size(content: bytes, limits: Limits) -> None:
    """Raise TooLarge for a file of more bytes than are allowed."""
    if len(content) > limits.bytes:
        raise TooLarge(
            NN_(
                "The file has %(size)s byte; at most %(most)s are read.",
                "The file has %(size)s bytes; at most %(most)s are read.",
                "size",
            ),
            size=len(content),
            most=limits.bytes,
        )


def check_entries(count: int, limits: Limits) -> None:
    """Raise TooLarge for more entries than are allowed."""
    if count > limits.entries:
        raise TooLarge(
            NN_(
                "The file has more than %(most)s entry, which is the most that is read.",
                "The file has more than %(most)s entries, which are the most that are read.",
                "most",
            ),
            most=limits.entries,
        )


def check_fit(count: int, limits: Limits) -> None:
    """Raise TooLarge for more entries than can come from the catalog that a file is for."""
    if limits.fit is not None and count > limits.fit:
        raise TooLarge(N_("The file is too long to be of this catalog."))


def check_pieces(count: int, limits: Limits, each: int = PIECES) -> None:
    """Raise TooLarge for more lines, elements or cells than so many entries need."""
    if count > each * max(limits.fit or limits.entries, 100):
        raise TooLarge(N_("The file has too many parts to be a catalog."))
