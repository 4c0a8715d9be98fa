"""Texts from elsewhere with light markup, drawn safely: emphasis, links, lists, addresses.

HTML and Markdown are read, a few elements of each; all else is text. What comes out is made of
constants and escaped text only, so that nothing of a source can become an element by itself.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

_TRIGGERS = re.compile(r"[<*_`\[]|&\w|&#|://|\n")
_KEPT = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "sub": "sub",
    "sup": "sup", "ul": "ul", "ol": "ol", "li": "li",
}  # fmt: skip
"""The elements that are shown, and as which."""
_LINES = {"p", "br", "div"}
_DROPPED = {"script", "style", "template", "iframe", "object", "svg", "math"}
"""Elements that are left out with what is in them."""
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+")
_AFTER = ".,;:!?’'\"»”"
_SPAN = re.compile(
    r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<to>https?://[^\s()]+(?:\([^\s()]*\))?[^\s()]*)\)"
    r"|\*\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<em>[^*\n]+?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<!\w)_(?=\S)(?P<under>[^_\n]+?)(?<=\S)_(?!\w)"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<address>https?://[^\s<>\"“”«»]+)"
)
_ITEM = re.compile(r"[ \t]*(?:(?P<bullet>[-*+•])|(?P<number>\d{1,3})[.)])[ \t]+(?P<text>\S.*)")
_TAG = re.compile(
    r"</?(?:em|i|strong|b|code|sub|sup|ul|ol|li|p|br|div|a|span|script|style)\b[^<>]*>", re.I
)


def drawn(text: str) -> tuple[str, bool]:
    """Return a text as HTML, and whether there are lists in it, which no paragraph can hold."""
    if not _TRIGGERS.search(text):
        return escape(text, quote=False), False
    made = _from_html(text) if _TAG.search(text) else _from_markdown(text)
    return made, "<li>" in made


def plain(text: str) -> str:
    """Return a text without its markup."""
    if not _TRIGGERS.search(text):
        return text
    return " ".join(unescape(re.sub(r"<[^>]*>", "", drawn(text)[0])).split())


def _link(address: str, shown: str) -> str:
    """Return a link; `shown` is HTML already."""
    return f'<a href="{escape(address)}" rel="external nofollow">{shown}</a>'


def _bare(address: str) -> str:
    """Return a bare address as a link; what ends a sentence is no part of it."""
    end = len(address)
    while end and (
        address[end - 1] in _AFTER
        or (address[end - 1] == ")" and address.count(")", 0, end) > address.count("(", 0, end))
    ):
        end -= 1
    shown = f'<bdi dir="ltr">{escape(address[:end], quote=False)}</bdi>'
    return _link(address[:end], shown) + escape(address[end:], quote=False)


def _inline(text: str) -> str:
    """Return a line of Markdown as HTML."""
    made, at = [], 0
    for found in _SPAN.finditer(text):
        made += [escape(text[at : found.start()], quote=False), _drawn_span(found)]
        at = found.end()
    return "".join([*made, escape(text[at:], quote=False)])


def _drawn_span(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "address":
        return _bare(found["address"])
    if kind == "to":
        return _link(found["to"], escape(found["text"], quote=False))
    if kind == "code":
        return f"<code>{escape(found['code'], quote=False)}</code>"
    name = "strong" if kind == "strong" else "em"
    return f"<{name}>{_inline(found[kind or 'em'])}</{name}>"


def _from_markdown(text: str) -> str:
    """Return a text as HTML: two lines or more that begin as items do are a list."""
    lines = [line for line in text.split("\n") if line.strip()]
    items = [_ITEM.fullmatch(line) for line in lines]
    made: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and items[end]:
            end += 1
        first = items[at]
        if first and end - at > 1:
            name = "ul" if first["bullet"] else "ol"
            listed = "".join(f"<li>{_inline(one['text'])}</li>" for one in items[at:end] if one)
            made.append(f"<{name}>{listed}</{name}>")
            at = end
        else:
            is_after_line = made and not made[-1].endswith(("</ul>", "</ol>"))
            made.append(("<br>" if is_after_line else "") + _inline(lines[at].strip()))
            at += 1
    return "".join(made)


class _Reader(HTMLParser):
    """Makes HTML of the elements that are kept, each closed; of others only the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element that is kept; begin a line for one that begins one."""
        if tag in _DROPPED:
            self._dropped += 1
        elif self._dropped:
            return
        elif tag in _LINES:
            if self.made and not self.made[-1].endswith(("<br>", "<li>", "</ul>", "</ol>")):
                self.made.append("<br>")
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            if _ADDRESS.fullmatch(address) and not self._is_open("a"):
                self.made.append(f'<a href="{escape(address)}" rel="external nofollow">')
                self._open.append(("a", "a"))
        elif tag in _KEPT and (tag != "li" or self._is_open("ul", "ol")):
            self.made.append(f"<{_KEPT[tag]}>")
            self._open.append((tag, _KEPT[tag]))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those that were forgotten in it."""
        if tag in _DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        elif any(tag == name for name, _ in self._open):
            while self._open:
                name, shown = self._open.pop()
                self.made.append(f"</{shown}>")
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Add text; addresses in it are links where it is not in one."""
        inside_list = self._open and self._open[-1][0] in ("ul", "ol")
        if self._dropped or (inside_list and not data.strip()):
            return
        if self._is_open("a"):
            self.made.append(escape(data, quote=False))
        else:
            self.made.append(_linked(data))

    def whole(self) -> str:
        """Return what was made, with everything closed."""
        while self._open:
            self.made.append(f"</{self._open.pop()[1]}>")
        return "".join(self.made).removesuffix("<br>")

    def _is_open(self, *names: str) -> bool:
        return any(name in names for name, _ in self._open)


def _linked(text: str) -> str:
    made, at = [], 0
    for found in _ADDRESS.finditer(text):
        made += [escape(text[at : found.start()], quote=False), _bare(found[0])]
        at = found.end()
    return "".join([*made, escape(text[at:], quote=False)])


def _from_html(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.whole()
