"""The grammar of searches: words, "phrases", -excluded words and prefix*.

Whatever is typed is a query: a sign that makes no sense is a space. Nothing here reaches an
engine's own query language.
"""

from dataclasses import dataclass

import regex

from index import analysis

MAX_WORDS = 12
"""More words than this are not looked at; no label of a glossary is that long."""

_PART = regex.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query taken apart; words are as they were written."""

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    label: str = ""

    def is_empty(self) -> bool:
        """Return whether nothing can be looked for."""
        return not (self.words or self.prefixes)


_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂「」『』", '"'))


def parse(text: str) -> Parsed:
    """Return the parts of a query.

    >>> parse('digital "open access" -paper libr*')
    Parsed(words=('digital', 'open', 'access'), prefixes=('libr',), phrases=('open access',), excluded=('paper',), label='')
    """  # noqa: E501 - the doctest is one line
    words: list[str] = []
    prefixes: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for found in _PART.finditer(text.translate(_QUOTES)):
        phrase, word = found["phrase"], found["word"] or ""
        plain = _plain_words(phrase if phrase is not None else word)
        if not plain:
            continue
        if found["minus"]:
            excluded += plain
        elif phrase is not None:
            phrases.append(analysis.fold(phrase))
            words += plain
        elif word.endswith("*"):
            prefixes.append(analysis.fold(plain[-1]))
            words += plain[:-1]
        else:
            words += plain
    whole = "" if excluded or prefixes else analysis.fold(text)
    return Parsed(
        tuple(dict.fromkeys(words))[:MAX_WORDS],
        tuple(dict.fromkeys(prefixes))[:MAX_WORDS],
        tuple(phrases)[:MAX_WORDS],
        tuple(dict.fromkeys(excluded))[:MAX_WORDS],
        whole,
    )


def _plain_words(text: str) -> list[str]:
    places = dict.fromkeys((word.start, word.end) for word in analysis.words(text))
    return [text[start:end] for start, end in places]
