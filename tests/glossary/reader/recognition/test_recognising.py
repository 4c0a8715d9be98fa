"""What is a term in a text, and what only looks like one."""

from collections.abc import Sequence

import pytest

from glossary.errors import Invalid, TooLarge
from glossary.reader import Reader
from glossary.reader.recognition import recognise
from glossary.reader.recognition.terms import (
    MOST_CHARACTERS,
    Asked,
    concepts_of,
    found_in,
    terms_of,
)
from glossary.site.settings import Settings
from index import Index, build_index, open_index
from index.contract.samples import document


@pytest.fixture(scope="module")
def bundled_reader(bundled: Settings) -> Reader:
    return Reader(bundled)


def words(
    index: Index, text: str, among: Sequence[str] = ("en",), overlapping: bool = False
) -> list[str]:
    """Return the terms that are found in a text, as they stand there."""
    found = recognise(index, text, among, overlapping=overlapping).occurrences
    return [text[one.start : one.end] for one in found]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return an index of a made-up vocabulary of gardens and ships."""
    folder = tmp_path_factory.mktemp("index")
    builder = build_index(folder)
    for made in (
        document("g", "wall", {"en": "garden wall", "de": "Gartenmauer"}),
        document("g", "garden", {"en": "garden", "de": "Garten", "fr": "jardin"}),
        document("g", "plan", {"en": "wall plan of a garden"}),
        document("g", "ill", {"en": "interior lawn lamp"}, {"en": "ILL"}),
        document("g", "who", {"en": "World Hedge Order"}, {"en": "WHO"}),
        document("g", "x", {"en": "x"}, {"en": "12"}),
        document("g", "trees", {"en": "oaks, elms, limes and beeches"}),
        document("g", "elm", {"en": "elm"}),
        document("g", "work", {"en": "work", "de": "Werk"}),
        document("s", "work", {"en": "work"}),
        document("s", "sail", {"en": "sail", "sv": "segel"}, {"en": "canvas sail no."}),
        document("s", "eel", {"sv": "ål"}),
        document("s", "awl", {"sv": "al"}),
        document("s", "gone", {"en": "mast"}, status="deprecated"),
        document("s", "mast", {"en": "mast"}),
        document("s", "ship", {"zh-Hans": "帆船"}, {"zh-Hans": "船"}),
        document("s", "yard", {"zh-Hans": "帆船厂"}),
        document("s", "the", {"en": "The Hulk"}),
    ):
        builder.add(made)
    builder.commit({})
    return open_index(folder)


def test_the_longest_term_wins(index: Index) -> None:
    assert words(index, "A garden wall plan of a garden.") == ["garden", "wall plan of a garden"]
    assert words(index, "The garden walls of gardens") == ["garden walls", "gardens"]
    both = words(index, "A garden wall.", overlapping=True)
    assert both == ["garden wall", "garden"]


def test_abbreviations_are_no_words(index: Index) -> None:
    assert words(index, "Who is ill? The WHO and the ILL.") == ["WHO", "ILL"]
    assert words(index, "Sail no. 7 is here, and x is 12.") == ["Sail"]
    assert words(index, "The canvas sail no. 7") == ["canvas sail no"]


def test_verbs_are_no_terms(index: Index) -> None:
    assert words(index, "They work, she works, it will not work to work.") == []
    assert words(index, "The work of my life, two works of hers.") == ["work", "works"]


def test_words_of_the_same_root_are_no_forms(index: Index) -> None:
    assert words(index, "A gardener sailed while gardening; sailing and masted.") == []


def test_marks_part_terms_unless_they_are_entered(index: Index) -> None:
    assert words(index, "In the garden. Wall it.") == ["garden"]
    assert words(index, "garden, wall") == ["garden"]
    assert words(index, "We saw oaks, elms, limes and beeches.") == [
        "oaks, elms, limes and beeches"
    ]
    assert words(index, "A garden\nwall and a garden\n\nwall") == ["garden\nwall", "garden"]


def test_german_nouns_have_capitals(index: Index) -> None:
    assert words(index, "Das Werk steht, er werk im Garten.", ["de"]) == ["Werk", "Garten"]
    assert words(index, "das werk im garten", ["de"]) == ["werk", "garten"]


def test_letters_that_a_language_keeps_apart(index: Index) -> None:
    assert words(index, "En ål och en al.", ["sv"]) == ["ål", "al"]
    found = recognise(index, "En ål.", ["sv"]).occurrences
    assert [label.id for one in found for label in one.labels] == ["eel"]


def test_accents_that_a_term_has_not(bundled_reader: Reader) -> None:
    text = "La cote est sur la côte, et l'ECOLE a un MUSEE."
    assert words(bundled_reader.index, text, ["fr"]) == ["cote", "MUSEE"]


def test_no_spaces_are_written(index: Index) -> None:
    assert words(index, "我们的帆船厂造帆船。", ["zh"]) == ["帆船厂", "帆船"]
    assert words(index, "这里有轮船。", ["zh"]) == []
    assert words(index, "我们的帆船厂。", ["zh"], overlapping=True) == ["帆船厂", "帆船"]


def test_homographs_are_told_apart_and_the_withdrawn_comes_last(index: Index) -> None:
    found = recognise(index, "The work on the mast", ["en"]).occurrences
    concepts = [[(label.vocabulary, label.id) for label in one.labels] for one in found]
    assert concepts == [[("g", "work"), ("s", "work")], [("s", "mast"), ("s", "gone")]]
    assert [label.is_withdrawn for label in found[1].labels] == [False, True]


def test_the_language_of_each_paragraph(bundled_reader: Reader) -> None:
    text = (
        "The archivist is in the reading room.\n\nLa bibliothèque est dans le musée.\n\n"
        "Die Bibliothek ist in dem Museum.\n\nБиблиотека находится в музее."
    )
    langs = [*bundled_reader.site().languages()]
    found = recognise(bundled_reader.index, text, langs)
    assert set(found.langs) == {"en", "fr", "de", "ru"}
    told = [(text[one.start : one.end], one.lang) for one in found.occurrences]
    assert told == [
        ("archivist", "en"), ("reading room", "en"), ("bibliothèque", "fr"), ("musée", "fr"),
        ("Bibliothek", "de"), ("Museum", "de"), ("Библиотека", "ru"), ("музее", "ru"),
    ]  # fmt: skip


def test_common_words_of_one_language_are_no_terms_of_another(bundled_reader: Reader) -> None:
    langs = [*bundled_reader.site().languages()]
    text = "It rained, but she had the son of a baker with her, or so they said in the end."
    assert words(bundled_reader.index, text, langs) == []


def test_terms_of_others_in_a_text(bundled_reader: Reader) -> None:
    langs = [*bundled_reader.site().languages()]
    text = "We say that the bouclier bleu and 图书馆 are with us in the museum."
    assert words(bundled_reader.index, text, langs) == ["bouclier bleu", "图书馆", "museum"]
    assert words(bundled_reader.index, text, ["en"]) == ["museum"]


def test_the_preferred_sector_comes_first(bundled_reader: Reader) -> None:
    for sector in ("library", "archive", "museum"):
        found = found_in(bundled_reader, "Its provenance is unknown.", Asked(sector=sector))
        (term,) = terms_of(found.occurrences)
        named = concepts_of(bundled_reader, term.labels, sector)
        assert named[0].label.vocabulary == sector
        assert len(named) >= 3


def test_only_chosen_vocabularies(bundled_reader: Reader) -> None:
    found = found_in(bundled_reader, "Its provenance", Asked(("en",), ("museum",)))
    assert [label.vocabulary for label in found.occurrences[0].labels] == ["museum"]
    with pytest.raises(Invalid, match="nowhere"):
        found_in(bundled_reader, "Its provenance", Asked((), ("nowhere",)))


def test_what_is_no_text(bundled_reader: Reader) -> None:
    for empty in ("", " \n\t"):
        with pytest.raises(Invalid):
            found_in(bundled_reader, empty, Asked())
    with pytest.raises(TooLarge):
        found_in(bundled_reader, "a" * (MOST_CHARACTERS + 1), Asked())
    for odd in ("\x00", "\ud800", "12 %", "½ ﷺ", "a\u0301" * 500, "\u200f\u202e", "文" * 2000):
        assert found_in(bundled_reader, odd, Asked()).occurrences == []


def test_places_are_those_of_the_text(bundled_reader: Reader) -> None:
    text = "𝔘 e\u0301 ½ the ar\u00adchives, “L’ARCHIVISTE” — and the\u00a0digital   preservation"
    found = recognise(bundled_reader.index, text, ["en"]).occurrences
    assert [text[one.start : one.end] for one in found] == [
        "ar\u00adchives", "digital   preservation",
    ]  # fmt: skip
