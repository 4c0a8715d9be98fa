"""The quoted strings of PO files: what stands between the quotes, and the text that it means.

Escapes are those of C as GNU gettext reads them (gettext-tools/src/po-lex.c, control_sequence):
octal and hexadecimal ones are bytes in the encoding of the file, so that several make one letter.
"""

import re
from collections.abc import Iterable

from glossary.errors import N_
from glossary.errors.plurals import format_message

BAD_ESCAPE = N_("“%(escape)s” is no escape that gettext knows")
BAD_BYTES = N_("the bytes that are written as numbers make no text in %(charset)s")
_LETTERS = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_ESCAPE = re.compile(r'\\(?:([ntbrfva\\"])|([0-7]{1,3})|x([0-9a-fA-F]+)|(x?.?))', re.DOTALL)
_BYTES = re.compile("[\udc80-\udcff]")
_SIGNS = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\n": "\\n", '"': '\\"'}
_ESCAPED = re.compile(r'[\\\t\r\n"]')


class BadString(ValueError):
    """A string that means no text: `reason` with its `values`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(format_message(reason, values))
        self.reason, self.values = reason, values


def escape(text: str) -> str:
    r"""Return a text as one quoted string, with the escapes that every reader knows.

    >>> escape('say "a"\n')
    '"say \\"a\\"\\n"'
    """
    return f'"{_ESCAPED.sub(lambda sign: _SIGNS[sign.group()], text)}"'


def unescape(bodies: Iterable[str], charset: str = "utf-8") -> str:
    r"""Return the text that neighbouring strings mean, of which these are the insides.

    Raises BadString for an escape that gettext does not know, and for bytes that are no text.

    >>> unescape(["caf\\303", "\\251\\x21"])
    'café!'
    """
    joined = "".join(bodies := list(bodies))
    if "\\" not in joined:
        return joined
    text = "".join([_ESCAPE.sub(_meant, body) for body in bodies])
    if _BYTES.search(text) is None:
        return text
    try:
        return text.encode(charset, "surrogateescape").decode(charset)
    except UnicodeError as error:
        raise BadString(BAD_BYTES, charset=charset) from error


def _meant(found: re.Match[str]) -> str:
    letter, octal, hexadecimal, other = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    if other is not None:
        raise BadString(BAD_ESCAPE, escape=f"\\{other}")
    byte = (int(octal, 8) if octal is not None else int(hexadecimal[-2:], 16)) & 0xFF
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


def unquoted(string: str) -> str:
    """Return the text of one quoted string; one that means none is given as it stands."""
    body = string.strip().removeprefix('"').removesuffix('"')
    try:
        return unescape([body])
    except BadString:
        return body
