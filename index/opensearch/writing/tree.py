"""The hierarchy: who is above whom, and who stands at the top.

A concept stands at the top where no listed concept is above it, and the first of a cycle that
nothing leads to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Place:
    """Where a concept stands: the keys of those above it, and whether it stands at the top."""

    up: list[int] = field(default_factory=list)
    top: bool = False


def built(parents: Mapping[int, Iterable[int]]) -> dict[int, Place]:
    """Return the place of each listed concept from the keys of those above it, by key."""
    places = {key: Place(sorted(above)) for key, above in parents.items()}
    below: dict[int, list[int]] = {}
    for key, place in places.items():
        place.top = not place.up
        for parent in place.up:
            below.setdefault(parent, []).append(key)
    reached: set[int] = set()
    _reach(below, [key for key, place in places.items() if place.top], reached)
    for key in sorted(below):
        if key not in reached:
            places[key].top = True
            _reach(below, [key], reached)
    return places


def _reach(below: Mapping[int, list[int]], ways: list[int], reached: set[int]) -> None:
    while ways:
        key = ways.pop()
        if key not in reached:
            reached.add(key)
            ways += below.get(key, ())


def is_reached(key: int, place_of: Callable[[int], Place | None]) -> bool:
    """Return whether a way leads from the top to a concept; none leads to a separate cycle."""
    seen: set[int] = set()
    ways = [key]
    while ways:
        one = ways.pop()
        place = place_of(one)
        if place is None or one in seen:
            continue
        if place.top:
            return True
        seen.add(one)
        ways += place.up
    return False
