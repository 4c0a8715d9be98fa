"""What every index keeps of labels by many keys at once: `KeyContract`."""

from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from index import Index, IndexUnavailable, KeyedLabel
from index.contract import Place, publish
from index.contract.samples import document
from index.text import analysis

_DOCUMENTS = [
    document("a", "one", {"en": "oak tree", "de": "Eiche", "fr": "chêne"}, {"en": "oak"}),
    document("a", "two", {"en": "Oak", "en-GB": "English oak"}, hidden={"en": "quercus"}),
    document("b", "three", {"en": "old oak"}, {"en": "OAK"}, notations=("oak",), status="draft"),
    document("b", "gone", {"en": "oak", "de": "Eiche"}, status="deprecated"),
    document("b", "four", {"zh-Hans": "橡树", "ru": "старый дуб", "pt-BR": "carvalho"}),
]


class KeyContract(ABC):
    """The promises of `labels_of`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.fixture
    def trees(self, tmp_path: Path) -> Index:
        place = self.place(tmp_path)
        publish(place, _DOCUMENTS)
        return place.open()

    def test_a_key_has_one_label_for_each_concept_in_order(self, trees: Index) -> None:
        found = trees.labels_of(["oak", "elm", "oak tree"], [], "en")
        assert set(found.folded) == {"oak", "oak tree"}
        assert found.folded["oak"] == [
            KeyedLabel("Oak", "en", "preferred", "a", "two"),
            KeyedLabel("oak", "en", "alternative", "a", "one"),
            KeyedLabel("OAK", "en", "alternative", "b", "three"),
            KeyedLabel("oak", "en", "preferred", "b", "gone", True),
        ]
        assert trees.labels_of(["oak"], [], "en", limit=1).folded["oak"] == found.folded["oak"][:1]

    def test_only_labels_of_the_language_and_vocabularies(self, trees: Index) -> None:
        keys = [
            analysis.fold(text) for text in ("Eiche", "chêne", "English oak", "橡树", "quercus")
        ]
        assert set(trees.labels_of(keys, [], "de").folded) == {"eiche"}
        assert set(trees.labels_of(keys, [], "en").folded) == {"english oak", "quercus"}
        assert set(trees.labels_of(keys, [], "zh").folded) == {"橡树"}
        assert set(trees.labels_of(keys, [], "").folded) == set(keys)
        everywhere = trees.labels_of(["eiche"], [], "").folded["eiche"]
        assert [(label.id, label.lang) for label in everywhere] == [("one", "de"), ("gone", "de")]
        of_b = trees.labels_of(["oak"], [], "en", ["b"]).folded["oak"]
        assert [label.id for label in of_b] == ["three", "gone"]
        assert trees.labels_of(["oak"], [], "en", ["unknown"]).folded == {}

    def test_a_concept_has_a_label_in_each_language(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        publish(place, [document("a", "one", {"en": "Film", "de": "Film", "fr": "film"})])
        found = place.open().labels_of(["film"], [], "").folded["film"]
        assert {(label.text, label.lang) for label in found} == {
            ("Film", "en"), ("Film", "de"), ("film", "fr"),
        }  # fmt: skip

    def test_stems_are_of_their_language(self, trees: Index) -> None:
        def found(text: str, lang: str) -> list[str]:
            key = analysis.stem_key(text, lang)
            return [label.id for label in trees.labels_of([], [key], lang).stemmed.get(key, ())]

        assert found("oak trees", "en") == ["one"]
        assert found("старого дуба", "ru") == ["four"]
        assert found("carvalhos", "pt") == ["four"]
        assert found("carvalhos", "es") == []

    def test_very_many_keys(self, trees: Index) -> None:
        keys = [f"word {n}" for n in range(60_000)]
        found = trees.labels_of([*keys, "old oak"], [*keys, "oak tree"], "en")
        assert list(found.folded) == ["old oak"]
        assert list(found.stemmed) == ["oak tree"]

    def test_changes_are_seen(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        publish(place, _DOCUMENTS)
        with place.change() as change:
            change.delete("a", "two")
            change.put(document("c", "new", {"en": "oak"}))
        found = place.open().labels_of(["oak"], [analysis.stem_key("oaks", "en")], "en")
        expected = ["new", "one", "three", "gone"]
        assert [label.id for label in found.folded["oak"]] == expected
        assert [label.id for label in found.stemmed["oak"]] == expected

    def test_nothing_published(self, tmp_path: Path) -> None:
        with pytest.raises(IndexUnavailable):
            self.place(tmp_path).open().labels_of(["oak"], [], "en")
