"""PO files: read without guessing or loss, written in one step.

Comments stay on one line each: what other writers break over several lines would be data cut in
two.
"""

import glob
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from glossary import languages
from glossary.catalogs.po.catalog import Message, TermCatalog
from glossary.catalogs.po.charsets import text_of
from glossary.catalogs.po.headers import Headers, is_locale
from glossary.catalogs.po.syntax import Fault, entries
from glossary.catalogs.po.wrapping import quoted
from glossary.errors import N_, BrokenSource
from glossary.errors.failures import named

__all__ = [
    "Message",
    "TermCatalog",
    "block",
    "catalog_path",
    "catalogs_of",
    "doubled_catalogs",
    "dump",
    "lines_of",
    "parse",
    "parsed",
    "read",
    "write",
]

_ABANDONED_SECONDS = 3600
_TWICE = N_("this message stands already in line %(first)s")


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
    if locale is not None and not is_locale(locale):
        raise BrokenSource(name, N_("“%(value)s” is not a language tag."), value=locale)
    catalog = TermCatalog(locale)
    for fault in parsed(content, name, catalog):
        raise BrokenSource(name, fault.reason, line=fault.line, **fault.values)
    return catalog


def lines_of(content: bytes, name: str, errors: str = "strict") -> tuple[list[str], str]:
    """Return the lines and encoding of a PO file, see `glossary.catalogs.po.charsets.text_of`."""
    text, charset = text_of(content, name, errors)
    # not splitlines: U+2028 and its like may be in texts
    return re.split(r"\r\n|\r|\n", text), charset


def parsed(content: bytes, name: str, catalog: TermCatalog) -> Iterator[Fault]:
    """Put the messages of a PO file into a catalog; yield what cannot be used of it.

    A message that is there twice is used once. Raises BrokenSource where the bytes are no text
    in the encoding of the file.
    """
    lines: dict[tuple[str | None, str], int | None] = {}
    for entry in entries(*lines_of(content, name)):
        if isinstance(entry, Fault):
            yield entry
            continue
        message = entry.message
        if entry.obsolete:
            catalog.obsolete.append(message)
        elif message.key in lines:
            values = {"first": lines[message.key]}
            yield Fault(message.lineno or 1, _TWICE, values, message.context or "")
        else:
            lines[message.key] = message.lineno
            if message.id:
                catalog.add(message)
            else:
                _head(catalog, message)


def _head(catalog: TermCatalog, message: Message) -> None:
    catalog.headers = Headers.of_text(str(message.string))
    catalog.fuzzy = message.fuzzy
    catalog.header_comment = "\n".join(f"# {one}".rstrip() for one in message.user_comments)


def dump(catalog: TermCatalog) -> bytes:
    """Return the catalog as a PO file, wrapped as gettext wraps, comments each on one line."""
    return "\n".join(_blocks(catalog)).encode()


def _blocks(catalog: TermCatalog) -> Iterator[str]:
    yield _header(catalog)
    for message in catalog:
        yield block(message, catalog.num_plurals)
    for message in catalog.obsolete:
        yield block(message, catalog.num_plurals, "#~ ")


def _header(catalog: TermCatalog) -> str:
    lines = [line for line in catalog.header_comment.split("\n") if line.strip()]
    if catalog.fuzzy:
        lines.append("#, fuzzy")
    text = catalog.headers.completed(catalog.locale_identifier).text()
    lines += ['msgid ""', f"msgstr {quoted(text)}"]
    return "\n".join(lines) + "\n"


def block(message: Message, plurals: int = 2, mark: str = "") -> str:
    """Return a message as lines of a PO file; `mark` stands before those of an obsolete one."""
    lines = [f"# {comment}" if comment else "#" for comment in message.user_comments]
    lines += [f"#. {comment}" for comment in message.auto_comments]
    lines += [f"#: {_placed(*location)}" for location in message.locations]
    if message.flags:
        lines.append("#, " + ", ".join(sorted(message.flags)))
    lines += [f"{mark.rstrip() or '#'}| {line}" for line in _before(message)]
    if message.context is not None:
        lines.append(_keyword("msgctxt", message.context, mark))
    if isinstance(message.id, tuple):
        lines.append(_keyword("msgid", message.id[0], mark))
        lines.append(_keyword("msgid_plural", message.id[1], mark))
        there = tuple(message.string or ())
        strings = [*there, *[""] * (plurals - len(there))]
        lines += [_keyword(f"msgstr[{n}]", text, mark) for n, text in enumerate(strings)]
    else:
        lines.append(_keyword("msgid", message.id, mark))
        lines.append(_keyword("msgstr", str(message.string or ""), mark))
    return "\n".join(lines) + "\n"


def _before(message: Message) -> Iterator[str]:
    """Yield the lines of the previous context and source."""
    old = [("msgctxt", message.previous_context)]
    old += zip(("msgid", "msgid_plural"), message.previous_id, strict=False)
    for keyword, text in old:
        if text is not None:
            yield from f"{keyword} {quoted(text)}".split("\n")


def _placed(place: str, number: int | None) -> str:
    place = f"{place}:{number}" if number else place
    return place if place.split() == [place] else f"\u2068{place}\u2069"


def _keyword(keyword: str, text: str, mark: str) -> str:
    return mark + f"{keyword} {quoted(text)}".replace("\n", f"\n{mark}")


def write(path: Path, content: bytes) -> bool:
    """Write `content` in one step, also through a loss of power.

    Returns False where the file had it already. Raises OSError, which names `path`.
    """
    try:
        return _written(path, content)
    except OSError as error:  # about a temporary file, or one without a name
        raise named(error, path) from error


def _written(path: Path, content: bytes) -> bool:
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
