"""Answers are compressed where the client asks for it."""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

_LEAST_BYTES = 1000
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 1
"""Half the time of 5 for a quarter more bytes, with answers of 60 and 190 kB."""
_TYPES = (
    "text/", "application/json", "application/problem+json", "application/xml", "image/svg",
    "application/ld+json", "application/n-triples", "application/rdf+xml",
    "application/vnd.jskos+json",
    "application/x-ndjson", "application/x-tbx",
)  # fmt: skip


def register(app: Flask) -> None:
    """Compress the answers of `app`."""
    app.after_request(_compressed)


def _compressed(answer: Response) -> Response:
    headers = answer.headers
    if answer.direct_passthrough or not headers.get("Content-Type", "").startswith(_TYPES):
        return answer
    if "Vary" in headers:
        answer.vary.add("Accept-Encoding")
    else:
        headers.add("Vary", "Accept-Encoding")
    size = _LEAST_BYTES if answer.is_streamed else answer.content_length or 0
    if not wanted(request.environ, size):
        return answer
    if answer.status_code == 304 or "Content-Encoding" in headers:
        return answer
    if answer.is_streamed:
        answer.response = _bit_by_bit(answer.iter_encoded())
    else:
        answer.set_data(compressed(answer.get_data()))
    headers["Content-Encoding"] = "gzip"
    tag, _ = answer.get_etag()
    if tag:
        answer.set_etag(tag, weak=True)
    return answer


def _bit_by_bit(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an answer that is made while it is sent, compressed; its first piece at once."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    flush: int = zlib.Z_SYNC_FLUSH
    for piece in pieces:
        packed = packer.compress(piece)
        if flush != zlib.Z_NO_FLUSH:
            packed, flush = packed + packer.flush(flush), zlib.Z_NO_FLUSH
        if packed:
            yield packed
    yield packer.flush()


def wanted(environ: Mapping[str, Any], size: int) -> bool:
    """Return whether an answer of so many bytes is to be compressed for a client."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING")
    return accepted is not None and size >= _LEAST_BYTES and _takes_gzip(accepted)


def compressed(content: bytes) -> bytes:
    """Return the bytes of an answer as they are sent."""
    return gzip.compress(content, _LEVEL, mtime=0)


@lru_cache(256)
def _takes_gzip(accepted: str) -> bool:
    return bool(parse_accept_header(accepted)["gzip"])
