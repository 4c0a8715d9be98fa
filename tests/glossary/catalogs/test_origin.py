"""Copies of a vocabulary's own words follow its releases; a translator's words stay."""

from collections.abc import Callable

import pytest

from glossary.catalogs.apply import apply
from glossary.catalogs.origin import follow, is_copy, mark, marked, remember
from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import Message, TermCatalog
from glossary.catalogs.progress import progress, state_of
from glossary.catalogs.update import new_catalog, template, update
from glossary.model import Vocabulary

Release = Callable[[str, str], Vocabulary]
FIRST = (
    '<.> a skos:ConceptScheme ; dct:title "Rooms"@en, "Räume"@de ; dct:language "en" .'
    '<g> a skos:Collection ; skos:prefLabel "All"@en, "Alle"@de ; skos:member <hall>, <attic> .'
)


@pytest.fixture
def release(read_skos: Callable[..., tuple[Vocabulary, object]]) -> Release:
    """A function that reads a release with two concepts and their German texts."""

    def made(hall: str, attic: str) -> Vocabulary:
        turtle = (
            f'{FIRST} <hall> a skos:Concept ; skos:prefLabel "hall"@en {hall} .'
            f'<attic> a skos:Concept ; skos:prefLabel "attic"@en {attic} .'
        )
        return read_skos(turtle)[0]

    return made


def _begun(vocabulary: Vocabulary) -> TermCatalog:
    catalog = new_catalog(vocabulary, "de")
    update(catalog, template(vocabulary))
    follow(catalog, vocabulary, "de")
    return _again(catalog)


def _again(catalog: TermCatalog) -> TermCatalog:
    """Return the catalog as another program gives it back: through a file."""
    return files.parse(files.dump(catalog), "words.po", "de")


def _message(catalog: TermCatalog, context: str) -> Message:
    (found,) = (one for one in catalog if one.context == context)
    return found


HALL = ', "Halle"@de ; skos:altLabel "Saal"@de ; skos:definition "A room."@en, "Ein Raum."@de'


def test_a_catalog_begun_from_a_vocabulary_has_its_words_and_no_drafts(release: Release) -> None:
    vocabulary = release(HALL, ', "Boden"@de')
    catalog = _begun(vocabulary)
    texts = {one.context: one.string for one in catalog}
    assert texts == {
        ".|title": "Räume", "g|prefLabel": "Alle", "hall|prefLabel": "Halle",
        "hall|altLabel": "Saal", "hall|definition": "Ein Raum.",
        "attic|prefLabel": "Boden", "attic|altLabel": "",
    }  # fmt: skip
    counts = progress(catalog)
    assert (counts.checked, counts.draft, counts.missing) == (7, 0, 0)
    assert all(is_copy(one) for one in catalog if one.string)
    assert apply(vocabulary, catalog, "de") == (vocabulary, [])


def test_untouched_copies_follow_the_vocabulary(release: Release) -> None:
    catalog = _begun(release(HALL, ', "Boden"@de'))
    new = release(', "Diele"@de ; skos:altLabel "Flur"@de, "Saal"@de', ', "Speicher"@de')
    update(catalog, template(new))
    assert follow(catalog, new, "de") == (True, [])
    catalog = _again(catalog)
    assert _message(catalog, "hall|prefLabel").string == "Diele"
    assert set(str(_message(catalog, "hall|altLabel").string).split("\n")) == {"Flur", "Saal"}
    assert _message(catalog, "attic|prefLabel").string == "Speicher"
    assert progress(catalog).fuzzy == 0
    assert follow(catalog, new, "de") == (False, [])


def test_a_reworded_source_makes_no_copy_fuzzy(release: Release) -> None:
    catalog = _begun(release(HALL, ', "Boden"@de'))
    new = release(HALL.replace("A room.", "A big room."), ', "Boden"@de')
    update(catalog, template(new))
    assert _message(catalog, "hall|definition").fuzzy
    follow(catalog, new, "de")
    assert state_of(_message(catalog, "hall|definition"), "draft") == "done"


