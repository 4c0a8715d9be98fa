"""The production server: gunicorn around `create_app`."""

import logging
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from glossary.contribute.decisions import complete_pending
from glossary.contribute.store import Store
from glossary.settings import Settings
from glossary.web import create_app

_log = logging.getLogger(__name__)


class Server(BaseApplication):
    """Gunicorn with the settings of a site."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self._settings = settings
        self._options = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": "gthread",
            "accesslog": None,
            "preload_app": False,
            "post_worker_init": self._complete,
            "control_socket_disable": True,
            **options,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for name, value in self._options.items():
            if name in self.cfg.settings:  # older releases lack the control socket
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application, made anew in each worker."""
        return create_app(self._settings)

    def _complete(self, worker: Any) -> None:
        """Take decisions further that a process has left half way, beside the first requests."""
        threading.Thread(target=complete_soon, args=(self._settings,), daemon=True).start()


def complete_soon(settings: Settings) -> None:
    """Take decisions further where there are contributions; what fails is logged."""
    store = Store(settings)
    try:
        if store.is_there():
            complete_pending(settings, store)
    except Exception:
        _log.exception("decisions could not be completed")
    finally:
        store.close()
