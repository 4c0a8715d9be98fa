"""What stands between a process of the server and the application: a request comes in whole.

The application never waits for a client, since bodies are read before it is asked. What may take
long (forms, files, pages of contributors) is done by a few threads beside the loop.
"""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from gevent import Timeout
from gevent.threadpool import ThreadPool
from gunicorn.http.errors import ParseException

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WHOLE_SECONDS = 300
"""So long a body may take to come."""
_IN_MEMORY_BYTES = 65_536
_PART_BYTES = 65_536
_PLAIN = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSED = {
    400: ("400 Bad Request", b"The body of this request cannot be read.\n"),
    408: ("408 Request Timeout", b"The body of this request did not come in time.\n"),
}


class Front:
    """A WSGI application around another one.

    Bodies of more than `most_bytes` are left to `app`, which refuses them; `is_quick` says of an
    address whether what is read there is answered at once, in the loop.
    """

    def __init__(
        self, app: "WSGIApplication", threads: int, most_bytes: int, is_quick: Callable[[str], bool]
    ) -> None:
        self._app, self._most, self._is_quick = app, most_bytes, is_quick
        self._threads = ThreadPool(threads)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] in _PLAIN and self._is_quick(environ["PATH_INFO"]):
            return self._app(environ, start)
        refused = self._take_body(environ)
        if refused:
            status, content = _REFUSED[refused]
            length = ("Content-Length", str(len(content)))
            start(status, [("Content-Type", "text/plain"), length, ("Connection", "close")])
            return [content]
        answer: Iterable[bytes] = self._threads.apply(self._app, (environ, start))
        return answer

    def _take_body(self, environ: "WSGIEnvironment") -> int:
        """Read the body of a request; return the status of the answer where that fails, else 0."""
        said = environ.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said) > self._most:
            return 0
        body: Any = SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the request
        stream, size = environ["wsgi.input"], 0
        try:
            with Timeout(WHOLE_SECONDS, TimeoutError()):
                while size <= self._most and (part := stream.read(_PART_BYTES)):
                    size += body.write(part)
        except TimeoutError:
            return 408
        except ParseException:
            return 400
        body.seek(0)
        environ["wsgi.input"] = body
        return 0
