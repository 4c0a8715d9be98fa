"""Answers are compressed where the client asks for it."""

import gzip

from flask import Flask, Response, request

_LEAST_BYTES = 1000
_TYPES = ("text/", "application/json", "application/problem+json", "application/xml", "image/svg")


def register(app: Flask) -> None:
    """Compress the answers of `app`."""
    app.after_request(_compressed)


def _compressed(answer: Response) -> Response:
    if answer.direct_passthrough or not (answer.content_type or "").startswith(_TYPES):
        return answer
    answer.vary.add("Accept-Encoding")
    if (
        answer.status_code == 304
        or "Content-Encoding" in answer.headers
        or not request.accept_encodings["gzip"]
        or (answer.content_length or 0) < _LEAST_BYTES
    ):
        return answer
    answer.set_data(gzip.compress(answer.get_data(), 5, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    tag, _ = answer.get_etag()
    if tag:
        answer.set_etag(tag, weak=True)
    return answer
