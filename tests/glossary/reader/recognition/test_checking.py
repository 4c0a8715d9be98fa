"""A translation held against its source."""

import pytest

from glossary.reader import Reader
from glossary.reader.recognition.checking import Part, check, parts_of
from glossary.reader.recognition.terms import Asked
from glossary.site.settings import Settings
from tests.conftest import DATA


@pytest.fixture(scope="module")
def reader(bundled: Settings) -> Reader:
    return Reader(bundled)


def problems(reader: Reader, source: str, target: str, lang: str = "fr") -> list[tuple[str, str]]:
    """Return the problems of a translation: which, and the term of the source."""
    parts = parts_of(source, target)
    found, _ = check(reader, parts, Asked(("en",)), lang)
    return [(one.problem, source[one.occurrence.start : one.occurrence.end]) for one in found]


def test_what_is_missing_is_told_with_its_place(reader: Reader) -> None:
    source = "The archivist made a finding aid.\n\nThe museum lends the map."
    fine = "L'archiviste a fait un instrument de recherche.\n\nLe musée prête la carte."
    assert problems(reader, source, fine) == []
    wrong = "L'archiviste a fait une liste.\n\nLe palais prête la carte."
    assert problems(reader, source, wrong) == [("missing", "finding aid"), ("missing", "museum")]


def test_equivalents_may_be_inflected_or_admitted(reader: Reader) -> None:
    source = "Two finding aids of national libraries."
    assert (
        problems(reader, source, "Deux instruments de recherche de bibliothèques nationales.") == []
    )
    german = "Zwei Findbücher und Findhilfsmittel der Nationalbibliotheken."
    assert problems(reader, source, german, "de") == []


def test_paragraphs_are_held_against_their_own(reader: Reader) -> None:
    source = "The museum is open.\n\nThe archivist sleeps."
    swapped = "L'archiviste dort.\n\nLe musée est ouvert."
    assert [text for _, text in problems(reader, source, swapped)] == ["museum", "archivist"]
    joined = swapped.replace("\n\n", " ")
    assert problems(reader, source, joined) == []


def test_a_term_that_should_not_be_used(reader: Reader) -> None:
    source = "La vedette du catalogue."
    found, count = check(reader, parts_of(source, "The heading of the catalogue."),
                         Asked(("fr",)), "en")  # fmt: skip
    assert count >= 2
    for one in found:
        assert one.problem in ("not_approved", "missing")
        if one.problem == "not_approved":
            assert one.instead == "heading"
            assert one.expected
            assert one.instead_at == (4, 11)


def test_a_language_without_a_term(reader: Reader) -> None:
    assert problems(reader, "The museum.", "Museo on kiinni.", "fi") == [("no_term", "museum")]


def test_segments_have_their_places(reader: Reader) -> None:
    parts = [
        Part("The museum.", "Das Museum.", place="1"),
        Part("The museum.", "Das Haus.", 13, 13, "2"),
    ]
    found, count = check(reader, parts, Asked(("en",)), "de")
    assert count == 2
    (one,) = found
    assert one.part is parts[1]
    assert (one.occurrence.start, one.occurrence.end) == (17, 23)
    empty, _ = check(reader, [Part("The museum.", "")], Asked(("en",)), "de")
    assert [one.problem for one in empty] == ["missing"]


def test_the_worked_example(reader: Reader) -> None:
    source, target = (
        (DATA / "communique" / f"{lang}.txt").read_text("utf-8") for lang in ("en", "fr")
    )
    assert problems(reader, source, target) == []
    wrong = target.replace("numérisation", "photographie").replace("plaidoyer", "discours")
    found = check(reader, parts_of(source, wrong), Asked(("en",)), "fr")[0]
    told = [source[one.occurrence.start : one.occurrence.end] for one in found]
    assert told == ["advocacy", "digitisation"]
    back, _ = check(reader, parts_of(target, source), Asked(("fr",)), "en")
    assert back == []
