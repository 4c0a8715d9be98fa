"""The lines of a PO file as messages, as GNU gettext reads them (gettext-tools/src/po-gram-gen.y).

Comments, flags and previous sources are kept as they are. A message that cannot be read is told
with the line, and takes no other along: the next one begins at its keyword, at a comment, or
behind an empty line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.strings import BadString, unescape
from glossary.errors import N_

SPACE = " \t\f\v\r"
NOT_A_MESSAGE = N_("not a message")
_QUOTES = N_("the quotes of this line are not closed")
_MISSING = N_("the msgstr of this message is missing")
_NO_SOURCE = N_("a message without a source text")
_HALF_OBSOLETE = N_("only a part of this message is marked as obsolete")
_FORMS = N_("the plural forms do not count from msgstr[0] on")

_BODY = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_WORD = r"(msgctxt|msgid_plural|msgid|msgstr)"
_NUMBER = r"(?:[ \t]*\[[ \t]*([0-9]{1,4})[ \t]*\])?"
_WHOLE = re.compile(rf"{_WORD}{_NUMBER}[ \t]*{_BODY}")
_STRING = re.compile(_BODY)
_KEYWORD = re.compile(rf"{_WORD}(?![A-Za-z0-9_$]){_NUMBER}")
_DOMAIN = re.compile(rf"domain[ \t]*{_BODY}")
_OPEN = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)\\')
_CLOSING = re.compile(r'([^"\\]*(?:\\.[^"\\]*)*)"')
_LOCATION = re.compile("\u2068([^\u2069]*)\u2069|(\\S+)")
_FOLLOWS = {
    "msgctxt": ("",),
    "msgid": ("", "msgctxt"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}
"""Behind what a keyword may stand."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a message cannot be read: the line, the reason with its values, the context.

    `is_message` says that there was a keyword at all.
    """

    line: int
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    context: str = ""
    is_message: bool = True


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message that was read, and whether it is obsolete; the header has no source."""

    message: Message
    obsolete: bool


@dataclass(slots=True)
class _Part:
    """A keyword and its strings."""

    keyword: str
    line: int
    bodies: list[str]
    number: int | None = None


def entries(lines: Iterable[str], charset: str = "utf-8") -> Iterator[ParsedMessage | Fault]:
    """Yield the messages of the lines of a PO file, counted from 1, and what is none.

    Bytes that are written as numbers are in the encoding `charset`.
    """
    reader = _Reader(charset)
    for number, line in enumerate(lines, start=1):
        reader.take(number, line)
        if reader.ready:
            yield from reader.ready
            reader.ready = []
    reader.end()
    yield from reader.ready


