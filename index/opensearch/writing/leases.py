"""Locks at the engine: a document with an owner, who says again and again that it is at work.

Who finds a lease that nobody has renewed for its time takes it over; who lost it this way is told
by the state, which is only replaced by who read it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from index import IndexBusy, IndexUnavailable
from index.opensearch import state
from index.opensearch.client import Client, Refused

LEASE_SECONDS = 12.0
"""A lease that was not renewed for so long belongs to nobody."""
PATIENCE_SECONDS = 30.0
"""So long a change waits for another one."""
_PAUSE_SECONDS = 0.05


class Lease:
    """A lock that this process holds until it is released; a thread renews it."""

    def __init__(self, client: Client, name: str, patience: float) -> None:
        self._client, self._name, self._owner = client, name, uuid4().hex
        self._path = f"/{state.index_of(client)}/_doc/lease-{name}"
        self._stop = threading.Event()
        self._version = self._taken(patience)
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()

    def _taken(self, patience: float) -> tuple[int, int]:
        """Take the lease, waiting for it; IndexBusy where another one has it for too long.

        How long it was not renewed is counted by the clock here: clocks of machines differ.
        """
        until = time.monotonic() + patience
        first = self._read()
        if first is not None and time.time() - first["_source"]["at"] > LEASE_SECONDS:
            until = max(until, time.monotonic() + LEASE_SECONDS + 1)  # its owner may be dead
        seen: dict[str, Any] = {}
        since = time.monotonic()
        while True:
            found = self._read()
            now = time.monotonic()
            if found is None or found["_source"]["owner"] in ("", self._owner):
                taken = self._put(found)
            else:
                if seen.get("_seq_no") != found["_seq_no"]:
                    seen, since = found, now
                taken = self._put(found) if now - since > LEASE_SECONDS else None
            if taken is not None:
                return taken
            if now > until:
                raise IndexBusy(f"another process holds {self._client.prefix}: {self._name}")
            time.sleep(_PAUSE_SECONDS)

    def _read(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._client.ask("GET", self._path)
        except Refused as error:
            if error.status != 404:
                raise
            return None
        return found

    def _put(
        self, before: dict[str, Any] | None, owner: str | None = None
    ) -> tuple[int, int] | None:
        """Write the lease in the place of what was read; None where another one did so first."""
        which: dict[str, str | int | bool] = {"op_type": "create"}
        if before is not None:
            which = {"if_seq_no": before["_seq_no"], "if_primary_term": before["_primary_term"]}
        body: dict[str, Any] = {"owner": self._owner if owner is None else owner, "at": time.time()}
        try:
            done: dict[str, Any] = self._client.ask("PUT", self._path, body, parameters=which)
        except Refused as error:
            if error.status != 409:
                raise
            now = self._read()  # an answer may have been lost after it was done
            if now is None or now["_source"] != body:
                return None
            done = now
        return done["_seq_no"], done["_primary_term"]

    def _renew(self) -> None:
        while not self._stop.wait(LEASE_SECONDS / 4):
            version = {"_seq_no": self._version[0], "_primary_term": self._version[1]}
            try:
                renewed = self._put(version)
            except (IndexUnavailable, Refused):
                continue
            if renewed is None:
                return  # another one has it
            self._version = renewed

    def release(self) -> None:
        """Give it back."""
        self._stop.set()
        self._thread.join()
        version = {"_seq_no": self._version[0], "_primary_term": self._version[1]}
        try:
            self._put(version, "")
        except (IndexUnavailable, Refused):
            return  # it ends by itself


@contextmanager
def held(client: Client, name: str, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Return a context in which no other process holds a lock; IndexBusy after a while."""
    lease = Lease(client, name, patience)
    try:
        yield
    finally:
        lease.release()
