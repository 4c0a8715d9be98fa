"""PO: the catalog's own form, with the number of the newest change in its header.

Written as `glossary.catalogs.files` writes, read by its strict reader some messages at a time, so
that one bad entry does not take the rest along. Obsolete messages are not part of a sheet;
`stamped` gives the file of the catalog itself. The title is not read back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from babel.messages.catalog import Message
from babel.messages.pofile import unescape

from glossary import languages
from glossary.catalogs import files
from glossary.catalogs.messages import context, split_context
from glossary.errors import N_, BrokenSource, Invalid
from glossary.exchange.gathering import Gathering, check_pieces, check_size, number
from glossary.exchange.sheets import (
    DEFAULT_LIMITS,
    UNSURE,
    Limits,
    Problem,
    Sheet,
    Unit,
    comments_and_notes,
    one_line,
    units_of,
)
from glossary.model import RELIABILITIES

REVISION = "X-Glossary-Revision"
SOURCE_LANGUAGE = "X-Source-Language"
"""As Poedit names it."""

_CONTEXT = re.compile(rb'^[ \t]*msgctxt[ \t]+("(?:[^"\\\r\n]|\\.)*")', re.MULTILINE)
_TOGETHER = 65_536
_LONGEST = 1_048_576
"""Bytes that are parsed at a time, and of the longest message."""
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(
    rb'(?:^|(?<=[\r\n]))msgid[ \t]+""[ \t]*(?:\r\n|\r|\n)'
    rb'msgstr[ \t]+(?:"[^\r\n]*(?:\r\n|\r|\n|\Z))+'
)


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a catalog of its language; raise Invalid for a unit without source."""
    blocks = [files.dump(_header(sheet)).decode(), *map(_block, sheet.units)]
    return "\n".join(blocks).encode()


def _header(sheet: Sheet) -> files.TermCatalog:
    catalog = files.TermCatalog(
        locale=languages.to_locale(sheet.lang),
        project=sheet.vocabulary,
        version="1",
        charset="utf-8",
        fuzzy=False,
        msgid_bugs_address="",
        last_translator="Convergence Glossary <>",
        revision_date=datetime.now(UTC),
        language_team=f"{languages.name(sheet.lang, 'en')} <>",
    )
    catalog.header_comment = f"# {one_line(sheet.title)}"
    catalog.extra_headers["X-Reliability"] = sheet.reliability
    if sheet.source_language:
        catalog.extra_headers[SOURCE_LANGUAGE] = sheet.source_language
    if sheet.revision is not None:
        catalog.extra_headers[REVISION] = str(sheet.revision)
    return catalog


def _block(unit: Unit) -> str:
    if not unit.source:
        raise Invalid(
            N_("%(concept)s, %(slot)s: a catalog needs the text of the source language."),
            parameter="source",
            concept=unit.concept,
            slot=unit.slot,
        )
    place = urlsplit(unit.reference).path
    message = Message(
        unit.source,
        unit.text,
        locations=[(place, 0)] if place else [],
        auto_comments=unit.comments,
        user_comments=comments_and_notes(unit),
        previous_id=[unit.previous] if unit.previous else [],
        context=context(unit.concept, unit.slot),
    )
    message.flags = {"fuzzy"} if unit.state in UNSURE else set()  # Babel guesses some more
    return files.block(message)


