"""The templates of a site: one environment for each language of the interface.

Texts that never change are translated when a template is compiled, not for each page, and the
parts that pages of a language share are drawn once.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

import flask.templating
from flask import Flask, current_app, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from glossary import languages
from glossary.reader import Reader
from glossary.web import static_files
from glossary.web.escaping import escaping
from glossary.web.interface_texts import texts
from glossary.web.locale import interface
from glossary.web.template_helpers import TemplateHelpers

_NAME = "glossary.templates"
_CALL = ("name", "lparen", "string", "rparen")
_REMEMBERED = ("agreement", "marks", "search_help", "sector_badge", "small_search")
"""Macros in files of their own that draw the same on many pages."""


class Keys(flask.templating.Environment):
    """Takes ``values[key]`` of a mapping for a key alone, never for a method of the mapping: a
    concept may be called “copy”. What templates put out is escaped by `glossary.web.escaping`.
    """

    def compile(  # type: ignore[override]  # of the overloads only what is one signature
        self, source: Any, name: Any = None, filename: Any = None, **how: Any
    ) -> Any:
        """Return the code of a template, as `Environment.compile` does."""
        if how:
            return super().compile(source, name, filename, **how)
        code = super().compile(source, name, filename, raw=True)
        return compile(escaping(code), filename or "<template>", "exec")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what a mapping has under a key, undefined where there is none."""
        if isinstance(obj, Mapping):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)


class ConstantTexts(Extension):
    """Puts the translation in the place of ``_("text")`` where nothing is to be filled in."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, such a call as one string."""
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if not _begins_call(held):
                yield from held
                held.clear()
            elif len(held) == len(_CALL):
                text = self.environment.globals["helpers"].gettext(held[2].value)  # type: ignore[attr-defined]
                yield Token(token.lineno, "string", text % ())
                held.clear()
        yield from held


def _begins_call(tokens: list[Token]) -> bool:
    return tokens[0].value == "_" and all(
        token.type == wanted for token, wanted in zip(tokens, _CALL, strict=False)
    )


class Templates:
    """The templates of an application, by language of the interface and beginning of addresses."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.of = lru_cache(64)(self._environment)

    def _environment(self, ui: str, root: str) -> Environment:
        folder = self._app.config["BABEL_TRANSLATION_DIRECTORIES"]
        catalog = texts(folder, languages.to_locale(ui))
        reader: Reader = self._app.extensions["glossary"]
        helpers = TemplateHelpers(reader, ui, root, catalog.gettext)
        made = self._app.create_jinja_environment()
        made.globals |= helpers.values() | {"url_for": _addresses(), "csrf_token": generate_csrf}
        helpers.parts |= {name: _remembered(made, name) for name in _REMEMBERED}
        made.globals |= helpers.parts
        made.filters |= helpers.filters()
        made.filters["static"] = lambda name: root + static_files.address(self._app, name)
        made.add_extension("jinja2.ext.i18n")
        made.add_extension(ConstantTexts)
        made.install_gettext_translations(catalog, newstyle=True)  # type: ignore[attr-defined]
        made.globals |= dict.fromkeys(("_", "gettext"), _filled_in(catalog))
        return made


def _filled_in(catalog: NullTranslations) -> Callable[..., Markup]:
    """Return what fills values into the translation of a text, escaped.

    It is what Jinja's own does, in a third of the time: most texts of a page pass here.
    """

    @lru_cache(2048)
    def translated(text: str) -> Markup:
        return Markup(catalog.gettext(text))

    return lambda text, /, **values: translated(text) % values


def _addresses() -> Callable[..., str]:
    """Return `url_for` that remembers: most addresses of a page are of all pages."""

    @lru_cache(1024)
    def address(endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return url_for(endpoint, **dict(values))

    return lambda endpoint, **values: address(endpoint, tuple(values.items()))


def _remembered(environment: Environment, name: str) -> Callable[..., Markup]:
    """Return the macro `name`, which draws the same values only once."""

    @lru_cache(512)
    def drawn(*values: Any) -> Markup:
        macro: Callable[..., Markup] = getattr(
            environment.get_template(f"parts/{name}.html").module, name
        )
        return macro(*values)

    return drawn


def register(app: Flask) -> None:
    """Give `app` its templates."""
    app.jinja_environment = Keys
    app.extensions[_NAME] = Templates(app)


def environment() -> Environment:
    """Return the templates in the language of this request."""
    templates: Templates = current_app.extensions[_NAME]
    return templates.of(interface(), request.script_root)


def helpers() -> TemplateHelpers:
    """Return the helpers of templates in the language of this request."""
    found: TemplateHelpers = environment().globals["helpers"]  # type: ignore[assignment]
    return found


def render(name: str, **values: Any) -> str:
    """Return what the template `name` makes of values in the language of this request."""
    return environment().get_template(name).render(values)
