"""Turtle and TriG in the careful way: statement by statement.

Tags, names and texts that are written wrongly are mended where they stand. A statement that the
parser still refuses is tried one object at a time, objects in square brackets one by one inside,
and only what cannot be understood is left out.
"""

import re
from collections.abc import Iterator
from itertools import count

import pyoxigraph as ox

from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats.rdf import mending
from glossary.formats.rdf.encodings import Bytes
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.turtle_mending import BAD_STATEMENT, Mender, reason_of, text_of
from glossary.formats.rdf.turtle_tokens import (
    IRI,
    MARK,
    TAG,
    TEXT,
    WORD,
    Statement,
    Token,
    statements,
)

MOST_PREFIXES = 10_000
"""So many prefixes a file may declare."""
_BATCH = 200
_PREFIX = re.compile(r"([^\s<>\"'()\[\]{},;^@:]*):")
_LACKS = N_("the statement of this line lacks a part or a sign (%(cause)s)")


def careful(stream: Bytes, name: str, base: str, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what can be read of a Turtle or TriG text in UTF-8; what cannot goes to `reading`.

    Raises BrokenSource where the file is cut off, is not UTF-8, uses a prefix that it does not
    declare (unless everybody knows it), or goes beyond a limit.
    """
    reader = _Reader(name, base, reading)
    for statement in statements(stream, name):
        yield from reader.take(statement)
    yield from reader.rest()


class _Reader:
    """Statements on their way to the parser, some at a time."""

    def __init__(self, name: str, base: str, reading: Reading) -> None:
        self._name, self._base, self._reading = name, base, reading
        self._prefixes: dict[str, str] = {}
        self._mender = Mender(name, reading, self._prefixes)
        self._waiting: list[Statement] = []
        self._numbers = count(1)

    def take(self, statement: Statement) -> Iterator[ox.Quad]:
        """Yield what is ready once this statement is known."""
        first = statement.tokens[0]
        directive = first.text.lower().removeprefix("@")
        if first.kind in (TAG, WORD) and directive in ("prefix", "base", "version"):
            yield from self.rest()
            self._declare(directive, statement)
            return
        self._waiting.append(Statement(self._mender.mended(statement.tokens)))
        if len(self._waiting) == _BATCH:
            yield from self.rest()

    def rest(self) -> Iterator[ox.Quad]:
        """Yield what the waiting statements say."""
        waiting, self._waiting = self._waiting, []
        found = self._parsed("\n".join(text_of(one.tokens) for one in waiting))
        if isinstance(found, list):
            yield from found
            return
        for statement in waiting:
            yield from self._one(statement)

    def _declare(self, directive: str, statement: Statement) -> None:
        tokens = statement.tokens
        if directive == "version":
            return
        if len(tokens) != (3 if directive == "prefix" else 2) or tokens[-1].kind != IRI:
            reason = N_("this declaration of a prefix or base cannot be read")
            raise BrokenSource(self._name, reason, line=statement.line)
        iri = self._mender.mended(tokens[-1:])[0].text
        found = self._parsed(f"{iri} <x:p> <x:o> .")
        if not isinstance(found, list):
            reason = mending.NO_IRI
            raise BrokenSource(self._name, reason, line=statement.line, iri=iri[1:-1], cause=found)
        full = str(found[0].subject.value)  # type: ignore[union-attr]  # an IRI, as given
        if directive == "base":
            self._base = full
            return
        self._prefixes[tokens[1].text.removesuffix(":")] = full
        if len(self._prefixes) > MOST_PREFIXES:
            reason = NN_(
                "more than %(most)s prefix is declared; refused",
                "more than %(most)s prefixes are declared; refused",
                "most",
            )
            raise BrokenSource(self._name, reason, line=statement.line, most=MOST_PREFIXES)

    def _parsed(self, text: str) -> list[ox.Quad] | str:
        """Return what statements say, or why they cannot be read."""
        used = set(_PREFIX.findall(text)) & self._prefixes.keys()
        head = "".join(f"PREFIX {name}: <{self._prefixes[name]}>\n" for name in used)
        try:
            return list(ox.parse(head + text, format=ox.RdfFormat.TRIG, base_iri=self._base))
        except (SyntaxError, ValueError, MemoryError) as error:
            return reason_of(error)

    def _one(self, statement: Statement) -> Iterator[ox.Quad]:
        """Yield what a statement says, or what can be read of it."""
        found = self._parsed(text_of(statement.tokens))
        if isinstance(found, list):
            yield from found
            return
        terms = _terms(statement.tokens)
        if len(terms) < 3:
            line = statement.tokens[-1].line
            raise BrokenSource(self._name, _LACKS, line=line, cause=found)
        yield from self._said_of(terms[0], terms[1:], statement.tokens[0].text)

    def _said_of(
        self, subject: list[Token], terms: list[list[Token]], where: str
    ) -> Iterator[ox.Quad]:
        """Yield what predicates and objects say of a subject, each on its own."""
        if subject[0].text == "[" and len(subject) > 2:
            inner, subject = subject[1:-1], [self._blank(subject[0])]
            yield from self._said_of(subject, _terms(inner), where)
        predicate: list[Token] = []
        objects: list[list[Token]] = [[]]
        for term in [*terms, [Token(MARK, ";", 0)]]:
            mark = term[0].text if len(term) == 1 and term[0].kind == MARK else ""
            if mark == ";":
                for one in objects:
                    if predicate or one:
                        yield from self._object(subject, predicate, one, where)
                predicate, objects = [], [[]]
            elif mark == ",":
                objects.append([])
            elif predicate:
                objects[-1] += term
            else:
                predicate = term

    def _object(
        self, subject: list[Token], predicate: list[Token], value: list[Token], where: str
    ) -> Iterator[ox.Quad]:
        tokens = [*subject, *predicate, *value]
        found = self._parsed(text_of(tokens))
        if isinstance(found, str) and (not value or _goes_on(value)):
            raise BrokenSource(self._name, _LACKS, line=tokens[-1].line, cause=found)
        if isinstance(found, list):
            yield from found
        elif len(value) > 2 and value[0].text == "[" and value[-1].text == "]":
            blank = [self._blank(value[0])]
            linked = self._parsed(text_of([*subject, *predicate, *blank]))
            if isinstance(linked, list):
                yield from linked
                yield from self._said_of(blank, _terms(value[1:-1]), where)
            else:
                self._leave_out([*predicate, *value], where, linked, value[0].line)
        else:
            self._leave_out([*predicate, *value], where, found, (value or predicate)[0].line)

    def _blank(self, at: Token) -> Token:
        return Token(WORD, f"_:careful-{next(self._numbers)}", at.line)

    def _leave_out(
        self, tokens: list[Token], where: str, cause: str, line: int | None = None
    ) -> None:
        text = " ".join(token.text for token in tokens)
        line, where = line or tokens[0].line, where.strip("<>")
        self._reading.leave_out("bad-statement", where, line, BAD_STATEMENT, text=text, cause=cause)


def _goes_on(value: list[Token]) -> bool:
    """Return whether a whole term follows an object: a sign between them is missing."""
    more = [one[0] for one in _terms(value)[1:]]
    return bool(more) and all(
        one.kind in (IRI, TEXT, MARK) or (one.kind == WORD and ":" in one.text) for one in more
    )


def _terms(tokens: list[Token]) -> list[list[Token]]:
    """Return tokens as terms: a name, a text with its tag or type, or all inside of brackets."""
    terms: list[list[Token]] = []
    depth = 0
    for token in tokens:
        mark = token.text if token.kind == MARK else ""
        joined = (
            depth or token.kind == TAG or mark == "^^" or (terms and terms[-1][-1].text == "^^")
        )
        if joined and terms:
            terms[-1].append(token)
        else:
            terms.append([token])
        depth += (mark in ("[", "(", "{")) - (mark in ("]", ")", "}") and depth > 0)
    return terms
