"""The header of a catalog, of which nothing is lost."""

from collections.abc import Iterable

from babel.core import Locale
from babel.messages.catalog import Catalog

from glossary import languages

_MOST_PLURALS = 16
"""No language has more than 6; a larger number in a header would fill the memory."""
_KNOWN_HEADERS = {
    "project-id-version", "report-msgid-bugs-to", "pot-creation-date", "po-revision-date",
    "last-translator", "language", "language-team", "plural-forms", "mime-version",
    "content-type", "content-transfer-encoding", "generated-by",
}  # fmt: skip


_MOST_READ = 1000
"""Longer values are kept and not read: Babel takes quadratic time for a locale."""


class TermCatalog(Catalog):
    """Babel's catalog that also keeps what Babel does not know or cannot read of its header.

    `extra_headers` are those that Babel does not know, such as X-Reliability; `stated_headers`
    all of the file, by name in small letters.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.extra_headers: dict[str, str] = {}
        self.stated_headers: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def _set_locale(self, locale: Locale | str | None) -> None:
        try:
            super()._set_locale(locale)
        except ValueError:  # a tag with parts that Babel has no place for, as sl-rozaj-1994
            if not languages.is_well_formed(languages.from_locale(str(locale))):
                raise
            self._locale_identifier, self._locale = str(locale), None

    locale = property(Catalog._get_locale, _set_locale)

    def _set_mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        pairs = [(name, value.strip()) for name, value in headers]
        self.stated_headers = {name.lower(): value for name, value in pairs}
        for name, value in pairs:
            if name.lower() not in _KNOWN_HEADERS or len(value) > _MOST_READ:
                self.extra_headers[name] = value
            elif value or name.lower() != "language":
                self._set_header(name, value)
        self.charset = "utf-8"

    def _set_header(self, name: str, value: str) -> None:
        try:
            super()._set_mime_headers([(name, value)])
        except (ValueError, LookupError, AttributeError, TypeError):
            # an empty date, the plural forms of a template, or rubbish
            self._unreadable[name.lower()] = value
        if name.lower() == "plural-forms" and not 0 < self.num_plurals <= _MOST_PLURALS:
            self._unreadable["plural-forms"] = value
            self._num_plurals = self._plural_expr = None

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        pairs = super()._get_mime_headers()
        return [(name, self._unreadable.get(name.lower(), value)) for name, value in pairs]

    mime_headers = property(_get_mime_headers, _set_mime_headers)

    def _get_header_comment(self) -> str:
        return self._header_comment or ""

    header_comment = property(_get_header_comment, Catalog._set_header_comment)

    @property
    def reliability(self) -> str:
        """The reliability of entries that state none: "draft" unless the header says more."""
        return self.extra_headers.get("X-Reliability", "draft")
