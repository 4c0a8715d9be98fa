"""Units collected while a file is read: within the limits, each message once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from glossary import languages
from glossary.errors import N_, BrokenSource, Invalid, TooLarge
from glossary.errors.plurals import NN_
from glossary.exchange.sheets import FileProblem, Sheet, Unit, one_line, parted, state_of
from glossary.formats.limits import Limits, check_entries, check_fit, check_pieces
from glossary.model import RELIABILITIES

MOST_PROBLEMS = 1000
_LONGEST_TOLD = 1000
_UNFIT = re.compile("[\0\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,15}")


def tag(text: str) -> str:
    """Return a language tag in its canonical form, "" for what is none."""
    text = text[:_LONGEST_TOLD].replace("_", "-")
    return languages.canonical(text) if languages.is_well_formed(text) else ""


def is_in_language(found: str, asked: str) -> bool:
    """Return whether texts in `found` are in the language `asked`: "fr-FR" for "fr" and back.

    A file that names no language is in any.
    """
    if not found or not asked:
        return True
    one, other = tag(found), tag(asked)
    return bool(one) and (languages.matches(one, other) or languages.matches(other, one))


def number(text: str) -> int | None:
    """Return a revision, None where the text is no number."""
    text = text.strip()
    return int(text) if _NUMBER.fullmatch(text) and text.isascii() else None


class Gathering:
    """The units and problems of a file that is being read; `asked` is the language wanted."""

    def __init__(self, name: str, limits: Limits, asked: str) -> None:
        self.name, self.limits, self.asked = name, limits, asked
        self.vocabulary = self.lang = self.source_language = self.title = ""
        self.reliability = "draft"
        self.revision: int | None = None
        self._units: dict[tuple[str, str], Unit] = {}
        self._problems: list[FileProblem] = []
        self._more = self._entries = self._characters = self._strings = 0

    def add(self, unit: Unit) -> None:
        """Take a unit; one that cannot be used becomes a problem. Raises TooLarge."""
        self._entries += 1
        check_entries(self._entries, self.limits)
        check_fit(self._entries, self.limits)
        self._weigh(unit)
        first = self._units.get(unit.key)
        if first is not None:
            self.refuse(
                N_("this entry stands already in line %(first)s"), unit, first=first.line or "?"
            )
        elif reason := self._unusable(unit):
            self.refuse(reason, unit, most=self.limits.characters)
        else:
            self._units[unit.key] = unit

    def unit(
        self, found: Unit, said: Sequence[str], *, fuzzy: bool, reviewed: bool = False
    ) -> Unit:
        """Return a unit with its state, and data and notes from what translators said beside it.

        `fuzzy` is that it must be looked at again; `reviewed` that the file states in its own way
        that it was checked.
        """
        lines = [line.strip() for text in said for line in re.split(r"\r\n|\r|\n", text)]
        unique = list(dict.fromkeys(line for line in lines if line))
        data, notes, problems = parted(unique, found.line, found.concept, found.slot)
        self.take(problems)
        if reviewed and not fuzzy and data.get("reliability", self.reliability) != "reviewed":
            data["reliability"] = "reviewed"
        comments = tuple(line for text in found.comments if (line := one_line(text)))
        state = state_of(found.text, data, self.reliability, fuzzy=fuzzy, previous=found.previous)
        return replace(found, state=state, data=data, notes=notes, comments=comments)

    def replace(self, unit: Unit) -> None:
        """Put a unit in the place of the one that was taken for the same message."""
        self._weigh(unit)
        if reason := self._unusable(unit):
            self.refuse(reason, unit, most=self.limits.characters)
        else:
            self._units[unit.key] = unit

    def taken(self, key: tuple[str, str]) -> Unit | None:
        """Return the unit that was taken for a message."""
        return self._units.get(key)

    def _weigh(self, unit: Unit) -> None:
        texts = [unit.source, unit.text, unit.previous, *unit.comments, *unit.notes]
        texts += [*unit.data.get("sources", ()), *unit.data.get("statuses", ())]
        self._strings += len(texts)
        self._characters += sum(map(len, texts)) + len(unit.concept) + len(unit.reference)
        check_pieces(self._strings, self.limits)
        if self._characters > self.limits.bytes:
            raise TooLarge(N_("The texts of the file are too long together."))

    def _unusable(self, unit: Unit) -> str:
        texts = (unit.concept, unit.slot, unit.source, unit.text, unit.previous)
        if max(map(len, texts)) > self.limits.characters:
            return NN_(
                "the text has more than %(most)s character",
                "the text has more than %(most)s characters",
                "most",
            )
        said = (*texts, *unit.comments, *unit.notes, unit.reference, repr(unit.data))
        if any(_UNFIT.search(text) for text in said):
            return N_("the text has characters that cannot be kept")
        if not unit.concept or not unit.slot:
            return N_("this is not an entry of a vocabulary: its context names no concept")
        return ""

    def refuse(self, reason: str, unit: Unit, **values: object) -> None:
        """Note that a unit is not used."""
        self.note(reason, unit.line, unit.concept, unit.slot, **values)

    def note(
        self, reason: str, line: int | None, concept: str = "", slot: str = "", **values: object
    ) -> None:
        """Note that something is not used."""
        self.take([FileProblem(reason, values, line, concept[:500], slot[:40])])

    def take(self, problems: Sequence[FileProblem]) -> None:
        """Note problems; those beyond a thousand are counted."""
        room = max(0, MOST_PROBLEMS - len(self._problems))
        self._problems += map(_printable, problems[:room])
        self._more += len(problems[room:])

    def describe(self, key: str, value: str) -> None:
        """Take a value of the whole sheet: "title", "revision" or "reliability"."""
        value = one_line(value)
        if key == "title":
            self.title = value
        elif key == "revision":
            self.revision = number(value)
        elif key == "reliability" and value in RELIABILITIES:
            self.reliability = value

    def check_language(self, found: str) -> bool:
        """Take the language of the file; return whether it is the one that was asked for."""
        if is_in_language(found, self.asked):
            self.lang = tag(found) or self.asked
            return True
        return False

    def other_language(self, found: str) -> Invalid:
        """Return the error that the file is in another language than the one asked for."""
        return Invalid(
            N_("The file holds texts in “%(found)s”, not in “%(asked)s”."),
            parameter="file",
            found=_plain(found),
            asked=self.asked,
        )

    def broken(self, reason: str, line: int | None = None, **values: object) -> BrokenSource:
        """Return the error that the file cannot be read."""
        return BrokenSource(self.name, reason, line=line, **values)

    def sheet(self) -> Sheet:
        """Return what was collected."""
        problems = list(self._problems)
        if self._more:
            problems.append(
                FileProblem(
                    NN_("%(count)s more problem", "%(count)s more problems"), {"count": self._more}
                )
            )
        return Sheet(
            _plain(self.vocabulary),
            _plain(self.lang or self.asked),
            _plain(self.source_language),
            _plain(self.title),
            tuple(self._units.values()),
            self.revision,
            tuple(problems),
            self.reliability,
        )


def _printable(problem: FileProblem) -> FileProblem:
    values = {
        name: _plain(value) if isinstance(value, str) else value
        for name, value in problem.values.items()
    }
    return replace(
        problem, values=values, concept=_plain(problem.concept), slot=_plain(problem.slot)
    )


def _plain(text: str) -> str:
    """Return a text that can be shown and stored, cut to a bearable length."""
    return _UNFIT.sub("\ufffd", text[:_LONGEST_TOLD])
