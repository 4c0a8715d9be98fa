"""What every index keeps of labels that match a pattern: `PatternContract`."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from index import KINDS, Document, Index
from index.contract import Place, publish
from index.contract.samples import document

_DOCUMENTS = [
    document("a", "one", {"en": "Bass", "en-GB": "bass guitar", "fr": "Basse"}, {"en": "sea bass"}),
    document("a", "two", {"en": "Élan", "ru": "ЛОСЬ"}, {"en": "bass"}, {"en": "baſs*"}),
    document("b", "three", {"en": "bass", "": "BASS"}, notations=("1.05", "b*")),
    document("b", "four", {"en": "a" * 1500, "fr": "x\ny"}, {"en": ["?~[x]", "aXbXc"]}),
    document("b", "five", {"en": "to the bass of the bass"}, {"en": ["İzmir", "éLAN"]}),
]
_KINDS = (*KINDS, "notation")
_PATTERNS = (
    "bass", "BASS", "bass*", "*bass", "*bass*", "*a*s*", "b*s", "*", "**", "", "élan", "лось*",
    "1.*", "*05", "?~[x]", "a*b*c", "*xb*", "a*x*x*", "bass*bass", "*the*the*", "zzz*", "é*",
    "x y", "*" + "a" * 30 + "*", "b**", "*s*s", "i*", "a" * 1200,
)  # fmt: skip


def _expected(
    documents: Iterable[Document], pattern: str, lang: str, within: Collection[str], kinds: object
) -> list[tuple[str, str, str, str]]:
    """Return text, language, kind and vocabulary of what matches, in order."""
    parts = map(re.escape, pattern[:1000].lower().split("*"))
    wanted = re.compile(".*".join(parts), re.DOTALL)
    found = []
    for made in documents:
        rows = [(one.text, one.lang, one.kind) for one in made.labels]
        rows += [(text, "", "notation") for text in made.notations]
        for text, tag, kind in rows:
            lower = text[:1000].lower().replace("\n", " ")
            is_asked = kind in kinds and (tag.startswith(lang) or kind == "notation")  # type: ignore[operator]
            if is_asked and made.vocabulary in (within or "ab") and wanted.fullmatch(lower):
                found.append(((lower, tag), (text, tag, kind, made.vocabulary)))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


class PatternContract(ABC):
    """The promises of `match_labels`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.mark.parametrize("pattern", _PATTERNS)
    def test_a_pattern_is_matched_from_end_to_end(self, tmp_path: Path, pattern: str) -> None:
        place = self.place(tmp_path)
        publish(place, _DOCUMENTS)
        self._matched(place.open(), _DOCUMENTS, pattern)
        new = document("a", "new", {"en": "Bass drum", "fr": "élan"}, notations=("1.0",))
        with place.change() as change:
            change.delete("a", "one")
            change.put(new)
        self._matched(place.open(), [*_DOCUMENTS[1:], new], pattern)

    def _matched(self, index: Index, documents: list[Document], pattern: str) -> None:
        for lang in ("", "en", "en-GB", "xx"):
            for within in ((), ("b",), ("a", "b"), ("none",)):
                for kinds in (_KINDS, KINDS, ("alternative",), ("notation",)):
                    found = index.match_labels(pattern, lang, within, kinds)
                    rows = [one[:4] for one in found]
                    expected = _expected(documents, pattern, lang, within, kinds)
                    assert [row[:2] for row in rows] == [row[:2] for row in expected]
                    assert sorted(rows) == sorted(expected)
                    for one in found:
                        [its] = [made for made in documents if made.summary == one.summary]
                        assert [*one.notations] == [*its.notations]
                    page = index.match_labels(pattern, lang, within, kinds, offset=1, limit=2)
                    assert page == found[1:3]
