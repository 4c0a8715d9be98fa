"""What is cut out of an encoded record, instead of decoding all of it.

The places are sure: `glossary.records` writes the members of a record in one order, and a quote
inside a text is escaped.
"""

import json
from typing import Any

_DECODER = json.JSONDecoder()
_DEFINITIONS = b',"definitions":'
_MAPPINGS = ',"mappings":[{"relation":'


def head(record: bytes) -> dict[str, Any]:
    """Return the beginning of an encoded record, its terms included."""
    made: dict[str, Any] = json.loads(record[: record.index(_DEFINITIONS)] + b"}")
    return made


def outline(record: bytes) -> dict[str, Any]:
    """Return the `head` of an encoded record, its definitions and mappings."""
    made, text = head(record), record[record.index(_DEFINITIONS) :].decode()
    made["definitions"], after = _DECODER.raw_decode(text, len(_DEFINITIONS))
    place = text.find(_MAPPINGS, after)
    made["mappings"] = []
    if place >= 0:
        made["mappings"], _ = _DECODER.raw_decode(text, place + _MAPPINGS.index("["))
    return made
