"""Errors as the JSON door tells them, in the language of the one who asks."""

import logging
from collections.abc import Callable, Iterable

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from glossary import languages
from glossary.errors import GlossaryError, failures
from glossary.reader import Reader
from glossary.site import paths
from glossary.web.errors import details, text_of, unexpected
from glossary.web.interface_texts import texts
from glossary.web.locale import best_served

_log = logging.getLogger(__name__)
Translate = Callable[[str], str]
Problem = dict[str, object]


def problem_of(error: Exception, reader: Reader, translate: Translate) -> Problem:
    """Return problem details (RFC 9457), the same that the JSON door answers; log a surprise."""
    known = error if isinstance(error, GlossaryError) else failures.known_error(error)
    root = reader.settings.base_url
    if known is None:
        _log.error("an assistant could not be answered", exc_info=error)
        return details(500, "internal", unexpected(translate), None, root)
    parameter = known.arguments.get("parameter")
    return details(known.status, known.code, text_of(known, translate), parameter, root)


def language_of(header: str, reader: Reader) -> str | None:
    """Return the language of the interface that an Accept-Language header asks for, or None."""
    wanted: Iterable[tuple[str, float]] = parse_accept_header(header, LanguageAccept)
    return best_served(reader.settings.interface_languages, (tag for tag, _ in wanted))


def translation_into(lang: str) -> Translate:
    """Return the function that puts messages into a language of the interface."""
    return texts(paths.TRANSLATIONS, languages.to_locale(lang)).gettext
