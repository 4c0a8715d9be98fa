import pytest

from glossary.errors import Invalid
from glossary.reader import Reader
from glossary.reader.lengths import length, shortened
from glossary.site.settings import Settings


@pytest.mark.parametrize(("text", "long"), [("", 0), ("é", 1), ("ﷺ", 18), ("㌀", 4), ("ﬃ", 3)])
def test_characters_are_counted_as_they_are_compared(text: str, long: int) -> None:
    assert length(text) == long
    assert length(text * 7) == long * 7


@pytest.mark.parametrize("text", ["a" * 900, "ﷺ" * 299, "aﷺ" * 200, "é" * 400, "short"])
def test_what_is_cut_is_a_beginning_that_fits(text: str) -> None:
    found = shortened(text, 300)
    assert found
    assert text.startswith(found)
    assert length(found) <= 300
    assert shortened(found, 300) == found


def test_a_term_that_becomes_too_long_is_refused(site: Settings) -> None:
    reader = Reader(site)
    assert reader.lookup("ﷺ" * 16).total == 0
    with pytest.raises(Invalid, match="longer than 300"):
        reader.lookup("ﷺ" * 17)
