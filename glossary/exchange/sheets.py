"""A catalog as the exchange formats carry it: a sheet of units, and what could not be read.

Comments, notes and data are single lines without space at the ends, as in a catalog.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glossary.catalogs.data import comments_of, data_of, is_data
from glossary.catalogs.messages import split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_
from glossary.errors.plurals import format_message

STATES = ("missing", "changed", "review", "draft", "reviewed")
"""No text; source reworded since; for another reason not to be published; not checked by a
competent speaker; checked."""
UNSURE = ("changed", "review")
"""The states of texts that readers do not see: in a catalog, the fuzzy ones."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One message: `source` in the source language, `text` its translation ("" where missing).

    `previous` is the source before it was reworded; `data` are sources, grammar, equivalence,
    reliability, status and statuses as `glossary.catalogs.data` has them, without empty ones;
    `comments` are the ones for the translator, `notes` those of translators that are no data;
    `reference` is the address of the concept, `line` where the unit stood in the file that was
    read (a row for tables).
    """

    concept: str
    slot: str
    source: str
    text: str = ""
    previous: str = ""
    state: str = "missing"
    data: Mapping[str, Any] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reference: str = ""
    line: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Concept and slot."""
        return self.concept, self.slot


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something in a file that was not used: where, and a message with its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    concept: str = ""
    slot: str = ""

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """Return the reason, put through `translate` first."""
        return format_message(self.message, self.values, translate)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The units of a vocabulary in a language; a file may leave the other values empty.

    `revision` is the number of the newest change when the sheet was made, `reliability` that of
    units which state none.
    """

    vocabulary: str
    lang: str
    source_language: str
    title: str
    units: Sequence[Unit]
    revision: int | None = None
    problems: Sequence[FileProblem] = ()
    reliability: str = "draft"


def of_catalog(
    catalog: TermCatalog,
    vocabulary: str,
    source_language: str,
    title: str,
    base_url: str = "",
    revision: int | None = None,
) -> Sheet:
    """Return a catalog as a sheet; references to concepts become addresses below `base_url`."""
    locale = (catalog.locale_identifier or "").replace("_", "-")
    problems: list[FileProblem] = []
    units = tuple(units_of(catalog, catalog.reliability, base_url, problems))
    return Sheet(
        vocabulary, locale, source_language, title, units, revision, problems, catalog.reliability
    )


def units_of(
    messages: Iterable[Message], reliability: str, base_url: str, problems: list[FileProblem]
) -> Iterator[Unit]:
    """Yield messages as units; what cannot be used goes to `problems`."""
    for message in messages:
        concept, slot = split_context(str(message.context or ""))
        if concept and isinstance(message.id, str):
            unit, found = _unit(message, concept, slot, reliability, base_url)
            problems += found
            yield unit
        else:
            reason = N_("this is not an entry of a vocabulary: its context names no concept")
            problems.append(FileProblem(reason, line=message.lineno))


def _unit(
    message: Message, concept: str, slot: str, reliability: str, base_url: str
) -> tuple[Unit, list[FileProblem]]:
    text = str(message.string or "")
    previous = "".join(str(old) for old in list(message.previous_id or ())[:1])
    data, notes, problems = parted(message.user_comments, message.lineno, concept, slot)
    state = state_of(text, data, reliability, fuzzy=message.fuzzy, previous=previous)
    place = next((str(place) for place, _ in message.locations), "")
    unit = Unit(
        concept,
        slot,
        str(message.id),
        text,
        previous,
        state,
        data,
        tuple(message.auto_comments),
        notes,
        f"{base_url}{place}" if place.startswith("/") else place,
        message.lineno,
    )
    return unit, problems


def state_of(
    text: str, data: Mapping[str, Any], reliability: str, *, fuzzy: bool, previous: str
) -> str:
    """Return the state of a text that is fuzzy or not, beside its data."""
    if not text:
        return "missing"
    if fuzzy:
        return "changed" if previous else "review"
    return "reviewed" if data.get("reliability", reliability) == "reviewed" else "draft"


def parted(
    comments: Sequence[str], line: int | None, concept: str, slot: str
) -> tuple[dict[str, Any], tuple[str, ...], list[FileProblem]]:
    """Return data and notes of translator comments; a bad value stays a note, with a problem."""
    message = Message("", user_comments=list(comments))
    data, wrong = data_of(message)
    values = data.values()
    bad = {f"{key}: {value}" for key, value in wrong}
    reason = N_("“%(comment)s” states no value that is known; it is kept as a note")
    problems = [
        FileProblem(reason, {"comment": f"{key}: {value}"}, line, concept, slot)
        for key, value in wrong
    ]
    kept = [note.strip() for note in comments if not is_data(note) or _bare(note) in bad]
    return values, tuple(note for note in kept if note), problems


def _bare(comment: str) -> str:
    key, _, value = comment.partition(":")
    return f"{key}: {value.strip()}"


def comments_and_notes(unit: Unit) -> list[str]:
    """Return the translator comments of a unit: its data, and its notes."""
    return [*comments_of(unit.data), *unit.notes]


def one_line(text: str) -> str:
    """Return a text as a comment can hold it: line breaks as spaces, no space at the ends."""
    return " ".join(text.replace("\r", "\n").split("\n")).strip()
