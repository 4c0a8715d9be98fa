"""The production server: gunicorn around `create_app`."""

import logging
import os
import re
import resource
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from glossary.contribute.following import follow
from glossary.contribute.proposals.completing import complete
from glossary.contribute.store import Store
from glossary.errors import failures
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.observing import logs, metrics
from glossary.web.server.front import Front
from glossary.web.server.worker import LoopWorker, hold_signals, release_signals

KEPT_SECONDS = 15
"""So long an open connection may be silent, and the head of a request may take."""
_BESIDE_BYTES = 65_536
_MOST_FILES = 65_536
_LONG = re.compile(
    r"/(?:translate|account|proposals|review|history|propose)(?:/|$)|/feed\.atom$|/health/ready$"
    r"|^/[^/]+\.[a-z0-9.]+$"
)
"""Addresses of contributors: what is read there comes from catalogs and from the database; and of
whole vocabularies as files.
"""
_BRIEF = re.compile(r"/(?:health/live|static/.+|api/v1/(?:lookup|suggest))$")
"""Addresses whose answers take less than a millisecond as a rule."""
_TURN_SECONDS = 0.0005
"""So long the loop waits at most for threads that work beside it (Python's own is ten times it)."""
_log = logging.getLogger(__name__)


def is_quick(path: str) -> bool:
    """Return whether what is read at an address is answered at once, from the index."""
    return _LONG.search(path) is None


def is_brief(path: str) -> bool:
    """Return whether an answer takes so little that nobody minds to wait for many of them."""
    return _BRIEF.search(path) is not None


class Server(BaseApplication):
    """Gunicorn with the settings of a site."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self._settings = settings
        if settings.metrics == "on":
            metrics.begin(settings.instance / "metrics")
        self._options = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": LoopWorker,
            "keepalive": KEPT_SECONDS,
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "accesslog": None,
            **_logging(settings),
            "preload_app": False,
            "post_worker_init": self._complete,
            "when_ready": _hold_while_forking,
            "child_exit": _left,
            "control_socket_disable": True,
            **options,
        }
        _open_more_files()
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for name, value in self._options.items():
            if name in self.cfg.settings:  # older releases lack the control socket
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application, made anew in each worker, with what all pages need at hand."""
        sys.setswitchinterval(_TURN_SECONDS)
        app = create_app(self._settings)
        first = app.test_client()  # a client would wait for it, and all others with that one
        for page in ("", "search?q=a"):
            first.get(f"/{self._settings.interface_languages[0]}/{page}")
        return self.behind_front(app)

    def behind_front(self, app: Any) -> Front:
        """Return an application that gets its requests whole."""
        most = max(self._settings.max_body_bytes, self._settings.max_upload_bytes) + _BESIDE_BYTES
        return Front(app, self._settings.threads, most, is_quick, is_brief)

    def _complete(self, worker: Any) -> None:
        """Take decisions further that a process has left half way, beside the first requests."""
        threading.Thread(target=_keep_up, args=(self._settings,), daemon=True).start()


def _logging(settings: Settings) -> dict[str, Any]:
    """Return the options for what is logged; gunicorn's own where nothing is asked."""
    if settings.log_format == "json":
        return {"logger_class": logs.JsonLogger}
    return {"logger_class": logs.Logger} if settings.access_log == "on" else {}


def _open_more_files() -> None:
    """Let this process, and those that it starts, open as many files as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _hold_while_forking(master: Any) -> None:
    """Lose no signal to a process that is just being made: it releases them when it can take them.

    Gunicorn sends SIGTERM once, and kills what still runs after 30 seconds.
    """
    os.register_at_fork(before=hold_signals, after_in_parent=release_signals)


def _left(master: Any, worker: Any) -> None:
    LoopWorker.tally.leave(worker.age)
    metrics.ended(worker.pid)


def _keep_up(settings: Settings) -> None:
    """Take decisions further, then follow what other machines do, as long as the process lives."""
    complete_soon(settings)
    follow(settings)


def complete_soon(settings: Settings) -> None:
    """Take decisions further where there are contributions; what fails is logged."""
    store = Store(settings)
    try:
        if store.is_there():
            complete(settings, store)
    except Exception as error:
        failures.log(_log, error, "decisions could not be completed")
    finally:
        store.close()
