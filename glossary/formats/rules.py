"""What can be found of a vocabulary, by stable id: how grave it is, and what it means.

An error breaks a condition of SKOS or keeps something from being published; a warning is legal and
may be meant. Most rules on structure are those of qSKOS (Mader, Haslhofer and Isaac, "Finding
Quality Issues in SKOS Vocabularies", 2012); numbers such as S14 are conditions of the SKOS
Reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id never changes; `meaning` is for the documentation."""

    id: str
    severity: str
    meaning: str


_READING = (
    Rule("no-concept", WARNING, "A vocabulary has a concept scheme, but no concept."),
    Rule("no-label", ERROR, "A concept has no preferred term; it is left out."),
    Rule("two-preferred", ERROR, "A concept has two preferred terms in a language (S14)."),
    Rule("label-twice", ERROR, "A label of a concept is also one of another kind (S13)."),
    Rule("no-uri", ERROR, "A concept has no URI; it is left out."),
    Rule("empty-label", WARNING, "A label is empty, or no text."),
    Rule("empty-note", WARNING, "A note has no text in the file."),
    Rule("empty-group", WARNING, "A group has no members."),
    Rule("bad-list", WARNING, "The list of a group ends at something that is no list."),
    Rule("group-without-label", WARNING, "A group has no label; its id is shown."),
    Rule("no-language", WARNING, "A text has no language; the source language is assumed."),
    Rule("language", WARNING, "A stated language was not plain."),
    Rule("several-schemes", WARNING, "Several concept schemes are read as one."),
    Rule("other-scheme", WARNING, "Concepts are in another scheme than the chosen one."),
    Rule("entailed", WARNING, "Concepts have no class; SKOS entails that they are some."),
    Rule("longer-id", WARNING, "URIs end alike; the ids made of them are longer."),
    Rule("shared-uri", WARNING, "Another vocabulary has concepts of the same URIs."),
    Rule("no-target", WARNING, "A relation leads out of the vocabulary; it is left out."),
    Rule("reflexive", WARNING, "A concept is related to itself."),
    Rule("text-for-uri", WARNING, "A text stands where a URI belongs."),
    Rule("unknown-status", WARNING, "A status is not known."),
    Rule("unknown-type", WARNING, "A type of a term is not known."),
    Rule("unknown-mark", WARNING, "A mark of a term is not known."),
    Rule("unknown-value", WARNING, "What is said of a term or note is none of the known values."),
    Rule("unknown-sector", WARNING, "An audience is no sector that is known."),
    Rule("bad-mapping", ERROR, "A row of mappings cannot be used; it is left out."),
    Rule("second-value", WARNING, "Several values stand where one is shown."),
    Rule("no-date", WARNING, "A date is none of the calendar; it is left out."),
    Rule("markup", WARNING, "HTML was taken out of a text."),
    Rule("mojibake", WARNING, "A text looks like UTF-8 that was taken for another encoding."),
    Rule("json-text", WARNING, "A text stood in a JSON object."),
    Rule("no-id", WARNING, "An entry has no id, or one that is there already; it is given one."),
    Rule("no-preferred", WARNING, "No term of a concept is preferred; the first one becomes it."),
    Rule("kept", WARNING, "Statements have no place on pages; they are kept, and exported."),
    Rule("not-read", WARNING, "Statements are not read; they are counted."),
    Rule("withdrawn", WARNING, "Concepts of the file before are not in a new release."),
)
_TABLES = (
    Rule("encoding", WARNING, "A table does not say its encoding; one was guessed."),
    Rule("sheet", WARNING, "A workbook has several sheets; one was read."),
    Rule("cell", WARNING, "A cell of a table holds no text."),
    Rule("merged", WARNING, "Several rows of a table are one concept."),
    Rule("homonym", WARNING, "A term of a table has two definitions; it is two concepts."),
)
_FILES = (
    Rule("bad-statement", ERROR, "A statement cannot be understood; it is left out."),
    Rule("bad-iri", ERROR, "A URI has characters that it must not have."),
    Rule("bad-name", ERROR, "A name is written as it must not be."),
    Rule("bad-escape", ERROR, "A backslash stands before a character that needs none."),
    Rule("bad-character", ERROR, "A character stands in the file that must not."),
    Rule("undeclared-prefix", ERROR, "A well-known prefix is used without a declaration."),
    Rule("imports", WARNING, "The file names another one that belongs to it; nothing is fetched."),
    Rule("remote-context", WARNING, "A JSON-LD context is elsewhere; nothing is fetched."),
    Rule("unknown-key", WARNING, "A key of JSON-LD has no meaning in its context."),
    Rule("language-tag", WARNING, "A language tag was not in its plain form."),
    Rule("other-file", WARNING, "A file of a folder or an archive is not read."),
    Rule("source-language", WARNING, "No preferred term is in the source language."),
    Rule("source-catalog", WARNING, "A catalog in the source language is not used."),
    Rule("doubled-catalog", WARNING, "A catalog is not used: another is in the same language."),
)
_SOURCES = (
    Rule("bad-source", ERROR, "An entry of the register of sources cannot be used in full."),
    Rule("unknown-source", ERROR, "A source is cited that the register does not have."),
    Rule("no-source", WARNING, "A definition names no source, and not that it is our own."),
    Rule("unregistered-source", WARNING, "A source is written out beside the register."),
    Rule("source-without-place", WARNING, "A work is cited without the place in it."),
    Rule("source-unseen", WARNING, "A citation does not say whether the work was looked up."),
    Rule("source-without-edition", WARNING, "A work has neither an edition nor a year."),
    Rule("source-twice", WARNING, "The register has one work twice."),
    Rule("replaced-source", WARNING, "An edition is cited that another one has replaced."),
)
_WRITING = (
    Rule("font-of-machine", WARNING, "Signs are set in fonts that other machines may not have."),
    Rule("no-font", WARNING, "No font has some signs; their codes are printed."),
)
_STRUCTURE = (
    Rule("class-clash", ERROR, "Something is a concept and a group or scheme (S9, S37)."),
    Rule(
        "relation-clash",
        ERROR,
        "Two concepts are related, and one stands above the other (S27).",
    ),
    Rule(
        "mapping-clash",
        ERROR,
        "A concept matches another exactly, and also as broader or related (S46).",
    ),
    Rule("cycle", WARNING, "A concept stands above itself."),
    Rule("redundant-broader", WARNING, "A broader concept is reached by another as well."),
    Rule("valueless-relation", WARNING, "Two concepts below the same one are also related."),
    Rule("one-way", WARNING, "Relations are stated from one side only; both are shown."),
    Rule("orphan", WARNING, "A concept has no relation to another."),
    Rule("alone", WARNING, "There is a hierarchy, and concepts have no place in it."),
    Rule("clusters", WARNING, "The vocabulary falls into parts without a relation."),
    Rule("no-top-concept", WARNING, "There is a hierarchy, and no top concept is stated."),
    Rule("top-with-broader", WARNING, "A top concept has a broader concept."),
    Rule("group-cycle", WARNING, "A group is in itself."),
    Rule(
        "duplicate-label",
        WARNING,
        "Several concepts have the same preferred term in a language.",
    ),
    Rule("overlapping-label", WARNING, "The preferred term of a concept is another's synonym."),
    Rule("unprintable", WARNING, "A text holds a character that nobody can see."),
    Rule("ambiguous-notation", WARNING, "Several concepts have the same notation."),
    Rule("undocumented", WARNING, "Concepts have no definition and no note."),
    Rule("missing-language", WARNING, "Concepts have no preferred term in a language."),
    Rule("no-common-language", WARNING, "No language has a preferred term of every concept."),
    Rule("mapping-dead", ERROR, "A mapping leads to a concept that its vocabulary does not have."),
    Rule("mapping-withdrawn", WARNING, "A mapping leads to a withdrawn concept."),
    Rule("mapping-double", WARNING, "A concept matches two of one vocabulary exactly."),
    Rule("mapping-self", ERROR, "A concept is mapped to itself."),
    Rule("mapping-gone", ERROR, "The server says that the target of a mapping does not exist."),
    Rule("mapping-unreachable", WARNING, "The target of a mapping could not be asked for."),
    Rule(
        "same-term",
        WARNING,
        "Concepts of two vocabularies have the same preferred term; nothing says how they differ.",
    ),
    Rule("mapping-inside", WARNING, "A mapping leads to a concept of the same vocabulary."),
    Rule("no-mapping", WARNING, "No concept is mapped to another vocabulary."),
    Rule("undefined-term", WARNING, "The file uses names of SKOS that SKOS does not have."),
    Rule("no-http-uri", WARNING, "Concepts have URIs that cannot be opened on the web."),
    Rule("unfinished", WARNING, "The hierarchy is too tangled to be checked in full."),
)
RULES: Mapping[str, Rule] = {
    rule.id: rule for rule in (*_FILES, *_READING, *_TABLES, *_STRUCTURE, *_SOURCES, *_WRITING)
}


