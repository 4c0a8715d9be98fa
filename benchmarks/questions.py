"""What is asked of each door: addresses made from the published index, the same for a seed."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from corpus import Published

from index import analysis

FULL_PAGE = 20

_TRIES = 20
_API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Door:
    """A row of the report: its name, what is sent, and what the answers held on average."""

    name: str
    paths: list[str]
    found: float | None


Ask = Callable[[str], bytes]
"""Returns the body of the answer to an address; raises where it is not 200."""


def doors(
    found: Published, count: int, seed: int, interfaces: tuple[str, ...], log: Path | None, ask: Ask
) -> Iterator[Door]:
    """Yield the doors with `count` different addresses each, every one asked once before."""
    rng = random.Random(seed)
    yield _checked("lookup", _sample(lambda: _lookup(rng, found), count), ask, "matches")
    yield _checked("suggest", _sample(lambda: _suggest(rng, found), count), ask, "suggestions")
    words = _sample(lambda: _search(rng, found), count * 3)
    totals = {path: json.loads(ask(path))["total"] for path in words}
    typed = [path for path in words if totals[path]][:count]
    yield _checked("search", typed, ask, "hits")
    full = [path for path in words if totals[path] >= FULL_PAGE][:count]
    if full:
        yield _checked("search, full page", full, ask, "hits")
    if log is not None:
        yield _checked("search, logged", _logged(rng, log, count), ask, "hits")
    pages = _sample(lambda: _page(rng, found, interfaces), count)
    yield _checked("concept page", pages, ask, None)


def _sample(make: Callable[[], str], count: int) -> list[str]:
    """Return up to `count` different addresses."""
    made: dict[str, None] = {}
    for _ in range(count * _TRIES):
        made[make()] = None
        if len(made) == count:
            break
    return list(made)


def _checked(name: str, paths: list[str], ask: Ask, part: str | None) -> Door:
    """Return a door whose addresses all answer; how many `part` the answers hold on average."""
    answers = [ask(path) for path in paths]
    if part is None:
        return Door(name, paths, None)
    return Door(name, paths, sum(len(json.loads(a)[part]) for a in answers) / len(answers))


def _address(path: str, **values: str) -> str:
    return f"{_API}{path}?{urlencode({name: value for name, value in values.items() if value})}"


def _lookup(rng: random.Random, found: Published) -> str:
    lang, text = rng.choice(found.labels)
    return _address("/lookup", term=text, lang=lang if rng.random() < 0.5 else "")


def _suggest(rng: random.Random, found: Published) -> str:
    lang, text = rng.choice(found.labels)
    start = text[: rng.randint(2, 6)].strip()
    return _address("/suggest", q=start, lang=lang if rng.random() < 0.5 else "")


def _search(rng: random.Random, found: Published) -> str:
    lang, text = rng.choice(found.labels)
    words = [text[w.start : w.end] for w in analysis.words(text, lang) if w.end - w.start > 3]
    some = rng.sample(words, min(len(words), rng.randint(1, 2))) or [text]
    return _address("/search", q=" ".join(some))


def _page(rng: random.Random, found: Published, interfaces: tuple[str, ...]) -> str:
    vocabulary, id = rng.choice(found.concepts)
    return f"/{rng.choice(interfaces)}/{quote(vocabulary, safe='')}/{quote(id, safe='')}"


def _logged(rng: random.Random, log: Path, count: int) -> list[str]:
    """Return searches from the log: those in English, each once."""
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        asked = {row[3].strip() for row in rows if len(row) == 5 and row[2] == "en"}
    usable = sorted(text for text in asked if 0 < len(text) <= 300)
    return [_address("/search", q=text) for text in rng.sample(usable, min(count, len(usable)))]
