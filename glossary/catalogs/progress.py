"""How far the translation of a vocabulary is, in each language: counted once, for all doors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glossary.catalogs.data import data_of
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.catalogs.origin import is_copy
from glossary.catalogs.po.catalog import Message, TermCatalog

STATES = ("missing", "changed", "review", "draft", "done")
"""In the order in which they ask for work; "done" is what a competent speaker has checked."""
TRANSLATED = ("draft", "done")
"""The states of texts that readers see."""
SLOTS = ("prefLabel", "altLabel", *TEXT_SLOTS)
SCHEME_SLOTS = ("title", "description")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts of a catalog are in each state, in the order of `STATES`."""

    states: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many texts there are."""
        return sum(self.states.values())

    @property
    def translated(self) -> int:
        """How many of them readers see."""
        return sum(self.states[state] for state in TRANSLATED)

    @property
    def checked(self) -> int:
        """How many a competent speaker, or the publisher of the vocabulary, answers for."""
        return self.states["done"]

    @property
    def draft(self) -> int:
        """How many readers see that nobody has checked."""
        return self.states["draft"]

    @property
    def fuzzy(self) -> int:
        """How many await review and are not shown: reworded sources, and others."""
        return self.states["changed"] + self.states["review"]

    @property
    def missing(self) -> int:
        """How many have no translation."""
        return self.states["missing"]

    @property
    def percent(self) -> int:
        """The translated share, rounded down, so that 100 means complete."""
        return 100 * self.translated // self.total if self.total else 0

    @property
    def checked_percent(self) -> int:
        """The share that is checked, rounded down."""
        return 100 * self.checked // self.total if self.total else 0

    def record(self) -> dict[str, int]:
        """Return the counts for programs."""
        names = ("total", "translated", "checked", "draft", "fuzzy", "missing")
        percents = {"percent": self.percent, "checked_percent": self.checked_percent}
        return {name: getattr(self, name) for name in names} | percents


def sum_of(counts: Iterable[Mapping[str, int]]) -> Progress:
    """Return the progress that several counts by state make together."""
    found = dict.fromkeys(STATES, 0)
    for states in counts:
        for state, count in states.items():
            found[state] += count
    return Progress(found)


def progress(catalog: TermCatalog) -> Progress:
    """Return how far a catalog is; an empty list of synonyms is done where the term is there.

    Messages whose context names no slot of a concept belong to no vocabulary and do not count.
    """
    found, named, without_synonyms = dict.fromkeys(STATES, 0), set(), []
    for message in catalog:
        id, slot = split_context(str(message.context or ""))
        if not message.id or not is_place(id, slot):
            continue
        state = state_of(message, catalog.reliability)
        if slot == "prefLabel" and state in TRANSLATED:
            named.add(id)
        if slot == "altLabel" and state == "missing":
            without_synonyms.append(id)
        else:
            found[state] += 1
    for id in without_synonyms:
        found["done" if id in named else "missing"] += 1
    return Progress(found)


def is_place(id: str, slot: str) -> bool:
    """Return whether a message may be about a slot of a concept, or of the vocabulary itself."""
    return bool(id) and slot in (SCHEME_SLOTS if id == SCHEME else SLOTS)


def state_of(message: Message, reliability: str) -> str:
    """Return the state of a message in a catalog whose header states `reliability`.

    A copy of the vocabulary's own words is no draft: its publisher answers for it.
    """
    if not any(message.string or ()):
        return "missing"
    if message.fuzzy:
        return "changed" if any(message.previous_id or ()) else "review"
    stated = data_of(message)[0].reliability
    if stated is None and is_copy(message):
        return "done"
    return "draft" if (stated or reliability) == "draft" else "done"
