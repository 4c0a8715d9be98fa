"""Documents on their way to the engine, some at a time, so that memory stays flat."""

import json
from typing import Any
from urllib.parse import quote

from index import IndexBusy
from index.opensearch.client import Client

_BYTES_AT_ONCE = 5_000_000
_ACTIONS_AT_ONCE = 2_000


class Overtaken(IndexBusy):
    """Another writer took this one for dead, and went on."""


class Bulk:
    """Gathers what is written and sends it where it is much; the engine's pace is waited for."""

    def __init__(self, client: Client, index: str) -> None:
        self._client, self._index = client, index
        self._actions: list[dict[str, Any]] = []
        self._updates: dict[str, dict[str, Any]] = {}
        self._size = 0

    def put(self, id: str, source: dict[str, Any]) -> None:
        """Write a document; the same again where it is there."""
        self._add({"index": {"_id": id}, "source": source}, len(json.dumps(source)))

    def put_new(self, id: str, source: dict[str, Any]) -> None:
        """Write a document where there is none with its id."""
        self._add({"create": {"_id": id}, "source": source}, len(json.dumps(source)))

    def update(self, id: str, fields: dict[str, Any], version: tuple[int, int]) -> None:
        """Set some fields of a document that is there as it was read in a version."""
        head = {"_id": id, "if_seq_no": version[0], "if_primary_term": version[1]}
        self._updates[id] = fields
        self._add({"update": head, "source": {"doc": fields}}, 100)

    def set(self, id: str, fields: dict[str, Any]) -> None:
        """Set some fields of a document that is there, however it is."""
        self._add({"update": {"_id": id, "retry_on_conflict": 3}, "source": {"doc": fields}}, 100)

    def _add(self, action: dict[str, Any], size: int) -> None:
        self._actions.append(action)
        self._size += size
        if self._size > _BYTES_AT_ONCE or len(self._actions) >= _ACTIONS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered."""
        actions, self._actions, self._size = self._actions, [], 0
        updates, self._updates = self._updates, {}
        for id in self._client.bulk(self._index, actions):
            self._again(id, updates[id])

    def _again(self, id: str, fields: dict[str, Any]) -> None:
        """Update a document that is not as it was read: nothing where that was our own work, which
        is not known; once more where a writer did so that is dead; refused where a later one did.
        """
        path = f"/{self._index}/_doc/{quote(id, safe='')}"
        found = self._client.ask("GET", path)
        there, own = found["_source"].get("d", 0), fields["d"]
        if there > own:
            raise Overtaken(f"another process has changed {self._index} meanwhile")
        if there < own:
            self.update(id, fields, (found["_seq_no"], found["_primary_term"]))
            self.flush()
