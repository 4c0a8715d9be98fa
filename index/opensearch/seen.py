"""What this process wrote: its readers ask at once for what is published then."""

from collections import Counter

_WRITES: Counter[str] = Counter()


def note(prefix: str) -> None:
    """Note that this process has published or changed an index."""
    _WRITES[prefix] += 1


def writes(prefix: str) -> int:
    """Return how often this process has published or changed an index."""
    return _WRITES[prefix]
