import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import Finding
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files
from tests.vocabularies import read_vocabularies

MakeSite = Callable[[], Settings]


def test_bundled_vocabularies_come_first_and_in_their_order(tmp_path: Path) -> None:
    names = [
        "zoo.ttl", "museum.ttl", "convergence.ttl.gz", "apples.nt", "library.rdf",
        ".hidden.ttl", "notes.txt", "museum.toml",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "folder.ttl").mkdir()
    assert [file.name for file in vocabulary_files(tmp_path)] == [
        "convergence.ttl.gz", "library.rdf", "museum.ttl", "apples.nt", "zoo.ttl",
    ]  # fmt: skip
    assert vocabulary_files(tmp_path / "none") == []


def test_vocabularies_have_the_languages_of_their_catalogs(site: Settings) -> None:
    findings: list[Finding] = []
    heritage, objects = read_vocabularies(site, findings)
    assert (heritage.id, objects.id) == ("heritage", "objects")
    library = heritage.concepts["library"].preferred("fr")
    assert library is not None
    assert (library.grammar, library.reliability) == ("n.f.", "draft")
    # fuzzy in the catalog, so what the vocabulary itself says stays
    assert heritage.concepts["institution"].labels()["fr"] == "institution"
    assert findings == []


def test_one_vocabulary_only(site: Settings) -> None:
    assert [found.id for found in read_vocabularies(site, [], "objects")] == ["objects"]


def test_no_vocabulary_of_that_name(site: Settings) -> None:
    with pytest.raises(BrokenSource, match="vocabularies: there is no vocabulary “"):
        read_vocabularies(site, [], "none")


def test_a_site_without_vocabularies(make_site: MakeSite) -> None:
    settings = make_site()
    for file in settings.vocabularies.iterdir():
        file.unlink()
    with pytest.raises(BrokenSource, match="vocabularies: there is no"):
        read_vocabularies(settings, [])


def test_two_files_of_one_vocabulary_are_refused(make_site: MakeSite) -> None:
    settings = make_site()
    (settings.vocabularies / "objects.nt").write_text(
        "".join(f"{part} .\n" for part in _absolute()), "utf-8"
    )
    with pytest.raises(BrokenSource, match=r"objects\.ttl: another file has the same"):
        read_vocabularies(settings, [])


def _absolute() -> list[str]:
    skos = "http://www.w3.org/2004/02/skos/core#"
    a = "<http://e.org/a>"
    type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    return [f"{a} {type} <{skos}Concept>", f'{a} <{skos}prefLabel> "a"@en']


def test_findings_of_vocabularies_and_catalogs_are_gathered(make_site: MakeSite) -> None:
    settings = make_site()
    objects = settings.vocabularies / "objects.ttl"
    objects.write_text(objects.read_text("utf-8") + "<abstract> skos:broader <none> .", "utf-8")
    source = settings.translations / "fr" / "LC_MESSAGES" / "heritage.po"
    text = source.read_text("utf-8").replace("# equivalence: partial", "# equivalence: half")
    source.write_text(text, "utf-8")
    findings: list[Finding] = []
    read_vocabularies(settings, findings)
    assert [finding.rule for finding in findings] == ["bad-data", "no-target"]


def test_a_catalog_starts_a_language_of_its_own(make_site: MakeSite) -> None:
    settings = make_site()
    folder = settings.translations / "pt_BR" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(settings.translations / "fr" / "LC_MESSAGES" / "heritage.po", folder)
    heritage = read_vocabularies(settings, [], "heritage")[0]
    assert heritage.languages()["pt-BR"] == 2
