"""Stylesheets, scripts and icons: read once, packed once, kept for ever by whoever has them.

The address of a file holds a mark of its content, so a changed one has another address. Without
the mark, or with that of another edition, the same file is sent as one that is to be asked for
again.
"""

import gzip
import mimetypes
import re
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, abort, current_app, request

from glossary.site import paths
from glossary.web.compression import wanted

_NAME = "glossary.static_files"
_MARKED = re.compile(r"(.+)\.[0-9a-f]{12}(\.\w+)")
_YEAR_SECONDS = 31_536_000


class StaticFile(NamedTuple):
    """A file as it is sent: its content, the same packed, its media type and its mark."""

    content: bytes
    packed: bytes
    media_type: str
    mark: str


def register(app: Flask) -> None:
    """Give `app` the files of the program, and the icon that browsers ask every site for."""
    folder = paths.STATIC
    found = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    app.extensions[_NAME] = {file.relative_to(folder).as_posix(): _read(file) for file in found}
    app.add_url_rule("/static/<path:filename>", "static", _file)
    app.add_url_rule("/favicon.ico", "favicon", _favicon)


def _read(file: Path) -> StaticFile:
    content = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    mark = blake2b(content, digest_size=6).hexdigest()
    return StaticFile(content, gzip.compress(content, 9, mtime=0), media_type, mark)


def address(app: Flask, name: str) -> str:
    """Return the address of the file `name` below the site, with the mark of its content.

    Of a name that is none of the program's files it is the plain one.
    """
    found: StaticFile | None = app.extensions[_NAME].get(name)
    stem, dot, ending = name.rpartition(".")
    return f"/static/{stem}.{found.mark}{dot}{ending}" if found else f"/static/{name}"


def _file(filename: str) -> Response:
    """Send a file by its address, with any mark or none."""
    marked = _MARKED.fullmatch(filename)
    name = "".join(marked.groups()) if marked else filename
    found: StaticFile | None = current_app.extensions[_NAME].get(name)
    if found is None:
        abort(404)
    is_current = request.path == address(current_app, name)
    control = f"public, max-age={_YEAR_SECONDS}, immutable" if is_current else "public, no-cache"
    return _sent(found, control)


def _favicon() -> Response:
    """Send the icon to browsers that look for it at its oldest address."""
    return _sent(current_app.extensions[_NAME]["favicon.ico"], "public, max-age=86400")


def _sent(file: StaticFile, control: str) -> Response:
    headers = [("ETag", f'W/"{file.mark}"'), ("Cache-Control", control)]
    if request.if_none_match.contains_weak(file.mark):
        return Response(status=304, headers=[*headers, ("Vary", "Accept-Encoding")])
    content = file.content
    if len(file.packed) < len(content) and wanted(request.environ, len(content)):
        content = file.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Vary", "Accept-Encoding"))
    return Response(content, headers=headers, content_type=_with_charset(file.media_type))


def _with_charset(media_type: str) -> str:
    is_text = media_type.startswith("text/") or media_type.endswith("+xml")
    return f"{media_type}; charset=utf-8" if is_text else media_type
