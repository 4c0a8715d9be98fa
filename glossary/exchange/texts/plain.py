"""Plain text and Markdown, in any encoding that it says of itself, else in the likeliest one."""

import re

from charset_normalizer import from_bytes

from glossary.errors import N_, BrokenSource
from glossary.exchange.texts.content import TextFile
from glossary.formats.byte_order_marks import MARKS
from glossary.formats.limits import Limits

_ADDRESS = re.compile(r"(?<=\]\()[^\s()]*|<https?://[^\s<>]*>|https?://[^\s<>\"')\]]+")
_SAMPLE = 65_536


def read(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return a text as it is; addresses in it are left blank, so that no word of one is found."""
    text = decoded(content, name)
    blank = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    return TextFile(blank.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text: by their byte order mark, as UTF-8, else in the likeliest encoding.

    Raises BrokenSource for what is no text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) * (encoding == "utf-8") :].decode(encoding, "replace")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        best = from_bytes(content[:_SAMPLE]).best()
        if best is None:
            raise BrokenSource(name, N_("this is no text in an encoding that is known")) from None
        text = content.decode(best.encoding, "replace")
    if "\0" in text:
        raise BrokenSource(name, N_("this is no text in an encoding that is known"))
    return text
