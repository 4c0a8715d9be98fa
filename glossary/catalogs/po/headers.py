"""The header of a catalog: names and values in their order, of which nothing is lost."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from babel.messages.plurals import get_plural

from glossary import languages

_ORDER = (
    "project-id-version", "report-msgid-bugs-to", "pot-creation-date", "po-revision-date",
    "last-translator", "language", "language-team", "plural-forms", "mime-version",
    "content-type", "content-transfer-encoding",
)  # fmt: skip
"""Where a header that is added stands among those there are; others stand at the end."""
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:(.*)", re.DOTALL)
_UTF8 = re.compile(r"charset=utf-?8\b", re.IGNORECASE)
_TEMPLATE_DATE = "YEAR-MO-DA HO:MI+ZONE"
_LONGEST_TAG = 120


class Headers:
    """Headers by name, in whatever letters; those of a file keep their order and their letters.

    A line that is no header belongs to the one before it; the first such has the name "".
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = list(pairs)

    @classmethod
    def of_text(cls, text: str) -> "Headers":
        """Return the headers in the translation of the empty message."""
        pairs: list[tuple[str, str]] = []
        for line in text.split("\n"):
            found = _LINE.fullmatch(line)
            if found is not None:
                pairs.append((found.group(1), found.group(2).strip()))
            elif line.strip() and pairs:
                name, value = pairs[-1]
                pairs[-1] = name, f"{value}\n{line}"
            elif line.strip():
                pairs.append(("", line))
        return cls(pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __contains__(self, name: str) -> bool:
        return self._place(name) is not None

    def __getitem__(self, name: str) -> str:
        place = self._place(name)
        if place is None:
            raise KeyError(name)
        return self._pairs[place][1]

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the value of a header, `otherwise` where there is none."""
        place = self._place(name)
        return otherwise if place is None else self._pairs[place][1]

    def __setitem__(self, name: str, value: str) -> None:
        place = self._place(name)
        if place is None:
            self._pairs.insert(self._room(name.lower()), (name, value))
        else:
            self._pairs[place] = self._pairs[place][0], value

    def _place(self, name: str) -> int | None:
        wanted = name.lower()
        places = [at for at, (found, _) in enumerate(self._pairs) if found.lower() == wanted]
        return places[-1] if places else None

    def _room(self, name: str) -> int:
        if name not in _ORDER:
            return len(self._pairs)
        before = _ORDER[: _ORDER.index(name)]
        places = [at for at, (found, _) in enumerate(self._pairs) if found.lower() in before]
        return max(places) + 1 if places else 0

    def completed(self, locale: str | None) -> "Headers":
        """Return what a file says that is written in UTF-8, in the language of `locale`."""
        made = Headers(pair for pair in self._pairs if pair[0].lower() != "generated-by")
        if locale is not None:
            made["Language"] = locale
            forms = plural_forms(locale)
            if forms is not None and "Plural-Forms" not in made:
                made["Plural-Forms"] = forms[1]
        if "MIME-Version" not in made:
            made["MIME-Version"] = "1.0"
        if not _UTF8.search(made.get("Content-Type")):
            made["Content-Type"] = "text/plain; charset=utf-8"
        if "Content-Transfer-Encoding" not in made:
            made["Content-Transfer-Encoding"] = "8bit"
        return made

    def text(self) -> str:
        """Return the headers as the translation of the empty message."""
        return "".join(f"{name}: {value}\n" if name else f"{value}\n" for name, value in self)


def new_headers(
    project: str,
    *,
    locale: str | None = None,
    team: str = "",
    translator: str = "",
    revised: datetime | None = None,
) -> Headers:
    """Return the headers of a new catalog, of a template where there is no `locale`."""
    made = Headers(
        [
            ("Project-Id-Version", f"{project} 1"),
            ("Report-Msgid-Bugs-To", ""),
            ("POT-Creation-Date", f"{datetime.now(UTC):%Y-%m-%d %H:%M%z}"),
            ("PO-Revision-Date", f"{revised:%Y-%m-%d %H:%M%z}" if revised else _TEMPLATE_DATE),
            ("Last-Translator", translator),
            ("Language-Team", team),
        ]
    )
    return made.completed(locale)


def plural_forms(locale: str) -> tuple[int, str] | None:
    """Return how many plural forms a language has, and the header that says so.

    None for a language that CLDR does not know.
    """
    if not is_locale(locale):
        return None
    known = languages.locale_of(languages.from_locale(locale))
    if known is None:
        return None
    forms = get_plural(known)
    return forms.num_plurals, forms.plural_forms


def is_locale(name: str) -> bool:
    """Return whether a text names a language as folders and headers do: "pt_BR", "zh-Hans"."""
    return len(name) <= _LONGEST_TAG and languages.is_well_formed(name.replace("_", "-"))
