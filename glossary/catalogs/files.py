"""PO files: read without guessing or loss, written in one step.

Reading is Babel's, with repairs: headers, flags, comments and previous sources are kept as they
are, a line that is not a whole string and a message that is there twice are errors instead of
lost text. Writing is our own, because Babel breaks long translator comments over several lines,
which cuts data in two.
"""

import glob
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, unescape

from glossary import languages
from glossary.catalogs.headers import TermCatalog
from glossary.catalogs.wrapping import quoted
from glossary.errors import N_, BrokenSource

__all__ = [
    "Parser",
    "TermCatalog",
    "add_obsolete",
    "block",
    "catalog_path",
    "catalogs_of",
    "doubled_catalogs",
    "dump",
    "lines_of",
    "parse",
    "read",
    "string_faults",
    "write",
]

_ABANDONED_SECONDS = 3600
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"\s*$')
_LOCATION = re.compile("\u2068([^\u2069]*)\u2069|(\\S+)")
_KEYWORD = re.compile(r"(?:#~\s*)?(msgid|msgid_plural|msgctxt|msgstr(?:\[\d+\])?)(?:\s+(.*))?$")
_BEFORE = {
    "msgctxt": {"", "msgid", "msgid_plural", "msgstr", "msgstr[]"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid"},
    "msgstr[]": {"msgid_plural", "msgstr[]"},
}
"""What may stand before a keyword; Babel would give a lone msgstr to the next message."""


def catalog_path(translations: Path, lang: str, domain: str) -> Path:
    """Return where the catalog of a vocabulary in a language lies, or is to lie.

    A folder under another name of the language ("iw" for "he") goes on being used.
    """
    usual = translations / languages.to_locale(lang) / "LC_MESSAGES" / f"{domain}.po"
    if usual.is_file():
        return usual
    return catalogs_of(translations, domain).get(languages.canonical(lang), usual)


def catalogs_of(translations: Path, domain: str) -> dict[str, Path]:
    """Return the catalogs of a vocabulary by language; see `doubled_catalogs` for others."""
    return {lang: paths[0] for lang, paths in _catalogs(translations, domain).items()}


def doubled_catalogs(translations: Path, domain: str) -> list[tuple[Path, Path]]:
    """Return catalogs that are not used, each with the one that is: one language, two folders."""
    found = _catalogs(translations, domain).values()
    return [(other, used) for used, *others in found for other in others]


def _catalogs(translations: Path, domain: str) -> dict[str, list[Path]]:
    """Return the catalogs by language, that in the folder with the usual name first."""
    found: dict[str, list[Path]] = {}
    for path in sorted(translations.glob(f"*/LC_MESSAGES/{domain}.po")):
        lang = languages.from_locale(path.parts[-3])
        place = 0 if path.parts[-3] == languages.to_locale(lang) else len(found.get(lang, ()))
        found.setdefault(lang, []).insert(place, path)
    return found


def read(path: Path) -> TermCatalog:
    """Return the catalog in `path`; raise BrokenSource with file, line and reason."""
    locale = path.parts[-3] if path.parent.name == "LC_MESSAGES" else None
    return parse(path.read_bytes(), "/".join(path.parts[-3:]), locale)


def parse(content: bytes, name: str, locale: str | None = None) -> TermCatalog:
    """Return the catalog in the bytes of a PO file; raise BrokenSource with `name` and line."""
    lines = lines_of(content, name)
    for number, reason in string_faults(lines):
        raise BrokenSource(name, reason, line=number + 1)
    try:
        catalog = TermCatalog(locale=locale, charset="utf-8")
    except (UnknownLocaleError, ValueError) as error:
        raise BrokenSource(name, str(error)) from error
    catalog.fuzzy = False
    catalog.header_comment = ""
    parser = Parser(catalog, name)
    try:
        parser.parse(iter(lines))
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}") or N_("not a message")
        raise BrokenSource(name, reason, line=error.lineno + 1) from error
    except (ValueError, IndexError) as error:
        raise BrokenSource(name, str(error), line=parser.offset + 1) from error
    return catalog


