"""The door of those who look for the glossary, and what its answers share."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from glossary.errors import N_, Invalid
from glossary.web.context import reader
from glossary.web.headers import kept

door = Blueprint("discovery", __name__)


def address(path: str) -> str:
    """Return the public address of a path on this site."""
    return reader().site().base_url + path


def open_answer(content: bytes | str, media_type: str, **more: str) -> Response:
    """Return an answer that programs of any site may read, used for a while."""
    answer = Response(content, content_type=media_type, headers=[*kept(), *more.items()])
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def check_known(names: Iterable[str]) -> None:
    """Raise Invalid for a parameter that is not one of these, or is given more than once."""
    for name, given in request.args.lists():
        if name not in names:
            raise Invalid(
                N_("There is no parameter “%(parameter)s”."),
                parameter=name,
                code="unknown_parameter",
            )
        if len(given) > 1:
            raise Invalid(N_("“%(parameter)s” is given more than once."), parameter=name)


def asked_vocabulary() -> str:
    """Return the vocabulary that is asked for, "" for all; raise NotFound where there is none."""
    vocabulary = request.args.get("vocabulary", "")
    if vocabulary:
        reader().vocabulary(vocabulary)
    return vocabulary
