"""Figures for Prometheus at ``/metrics``: requests, and the state of the site when it is asked.

Source: the client library of Prometheus for Python, with its files for several processes.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Blueprint, Response

from glossary.errors import N_, BrokenSource
from glossary.web.observing import state

_FILES = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_MISSING = N_(
    "figures for Prometheus need the extra “metrics”; run: "
    "python -m pip install 'convergence-glossary[metrics]'"
)


def _library(part: str = "") -> Any:
    """Return the client library, or a part of it; loaded late, since it looks at its variable of
    the environment when it is loaded. Raises BrokenSource where it is not installed.
    """
    try:
        return import_module(f"prometheus_client{part}")
    except ImportError as error:
        raise BrokenSource("metrics", _MISSING) from error


class Meters:
    """Counts requests by door; several processes count together through files."""

    def __init__(self) -> None:
        """Raise BrokenSource where the library is not installed."""
        prometheus = _library()
        self.registry = prometheus.CollectorRegistry()
        self._count = prometheus.Counter(
            "glossary_requests", "Requests answered.", ("door", "method", "status"),
            registry=self.registry,
        )  # fmt: skip
        self._seconds = prometheus.Histogram(
            "glossary_request_seconds", "How long answers took.", ("door",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip

    def count(self, kind: str, method: str, status: str, seconds: float) -> None:
        """Count a request: the door, the method, "200" and so on, how long it took."""
        known = method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        self._count.labels(kind, known, status).inc()
        self._seconds.labels(kind).observe(seconds)

    def text(self) -> bytes:
        """Return the figures of all processes, and the state of the site, in the text format."""
        prometheus, registry = _library(), self.registry
        if _FILES in os.environ:
            registry = prometheus.CollectorRegistry()
            _library(".multiprocess").MultiProcessCollector(registry)
        about = prometheus.CollectorRegistry()
        about.register(_Site())
        return bytes(prometheus.generate_latest(registry) + prometheus.generate_latest(about))


class _Site:
    """The state of the site as gauges."""

    def collect(self) -> Any:
        """Yield each figure with its name and help."""
        gauge = _library(".core").GaugeMetricFamily
        for name, (text, value) in state.figures().items():
            yield gauge(f"glossary_{name}", text, value=value)


def door(meters: Meters) -> Blueprint:
    """Return the door at which Prometheus asks."""
    made = Blueprint("metrics", __name__)

    @made.get("/metrics")
    def metrics() -> Response:
        """Answer with the figures."""
        answer = Response(meters.text(), content_type=_library().CONTENT_TYPE_LATEST)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return made


def begin(folder: Path) -> None:
    """Let all processes that are made from here on count together in `folder`, from zero.

    Raises BrokenSource where the library is not installed: before any process is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)
    os.environ[_FILES] = str(folder)
    _library()


def ended(process: int) -> None:
    """Take what a process that is gone had open out of the figures."""
    if _FILES in os.environ:
        _library(".multiprocess").mark_process_dead(process)
