"""The bundled glossary itself: what its vocabularies and catalogs must hold."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.progress import progress
from glossary.formats import Finding
from glossary.model import INVERSE_RELATION, SECTORS, Concept, Vocabulary
from glossary.site import paths
from glossary.site.register_checks import check_register
from glossary.site.settings import Settings, load
from tests.vocabularies import read_vocabularies

LEAST = {
    "convergence": 150,
    "library": 107,
    "archive": 99,
    "museum": 86,
    "monument": 76,
    "audiovisual": 85,
}
LEAST_MAPPINGS = 120
TRANSLATED = ("fr", "es", "de", "ru", "ar", "zh-Hans")
SCRIPTS = {"ru": "CYRILLIC", "ar": "ARABIC", "zh-Hans": "CJK"}
# Every notion, body and event that the communiqué of 21 November 2008 names.
COMMUNIQUE = """
convergence heritage-sector lamms ngo international-association cooperation advocacy
knowledge-society written-heritage visual-heritage built-heritage documentary-heritage
audiovisual-heritage intangible-heritage copyright intellectual-property-rights
exceptions-and-limitations protection-of-heritage recovery-of-heritage blue-shield
armed-conflict disaster preservation conservation collection-security digitisation
digital-continuity digital-preservation born-digital digital-library global-digital-library
standard interoperability metadata information-literacy media-literacy
knowledge-dissemination knowledge-sharing access open-access legal-deposit working-group
secretariat communique ifla ica icom icomos ccaaa cdnl icsti unesco wipo national-library
working-group-on-convergence first-convergence-meeting mutual-interest mutual-benefit
headquarters president meeting congress world-library-and-information-congress bnf
"""
BASE = "http://127.0.0.1:8000/id/"


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Vocabulary]:
    """The bundled vocabularies in all their languages, read without a finding."""
    findings: list[Finding] = []
    settings = load(tmp_path_factory.mktemp("site"), {})
    found = read_vocabularies(settings, findings)
    assert findings == []
    return {vocabulary.id: vocabulary for vocabulary in found}


@pytest.fixture(scope="module")
def concepts(glossary: dict[str, Vocabulary]) -> dict[str, Concept]:
    """All concepts by URI."""
    return {c.uri: c for v in glossary.values() for c in v.concepts.values()}


def _name(concept: Concept) -> str:
    return f"{concept.vocabulary}/{concept.id}"


def test_there_is_a_vocabulary_for_the_hub_and_each_sector(
    glossary: dict[str, Vocabulary],
) -> None:
    assert list(glossary) == list(LEAST)
    assert glossary["convergence"].sectors == SECTORS
    for sector in SECTORS:
        assert glossary[sector].sectors == (sector,)


@pytest.mark.parametrize("id", LEAST)
def test_each_vocabulary_is_large_enough(glossary: dict[str, Vocabulary], id: str) -> None:
    assert len(glossary[id].concepts) >= LEAST[id]


def test_vocabularies_say_what_they_are(glossary: dict[str, Vocabulary]) -> None:
    for vocabulary in glossary.values():
        assert vocabulary.uri == f"{BASE}{vocabulary.id}/"
        assert vocabulary.source_language == "en"
        assert vocabulary.licence
        assert vocabulary.publisher
        for lang in ("en", *TRANSLATED):
            assert vocabulary.titles[lang]
            assert vocabulary.descriptions[lang]


@pytest.mark.parametrize("id", COMMUNIQUE.split())
def test_every_notion_of_the_communique_is_there(glossary: dict[str, Vocabulary], id: str) -> None:
    assert id in glossary["convergence"].concepts


def test_every_concept_has_a_term_and_a_sourced_definition(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        preferred = [t for t in concept.terms if t.lang == "en" and t.status == "preferred"]
        assert len(preferred) == 1, _name(concept)
        definitions = list(concept.notes_of("definition", "en"))
        assert len(definitions) == 1, _name(concept)
        assert all(definition.sources for definition in definitions), _name(concept)


def test_every_source_is_of_the_register_with_its_place(bundled: Settings) -> None:
    assert [one.describe_with_place() for one in check_register(bundled)] == []


def test_ids_are_short_plain_words(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept.id), _name(concept)
        assert concept.uri == f"{BASE}{_name(concept)}"


def test_preferred_terms_are_unique_in_a_vocabulary(glossary: dict[str, Vocabulary]) -> None:
    for vocabulary in glossary.values():
        taken: dict[tuple[str, str], list[str]] = defaultdict(list)
        for concept in vocabulary.concepts.values():
            for lang, text in concept.labels().items():
                taken[lang, text.casefold()].append(concept.id)
        twice = {key: ids for key, ids in taken.items() if len(ids) > 1}
        assert not twice, vocabulary.id


def test_no_synonym_repeats_the_preferred_term(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        for lang, preferred in concept.labels().items():
            assert preferred not in {term.text for term in concept.synonyms(lang)}, _name(concept)


def _mappings(concepts: dict[str, Concept]) -> Iterator[tuple[str, str, str]]:
    for concept in concepts.values():
        for mapping in concept.mappings:
            yield concept.uri, mapping.relation, mapping.uri


def test_mappings_between_the_vocabularies(concepts: dict[str, Concept]) -> None:
    inside = [one for one in _mappings(concepts) if one[2].startswith(BASE)]
    assert len(set(inside)) == len(inside) >= LEAST_MAPPINGS
    missing = [one for one in inside if one[2] not in concepts]
    assert not missing
    for source, _, target in inside:
        assert concepts[source].vocabulary != concepts[target].vocabulary


def test_mappings_do_not_clash(concepts: dict[str, Concept]) -> None:
    relations: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source, relation, target in _mappings(concepts):
        relations[source, target].add(relation)
    for (source, target), stated in relations.items():
        other = {INVERSE_RELATION[one] for one in relations.get((target, source), set())}
        assert len(stated | other) == 1, (source, target, stated, other)


def test_exact_matches_join_one_concept_of_a_vocabulary(concepts: dict[str, Concept]) -> None:
    exact: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source, relation, target in _mappings(concepts):
        if relation == "exactMatch" and target in concepts:
            exact[source, concepts[target].vocabulary].add(target)
            exact[target, concepts[source].vocabulary].add(source)
    several = {key: targets for key, targets in exact.items() if len(targets) > 1}
    assert not several


def _above(vocabulary: Vocabulary, id: str) -> set[str]:
    found: set[str] = set()
    waiting = list(vocabulary.concepts[id].broader)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += vocabulary.concepts[step].broader
    return found


def test_the_hierarchy_has_no_circle_and_no_related_term(
    glossary: dict[str, Vocabulary],
) -> None:
    for vocabulary in glossary.values():
        for id, concept in vocabulary.concepts.items():
            above = _above(vocabulary, id)
            assert id not in above, _name(concept)
            assert not above & set(concept.related), _name(concept)


def test_no_concept_is_below_another_twice(glossary: dict[str, Vocabulary]) -> None:
    for vocabulary in glossary.values():
        for concept in vocabulary.concepts.values():
            further = {up for id in concept.broader for up in _above(vocabulary, id)}
            assert not further & set(concept.broader), _name(concept)


def test_every_concept_is_in_one_group(glossary: dict[str, Vocabulary]) -> None:
    for vocabulary in glossary.values():
        members = [member for group in vocabulary.groups for member in group.members]
        assert sorted(members) == sorted(vocabulary.concepts), vocabulary.id
        for group in vocabulary.groups:
            assert set(group.labels) >= {"en", *TRANSLATED}


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("id", LEAST)
def test_catalogs_are_complete_drafts(glossary: dict[str, Vocabulary], id: str, lang: str) -> None:
    catalog = files.read(files.catalog_path(paths.TRANSLATIONS, lang, id))
    assert catalog.headers["X-Reliability"] == "draft"
    counts = progress(catalog)
    assert counts.total == counts.translated
    empty = [
        message.context
        for message in catalog
        if message.id and not message.string and not (message.context or "").endswith("|altLabel")
    ]
    assert not empty
    for concept in glossary[id].concepts.values():
        term = concept.preferred(lang)
        assert term is not None, _name(concept)
        assert term.reliability == "draft"
        for note in concept.notes:
            assert list(concept.notes_of(note.kind, lang)), (_name(concept), note.kind)


def _texts(concepts: dict[str, Concept]) -> Iterator[tuple[str, str, str]]:
    for concept in concepts.values():
        texts: tuple[Any, ...] = (*concept.terms, *concept.notes)
        for one in texts:
            yield _name(concept), one.lang, one.text


def test_texts_are_clean(concepts: dict[str, Concept]) -> None:
    for name, lang, text in _texts(concepts):
        assert text == text.strip(), (name, lang, text)
        assert text == unicodedata.normalize("NFC", text), (name, lang, text)
        odd = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")]
        assert not odd, (name, lang, text)
        assert "  " not in text, (name, lang, text)


def _in_script(text: str, script: str) -> bool:
    return any(script in unicodedata.name(char, "") for char in text)


@pytest.mark.parametrize("lang", SCRIPTS)
def test_preferred_terms_are_in_the_script_of_the_language(
    concepts: dict[str, Concept], lang: str
) -> None:
    for concept in concepts.values():
        text = concept.labels()[lang]
        abbreviation = re.fullmatch(r"[A-Z][A-Za-z0-9]*[A-Z0-9]", text)
        assert _in_script(text, SCRIPTS[lang]) or abbreviation, (_name(concept), text)


def test_languages_in_latin_letters_use_no_others(concepts: dict[str, Concept]) -> None:
    for name, lang, text in _texts(concepts):
        if lang in ("en", "fr", "es", "de"):
            for script in ("CYRILLIC", "ARABIC", "CJK", "GREEK"):
                assert not _in_script(text, script), (name, lang, text)


def test_definitions_are_sentences(concepts: dict[str, Concept]) -> None:
    for concept in concepts.values():
        for note in concept.notes:
            if note.kind == "definition":
                end = "。" if note.lang == "zh-Hans" else "."
                assert note.text.endswith(end), (_name(concept), note.lang, note.text)
                assert not note.text.endswith(end * 2), (_name(concept), note.lang)


def test_chinese_is_simplified(concepts: dict[str, Concept]) -> None:
    traditional = set("圖書館檔學會藝術歷護與際關資訊數碼標準視聽紀錄傳統國")
    for name, lang, text in _texts(concepts):
        if lang == "zh-Hans":
            assert not traditional & set(text), (name, text)


def test_quotation_marks_come_in_pairs(concepts: dict[str, Concept]) -> None:
    for name, lang, text in _texts(concepts):
        for first, last in ("«»", "（）", "《》", "()", "[]"):
            assert text.count(first) == text.count(last), (name, lang, text)
        assert not {(",", ","), ("，", "，"), ("،", "،")} & set(pairwise(text)), (name, lang)