def lines_of(content: bytes, name: str) -> list[str]:
    """Return the lines of a PO file; raise BrokenSource where it is not in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BrokenSource(name, N_("not in UTF-8"), line=line) from error
    return re.split(r"\r\n|\r|\n", text)  # not splitlines: U+2028 and its like may be in texts


def string_faults(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines (from 0) that Babel would take although they are none, and the reason."""
    before, place = "", 0
    for number, line in enumerate(lines):
        line = line.strip()
        if not line:
            continue
        if line[0] == "#" and line[1:2] != "~":
            if before == "msgctxt":  # Babel would give the context to the next message
                yield place, N_("not a message")
                before = ""
            continue
        found = _KEYWORD.match(line)
        string = (found.group(2) or "") if found else line if line.startswith('"') else None
        if string is not None and not _STRING.fullmatch(string):
            yield number, N_("the quotes of this line are not closed")
        if found:
            keyword = re.sub(r"\d+", "", found.group(1))
            if before not in _BEFORE.get(keyword, {before}):
                yield number, N_("not a message")
            before, place = keyword, number
    if before == "msgctxt":
        yield place, N_("not a message")


class Parser(PoFileParser):
    """Babel's parser that keeps comments, flags and the previous source as they are.

    It refuses a message that is there twice.
    """

    def __init__(self, catalog: TermCatalog, name: str) -> None:
        self.previous: list[str] = []
        super().__init__(catalog, abort_invalid=True)
        self.name = name
        self.seen: dict[tuple[str | None, str], int] = {}

    def parse_from(self, start: int, lines: Iterable[str]) -> None:
        """Read the lines of a message, of which the first has the number `start` (from 0)."""
        for number, line in enumerate(lines, start):
            line = line.strip()
            if line.startswith("#~"):
                self._process_message_line(number, line[2:].lstrip(), obsolete=True)
            elif line.startswith("#"):
                self._process_comment(line)
            else:
                self._process_message_line(number, line)
        self._finish_current_message()

    def forget(self) -> None:
        """Forget what was read of a message that is not complete."""
        self._reset_message_state()

    def _reset_message_state(self) -> None:
        super()._reset_message_state()
        self.previous = []

    def _process_message_line(self, lineno: int, line: str, obsolete: bool = False) -> None:
        if obsolete and line.startswith("|"):
            self._finish_current_message()
            self.previous.append(line[1:].strip())
        else:
            super()._process_message_line(lineno, line, obsolete)

    def _process_comment(self, line: str) -> None:
        if line[1:2] in (",", "."):
            super()._process_comment(line)
            return
        self._finish_current_message()
        if line.startswith("#:"):
            self.locations += [_location(a or b) for a, b in _LOCATION.findall(line[2:])]
        elif line.startswith("#|"):
            self.previous.append(line[2:].strip())
        else:
            self.user_comments.append(line[1:].removeprefix(" "))

    def _add_message(self) -> None:
        message = self._message()
        line = self.offset + 1
        id = self.messages[0].denormalize()
        if message.context and not id:
            raise BrokenSource(self.name, N_("a message without a source text"), line=line)
        key = (message.context, id)
        if self.obsolete:
            add_obsolete(self.catalog, message)
        elif key in self.seen:
            raise BrokenSource(
                self.name,
                N_("this message stands already in line %(first)s"),
                line=line,
                first=self.seen[key],
            )
        else:
            self.seen[key] = line
            self.catalog[message.id] = message
            if not id:
                comments = (f"# {comment}".rstrip() for comment in message.user_comments)
                self.catalog.header_comment = "\n".join(comments)
        self.counter += 1
        self._reset_message_state()

    def _message(self) -> Message:
        """Return the message that was read, with nothing added that Babel would add."""
        strings = {number: string.denormalize() for number, string in self.translations}
        id: str | tuple[str, ...] = self.messages[0].denormalize()
        string: str | tuple[str, ...] = strings.get(0, "")
        if len(self.messages) > 1:
            id = tuple(one.denormalize() for one in self.messages)
            string = tuple(strings.get(n, "") for n in range(self.catalog.num_plurals))
            if max(strings) >= self.catalog.num_plurals:
                text = "msg has more translations than num_plurals of catalog"
                self._invalid_pofile("", self.offset, text)
        context = self.context.denormalize() if self.context else None
        message = Message(id, string, self.locations, lineno=self.offset + 1, context=context)
        message.flags = {flag for flag in self.flags if flag}
        message.auto_comments, message.user_comments = self.auto_comments, self.user_comments
        message.previous_id = _previous(self.previous)
        return message


