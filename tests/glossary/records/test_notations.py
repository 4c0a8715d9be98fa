"""Vocabularies that are put in order by their notations."""

import random
from itertools import pairwise

import pytest

from glossary.model import Concept
from glossary.records.notations import NotationOrder, Notations


def _told(*notations: str, above: dict[str, str] | None = None) -> Notations:
    """Return what concepts with these notations tell; `above` gives the notation above each."""
    found = Notations()
    for number, notation in enumerate(notations):
        parents = (above or {}).get(notation)
        ids = (str(notations.index(parents)),) if parents else ()
        given = (notation,) if notation else ()
        found.look_at(Concept(str(number), "v", f"u:{number}", notations=given, broader=ids))
    return found


@pytest.mark.parametrize(
    ("is_decimal", "notations"),
    [
        (False, "1 1-a 1.1 1.2 1.10 2 2.1 10 A2 A10 B1"),
        (True, "0 02 025 025.04 025.3 025.31 1 10 11 2"),
        (True, "5+6 5/6 5 5=111 5(091) 5-1 5.01 51 51A 511 52 6"),
        (True, "2 25 25F 25F2 25F23(LION) 25F231 25F24 3"),
        (False, "QA QA9 QA76 QA76.9 QB1"),
        (False, "a1 a2 a10 ä1 β2"),
    ],
)
def test_places(is_decimal: bool, notations: str) -> None:
    listed = notations.split()
    shuffled = random.Random(3).sample(listed, len(listed))
    place = NotationOrder(is_decimal).place
    assert sorted(shuffled, key=place) == listed
    places = sorted(map(place, listed))
    assert not any(other.startswith(one) for one, other in pairwise(places))
    assert place("") > places[-1]


def test_numbers_are_fractions_where_those_below_go_on_with_digits() -> None:
    decimal = _told("5", "51", "511", "6", "61", above={"51": "5", "511": "51", "61": "6"})
    outline = _told("1", "1.1", "1.10", "2", "2.1", above={"1.1": "1", "1.10": "1", "2.1": "2"})
    assert (decimal.are_decimal(), outline.are_decimal()) == (True, False)
    assert not _told(*map(str, range(1, 40))).are_decimal()


@pytest.mark.parametrize(
    ("notations", "expected"),
    [
        (["1", "2", "3"], True),
        (["1", "2", ""], True),
        (["1", "", ""], False),
        (["", "", ""], False),
        (["code", "code", "code", "code", "code", "other"], False),
        ([], False),
    ],
)
def test_order_is_given_where_most_have_a_notation(notations: list[str], expected: bool) -> None:
    assert _told(*notations).give_order() == expected


def test_withdrawn_concepts_have_no_say() -> None:
    found = _told("1", "2")
    for number in range(9):
        found.look_at(Concept(f"w{number}", "v", f"u:w{number}", status="deprecated"))
    assert found.give_order()
    assert (found.concepts, found.tops) == (2, 2)
