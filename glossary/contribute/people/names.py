"""Names of people, as they are looked for."""

from index.text.analysis import fold


def folded(name: str) -> str:
    """Return a name without case, width and diacritics, as labels are (`index.text.analysis`)."""
    return fold(name)
