"""The script and the stylesheet that pages of others take in to mark terms of the glossary."""

import json
from functools import lru_cache
from hashlib import blake2b

from flask import Response, current_app, request

from glossary import languages
from glossary.errors import N_
from glossary.site import paths
from glossary.web.context import reader
from glossary.web.discovery.door import door
from glossary.web.interface_texts import texts

_PLACE = "const TEXTS = {};"
_TEXTS = {"close": N_("Close"), "more": N_("More in the glossary")}


@door.get("/embed.js")
def script() -> Response:
    """Send the script, which speaks all languages of the pages."""
    folder = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
    content = _script(str(folder), reader().settings.interface_languages)
    return _sent(content, "text/javascript; charset=utf-8")


@door.get("/embed.css")
def stylesheet() -> Response:
    """Send the stylesheet."""
    return _sent(_file("embed.css").encode(), "text/css; charset=utf-8")


@lru_cache(8)
def _file(name: str) -> str:
    return (paths.STATIC / name).read_text("utf-8")


@lru_cache(8)
def _script(folder: str, tags: tuple[str, ...]) -> bytes:
    told = {}
    for tag in tags:
        catalog = texts(folder, languages.to_locale(tag))
        told[tag] = {"lang": tag} | {name: catalog.gettext(text) for name, text in _TEXTS.items()}
    put_in = f"const TEXTS = {json.dumps(told, ensure_ascii=False)};"
    return _file("embed.js").replace(_PLACE, put_in, 1).encode()


def _sent(content: bytes, media_type: str) -> Response:
    mark = blake2b(content, digest_size=6).hexdigest()
    seconds = reader().settings.cache_seconds
    headers = [
        ("ETag", f'W/"{mark}"'),
        ("Cache-Control", f"public, max-age={seconds}"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ]
    if request.if_none_match.contains_weak(mark):
        return Response(status=304, headers=headers)
    return Response(content, headers=headers, content_type=media_type)
