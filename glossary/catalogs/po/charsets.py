"""PO files in whatever encoding they state, as text and in UTF-8.

The header says the encoding (GNU gettext manual, "Header Entry"); names are those that gettext
takes for portable (gettext-tools/src/po-charset.c). A byte order mark counts for more, and what
states nothing that is known is UTF-8.
"""

import re

from glossary.catalogs.po.strings import BadString, escape, unescape
from glossary.errors import N_, BrokenSource
from glossary.formats.byte_order_marks import MARKS

_NOT_ITS_OWN = N_("not in %(charset)s, as its header says; save the file in UTF-8")
_UTF_16 = N_("this seems to be UTF-16 without a byte order mark; save the file in UTF-8")
_PORTABLE = re.compile(
    r"iso[-_]8859-(?:[1-9]|1[013-6])|koi8-[rut]|cp(?:850|866|874|932|949|950|125[0-8])"
    r"|windows-125[0-8]|gb2312|gbk|gb18030|euc-(?:jp|kr)|big5(?:-hkscs)?|shift_jis|johab|tis-620",
    re.IGNORECASE,
)
_FIRST = re.compile(rb'(?:\A|(?<=[\r\n]))[ \t]*msgid[ \t]*""[ \t]*(?=[\r\n]|msgstr)')
_MESSAGE = re.compile(rb"(?:\A|(?<=[\r\n]))[ \t]*(?:#~[ \t]*)?(?:msgid|msgctxt)\b")
_CHARSET = re.compile(rb"charset=([\w.:-]+)", re.IGNORECASE)
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_AS_NUMBERS = re.compile(r"\\[0-7x]")


def text_of(content: bytes, name: str, errors: str = "strict") -> tuple[str, str]:
    """Return the text of a PO file, and in which encoding bytes are that it writes as numbers.

    With `errors` "surrogateescape", bytes that are no text become surrogates; else BrokenSource
    is raised with `name`, line and encoding.
    """
    encoding = _marked(content) or _stated(content) or "utf-8"
    try:
        text = content.decode(encoding, errors)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenSource(name, _reason(content), line=line, charset=encoding) from error
    except UnicodeError as error:
        raise BrokenSource(name, N_("not in UTF-8"), line=1) from error
    if encoding == "utf-8" and "\0" in text[:100]:
        raise BrokenSource(name, _UTF_16, line=1)
    return text.removeprefix("\ufeff"), "utf-8" if _marked(content) else encoding


def in_utf8(content: bytes, name: str) -> bytes:
    """Return a PO file in UTF-8, which its header then states; one that is so is not changed.

    The line ends, and how many lines there are, stay. Raises BrokenSource as `text_of`.
    """
    if _marked(content) in ("", "utf-8") and _stated(content) is None:
        return content
    made = _with_letters(*text_of(content, name)).encode()
    place = _place(made)
    if place is None:
        return made
    return made[: place[0]] + b"UTF-8" + made[place[1] :]


def _marked(content: bytes) -> str:
    return next((encoding for mark, encoding in MARKS if content.startswith(mark)), "")


def _place(content: bytes) -> tuple[int, int] | None:
    """Return where the header of a file states its encoding, if it has one."""
    message = _MESSAGE.search(content)
    first = _FIRST.match(content, message.start()) if message else None
    if first is None:
        return None
    following = _MESSAGE.search(content, first.end())
    found = _CHARSET.search(content, first.end(), following.start() if following else len(content))
    return found.span(1) if found else None


def _stated(content: bytes) -> str | None:
    """Return the encoding that the header states, None for UTF-8 and for what is not known."""
    place = _place(content)
    stated = content[slice(*place)].decode("ascii", "replace") if place else ""
    return stated if _PORTABLE.fullmatch(stated) else None


def _reason(content: bytes) -> str:
    if _stated(content) is not None:
        return _NOT_ITS_OWN
    return _UTF_16 if b"\0" in content[:100] else N_("not in UTF-8")


def _with_letters(text: str, encoding: str) -> str:
    """Return a text in which no byte of its encoding is written as a number.

    Bytes of one letter that are parted by quotes stay as they are.
    """

    def plain(found: re.Match[str]) -> str:
        if not _AS_NUMBERS.search(found.group(1)):
            return found.group()
        try:
            return escape(unescape([found.group(1)], encoding))
        except BadString:
            return found.group()

    lines = re.split(r"(\r\n|\r|\n)", text)
    return "".join(
        _STRING.sub(plain, line) if not line.startswith("#") or line[1:2] in ("~", "|") else line
        for line in lines
    )
