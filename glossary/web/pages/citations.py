"""Sources on pages: as texts, or as citations that lead to the work in the register of sources."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from glossary.errors import N_
from glossary.reader import Record
from glossary.web.template_helpers import TemplateHelpers

_AFTER, _OWN = N_("After:"), N_("In the words of this glossary.")
_UNREGISTERED = "en"
"""The language of sources that are texts, as far as is known."""


class Citations:
    """The sources of terms and texts, drawn for a page; `works` are those of the register."""

    def __init__(self, helpers: TemplateHelpers, works: Mapping[str, Record]) -> None:
        self._helpers, self._works = helpers, works

    def of(self, item: Record) -> Markup | None:
        """Return where a term or text is from, None where nothing is said."""
        if "source" not in item:
            return None
        cited = {one["text"]: one for one in item.get("citations", ())}
        texts = item.get("sources", (item["source"],))
        if all(cited.get(text, {}).get("basis") == "own" for text in texts):
            return Markup(escape(self._helpers.gettext(_OWN)))
        drawn = "; ".join(self._one(text, cited.get(text)) for text in texts)
        return Markup(f"{escape(self._helpers.gettext(_AFTER))} {drawn}")

    def of_terms(self, terms: Mapping[str, Iterable[Record]]) -> Iterator[tuple[str, Markup]]:
        """Yield the name of each language with terms that have sources, and these terms with
        theirs.
        """
        for tag, found in terms.items():
            for term in found:
                if (source := self.of(term)) is not None:
                    name = self._helpers.span(term["text"], tag)
                    yield self._helpers.language(tag), Markup(f"{name} – {source}")

    def _one(self, text: str, cited: Mapping[str, Any] | None) -> str:
        work = self._works.get(cited["key"]) if cited else None
        if cited is None or work is None:
            return f"<cite{self._helpers.tagged(_UNREGISTERED)}>{escape(text, quote=False)}</cite>"
        address = f"{self._helpers.root}/{self._helpers.ui}/about/sources#{quote(cited['key'])}"
        tagged = self._helpers.tagged(work.get("language") or _UNREGISTERED)
        name = escape(text, quote=False)
        return f'<cite{tagged}><a href="{escape(address)}">{name}</a></cite>'
