"""Ids as XML can hold them (NCName, XML Namespaces 1.0, section 3), reversibly.

A plain id stays as it is; in any other, what is not an ASCII letter, digit, dot or hyphen becomes
``_`` HEX ``_``, and a further ``_`` stands before it.
"""

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_ODD = re.compile(r"[^A-Za-z0-9.-]")
_CODED = re.compile(r"_((?:[A-Za-z0-9.-]|_[0-9a-f]{1,6}_)*)")
_CODE = re.compile(r"_([0-9a-f]{1,6})_")


def encoded(id: str) -> str:
    """Return an id as a name of XML.

    >>> encoded("blue-shield"), encoded("a|b")
    ('blue-shield', '_a_7c_b')
    """
    if _PLAIN.fullmatch(id):
        return id
    return "_" + _ODD.sub(lambda found: f"_{ord(found.group()):x}_", id)


def decoded(name: str) -> str:
    """Return the id of which `encoded` made this name; a name it did not make stays as it is.

    >>> decoded("_a_7c_b"), decoded("_under_score")
    ('a|b', '_under_score')
    """
    found = _CODED.fullmatch(name)
    if found is None:
        return name
    try:
        return _CODE.sub(lambda code: chr(int(code.group(1), 16)), found.group(1))
    except (ValueError, OverflowError):
        return name
