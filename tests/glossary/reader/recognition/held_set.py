"""Sentences of our own with terms of the bundled vocabularies marked, and how they are found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from glossary.reader import Reader
from glossary.reader.recognition import recognise
from tests.conftest import CHECKOUT

FOLDER = CHECKOUT / "tests" / "data" / "recognition"
LANGS = ("en", "fr", "es", "de", "ru", "ar", "zh")
_MARK = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}|[^\[{]+")
Place = tuple[int, int]


@dataclass
class Counts:
    """How many terms are marked and found: as entered, in other forms, and what else was found."""

    base: int = 0
    base_found: int = 0
    inflected: int = 0
    inflected_found: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of what is found that is marked."""
        right = self.base_found + self.inflected_found
        return right / max(right + len(self.wrong), 1)

    @property
    def recall(self) -> float:
        """The part of the terms as entered that is found."""
        return self.base_found / max(self.base, 1)

    @property
    def inflected_recall(self) -> float:
        """The part of the terms in other forms that is found; 1 where there are none."""
        return self.inflected_found / self.inflected if self.inflected else 1.0


def sentences(lang: str) -> Iterator[tuple[str, set[Place], set[Place]]]:
    """Yield the sentences of a language: the text, places of terms as entered, and of others."""
    for line in (FOLDER / f"{lang}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, base, inflected = "", set[Place](), set[Place]()
        for part in _MARK.finditer(line):
            words = part[1] or part[2] or part[0]
            if words != part[0]:
                places = base if part[1] else inflected
                places.add((len(text), len(text) + len(words)))
            text += words
        yield text, base, inflected


def counted(reader: Reader, lang: str, among: Sequence[str]) -> Counts:
    """Return how the terms of the sentences of a language are found."""
    made = Counts()
    for text, base, inflected in sentences(lang):
        found = {(one.start, one.end) for one in recognise(reader.index, text, among).occurrences}
        made.base += len(base)
        made.base_found += len(base & found)
        made.inflected += len(inflected)
        made.inflected_found += len(inflected & found)
        made.wrong += [f"{text[slice(*at)]} | {text}" for at in found - base - inflected]
        made.missed += [f"{text[slice(*at)]} | {text}" for at in (base | inflected) - found]
    return made
