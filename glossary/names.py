"""Names of people, as they are looked for."""

from index.analysis import fold


def folded(name: str) -> str:
    """Return a name without case, width and diacritics, as labels are folded (`index.analysis`)."""
    return fold(name)
