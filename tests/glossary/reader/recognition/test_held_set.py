"""The terms of sentences that were marked before there was any code to find them."""

import pytest

from glossary.reader import Reader
from glossary.site.settings import Settings
from tests.glossary.reader.recognition.held_set import LANGS, counted, sentences


@pytest.fixture(scope="module")
def bundled_reader(bundled: Settings) -> Reader:
    return Reader(bundled)


@pytest.mark.parametrize("lang", LANGS)
def test_terms_are_found_and_little_else(bundled_reader: Reader, lang: str) -> None:
    found = counted(bundled_reader, lang, [*bundled_reader.site().languages()])
    assert found.recall >= 0.95, found.missed
    assert found.inflected_recall >= 0.85, found.missed
    assert found.precision >= 0.95, found.wrong


@pytest.mark.parametrize("lang", LANGS)
def test_there_are_fifty_sentences(lang: str) -> None:
    made = [*sentences(lang)]
    assert len(made) == 50
    assert sum(len(base) for _, base, _ in made) >= 25
    assert lang == "zh" or sum(len(others) for _, _, others in made) >= 20
