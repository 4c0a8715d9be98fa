"""A thesaurus of others, whole: the UNESCO Thesaurus of October 2024 (not part of the project)."""

from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import skos
from glossary.model import Vocabulary
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.folder import make_site
from glossary.site.settings import Settings, load
from glossary.site.vocabulary_import import import_vocabulary

pytestmark = [pytest.mark.shared, pytest.mark.slow]

CONCEPTS = 4485
LANGUAGES = ("en", "fr", "es", "ru", "ar")


@pytest.fixture(scope="module")
def file(shared: Path) -> Path:
    return shared / "unesco-thesaurus" / "unesco-thesaurus-2024-10.ttl"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("unesco")
    make_site(folder)
    return load(folder, {})


@pytest.fixture(scope="module")
def thesaurus(empty: Settings, file: Path) -> Vocabulary:
    made, _, target = import_vocabulary(empty, file, "unesco")
    whole, _ = skos.read(target, empty.base_url)
    assert [*whole.concepts] == [*made.concepts]
    return whole


@pytest.fixture(scope="module")
def reader(empty: Settings, thesaurus: Vocabulary) -> Reader:
    done = publish(empty)
    assert done.concepts == {"unesco": CONCEPTS}
    return Reader(empty)


def test_it_is_read_whole(thesaurus: Vocabulary) -> None:
    assert len(thesaurus.concepts) == CONCEPTS
    assert thesaurus.titles["fr"] == "Thésaurus de l'UNESCO"
    assert thesaurus.source_language == "en"
    assert set(thesaurus.languages()) == set(LANGUAGES)
    assert thesaurus.groups


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_preferred_term_finds_its_concept(
    thesaurus: Vocabulary, reader: Reader, lang: str
) -> None:
    missed = []
    for concept in thesaurus.concepts.values():
        term = concept.preferred(lang)
        if term is not None:
            found = {
                hit.id
                for hit in reader.lookup(term.text, lang)
                if (hit.match.kind, hit.match.form) == ("preferred", "exact")
            }
            if concept.id not in found:
                missed.append((concept.id, term.text))
    assert thesaurus.languages()[lang] > 0.99 * CONCEPTS
    assert missed == []


def test_a_broken_line_in_the_middle_is_refused(
    file: Path, tmp_path: Path, empty: Settings
) -> None:
    lines = file.read_text("utf-8").splitlines()
    middle = len(lines) // 2
    while "skos:prefLabel" not in lines[middle]:
        middle += 1
    lines[middle] = lines[middle].replace('"@en', "@en", 1)
    broken = tmp_path / "broken.ttl"
    broken.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BrokenSource) as error:
        import_vocabulary(empty, broken, "broken")
    assert error.value.file == "broken.ttl"
    assert error.value.line == middle + 1
    assert error.value.reason
    assert not (empty.site / "vocabularies" / "broken.ttl").exists()