def add_obsolete(catalog: Catalog, message: Message) -> None:
    """Add an obsolete message to a catalog; another one of its context stays beside it."""
    number = 0
    while (key := (str(message.id), f"{message.context} {number}")) in catalog.obsolete:
        number += 1
    catalog.obsolete[key] = message


def _location(token: str) -> tuple[str, int | None]:
    place, _, number = token.rpartition(":")
    if place and number.isdecimal() and str(int(number)) == number:
        return place, int(number)
    return token, None


def _previous(lines: list[str]) -> list[str]:
    """Return the old source text, and the old plural, of ``#|`` lines."""
    texts: dict[str, str] = {}
    keyword = ""
    for line in lines:
        string = line
        if not line.startswith('"'):
            keyword, _, string = line.partition(" ")
        texts[keyword] = texts.get(keyword, "") + unescape(string.strip())
    return [texts[one] for one in ("msgid", "msgid_plural") if texts.get(one)]


def dump(catalog: TermCatalog) -> bytes:
    """Return the catalog as a PO file, wrapped as gettext wraps, comments each on one line."""
    return "\n".join(_blocks(catalog)).encode()


def _blocks(catalog: TermCatalog) -> Iterator[str]:
    yield _header(catalog)
    for message in catalog:
        if message.id:
            yield block(message, catalog.num_plurals)
    for message in catalog.obsolete.values():
        yield block(message, catalog.num_plurals, "#~ ")


def _header(catalog: TermCatalog) -> str:
    lines = [line for line in catalog.header_comment.split("\n") if line.strip()]
    if catalog.fuzzy:
        lines.append("#, fuzzy")
    headers = [(name, value.strip()) for name, value in catalog.mime_headers]
    headers = [pair for pair in headers if pair[0] != "Generated-By"]
    text = "".join(
        f"{name}: {value}\n" for name, value in [*headers, *catalog.extra_headers.items()]
    )
    lines += ['msgid ""', f"msgstr {quoted(text)}"]
    return "\n".join(lines) + "\n"


def block(message: Message, plurals: int = 2, mark: str = "") -> str:
    """Return a message as lines of a PO file; `mark` stands before those of an obsolete one."""
    lines = [f"# {comment}" if comment else "#" for comment in message.user_comments]
    lines += [f"#. {comment}" for comment in message.auto_comments]
    lines += [f"#: {_placed(*location)}" for location in message.locations]
    if message.flags:
        lines.append("#, " + ", ".join(sorted(message.flags)))
    for keyword, old in zip(("msgid", "msgid_plural"), message.previous_id or (), strict=False):
        lines += [
            f"{mark.rstrip() or '#'}| {part}" for part in f"{keyword} {quoted(old)}".split("\n")
        ]
    if message.context:
        lines.append(_keyword("msgctxt", message.context, mark))
    if isinstance(message.id, tuple):
        lines.append(_keyword("msgid", message.id[0], mark))
        lines.append(_keyword("msgid_plural", message.id[1], mark))
        strings = [*(message.string or ()), *[""] * plurals][:plurals]
        lines += [_keyword(f"msgstr[{n}]", text, mark) for n, text in enumerate(strings)]
    else:
        lines.append(_keyword("msgid", str(message.id), mark))
        lines.append(_keyword("msgstr", str(message.string or ""), mark))
    return "\n".join(lines) + "\n"


def _placed(place: str, number: int | None) -> str:
    place = f"{place}:{number}" if number else place
    return place if place.split() == [place] else f"\u2068{place}\u2069"


def _keyword(keyword: str, text: str, mark: str) -> str:
    return mark + f"{keyword} {quoted(text)}".replace("\n", f"\n{mark}")


def write(path: Path, content: bytes) -> bool:
    """Write `content` in one step, also through a loss of power.

    Returns False where the file had it already.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else the new name may be lost
    finally:
        os.close(folder)
    return True


def _sweep(path: Path) -> None:
    """Remove what was half written when a process was killed long ago."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
