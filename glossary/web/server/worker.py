"""A process of the server: its clients wait in one loop, so that no slow one holds up another.

Who sends or takes slowly waits in the loop of gevent, in a greenlet of its own. Nothing is patched:
the application meets no switch while it works, as in a process without a loop.
"""

import mmap
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import SimpleNamespace
from typing import Any

import gevent
from gevent import socket
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

CLIENT_SECONDS = 30
"""So long a client may take to send, or to take, the next part; then its connection is closed."""
_LINGER_SECONDS = 2.0
"""So long a process that ends waits for the next request on an open connection."""
_LOOK_SECONDS = 0.2
_YIELD_SECONDS = 0.004
_MOST_ACCEPTED_AT_ONCE = 16
_NEAR = 8
_PLACES = 256
_PLACE_BYTES = 4


_ENDING = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}


def hold_signals() -> None:
    """Let signals that end a process wait: a new one would take them for those of its master."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def release_signals() -> None:
    """Let signals that waited come, and all later ones."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


class Tally:
    """How many connections each process has, in memory that all share.

    A process writes into its own place only; 0 stands for no process.
    """

    def __init__(self) -> None:
        self._counts = memoryview(mmap.mmap(-1, _PLACES * _PLACE_BYTES)).cast("I")

    def enter(self, number: int) -> None:
        """Take part, with no connection yet; `number` tells processes apart."""
        self._counts[number % _PLACES] = 1

    def leave(self, number: int) -> None:
        """Take part no longer, also for a process that was killed."""
        self._counts[number % _PLACES] = 0

    def count(self, number: int, change: int) -> None:
        """Count a connection that came (1) or went (-1) of a process that takes part."""
        place = number % _PLACES
        if self._counts[place]:
            self._counts[place] += change

    def is_ahead(self, number: int) -> bool:
        """Return whether another process has fewer connections; where there are many, a few less do
        not count, since whoever waits in the queue waits for every one of them.
        """
        near = self._counts[number % _PLACES] - self.part(number)
        return any(0 < other <= near for other in self._counts.tolist())

    def part(self, number: int) -> int:
        """Return a small part of the connections of a process, one at least."""
        return 1 + self._counts[number % _PLACES] // _NEAR


class Connections(Pool):  # type: ignore[misc]  # gevent has no types
    """The connections of a process; it leaves the next one to another that has fewer."""

    def __init__(self, most: int, tally: Tally, number: int) -> None:
        super().__init__(most)
        self._tally, self._number = tally, number
        self._has_waited, self._allowed = False, 0
        self.resume: Callable[[], None] = lambda: None
        """Called when connections may be taken again."""

    def full(self) -> bool:
        """Return whether no connection is to be taken now; once in a while each process takes a
        few, since another one may be at work.
        """
        if super().full():
            return True
        if self._has_waited:
            self._has_waited, self._allowed = False, self._tally.part(self._number)
        if self._allowed or not self._tally.is_ahead(self._number):
            self._allowed = max(self._allowed - 1, 0)
            return False
        self._has_waited = True
        gevent.spawn_later(_YIELD_SECONDS, self.resume)
        return True

    def add(self, *args: Any, **named: Any) -> None:
        """Take in a connection; whoever answers it counts it off."""
        super().add(*args, **named)
        self._tally.count(self._number, 1)


class LoopWorker(GeventWorker):
    """A gunicorn worker whose connections wait in one loop; the work itself is not interrupted."""

    tally = Tally()  # before the processes part

    def patch(self) -> None:
        """Make the listening sockets those of gevent, and leave everything else as it is."""
        self.sockets = [socket.socket(fileno=one.sock.detach()) for one in self.sockets]

    def init_signals(self) -> None:
        """Take the signals of a process of its own, also one that came while it was made."""
        super().init_signals()
        release_signals()

    def notify(self) -> None:
        """Tell the master that this process lives; end in good order where the master is gone."""
        if self.ppid == os.getppid():
            super().notify()
        else:
            self.alive = False

    def run(self) -> None:
        """Serve until told to stop, then answer what was begun."""
        self._clients: dict[Any, Any] = {}
        self._waiting: set[Any] = set()
        self.tally.enter(self.age)
        servers = [self._serving(listener) for listener in self.sockets]
        while self.alive:
            self.notify()
            gevent.sleep(_LOOK_SECONDS)
        self.tally.leave(self.age)
        for server in servers:
            while accepted := server.do_read():  # who has connected already is answered
                server.do_handle(*accepted)
            server.close()
        self._finish([server.pool for server in servers])

    def _serving(self, listener: Any) -> StreamServer:
        """Return a server that was started."""
        listener.setblocking(False)
        name = listener.getsockname()
        known = SimpleNamespace(getsockname=lambda: name)  # also when it is closed
        pool = Connections(self.worker_connections, self.tally, self.age)
        made = StreamServer(listener, handle=partial(self._connected, known), spawn=pool)
        made.max_accept = _MOST_ACCEPTED_AT_ONCE
        pool.resume = lambda: None if made.closed else made.start_accepting()
        made.start()
        return made

    def _finish(self, pools: list[Pool]) -> None:
        """Wait until all connections have ended, as long as it is allowed."""
        begun = time.monotonic()
        while any(map(len, pools)) and time.monotonic() < begun + self.cfg.graceful_timeout:
            self.notify()
            gevent.sleep(_LOOK_SECONDS)
            if time.monotonic() > begun + _LINGER_SECONDS:
                for one in self._waiting:
                    with suppress(OSError):  # the client was faster
                        self._clients[one].shutdown(socket.SHUT_RD)

    def _connected(self, listener: Any, client: Any, address: Any) -> None:
        """Answer a connection."""
        this = gevent.getcurrent()
        self._clients[this] = client
        try:
            self.handle(listener, client, address)
        finally:
            del self._clients[this]
            self.tally.count(self.age, -1)

    @contextmanager
    def timeout_ctx(self) -> Iterator[None]:  # type: ignore[override]  # is said to give nothing
        """Give the time in which the head of the next request must have come."""
        gevent.sleep(0)  # else a client that is fast would be answered again and again
        this = gevent.getcurrent()
        self._waiting.add(this)
        try:
            with gevent.Timeout(self.cfg.keepalive, False):
                yield
        finally:
            self._waiting.discard(this)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> bool:
        """Answer a request; the connection of a client that is too slow is closed."""
        sock.settimeout(CLIENT_SECONDS)
        try:
            return super().handle_request(listener_name, req, sock, addr)
        except TimeoutError:
            self.log.info("A client was too slow; its connection was closed.")
            raise StopIteration from None

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that could not be read; the log does not say who sent it."""
        super().handle_error(req, client, ("?", 0), exc)
