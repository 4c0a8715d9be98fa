"""Catalogs and their messages: what a PO file says, of which nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from glossary.catalogs.po.headers import Headers, is_locale, plural_forms

_MOST_PLURALS = 16
"""No language has more than 6; a larger number in a header would fill the memory."""
_PLURALS = re.compile(r"\s*nplurals\s*=\s*([0-9]{1,4})\s*;")


@dataclass(slots=True, eq=False)
class Message:
    """A message: `id` is the source text, `string` its translation; of plurals, tuples.

    `previous_id` is the old source text, and its plural, of a fuzzy translation,
    `previous_context` its old context; `locations` are places with a line or None, `lineno` is
    the line of the ``msgid`` in the file that was read.
    """

    id: str | tuple[str, ...]
    string: str | tuple[str, ...] = ""
    locations: list[tuple[str, int | None]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    auto_comments: list[str] = field(default_factory=list)
    user_comments: list[str] = field(default_factory=list)
    previous_id: list[str] = field(default_factory=list)
    lineno: int | None = None
    context: str | None = None
    previous_context: str | None = None

    @property
    def fuzzy(self) -> bool:
        """Whether the translation awaits review."""
        return "fuzzy" in self.flags

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells a message from the others of its catalog: its context and source."""
        return self.context, self.id if isinstance(self.id, str) else self.id[0]


class TermCatalog:
    """The messages of a file in their order, the obsolete ones aside, and the header.

    `locale` is that of the folder, which counts where the header names no language; `fuzzy` says
    that the header awaits review. Iterating gives the messages without the header.
    """

    def __init__(self, locale: str | None = None, headers: Headers | None = None) -> None:
        self.locale = locale
        self.headers = headers if headers is not None else Headers()
        self.header_comment = ""
        self.fuzzy = False
        self.obsolete: list[Message] = []
        self._messages: dict[tuple[str | None, str], Message] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages.values())

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, message: Message) -> None:
        """Take a message, in the place of the one with its context and source."""
        self._messages[message.key] = message

    def get(self, id: str, context: str | None = None) -> Message | None:
        """Return the message with this source and context."""
        return self._messages.get((context, id))

    def clear(self) -> None:
        """Forget all messages but the obsolete ones."""
        self._messages.clear()

    @property
    def locale_identifier(self) -> str | None:
        """The language as folders are named, such as zh_Hans: of the header, else the folder."""
        stated = self.headers.get("Language").replace("-", "_")
        return stated if stated and is_locale(stated) else self.locale

    @property
    def num_plurals(self) -> int:
        """How many forms a plural has: as the header says, else as the language has, else 2."""
        stated = _PLURALS.match(self.headers.get("Plural-Forms"))
        number = int(stated.group(1)) if stated else 0
        if 0 < number <= _MOST_PLURALS:
            return number
        forms = plural_forms(self.locale_identifier or "")
        return forms[0] if forms is not None else 2

    @property
    def reliability(self) -> str:
        """The reliability of entries that state none: "draft" unless the header says more."""
        return self.headers.get("X-Reliability", "draft")

    @property
    def revision_date(self) -> datetime | None:
        """When the catalog was changed last, None where its header does not tell."""
        try:
            return datetime.strptime(self.headers.get("PO-Revision-Date"), "%Y-%m-%d %H:%M%z")
        except ValueError:
            return None

    @property
    def last_translator(self) -> str:
        """Name and address of who changed it last, "" where its header does not tell."""
        return self.headers.get("Last-Translator")
