"""Requests to the engine: repeated until a deadline, and never answered by half of it."""

import json
import logging
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    TransportError,
)

from index import IndexUnreachable
from index.places import Address, scheme_of

logging.getLogger("opensearch").setLevel(logging.ERROR)  # what fails is told here, or repeated
Body = dict[str, Any]
DEFAULT_PREFIX = "glossary"
READ_SECONDS, WRITE_SECONDS = 5.0, 60.0
"""How long one request may take: a question, and a bulk of documents."""
DEADLINE_SECONDS = 12.0
"""How long a request is repeated while nodes are away."""
DEAD_SECONDS = 5.0
"""How long a node that did not answer is left out while there are others."""
_AWAY_SECONDS = 3.0
"""After a deadline was missed, requests are not repeated for so long: readers are told at once."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_RETRIED = frozenset({429, 500, 502, 503, 504})
"""A shard whose node has just gone is a 500, too."""


class Refused(Exception):
    """The engine understood a request and does not do it; `status` and `reason` say why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status, self.reason = status, reason


class Client:
    """The engine at an address; threads may share it."""

    def __init__(self, where: Address) -> None:
        found = urlsplit(where.url)
        self.prefix = found.path.strip("/").lower() or DEFAULT_PREFIX
        self.where, self._stated = where, where.stated
        is_secure = scheme_of(where.url) in ("https", "opensearch+https")
        hosts = [
            {"host": one.hostname or "", "port": one.port or (443 if is_secure else 9200)}
            for one in (urlsplit(f"//{host}") for host in found.netloc.split(","))
        ]
        self._hosts = len(hosts)
        self._engine = OpenSearch(
            hosts,
            use_ssl=is_secure,
            max_retries=0,
            retry_on_timeout=True,  # so that a silent node is left out for a while
            dead_timeout=DEAD_SECONDS,
            timeout=READ_SECONDS,
            pool_maxsize=32,
            http_compress=False,
            **_security(is_secure, where.stated),
        )
        self._away_since = float("-inf")
        self._lock = threading.Lock()
        self.requests = 0

    def stated(self, name: str, default: str = "") -> str:
        """Return what the settings state by a name."""
        return self._stated.get(name) or default

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        seconds: float = READ_SECONDS,
        deadline: float = 0.0,
        parameters: Mapping[str, str | int | bool] | None = None,
    ) -> Any:
        """Return what the engine answers; repeated with pauses while it cannot.

        Raises Refused for what it will not do, IndexUnreachable at the deadline.
        """
        return self.repeated(
            lambda: self._once(method, path, body, seconds, parameters or {}), deadline
        )

    def repeated(self, attempt: Callable[[], Any], deadline: float = 0.0) -> Any:
        """Return what an attempt returns; made again until a deadline (0: the usual one) where it
        cannot be now.
        """
        deadline = deadline or DEADLINE_SECONDS
        began, pause, tries = time.monotonic(), _FIRST_PAUSE, 0
        is_away = began - self._away_since < _AWAY_SECONDS
        while True:
            try:
                made = attempt()
            except _NotNow as error:
                tries += 1
                now = time.monotonic()
                if now - began > deadline or (is_away and tries >= self._hosts):
                    self._away_since = now
                    raise IndexUnreachable(f"{self.where.url} does not answer: {error}") from error
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._away_since = float("-inf")
                return made

    def _once(
        self,
        method: str,
        path: str,
        body: object,
        seconds: float,
        parameters: Mapping[str, str | int | bool],
    ) -> Any:
        self.requests += 1
        given = {name: _text(value) for name, value in parameters.items()}
        try:
            return self._engine.transport.perform_request(
                method, path, params={**given, "request_timeout": seconds}, body=body
            )
        except (ConnectionTimeout, NoConnection) as error:
            raise _NotNow(_line(error)) from error
        except NotFoundError as error:
            raise Refused(404, _line(error)) from error
        except TransportError as error:
            status = error.status_code if isinstance(error.status_code, int) else 0
            if status in _RETRIED or not status:
                raise _NotNow(_line(error)) from error
            raise Refused(status, _line(error)) from error
        except OpenSearchException as error:
            raise Refused(0, _line(error)) from error

    def searches(self, bodies: Sequence[tuple[str, Body]]) -> list[Body]:
        """Return the answers to several searches, each of an index by name, in one request.

        Each is of all shards, or there is none.
        """
        if not bodies:
            return []
        lines = []
        for index, body in bodies:
            head = {
                "index": index, "preference": "_local", "allow_partial_search_results": False,
            }  # fmt: skip
            lines += [json.dumps(head), json.dumps(body)]
        text = "\n".join(lines) + "\n"
        answers: list[Body] = self.repeated(lambda: self._searched(text))
        return answers

    def _searched(self, text: str) -> list[Body]:
        found = self._once("POST", "/_msearch", text, READ_SECONDS, {})["responses"]
        for one in found:
            status = one.get("status", 200)
            if "error" in one:
                reason = _reason(one["error"])
                raise _NotNow(reason) if status in _RETRIED else Refused(status, reason)
            if one.get("timed_out") or one["_shards"]["failed"]:
                raise _NotNow("some shards do not answer")
        answers: list[Body] = found
        return answers

    def bulk(self, index: str, actions: Iterable[Mapping[str, Any]]) -> list[str]:
        """Write documents: each action is its head and its `source`.

        What is refused for now is repeated. Returns the ids of updates that were refused because
        the document is not as it was read: by another one's work, or by an earlier try of this.
        """
        waiting, conflicts = [*actions], []

        def attempt() -> None:
            lines = []
            for action in waiting:
                head = {name: value for name, value in action.items() if name != "source"}
                lines += [json.dumps(head), json.dumps(action["source"])]
            text = "\n".join(lines) + "\n"
            found = self._once("POST", f"/{index}/_bulk", text, WRITE_SECONDS, {})
            again = []
            for action, item in zip([*waiting], found["items"], strict=True):
                ((kind, told),) = item.items()
                if told["status"] in _RETRIED:
                    again.append(action)
                elif told["status"] == 409 and kind == "update":
                    conflicts.append(str(told["_id"]))
                elif told["status"] >= 300 and not (kind == "create" and told["status"] == 409):
                    raise Refused(told["status"], _reason(told.get("error")))
            waiting[:] = again
            if again:
                raise _NotNow("some documents are not written yet")

        if waiting:
            self.repeated(attempt, WRITE_SECONDS)
        return conflicts


