"""Small pages that a client shows in a frame of its own: a concept, and what scores are made of."""

import base64
import hashlib
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from glossary.errors import N_, NotFound
from glossary.reader import preferred_terms
from glossary.reader.reconciliation import FEATURES, entity
from glossary.records import path
from glossary.web.context import reader
from glossary.web.headers import OWN_POLICY
from glossary.web.reconcile.door import Service, chosen, route
from glossary.web.reconcile.manifest import interface
from glossary.web.templates import render

STYLE = (
    "body{font:1rem/1.4 system-ui,sans-serif;margin:.6rem;color:#1b1b1b;background:#fff}"
    "h1{font-size:1.1rem;margin:0 0 .3rem}p,dl{margin:.3rem 0}.quiet{color:#555}"
    "dt{font-weight:600}dd{margin:0 0 .3rem}a{color:#0b4f8a}"
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
_MOST_LANGUAGES = 8


def _framed(page: str, service: Service, status: int = 200, **values: Any) -> Response:
    lang = interface(service)
    body = render(f"reconcile/{page}.html", style=STYLE, lang=lang, **values)
    answer = Response(body, status, mimetype="text/html")
    request.environ[OWN_POLICY] = _POLICY
    answer.headers["Content-Language"] = lang
    answer.cache_control.public = True
    answer.cache_control.max_age = reader().settings.cache_seconds
    return answer


@route("/preview")
def preview(service: Service) -> Response:
    """Show a concept in short: its name, definition, names in other languages, vocabulary."""
    record = _asked(service)
    described = reader().vocabulary(record["vocabulary"])
    source = described["source_language"]
    terms = preferred_terms(record)
    lang, name = chosen(terms, service, source) or ("", record["id"])
    texts = {tag: notes[0]["text"] for tag, notes in record["definitions"].items() if notes}
    others = [(tag, text) for tag, text in terms.items() if tag != lang]
    broader = [chosen(one["label"], service, source) for one in record["broader"] if "label" in one]
    return _framed(
        "preview",
        service,
        record=record,
        title=(lang, name),
        definition=chosen(texts, service, source),
        others=others[:_MOST_LANGUAGES],
        broader=[found for found in broader if found],
        vocabulary=chosen(described["title"], service, source) or ("", described["id"]),
        address=service.address("/view"),
    )


def _asked(service: Service) -> dict[str, Any]:
    id = request.args.get("id", "")
    record = entity(reader(), id, service.vocabularies)
    if record is None:
        raise NotFound(N_("There is no concept “%(value)s”."), value=id[:200])
    return record


@route("/view")
def view(service: Service) -> AnyResponse:
    """Send to the page of a concept."""
    record = _asked(service)
    place = path(record["vocabulary"], record["id"])
    content = f"?lang={service.lang}" if service.lang else ""
    answer = redirect(f"{request.script_root}/{interface(service)}/{place}{content}", 303)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@route("/features")
def features(service: Service) -> Response:
    """Show what the features of candidates mean; `id` names one."""
    asked = request.args.get("id", "")
    shown = {asked: FEATURES[asked]} if asked in FEATURES else FEATURES
    return _framed("features", service, features=shown)
