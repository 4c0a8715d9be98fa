"""The state of what is published: one document at the engine, which only who read it replaces."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import uuid4

from index import WITHDRAWN, IndexOutdated, IndexUnavailable, IndexUnreachable
from index.opensearch.client import Client, Refused
from index.opensearch.mappings import FORMAT
from index.text.analysis import has_stemmer
from index.text.tags import is_wanted

_ID = "state"
_MOST_KEPT = 1_000


class NothingPublished(IndexUnavailable):
    """The engine answers, and has nothing of this site."""


@dataclass(frozen=True)
class State:
    """What is published: a generation, and `n`, the number of its last change.

    `next` is the next number of a change that nobody has taken, `open` those that were taken and
    not made, `dead` those that never will be. `names` are vocabularies, languages, kinds of texts,
    sectors and statuses, by number. `ordered` are the languages in whose order a vocabulary is
    kept, `late` those that came since. `old` are former generations, and when they were replaced.
    """

    generation: str
    n: int = 0
    next: int = 1
    open: tuple[int, ...] = ()
    dead: tuple[int, ...] = ()
    names: Mapping[str, list[str]] = field(default_factory=dict)
    next_key: int = 1
    documents: int = 0
    ordered: Mapping[str, list[str]] = field(default_factory=dict)
    late: Mapping[str, list[str]] = field(default_factory=dict)
    old: tuple[tuple[str, float], ...] = ()
    version: tuple[int, int] = field(default=(-1, -1), compare=False)

    @property
    def name(self) -> str:
        """The name of what answers: another one after each publication and change."""
        return f"{self.generation}+{self.n}" if self.n else self.generation

    @cached_property
    def langs(self) -> list[str]:
        """The languages by number; the first is "", that of notations."""
        return self.names["langs"]

    @cached_property
    def stemmed(self) -> tuple[str, ...]:
        """The languages that have stems."""
        return tuple(lang for lang in self.langs if has_stemmer(lang))

    @cached_property
    def has_withdrawn(self) -> bool:
        """Whether there may be withdrawn concepts."""
        return WITHDRAWN in self.names["statuses"]

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What readers remember of this state."""
        return {}

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what is remembered under a key, made the first time."""
        if key not in self.kept:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            self.kept[key] = make()
        return self.kept[key]

    def wanted(self, asked: str) -> list[str]:
        """Return the languages whose texts answer a request for `asked`, "" among them."""
        found: list[str] = self.remembered(
            ("wanted", asked),
            lambda: [lang for lang in self.langs if not lang or is_wanted(lang, asked)],
        )
        return found

    def filters(self) -> list[dict[str, Any]]:
        """Return what no document of this state is: it came later, has gone, or never was."""
        gone: dict[str, Any] = {"range": {"d": {"lte": self.n}}}
        if not self.dead:
            return [{"range": {"b": {"gt": self.n}}}, gone]
        dead = [*self.dead]
        return [
            {"range": {"b": {"gt": self.n}}},
            {"terms": {"b": dead}},
            {"bool": {"filter": [gone], "must_not": [{"terms": {"d": dead}}]}},
        ]


def index_of(client: Client) -> str:
    """Return the name of the index of the state, and of leases."""
    return f"{client.prefix}-state"


def read(client: Client) -> State:
    """Return what is published now; IndexUnavailable where nothing is."""
    try:
        found = client.ask("GET", f"/{index_of(client)}/_doc/{_ID}")
    except Refused as error:
        if error.status == 404:
            raise NothingPublished("nothing has been published") from error
        raise IndexUnreachable(str(error)) from error
    told = json.loads(found["_source"]["told"])
    if told.pop("format") != FORMAT:
        raise IndexOutdated(f"{told['generation']} has another format")
    told["old"] = tuple((name, moment) for name, moment in told["old"])
    made: dict[str, Any] = {**told, "open": tuple(told["open"]), "dead": tuple(told["dead"])}
    return State(**made, version=(found["_seq_no"], found["_primary_term"]))


def write(client: Client, before: State | None, after: State) -> State | None:
    """Put a state in the place of the one that was read; return it as it is there now.

    None where another one had been put there meanwhile. An answer that was lost is told from that
    by what stands there.
    """
    told = {name: getattr(after, name) for name in _FIELDS}
    text = json.dumps({"format": FORMAT, **told}, sort_keys=True)
    if before is None:
        which: dict[str, str | int | bool] = {"op_type": "create"}
    else:
        which = {"if_seq_no": before.version[0], "if_primary_term": before.version[1]}
    body = {"told": text, "at": time.time(), "by": uuid4().hex}
    try:
        done = client.ask("PUT", f"/{index_of(client)}/_doc/{_ID}", body, parameters=which)
    except Refused as error:
        if error.status != 409:
            raise
        now = client.ask("GET", f"/{index_of(client)}/_doc/{_ID}")
        if now["_source"]["by"] != body["by"]:
            return None
        done = now
    return replace(after, version=(done["_seq_no"], done["_primary_term"]))


_FIELDS = (
    "generation", "n", "next", "open", "dead", "names", "next_key", "documents", "ordered", "late",
    "old",
)  # fmt: skip


def ensure(client: Client) -> None:
    """Make the index of the state where there is none."""
    copies = client.stated("copies", "0-all")
    own = {"auto_expand_replicas": copies} if "-" in copies else {"number_of_replicas": copies}
    body = {
        "settings": {"number_of_shards": 1, **own},
        "mappings": {"dynamic": False, "properties": {}},
    }
    try:
        client.ask("PUT", f"/{index_of(client)}", body, seconds=30.0)
    except Refused as error:
        if error.status != 400 or "already" not in error.reason:
            raise
