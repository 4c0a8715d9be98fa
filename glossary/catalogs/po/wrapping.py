"""Texts as quoted strings of PO files, broken over lines exactly as Babel's `normalize` does.

Babel measures every word by escaping it; here most are measured by their length, which makes
writing a large catalog several times as fast.
"""

import re

from glossary.catalogs.po.strings import escape

WIDTH = 78
_BREAKS = re.compile(
    r"""(\s+|[^\s\w]*\w+[a-zA-Z]-(?=\w+[a-zA-Z])|(?<=[\w\!\"\'\&\.\,\?])-{2,}(?=\w))"""
)
"""Between which words a line may be broken: Babel's rule (BSD licence), after textwrap's."""
_ESCAPED = re.compile(r'[\\\t\r\n"]')


def quoted(text: str, width: int = WIDTH) -> str:
    r"""Return `text` in quotes; where it is long or has line breaks, as several strings.

    >>> quoted('say "a"')
    '"say \\"a\\""'
    """
    if len(text) + 2 <= width and text.isprintable():
        whole = escape(text)
        if len(whole) <= width:
            return whole
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        lines += [line] if len(escape(line)) <= width else _broken(line, width)
    if len(lines) <= 1:
        return escape(text)
    return '""\n' + "\n".join(map(escape, lines))


def _broken(line: str, width: int) -> list[str]:
    lines: list[str] = []
    words: list[str] = []
    size = 2
    for word in _BREAKS.split(line):
        length = len(escape(word)) - 2 if _ESCAPED.search(word) else len(word)
        if words and size + length >= width:
            lines.append("".join(words))
            words, size = [], 2
        words.append(word)
        size += length
        if size >= width:  # one word that is too long stands alone
            lines.append(word)
            words, size = [], 2
    if words:
        lines.append("".join(words))
    return lines
