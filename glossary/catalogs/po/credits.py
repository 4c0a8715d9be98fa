"""Who is named in the header of a catalog: the last translator, and everyone who helped."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from glossary.catalogs.po.blocks import header_span, line_end
from glossary.catalogs.po.strings import escape, unquoted

_LONGEST = 200
_NO_HEADER = (
    'msgid ""',
    'msgstr ""',
    r'"MIME-Version: 1.0\n"',
    r'"Content-Type: text/plain; charset=utf-8\n"',
    r'"Content-Transfer-Encoding: 8bit\n"',
)
DECIDED = "X-Last-Decision"
"""The header that says when the newest decision was made that a catalog holds."""

_NOBODY = ("", "FULL NAME <EMAIL@ADDRESS>")
_LIST = "# Translators:"
_ENTRY = re.compile(r"#\s+(.+?)(\s*<[^<>]*>)?,\s*(\d{4})(?:\s*[–—-]\s*(\d{4}))?\.?\s*")
_BEFORE = {
    "Last-Translator": ("po-revision-date", "pot-creation-date", "project-id-version"),
    "PO-Revision-Date": ("pot-creation-date", "project-id-version"),
}
"""After which headers a new one is put; others stand at the end."""
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ADDRESS = re.compile(r"<[^<>]*>|@\S*|[<>]")


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote a change, when, and who decided that it is taken ("" where nobody else did).

    `decision` is when that was decided, where it stands in a database too; see `held`.
    """

    name: str
    at: datetime
    decider: str = ""
    decision: datetime | None = None


def harmless(name: str) -> str:
    """Return a name without addresses and without what could break a line or turn its direction.

    >>> harmless("Awa  Diop <awa@example.org>"), harmless("a@example.org")
    ('Awa Diop', 'a')
    """
    plain = _ADDRESS.sub(" ", _BIDI.sub("", name))
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in plain)
    return " ".join("".join(kept).split())[:_LONGEST].strip()


def credited(content: bytes, credit: Credit) -> bytes:
    """Return the catalog with the credit in its header; the same one twice changes nothing.

    A change without a name is credited to who decided; the list names those with a name.
    """
    name, decider = harmless(credit.name), harmless(credit.decider)
    at = credit.at.astimezone(UTC)
    start, end = header_span(content)
    newline = _newline(content)
    lines = _lines(content[:end])
    if start == end:
        lines = list(_NO_HEADER)
    keyword = next(n for n, line in enumerate(lines) if line.lstrip().startswith("msgid"))
    comments, message = lines[:keyword], lines[keyword:]
    if name:
        comments = _listed(comments, name, at.year)
    message = _with_header(message, "PO-Revision-Date", f"{at:%Y-%m-%d %H:%M%z}")
    message = _with_header(message, "Last-Translator", f"{name or decider or 'Anonymous'} <>")
    if decider:
        message = _with_header(message, "X-Last-Reviewer", decider)
    if credit.decision is not None:
        stated = _stated(_values(message).get(DECIDED.lower(), ""))
        newest = max(credit.decision, stated or credit.decision).astimezone(UTC)
        message = _with_header(message, DECIDED, newest.isoformat(timespec="microseconds"))
    header = newline.join([*comments, *message]).encode("utf-8", "surrogateescape")
    gap = (2 * newline).encode() if start == end and content else b""
    return header + gap + content[end:]


