"""What stands between a process of the server and the application: a request comes in whole.

The application never waits for a client, since bodies are read before it is asked. What may take
long (forms, files, pages of contributors) is done by a few threads beside the loop. Of the rest,
what takes milliseconds is answered one by one, so that what takes less never waits for many. Files
of whole vocabularies are made piece by piece in threads, too.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from tempfile import SpooledTemporaryFile, gettempdir
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import gevent
from gevent import Timeout
from gevent.lock import Semaphore
from gevent.threadpool import ThreadPool
from gunicorn.http.errors import ParseException

from glossary.web.context import LONG

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WHOLE_SECONDS = 300
"""So long a body may take to come."""
_WORK_SECONDS = 0.005
"""So long the loop answers before it looks at all its clients."""
_LOOK_SECONDS = 1e-6
"""More than none: a timer, before which the loop looks at its clients; with 0 it does not."""
_IN_MEMORY_BYTES = 65_536
_PART_BYTES = 65_536
_DOWNLOADS = 2
"""So many pieces of long answers are made at the same time; the others wait for one of them."""
_END = object()
_PLAIN = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSED = {
    400: ("400 Bad Request", b"The body of this request cannot be read.\n"),
    408: ("408 Request Timeout", b"The body of this request did not come in time.\n"),
}


class Turns:
    """Work in the loop that comes one by one, whoever came first first.

    When it took some milliseconds the loop looks at all its clients, so that a new one, or one that
    asks for little, waits for a few pieces and not for all that were asked for at the same moment.
    """

    def __init__(self) -> None:
        self._free = Semaphore(1)
        self._worked = 0.0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Give a turn."""
        with self._free:
            if self._worked > _WORK_SECONDS:
                self._worked = 0.0
                gevent.sleep(_LOOK_SECONDS)
            begun = time.perf_counter()
            try:
                yield
            finally:
                self._worked += time.perf_counter() - begun


@runtime_checkable
class Closing(Protocol):
    """What is to be closed (PEP 3333)."""

    def close(self) -> None:
        """End it."""


class _NotKept(RawIOBase):
    """A body that could not be kept: the application tells why when it reads it."""

    def __init__(self, error: OSError) -> None:
        self._error = OSError(error.errno, error.strerror, gettempdir())

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Raise what hindered it."""
        raise self._error


class Beside:
    """An answer of which each piece is made in a thread beside the loop, and sent from the loop.

    Nobody else waits for it, and it does not hold a thread while its client takes what there is.
    """

    def __init__(self, answer: Iterable[bytes], threads: ThreadPool) -> None:
        self._answer, self._pieces, self._threads = answer, iter(answer), threads

    def __iter__(self) -> "Beside":
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        piece: Any = self._threads.apply(next, (self._pieces, _END))
        if piece is _END:
            raise StopIteration
        return bytes(piece)

    def close(self) -> None:
        """End the answer, also in the middle of it: a client may go away."""
        if isinstance(self._answer, Closing):
            self._answer.close()


class Front:
    """A WSGI application around another one.

    Bodies of more than `most_bytes` are left to `app`, which refuses them; `is_quick` says of an
    address whether what is read there is answered in the loop, `is_brief` whether without a turn.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        threads: int,
        most_bytes: int,
        is_quick: Callable[[str], bool],
        is_brief: Callable[[str], bool],
    ) -> None:
        self._app, self._most = app, most_bytes
        self._is_quick, self._is_brief = is_quick, is_brief
        self._threads, self._turns = ThreadPool(threads), Turns()
        self._downloads = ThreadPool(_DOWNLOADS)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] in _PLAIN and self._is_quick(path):
            if self._is_brief(path):
                return self._app(environ, start)
            with self._turns.one():
                return self._app(environ, start)
        refused = self._take_body(environ)
        if refused:
            status, content = _REFUSED[refused]
            length = ("Content-Length", str(len(content)))
            start(status, [("Content-Type", "text/plain"), length, ("Connection", "close")])
            return [content]
        answer: Iterable[bytes] = self._threads.apply(self._app, (environ, start))
        return Beside(answer, self._downloads) if environ.get(LONG) else answer

    def _take_body(self, environ: "WSGIEnvironment") -> int:
        """Read the body of a request; return the status of the answer where that fails, else 0."""
        said = environ.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said) > self._most:
            return 0
        body: Any = SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the request
        refused, hindered = 0, None
        try:
            with Timeout(WHOLE_SECONDS, TimeoutError()):
                hindered = self._keep(environ["wsgi.input"], body)
        except TimeoutError:
            refused = 408
        except ParseException:
            refused = 400
        if refused or hindered:
            with suppress(OSError):  # what is not yet written
                body.close()
            body = _NotKept(hindered or OSError())
        else:
            body.seek(0)
        environ["wsgi.input"] = body
        return refused

    def _keep(self, stream: Any, body: Any) -> OSError | None:
        """Read a stream into a file, up to the limit; return what hindered that it is written."""
        size = 0
        while size <= self._most and (part := stream.read(_PART_BYTES)):
            try:
                size += body.write(part)
                body.flush()  # else the rest is written too late to be told
            except OSError as error:
                return error
        return None
