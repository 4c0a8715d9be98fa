import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import BrokenSource, Invalid
from glossary.formats import skos
from glossary.site.checks import check_site
from glossary.site.folder import make_site
from glossary.site.settings import Settings, load
from glossary.site.vocabulary_import import import_vocabulary, source_change

MakeSite = Callable[[], Settings]


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A new site without vocabularies."""
    make_site(tmp_path / "new")
    return load(tmp_path / "new", {})


@pytest.fixture
def file(tmp_path: Path, library_turtle: str) -> Path:
    """A good Turtle file outside of the site."""
    path = tmp_path / "Words From Elsewhere.ttl"
    path.write_text(library_turtle, "utf-8")
    return path


def _files(settings: Settings) -> dict[str, bytes]:
    folder = settings.site / "vocabularies"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_site(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "new"
    made = make_site(folder)
    assert sorted(path.name for path in made) == [
        "glossary.toml", "templates", "translations", "vocabularies",
    ]  # fmt: skip
    assert sorted(folder.iterdir()) == sorted(made)


def test_a_site_is_not_made_twice(tmp_path: Path) -> None:
    make_site(tmp_path)
    (tmp_path / "glossary.toml").write_text("port = 1\n", "utf-8")
    with pytest.raises(BrokenSource, match="there is a site already"):
        make_site(tmp_path)
    assert (tmp_path / "glossary.toml").read_text("utf-8") == "port = 1\n"


def test_a_folder_with_files_of_its_own_can_become_a_site(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "mine.ttl").write_text("x", "utf-8")
    make_site(tmp_path)
    assert (tmp_path / "vocabularies" / "mine.ttl").read_text("utf-8") == "x"


def test_an_import_holds_no_texts_of_concepts(empty: Settings, tmp_path: Path) -> None:
    file = _turtle(
        tmp_path / "ropes.ttl",
        'e:a a skos:Concept ; skos:prefLabel "rope"@en, "Seil"@de ; skos:altLabel "line"@en ;'
        ' skos:definition "Twisted yarns."@en ; skos:broader e:b ; dct:subject "x" .\n'
        'e:b a skos:Concept ; skos:prefLabel "gear"@en ; skos:exactMatch <http://f.org/b> .\n'
        'e:c a skos:Concept ; owl:deprecated true ; skos:prefLabel "yarn"@en, "Garn"@de .\n'
        'e:d a skos:Concept ; skos:altLabel "no name"@en .',
    )
    whole, findings = skos.read(file, empty.base_url)
    made, told = skos.outlined(file, empty.base_url)
    assert told == findings != []
    assert made.languages() == whole.languages() == {"en": 2, "de": 1}
    facts = [(one.id, one.uri, one.status) for one in whole.concepts.values()]
    assert [(one.id, one.uri, one.status) for one in made.concepts.values()] == facts
    assert replace(made, concepts={}) == replace(whole, concepts={})
    assert not any(term.text for one in made.concepts.values() for term in one.terms)
    assert not any(one.notes or one.mappings for one in made.concepts.values())
    assert len(import_vocabulary(empty, file, "ropes")[0].concepts) == 3


def test_import_copies_the_file_as_it_is(empty: Settings, file: Path) -> None:
    made, findings, target = import_vocabulary(empty, file, "words")
    assert (made.id, len(made.concepts), findings) == ("words", 2, [])
    assert target == empty.site / "vocabularies" / "words.ttl"
    toml = b'source_language = "en"\n'
    assert _files(empty) == {"words.ttl": file.read_bytes(), "words.toml": toml}


def test_import_goes_into_the_folder_that_is_set(tmp_path: Path, file: Path) -> None:
    make_site(tmp_path / "new")
    shared = tmp_path / "shared" / "words"
    settings = load(tmp_path / "new", {"GLOSSARY_VOCABULARIES_FOLDER": str(shared)})
    for again in (False, True):
        _, _, target = import_vocabulary(settings, file, "words", replace=again)
        assert target == shared / "words.ttl"
    assert list((tmp_path / "new" / "vocabularies").iterdir()) == []


def test_import_with_options_writes_them_beside_it(empty: Settings, file: Path) -> None:
    made, _, _ = import_vocabulary(empty, file, "words", 'The "best"\\ words', ("museum",), "fr")
    assert made.titles["fr"] == 'The "best"\\ words'
    assert (made.sectors, made.source_language) == (("museum",), "fr")
    assert set(_files(empty)) == {"words.ttl", "words.toml"}
    assert _errors(empty, "words") == (1, [])


def test_import_keeps_the_compression(empty: Settings, file: Path) -> None:
    import gzip

    packed = file.with_name("words.nt.ttl.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    _, _, target = import_vocabulary(empty, packed, "words")
    assert target.name.endswith(".ttl.gz")
    assert _errors(empty) == (1, [])


@pytest.mark.parametrize(
    "id",
    [
        "",
        "Words",
        "wörds",
        "../words",
        "a/b",
        ".",
        "-a",
        "a b",
        "a.b",
        "a_b",
        "x" * 65,
        "messages",
        "translate",
    ],
)
def test_bad_ids_are_refused(empty: Settings, file: Path, id: str) -> None:
    with pytest.raises(Invalid) as error:
        import_vocabulary(empty, file, id)
    assert error.value.parameter == "vocabulary"
    assert _files(empty) == {}


def test_unknown_sectors_are_refused(empty: Settings, file: Path) -> None:
    with pytest.raises(Invalid, match="There is no sector “zoo”"):
        import_vocabulary(empty, file, "words", sector=("museum", "zoo"))
    assert _files(empty) == {}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.ttl", b"<a> <b> .", "line 1"),
        ("bad.ttl", b"", "the file is empty"),
        ("bad.ttl", b"<a> <b> <c> .", "no skos:Concept"),
        ("bad.csv", b"a,b", r"no column is known to hold the terms"),
        ("bad.ttl.gz", b"\x1f\x8b\x08\0", r"bad\.ttl\.gz: .*cut off"),
    ],
)
def test_bad_files_are_refused_and_nothing_is_written(
    empty: Settings, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BrokenSource, match=reason) as error:
        import_vocabulary(empty, path, "words", "Title")
    assert error.value.file == name
    assert _files(empty) == {}


def test_a_scheme_that_is_not_there_is_refused(empty: Settings, file: Path) -> None:
    with pytest.raises(BrokenSource, match="there is no scheme"):
        import_vocabulary(empty, file, "words", scheme="http://e.org/none")
    assert _files(empty) == {}


def test_an_id_that_is_taken(empty: Settings, file: Path, tmp_path: Path) -> None:
    import_vocabulary(empty, file, "words", "First")
    before = _files(empty)
    other = tmp_path / "other.nt"
    skos = "http://www.w3.org/2004/02/skos/core#"
    type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = (f"<{type}> <{skos}Concept>", f'<{skos}prefLabel> "a"')
    other.write_text("".join(f"<http://e.org/a> {line} .\n" for line in lines), "utf-8")
    with pytest.raises(BrokenSource, match="use --replace"):
        import_vocabulary(empty, other, "words")
    assert _files(empty) == before
    made, _, _ = import_vocabulary(empty, other, "words", replace=True)
    # the new file takes the place of the old one; what was said of the vocabulary stays
    assert set(_files(empty)) == {"words.nt", "words.toml", "words.withdrawn.ttl"}
    assert made.titles == {"en": "First"}


def test_a_replacement_must_fit_what_was_said_before(
    empty: Settings, file: Path, tmp_path: Path, library_turtle: str
) -> None:
    chosen = tmp_path / "chosen.ttl"
    scheme = "<http://e.org/s> a skos:ConceptScheme . <library> skos:inScheme <http://e.org/s> ."
    chosen.write_text(library_turtle + scheme, "utf-8")
    import_vocabulary(empty, chosen, "words", scheme="http://e.org/s")
    before = _files(empty)
    with pytest.raises(BrokenSource, match="there is no scheme"):
        import_vocabulary(empty, file, "words", replace=True)
    assert _files(empty) == before


def test_import_reports_what_it_mended(
    empty: Settings, tmp_path: Path, library_turtle: str
) -> None:
    path = tmp_path / "words.ttl"
    path.write_text(library_turtle + "<school> skos:related <school> .", "utf-8")
    _, findings, _ = import_vocabulary(empty, path, "words")
    assert [finding.rule for finding in findings] == ["reflexive"]


def test_check_reads_vocabularies_and_catalogs(make_site: MakeSite) -> None:
    settings = make_site()
    assert _errors(settings) == (2, [])
    assert _errors(settings, "objects") == (1, [])
    catalog = settings.translations / "fr" / "LC_MESSAGES" / "heritage.po"
    text = catalog.read_text("utf-8").replace("library|prefLabel", "none|prefLabel")
    catalog.write_text(text, "utf-8")
    assert _errors(settings) == (2, ["unknown-concept"])


def _errors(settings: Settings, id: str | None = None) -> tuple[int, list[str]]:
    """Return how many vocabularies were checked, and the rules of the errors."""
    checked, findings = check_site(settings, id)
    return checked, [finding.rule for finding in findings if finding.severity == "error"]


def _turtle(path: Path, *statements: str) -> Path:
    prefixes = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        " @prefix dct: <http://purl.org/dc/terms/> ."
        " @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e.org/> .\n"
    )
    path.write_text(prefixes + "\n".join(statements), "utf-8")
    return path


def test_a_replacement_keeps_all_that_was_said_and_not_said_anew(
    empty: Settings, file: Path
) -> None:
    import_vocabulary(empty, file, "words", "Old", ("museum",), "en")
    sidecar = empty.site / "vocabularies" / "words.toml"
    more = '# Ours.\nlicence = """two\nlines"""  # as agreed\npublisher = "P"\n'
    sidecar.write_text(more + sidecar.read_text("utf-8"), "utf-8")
    made, _, _ = import_vocabulary(empty, file, "words", "New", replace=True)
    assert made.titles["en"] == "New"
    assert (made.sectors, made.licence, made.publisher) == (("museum",), "two\nlines", "P")
    text = sidecar.read_text("utf-8")
    assert text.startswith(more)
    assert text.count("title") == 1
    sectors = ("library", "archive")
    made, _, _ = import_vocabulary(empty, file, "words", sector=sectors, replace=True)
    assert made.titles["en"] == "New"
    assert made.sectors == sectors
    assert sidecar.read_text("utf-8").startswith(more)


def test_the_source_language_is_decided_once(empty: Settings, tmp_path: Path) -> None:
    first = _turtle(
        tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "Akte"@de, "dossier"@fr .'
    )
    other = _turtle(
        tmp_path / "2.ttl",
        'e:a a skos:Concept ; skos:prefLabel "Akte"@de, "dossier"@fr .',
        'e:b a skos:Concept ; skos:prefLabel "pièce"@fr .',
    )
    made, _, _ = import_vocabulary(empty, first, "words")
    assert made.source_language == "de"
    made, _, _ = import_vocabulary(empty, other, "words", replace=True)
    assert made.source_language == "de"
    made, _, _ = import_vocabulary(empty, other, "words", source_language="FRA", replace=True)
    assert made.source_language == "fr"
    made, findings, _ = import_vocabulary(empty, first, "words", replace=True)
    assert (made.source_language, [one.rule for one in findings]) == ("fr", ["withdrawn"])


def test_what_was_imported_before_that_was_stored_keeps_its_language(
    empty: Settings, tmp_path: Path
) -> None:
    first = _turtle(tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "acte"@fr .')
    import_vocabulary(empty, first, "words")
    (empty.site / "vocabularies" / "words.toml").unlink()
    more = _turtle(
        tmp_path / "2.ttl",
        'e:a a skos:Concept ; skos:prefLabel "acte"@fr, "act"@en .',
        'e:b a skos:Concept ; skos:prefLabel "bond"@en .',
    )
    assert import_vocabulary(empty, more, "words", replace=True)[0].source_language == "fr"


def test_a_language_without_terms_is_told(empty: Settings, tmp_path: Path) -> None:
    file = _turtle(tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "Akte"@de .')
    _, findings, _ = import_vocabulary(empty, file, "words", source_language="it")
    assert "source-language" in [one.rule for one in findings]


def test_a_change_of_the_source_language_is_seen_before(empty: Settings, tmp_path: Path) -> None:
    file = _turtle(tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "a"@en, "b"@it .')
    assert source_change(empty, "words", "it") is None
    import_vocabulary(empty, file, "words")
    assert source_change(empty, "words", "eng") is None
    assert source_change(empty, "words", "it") == ("en", [])
    with pytest.raises(Invalid) as caught:
        source_change(empty, "words", "no such")
    assert caught.value.parameter == "source_language"


@pytest.mark.parametrize(
    "statements",
    [(), ("e:s a skos:ConceptScheme .",), ("e:a a skos:Concept ; skos:altLabel 'x'@en .",)],
)
def test_nothing_never_takes_the_place_of_a_vocabulary(
    empty: Settings, file: Path, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    import_vocabulary(empty, file, "words")
    before = _files(empty)
    nothing = _turtle(tmp_path / "0.ttl", *statements)
    with pytest.raises(BrokenSource) as caught:
        import_vocabulary(empty, nothing, "words", replace=True)
    assert caught.value.file == "0.ttl"
    assert _files(empty) == before


def test_concepts_that_a_release_lacks_are_kept_as_withdrawn(
    empty: Settings, tmp_path: Path
) -> None:
    first = _turtle(
        tmp_path / "1.ttl",
        'e:a a skos:Concept ; skos:prefLabel "act"@en ; skos:related e:b .',
        'e:b a skos:Concept ; skos:prefLabel "bond \\"B\\""@en, "بند"@ar ; skos:altLabel "b2"@en ;'
        ' skos:hiddenLabel "bnod"@en ; skos:notation "B.1" ; skos:definition "What\\nbinds."@en ;'
        " skos:exactMatch <http://f.org/b> ; dct:isReplacedBy e:a .",
    )
    import_vocabulary(empty, first, "words")
    lacking = _turtle(tmp_path / "2.ttl", 'e:a a skos:Concept ; skos:prefLabel "act"@en .')
    before, _ = skos.read(first, empty.base_url)
    _, findings, target = import_vocabulary(empty, lacking, "words", replace=True)
    assert [(one.rule, one.values["count"]) for one in findings] == [("withdrawn", 1)]
    for _ in range(2):  # one more release without it changes nothing
        made, _ = skos.read(target, empty.base_url)
        assert list(made.concepts) == ["a", "b"]
        was = before.concepts["b"]
        assert made.concepts["b"] == replace(
            was, vocabulary="words", status="deprecated", related=()
        )
        assert made.concepts["a"].status == "approved"
        import_vocabulary(empty, lacking, "words", replace=True)
    _, findings, target = import_vocabulary(empty, first, "words", replace=True)
    assert skos.read(target, empty.base_url)[0].concepts["b"].related == ("a",)
    assert (set(_files(empty)), findings) == ({"words.ttl", "words.toml"}, [])


def test_a_concept_that_moves_to_another_base_is_not_withdrawn(
    empty: Settings, tmp_path: Path
) -> None:
    first = _turtle(tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "act"@en .')
    moved = tmp_path / "2.ttl"
    moved.write_text(first.read_text("utf-8").replace("http://e.org", "https://e.org"), "utf-8")
    import_vocabulary(empty, first, "words")
    _, findings, _ = import_vocabulary(empty, moved, "words", replace=True)
    assert findings == []


def test_withdrawn_concepts_of_our_own_stand_under_relative_names(
    empty: Settings, file: Path, tmp_path: Path, library_turtle: str
) -> None:
    import_vocabulary(empty, file, "words")
    less = tmp_path / "less.ttl"
    less.write_text(library_turtle.split("<school>")[0], "utf-8")
    before = skos.read(empty.site / "vocabularies" / "words.ttl", empty.base_url)[0]
    import_vocabulary(empty, less, "words", replace=True)
    content = (empty.site / "vocabularies" / "words.withdrawn.ttl").read_text("utf-8")
    assert "<school> <" in content
    made = skos.read(empty.site / "vocabularies" / "words.ttl", empty.base_url)[0]
    assert made.concepts["school"].uri == before.concepts["school"].uri


def test_a_new_release_keeps_the_ids_of_its_concepts(empty: Settings, tmp_path: Path) -> None:
    shelf = '<http://e.org/shelf/7> a skos:Concept ; skos:prefLabel "shelf"@en .'
    box = '<http://e.org/box/7> a skos:Concept ; skos:prefLabel "box"@en .'
    releases = ([shelf], [box, shelf], [box], [box, shelf])
    for number, (lines, wanted) in enumerate(
        zip(
            releases,
            ({"7"}, {"7", "box-7"}, {"7", "box-7"}, {"7", "box-7"}),
            strict=True,
        )
    ):
        file = _turtle(tmp_path / f"{number}.ttl", *lines)
        _, _, target = import_vocabulary(empty, file, "words", replace=number > 0)
        concepts = skos.read(target, empty.base_url)[0].concepts
        assert set(concepts) == wanted
        assert concepts["7"].labels() == {"en": "shelf"}
    assert (target.parent / "words.ids").read_text("utf-8") == "7\thttp://e.org/shelf/7\n"


def test_import_tells_that_another_vocabulary_has_the_concepts(
    empty: Settings, tmp_path: Path
) -> None:
    file = _turtle(tmp_path / "1.ttl", 'e:a a skos:Concept ; skos:prefLabel "act"@en .')
    assert import_vocabulary(empty, file, "words")[1] == []
    _, findings, _ = import_vocabulary(empty, file, "again")
    assert [(one.rule, one.where, one.values["other"]) for one in findings] == [
        ("shared-uri", "again", "words")
    ]


def test_a_damaged_file_among_several_is_told(empty: Settings, tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("oak.ttl", "elm.ttl"):
            archive.writestr(name, f"# {name} is sound")
    path.write_bytes(path.read_bytes().replace(b"elm.ttl is sound", b"elm.ttl is bound"))
    with pytest.raises(BrokenSource, match=r"damaged: .*elm"):
        import_vocabulary(empty, path, "words", "Title")
    assert _files(empty) == {}
