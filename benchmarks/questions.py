"""What is asked of each door: addresses made from the published index, the same for a seed.

Labels are drawn in three mixtures. A door without a mixture in its name is asked each address once:
a label that very many concepts share is asked for no more often than one that names a single
concept. "as they occur" draws labels in proportion to how often they stand in the vocabularies, and
asks again for what is drawn again. "by concept" draws a concept, each as likely as another, and
then one of its labels.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from corpus import Published

from index.text import analysis

FULL_PAGE = 20

_TRIES = 20
_API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Door:
    """A row of the report: its name, what is sent, and what the answers held on average."""

    name: str
    paths: list[str]
    found: float | None


Label = tuple[str, str]
"""Language and text."""
Draw = Callable[[random.Random], Label]
Ask = Callable[[str], bytes]
"""Returns the body of the answer to an address; raises where it is not 200."""


def doors(
    found: Published, count: int, seed: int, interfaces: tuple[str, ...], log: Path | None, ask: Ask
) -> Iterator[Door]:
    """Yield the doors with `count` different addresses each, every one asked once before."""
    rng = random.Random(seed)

    def listed(rng: random.Random) -> Label:
        return rng.choice(found.labels)

    def of_concept(rng: random.Random) -> Label:
        first, end = rng.choice(found.own)
        return found.labels[rng.randrange(first, end)]

    yield _checked("lookup", _sample(lambda: _lookup(rng, listed), count), ask, "matches")
    yield _checked("suggest", _sample(lambda: _suggest(rng, listed), count), ask, "suggestions")
    words = _sample(lambda: _search(rng, listed), count * 3)
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
    yield from _mixed("as they occur", listed, count, seed, ask)
    yield from _mixed("by concept", of_concept, count, seed, ask)


def _mixed(mixture: str, draw: Draw, count: int, seed: int, ask: Ask) -> Iterator[Door]:
    """Yield the doors that are asked for labels, with `count` questions each as they are drawn."""
    made = (
        ("lookup", _lookup, "matches"),
        ("suggest", _suggest, "suggestions"),
        ("search", _search, "hits"),
    )
    for name, question, part in made:
        rng = random.Random(f"{seed} {mixture} {name}")
        paths = [question(rng, draw) for _ in range(count)]
        yield _checked(f"{name}, {mixture}", paths, ask, part)


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


def _lookup(rng: random.Random, draw: Draw) -> str:
    lang, text = draw(rng)
    return _address("/lookup", term=text, lang=lang if rng.random() < 0.5 else "")


def _suggest(rng: random.Random, draw: Draw) -> str:
    lang, text = draw(rng)
    start = text[: rng.randint(2, 6)].strip()
    return _address("/suggest", q=start, lang=lang if rng.random() < 0.5 else "")


def _search(rng: random.Random, draw: Draw) -> str:
    _, text = draw(rng)
    words = [text[w.start : w.end] for w in analysis.words(text) if w.end - w.start > 3]
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
