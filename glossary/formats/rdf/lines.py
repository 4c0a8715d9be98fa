"""N-Triples and N-Quads in the careful way: line by line."""

import io
from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from glossary.errors import N_, BrokenSource
from glossary.formats.rdf import encodings
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.turtle_mending import BAD_STATEMENT, Mender, reason_of, text_of
from glossary.formats.rdf.turtle_tokens import MARK, Token, Tokens

MOST_LINE = 1 << 24
"""So many bytes a line may have: 16 MB."""
_BATCH = 500


def careful(stream: io.BufferedReader, name: str, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what can be read of N-Triples or N-Quads in UTF-8; the rest goes to `reading`.

    Raises BrokenSource where the last line is cut off, a line is not UTF-8 or too long.
    """
    mender = Mender(name, reading, None)
    lines = enumerate(_lines(stream, name), start=1)
    while batch := list(islice(lines, _BATCH)):
        found = _parsed(b"".join(line for _, line in batch))
        if isinstance(found, list):
            yield from found
            continue
        for number, line in batch:
            found = _parsed(line)
            if not isinstance(found, list):
                found = _careful_line(line, number, name, mender, reading)
            yield from found


def _lines(stream: io.BufferedReader, name: str) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(MOST_LINE + 1):
        number += 1
        if len(line) > MOST_LINE:
            text = N_("one text, name or statement is longer than %(most)s MB")
            raise BrokenSource(name, text, line=number, most=MOST_LINE >> 20)
        yield line


def _careful_line(
    line: bytes, number: int, name: str, mender: Mender, reading: Reading
) -> list[ox.Quad]:
    """Return what a line says that the parser refuses as it is."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise encodings.not_utf8(error, number, name) from error
    tokens = list(Tokens(io.BytesIO(line), name, number))
    ended = tokens[-1].kind == MARK and tokens[-1].text == "."
    if not ended and not text.endswith("\n"):
        reason = N_("the file ends inside the statement that begins here; it was cut off")
        raise BrokenSource(name, reason, line=number)
    found: list[ox.Quad] | str = _parsed(_mended(tokens, mender).encode("utf-8"))
    if isinstance(found, list):
        return found
    where = tokens[0].text.strip("<>")
    text = " ".join(token.text for token in tokens[1:])
    reading.leave_out("bad-statement", where, number, BAD_STATEMENT, text=text, cause=found)
    return []


def _mended(tokens: list[Token], mender: Mender) -> str:
    while tokens and tokens[-1].text == ".":
        tokens.pop()
    return text_of(mender.mended(tokens)) if tokens else ""


def _parsed(lines: bytes) -> list[ox.Quad] | str:
    try:
        return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    except (SyntaxError, ValueError, MemoryError) as error:
        return reason_of(error)
