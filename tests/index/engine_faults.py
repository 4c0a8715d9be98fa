"""Connections to the engine that break when a test says so: in front of the client library."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from opensearchpy import Transport
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout

from index.contract.network import CUT, LOST, REFUSED
from index.opensearch.writing import leases

LEASE_SECONDS = 3.0


class EngineFaults:
    """`index.contract.network.Faults` for the client of OpenSearch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._asked = Transport.perform_request
        self._patch = monkeypatch
        self._step, self._how, self._seen = -1, "", 0
        self._is_silent = False
        self._counts: list[int] = []
        monkeypatch.setattr(Transport, "perform_request", self._perform())
        monkeypatch.setattr(leases, "LEASE_SECONDS", LEASE_SECONDS)

    def _perform(self) -> Any:
        def perform(transport: Transport, *given: Any, **named: Any) -> Any:
            return self._request(transport, given, named)

        return perform

    def _request(self, transport: Transport, given: Any, named: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():  # a lease is renewed
            if self._is_silent or (self._how == CUT and self._seen > self._step):
                raise NoConnection("N/A", "cut off", OSError())
            return self._asked(transport, *given, **named)
        step, self._seen = self._seen, self._seen + 1
        self._counts.append(self._seen)
        if self._how == CUT and step >= self._step:
            raise NoConnection("N/A", "cut off", OSError())
        if self._how == REFUSED and step == self._step:
            raise NoConnection("N/A", "refused", OSError())
        answer = self._asked(transport, *given, **named)
        if self._how == LOST and step == self._step:
            raise ConnectionTimeout("TIMEOUT", "the answer is lost", OSError())
        return answer

    @contextmanager
    def broken(self, step: int, how: str) -> Iterator[None]:
        self._step, self._how, self._seen = step, how, 0
        with pytest.MonkeyPatch.context() as patch:
            if how == CUT:
                for name in ("DEADLINE_SECONDS", "WRITE_SECONDS"):
                    patch.setattr(f"index.opensearch.client.{name}", 0.01)
            try:
                yield
            finally:
                self._step, self._how = -1, ""

    @contextmanager
    def counted(self) -> Iterator[Sequence[int]]:
        self._seen, self._counts = 0, []
        yield self._counts
        self._counts = []  # what comes now is not counted

    @contextmanager
    def silent(self) -> Iterator[None]:
        self._is_silent = True
        yield
        self._is_silent = False
