"""Addresses of pages of this site: of this very page, and of those that a request names."""

from typing import Any
from urllib.parse import quote

from flask import current_app, request, url_for

PATH_SAFE = "!$&'()*+,/:;=@"
"""What the path of an address has unquoted (RFC 3986, 3.3)."""
_LONGEST_TARGET = 2000
_KEPT = {"q", "lang", "vocabulary", "sector", "status", "group", "below", "page"}
_KEPT |= {"view", "letter", "open", "at", "id", "slot", "rule", "concept"}
"""The parameters that links to this page go on with."""


def here(**changes: object) -> str:
    """Return the address of this page with other parameters; None takes one away."""
    asked = request.args.to_dict(flat=False)
    values: dict[str, Any] = {k: v for k, v in asked.items() if k in _KEPT}
    values |= {**(request.view_args or {}), **changes}
    kept = {name: value for name, value in values.items() if value is not None}
    return url_for(request.endpoint or "pages.home", **kept)


def this_path() -> str:
    """Return path and parameters of this very page, below the site."""
    query = request.query_string.decode("ascii", "ignore")
    return quote(request.path) + (f"?{query}" if query else "")


def internal_address(target: str) -> str:
    """Return the address of the page of this site that `target` names, else "".

    Nothing that a browser could take for the address of another host passes.
    """
    first = target[1:].partition("/")[0]
    spoken = first in current_app.config["INTERFACE_LANGUAGES"]
    plain = target.isascii() and target.isprintable() and not set(target) & set(' \\"<>')
    fits = spoken and plain and target[0] == "/" and len(target) <= _LONGEST_TARGET
    return request.script_root + target if fits else ""
