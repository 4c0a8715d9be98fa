"""PO: the catalog's own form, with the number of the newest change in its header.

Written as `glossary.catalogs.po.files` writes and read as it reads; one bad entry does not take the
rest along. Obsolete messages are not part of a sheet; `stamped` gives the file of the catalog
itself. The title is not read back.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from glossary import languages
from glossary.catalogs.messages import context, split_context
from glossary.catalogs.po import files, syntax
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.headers import Headers, new_headers
from glossary.errors import N_, BrokenSource, Invalid
from glossary.exchange.gathering import Gathering, number
from glossary.exchange.sheets import (
    UNSURE,
    FileProblem,
    Sheet,
    Unit,
    comments_and_notes,
    one_line,
    units_of,
)
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_fit, check_pieces, check_size
from glossary.model import RELIABILITIES

REVISION = "X-Glossary-Revision"
SOURCE_LANGUAGE = "X-Source-Language"
"""As Poedit names it."""

_PLACEHOLDER = re.compile(
    rb'("[\w-]+: )(?:EMAIL@ADDRESS|FULL NAME <EMAIL@ADDRESS>|LANGUAGE <LL@li\.org>)(?=\\n")'
)
_NO_TEXT = re.compile("[\udc80-\udcff]")
_HEADER = re.compile(
    rb'(?:^|(?<=[\r\n]))msgid[ \t]*""[ \t]*(?:\r\n|\r|\n)'
    rb'msgstr[ \t]*(?:"[^\r\n]*(?:\r\n|\r|\n|\Z))+'
)


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a catalog of its language; raise Invalid for a unit without source."""
    blocks = [files.dump(_header(sheet)).decode(), *map(_block, sheet.units)]
    return "\n".join(blocks).encode()


def _header(sheet: Sheet) -> files.TermCatalog:
    locale = languages.to_locale(sheet.lang)
    headers = new_headers(
        sheet.vocabulary,
        locale=locale,
        team=f"{languages.name(sheet.lang, 'en')} <>",
        translator="Convergence Glossary <>",
        revised=datetime.now(UTC),
    )
    catalog = files.TermCatalog(locale, headers)
    catalog.header_comment = f"# {one_line(sheet.title)}"
    headers["X-Reliability"] = sheet.reliability
    if sheet.source_language:
        headers[SOURCE_LANGUAGE] = sheet.source_language
    if sheet.revision is not None:
        headers[REVISION] = str(sheet.revision)
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
        locations=[(place, None)] if place else [],
        flags={"fuzzy"} if unit.state in UNSURE else set(),
        auto_comments=list(unit.comments),
        user_comments=comments_and_notes(unit),
        previous_id=[unit.previous] if unit.previous else [],
        context=context(unit.concept, unit.slot),
    )
    return files.block(message)


def stamped(content: bytes, revision: int) -> bytes:
    """Return the bytes of a catalog with the revision in the header.

    All else is unchanged, but for addresses that programs put there until somebody fills them in.
    """
    found = _HEADER.search(content)
    if found is None:
        return content
    header = _PLACEHOLDER.sub(rb"\1", found.group())
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

    The file may have been wrapped, reordered or commented by other tools, and be in any encoding
    that gettext reads.
    """
    check_size(content, limits)
    check_pieces(content.count(b"\n") + content.count(b"\r"), replace(limits, fit=None))
    gathered = Gathering(name, limits, lang)
    read_any = headed = False
    found = syntax.entries(*files.lines_of(content, name, "surrogateescape"))
    for count, entry in enumerate(found):
        check_fit(count, limits)
        read_any = read_any or isinstance(entry, syntax.ParsedMessage) or entry.is_message
        if isinstance(entry, syntax.Fault):
            problem = FileProblem(
                entry.reason, entry.values, entry.line, *split_context(entry.context)
            )
            gathered.take([problem])
        elif entry.message.id:
            if not entry.obsolete:
                _take(gathered, entry.message)
        elif not headed:
            headed = True
            _head(gathered, Headers.of_text(str(entry.message.string)))
    if not read_any:
        raise BrokenSource(name, N_("there are no messages of a catalog in it"))
    return gathered.sheet()


def _take(gathered: Gathering, message: files.Message) -> None:
    problems: list[FileProblem] = []
    said = (*message.id, *message.string, message.context or "", *message.user_comments)
    if _NO_TEXT.search("".join(said)):
        where = split_context(message.context or "")
        gathered.take([FileProblem(N_("not in UTF-8"), {}, message.lineno, *where)])
        return
    for unit in units_of([message], gathered.reliability, "", problems):
        gathered.add(unit)
    gathered.take(problems)


def _head(gathered: Gathering, headers: Headers) -> None:
    catalog = files.TermCatalog(headers=headers)
    found = (catalog.locale_identifier or "").replace("_", "-")
    if not gathered.check_language(found):
        raise gathered.other_language(found)
    gathered.vocabulary = headers.get("Project-Id-Version").partition(" ")[0]
    gathered.source_language = headers.get(SOURCE_LANGUAGE)
    gathered.revision = number(headers.get(REVISION))
    if catalog.reliability in RELIABILITIES:
        gathered.reliability = catalog.reliability
