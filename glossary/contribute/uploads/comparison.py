"""What an uploaded catalog would change here, entry by entry, in three ways.

The wording in the file is held against that of today (here) and that of the moment when the file
was downloaded (the base). The base is known where the file says at which change it was made (its
revision): it is what stood there before the first change after that, or what stands there now
where nothing was changed since. A file that says nothing, for example one out of git, may be of
any age: where a text was never changed here, every difference is the translator's; where it was,
a wording that stood here once is taken for the older one, and any other is a conflict.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from glossary.contribute import input_checks
from glossary.errors import N_, Invalid
from glossary.exchange.sheets import UNSURE, FileProblem, Sheet, Unit

KINDS = ("conflict", "new", "changed", "removed", "older", "review", "rejected")
"""In the order in which people want to see them; see `Row`."""
CHOICES = {"conflict": "", "new": "theirs", "changed": "theirs", "removed": "here", "older": "here"}
"""The kinds of which a wording can be chosen, and which one is chosen at first, if any."""
REVIEW = N_("It is marked as needing review, and left out.")
UNKNOWN = N_("There is no such entry in this catalog.")
TWICE = N_("This entry stands in the file twice.")
SOURCE = N_("The source text is another one here, so the translation may not fit any more.")
SAME_AS_SOURCE = N_("The translation is the same as the source text. Is that meant?")
ONLY_DATA = N_("The text is the same; only what is said of it differs.")
CONFIRMED = N_("The text is the same, and no longer needs review.")
MOVED = N_("Someone has changed this text here while you were looking.")
_EMPTY: dict[str, Any] = {
    "sources": [],
    "statuses": {},
    "marks": [],
    "line_marks": {},
    "line_notes": {},
}
_LONGEST_ID = 500
_LONGEST_SLOT = 40
Key = tuple[str, str]
"""Concept and slot."""
Wording = tuple[str, Mapping[str, Any] | None]
"""A text and its data comments, None where they are not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a file that is not as ours; fields as in `glossary.contribute.tables.UploadRow`.

    Its kind is "new" (nothing stood here), "changed", "conflict" (changed on both sides), "removed"
    (the file has it empty), "older" (the file has, untouched, what was changed here since),
    "review" (marked as not ready, left out) or "rejected" (cannot be used). `data` are the data
    comments that shall be different, an empty value for one to be taken away; `notes` are what
    the translator has added for people.
    """

    kind: str
    concept: str
    slot: str
    source: str
    base: str | None
    here: str
    theirs: str
    data: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    line: int = 0
    reason: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Comparison:
    """The rows of a file in its order, and how many entries there are of each kind, and as ours."""

    rows: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row | None) -> None:
        """Take one more entry in; None for one that is as ours."""
        self.counts[row.kind if row else "same"] += 1
        if row:
            self.rows.append(row)


def compared(sheet: Sheet, ours: Sheet, history: Mapping[Key, Sequence[Wording]]) -> Comparison:
    """Return what the entries of `sheet` would change in `ours`, the catalog as it is here now.

    `history` has what each text was here, the oldest first, today's left out: since the revision
    of the sheet where it has one, else ever. Programs that know nothing of data comments take
    all of them away; so a sheet without any is taken to say nothing of them. Others translate
    all that is equal in the source at once; so a term is not taken for a synonym of itself.
    """
    found = Comparison()
    current = {unit.key: unit for unit in ours.units}
    known = {_without_line(problem) for problem in ours.problems}
    for problem in sheet.problems:
        if _without_line(problem) not in known:
            found.add(_of_problem(problem, current))
    says_data = any(unit.data for unit in sheet.units)
    terms = {
        unit.concept: _composed(unit.text.strip())
        for unit in sheet.units
        if unit.slot == "prefLabel"
    }
    seen: set[Key] = set()
    for unit in sheet.units:
        here = current.get(unit.key)
        if here is None:
            found.add(_row(unit, None, "rejected", UNKNOWN) if unit.text.strip() else None)
        elif unit.key in seen:
            found.add(_row(unit, here, "rejected", TWICE))
        elif _is_equal(unit, here):
            found.add(None)
        else:
            theirs = unit if says_data else replace(unit, data=here.data)
            if unit.slot == "altLabel":
                theirs = replace(theirs, text=_without(terms.get(unit.concept), unit, here))
            entry = _Entry(theirs, here, history.get(unit.key, ()), sheet.revision is not None)
            found.add(entry.row())
        seen.add(unit.key)
    return found


def _is_equal(one: Unit, other: Unit) -> bool:
    """Return whether two entries are the same to the letter, as nearly all of a file are."""
    same = one.text == other.text and one.data == other.data
    return same and (one.state in UNSURE) == (other.state in UNSURE)


def _without(term: str | None, theirs: Unit, here: Unit) -> str:
    """Return synonyms without a line that is the preferred term, where we do not have it too."""
    known = here.text.split("\n")
    lines = [
        line for line in theirs.text.split("\n") if _composed(line.strip()) != term or line in known
    ]
    return "\n".join(lines)


class _Entry:
    """One entry of a file beside ours; the base is None where it is not known."""

    def __init__(self, theirs: Unit, here: Unit, history: Sequence[Wording], known: bool) -> None:
        self.unit, self.ours = theirs, here
        self.slot = here.slot
        self.theirs, self.here = self._plain(theirs.text), self._plain(here.text)
        self.once = [self._plain(text) for text, _ in history]
        self.base: str | None = self.here if not history else self.once[0] if known else None
        before = history[0][1] if history and known else None
        self.before = here.data if before is None else before
        silent = self.base is None and self.theirs == self.here
        self.data = {} if silent else different(self.before, theirs.data, here.data)

    def _plain(self, text: str) -> str:
        """Return a text without what is too much of space in it; any text that is as good."""
        try:
            return input_checks.wording(self.slot, text, may_be_empty=True)
        except Invalid:
            return text

    def row(self) -> Row | None:
        """Return what it would change; None where that is nothing."""
        if self.theirs == self.here and not self.data:
            return self._same()
        if self._is_untouched():
            return self._row("older") if self.theirs and self.theirs != self.here else None
        if self.unit.state in UNSURE:
            return self._row("review", REVIEW)
        if not same_source(self.unit.source, self.ours.source):
            return self._row("rejected", SOURCE)
        try:
            text = input_checks.wording(self.slot, self.unit.text, may_be_empty=True)
            data = input_checks.data(self.data)
        except Invalid as error:
            return self._row("rejected", error.message, error.arguments)
        return replace(self._row(*self._kind()), theirs=text, data=data)

    def _same(self) -> Row | None:
        """Return what the marks of an entry mean whose text is the same."""
        if not self.here or (self.unit.state in UNSURE) == (self.ours.state in UNSURE):
            return None
        if not same_source(self.unit.source, self.ours.source):
            return None
        if self.unit.state in UNSURE:
            return self._row("review", REVIEW)
        return self._row("changed", CONFIRMED)

    def _is_untouched(self) -> bool:
        """Return whether the translator has left the entry as they got it."""
        if self.base is None:
            return self.theirs in self.once
        return self.theirs == self.base != self.here and not self.data

    def _kind(self) -> tuple[str, str]:
        """Return the kind of a change, and what is to be said of it."""
        if self.base != self.here or self._clashes():
            return "conflict", ""
        if self.theirs == self.here:
            return "changed", ONLY_DATA
        if not self.theirs:
            return "removed", ""
        reason = SAME_AS_SOURCE if self.theirs == self._plain(self.ours.source) else ""
        return "changed" if self.here else "new", reason

    def _clashes(self) -> bool:
        """Return whether data were changed on both sides."""
        now, before = self.ours.data, self.before
        return any((now.get(name) or None) != (before.get(name) or None) for name in self.data)

    def _row(self, kind: str, reason: str = "", arguments: Mapping[str, Any] | None = None) -> Row:
        made = _row(self.unit, self.ours, kind, reason, arguments or {})
        return replace(made, base=self.base if self.base is None else kept(self.base))


def different(
    before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the data that are other ones after than before, and not as they are now already."""
    changed = {}
    for name in {*before, *after}:
        value = after.get(name) or None
        if value != (before.get(name) or None) and value != (now.get(name) or None):
            changed[name] = value or _EMPTY.get(name, "")
    return changed


