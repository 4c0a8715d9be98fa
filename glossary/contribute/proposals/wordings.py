"""A new wording of a text, held against what stands there now, and the change it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glossary.catalogs import editing
from glossary.catalogs.data import data_of
from glossary.catalogs.po.catalog import Message
from glossary.contribute import input_checks
from glossary.contribute.proposals.applying import OpenCatalog
from glossary.contribute.tables import Change, Proposal, now
from glossary.errors import N_, Conflict


class Changed(Conflict):
    """The text has changed since it was looked at, or the proposal was made."""

    code = "changed"

    def __init__(self) -> None:
        super().__init__(N_("The text has changed meanwhile. Please compare, and decide again."))


@dataclass(frozen=True, slots=True)
class Wording:
    """A new text of one slot.

    `data` are the data comments that shall be different (None and what is not named: as they
    are); `base` is the text that the author saw (None: whatever stands there). `checked` says
    that a competent speaker has checked it.
    """

    concept: str
    slot: str
    text: str
    data: Mapping[str, Any] | None = None
    base: str | None = None
    checked: bool = False


def text_of(message: Message) -> str:
    """Return the translation of a message, "" where it has none."""
    return str(message.string or "").strip("\n")


def has_moved(proposal: Proposal, message: Message) -> bool:
    """Return whether a text, or its source, is another one than when the proposal was made."""
    seen = proposal.before.strip("\n"), proposal.source.strip("\n")
    return seen != (text_of(message), str(message.id).strip("\n"))


def change_of(
    catalog: OpenCatalog, message: Message, wording: Wording, *, origin: str, decider_id: int | None
) -> Change:
    """Return the change that a wording makes of a message of an open catalog.

    Raises Changed, Invalid.
    """
    before = text_of(message)
    if wording.base is not None and wording.base.replace("\r\n", "\n").strip("\n") != before:
        raise Changed
    text = input_checks.wording(wording.slot, wording.text, may_be_empty=origin != "proposal")
    data_before = data_of(message)[0].values()
    reliability = _reliability(catalog, wording, text != before, origin)
    return Change(
        vocabulary=catalog.vocabulary,
        lang=catalog.lang,
        concept=wording.concept,
        slot=wording.slot,
        before=before,
        after=editing.fitted(text, str(message.id)).strip("\n"),
        data=_data(wording, text, data_before, reliability),
        data_before=data_before,
        origin=origin,
        decider_id=decider_id,
        made=now(),
        uncommitted=catalog.settings.git == "on",
    )


def is_different(change: Change, message: Message) -> bool:
    """Return whether a change changes anything, if only that a text awaits review no longer."""
    if (change.before, change.data_before) != (change.after, change.data):
        return True
    return bool(change.after) and message.fuzzy


def _data(
    wording: Wording, text: str, before: Mapping[str, Any], reliability: str | None
) -> dict[str, Any]:
    """Return all data comments of a text after a change; `reliability` None keeps that."""
    after = {**before, **input_checks.data(wording.data or {})}
    after["reliability"] = before.get("reliability") if reliability is None else reliability
    lines = text.split("\n")
    for name in ("statuses", "line_marks", "line_notes"):
        said = after.get(name) or {}
        after[name] = {line: value for line, value in said.items() if line in lines}
    return {name: value for name, value in after.items() if value}


def _reliability(catalog: OpenCatalog, wording: Wording, is_new: bool, origin: str) -> str | None:
    """Return what is stated of the reliability of a text, None where that is as before.

    A new text is not checked by a competent speaker because the one before it was, nor because
    its author says so.
    """
    stated = str((wording.data or {}).get("reliability") or "")
    if wording.checked:
        return "reviewed"
    if origin == "revert" and wording.data is not None:
        return stated
    if stated == "draft":
        return stated
    if is_new:
        return "draft" if catalog.is_reviewed else ""
    return None
