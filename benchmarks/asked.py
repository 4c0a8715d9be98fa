"""What is asked of every engine, by kind, made from the published labels: the same for a seed."""

import gzip
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.text import analysis

PER_PAGE = 20
USERS = "user queries, 1–3 words"
DEEP = "page 50"
EXACT = "exact label"
_DEEP_PAGE = 50
_LEAST_LETTERS = 4
_EAST_ASIAN = "\u3040"
_MOST_FREQUENT = 200
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question in parts that each engine puts into its own words; all parts must match.

    `label` asks which concepts a whole label names, everything else is full text.
    """

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    vocabulary: str = ""
    page: int = 1
    label: str = ""

    def text(self) -> str:
        """Return the question as a reader would type it."""
        phrase = [f'"{" ".join(self.phrase)}"'] if self.phrase else []
        prefixes = [f"{prefix}*" for prefix in self.prefixes]
        excluded = [f"-{word}" for word in self.excluded]
        return " ".join([*self.words, *phrase, *prefixes, *excluded])


Labels = Sequence[tuple[str, str]]


def questions(
    labels: Labels, vocabularies: Sequence[str], log: Path, count: int, seed: int
) -> dict[str, list[Question]]:
    """Return up to `count` different questions of each kind; logged ones if there is a log."""
    rng = random.Random(seed)
    frequent = _frequent(labels)

    def words() -> list[str]:
        return _words(rng.choice(labels)[1])

    makers: dict[str, Callable[[], Question]] = {
        USERS: lambda: Question(words=_some(rng, words(), rng.randint(1, 3))),
        "one word": lambda: Question(words=_some(rng, words(), 1)),
        "several words": lambda: Question(words=_some(rng, words(), rng.randint(2, 4), 2)),
        "frequent word": lambda: Question(words=(rng.choice(frequent),)),
        "phrase": lambda: Question(phrase=_beside(rng, rng.choice(labels)[1])),
        "prefix, 2 letters": lambda: Question(prefixes=_starts(rng, words(), 2)),
        "prefix, 3 letters": lambda: Question(prefixes=_starts(rng, words(), 3)),
        EXACT: lambda: Question(label=rng.choice(labels)[1]),
        "excluded word": lambda: _excluding(rng, words()),
        "words in one vocabulary": lambda: Question(
            words=_some(rng, words(), rng.randint(1, 2)), vocabulary=rng.choice(vocabularies)
        ),
    }
    made = {kind: _sample(make, count) for kind, make in makers.items()}
    if log.is_file():
        made["logged queries"] = _sample_of(rng, _logged(log), count)
    made[DEEP] = [Question(words=(word,), page=_DEEP_PAGE) for word in frequent[:count]]
    return made


def _sample(make: Callable[[], Question], count: int) -> list[Question]:
    found: dict[Question, None] = {}
    for _ in range(count * _TRIES):
        question = make()
        if question.text() or question.label:
            found[question] = None
        if len(found) == count:
            break
    return list(found)


def _sample_of(rng: random.Random, found: Iterable[Question], count: int) -> list[Question]:
    all_of_them = list(found)
    return rng.sample(all_of_them, min(count, len(all_of_them)))


def _split(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    places = dict.fromkeys((word.start, word.end) for word in analysis.words(text))
    words = [text[start:end] for start, end in places]
    return [word for word in words if word.isalnum()]


def _words(text: str) -> list[str]:
    """Return the longer words of a text, and all in the scripts of East Asia."""
    return [w for w in _split(text) if len(w) >= _LEAST_LETTERS or w >= _EAST_ASIAN]


def _some(rng: random.Random, words: list[str], count: int, least: int = 1) -> tuple[str, ...]:
    """Return so many of the words, none where there are less than `least`."""
    different = list(dict.fromkeys(words))
    return tuple(rng.sample(different, min(count, len(different)))) if len(words) >= least else ()


def _frequent(labels: Labels) -> list[str]:
    """Return the words that most labels have."""
    counts = Counter(word.lower() for _, text in labels for word in set(_words(text)))
    return [word for word, _ in counts.most_common(_MOST_FREQUENT)]


def _beside(rng: random.Random, text: str) -> tuple[str, ...]:
    """Return two or three words that stand side by side."""
    words = _split(text)
    length = rng.randint(2, 3)
    start = rng.randint(0, max(len(words) - length, 0))
    return tuple(words[start : start + length]) if len(words) >= length else ()


def _starts(rng: random.Random, words: list[str], letters: int) -> tuple[str, ...]:
    usable = [word.lower() for word in words if len(word) > letters]
    return (rng.choice(usable)[:letters],) if usable else ()


def _excluding(rng: random.Random, words: list[str]) -> Question:
    some = _some(rng, words, 2, 2)
    return Question(words=some[:1], excluded=some[1:]) if len(some) == 2 else Question()


def _logged(log: Path) -> Iterator[Question]:
    """Yield the searches of a log that are in English, each once."""
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        typed = sorted({row[3].strip() for row in rows if len(row) == 5 and row[2] == "en"})
    for text in typed:
        if not 0 < len(text) <= 300 or '"' in text or " -" in f" {text}":
            continue
        parts = text.split()
        prefixes = [part for part in parts if part.endswith("*")]
        words = [word for part in parts if not part.endswith("*") for word in _split(part)]
        starts = [word for part in prefixes for word in _split(part)[-1:]]
        if words or starts:
            yield Question(words=tuple(words), prefixes=tuple(starts))
