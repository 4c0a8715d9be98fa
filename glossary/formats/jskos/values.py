"""Values of JSKOS: maps by language, lists that may go on, sets of things with a URI."""

from collections.abc import Iterator
from typing import Any

from glossary import languages
from glossary.errors import N_
from glossary.formats import Finding, Findings

_NO_TEXT = N_("%(kind)s without a text; left out")
_NOT_UNDERSTOOD = N_("what stands under “%(key)s” is not understood; left out")


class Values:
    """Reads the values of entries; what cannot be used goes to `found` with the line."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._tags: dict[str, str] = {}
        self.where, self.line = "", 0

    def note(self, rule: str, message: str, **values: object) -> None:
        """Take in a finding about the entry that is read."""
        self._found.append(Finding(rule, self.where, message, values, self.line))

    def texts(self, entry: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
        """Yield language and text for all under a key; "" is the language of those without one.

        A key that ends in a hyphen stands for texts that are not in the file (JSKOS, language
        ranges), as null at the end of a list does.
        """
        value = entry.get(key)
        if value is None:
            return
        if not isinstance(value, dict):
            value = {"": value}
        for tag, texts in value.items():
            if tag.endswith("-"):
                continue
            lang = self._tag(tag)
            for text in texts if isinstance(texts, list) else [texts]:
                if isinstance(text, str) and text.strip():
                    yield lang, text
                elif text is not None:
                    rule = "empty-label" if key.endswith("Label") else "empty-note"
                    self.note(rule, _NO_TEXT, kind=key)

    def _tag(self, tag: str) -> str:
        """Return a tag as BCP 47 writes it; another one is told once in a file."""
        if tag not in self._tags:
            read = languages.read(tag)
            if read.message:
                self.note("language-tag", read.message, **read.values)
            self._tags[tag] = read.tag
        return self._tags[tag]

    def strings(self, entry: dict[str, Any], key: str) -> list[str]:
        """Return the strings of a list; one that stands for itself is a list of one."""
        value = entry.get(key)
        found = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str | int | float) and not isinstance(one, bool):
                if text := str(one).strip():
                    found.append(text)
            elif one is not None:
                self.note("bad-statement", _NOT_UNDERSTOOD, key=key)
        return found

    def things(self, entry: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """Return the things of a set; a string is the URI of one."""
        value = entry.get(key)
        found: list[dict[str, Any]] = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                found.append(one)
            elif isinstance(one, str) and one.strip():
                found.append({"uri": one.strip()})
            elif one is not None:
                self.note("bad-statement", _NOT_UNDERSTOOD, key=key)
        return found

    def uris(self, entry: dict[str, Any], key: str) -> list[str]:
        """Return the URIs of the things of a set; one without a URI is told."""
        found = []
        for thing in self.things(entry, key):
            if uri := uri_of(thing):
                found.append(uri)
            else:
                self.note("bad-statement", _NOT_UNDERSTOOD, key=key)
        return [*dict.fromkeys(found)]


def uri_of(thing: dict[str, Any]) -> str:
    """Return the URI of a thing, "" where it has none."""
    uri = thing.get("uri")
    return uri.strip() if isinstance(uri, str) else ""
