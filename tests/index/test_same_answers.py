"""The index at OpenSearch answers as the embedded one does: on random documents, and on UNESCO."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.publish import publish as publish_site
from glossary.site.settings import load
from index import Document, Index, Query, build_index, open_index
from index.contract import publish
from index.embedded.files.generations import Generations
from index.embedded.reading.snapshot import opened
from index.embedded.writing import documents
from index.opensearch.client import client_of
from index.opensearch.writing import generations
from index.places import Address
from tests.index.corpus import place, random_documents, random_query
from tests.opensearch import engine

pytestmark = pytest.mark.cluster
SHARDS = 3
Ask = Callable[[Index], object]


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    """The address of an index with several shards."""
    with engine.address() as at:
        where = Address(f"{at}/same-answers", {"shards": str(SHARDS), "copies": "0-1"})
        yield where
        client = client_of(where)
        for one in (*generations.there(client), "state"):
            generations.remove(client, one)


def _both(
    folder: Path, address: Address, made: Sequence[Document], metadata: dict[str, bytes]
) -> tuple[Index, Index]:
    """Return an embedded index of documents, and one at the engine."""
    publish(place(folder), made)
    builder = build_index(address)
    for document in made:
        builder.add(document)
    builder.commit(metadata)
    return place(folder).open(), open_index(address)


def _typo(rng: random.Random, word: str) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(("", "x", word[at] * 2)) + word[at + 1 :]


def _questions(rng: random.Random, made: Sequence[Document]) -> Iterator[tuple[object, Ask]]:
    """Yield a question of each kind about a document, with what is asked."""
    one = rng.choice(made)
    label = rng.choice(one.labels)
    lang = rng.choice(("", label.lang, label.lang.split("-")[0], "en"))
    of, above = one.vocabulary, rng.choice([*one.parents, ""])
    beginning, wrong = label.text[: rng.randint(1, 6)], _typo(rng, label.text)
    pattern = rng.choice((f"*{label.text[1:4]}*", f"{label.text[:2]}*", f"*{label.text[-2:]}"))
    group = rng.choice([*one.groups, "none"])
    yield (
        ("lookup", label.text, lang),
        lambda index: (found := index.lookup(label.text, lang), found.total),
    )
    yield ("suggest", beginning, lang), lambda index: [*index.suggest(beginning, lang)]
    yield ("similar", wrong, lang), lambda index: [*index.similar(wrong, lang)]
    yield ("letters", of, label.lang), lambda index: [*index.letters(of, label.lang)]
    yield (
        ("letter", of, label.lang, label.letter),
        lambda index: [*index.by_letter(of, label.lang, label.letter, 0, 50)],
    )
    yield ("children", of, above, lang), lambda index: [*index.children(of, above, lang, 3, 40)]
    yield ("members", of, group, lang), lambda index: [*index.members(of, group, lang)]
    yield ("position", one.id, lang), lambda index: index.position(of, above, one.id, lang)
    yield ("paths", of, one.id), lambda index: sorted(map(tuple, index.paths(of, one.id)))
    yield ("pattern", pattern, lang), lambda index: [*index.match_labels(pattern, lang, limit=50)]
    yield ("dates", of), lambda index: [(x.id, x.date) for x in index.by_date(of, limit=30)]


def _different(indexes: tuple[Index, Index], asked: Iterable[tuple[object, Ask]]) -> list[object]:
    """Return those of some questions that the two answer differently."""
    embedded, other = indexes
    return [told for told, ask in asked if ask(other) != ask(embedded)]


def _searching(query: Query) -> tuple[object, Ask]:
    return query, lambda index: index.search(query)


@pytest.mark.parametrize("seed", [3, 4])
def test_random_documents(tmp_path: Path, address: Address, seed: int) -> None:
    rng = random.Random(seed)
    made = random_documents(rng, 250)
    both = _both(tmp_path, address, made, {})
    assert _different(both, [_searching(random_query(rng, made)) for _ in range(80)]) == []
    assert _different(both, [one for _ in range(12) for one in _questions(rng, made)]) == []


@pytest.mark.shared
@pytest.mark.slow
def test_unesco(tmp_path: Path, address: Address, shared: Path) -> None:
    folder = tmp_path / "site" / "vocabularies"
    folder.mkdir(parents=True)
    file = next((shared / "unesco-thesaurus").glob("*.ttl"))
    (folder / "unesco.ttl").write_bytes(file.read_bytes())
    settings = load(tmp_path / "site", {})
    publish_site(settings)
    made = _documents(settings.index_folder)
    both = _both(tmp_path / "beside", address, made, {})
    rng = random.Random(11)
    assert _different(both, [_searching(_query_of(rng, made)) for _ in range(1_000)]) == []
    assert _different(both, [one for _ in range(100) for one in _questions(rng, made)]) == []


def _documents(folder: Path) -> list[Document]:
    """Return all documents of a published embedded index."""
    generations_of = Generations(folder)
    snapshot = opened(generations_of, generations_of.current())
    built = documents.BuiltFiles(snapshot.path)
    with snapshot.view() as view:
        return [*documents.every(view.rows, built, documents.names(view.rows))]


def _query_of(rng: random.Random, made: Sequence[Document]) -> Query:
    """Return a query of words that stand in labels of some documents."""
    one, other = (rng.choice(rng.choice(made).labels) for _ in range(2))
    first, second = one.text.split()[0], other.text.split()[-1]
    text = rng.choice(
        (
            one.text, first, f"{second[:4]}*", f'"{one.text}"', f"{first} {second}",
            f"{first} -{second}", f"{first} OR {second}", f"term:{first}", f"the {one.text}",
            f"definition:{first}", f"{one.text} {other.text}",
        )
    )  # fmt: skip
    lang = rng.choice(("", one.lang, other.lang, "en", "ar"))
    query = Query(text, lang, page=rng.choice((1, 1, 2)))
    above = rng.choice(made)
    return replace(query, below=(above.vocabulary, above.id)) if rng.random() < 0.1 else query
