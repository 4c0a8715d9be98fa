"""XML written without loss: what XML 1.0 cannot hold is escaped, reversibly.

Characters outside of production [2] Char (XML 1.0, section 2.2) become ``_xHHHH_`` and a text that
looks like that gets ``_x005F_`` before it, as Office Open XML does (ECMA-376-1, 22.9.2.19,
ST_Xstring). A carriage return is a character reference, for parsers turn a bare one into a line
feed (section 2.11).
"""

import re
from collections.abc import Mapping

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'

_OUTSIDE = "\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_UNFIT = re.compile(f"[{_OUTSIDE}]")
_LOOKS_ESCAPED = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_OUTSIDE}])")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_SIGNS)
_IN_VALUE = str.maketrans({**_SIGNS, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escaped(text: str) -> str:
    r"""Return a text without characters that XML cannot hold.

    >>> escaped("a\x0b_x0041_")
    'a_x000B__x005F_x0041_'
    """
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _UNFIT.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def unescaped(text: str) -> str:
    r"""Return the text of which `escaped` made this one.

    >>> unescaped("a_x000B__x005F_x0041_") == "a\x0b_x0041_"
    True
    """
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def raw_text(text: str) -> str:
    """Return a text that XML can hold as the content of an element."""
    return text.translate(_IN_TEXT)


def element(
    name: str, attributes: Mapping[str, str] | None = None, *content: str, indent: str = ""
) -> str:
    """Return an element around markup that is written already, on one line."""
    inside = "".join(content)
    opened = f"{indent}<{name}{_attributes(attributes)}"
    return f"{opened}>{inside}</{name}>" if inside else f"{opened}/>"


def _attributes(attributes: Mapping[str, str] | None) -> str:
    given = (attributes or {}).items()
    return "".join(f' {key}="{escaped(value).translate(_IN_VALUE)}"' for key, value in given)


def text_element(
    name: str, text: str, attributes: Mapping[str, str] | None = None, indent: str = ""
) -> str:
    """Return an element that holds a text, escaped."""
    return element(name, attributes, raw_text(escaped(text)), indent=indent)


def opened(name: str, attributes: Mapping[str, str] | None = None, indent: str = "") -> str:
    """Return the start tag of an element."""
    return f"{indent}<{name}{_attributes(attributes)}>"
