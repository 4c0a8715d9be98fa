"""The objects of a JSKOS file, one by one, with the line where each begins.

A file is an array, an object (of a scheme, of concepts, of a concept), or an object a line.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings
from glossary.formats.contents import Beginning
from glossary.formats.rdf import encodings
from glossary.formats.rdf.containers import HEAD
from glossary.formats.rdf.turtle_mending import BAD_STATEMENT

MOST_JSON = 1 << 28
"""A file that is one array or object may have so many bytes: 256 MB; lines have no limit."""
_MOST_LINE = 1 << 24
_SPACE = re.compile(r"[ \t\r\n]*")
_CONTEXT = re.compile(r'"@context"\s*:\s*"https?://gbv\.github\.io/jskos/')
_OTHER = re.compile(r'"@(?:context|id|graph|value|type)"\s*:')
_SIGNS = re.compile(r'"(?:prefLabel|topConceptOf|inScheme|topConcepts|memberSet)"\s*:\s*[\[{]')
_DECODER = json.JSONDecoder(strict=False)
_CUT = N_("it ends too early; it was cut off")
_NOT_JSON = N_("this is not JSON: %(cause)s")


class Entry(NamedTuple):
    """An object of a file, and the line where it begins."""

    line: int
    value: Any


def recognises(beginning: Beginning) -> bool:
    """Return whether a text is JSON with names of JSKOS, and no other JSON-LD."""
    text = beginning.text
    if text.lstrip()[:1] not in ("{", "[") or not _SIGNS.search(text):
        return False
    return bool(_CONTEXT.search(text)) or not _OTHER.search(text)


def _unfolded(entry: Entry) -> Iterator[Entry]:
    """Yield an object without its concepts, then these; all are in the same line."""
    line, value = entry
    inside = value.pop("concepts", None) if isinstance(value, dict) else None
    yield entry
    yield from (Entry(line, one) for one in (inside if isinstance(inside, list) else ()))


class Document:
    """A JSKOS file: what it says of itself, and its entries, to be read as often as wanted."""

    def __init__(self, file: Path, name: str) -> None:
        self._file, self._name = file, name
        self.findings = Findings()
        self._text = "" if self._has_lines() else self._whole()

    def entries(self) -> Iterator[Entry]:
        """Yield the objects of the file: one that holds concepts without these, then each of them.

        Raises BrokenSource with line and reason where the file is cut off or no JSON.
        """
        if not self._text:
            yield from self._of_lines()
            return
        place = self._skipped(0)
        yield from self._elements(place) if self._text[place] == "[" else self._members(place)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        with self._file.open("rb") as raw:
            stream = encodings.as_utf8(raw, raw.peek(HEAD)[:HEAD], self._name)
            number = 0
            while line := stream.readline(_MOST_LINE):
                number += 1
                yield from ((number, part) for part in line.split(b"\r") if part.strip())

    def _has_lines(self) -> bool:
        """Return whether the first line is an object by itself, or begins one of several."""
        first = next((line for _, line in self._lines()), b"")
        if not first.lstrip().startswith(b"{"):
            return False
        try:
            return isinstance(json.loads(first, strict=False), dict)
        except (ValueError, RecursionError):
            return self._name.lower().endswith((".ndjson", ".jsonl"))

    def _of_lines(self) -> Iterator[Entry]:
        self.findings = Findings()
        for number, line in self._lines():
            try:
                yield from _unfolded(Entry(number, json.loads(line, strict=False)))
            except UnicodeDecodeError as error:
                raise encodings.not_utf8(error, number, self._name) from error
            except (ValueError, RecursionError) as error:
                if not line.endswith(b"\n") and not line.rstrip().endswith(b"}"):
                    raise BrokenSource(self._name, _CUT, line=number) from error
                shown = line[:60].decode("utf-8", "replace").strip()
                cause = getattr(error, "msg", str(error))
                values = {"text": shown, "cause": cause}
                self.findings.append(Finding("bad-statement", "", BAD_STATEMENT, values, number))

    def _whole(self) -> str:
        with self._file.open("rb") as raw:
            stream = encodings.as_utf8(raw, raw.peek(HEAD)[:HEAD], self._name)
            content = stream.read(MOST_JSON + 1)
        if len(content) > MOST_JSON:
            text = N_("a JSKOS file may have %(most)s MB; save larger ones with a concept a line")
            raise BrokenSource(self._name, text, most=MOST_JSON >> 20)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise encodings.not_utf8(error, 1, self._name) from error
        if not text.strip():
            raise BrokenSource(self._name, N_("the file is empty"))
        if text.lstrip()[0] not in "[{":
            raise BrokenSource(self._name, N_("this is neither an object nor an array of JSON"))
        return text

    def _skipped(self, place: int) -> int:
        return _SPACE.match(self._text, place).end()  # type: ignore[union-attr]  # always matches

    def _sign(self, place: int, wanted: str) -> str:
        """Return the sign at a place, one of `wanted`; raise BrokenSource for another."""
        sign = self._text[place : place + 1]
        if not sign:
            line = self._text.count("\n") + (not self._text.endswith("\n"))
            raise BrokenSource(self._name, _CUT, line=line)
        if sign not in wanted:
            line = self._text.count("\n", 0, place) + 1
            raise BrokenSource(self._name, _NOT_JSON, line=line, cause=f"{sign!r}")
        return sign

    def _value(self, place: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self._text, place)
        except json.JSONDecodeError as error:
            rest = self._text[error.pos :].strip()
            is_cut = not rest or error.msg.startswith("Unterminated string")
            reason = _CUT if is_cut else _NOT_JSON
            raise BrokenSource(self._name, reason, line=error.lineno, cause=error.msg) from error
        except RecursionError as error:
            line = self._text.count("\n", 0, place) + 1
            cause = "too deep"
            raise BrokenSource(self._name, _NOT_JSON, line=line, cause=cause) from error

    def _elements(self, place: int, is_all: bool = True) -> Iterator[Entry]:
        """Yield the elements of the array at a place, which may be `all` of the file."""
        text, line, counted, place = self._text, 1, 0, place + 1
        while True:
            place = self._skipped(place)
            if self._sign_or_value(place) == "]":
                break
            line += text.count("\n", counted, place)
            counted = place
            value, place = self._value(place)
            yield Entry(line, value)
            place = self._skipped(place)
            if self._sign(place, ",]") == "]":
                break
            place += 1
        if is_all:
            self._check_end(place + 1)

    def _sign_or_value(self, place: int) -> str:
        sign = self._text[place : place + 1]
        return sign or self._sign(place, "")

    def _members(self, place: int) -> Iterator[Entry]:
        """Yield the object at a place without its concepts, then these."""
        head: dict[str, Any] = {}
        inside: int | None = None
        start = place
        place = self._skipped(place + 1)
        while self._sign_or_value(place) != "}":
            self._sign(place, '"')
            key, place = self._value(place)
            place = self._skipped(place)
            self._sign(place, ":")
            place = self._skipped(place + 1)
            if key == "concepts" and self._sign_or_value(place) == "[":
                inside = place
            value, place = self._value(place)
            if inside is None or key != "concepts":
                head[key] = value
            place = self._skipped(place)
            if self._sign(place, ",}") == "}":
                break
            place = self._skipped(place + 1)
        self._check_end(place + 1)
        yield Entry(self._text.count("\n", 0, start) + 1, head)
        if inside is not None:
            yield from self._elements(inside, False)

    def _check_end(self, place: int) -> None:
        place = self._skipped(place)
        if place < len(self._text):
            line = self._text.count("\n", 0, place) + 1
            cause = self._text[place : place + 40]
            raise BrokenSource(self._name, _NOT_JSON, line=line, cause=cause)
