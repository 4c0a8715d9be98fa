"""The grammar of searches: words, "phrases", prefix*, -excluded and field:words.

Whatever is typed is a query: a sign that makes no sense is a space, and what could not be used is
told as a problem. Nothing here reaches an engine's own query language.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import regex

from index import Problem, analysis

MAX_WORDS = 12
"""More words than this are not looked at; no label of a glossary is that long."""

MAX_PREFIXES = 4
"""More beginnings of words than this are not looked at; each may stand for a million places."""

FIELDS = ("term", "definition", "note", "notation")
"""What a word may be looked for in: names of concepts, definitions, other texts, notations."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂「」『』", '"'))
_PART = regex.compile(
    r"(?P<minus>(?<!\S)[-\u2212])?"
    rf"(?:(?P<field>(?i:{'|'.join(FIELDS)})):(?!//))?"
    r'(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))?'
)


class Form(Enum):
    """How a clause is written."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is looked for: a word, the words of a phrase, or the beginning of a word."""

    form: Form
    words: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query taken apart; words are as they were written.

    `label` is the whole query folded, where it could be a label: no signs but quotes.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    problems: tuple[Problem, ...] = ()
    label: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that are looked for as they are."""
        found = (c.words for c in self.clauses if c.form is not Form.PREFIX)
        return tuple(dict.fromkeys(word for words in found for word in words))

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return the beginnings of words that are looked for, folded."""
        found = (c.words[0] for c in self.clauses if c.form is Form.PREFIX)
        return tuple(dict.fromkeys(map(analysis.fold, found)))


@lru_cache(1_000)
def parse(text: str) -> Parsed:
    """Return the parts of a query.

    >>> parsed = parse('digital "open access" -paper libr* definition:loan')
    >>> [(clause.form.value, clause.words, clause.field) for clause in parsed.clauses]
    [('word', ('digital',), ''), ('phrase', ('open', 'access'), ''), ('prefix', ('libr',), ''), ('word', ('loan',), 'definition')]
    >>> parsed.excluded[0].words
    ('paper',)
    """  # noqa: E501 - the doctest is one line
    clauses: dict[Clause, None] = {}
    excluded: dict[Clause, None] = {}
    problems: list[Problem] = []
    for found in _PART.finditer(text.translate(_QUOTES)):
        if not found.group():
            continue
        target = excluded if found["minus"] and found.end() > found.end("minus") else clauses
        target.update(dict.fromkeys(_clauses(found, problems)))
    kept, without = _limited(clauses), _limited(excluded)
    if len(kept) < len(clauses) or len(without) < len(excluded):
        problems.append(Problem("too_many_words"))
    if excluded and not clauses:
        problems.append(Problem("only_excluded"))
    return Parsed(kept, without, tuple(problems), _label(text, clauses, excluded))


def _clauses(found: "regex.Match[str]", problems: list[Problem]) -> list[Clause]:
    """Return the clauses of one part of a query."""
    field = (found["field"] or "").lower()
    phrase, word = found["phrase"], found["word"] or ""
    if phrase is not None and not found["closed"]:
        problems.append(Problem("open_quote", f'"{phrase}'))
    plain = _plain_words(word if phrase is None else phrase)
    if not plain:
        if word.strip("*") == "" != word:
            problems.append(Problem("lone_star", word))
        elif field:
            problems.append(Problem("empty_field", f"{field}:"))
        return []
    if phrase is not None or (field == "notation" and not word.endswith("*") and len(plain) > 1):
        form = Form.PHRASE if len(plain) > 1 else Form.WORD
        return [Clause(form, tuple(plain[:MAX_WORDS]), field)]
    made = [Clause(Form.WORD, (one,), field) for one in plain]
    if word.endswith("*"):
        made[-1] = Clause(Form.PREFIX, (plain[-1],), field)
    return made


def _limited(clauses: dict[Clause, None]) -> tuple[Clause, ...]:
    """Return the first clauses, with at most MAX_WORDS words."""
    kept: list[Clause] = []
    words = prefixes = 0
    for clause in clauses:
        words += len(clause.words)
        prefixes += clause.form is Form.PREFIX
        if words > MAX_WORDS or prefixes > MAX_PREFIXES:
            break
        kept.append(clause)
    return tuple(kept)


def _label(text: str, clauses: dict[Clause, None], excluded: dict[Clause, None]) -> str:
    if excluded or any(clause.field or clause.form is Form.PREFIX for clause in clauses):
        return ""
    return analysis.fold(text)


def _plain_words(text: str) -> list[str]:
    places = dict.fromkeys((word.start, word.end) for word in analysis.words(text))
    return [text[start:end] for start, end in places]
