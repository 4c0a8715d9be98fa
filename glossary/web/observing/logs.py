"""How log records are written: as text, or each as one line of JSON with the id of its request."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from flask import has_request_context, request
from gunicorn import glogging

from glossary.web.observing.requests import REQUEST_ID

_TEXT = "%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s"


class Logger(glogging.Logger):
    """The logger of the server, which writes like that of the program."""

    form = "text"

    def setup(self, cfg: Any) -> None:
        """Take over the settings of the server, then the form."""
        super().setup(cfg)
        _configure(self.form)


class JsonLogger(Logger):
    """The same in JSON."""

    form = "json"


def _configure(form: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(with_request)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(_TEXT))
    for name in ("glossary", "gunicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)


def with_request(record: logging.LogRecord) -> bool:
    """Give a record the id of the request in which it was made; return True."""
    id = request.environ.get(REQUEST_ID, "") if has_request_context() else ""
    record.request_id, record.request = id, f" [{id}]" if id else ""
    return True


class JsonLines(logging.Formatter):
    """Each record as an object in one line: time, level, logger, message, and what it tells."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        made: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id := getattr(record, "request_id", ""):
            made["request_id"] = id
        made.update(getattr(record, "told", {}))
        if record.exc_info:
            made["error"] = self.formatException(record.exc_info)
        return json.dumps(made, ensure_ascii=False, default=str)
