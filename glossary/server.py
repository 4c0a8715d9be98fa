"""The production server: gunicorn around `create_app`."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from glossary.settings import Settings
from glossary.web import create_app


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no annotations
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
            **options,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, made anew in each worker."""
        return create_app(self._settings)
