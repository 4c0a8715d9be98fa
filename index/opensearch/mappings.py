"""How an index at the engine is laid out: documents of concepts, labels, words and values.

Fields have short names, since each document carries them. `FORMAT` is another one wherever what is
written here changes; an index of another format is built anew.

All: y (sort of document: c, l, w, m), b and d (the change with which it came and went), k (key of
the concept: the order of publication), v (vocabulary), i (hash of the id), g (1 where withdrawn).
Concepts: is, u, a, sec, grp, st, ls, ch, cr, pu, up (keys of parents), pi (ids of parents), top,
o0, o1 … (place in the order of a language, by its number), s (labels, notations and texts: k kind,
l language, n length, c cost, p place, t tokens in order, x all tokens).
Labels and notations: kd, l, h (hashes of its keys), m (hash of its stems), lo (lower case), w (its
words), p and q (completions of its beginning and of words), r (rank), le (letter), sk (order).
Words: w, sh (hashes of spellings).
"""

from typing import Any

FORMAT = 1
MOST_HITS = 10_000_000
"""Pages end after so many hits."""

_EXACT = {"type": "keyword"}
_TERM = {"type": "keyword", "doc_values": False}
_NUMBER = {"type": "integer"}
_STORED = {"type": "object", "enabled": False}


def mappings() -> dict[str, Any]:
    """Return the mappings of an index of a generation."""
    exact = ("y", "v", "i", "is", "sec", "grp", "st", "ch", "cr", "pu", "l", "lo", "w", "le", "sk",
             "chm", "crm")  # fmt: skip
    terms = ("u", "a", "pi", "h", "m", "p", "q", "sh")
    numbers = ("b", "d", "g", "kd", "r", "num")
    return {
        "dynamic": True,
        "_meta": {"format": FORMAT},
        "dynamic_templates": [{"order": {"match": "o*", "mapping": _EXACT}}],
        "properties": {
            **dict.fromkeys(exact, _EXACT),
            **dict.fromkeys(terms, _TERM),
            **dict.fromkeys(numbers, _NUMBER),
            "k": {"type": "long"},
            "up": {"type": "long"},
            "ls": {"type": "boolean"},
            "top": {"type": "boolean"},
            "doc": _STORED,
            "s": {"type": "nested", "dynamic": False, "properties": _segment()},
        },
    }


def _segment() -> dict[str, Any]:
    return {
        "k": {"type": "byte"},
        "l": _EXACT,
        "n": _NUMBER,
        "c": _NUMBER,
        "p": _NUMBER,
        "t": {"type": "text", "analyzer": "whitespace", "norms": False},
        "x": _TERM,
    }


def settings(shards: int, copies: str) -> dict[str, Any]:
    """Return the settings of an index; what is written is seen when it is refreshed."""
    made: dict[str, Any] = {
        "number_of_shards": shards,
        "refresh_interval": "-1",
        "max_result_window": MOST_HITS,
        "mapping.total_fields.limit": 5_000,
        "mapping.nested_objects.limit": 200_000,
    }
    if "-" in copies:
        return {**made, "auto_expand_replicas": copies}
    return {**made, "number_of_replicas": int(copies)}