class _NotNow(Exception):
    """The engine cannot now, and perhaps can in a moment."""


@lru_cache(16)
def _client(url: str, stated: tuple[tuple[str, str], ...]) -> Client:
    return Client(Address(url, dict(stated)))


def client_of(where: Address) -> Client:
    """Return the client of an address, one for the whole process."""
    return _client(where.url, tuple(sorted(where.stated.items())))


def _security(is_secure: bool, stated: Mapping[str, str]) -> Body:
    made: Body = {}
    if is_secure:
        made["verify_certs"] = stated.get("verify_certificates", "on") == "on"
        made["ssl_show_warn"] = False
        if stated.get("ca_file"):
            made["ca_certs"] = stated["ca_file"]
        if not made["verify_certs"]:
            made["ssl_assert_hostname"] = False
    if stated.get("api_key"):
        made["headers"] = {"Authorization": f"ApiKey {stated['api_key']}"}
    elif stated.get("user"):
        known = f"{stated['user']}:{stated['password']}".encode()  # RFC 7617; in any script
        made["headers"] = {"Authorization": f"Basic {b64encode(known).decode('ascii')}"}
    return made


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]


def _reason(error: object) -> str:
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        return " ".join(str(causes[0].get("reason", causes[0])).split())[:300]
    return str(error)[:300]
