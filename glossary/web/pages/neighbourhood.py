"""A concept and what is next to it as a small drawing (SVG): wider before it, narrower after it.

It is laid out in the direction of the page. The words stand in it as links of the page itself, so
that they are broken into lines, read aloud and printed as all others; lists beside it say the same.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT = 200, 48
_ROW, _GAP = _HEIGHT + 10, 64
_WHOLE = 3 * _WIDTH + 2 * _GAP
_MOST = {"broader": 4, "narrower": 6, "related": 3}


def drawn(title: Markup, near: Mapping[str, Sequence[Markup]], label: str, is_rtl: bool) -> Markup:
    """Return the drawing of a concept with this title among links to its neighbours, by relation;
    nothing where it has none.
    """
    shown = {name: list(near.get(name, ()))[:most] for name, most in _MOST.items()}
    if not any(shown.values()):
        return Markup("")
    middle = 1 + len(shown["related"])
    rows = max(len(shown["broader"]), len(shown["narrower"]), middle)
    height = rows * _ROW - 10
    own = _top(middle, rows)
    made = [_edges(shown["broader"], 0, own, rows, is_rtl, comes_in=True)]
    made.append(_edges(shown["narrower"], 2, own, rows, is_rtl, comes_in=False))
    for place, name in ((0, "broader"), (2, "narrower")):
        top = _top(len(shown[name]), rows)
        made += [_node(one, place, top + n * _ROW, is_rtl) for n, one in enumerate(shown[name])]
    made.append(_node(Markup(f"<strong>{title}</strong>"), 1, own, is_rtl))
    for n, one in enumerate(shown["related"], 1):
        x = _x(1, is_rtl) + _WIDTH // 2
        y = own + n * _ROW
        made.append(f'<path class="also" d="M{x} {y - 10}V{y}"/>')
        made.append(_node(one, 1, y, is_rtl))
    return Markup(
        f'<svg class="near-map" viewBox="0 0 {_WHOLE} {height}" role="group" '
        f'aria-label="{Markup.escape(label)}">{"".join(made)}</svg>'
    )


def _top(count: int, rows: int) -> int:
    """Return where a column of so many boxes begins, so that it stands in the middle."""
    return (rows - count) * _ROW // 2


def _x(place: int, is_rtl: bool) -> int:
    """Return the left side of a column; the first is at the right where the page runs so."""
    return ((2 - place) if is_rtl else place) * (_WIDTH + _GAP)


def _node(content: str, place: int, y: int, is_rtl: bool) -> str:
    return (
        f'<foreignObject x="{_x(place, is_rtl)}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<div class="node">{content}</div></foreignObject>'
    )


def _edges(
    boxes: Sequence[Markup], place: int, own: int, rows: int, is_rtl: bool, *, comes_in: bool
) -> str:
    """Return the lines between the concept and a column of boxes beside it."""
    top, half = _top(len(boxes), rows), _HEIGHT // 2
    is_right = (place == 2) is not is_rtl
    near = _x(1, is_rtl) + (_WIDTH if is_right else 0)
    far = _x(place, is_rtl) + (0 if is_right else _WIDTH)
    bend = (near + far) // 2
    lines = (
        f"M{near} {own + half}C{bend} {own + half} {bend} {y} {far} {y}"
        for y in (top + n * _ROW + half for n in range(len(boxes)))
    )
    name = "up" if comes_in else "down"
    return f'<path class="{name}" d="{"".join(lines)}"/>' if boxes else ""
