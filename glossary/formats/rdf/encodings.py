"""Text in any stated encoding as UTF-8, without a byte order mark; others are named and refused.

Sources: Unicode 15 section 23.8 (byte order mark), XML 1.0 appendix F (autodetection).
"""

import codecs
import io
import re
from typing import Protocol

from glossary.errors import N_, BrokenSource
from glossary.formats.byte_order_marks import MARKS

_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']"""
)
_STATED = re.compile(r"""(\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*)(["'])[^"'>]*["']""")
_ASCII = "<?xml :@prefix/>"
_NOT_CHARACTER_SETS = {"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"}
_STEP = 1 << 16
_MOST_ZEROS = 8
"""A text may have so many zero bytes in its first 1,024; they are taken out of what it says."""


class Bytes(Protocol):
    """Where bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


def encoding_of(head: bytes, name: str) -> tuple[str, int]:
    """Return the encoding of a text that begins so, as Python names it, and the size of its mark.

    Raises BrokenSource where it states one that nobody knows.
    """
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding, len(mark) if encoding == "utf-8" else 0
    if (by_zeros := _by_zeros(head[:4])) is not None:
        return by_zeros, 0
    if head[:1024].count(0) > _MOST_ZEROS:
        raise BrokenSource(name, N_("this is no text: it holds zero bytes"))
    declared = _DECLARED.match(head)
    if declared is None:
        return "utf-8", 0
    return _known(declared.group(1).decode("ascii"), name), 0


def _by_zeros(start: bytes) -> str | None:
    """Return the encoding of a text without a mark whose first characters are ASCII."""
    zeros = tuple(byte == 0 for byte in start)
    return {
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
    }.get(zeros)  # type: ignore[arg-type]  # a shorter start is none of them


def _known(declared: str, name: str) -> str:
    """Return the name of a character set that has ASCII in it."""
    if declared.upper().startswith(("UTF-16", "UTF-32", "UCS-2", "UCS-4")):
        return "utf-8"  # one byte a character: what wrote the declaration was mistaken
    try:
        found = codecs.lookup(declared).name
        ascii_inside = _ASCII.encode("ascii").decode(found) == _ASCII
    except (LookupError, UnicodeError):
        ascii_inside = False
    if ascii_inside and found.replace("-", "_") not in _NOT_CHARACTER_SETS:
        return "utf-8" if found == "ascii" else found
    text = N_("the encoding “%(encoding)s” is not known; save the file as UTF-8")
    raise BrokenSource(name, text, encoding=declared)


class Recoded(io.RawIOBase):
    """A text in another encoding as UTF-8; what its XML declaration says is changed, too."""

    def __init__(self, stream: Bytes, encoding: str, name: str) -> None:
        self._stream, self._encoding, self._name = stream, encoding, name
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = b""
        self._line = 1
        self._first = True

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        """Fill `buffer` with UTF-8, in part."""
        view = memoryview(buffer)
        while not self._left:
            piece = self._stream.read(_STEP)
            self._left = self._recoded(piece).encode("utf-8", "surrogatepass")
            if not piece:
                break
        done = self._left[: len(view)]
        self._left = self._left[len(view) :]
        view[: len(done)] = done
        return len(done)

    def _recoded(self, piece: bytes) -> str:
        try:
            text = self._decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "replace")
            line = self._line + before.count("\n")
            reason = N_("the text is not %(encoding)s as it says")
            raise BrokenSource(
                self._name, reason, line=line, encoding=self._encoding.upper()
            ) from error
        self._line += text.count("\n")
        if self._first and text:
            self._first = False
            text = _STATED.sub(r"\1\2UTF-8\2", text.removeprefix("\ufeff"), count=1)
        return text


def as_utf8(stream: io.BufferedReader, head: bytes, name: str) -> io.BufferedReader:
    """Return the text of `stream`, which begins with `head`, as UTF-8 without a mark.

    Text that is taken for UTF-8 is not looked at: whoever decodes it calls `not_utf8`.
    """
    encoding, mark = encoding_of(head, name)
    if encoding == "utf-8":
        stream.read(mark)
        declared = _DECLARED.match(head[mark:])
        if declared is None or declared.group(1).lower() == b"utf-8":
            return stream
    return io.BufferedReader(Recoded(stream, encoding, name), _STEP)


def not_utf8(error: UnicodeDecodeError, line: int, name: str) -> BrokenSource:
    """Return what is told of bytes that are not UTF-8; `line` is where they begin."""
    bad = error.object[error.start]
    high = {byte for byte in error.object[error.start :] if byte >= 0x80}
    likely = "WINDOWS-1252" if any(byte < 0xA0 for byte in high) else "ISO-8859-1"
    text = N_(
        "byte %(byte)s is not UTF-8; if the file is %(encoding)s, make it UTF-8 first: "
        "iconv -f %(encoding)s -t UTF-8 FILE > NEW"
    )
    line += error.object[: error.start].count(b"\n")
    return BrokenSource(name, text, line=line, byte=f"0x{bad:02X}", encoding=likely)