def held(content: bytes) -> datetime | None:
    """Return when the newest decision was made that a catalog may hold; None: it holds none.

    Without a header that says so (`DECIDED`), the date of the last revision tells, to the minute.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    start, end = header_span(content)
    return held_by(_values(_lines(content[start:end]))) if end else None


def held_by(headers: Mapping[str, str]) -> datetime | None:
    """Return the same from the headers by name in small letters."""
    stated = _stated(headers.get(DECIDED.lower(), ""))
    if stated is None and headers.get("last-translator", "") not in _NOBODY:
        with suppress(ValueError):
            revised = datetime.strptime(headers.get("po-revision-date", ""), "%Y-%m-%d %H:%M%z")
            stated = revised + timedelta(minutes=1, microseconds=-1)
    return stated


def _stated(value: str) -> datetime | None:
    with suppress(ValueError):
        found = datetime.fromisoformat(value)
        return found if found.tzinfo else None
    return None


def _values(message: list[str]) -> dict[str, str]:
    """Return the headers in the lines of a message by name in small letters."""
    strings = [line.strip().removeprefix("msgstr").strip() for line in message]
    found = {}
    for header, _ in _headers([line for line in strings if line.startswith('"')]):
        name, _, value = header.partition(":")
        found[name.strip().lower()] = value.strip()
    return found


def _lines(header: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", header.decode("utf-8", "surrogateescape"))


def _newline(content: bytes) -> str:
    end, following = line_end(content, 0)
    return content[end:following].decode() or "\n"


def _listed(comments: list[str], name: str, year: int) -> list[str]:
    """Return the comments with the year in the line of `name`, which is added where need be."""
    own = [n for n, line in enumerate(comments) if re.fullmatch(r"#($|[^,:.|~].*)", line.strip())]
    heading = next((n for n in own if comments[n].strip() == _LIST), None)
    if heading is None:
        place = own[-1] + 1 if own else 0
        added = [*(["#"] if own else []), _LIST, _entry(name, year, year)]
        return [*comments[:place], *added, *comments[place:]]
    last = heading
    for place in own:
        found = _ENTRY.fullmatch(comments[place].strip()) if place > heading else None
        if found is None:
            continue
        if found.group(1).casefold() == name.casefold():
            years = [int(y) for y in found.group(3, 4) if y] + [year]
            if min(years) < int(found.group(3)) or max(years) > int(
                found.group(4) or found.group(3)
            ):
                comments = list(comments)
                comments[place] = _entry(found.group(1), min(years), max(years))
            return comments
        last = place
    return [*comments[: last + 1], _entry(name, year, year), *comments[last + 1 :]]


def _entry(name: str, first: int, last: int) -> str:
    return f"# {name}, {first}" if first == last else f"# {name}, {first}–{last}"


def _with_header(message: list[str], name: str, value: str) -> list[str]:
    """Return the lines of the header message with one header set; the others stay as they are."""
    place = next(n for n, line in enumerate(message) if line.lstrip().startswith("msgstr"))
    first = message[place].strip().partition("msgstr")[2].strip()
    strings = ([first] if first != '""' else []) + message[place + 1 :]
    headers = _headers(strings)
    new = [escape(f"{name}: {value}\n")]
    names = [header.partition(":")[0].strip().lower() for header, _ in headers]
    if name.lower() in names:
        at = names.index(name.lower())
        if headers[at][0] == f"{name}: {value}\n":
            return message
        headers[at] = ("", new)
    else:
        before = [n for n, found in enumerate(names) if found in _BEFORE.get(name, ())]
        at = max(before) + 1 if before else 0 if name in _BEFORE else len(headers)
        headers.insert(at, ("", new))
    return [*message[:place], 'msgstr ""', *(line for _, lines in headers for line in lines)]


def _headers(strings: list[str]) -> list[tuple[str, list[str]]]:
    """Return each header as text and as the lines that hold it."""
    headers: list[tuple[str, list[str]]] = []
    text, lines = "", []
    for string in strings:
        if not string.strip():
            continue
        text += unquoted(string.strip())
        lines.append(string)
        if text.endswith("\n"):
            several = text.splitlines(keepends=True)
            if len(several) > 1:
                headers += [(one, [escape(one)]) for one in several]
            else:
                headers.append((text, lines))
            text, lines = "", []
    if text:
        headers.append((f"{text}\n", [escape(f"{one}\n") for one in text.split("\n")]))
    return headers


def without_name(content: bytes, name: str) -> bytes:
    """Return the catalog without a person's name in its header; all else keeps its bytes."""
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    content, plain = content.removeprefix(mark), harmless(name).casefold()
    start, end = header_span(content)
    if start == end or not plain:
        return mark + content
    newline = _newline(content)
    lines = _lines(content[:end])
    keyword = next(n for n, line in enumerate(lines) if line.lstrip().startswith("msgid"))
    entries = [_ENTRY.fullmatch(line.strip()) for line in lines[:keyword]]
    pairs = zip(lines, entries, strict=False)
    comments = [line for line, one in pairs if not one or one.group(1).casefold() != plain]
    message = lines[keyword:]
    for header, _ in _headers([line for line in message if line.lstrip().startswith('"')]):
        field, _, value = header.partition(":")
        if field in ("Last-Translator", "X-Last-Reviewer") and harmless(value).casefold() == plain:
            nobody = "Anonymous <>" if field == "Last-Translator" else "Anonymous"
            message = _with_header(message, field, nobody)
    changed = newline.join([*comments, *message])
    return mark + changed.encode("utf-8", "surrogateescape") + content[end:]
