"""The language of the interface: the first part of a page's address, negotiated at ``/``."""

import re
from collections.abc import Iterable, Sequence

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, g, make_response, redirect, request
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response

from glossary import languages
from glossary.site import paths
from glossary.site.settings import Settings
from glossary.web import language_pair
from glossary.web.interface_texts import CountingBabel

COOKIE = "ui"
_YEAR_SECONDS = 31_536_000


class InterfaceLanguage(BaseConverter):
    """The part of an address that names a language of the interface."""

    tags: tuple[str, ...] = ()
    part_isolating = True

    def to_python(self, value: str) -> str:
        """Return the tag, or refuse the address."""
        if value not in self.tags:
            raise ValidationError
        return value


def register(app: Flask, settings: Settings) -> None:
    """Give `app` its languages, the catalogs of the interface and the entrance at ``/``."""
    tags = settings.interface_languages
    values = {"tags": tags, "regex": "|".join(map(re.escape, tags))}
    converter = type("InterfaceLanguage", (InterfaceLanguage,), values)
    app.url_map.converters["ui"] = converter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(paths.TRANSLATIONS)
    app.config["INTERFACE_LANGUAGES"] = tags
    CountingBabel(app, locale_selector=lambda: languages.to_locale(interface()))
    app.add_url_rule("/", "entrance", entrance)
    app.add_url_rule("/<ui:ui>/choose", "choose", choose)
    app.add_url_rule("/<ui:ui>/pair", "pair", choose_pair)
    app.url_value_preprocessor(_take_language)


def _take_language(endpoint: str | None, values: dict[str, object] | None) -> None:
    if values and "ui" in values:
        g.ui = values["ui"]


def interface() -> str:
    """Return the language of the interface for this request."""
    found = g.get("ui")
    if found is None:
        first = request.path.split("/", 2)[1]
        tags = current_app.config["INTERFACE_LANGUAGES"]
        found = g.ui = first if first in tags else negotiated()
    return str(found)


def negotiated() -> str:
    """Return the language a reader chose before, else the best their browser asks for."""
    tags: tuple[str, ...] = current_app.config["INTERFACE_LANGUAGES"]
    chosen = request.cookies.get(COOKIE, "")
    if chosen in tags:
        return chosen
    return best_served(tags, (wanted for wanted, _ in request.accept_languages)) or tags[0]


def best_served(tags: Sequence[str], wanted: Iterable[str]) -> str | None:
    """Return the first language of the interface that serves what a client asks for, or None."""
    for one in wanted:
        found = languages.best(tags, [_simplified(one)])
        if found:
            return found
    return None


def _simplified(tag: str) -> str:
    """Return a tag with the script that Chinese regions imply (CLDR likely subtags)."""
    if not languages.is_well_formed(tag):
        return ""
    try:
        locale = Locale.parse(tag, sep="-", resolve_likely_subtags=True)
    except (ValueError, UnknownLocaleError):
        return tag
    return f"{locale.language}-{locale.script}" if locale.language == "zh" else tag


def entrance() -> Response:
    """Send to the home page in the reader's language."""
    answer = redirect(f"{request.script_root}/{negotiated()}/", 302)
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.cache_control.private = True
    return answer


def choose_pair(ui: str) -> Response:
    """Keep the languages between which the reader works, or forget them, and go to ``next``."""
    pair = language_pair.of(f"{request.args.get('from', '')}.{request.args.get('to', '')}")
    answer = _sent_to(ui, request.args.get("next", ""))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        language_pair.COOKIE, ".".join(filter(None, pair)), samesite="Lax", httponly=True,
        secure=secure, max_age=language_pair.YEAR_SECONDS if all(pair) else 0,
    )  # fmt: skip
    return answer


def _sent_to(ui: str, target: str) -> Response:
    """Return the way to a page of this site in a language, to its home page for any other."""
    local = target.startswith(f"/{ui}/") and "\\" not in target and target.isprintable()
    answer = make_response(redirect(request.script_root + (target if local else f"/{ui}/"), 303))
    answer.cache_control.no_store = True
    return answer


def choose(ui: str) -> Response:
    """Keep the reader's choice of language and go to the page named by ``next``."""
    answer = _sent_to(ui, request.args.get("next", ""))
    secure = current_app.config["SESSION_COOKIE_SECURE"]  # the public address is https
    answer.set_cookie(
        COOKIE, ui, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure
    )
    return answer
