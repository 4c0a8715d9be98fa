"""How a route of reconciliation is declared: for all vocabularies and for one, in each language;
open to programs of any site.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.reader import Record
from glossary.records import encode
from glossary.web.context import reader
from glossary.web.reconcile import versions

door = Blueprint("reconcile", __name__, url_prefix="/reconcile")

PLACES = ("", "/<vocabulary>", "/in/<lang>", "/<vocabulary>/in/<lang>")
"""What stands before the path of a route: the service itself, and the service in a language."""
MOST_CHARACTERS = 10_000
"""A name or value of more characters is refused."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it is asked: its vocabulary, "" for all, and a language, "" for none.

    `stated` is the language of its address, which the addresses that it names have as well;
    `languages` are those to answer in, best first; `described` is what is known of vocabularies,
    and `remembered` what was worked out for this request: most candidates share it.
    """

    vocabulary: str
    lang: str
    stated: str
    languages: tuple[str, ...]
    described: Mapping[str, Record]
    remembered: dict[str, Any] = field(default_factory=dict)

    @property
    def vocabularies(self) -> tuple[str, ...]:
        """Return the vocabularies in which to look, none for all."""
        return (self.vocabulary,) if self.vocabulary else ()

    def source(self, vocabulary: str) -> str:
        """Return the source language of a vocabulary."""
        return str(self.described[vocabulary]["source_language"])

    def address(self, path: str = "") -> str:
        """Return the public address of a path of the service."""
        place = f"/{self.vocabulary}" if self.vocabulary else ""
        if self.stated:
            place += f"/in/{self.stated}"
        return f"{reader().site().base_url}{door.url_prefix}{place}{path}"


Handler = Callable[..., AnyResponse]


def route(path: str, *methods: str) -> Callable[[Handler], Handler]:
    """Declare a route of every service; the handler gets the service that is asked."""

    def declare(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def answered(vocabulary: str = "", lang: str = "", **places: str) -> AnyResponse:
            if "callback" in request.args or "callback" in request.form:
                text = N_("There is no JSONP here: programs of other sites may read the answers.")
                raise Invalid(text, parameter="callback", code="no_jsonp")
            return handler(_service(vocabulary, lang), **places)

        for number, place in enumerate(PLACES):
            door.add_url_rule(
                f"{place}{path}" or "/",
                f"{handler.__name__}_{number}",
                answered,
                methods=methods or ("GET",),
                strict_slashes=False,
            )
        return handler

    return declare


def _service(vocabulary: str, lang: str) -> Service:
    if vocabulary:
        reader().vocabulary(vocabulary)
    stated = _tag(lang, "lang") if lang else ""
    asked = request.args.get("lang", "") or request.form.get("lang", "")
    tag = _tag(asked, "lang") if asked else stated
    wanted = tuple(filter(None, (tag, *_accepted())))
    service = Service(vocabulary, tag, stated, wanted, reader().site().vocabularies)
    spoken = languages.best(reader().settings.interface_languages, service.languages)
    g.ui = spoken or reader().settings.interface_languages[0]
    return service


def _tag(value: str, parameter: str) -> str:
    if not languages.is_well_formed(value):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter=parameter, value=value)
    return languages.canonical(value)


def _accepted() -> list[str]:
    """Return the languages that the client would like, best first."""
    named = [tag for tag, quality in request.accept_languages if quality > 0]
    return [languages.canonical(tag) for tag in named if languages.is_well_formed(tag)]


def answer(value: Mapping[str, Any], version: str = "", keep: bool = False) -> Response:
    """Return an answer as JSON, in the media type of `version` where the client named one.

    With `keep` clients may use it for a while.
    """
    made = Response(encode(value), content_type=versions.content_type(version))
    if keep:
        made.cache_control.public = True
        made.cache_control.max_age = reader().settings.cache_seconds
    else:
        made.cache_control.no_store = True
    return made


@door.after_request
def _open(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Vary"] = "Accept, Accept-Language"
    if "ui" in g:
        answer.headers.setdefault("Content-Language", g.ui)
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, Accept-Language"
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


def chosen(texts: Mapping[str, str], service: Service, *more: str) -> tuple[str, str] | None:
    """Return language and text that suit the service best, after its own languages those of `more`;
    None where there are none.
    """
    return languages.choose(texts, [*service.languages, *filter(None, more)])


def spoken(lang: str) -> dict[str, str]:
    """Return the members that say in which language and direction a text is."""
    return {"lang": lang, "dir": languages.direction(lang)} if lang else {}
