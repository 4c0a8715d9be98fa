"""Ask a published site hostile and random questions, over its index and over its web application.

    python -m tests.campaigns.hostile_queries --site FOLDER --count 20000

None may raise or be answered with an error of ours, and none may cost more processor time than
its budget. Exit status 1 where one did; the ten that cost most are told.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from glossary.reader import Reader
from glossary.site.settings import load
from glossary.web import create_app
from index import Index, Query

BUDGET_SECONDS = 0.1
MOST_CHARACTERS = 4_000
"""Longer questions are refused at the doors; the index is not asked them."""
MOST_TOLD = 10
LANGS = ("", "en", "fr", "de", "ar", "zh", "sv", "x", "\ud800", "en-")
FIELDS = ("term", "definition", "note", "notation", "TERM", "title", "")
SIGNS = "-\"*:()[]{}<>~^/\\|&!?%_#@;,.=+$'`´«»“”„‚–—…\0\t\n\r\x7f\u200b\u200d\u202e\ufeff\ufffe"
STRANGE = (
    "\ud800", "\udfff", "\udfff\ud800", "\0", "\u0301", "\u0640", "\u00ad", "½", "ﷺ", "①", "İ", "ı",
    "ß", "ﬃ", "ǰ", "🏛️", "\U0010ffff", "\U000e0041", "\u1160", "々", "ー", "์", "ก", "图",
    "term:", "note:", "-", "--", '"', '""', "*", "**", "-*", '-"', "AND", "OR NOT", "[a TO z]",
    "lib~2", "x^9", "' OR 1=1 --", "%' ESCAPE '", "../..", "<script>", "{{7*7}}", "1e999", "NaN",
    "https://", "urn:x:y", "=a", "~a", "http://example.org/term:x",
)  # fmt: skip


def plane_text(chance: random.Random, longest: int = 12) -> str:
    """Return characters of every plane of Unicode, unpaired surrogates among them."""
    return "".join(
        chr(0x10000 * chance.choice((0, 0, 0, *range(17))) + chance.randrange(0x10000))
        for _ in range(chance.randint(1, longest))
    )


class Questions:
    """Questions made at random from the words of an index, the most frequent ones among them."""

    def __init__(self, chance: random.Random, index: Index) -> None:
        self.chance = chance
        counts: Counter[str] = Counter()
        for letter in "abcdefghiklmnoprstuvwабвкмпрсاكمن图书大中文人日本のกห":
            for found in index.suggest(letter, limit=40):
                counts.update(found.text.split())
        self.words = [word for word, _ in counts.most_common()] or ["library"]
        totals = {word: index.search(Query(word, per_page=1)).total for word in self.words[:300]}
        self.frequent = sorted(totals, key=lambda word: -totals[word])[:30]

    def word(self) -> str:
        chance = self.chance
        word = chance.choice((self.frequent, self.frequent, self.words))
        made = chance.choice(word)
        match chance.randrange(12):
            case 0:
                return chance.choice(STRANGE)
            case 1:
                return plane_text(chance)
            case 2:
                return made[: chance.randint(1, 2)] + "*"
            case 3:
                return chance.choice(SIGNS) + made + chance.choice(SIGNS)
            case 4:
                return made[:-1] + chance.choice("xyz") + made[-1:]
            case 5:
                return chance.choice(made)
        return made

    def part(self) -> str:
        """Return a part of a query: a word, a phrase, a prefix, excluded or in a field."""
        chance = self.chance
        text = self.word()
        if chance.random() < 0.2:
            text = '"' + " ".join(self.word() for _ in range(chance.randint(0, 6))) + '"'
        if chance.random() < 0.15:
            text = f"{chance.choice(FIELDS)}:{text}"
        if chance.random() < 0.15:
            text = f"-{text}"
        if chance.random() < 0.1:
            text += "*"
        return text

    def text(self) -> str:
        """Return a whole query."""
        chance = self.chance
        match chance.randrange(14):
            case 0:
                return plane_text(chance, 200)
            case 1:
                return self.part() * chance.choice((50, 400, 3000))
            case 2:
                return " ".join(word[:1] + "*" for word in chance.choices(self.words, k=12))
            case 3:
                return " ".join(chance.choices(self.frequent, k=12))
            case 4:
                return '"' + " ".join(chance.choices(self.frequent, k=12)) + '"'
            case 5:
                signs = chance.choices('()"-*: ', k=chance.randint(1, 300))
                return "".join(signs) + self.word()
            case 6:
                return " ".join(f"{field}:{self.word()}" for field in FIELDS)
            case 7:
                return self.words[0] + " " + " ".join(f"-{w}" for w in self.frequent[:12])
        return chance.choice((" ", " ", " OR ", "")).join(
            self.part() for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 13, 40)))
        )


Ask = tuple[str, Callable[[], object]]


def asks_of_index(chance: random.Random, index: Index, text: str, names: Sequence[str]) -> Ask:
    """Return one question to an index, with its name."""
    lang = chance.choice(LANGS)
    some = tuple(chance.sample([*names, "none", "\ud800"], chance.choice((0, 0, 1, 2))))
    query = Query(
        text, lang, some, groups=some[:1] if chance.random() < 0.1 else (),
        page=chance.choice((1, 1, 1, 2, 1000, 0, -1)), per_page=chance.choice((1, 20, 20, 100)),
        below=(some[0], text) if some and chance.random() < 0.2 else None,
    )  # fmt: skip
    return chance.choice(
        (
            (f"search {query!a}", lambda: index.search(query)),
            (f"search {query!a}", lambda: index.search(query)),
            (f"suggest {text!a} {lang!a}", lambda: index.suggest(text, lang, some)),
            (f"lookup {text!a} {lang!a}", lambda: index.lookup(text, lang, some)),
            (f"similar {text!a} {lang!a}", lambda: index.similar(text, lang)),
        )
    )


def asks_of_web(chance: random.Random, client: FlaskClient, text: str) -> Ask:
    """Return one question to the web application, with its address; a server error raises."""
    asked = quote(text.encode("utf-8", "surrogatepass")[:6000], safe="")
    lang = quote(chance.choice(LANGS).encode("utf-8", "surrogatepass"))
    more = chance.choice(("", f"&lang={lang}", "&page=2", "&per_page=100", f"&vocabulary={lang}"))
    address = chance.choice(
        (
            f"/api/v1/search?q={asked}{more}", f"/api/v1/suggest?q={asked}{more}",
            f"/api/v1/lookup?term={asked}{more}", f"/en/search?q={asked}{more}",
            f"/ar/search?q={asked}",
        )
    )  # fmt: skip

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code >= 500:
            raise RuntimeError(f"status {answer.status_code}")

    return address, ask


@dataclass
class Tally:
    """How many were asked, what failed, and what cost most."""

    count: int = 0
    failed: list[str] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)

    def ask(self, name: str, question: Callable[[], object]) -> None:
        """Ask one question; one that seems too slow is asked again, the best of three counts."""
        self.count += 1
        taken = self._timed(name, question)
        for _ in range(2 if taken > BUDGET_SECONDS else 0):
            taken = min(taken, self._timed(name, question))
        self.slow = sorted([*self.slow, (taken, name)], reverse=True)[:MOST_TOLD]

    def _timed(self, name: str, question: Callable[[], object]) -> float:
        started = time.thread_time()
        try:
            question()
        except Exception as error:  # any is a failure that is told
            self.failed.append(f"{type(error).__name__}: {error}: {name}")
        return time.thread_time() - started


def questions(
    seed: int, count: int, index: Index, client: FlaskClient, names: Sequence[str]
) -> Iterator[Ask]:
    """Yield questions, half of them to the index and half to the web application."""
    chance = random.Random(seed)
    made = Questions(chance, index)
    for number in range(count):
        text = made.text()
        if number % 2:
            yield asks_of_web(chance, client, text)
        else:
            yield asks_of_index(chance, index, text[:MOST_CHARACTERS], names)


def main() -> None:
    """Ask, tell the worst, and fail where something failed or was too slow."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="folder of a published site")
    parser.add_argument("--count", type=int, default=20_000, help="how many questions")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings = load(options.site, {})
    reader = Reader(settings)
    client = create_app(settings).test_client()
    tally = Tally()
    names = list(reader.site().vocabularies)
    for name, question in questions(options.seed, options.count, reader.index, client, names):
        tally.ask(name, question)
    for failure in tally.failed[:MOST_TOLD]:
        print(f"failed: {failure[:300]}")
    for taken, name in tally.slow:
        print(f"{taken * 1000:7.1f} ms  {name[:200]}")
    too_slow = sum(taken > BUDGET_SECONDS for taken, _ in tally.slow)
    print(f"{tally.count} asked, {len(tally.failed)} failed, {too_slow} or more over the budget")
    sys.exit(bool(tally.failed or too_slow))


if __name__ == "__main__":
    main()
