"""What was typed at the desk: the fields of a form held against the texts of a concept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glossary.contribute import input_checks
from glossary.contribute.tables import Draft, Entry
from glossary.errors import Invalid
from glossary.model import EQUIVALENCES

WAITING = ("changed", "review")
"""The states of translations that nobody sees until someone says that they fit."""
_PLAIN = ("grammar", "equivalence")
_LISTS = ("sources", "deprecated")
_MOST_IN_DATA = 5_000


@dataclass(slots=True)
class Field:
    """One text of a concept, and what stands in its place in the form.

    `base` and `source` are what the translator saw; `data` are the data comments as typed;
    `fits` says that a waiting translation may stay as it is; `error` is what is wrong with it.
    """

    entry: Entry
    text: str
    base: str
    source: str
    data: dict[str, Any]
    fits: bool = False
    error: Invalid | None = None
    draft: Draft | None = None

    @property
    def slot(self) -> str:
        """The slot of the text."""
        return self.entry.slot

    @property
    def has_moved(self) -> bool:
        """Whether someone else has changed the text, or its source, since the form was drawn."""
        return (self.base, self.source) != (self.now, _trimmed(self.entry.source))

    @property
    def now(self) -> str:
        """What stands there now, as a form sends it back."""
        return _trimmed(self.entry.text)

    @property
    def began_elsewhere(self) -> bool:
        """Whether what is typed was begun on another text than that which stands there now."""
        kept = self.draft is not None and self.draft.base != self.now
        return (kept or self.has_moved) and _trimmed(self.text) != self.now

    @property
    def other_data(self) -> dict[str, Any]:
        """The data comments that shall be different; an empty one is taken away."""
        return {k: v for k, v in self.data.items() if v != (self.entry.data.get(k) or type(v)())}

    @property
    def is_changed(self) -> bool:
        """Whether there is something to send."""
        confirmed = self.fits and bool(self.text) and self.entry.state in WAITING
        other = _trimmed(self.text) not in (self.base, self.now)
        return other or bool(self.other_data) or confirmed

    @property
    def deprecated(self) -> list[str]:
        """The synonyms that should no longer be used."""
        statuses = self.data.get("statuses") or {}
        return [line for line, status in statuses.items() if status == "deprecated"]

    def check(self) -> None:
        """Keep what is wrong with the text in `error`; put it in order where nothing is."""
        try:
            self.text = input_checks.wording(self.slot, self.text, may_be_empty=True)
            self.data = input_checks.data(self.data)
        except Invalid as error:
            self.error = error


def _trimmed(text: str) -> str:
    """Return a text as it comes back from a form."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def untouched(entries: Sequence[Entry], kept: Mapping[str, Draft]) -> list[Field]:
    """Return the fields of a form that is drawn anew, with what was `kept` of earlier typing."""
    return [_fresh(entry, kept.get(entry.slot)) for entry in entries]


def _fresh(entry: Entry, draft: Draft | None) -> Field:
    base = _trimmed(entry.text)
    text = draft.text if draft else base
    data = {**_data_of(entry), **(draft.data if draft else {})}
    return Field(entry, text, base, _trimmed(entry.source), data, draft=draft)


def _data_of(entry: Entry) -> dict[str, Any]:
    return {name: entry.data[name] for name in input_checks.DATA if name in entry.data}


def filled(entries: Sequence[Entry], form: Mapping[str, str]) -> list[Field]:
    """Return the fields of a form that was sent; one that is not in it is as it was."""
    return [_sent(entry, form) for entry in entries]


def _sent(entry: Entry, form: Mapping[str, str]) -> Field:
    slot, there = entry.slot, _fresh(entry, None)
    if f"text-{slot}" not in form:
        return there
    data = there.data | _typed_data(entry, form)
    return Field(
        entry,
        _trimmed(form[f"text-{slot}"]),
        _trimmed(form.get(f"base-{slot}", "")),
        _trimmed(form.get(f"source-{slot}", "")),
        data,
        fits=f"fits-{slot}" in form,
    )


def _typed_data(entry: Entry, form: Mapping[str, str]) -> dict[str, Any]:
    """Return the data comments of a form, as `glossary.catalogs.data` names them."""
    slot = entry.slot
    found: dict[str, Any] = {}
    for name in _PLAIN:
        if (typed := form.get(f"{name}-{slot}")) is not None:
            found[name] = typed.strip()[:_MOST_IN_DATA]
    lists = {name: _lines(form.get(f"{name}-{slot}")) for name in _LISTS}
    if lists["sources"] is not None:
        found["sources"] = lists["sources"]
    if lists["deprecated"] is not None:
        kept = {k: v for k, v in entry.data.get("statuses", {}).items() if v != "deprecated"}
        found["statuses"] = {**kept, **dict.fromkeys(lists["deprecated"], "deprecated")}
    if found.get("equivalence") == EQUIVALENCES[0] and "equivalence" not in entry.data:
        del found["equivalence"]  # what is meant where nothing is said
    return found


def _lines(text: str | None) -> list[str] | None:
    if text is None:
        return None
    return [" ".join(line.split()) for line in text[:_MOST_IN_DATA].splitlines() if line.strip()]