class _Reader:
    """Takes lines; what is complete is `ready`."""

    def __init__(self, charset: str) -> None:
        self.charset = charset
        self.ready: list[ParsedMessage | Fault] = []
        self._open = ""
        self._held: tuple[int, bool] | None = None
        self._gap = False
        self._begin()

    def _begin(self) -> None:
        self._user: list[str] = []
        self._auto: list[str] = []
        self._locations: list[tuple[str, int | None]] = []
        self._flags: set[str] = set()
        self._previous: list[str] = []
        self._parts: list[_Part] = []
        self._fault: Fault | None = None
        self._obsolete: bool | None = None

    def take(self, number: int, line: str) -> None:
        """Take a line."""
        line = line.strip(SPACE)
        if self._open:
            self._go_on(number, line)
        elif not line:
            self._gap = True
            return
        elif line[0] != "#":
            self._tokens(number, line, obsolete=False)
        elif line[1:2] != "~":
            self._comment(line)
        else:
            line = line[2:].lstrip(SPACE)
            if line.startswith("|"):
                self._comment(f"#{line}")
            elif line:
                self._tokens(number, line, obsolete=True)
        self._gap = False

    def _comment(self, line: str) -> None:
        self._release()
        if self._parts or self._fault:
            self.finish()
        kind = line[1:2]
        if kind == ".":
            if comment := line[2:].strip():
                self._auto.append(comment)
        elif kind == ":":
            self._locations += [_location(a or b) for a, b in _LOCATION.findall(line[2:])]
        elif kind == ",":
            self._flags |= {flag.strip() for flag in line[2:].split(",")} - {""}
        elif kind == "|":
            self._previous.append(line[2:].strip(SPACE))
        else:
            self._user.append(line[1:].removeprefix(" "))

    def _tokens(self, number: int, line: str, obsolete: bool) -> None:
        """Take the keywords and strings of a line, mostly one of each."""
        if self._held is not None and line.startswith("["):
            self._held, line = None, f"msgstr{line}"
        self._release()
        if (whole := _WHOLE.fullmatch(line)) is not None:
            self._keyword(number, whole.group(1), whole.group(2), obsolete)
            self._string(number, whole.group(3), obsolete)
            return
        at = 0
        while at < len(line):
            if line[at] in SPACE:
                at += 1
            elif (string := _STRING.match(line, at)) is not None:
                self._string(number, string.group(1), obsolete)
                at = string.end()
            elif line.endswith("msgstr") and at == len(line) - len("msgstr"):
                self._held = (number, obsolete)
                return
            elif (keyword := _KEYWORD.match(line, at)) is not None:
                self._keyword(number, keyword.group(1), keyword.group(2), obsolete)
                at = keyword.end()
            elif (domain := _DOMAIN.match(line, at)) is not None and not self._parts:
                at = domain.end()
            elif (opened := _OPEN.fullmatch(line, at)) is not None:
                self._open = f'"{opened.group(1)}'
                return
            else:
                if not at and self._gap and line[0] != '"' and (self._parts or self._fault):
                    self.finish()
                self._unknown(number, is_string=line[at] == '"')
                return

    def _release(self) -> None:
        """Take a msgstr that stood alone on its line: no number followed."""
        if self._held is not None:
            (number, obsolete), self._held = self._held, None
            self._keyword(number, "msgstr", None, obsolete)

    def _go_on(self, number: int, line: str) -> None:
        """Take the rest of a string that a backslash at the end of the line before carries on."""
        closed = _CLOSING.match(line)
        if closed is not None:
            body, self._open = self._open[1:] + closed.group(1), ""
            self._string(number, body, bool(self._obsolete))
            self._tokens(number, line[closed.end() :], bool(self._obsolete))
        elif line.endswith("\\"):
            self._open += line[:-1]
        else:
            self._open = ""
            self._unknown(number, is_string=True)

    def _keyword(self, line: int, word: str, number: str | None, obsolete: bool) -> None:
        before = self._parts[-1] if self._parts else None
        last = before.keyword if before else ""
        if (before or self._fault) and self._is_first(word, last):
            self.finish()
            before, last = None, ""
        if number is not None:
            word += "[]"
        if before and not before.bodies:
            self._fail(before.line, _QUOTES)
        if last not in _FOLLOWS.get(word, ()):
            self._fail(line, NOT_A_MESSAGE)
        elif number is not None and int(number) != sum(p.keyword == word for p in self._parts):
            self._fail(line, _FORMS)
        self._mark(line, obsolete)
        self._parts.append(_Part(word, line, []))

    def _is_first(self, word: str, last: str) -> bool:
        """Return whether a keyword begins a message, behind the `last` one of another."""
        if word == "msgid":
            return last != "msgctxt" and (self._gap or last in ("", "msgstr", "msgstr[]"))
        return word == "msgctxt"

    def _string(self, line: int, body: str, obsolete: bool) -> None:
        if self._parts:
            self._mark(line, obsolete)
            self._parts[-1].bodies.append(body)
        else:
            self._fail(line, NOT_A_MESSAGE)

    def _mark(self, line: int, obsolete: bool) -> None:
        if self._obsolete is None:
            self._obsolete = obsolete
        elif self._obsolete != obsolete:
            self._fail(line, _HALF_OBSOLETE)

    def _unknown(self, line: int, is_string: bool) -> None:
        bare = bool(self._parts) and not self._parts[-1].bodies
        self._fail(line, _QUOTES if is_string or bare else NOT_A_MESSAGE)

    def _fail(self, line: int, reason: str, values: Mapping[str, object] | None = None) -> None:
        if self._fault is None:
            self._fault = Fault(line, reason, values or {})

    def end(self) -> None:
        """Complete the last message."""
        if self._open:
            self._open = ""
            self._fail(self._parts[-1].line if self._parts else 1, _QUOTES)
        self._release()
        self.finish()

    def finish(self) -> None:
        """Complete the message whose lines were taken."""
        if self._parts or self._fault:
            last = self._parts[-1] if self._parts else None
            if last and not last.bodies:
                self._fail(last.line, _QUOTES)
            elif last and not last.keyword.startswith("msgstr"):
                self._fail(last.line, _MISSING)
            self.ready.append(self._made())
        self._begin()

    def _made(self) -> ParsedMessage | Fault:
        texts: dict[str, list[str]] = {}
        for part in self._parts if self._fault is None else ():
            try:
                texts.setdefault(part.keyword, []).append(unescape(part.bodies, self.charset))
            except BadString as error:
                self._fail(part.line, error.reason, error.values)
        if self._fault is None and not texts["msgid"][0] and "msgctxt" in texts:
            self._fail(self._line(), _NO_SOURCE)
        if self._fault is not None:
            fault = self._fault
            there = bool(self._parts)
            return Fault(fault.line, fault.reason, fault.values, self._context(), there)
        return ParsedMessage(self._message(texts), bool(self._obsolete))

    def _message(self, texts: Mapping[str, list[str]]) -> Message:
        id: str | tuple[str, ...] = texts["msgid"][0]
        string: str | tuple[str, ...] = texts.get("msgstr", [""])[0]
        if "msgid_plural" in texts:
            id = (texts["msgid"][0], texts["msgid_plural"][0])
            string = tuple(texts["msgstr[]"])
        old = _previous(self._previous, self.charset)
        return Message(
            id,
            string,
            self._locations,
            self._flags,
            self._auto,
            self._user,
            [old[one] for one in ("msgid", "msgid_plural") if old.get(one)],
            self._line(),
            texts["msgctxt"][0] if "msgctxt" in texts else None,
            old.get("msgctxt"),
        )

    def _line(self) -> int:
        return next(part.line for part in self._parts if part.keyword == "msgid")

    def _context(self) -> str:
        for part in self._parts:
            if part.keyword == "msgctxt":
                try:
                    return unescape(part.bodies, self.charset)
                except BadString:
                    return "".join(part.bodies)
        return ""


def _location(token: str) -> tuple[str, int | None]:
    place, _, number = token.rpartition(":")
    if place and number.isdecimal() and str(int(number)) == number:
        return place, int(number)
    return token, None


def _previous(lines: list[str], charset: str) -> dict[str, str]:
    """Return what stood at the keywords before, of ``#|`` lines; what means nothing is left out."""
    bodies: dict[str, list[str]] = {}
    keyword = ""
    for line in lines:
        if (found := _KEYWORD.match(line)) is not None:
            keyword = found.group(1)
            bodies[keyword] = []
        strings = _STRING.findall(line)
        bodies.setdefault(keyword, []).extend(strings)
    texts = {}
    for keyword, strings in bodies.items():
        try:
            texts[keyword] = unescape(strings, charset)
        except BadString:
            continue
    return texts
