"""The production server: gunicorn around `create_app`."""

from typing import Any

from gunicorn.app.base import BaseApplication

from glossary.settings import Settings
from glossary.web import create_app


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
