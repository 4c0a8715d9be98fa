"""What is asked of the routes of the Skosmos interface, from what is published, alike for a seed.

Concepts are drawn each as likely as another, and asked for once. A search is typed: the first three
to six letters of one of its labels in its language and a star, 20 rows; or the whole label.
"""

import json
import random
from collections.abc import Iterator
from urllib.parse import urlencode

from corpus import concepts
from questions import Ask, Door

from glossary.site.settings import Settings

_ROUTES = ("label", "children", "broader", "hierarchy")
_FORMS = {"JSON-LD": "application/ld+json", "Turtle": "text/turtle", "RDF/XML": ""}
_ROWS = "20"


def skosmos_doors(settings: Settings, count: int, seed: int, ask: Ask) -> Iterator[Door]:
    """Yield the routes with up to `count` addresses each, every one asked once before."""
    rng = random.Random(seed)
    found = []
    for one in concepts(settings):
        if labels := [label for label in one.labels if label[0]]:
            found.append((one.vocabulary, json.loads(one.record)["uri"], labels))
    drawn = rng.sample(found, min(count, len(found)))
    chosen = [(vocabulary, uri, rng.choice(labels)) for vocabulary, uri, labels in drawn]
    for name in _ROUTES:
        paths = [_path(v, name, uri=uri, lang=label[0]) for v, uri, label in chosen]
        yield _checked(f"Skosmos {name}", paths, ask)
    for name, form in _FORMS.items():
        paths = [_path(v, "data", uri=uri, format=form) for v, uri, _ in chosen]
        yield _checked(f"Skosmos data, {name}", paths, ask)
    typed, whole = [], []
    for vocabulary, _, (lang, text) in chosen:
        start = f"{text[: rng.randint(3, 6)].strip()}*"
        typed.append(_path(vocabulary, "search", query=start, lang=lang, maxhits=_ROWS))
        whole.append(_path(vocabulary, "search", query=text, lang=lang))
    yield _checked("Skosmos search, typed", typed, ask)
    yield _checked("Skosmos search, whole label", whole, ask)


def _path(vocabulary: str, route: str, **values: str) -> str:
    given = {name: value for name, value in values.items() if value}
    return f"/rest/v1/{vocabulary}/{route}?{urlencode(given)}"


def _checked(name: str, paths: list[str], ask: Ask) -> Door:
    """Return a door whose addresses all answer; how many rows a search holds on average."""
    answers = [ask(path) for path in paths]
    if "search" not in name:
        return Door(name, paths, None)
    return Door(name, paths, sum(len(json.loads(a)["results"]) for a in answers) / len(answers))