def stamped(content: bytes, revision: int) -> bytes:
    """Return the bytes of a catalog with the revision in the header, all else unchanged."""
    found = _HEADER.search(content)
    if found is None:
        return content
    header = found.group()
    line = f'"{REVISION}: {revision}\\n"'.encode()
    known = re.search(rf'"{REVISION}:[^\r\n]*'.encode(), header)
    if known is not None:
        header = header[: known.start()] + line + header[known.end() :]
    else:
        bare = header.rstrip(b"\r\n")
        end = header[len(bare) :] or b"\n"
        header = bare + end + line + end
    return content[: found.start()] + header + content[found.end() :]


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.po"
) -> Sheet:
    """Return the sheet in a PO file; see `glossary.exchange.Read`.

    The file may have been wrapped, reordered or commented by other tools; it is in UTF-8.
    """
    check_size(content, limits)
    check_pieces(content.count(b"\n") + content.count(b"\r"), limits)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:100]:
        raise BrokenSource(name, N_("not in UTF-8"), line=1)
    gathered = Gathering(name, limits, lang)
    reader = _Reader(gathered)
    part: list[_Lines] = []
    size = 0
    for block in _blocks(content.removeprefix(b"\xef\xbb\xbf")):
        if part and size + len(block.content) > _TOGETHER:
            reader.read(part)
            part, size = [], 0
        part.append(block)
        size += len(block.content)
    reader.read(part)
    if not reader.messages:
        raise BrokenSource(name, N_("there are no messages of a catalog in it"))
    return gathered.sheet()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one message and how many lines stand before them."""

    content: bytes
    before: int


def _blocks(content: bytes) -> Iterator[_Lines]:
    """Yield the messages of a file; behind one that is broken off, an empty line begins anew."""
    start = before = 0
    keyword = ""
    gap = False
    for number_of_line, match in enumerate(_LINE.finditer(content)):
        kind = _kind(match.group().strip())
        follows = kind == "msgid" and keyword == "msgctxt"
        ended = keyword == "msgstr" or (keyword and gap)
        if ended and kind in ("#", "msgctxt", "msgid") and not follows:
            yield _Lines(content[start : match.start()], before)
            start, before, keyword = match.start(), number_of_line, ""
        if kind.startswith("msg"):
            keyword = kind
        gap = not kind
    yield _Lines(content[start:], before)


def _kind(line: bytes) -> str:
    """Return the keyword with which a line begins, "#" for a comment, "" for an empty line."""
    if line.startswith(b"#"):
        if not line.startswith(b"#~"):
            return "#"
        line = line[2:].lstrip()
    for keyword in ("msgctxt", "msgid_plural", "msgid", "msgstr"):
        if line.startswith(keyword.encode()):
            return keyword
    return "text" if line else ""


class _Reader:
    """Parses blocks together, and one by one where that fails."""

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        self.messages = 0
        self._headed = False

    def read(self, part: list[_Lines]) -> None:
        """Take the messages of neighbouring blocks."""
        if not part:
            return
        content = b"".join(block.content for block in part)
        try:
            if len(content) > _LONGEST:
                raise BrokenSource("", N_("this entry is too long"), line=1)
            catalog = files.parse(content, "")
        except BrokenSource as error:
            if len(part) == 1:
                self._refuse(part[0], error)
            else:
                for block in part:
                    self.read([block])
        else:
            self._take(catalog, part[0].before)

    def _take(self, catalog: files.TermCatalog, before: int) -> None:
        if not self._headed and (catalog.extra_headers or catalog.locale_identifier):
            self._headed = True
            self._head(catalog)
        problems: list[Problem] = []
        for unit in units_of(catalog, self.gathered.reliability, "", problems):
            self.gathered.add(replace(unit, line=(unit.line or 1) + before))
        self.gathered.take([replace(p, line=(p.line or 1) + before) for p in problems])
        self.messages += len(catalog) + len(catalog.obsolete) + self._headed

    def _head(self, catalog: files.TermCatalog) -> None:
        found = str(catalog.locale_identifier or "").replace("_", "-")
        if not self.gathered.check_language(found):
            raise self.gathered.other_language(found)
        headers = catalog.extra_headers
        self.gathered.vocabulary = catalog.project if catalog.project != "PROJECT" else ""
        self.gathered.source_language = headers.get(SOURCE_LANGUAGE, "")
        self.gathered.revision = number(headers.get(REVISION, ""))
        if catalog.reliability in RELIABILITIES:
            self.gathered.reliability = catalog.reliability

    def _refuse(self, block: _Lines, error: BrokenSource) -> None:
        if not block.content.strip():
            return
        self.messages += b"msgid" in block.content
        found = _CONTEXT.search(block.content)
        text = unescape(found.group(1).decode("utf-8", "replace")) if found else ""
        concept, slot = split_context(text)
        line = (error.line or 1) + block.before
        self.gathered.note(error.reason, line, concept, slot, **error.arguments)