LEFT_OUT, MENDED, UNREAD = "left out", "mended", "not read"
_LEFT_OUT = {
    "no-label", "no-uri", "empty-label", "empty-note", "bad-list", "other-scheme", "no-target",
    "unknown-status", "unknown-type", "unknown-sector", "second-value", "no-date", "bad-statement",
    "remote-context", "reflexive", "bad-mapping", "unknown-value",
}  # fmt: skip
_MENDED = {
    "two-preferred", "label-twice", "no-language", "language", "language-tag", "text-for-uri",
    "markup", "json-text", "bad-iri", "bad-name", "bad-escape", "bad-character", "longer-id",
    "undeclared-prefix", "no-id", "no-preferred",
}  # fmt: skip


_UNREAD = {"not-read", "unknown-key"}


def outcome(rule: str) -> str:
    """Return what was done about a finding: `LEFT_OUT`, `MENDED`, `UNREAD` (such a finding counts
    statements), or "" where it is only told.
    """
    if rule in _UNREAD:
        return UNREAD
    return LEFT_OUT if rule in _LEFT_OUT else MENDED if rule in _MENDED else ""


def severity(rule: str) -> str:
    """Return the severity of a rule; "error" of those that are not of vocabularies."""
    return RULES[rule].severity if rule in RULES else ERROR
