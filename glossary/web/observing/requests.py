"""Each request with its id, how long its answer took, and the line that is logged of it."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from glossary.web.observing.kinds import kind_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "glossary.request_id"
"""Where the id of a request stands in its environment."""
_GOOD_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_log = logging.getLogger("glossary.access")


class Counts(Protocol):
    """What counts requests."""

    def count(self, kind: str, method: str, status: str, seconds: float) -> None:
        """Count one: the door, the method, "200" and so on, how long it took."""


class Observed:
    """A WSGI application around another one; its answers have the header X-Request-ID.

    The id is the one that a trusted proxy sends, else a new one. Of an address only the path is
    logged, since people's questions are nobody's business, and nothing of who asked.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        languages: Container[str],
        meters: Counts | None,
        is_logged: bool,
        is_id_trusted: bool,
    ) -> None:
        self._app, self._languages, self._meters = app, languages, meters
        self._is_logged, self._is_id_trusted = is_logged, is_id_trusted

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        begun = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "") if self._is_id_trusted else ""
        id = environ[REQUEST_ID] = sent if _GOOD_ID.fullmatch(sent) else secrets.token_hex(8)
        path, statuses = environ["PATH_INFO"], ["500"]

        def noting(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            statuses.append(status[:3])
            return start(status, [*headers, ("X-Request-ID", id)], *error)

        def told(size: int) -> None:
            self._tell(environ, path, statuses[-1], time.perf_counter() - begun, size)

        answer = self._app(environ, noting)
        if isinstance(answer, list):
            told(sum(map(len, answer)))
            return answer
        return _Whole(answer, told)

    def _tell(
        self, environ: "WSGIEnvironment", path: str, status: str, seconds: float, size: int
    ) -> None:
        method, kind = environ["REQUEST_METHOD"], kind_of(path, self._languages)
        if self._meters is not None:
            self._meters.count(kind, method, status, seconds)
        if self._is_logged:
            told = {
                "method": method, "path": path, "door": kind, "status": int(status),
                "milliseconds": round(seconds * 1000, 1), "bytes": size,
                "request_id": environ[REQUEST_ID],
            }  # fmt: skip
            text = "%(method)s %(path)s %(status)s %(milliseconds)s ms %(bytes)s bytes"
            _log.info(text, told, extra={"told": told})


class _Whole:
    """An answer that comes in pieces; it is told at its end, or when it is closed before."""

    def __init__(self, answer: Iterable[bytes], told: Callable[[int], None]) -> None:
        self._answer, self._pieces, self._told = answer, iter(answer), told
        self._size, self._is_told = 0, False

    def __iter__(self) -> "_Whole":
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except StopIteration:
            self._end()
            raise
        self._size += len(piece)
        return piece

    def _end(self) -> None:
        if not self._is_told:
            self._is_told = True
            self._told(self._size)

    def close(self) -> None:
        """End it (PEP 3333)."""
        try:
            if callable(close := getattr(self._answer, "close", None)):
                close()
        finally:
            self._end()
