from collections.abc import Callable

import pytest

from glossary.catalogs.messages import context, messages, split_context
from glossary.catalogs.update import new_catalog, template
from glossary.model import Vocabulary


def test_every_slot_has_a_message(words: Vocabulary) -> None:
    assert [(one.context, one.text) for one in messages(words)] == [
        (".|title", "Words"),
        ("group-places|prefLabel", "Places"),
        ("library|prefLabel", "library"),
        ("library|altLabel", "book house\nbookery"),
        ("library|definition", "House of books."),
        ("library|scopeNote", "Not of code."),
        ("school|prefLabel", "school"),
        ("school|altLabel", "school"),
    ]


def test_comments_say_what_a_word_stands_for(words: Vocabulary) -> None:
    found = {one.context: one for one in messages(words)}
    assert found["library|prefLabel"].comments == (
        "definition: House of books.",
        "subject field: Places",
    )
    assert found["school|prefLabel"].comments == ("broader term: library",)
    assert found["library|definition"].comments == ("of: library",)
    assert "may stay empty" in found["library|altLabel"].comments[0]
    assert "the source has none" in found["school|altLabel"].comments[0]
    assert found["library|prefLabel"].reference == "/id/words/library"
    assert found[".|title"].reference == "/id/words/"


def test_long_definitions_are_shortened_in_comments_only(read_skos: Callable[..., tuple]) -> None:
    long = "word " * 100 + "end."
    vocabulary, _ = read_skos(
        f'<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:definition "{long}"@en .'
    )
    found = {one.context: one for one in messages(vocabulary)}
    [comment] = found["a|prefLabel"].comments
    assert comment.endswith("…")
    assert len(comment) == len("definition: ") + 300
    assert found["a|definition"].text == long


def test_a_vocabulary_kept_in_another_language(read_skos: Callable[..., tuple]) -> None:
    vocabulary, _ = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "mot"@fr, "word"@en . '
        '<b> a skos:Concept ; skos:prefLabel "only"@en .',
        'source_language = "fr"',
    )
    assert [(one.context, one.text) for one in messages(vocabulary)] == [
        (".|title", "words"),
        ("a|prefLabel", "mot"),
        ("a|altLabel", "mot"),
    ]


@pytest.mark.parametrize(
    ("id", "slot"), [("library", "prefLabel"), ("a|b", "altLabel"), (".", "title")]
)
def test_contexts_come_apart_again(id: str, slot: str) -> None:
    assert split_context(context(id, slot)) == (id, slot)


def test_template_holds_the_messages_untranslated(words: Vocabulary) -> None:
    found = template(words)
    assert [message.context for message in found if message.id] == [
        one.context for one in messages(words)
    ]
    assert not any(message.string for message in found if message.id)
    assert not found.fuzzy


def test_homonyms_are_two_messages(read_skos: Callable[..., tuple]) -> None:
    vocabulary, _ = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "seal"@en . '
        '<b> a skos:Concept ; skos:prefLabel "seal"@en .'
    )
    contexts = [message.context for message in template(vocabulary) if message.id == "seal"]
    assert contexts == ["a|prefLabel", "a|altLabel", "b|prefLabel", "b|altLabel"]


def test_a_new_catalog_is_a_draft_of_its_language(words: Vocabulary) -> None:
    catalog = new_catalog(words, "zh-Hans")
    assert catalog.locale_identifier == "zh_Hans"
    assert catalog.reliability == "draft"
    assert "Chinese (Simplified)" in catalog.header_comment
    assert catalog.headers["Language-Team"] == "Chinese (Simplified) <>"
