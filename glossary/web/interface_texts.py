"""The catalogs of the interface, which translate counted messages as well."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain
from werkzeug.utils import cached_property

from glossary import languages
from glossary.errors.plurals import Counted
from glossary.site import paths


class Texts(Translations):
    """A catalog of the interface."""

    def gettext(self, message: str) -> str:
        """Return the translation of a message, counted or not."""
        if isinstance(message, Counted):
            return self.ngettext(message.one, message.many, message.number)
        return super().gettext(message)

    ugettext = gettext


def texts(folder: Path | str, locale: str) -> NullTranslations:
    """Return the interface's catalog of a locale; where there is none, one of English."""
    return Texts.load(folder, [locale])


def words_in(lang: str) -> tuple[str, Callable[[str], str]]:
    """Return the language of the interface that serves `lang`, else English, and the function that
    puts messages into it.
    """
    there = (path.parts[-3] for path in paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    found = languages.best(["en", *map(languages.from_locale, there)], [lang]) or "en"
    return found, texts(paths.TRANSLATIONS, languages.to_locale(found)).gettext


class CountingDomain(Domain):  # type: ignore[misc]  # Flask-Babel states no types
    """The texts of a request in the reader's language."""

    def gettext(self, string: str, **variables: Any) -> str:
        """Return the translation of a message, counted or not."""
        if not isinstance(string, Counted):
            return str(super().gettext(string, **variables))
        catalog = self.get_translations()
        text: str = catalog.ungettext(string.one, string.many, string.number)
        return text % variables if variables else text


class CountingBabel(Babel):  # type: ignore[misc]  # Flask-Babel states no types
    """Flask-Babel with texts that know counted messages."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The texts of the interface."""
        return CountingDomain(domain=self.domain)
