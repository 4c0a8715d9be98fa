"""A plain Whoosh opens the published index and names the concepts that ours finds."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.qparser import QueryParser
from whoosh.query import And, Not, Or, Phrase, Prefix, Query, Term
from whoosh.searching import Searcher

from glossary.publish import publish
from glossary.site.settings import Settings, load
from index.contract.samples import document
from index.embedded.files.generations import Generations
from index.embedded.reading.snapshot import opened
from index.embedded.reading.view import View
from tests.conftest import CHECKOUT
from tests.index.corpus import place

_EXAMPLE = re.compile(r"```python\n(from pathlib.*?)```", re.DOTALL)


@contextmanager
def _plain(folder: Path) -> Iterator[Searcher]:
    """Return a context with a searcher of Whoosh's own of what is published in a folder."""
    published = folder / "generations" / (folder / "current").read_text("utf-8").strip()
    with open_dir(published / "words", indexname="words", readonly=True).searcher() as searcher:
        yield searcher


@contextmanager
def _ours(folder: Path) -> Iterator[View]:
    generations = Generations(folder)
    with opened(generations, generations.current()).view() as view:
        yield view


def _named(searcher: Searcher, query: Query) -> set[str]:
    return {hit["key"] for hit in searcher.search(query, limit=None)}


def _keys(view: View, term: str) -> set[str]:
    concepts = {view.arrays.concept_of.item(number) for number in view.segments(term).tolist()}
    return {"/".join(view.identity(key)) for key in concepts - {0}}


def _words(searcher: Searcher) -> list[str]:
    return [word for word in searcher.reader().field_terms("t") if word.startswith("=")]


def _hold(searcher: Searcher, view: View, words: list[str]) -> None:
    """Assert that each word, and pairs of them, name what ours finds."""
    found = {word: _keys(view, word) for word in words}
    wrong = {word for word in words if _named(searcher, Term("t", word)) != found[word]}
    assert found
    assert not wrong
    by_concept = defaultdict(list)
    for word, keys in found.items():
        for key in keys:
            by_concept[key].append(word)
    pairs = [some[:2] for some in by_concept.values() if len(some) > 1][:300]
    for pair in pairs:
        one, other = (set(view.segments(word).tolist()) for word in pair)
        there = {number for number in one & other if view.arrays.concept_of[number]}
        both = {"/".join(view.identity(view.arrays.concept_of.item(number))) for number in there}
        assert _named(searcher, And([Term("t", word) for word in pair])) == both, pair
    for word in words[:: len(words) // 100 + 1]:
        prefix = word[:4]
        numbers = view.with_prefix(prefix[1:]).tolist()
        keys = {view.arrays.concept_of.item(number) for number in numbers} - {0}
        named = {"/".join(view.identity(key)) for key in keys}
        assert _named(searcher, Prefix("t", prefix)) == named, prefix


def test_every_bundled_word_names_what_ours_finds(bundled: Settings) -> None:
    with _plain(bundled.index_folder) as searcher, _ours(bundled.index_folder) as view:
        words = _words(searcher)
        assert len(words) > 5_000
        _hold(searcher, view, words)


@pytest.mark.shared
def test_words_of_unesco_name_what_ours_finds(shared: Path, tmp_path: Path) -> None:
    source = shared / "unesco-thesaurus" / "unesco-thesaurus-2024-10.ttl"
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "unesco.ttl").write_bytes(source.read_bytes())
    settings = load(tmp_path, {})
    publish(settings)
    with _plain(settings.index_folder) as searcher, _ours(settings.index_folder) as view:
        words = random.Random(7).sample(_words(searcher), 500)
        assert len({*words}) == 500
        _hold(searcher, view, words)


def _published(folder: Path) -> Path:
    made = place(folder)
    builder = made.build()
    for number, label in enumerate(("Tin roof", "roof of tin", "Tin, tin and more tin", "Straße")):
        builder.add(document("v", f"c{number}", {"en": label}, definitions={"en": "a lead roof"}))
    builder.commit({})
    return folder


def test_hits_are_told_apart_by_kind_and_language(tmp_path: Path) -> None:
    with _plain(_published(tmp_path)) as searcher:
        hits = searcher.search(Term("t", "=lead"), limit=None)
        assert [hit.fields() for hit in hits] == [
            {"key": f"v/c{number}", "kind": "definition", "lang": "en"} for number in range(4)
        ]
        (hit,) = searcher.search(Term("t", "=strasse"))
        assert hit.fields() == {"key": "v/c3", "kind": "preferred", "lang": "en"}
        assert searcher.doc_count() == 8


def test_phrases_frequencies_and_lengths(tmp_path: Path) -> None:
    with _plain(_published(tmp_path)) as searcher:
        assert _named(searcher, Phrase("t", ["=tin", "=roof"])) == {"v/c0"}
        assert _named(searcher, Phrase("t", ["=roof", "=of", "=tin"])) == {"v/c1"}
        reader = searcher.reader()
        assert reader.doc_frequency("t", "=tin") == 3
        assert reader.frequency("t", "=tin") == 5
        best = searcher.search(Term("t", "=tin"), limit=None)
        assert [hit["key"] for hit in best] == ["v/c2", "v/c0", "v/c1"]  # often, short, long
        assert _named(searcher, And([Term("t", "=lead"), Not(Term("t", "=tin"))])) != set()
        some = Or([Term("t", "=strasse"), Term("t", "=of")])
        assert _named(searcher, some) == {"v/c1", "v/c3"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TIN roof", {"v/c0", "v/c1"}),
        ('"tin ROOF"', {"v/c0"}),
        ("Straße OR stras*", {"v/c3"}),
        ("roof NOT lead NOT of", {"v/c0"}),
        ("nothing", set()),
    ],
)
def test_the_parser_of_whoosh_folds_as_ours(tmp_path: Path, text: str, found: set[str]) -> None:
    with _plain(_published(tmp_path)) as searcher:
        assert _named(searcher, QueryParser("t", searcher.schema).parse(text)) == found


def test_what_is_gone_is_not_found_and_what_is_new_waits(tmp_path: Path) -> None:
    folder = _published(tmp_path)
    with _plain(folder) as before:
        with place(folder).change() as change:
            change.delete("v", "c0")
            change.put(document("v", "c1", {"en": "a wooden floor"}))
            change.put(document("v", "c9", {"en": "tin floor"}))
        with _plain(folder) as after:
            assert _named(after, Term("t", "=tin")) == {"v/c2"}
            assert _named(after, Term("t", "=floor")) == set()
            assert after.doc_count() == 4
        assert "v/c2" in _named(before, Term("t", "=tin"))


def test_the_example_of_the_documentation_runs(
    bundled: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = _EXAMPLE.findall((CHECKOUT / "docs" / "architecture.md").read_text("utf-8"))
    assert code.count("\n") <= 12
    monkeypatch.chdir(bundled.index_folder.parent.parent)
    exec(compile(code, "architecture.md", "exec"), {})
    assert "convergence/blue-shield preferred" in capsys.readouterr().out
