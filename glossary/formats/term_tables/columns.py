"""The columns of a vocabulary as a table, as they are called when it is written.

Columns of a language have its tag behind their name: ``preferred (fr)``. In a table with a row for
each term they have none, for the row has a language.
"""

import re

from glossary.model import LINKING_RELATIONS, NOTE_KINDS, Term, TermStatus

CONCEPT, URI = "concept", "uri"
LANGUAGE, TERM = "language", "term"
PREFERRED, ALTERNATIVE, DEPRECATED, HIDDEN = "preferred", "alternative", "deprecated", "hidden"
DETAILS = "details"


def spaced(name: str) -> str:
    """Return a name of the model as people write it.

    >>> spaced("scopeNote"), spaced("exactMatch")
    ('scope note', 'exact match')
    """
    return re.sub("([A-Z])", r" \1", name).lower()


MAPPINGS = {spaced(relation): relation for relation in LINKING_RELATIONS}
NOTES = {spaced(kind): kind for kind in NOTE_KINDS}
"""Columns of notes, and the kinds of the model they hold."""
LABELS: dict[str, TermStatus] = {
    PREFERRED: "preferred",
    ALTERNATIVE: "admitted",
    DEPRECATED: "deprecated",
    HIDDEN: "hidden",
}
"""Columns of terms, and the statuses of the terms in them."""
OF_CONCEPT = (
    CONCEPT, URI, "concept type", "concept status", "notation", "kinds", "sectors", "broader",
    "narrower", "related", "groups", *MAPPINGS, "replaced by", "created", "modified",
)  # fmt: skip
IN_LANGUAGE = (*LABELS, DETAILS, *NOTES)
OF_TERM = (
    LANGUAGE, TERM, "status", "type", "grammar", "source", "equivalence", "reliability", "marks",
    "term note",
)  # fmt: skip
GROUP_TYPES = {
    "collection": ("collection", False),
    "ordered collection": ("collection", True),
    "array": ("array", False),
    "ordered array": ("array", True),
}
"""What stands as the type of a group: its kind, and whether its order means something."""
WIDTHS = {
    CONCEPT: 20, URI: 30, LANGUAGE: 10, TERM: 34, PREFERRED: 30, ALTERNATIVE: 30, DETAILS: 24,
    **dict.fromkeys(NOTES, 44),
}  # fmt: skip
"""How wide columns are shown, in characters; else 16."""


def heading(name: str, lang: str | None) -> str:
    """Return how a column is called."""
    return name if lang is None else f"{name} ({lang or 'und'})"


def term_cells(term: Term) -> dict[str, str]:
    """Return what is said of a term beside its text and language, without what is usual."""
    return {
        "type": "" if term.type == "full" else term.type,
        "grammar": term.grammar or "",
        "source": "\n".join(map(one_line, term.sources)),
        "equivalence": term.equivalence or "",
        "reliability": term.reliability or "",
        "marks": "\n".join(term.marks),
        "term note": term.note,
    }


def one_line(text: str) -> str:
    """Return a text without line breaks, for a cell that holds one text on each line."""
    return " ".join(text.splitlines())
