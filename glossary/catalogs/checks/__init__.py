"""Checks of catalogs: rules with stable ids, what they find, and the report of one catalog.

An error keeps an entry (or the whole catalog) from being published, a warning does not.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glossary.catalogs.messages import split_context
from glossary.errors import N_
from glossary.errors.plurals import format_message

ERROR = "error"
WARNING = "warning"
MOST = 1000
"""So many problems of one rule are kept for one catalog; the others are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id never changes; `meaning` is told to translators."""

    id: str
    severity: str
    meaning: str


_LISTED = (
    Rule("syntax", ERROR, N_("A line cannot be read. The whole catalog is not published.")),
    Rule("encoding", ERROR, N_("The file is not in UTF-8. The whole catalog is not published.")),
    Rule(
        "not-a-catalog",
        ERROR,
        N_("The file is no PO file, or has no message. It is not published."),
    ),
    Rule(
        "unknown-language-tag",
        ERROR,
        N_(
            "The folder's name is no tag of IANA's registry of languages. "
            "The whole catalog is not published."
        ),
    ),
    Rule("unknown-concept", ERROR, N_("The vocabulary has no such concept.")),
    Rule("unknown-slot", ERROR, N_("What follows the bar of the context is none of the slots.")),
    Rule(
        "repeated-message", ERROR, N_("Two messages have one context; the later is not published.")
    ),
    Rule("bad-data", ERROR, N_("A data comment has a value that it cannot have.")),
    Rule("several-preferred", ERROR, N_("A preferred term has exactly one line.")),
    Rule("control-character", ERROR, N_("The text holds a character that no text can have.")),
    Rule(
        "bidi-control",
        ERROR,
        N_("A character that turns the direction of writing is never closed, or forces it."),
    ),
    Rule("plural-forms", ERROR, N_("Plural forms are missing, or stand where there can be none.")),
    Rule("placeholder", ERROR, N_("A placeholder such as %(name)s was lost, changed or made up.")),
    Rule("markup", ERROR, N_("Markup of the source was lost or changed, or there is more.")),
    Rule("deprecated-language-tag", WARNING, N_("IANA's registry advises another language tag.")),
    Rule(
        "unknown-locale",
        WARNING,
        N_("CLDR does not know the language: its name and its order of letters are missing."),
    ),
    Rule("locale-mismatch", WARNING, N_("The header names another language than the folder does.")),
    Rule("bad-header", WARNING, N_("A line of the header is missing or has a bad value.")),
    Rule(
        "stale",
        WARNING,
        N_("The catalog is behind its vocabulary; run: glossary catalogs update"),
    ),
    Rule("status-of-no-term", WARNING, N_("Something is said of a line that is not there.")),
    Rule("edge-space", WARNING, N_("The text begins or ends with a space.")),
    Rule("invisible-character", WARNING, N_("The text holds a character that nobody can see.")),
    Rule("wrong-script", WARNING, N_("The text is not in a script of the language.")),
    Rule("mixed-script", WARNING, N_("One word has letters of two scripts that look alike.")),
    Rule(
        "same-as-source",
        WARNING,
        N_(
            "The translation is the source itself, and nothing tells that this is meant: "
            "give a grammar or an equivalence."
        ),
    ),
    Rule("shared-preferred", WARNING, N_("Two concepts have the same preferred term.")),
    Rule("repeated-synonym", WARNING, N_("A synonym is there twice.")),
    Rule("synonym-is-preferred", WARNING, N_("A synonym is the preferred term itself.")),
    Rule("definition-end", WARNING, N_("The text does not end as the source does.")),
    Rule(
        "untranslated-abbreviation",
        WARNING,
        N_("An abbreviation was kept, but its full form has no translation."),
    ),
    Rule("incomplete", WARNING, N_("A text of the pages has no translation.")),
    Rule("unused", WARNING, N_("A text of the pages is no longer used.")),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _LISTED}
WHOLE = ("syntax", "encoding", "not-a-catalog", "unknown-language-tag")
"""Errors of a catalog as a whole: publishing stops, and what was published stays."""


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """What a rule found: `message` with its `values`, the line, the message and the text."""

    rule: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    context: str = ""
    text: str = ""

    @property
    def severity(self) -> str:
        """The severity of its rule: "error" or "warning"."""
        return RULES[self.rule].severity

    @property
    def concept(self) -> str:
        """The id of the concept, "" where the problem is of the whole catalog."""
        return split_context(self.context)[0]

    @property
    def slot(self) -> str:
        """The slot of the concept."""
        return split_context(self.context)[1]

    def record(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """Return the problem for programs."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "line": self.line,
            "concept": self.concept,
            "slot": self.slot,
            "text": self.text,
            "message": self.describe(translate),
        }

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """Return the message with its values, put through `translate` first."""
        return format_message(self.message, self.values, translate)


@dataclass(slots=True)
class Report:
    """What was found in the catalog `file`, named from the folder of its locale on."""

    file: str
    domain: str
    lang: str
    checked: int = 0
    problems: list[CatalogProblem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, problem: CatalogProblem) -> None:
        """Take a problem in; after very many of its rule it is counted only."""
        self.counts[problem.rule] += 1
        if self.counts[problem.rule] <= MOST:
            self.problems.append(problem)

    def count(self, severity: str) -> int:
        """Return how many problems of a severity were found."""
        return sum(n for rule, n in self.counts.items() if RULES[rule].severity == severity)

    def record(self, translate: Callable[[str], str] = str, rule: str = "") -> dict[str, Any]:
        """Return the report for programs, its problems only of `rule` where that is named."""
        return {
            "vocabulary": self.domain,
            "language": self.lang,
            "file": self.file,
            "checked": self.checked,
            "errors": self.count(ERROR),
            "warnings": self.count(WARNING),
            "counts": dict(sorted(self.counts.items())),
            "problems": [
                problem.record(translate)
                for problem in self.in_order()
                if rule in ("", problem.rule)
            ],
        }

    def in_order(self) -> list[CatalogProblem]:
        """Return the problems as they stand in the file, those of the whole catalog first."""
        return sorted(self.problems, key=lambda problem: problem.line or 0)
