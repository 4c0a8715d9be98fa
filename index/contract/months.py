"""What every index keeps of lists by month: `MonthContract`."""

from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path

import pytest

from index import WITHDRAWN, Document
from index.contract import Place, publish
from index.contract.samples import document


def _documents(count: int) -> list[Document]:
    """Return documents of a few months, some withdrawn, some without a date or term."""
    made = []
    for n in range(count):
        number = n * 7 % count
        terms = {"en": f"Term {number:05}", "fr-CA": f"terme {count - number:05}"}
        if n % 5 == 2:
            del terms["en"]
        day = f"2024-0{1 + n % 3}-{1 + n % 28:02}" if n % 4 else ""
        status = WITHDRAWN if n % 6 == 1 else "approved"
        one = document("many", f"c{n}", terms, {"en": "Term other"}, changed=day, created=day[:7])
        made.append(replace(one, status=status))
    return [*made, document("else", "x", {"en": "Term 0"}, changed="2025-01-01")]


def _expected(
    documents: list[Document], date: str, lang: str, withdrawn: bool | None
) -> list[tuple[str, bytes]]:
    rows = []
    for made in documents:
        day = getattr(made, date)
        is_asked = withdrawn is None or withdrawn == (made.status == WITHDRAWN)
        if made.vocabulary == "many" and day and is_asked:
            for one in made.labels:
                if one.kind == "preferred" and one.lang.startswith(lang):
                    rows.append((day[:7], one.text.lower(), day, made.record))
    rows.sort(key=lambda row: row[1])
    rows.sort(key=lambda row: row[0], reverse=True)
    return [(day, record) for _, _, day, record in rows]


class MonthContract(ABC):
    """The promises of `dated`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.mark.parametrize("count", [60, 9_000])
    def test_the_newest_month_comes_first(self, tmp_path: Path, count: int) -> None:
        place, documents = self.place(tmp_path), _documents(count)
        publish(place, documents)
        index = place.open()
        for date in ("created", "changed"):
            for lang in ("en", "fr", "xx"):
                for withdrawn in (None, True, False):
                    found = index.dated("many", date, lang, withdrawn, 0, count)
                    assert found == _expected(documents, date, lang, withdrawn)
                    page = index.dated("many", date, lang, withdrawn, 3, 4)
                    assert page == found[3:7]
        with place.change() as change:
            change.delete("many", documents[1].id)
        found = place.open().dated("many", "changed", "en", None, 0, 20)
        assert found == _expected([documents[0], *documents[2:]], "changed", "en", None)[:20]