def same_source(one: str, other: str) -> bool:
    """Return whether source texts are the same but for space; one that is not told is.

    Composed and decomposed letters are the same (Unicode, UAX 15).
    """
    return not one or _composed(one).split() == _composed(other).split()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _row(
    unit: Unit,
    here: Unit | None,
    kind: str,
    reason: str,
    arguments: Mapping[str, Any] | None = None,
) -> Row:
    known = here.notes if here else ()
    return Row(
        kind=kind,
        concept=kept(unit.concept)[:_LONGEST_ID],
        slot=kept(unit.slot)[:_LONGEST_SLOT],
        source=kept(here.source if here else unit.source),
        base=None,
        here=kept(here.text) if here else "",
        theirs=kept(unit.text),
        notes=kept("\n".join(note for note in unit.notes if note not in known)),
        line=unit.line or 0,
        reason=reason,
        arguments={name: kept(str(value)) for name, value in (arguments or {}).items()},
    )


def _without_line(problem: FileProblem) -> tuple[str, ...]:
    return problem.concept, problem.slot, problem.describe()


def _of_problem(problem: FileProblem, current: Mapping[Key, Unit]) -> Row:
    here = current.get((problem.concept, problem.slot))
    unit = Unit(problem.concept, problem.slot, "", line=problem.line)
    return _row(unit, here, "rejected", problem.message, problem.values)


def kept(text: str) -> str:
    """Return a text as every database can keep it."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
