"""The site as a Flask application: `create_app` and one module for each door."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from glossary.reader import Reader
from glossary.site import paths
from glossary.site.settings import Settings, load
from glossary.web import (
    api,
    compression,
    context,
    contribute,
    contributor_pages,
    discovery,
    edition,
    errors,
    headers,
    health,
    linked_data,
    locale,
    observing,
    pages,
    prefix,
    reconcile,
    resubmit,
    session,
    skosmos,
    static_files,
    templates,
)
from index import Index


class Application(Flask):
    """Flask for plain functions only."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func` as it is; Flask looks into each one, six times a request."""
        return func


def create_app(
    settings: Settings | None = None,
    index: Index | None = None,
    config: Mapping[str, Any] | None = None,
) -> Flask:
    """Return the application of a site; `index` and `config` are for tests."""
    settings = settings or load()
    app = Application("glossary", template_folder=None, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=settings.max_body_bytes, **(config or {}))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    folders = [str(folder) for folder in (settings.templates, paths.TEMPLATES) if folder]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["glossary"] = Reader(settings, index)
    logging.getLogger("glossary").setLevel(logging.INFO)
    context.register(app)
    locale.register(app, settings)
    static_files.register(app)
    templates.register(app)
    edition.register(app, settings)
    errors.register(app)
    session.register(app, settings)
    contributor_pages.register(app)
    resubmit.register(app)
    app.register_blueprint(health.door)
    app.register_blueprint(linked_data.door)
    app.register_blueprint(api.door)
    app.register_blueprint(reconcile.door)
    app.register_blueprint(skosmos.door)
    app.register_blueprint(discovery.door)
    app.register_blueprint(skosmos.pages)
    app.register_blueprint(pages.door)
    contribute.register(app)
    compression.register(app)
    api.fast_path.register(app)
    skosmos.fast_path.register(app)
    headers.register(app)
    observing.register(app, settings)
    prefix.register(app, settings)
    return app
