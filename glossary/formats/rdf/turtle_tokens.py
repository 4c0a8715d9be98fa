"""A Turtle or TriG text taken apart into statements, also where something in it is wrong.

A statement ends at a full stop outside names, texts and comments. Source of the tokens: RDF 1.1
Turtle, section 6.5 (grammar), with everything inside names and tags let through.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats.rdf import encodings
from glossary.formats.rdf.encodings import Bytes

IRI, TEXT, TAG, WORD, MARK, BROKEN = "iri", "text", "tag", "word", "mark", "broken"
"""Kinds of tokens; a broken one is a text or name that does not end in its line."""

MOST_STATEMENT = 1 << 26
"""So many characters a statement may have: 64 million."""
MOST_DEPTH = 500
"""So deep brackets may stand in one another."""

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+|\#[^\n]*)
    |(?P<text>\"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*\"\"\"
        |'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''
        |"(?!"")(?:[^"\\\n\r]|\\.)*"|'(?!'')(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>\n]*>)
    |(?P<tag>@[^\s.,;()\[\]{}<>"'\#]+(?:\.[^\s.,;()\[\]{}<>"'\#]+)*)
    |(?P<mark>\^\^|[.;,()\[\]{}](?!(?<=\.)[0-9]))
    |(?P<word>(?:\\.|\.(?=[^\s.,;()\[\]{}<>"'\#])|[^\s.,;()\[\]{}<>"'\#@^\\])+)
    """,
    re.VERBOSE | re.DOTALL,
)
_STEP = 1 << 18
_OPEN = {"[": "]", "(": ")", "{": "}"}


@dataclass(slots=True)
class Token:
    """A piece of a statement and the line where it begins."""

    kind: str
    text: str
    line: int


@dataclass(slots=True)
class Statement:
    """The tokens up to a full stop, which is not among them."""

    tokens: list[Token] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line in which it begins."""
        return self.tokens[0].line


class Tokens:
    """The tokens of a text in UTF-8 that is read piece by piece; `line` is that of the next.

    With a `line` the text is this line of a file, and a text in it that does not end is broken;
    else BrokenSource is raised there.
    """

    def __init__(self, stream: Bytes, name: str, line: int | None = None) -> None:
        self._stream, self._name, self._by_line = stream, name, line is not None
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self.line = "", 0, line or 1
        self._ended = False

    def __iter__(self) -> Iterator[Token]:
        while self._at < len(self._text) or self._more():
            match = _TOKEN.match(self._text, self._at)
            near_the_end = match is None or match.end() > len(self._text) - 4
            if near_the_end and self._more():
                continue
            kind, text = (match.lastgroup or "", match[0]) if match else self._broken()
            if kind != "space":
                yield Token(kind, text, self.line)
            self._at += len(text)
            self.line += text.count("\n")

    def _more(self) -> bool:
        """Read on; return whether there is more."""
        if self._ended:
            return False
        if len(self._text) - self._at > MOST_STATEMENT // 4:
            text = N_("one text, name or statement is longer than %(most)s MB")
            raise BrokenSource(self._name, text, line=self.line, most=MOST_STATEMENT // 4 >> 20)
        piece = self._stream.read(max(_STEP, len(self._text) - self._at))
        self._ended = not piece
        try:
            decoded = self._decoder.decode(piece, self._ended)
        except UnicodeDecodeError as error:
            line = self.line + self._text.count("\n", self._at)
            raise encodings.not_utf8(error, line, self._name) from error
        self._text, self._at = self._text[self._at :] + decoded, 0
        return True

    def _broken(self) -> tuple[str, str]:
        """Return what cannot be a token: to the end of its line, or the next space."""
        start = self._text[self._at]
        if start in "\"'" and not self._by_line:
            text = N_("a text that begins here does not end; the file is cut off or a sign missing")
            raise BrokenSource(self._name, text, line=self.line)
        if start in "\"'":
            return BROKEN, self._text[self._at :].rstrip().rstrip(".").rstrip() or start
        match = re.compile(r"\S[^\s;,\"]*").match(self._text, self._at)
        return BROKEN, match[0] if match else start


def statements(stream: Bytes, name: str) -> Iterator[Statement]:
    """Yield the statements of a text in UTF-8; those inside of graphs without their graph.

    Raises BrokenSource where it ends inside one, is not UTF-8 or goes beyond a limit.
    """
    found, in_graph, size = Statement(), False, 0
    brackets: list[str] = []
    for token in Tokens(stream, name):
        text = token.text if token.kind == MARK else ""
        at_top = not brackets
        if text == "." and (at_top or brackets[-1] != "}"):
            if not at_top:
                reason = N_("a bracket is not closed in the statement that ends here")
                raise BrokenSource(name, reason, line=token.line)
            if found.tokens:
                yield found
            found, size = Statement(), 0
            continue
        if text == "{" and any(one.text == "=" for one in found.tokens):
            reason = N_("rules of N3 are not read; save the file as Turtle")
            raise BrokenSource(name, reason, line=token.line)
        if text == "{" and at_top and not in_graph and _names_a_graph(found.tokens):
            found, in_graph = Statement(), True
            continue
        if text == "}" and at_top and in_graph:
            if found.tokens:
                yield found
            found, in_graph, size = Statement(), False, 0
            continue
        if text in _OPEN:
            brackets.append(_OPEN[text])
            if len(brackets) > MOST_DEPTH:
                reason = NN_(
                    "brackets stand more than %(most)s level deep in one another",
                    "brackets stand more than %(most)s levels deep in one another",
                    "most",
                )
                raise BrokenSource(name, reason, line=token.line, most=MOST_DEPTH)
        elif text in ("]", ")", "}") and (at_top or brackets.pop() != text):
            reason = N_("a bracket is closed that was not opened")
            raise BrokenSource(name, reason, line=token.line)
        size += len(token.text)
        if size > MOST_STATEMENT:
            reason = N_("one text, name or statement is longer than %(most)s MB")
            raise BrokenSource(name, reason, line=token.line, most=MOST_STATEMENT >> 20)
        found.tokens.append(token)
        if _is_whole_directive(found.tokens):
            yield found
            found, size = Statement(), 0
    if found.tokens or in_graph:
        line = found.line if found.tokens else None
        reason = N_("the file ends inside the statement that begins here; it was cut off")
        raise BrokenSource(name, reason, line=line)


def _names_a_graph(tokens: list[Token]) -> bool:
    """Return whether what stands before a curly bracket can be the name of a graph."""
    named = [one for one in tokens if one.text.upper() != "GRAPH"]
    return len(named) <= 1 or [one.text for one in named] == ["[", "]"]


def _is_whole_directive(tokens: list[Token]) -> bool:
    """Return whether these are a directive as SPARQL writes it, which no full stop ends."""
    first = tokens[0].text.upper() if tokens[0].kind == WORD else ""
    return len(tokens) == {"PREFIX": 3, "BASE": 2, "VERSION": 2}.get(first, 0)
