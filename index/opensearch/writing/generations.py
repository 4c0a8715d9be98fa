"""Generations at the engine: an index for each, of which one is published."""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from uuid import uuid4

from index import IndexBusy, IndexUnavailable
from index.opensearch import mappings, seen, state
from index.opensearch.client import Client, Refused
from index.opensearch.state import State

KEPT_SECONDS = 600.0
"""A generation is kept so long after another one was published: who holds it may still ask."""
_GREEN_SECONDS = 60
_MOST_TRIES = 50


def create(client: Client) -> str:
    """Make an index for a new generation; return the name of the generation."""
    state.ensure(client)
    name = f"g{uuid4().hex[:20]}"
    copies = client.stated("copies", "0-all")
    body = {
        "settings": {"index": mappings.settings(int(client.stated("shards", "1")), copies)},
        "mappings": mappings.mappings(),
    }
    try:
        client.ask("PUT", f"/{client.prefix}-{name}", body, seconds=30.0)
    except Refused as error:  # the name is ours alone: an earlier try made it
        if "already" not in error.reason:
            raise
    return name


def finish(client: Client, generation: str) -> None:
    """Let a generation be seen, and wait until its copies are there, as far as there are nodes."""
    index = f"{client.prefix}-{generation}"
    client.ask("POST", f"/{index}/_refresh", seconds=60.0, deadline=120.0)
    client.ask("POST", f"/{index}/_flush", seconds=60.0, deadline=120.0)
    waited: dict[str, str | int | bool] = {
        "wait_for_status": "green",
        "timeout": f"{_GREEN_SECONDS}s",
    }
    try:
        client.ask(
            "GET", f"/_cluster/health/{index}", seconds=_GREEN_SECONDS + 5.0, parameters=waited
        )
    except Refused as error:
        if error.status != 408:
            raise


def refresh(client: Client, generation: str) -> None:
    """Let what was written into a generation be found."""
    client.ask("POST", f"/{client.prefix}-{generation}/_refresh", seconds=30.0, deadline=60.0)


def remove(client: Client, generation: str) -> None:
    """Remove a generation; nothing where it is gone."""
    try:
        client.ask("DELETE", f"/{client.prefix}-{generation}", seconds=30.0)
    except Refused as error:
        if error.status != 404:
            raise


def replaced(client: Client, make: Callable[[State | None], State]) -> State:
    """Put what `make` returns in the place of the state that is there; made again where another
    one was put there meanwhile.
    """
    for _ in range(_MOST_TRIES):
        before = current(client)
        after = state.write(client, before, make(before))
        if after is not None:
            seen.note(client.prefix)
            return after
    raise IndexBusy("others replace the state again and again")


def current(client: Client) -> State | None:
    """Return what is published, None where nothing is."""
    try:
        return state.read(client)
    except state.NothingPublished:
        return None


def publish(client: Client, made: State, keep: int) -> State:
    """Publish a generation; remove those that were replaced long ago, but the last."""

    def after(before: State | None) -> State:
        old = () if before is None else (*before.old, (before.generation, time.time()))
        return replace(made, old=old)

    published = replaced(client, after)
    gone = [*outworn(published, keep)]
    for name in gone:
        remove(client, name)
    return forget(client, gone) if gone else published


def forget(client: Client, gone: Collection[str]) -> State:
    """Take generations that were removed out of the state."""
    return replaced(client, lambda before: _without(before, gone))


def _without(before: State | None, gone: Collection[str]) -> State:
    if before is None:
        raise IndexUnavailable("nothing is published")
    return replace(before, old=tuple(one for one in before.old if one[0] not in gone))


def outworn(published: State, keep: int) -> Iterator[str]:
    """Yield the generations that are kept no longer."""
    until = time.time() - KEPT_SECONDS
    spare = published.old[: max(len(published.old) - max(keep - 1, 0), 0)]
    yield from (name for name, moment in spare if moment < until)


def there(client: Client) -> list[str]:
    """Return the names of all generations that the engine has, whoever made them."""
    try:
        found = client.ask(
            "GET", f"/{client.prefix}-g*/_settings", parameters={"flat_settings": True}
        )
    except Refused as error:
        if error.status != 404:
            raise
        return []
    return sorted(name.removeprefix(f"{client.prefix}-") for name in found)
