"""Questions with a known answer: labels as readers mistype, shorten or inflect them."""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex
from inflections import inflected

from index import Document
from index.text import analysis

KINDS = ("typo", "accent", "inflection")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_ACCENTED = regex.compile(r"[\p{Latin}\p{Greek}]\p{M}|[её]\u0308", regex.IGNORECASE)
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Probe:
    """What is asked: the kind of change, the language, the text, the label that was meant."""

    kind: str
    lang: str
    text: str
    label: str


class Labels:
    """The labels of a vocabulary by language, and which concepts each names."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._named: dict[tuple[str, str], set[str]] = {}
        self.by_language: dict[str, dict[str, None]] = {}
        for document in documents:
            for label in document.labels:
                key = label.lang, analysis.fold(label.text)
                self._named.setdefault(key, set()).add(document.id)
                self.by_language.setdefault(label.lang, {})[label.text] = None

    def right(self, probe: Probe) -> set[str]:
        """Return the concepts that the meant label names: those with an equal one are as right."""
        return self._named[probe.lang, analysis.fold(probe.label)]

    def is_label(self, lang: str, text: str) -> bool:
        """Return whether `text` is itself a label."""
        return (lang, analysis.fold(text)) in self._named


def probes(labels: Labels, kind: str, lang: str, count: int, seed: int) -> Iterator[Probe]:
    """Yield up to `count` questions of a kind in a language, the same for a seed."""
    rng = random.Random(f"{seed} {kind} {lang}")
    texts = list(labels.by_language[lang])
    rng.shuffle(texts)
    letters = _letters(texts)
    made = 0
    for text in texts:
        changed = _changed(rng, kind, lang, text, letters)
        if not changed or (kind != "accent" and labels.is_label(lang, changed)):
            continue
        yield Probe(kind, lang, changed, text)
        made += 1
        if made == count:
            return


def _changed(rng: random.Random, kind: str, lang: str, text: str, letters: str) -> str:
    if kind == "typo":
        return _typo(rng, text, letters)
    return _without_accent(rng, text) if kind == "accent" else _inflected(text, lang)


def _letters(texts: Sequence[str]) -> str:
    """Return the letters of a language, in the frequency of its labels' words."""
    found = Counter(char for text in texts for char in text.lower() if char.isalpha())
    return "".join(char * count for char, count in found.most_common(60))[:200_000]


def _typo(rng: random.Random, text: str, letters: str) -> str:
    """Return `text` with one letter put in, left out, changed or two exchanged."""
    composed = unicodedata.normalize("NFC", text)
    long = [found for found in _WORD.finditer(composed) if len(found.group()) >= _SHORTEST]
    if not long:
        return ""
    found = rng.choice(long)
    place = rng.randrange(found.start(), found.end() - 1)
    letter = rng.choice(letters)
    changed = rng.choice(
        (
            composed[:place] + letter + composed[place:],
            composed[:place] + composed[place + 1 :],
            composed[:place] + letter + composed[place + 1 :],
            composed[:place] + composed[place + 1] + composed[place] + composed[place + 2 :],
        )
    )
    return changed if analysis.fold(changed) != analysis.fold(composed) else ""


def _without_accent(rng: random.Random, text: str) -> str:
    """Return `text` without the mark of one letter, "" where it has none."""
    places = list(_ACCENTED.finditer(decomposed := unicodedata.normalize("NFD", text)))
    if not places:
        return ""
    mark = rng.choice(places).end() - 1
    return unicodedata.normalize("NFC", decomposed[:mark] + decomposed[mark + 1 :])


def _inflected(text: str, lang: str) -> str:
    """Return a label of one word in another form, "" where no rule fits."""
    word = unicodedata.normalize("NFC", text)
    return inflected(word.lower(), lang) if _WORD.fullmatch(word) else ""
