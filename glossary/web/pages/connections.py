"""How the vocabularies of a site are mapped to one another, as a drawing and as a table."""

from collections import Counter
from math import cos, pi, sin, sqrt
from typing import Any

from markupsafe import Markup
from pydantic_core import from_json

from glossary.model import FALSE_FRIEND
from glossary.reader import Reader
from glossary.web.template_helpers import TemplateHelpers

_MOST_DRAWN = 12
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 860, 560, 290, 215
_BOX, _HIGH = 190, 54
_SAME = ("exactMatch", "closeMatch")
_MOST_FRIENDS = 200


def shown(reader: Reader, helpers: TemplateHelpers) -> dict[str, Any]:
    """Return the drawing, the rows of the table, and the pairs of false friends."""
    pairs = _pairs(reader)
    busiest: Counter[str] = Counter()
    for (one, other), counted in pairs.items():
        busiest.update({one: counted.total(), other: counted.total()})
    ids = [id for id in reader.site().vocabularies if id in busiest]
    drawn = [id for id, _ in busiest.most_common(_MOST_DRAWN)]
    return {
        "drawing": _drawing(reader, helpers, [id for id in ids if id in drawn], pairs),
        "pairs": [(_title(reader, helpers, a), _title(reader, helpers, b), a, b, _told(counted))
                  for (a, b), counted in pairs.items()],
        "friends": _friends(reader, helpers),
        "more": max(len(ids) - _MOST_DRAWN, 0),
    }  # fmt: skip


def _pairs(reader: Reader) -> dict[tuple[str, str], Counter[str]]:
    """Return, by two vocabularies, how often each relation is between them, most first."""
    found: dict[tuple[str, str], Counter[str]] = {}
    known = reader.site().vocabularies
    for one, other, relation, count in reader.site().connections:
        if one in known and other in known:
            found.setdefault((one, other), Counter())[relation] += count
    return dict(sorted(found.items(), key=lambda pair: -pair[1].total()))


def _told(counted: Counter[str]) -> tuple[int, int, int, int]:
    """Return how many mean the same, are wider or narrower, are related, are false friends."""
    same = sum(counted[name] for name in _SAME)
    wider = counted["broadMatch"] + counted["narrowMatch"]
    return same, wider, counted["relatedMatch"], counted[FALSE_FRIEND]


def _title(reader: Reader, helpers: TemplateHelpers, id: str) -> Markup:
    return helpers.label(reader.vocabulary(id)["title"]) or Markup.escape(id)


def _drawing(
    reader: Reader,
    helpers: TemplateHelpers,
    ids: list[str],
    pairs: dict[tuple[str, str], Counter[str]],
) -> Markup:
    """Return vocabularies in a ring with a line between those that are mapped: the thicker it is,
    the more means the same; false friends are counted on it.
    """
    if len(ids) < 2:  # nothing to connect
        return Markup("")
    places = {id: _place(n, len(ids), helpers.is_rtl) for n, id in enumerate(ids)}
    drawn = [pair for pair in pairs.items() if {*pair[0]} <= places.keys()]
    lines = [_line(places[a], places[b], counted) for (a, b), counted in reversed(drawn)]
    counts = [_count(places[a], places[b], counted) for (a, b), counted in drawn]
    boxes = [
        f'<foreignObject x="{x - _BOX // 2}" y="{y - _HIGH // 2}" width="{_BOX}" height="{_HIGH}">'
        f'<div class="node {reader.vocabulary(id)["sector"] or "shared"}">'
        f'<a href="{helpers.page("")}{Markup.escape(id)}/">{_title(reader, helpers, id)}</a></div>'
        "</foreignObject>"
        for id, (x, y) in places.items()
    ]
    return Markup(
        f'<svg class="whole-map" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="group" '
        f'aria-labelledby="map">{"".join([*lines, *counts, *boxes])}</svg>'
    )


def _place(number: int, count: int, is_rtl: bool) -> tuple[int, int]:
    """Return where a vocabulary stands in the ring, from the top on in the reading direction."""
    angle = 2 * pi * number / count - pi / 2
    turn = -1 if is_rtl else 1
    return (
        round(_WIDTH / 2 + turn * _ACROSS * cos(angle)),
        round(_HEIGHT / 2 + _DOWN * sin(angle)),
    )


def _line(one: tuple[int, int], other: tuple[int, int], counted: Counter[str]) -> str:
    same = sum(counted[name] for name in _SAME)
    name = "same" if same else "also"
    width = 1 + min(round(sqrt(same) * 1.2), 11)
    way = f"M{one[0]} {one[1]}L{other[0]} {other[1]}"
    return f'<path class="{name}" stroke-width="{width}" d="{way}"/>'


def _count(one: tuple[int, int], other: tuple[int, int], counted: Counter[str]) -> str:
    """Return the number of false friends on a line, nothing where there are none."""
    if not counted[FALSE_FRIEND]:
        return ""
    x, y = (2 * one[0] + 3 * other[0]) // 5, (2 * one[1] + 3 * other[1]) // 5
    return (
        f'<circle class="friends" cx="{x}" cy="{y}" r="15"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle">≠{counted[FALSE_FRIEND]}</text>'
    )


def _friends(reader: Reader, helpers: TemplateHelpers) -> list[tuple[Any, Any, str]]:
    """Return pairs of false friends: each with its term, address and vocabulary, and the address
    that compares them.
    """
    found = reader.site().false_friends[:_MOST_FRIENDS]
    wanted: dict[str, list[str]] = {}
    for a, one, b, other in found:
        wanted.setdefault(a, []).append(one)
        wanted.setdefault(b, []).append(other)
    known = {
        (vocabulary, id): from_json(summary)
        for vocabulary, ids in wanted.items()
        for id, summary in reader.index.summaries(vocabulary, ids).items()
    }

    def side(vocabulary: str, id: str) -> tuple[Markup, str, Markup]:
        summary = known[vocabulary, id]
        address = helpers.concept_address(vocabulary, id)
        return helpers.named(summary), address, _title(reader, helpers, vocabulary)

    return [
        (
            side(a, one),
            side(b, other),
            helpers.page(
                f"compare?concept={helpers.place(a, one)}&concept={helpers.place(b, other)}"
            ),
        )
        for a, one, b, other in found
        if (a, one) in known and (b, other) in known
    ]
