"""PO files: read without guessing or loss, written in one step.

Reading is Babel's, with three repairs: unknown headers are kept, a line that is not a whole
string and a message that is there twice are errors instead of lost text. Writing is our own,
because Babel breaks long translator comments over several lines, which cuts data in two.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, normalize, unescape

from glossary import languages
from glossary.errors import N_, BrokenSource

WIDTH = 78
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"\s*$')
_KEYWORD = re.compile(r"(?:#~\s*)?(msgid|msgid_plural|msgctxt|msgstr(?:\[\d+\])?)\s+(.*)$")
_BEFORE = {
    "msgctxt": {"", "msgid", "msgid_plural", "msgstr", "msgstr[]"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid"},
    "msgstr[]": {"msgid_plural", "msgstr[]"},
}
"""What may stand before a keyword; Babel would give a lone msgstr to the next message."""


class TermCatalog(Catalog):
    """Babel's catalog that also keeps the headers Babel does not know, such as X-Reliability."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.extra_headers: dict[str, str] = {}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def _set_mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        pairs = list(headers)
        super()._set_mime_headers(pairs)
        self.extra_headers.update(
            {name: value.strip() for name, value in pairs if name.lower().startswith("x-")}
        )

    mime_headers = property(Catalog._get_mime_headers, _set_mime_headers)

    @property
    def reliability(self) -> str:
        """The reliability of entries that state none: "draft" unless the header says more."""
        return self.extra_headers.get("X-Reliability", "draft")


def catalog_path(translations: Path, lang: str, domain: str) -> Path:
    """Return where the catalog of a vocabulary in a language lies."""
    return translations / languages.to_locale(lang) / "LC_MESSAGES" / f"{domain}.po"


def catalogs_of(translations: Path, domain: str) -> dict[str, Path]:
    """Return the catalogs of a vocabulary by language."""
    found = sorted(translations.glob(f"*/LC_MESSAGES/{domain}.po"))
    return {languages.from_locale(path.parts[-3]): path for path in found}


def read(path: Path) -> TermCatalog:
    """Return the catalog in `path`; raise BrokenSource with file, line and reason."""
    name = "/".join(path.parts[-3:])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BrokenSource(name, N_("not in UTF-8"), line=line) from error
    lines = re.split(r"\r\n|\r|\n", text)  # not splitlines: U+2028 and its like may be in texts
    _check_strings(name, lines)
    locale = path.parts[-3] if path.parent.name == "LC_MESSAGES" else None
    try:
        catalog = TermCatalog(locale=locale, charset="utf-8")
    except (UnknownLocaleError, ValueError) as error:
        raise BrokenSource(name, str(error)) from error
    catalog.fuzzy = False
    parser = _Parser(catalog, name)
    try:
        parser.parse(iter(lines))
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}") or N_("not a message")
        raise BrokenSource(name, reason, line=error.lineno + 1) from error
    except (ValueError, IndexError) as error:
        raise BrokenSource(name, str(error), line=parser.offset + 1) from error
    return catalog


def _check_strings(name: str, lines: list[str]) -> None:
    before = ""
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        found = _KEYWORD.match(line)
        string = found.group(2) if found else line if line.startswith('"') else None
        if string is not None and not _STRING.fullmatch(string):
            raise BrokenSource(name, N_("the quotes of this line are not closed"), line=number)
        if found:
            keyword = re.sub(r"\d+", "", found.group(1))
            if before not in _BEFORE.get(keyword, {before}):
                raise BrokenSource(name, N_("not a message"), line=number)
            before = keyword


class _Parser(PoFileParser):
    """Babel's parser that reads the previous source and refuses a message given twice."""

    def __init__(self, catalog: TermCatalog, name: str) -> None:
        super().__init__(catalog, abort_invalid=True)
        self.name = name
        self.seen: dict[tuple[str | None, str], int] = {}

    def _add_message(self) -> None:
        previous = [c[1:].strip() for c in self.user_comments if c.startswith("|")]
        self.user_comments = [c for c in self.user_comments if not c.startswith("|")]
        context = self.context.denormalize() if self.context else None
        key = (context, self.messages[0].denormalize())
        obsolete, line = self.obsolete, self.offset + 1
        if not obsolete and key in self.seen:
            raise BrokenSource(
                self.name,
                N_("this message stands already in line %(first)s"),
                line=line,
                first=self.seen[key],
            )
        super()._add_message()
        if obsolete:
            return
        self.seen[key] = line
        message = self.catalog.get(key[1], context)
        if message is not None and previous:
            message.previous_id = _previous(previous)


def _previous(lines: list[str]) -> list[str]:
    """Return the old source text of ``#| msgid`` comments."""
    text = ""
    inside = False
    for line in lines:
        if line.startswith("msgid "):
            inside, line = True, line[6:]
        elif not line.startswith('"'):
            inside = False
        if inside and len(line) > 1:
            text += unescape(line)
    return [text] if text else []


def dump(catalog: TermCatalog) -> bytes:
    """Return the catalog as a PO file, wrapped as gettext wraps, comments each on one line."""
    return "\n".join(_blocks(catalog)).encode()


def _blocks(catalog: TermCatalog) -> Iterator[str]:
    yield _header(catalog)
    for message in catalog:
        if message.id:
            yield _block(message, catalog.num_plurals)
    for message in catalog.obsolete.values():
        yield _block(message, catalog.num_plurals, "#~ ")


def _header(catalog: TermCatalog) -> str:
    lines = [line for line in catalog.header_comment.splitlines() if line.strip()]
    if catalog.fuzzy:
        lines.append("#, fuzzy")
    headers = [(name, value.strip()) for name, value in catalog.mime_headers]
    headers = [pair for pair in headers if pair[0] != "Generated-By"]
    text = "".join(
        f"{name}: {value}\n" for name, value in [*headers, *catalog.extra_headers.items()]
    )
    lines += ['msgid ""', f"msgstr {normalize(text, width=WIDTH)}"]
    return "\n".join(lines) + "\n"


def _block(message: Message, plurals: int, mark: str = "") -> str:
    lines = [f"# {comment}" if comment else "#" for comment in message.user_comments]
    lines += [f"#. {comment}" for comment in message.auto_comments]
    lines += [f"#: {place}" for place, _ in message.locations]
    if message.flags:
        lines.append("#, " + ", ".join(sorted(message.flags)))
    for old in message.previous_id or ():
        text = normalize(old, width=WIDTH)
        lines += ["#| " + part for part in f"msgid {text}".split("\n")]
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


def _keyword(keyword: str, text: str, mark: str) -> str:
    return mark + f"{keyword} {normalize(text, width=WIDTH)}".replace("\n", f"\n{mark}")


def write(path: Path, content: bytes) -> bool:
    """Write `content` in one step; return False where the file had it already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
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
    return True