def test_words_of_a_translator_come_into_conflict_once(release: Release) -> None:
    catalog = _begun(release(HALL, ', "Boden"@de'))
    _message(catalog, "hall|prefLabel").string = "Vorhalle"
    _message(catalog, "attic|prefLabel").string = "Dachboden"
    new = release(HALL.replace("Halle", "Diele"), ', "Boden"@de')
    assert follow(catalog, new, "de") == (True, ["hall|prefLabel"])
    catalog = _again(catalog)
    hall = _message(catalog, "hall|prefLabel")
    assert (hall.string, state_of(hall, "draft")) == ("Vorhalle", "review")
    assert "the vocabulary says: Diele" in hall.user_comments
    assert _message(catalog, "attic|prefLabel").string == "Dachboden"
    assert follow(catalog, new, "de") == (False, [])
    hall.flags.discard("fuzzy")  # somebody has looked at both
    assert follow(catalog, new, "de") == (True, [])
    assert hall.user_comments == [f"origin: vocabulary {mark('Diele')}"]
    assert hall.string == "Vorhalle"
    assert follow(catalog, new, "de") == (False, [])


def test_a_conflict_ends_where_the_vocabulary_takes_the_words_over(release: Release) -> None:
    catalog = _begun(release(HALL, ""))
    _message(catalog, "hall|prefLabel").string = "Vorhalle"
    follow(catalog, release(HALL.replace("Halle", "Diele"), ""), "de")
    assert follow(catalog, release(HALL.replace("Halle", "Vorhalle"), ""), "de").conflicts == []
    hall = _message(catalog, "hall|prefLabel")
    assert is_copy(hall)
    assert not hall.fuzzy


def test_what_a_translator_added_to_a_copy_is_not_lost(release: Release) -> None:
    catalog = _begun(release(HALL, ""))
    hall = _message(catalog, "hall|prefLabel")
    hall.user_comments = ["seen in Bonn", "grammar: f.", *hall.user_comments]
    assert follow(catalog, release(HALL, ""), "de") == (False, [])
    assert "grammar: f." in hall.user_comments
    new = release(HALL.replace("Halle", "Diele"), "")
    assert follow(catalog, new, "de").conflicts == ["hall|prefLabel"]
    assert hall.user_comments[:2] == ["seen in Bonn", "grammar: f."]


def test_words_that_a_release_takes_back_or_adds(release: Release) -> None:
    catalog = _begun(release(HALL, ""))
    _message(catalog, "hall|altLabel").string = "Aula"
    follow(catalog, release("", ', "Boden"@de'), "de")
    assert _message(catalog, "hall|prefLabel").string == ""
    assert marked(_message(catalog, "hall|prefLabel")) == ""
    assert _message(catalog, "hall|altLabel").string == "Aula"
    assert _message(catalog, "attic|prefLabel").string == "Boden"


def test_a_catalog_without_marks_is_read_as_copies_where_it_says_the_same(
    release: Release,
) -> None:
    old = release(HALL, ', "Boden"@de')
    catalog = _begun(old)
    for message in catalog:
        message.user_comments = []
    _message(catalog, "attic|prefLabel").string = "Dachboden"
    assert remember(catalog, old, "de")
    assert not remember(catalog, old, "de")
    new = release(HALL.replace("Halle", "Diele"), ', "Speicher"@de')
    assert follow(catalog, new, "de").conflicts == ["attic|prefLabel"]
    assert _message(catalog, "hall|prefLabel").string == "Diele"


def test_marks_do_not_see_how_a_text_is_broken_or_composed() -> None:
    assert mark("é  b\nc") == mark("e\u0301 b c") != mark("e b c")


def test_withdrawn_concepts_are_not_translated_and_keep_their_names(release: Release) -> None:
    catalog = _begun(release(HALL, ""))
    _message(catalog, "attic|prefLabel").string = "Dachboden"
    new = release(HALL, "; owl:deprecated true")
    update(catalog, template(new))
    follow(catalog, new, "de")
    catalog = _again(catalog)
    assert not [one for one in catalog if str(one.context).startswith("attic|")]
    applied, findings = apply(new, catalog, "de")
    assert applied.concepts["attic"].labels() == {"en": "attic", "de": "Dachboden"}
    assert findings == []
    update(catalog, template(release(HALL, "")))
    assert _message(catalog, "attic|prefLabel").string == "Dachboden"
