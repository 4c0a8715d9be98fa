"""The text of HTML: without markup, scripts and styles; paragraphs where blocks begin and end."""

import re
from html.parser import HTMLParser

from glossary.exchange.texts.content import TextFile
from glossary.exchange.texts.plain import decoded
from glossary.formats.limits import Limits

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "math"})
_IN_A_LINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby "
    "rt s samp small span strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_IN_A_LINE.split())
_STATED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag not in _INLINE:
            self.parts.append("\n\n" if tag != "br" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag not in _INLINE:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(_SPACE.sub(" ", data))


def read(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return what a reader of a page sees of its words."""
    stated = _STATED.search(content[:2048])
    text = decoded(_in_utf8(content, stated.group(1).decode()) if stated else content, name)
    parser = _Text()
    parser.feed(text)
    parser.close()
    joined = "".join(parser.parts)
    paragraphs = (part.strip() for part in re.split(r"(?:\n ?){2,}", joined))
    return TextFile("\n\n".join(part for part in paragraphs if part))


def _in_utf8(content: bytes, encoding: str) -> bytes:
    """Return bytes in UTF-8, as they are where they say an encoding that there is not."""
    try:
        return content.decode(encoding).encode()
    except (LookupError, UnicodeError, ValueError):
        return content
