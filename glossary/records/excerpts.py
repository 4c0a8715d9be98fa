"""What is cut out of an encoded record, instead of decoding all of it.

The places are sure: `glossary.records` writes the members of a record in one order, what is said in
a language on a line of its own, and a quote or the end of a line inside a text is escaped.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from glossary.records import restricted

_DECODER = json.JSONDecoder()
_DEFINITIONS = b',"definitions":'
_TERMS = b'"terms":{'
_LABEL = b'"label":{'
_MOST_LANGUAGES = 40
"""For more of them, a record is decoded: patterns of any length take long to make."""
_MAPPINGS = ',"mappings":[{"relation":'


def decode_head(record: bytes) -> dict[str, Any]:
    """Return the beginning of an encoded record, its terms included."""
    made: dict[str, Any] = from_json(record[: record.index(_DEFINITIONS)] + b"}")
    return made


def decode_outline(record: bytes) -> dict[str, Any]:
    """Return the `decode_head` of an encoded record, its definitions and mappings."""
    made, text = decode_head(record), record[record.index(_DEFINITIONS) :].decode()
    made["definitions"], after = _DECODER.raw_decode(text, len(_DEFINITIONS))
    place = text.find(_MAPPINGS, after)
    made["mappings"] = []
    if place >= 0:
        made["mappings"], _ = _DECODER.raw_decode(text, place + _MAPPINGS.index("["))
    return made


def decode_glance(record: bytes, lang: str) -> dict[str, Any]:
    """Return of an encoded record what `decode_outline` does, at a fraction of its cost.

    Its terms and definitions are only those of the language, where it has any, else all. Of its
    mappings only those to concepts of this site are there, with relation, URI and an `id` that
    tells no more than that.
    """
    start = record.index(b',"terms":')
    middle = record.index(_DEFINITIONS, start)
    made: dict[str, Any] = from_json(record[:start] + b"}")
    made["terms"] = _in_one(record, lang, start, middle) or decode_head(record)["terms"]
    made["definitions"] = {}
    if not record.startswith(b"{}", middle + len(_DEFINITIONS)):
        end = record.index(b"\n}", middle)
        found = _in_one(record, lang, middle, end)
        said = record[middle + len(_DEFINITIONS) : end] + b"}"
        made["definitions"] = from_json(said) if found is None else found
    place = record.find(_MAPPINGS.encode(), middle)
    made["mappings"] = [
        {"relation": relation.decode(), "uri": _text(uri), "id": ""}
        for relation, uri in (_MAPPED(record, place) if place >= 0 else ())
    ]
    return made


def _text(encoded: bytes) -> str:
    """Return what stands in JSON between quotes."""
    return str(from_json(b'"%b"' % encoded)) if b"\\" in encoded else encoded.decode()


_MAPPED = re.compile(
    rb'\{"relation":"(\w+)",(?:"inferred":true,)?"uri":"([^"\\]*(?:\\.[^"\\]*)*)","vocabulary":'
).findall
"""Finds the mappings to concepts of this site: what is elsewhere has no vocabulary."""


def _in_one(record: bytes, lang: str, start: int, end: int) -> dict[str, Any] | None:
    """Return the part of a map by language that is in one of them, None where there is none."""
    line = record.find(b'\n"%b":[' % lang.encode(), start, end)
    if not lang or line < 0:
        return None
    said = line + len(lang) + len('\n"":')
    return {lang: from_json(record[said : record.index(b"\n", said)].removesuffix(b","))}


def in_languages(record: bytes, wanted: tuple[str, ...]) -> bytes:
    """Return an encoded record, or how others name a concept, with the terms, texts and labels of
    some languages only; what `glossary.records.restricted` gives, encoded.
    """
    first = record.find(b"\n")
    # Earlier versions wrote no lines; where nothing is said in a language, there are none either.
    if first < 0 or not 0 < len(wanted) <= _MOST_LANGUAGES:
        return to_json(restricted(from_json(record), wanted))
    kept = _lines(wanted)(record, first)
    return b"".join((record[:first], *kept)).replace(b",\n}", b"\n}")


def is_unnamed(record: bytes) -> bool:
    """Return whether an encoded record has no terms, or what names a concept no labels."""
    place = record.find(_TERMS)
    start = place + len(_TERMS) if place >= 0 else record.find(_LABEL) + len(_LABEL)
    return record.startswith((b"}", b"\n}"), start)


@lru_cache(1024)
def _lines(wanted: tuple[str, ...]) -> Callable[[bytes, int], list[bytes]]:
    """Return what finds the lines of these languages, and those of none, after a place."""
    wider = {tag[:place] for tag in wanted for place in range(len(tag)) if tag[place] == "-"}
    starts = [rf'{re.escape(tag)}["-]' for tag in sorted({*wanted})]
    starts += [f'{re.escape(tag)}"' for tag in sorted(wider)]
    return re.compile(rf'\n(?:[^"]|"(?:{"|".join(starts)}))[^\n]*'.encode()).findall
