import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from glossary.errors import BrokenSource
from glossary.formats import Finding, skos
from glossary.model import Concept, Group, Mapping, Note, Term, Vocabulary
from glossary.site.settings import Settings

BASE = "https://example.org"
Read = Callable[..., tuple[Vocabulary, list[Finding]]]


def _rules(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.where) for finding in findings]


def test_a_vocabulary_with_all_its_parts(site: Settings) -> None:
    found, findings = skos.read(site.vocabularies / "heritage.ttl", BASE)
    assert not findings
    assert found.uri == f"{BASE}/id/heritage/"
    assert found.titles == {"en": "Heritage words", "fr": "Mots du patrimoine"}
    assert found.descriptions == {"en": "A small vocabulary for tests."}
    assert (found.source_language, found.sectors, found.sector) == ("en", ("archive",), "archive")
    assert found.licence == "https://example.org/licence"
    assert (found.publisher, found.created, found.modified) == ("Nobody", "2026-01-05", None)
    uri = f"{BASE}/id/heritage/group-places"
    assert found.groups == (Group("group-places", uri, {"en": "Places"}, ("school", "library")),)
    ids = "library institution school summary resumption tree old-word"
    assert list(found.concepts) == ids.split()


def test_a_concept_with_all_its_parts(site: Settings) -> None:
    library = skos.read(site.vocabularies / "heritage.ttl", BASE)[0].concepts["library"]
    assert [(t.text, t.status, t.type) for t in library.terms if t.lang == "en"] == [
        ("library", "preferred", "full"),
        ("book house", "admitted", "full"),
        ("Lib.", "admitted", "abbreviation"),
        ("bookery", "deprecated", "full"),
        ("libary", "hidden", "full"),
    ]
    assert library.preferred("zh-Hans") == Term("图书馆", "zh-Hans")
    [definition] = library.notes_of("definition", "en")
    assert definition.sources == ("A made-up handbook, 2001",)
    assert library.notations == ("L-1",)
    assert (library.created, library.modified) == ("2026-01-05", "2026-03-01")
    assert (library.broader, library.related) == (("institution",), ("school",))
    assert library.sectors == ("archive",)


def test_withdrawn_concept_and_mapping(site: Settings) -> None:
    concepts = skos.read(site.vocabularies / "heritage.ttl", BASE)[0].concepts
    assert concepts["old-word"].status == "deprecated"
    assert concepts["old-word"].replaced_by == (f"{BASE}/id/heritage/library",)
    assert concepts["summary"].mappings == (Mapping("closeMatch", f"{BASE}/id/objects/abstract"),)


@pytest.mark.parametrize("ending", [".rdf", ".nt", ".jsonld", ".owl", ".xml"])
def test_every_syntax_gives_the_same_vocabulary(
    site: Settings, tmp_path: Path, ending: str
) -> None:
    turtle = site.vocabularies / "heritage.ttl"
    syntax = {".nt": ox.RdfFormat.N_TRIPLES, ".jsonld": ox.RdfFormat.JSON_LD}
    base = f"{BASE}/id/heritage/"
    quads = ox.parse(input=turtle.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=base)
    triples = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    file = tmp_path / f"heritage{ending}"
    ox.serialize(triples, str(file), format=syntax.get(ending, ox.RdfFormat.RDF_XML))
    assert _plain(skos.read(file, BASE)[0]) == _plain(skos.read(turtle, BASE)[0])


def _plain(vocabulary: Vocabulary) -> dict[str, object]:
    """Return a vocabulary without the order of triples, which not every syntax keeps."""
    concepts = {
        concept.id: (
            frozenset(concept.terms),
            frozenset(concept.notes),
            frozenset(concept.mappings),
            {*concept.broader}, {*concept.narrower}, {*concept.related},
            concept.status, concept.created, concept.modified, concept.notations,
        )
        for concept in vocabulary.concepts.values()
    }  # fmt: skip
    groups = {(g.id, frozenset(g.members)) for g in vocabulary.groups}
    return {"titles": vocabulary.titles, "uri": vocabulary.uri, "groups": groups, **concepts}


@pytest.mark.parametrize(
    ("ending", "pack"),
    [(".ttl.gz", gzip.compress), (".ttl.xz", lzma.compress), (".ttl", b"\xef\xbb\xbf".__add__)],
    ids=["gz", "xz", "BOM"],
)
def test_compression_and_byte_order_mark(
    words: Vocabulary, library_turtle: str, tmp_path: Path, ending: str, pack: object
) -> None:
    file = tmp_path / f"words{ending}"
    file.write_bytes(pack(library_turtle.encode()))  # type: ignore[operator]
    assert skos.read(file, BASE)[0] == words


def test_bad_turtle_is_refused_with_file_line_and_reason(read_skos: Read) -> None:
    with pytest.raises(BrokenSource) as error:
        read_skos('\n<a> a skos:Concept ;\n  skos:prefLabel "a"@en "b"@en .\n')
    assert error.value.file == "words.ttl"
    assert error.value.line == 8 + 3
    assert error.value.reason


def test_not_utf8_is_refused_with_its_line(tmp_path: Path, library_turtle: str) -> None:
    file = tmp_path / "words.ttl"
    file.write_bytes(library_turtle.encode() + b'<a> skos:prefLabel "caf\xe9"@fr .\n')
    with pytest.raises(BrokenSource) as error:
        skos.read(file, BASE)
    assert error.value.line == library_turtle.count("\n") + 1


@pytest.mark.parametrize("turtle", ["", "<a> dct:title 'nothing'@en ."])
def test_a_file_without_concepts_is_refused(read_skos: Read, turtle: str) -> None:
    with pytest.raises(BrokenSource, match=r"words\.ttl: there is no skos:Concept in it"):
        read_skos(turtle)


def test_letter_case_of_tags_is_restored(read_skos: Read) -> None:
    labels = '"图书馆"@zh-Hans, "圖書館"@zh-Hant-HK, "biblioteca"@pt-BR, "biblioteka"@sr-Latn'
    found, _ = read_skos(f"<a> a skos:Concept ; skos:prefLabel {labels} .")
    assert set(found.concepts["a"].labels()) == {"zh-Hans", "zh-Hant-HK", "pt-BR", "sr-Latn"}


def test_two_preferred_terms_of_a_language(read_skos: Read) -> None:
    found, findings = read_skos('<a> a skos:Concept ; skos:prefLabel "one"@en, "two"@en .')
    assert [(t.text, t.status) for t in found.concepts["a"].terms] == [
        ("one", "preferred"),
        ("two", "admitted"),
    ]
    assert _rules(findings) == [("two-preferred", "a")]
    assert "“two” (en)" in str(findings[0])


def test_a_label_that_is_preferred_and_synonym_is_kept_once(read_skos: Read) -> None:
    found, findings = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "one"@en ; skos:altLabel "one"@en, "uno"@es .'
    )
    assert [(t.text, t.status) for t in found.concepts["a"].terms] == [
        ("one", "preferred"),
        ("uno", "admitted"),
    ]
    assert _rules(findings) == [("label-twice", "a")]


def test_a_label_without_language_is_read_in_the_source_language(read_skos: Read) -> None:
    scheme = '<.> a skos:ConceptScheme ; dct:language "fr" .'
    found, findings = read_skos(f'{scheme} <a> a skos:Concept ; skos:prefLabel "mot" .')
    assert found.concepts["a"].labels() == {"fr": "mot"}
    assert _rules(findings) == [("no-language", "a")]


@pytest.mark.parametrize("label", ['""@en', '"  "@en', "<http://example.org/>"])
def test_empty_labels_and_concepts_without_any_are_left_out(read_skos: Read, label: str) -> None:
    good = '<b> a skos:Concept ; skos:prefLabel "b"@en .'
    found, findings = read_skos(f"<a> a skos:Concept ; skos:prefLabel {label} . {good}")
    assert list(found.concepts) == ["b"]
    assert _rules(findings) == [("empty-label", "a"), ("no-label", "a")]


def test_space_in_labels_is_made_single(read_skos: Read) -> None:
    found, _ = read_skos('<a> a skos:Concept ; skos:prefLabel " one\\n  two "@en .')
    assert found.concepts["a"].labels() == {"en": "one two"}


def _pair(links: str) -> str:
    return (
        '<a> a skos:Concept ; skos:prefLabel "a"@en . '
        f'<b> a skos:Concept ; skos:prefLabel "b"@en . {links}'
    )


@pytest.mark.parametrize(
    ("links", "of_a", "of_b"),
    [
        ("<a> skos:broader <b> .", ("b", "", ""), ("", "a", "")),
        ("<b> skos:narrower <a> .", ("b", "", ""), ("", "a", "")),
        ("<a> skos:broader <b> . <b> skos:narrower <a> .", ("b", "", ""), ("", "a", "")),
        ("<a> skos:related <b> .", ("", "", "b"), ("", "", "a")),
    ],
)
def test_one_way_links_are_filled_in(
    read_skos: Read, links: str, of_a: tuple[str, ...], of_b: tuple[str, ...]
) -> None:
    found, findings = read_skos(_pair(links))
    assert _links(found.concepts["a"]) == of_a
    assert _links(found.concepts["b"]) == of_b
    assert not findings


def _links(concept: Concept) -> tuple[str, ...]:
    return tuple(" ".join(ids) for ids in (concept.broader, concept.narrower, concept.related))


def test_links_to_nothing_and_to_itself_are_left_out(read_skos: Read) -> None:
    found, findings = read_skos(_pair("<a> skos:broader <c> ; skos:related <a> ."))
    assert _links(found.concepts["a"]) == ("", "", "")
    assert _rules(findings) == [("no-target", "a"), ("reflexive", "a")]


def test_a_circle_is_read(read_skos: Read) -> None:
    found, _ = read_skos(_pair("<a> skos:broader <b> . <b> skos:broader <a> ."))
    assert _links(found.concepts["a"]) == ("b", "b", "")


def test_skosxl_labels_and_reified_notes(read_skos: Read) -> None:
    found, findings = read_skos("""
    <a> a skos:Concept, foaf:Organization ;
        skosxl:prefLabel <l1> ;
        skosxl:altLabel [ skosxl:literalForm "ALP"@en ; dct:type "abbreviation" ] ;
        skosxl:altLabel [ skosxl:literalForm "alpha"@en ; isothes:status "deprecated" ] ;
        skos:definition [ rdf:value "First."@en ; dct:source "Book, 2001"@en, "Other, 2002"@en ] ;
        skos:scopeNote "Plain."@en, "Ohne Kennung." ;
        skos:example [ dct:source "empty" ] .
    <l1> a skosxl:Label ; skosxl:literalForm "Alpha"@en ; dct:source "Norm 1"@en .
    """)
    concept = found.concepts["a"]
    assert concept.kinds == ("body",)
    assert concept.terms == (
        Term("Alpha", "en", sources=("Norm 1",)),
        Term("ALP", "en", "admitted", "abbreviation"),
        Term("alpha", "en", "deprecated"),
    )
    assert concept.notes == (
        Note("definition", "First.", "en", ("Book, 2001", "Other, 2002")),
        Note("scopeNote", "Plain.", "en"),
        Note("scopeNote", "Ohne Kennung.", "en"),
    )
    assert _rules(findings) == [("no-language", "a"), ("empty-note", "a")]


SCHEMES = """
<s1> a skos:ConceptScheme ; dct:title "One"@en .
<s2> a skos:ConceptScheme ; dct:title "Two"@en .
<a> a skos:Concept ; skos:inScheme <s1> ; skos:prefLabel "a"@en .
<b> a skos:Concept ; skos:inScheme <s2> ; skos:prefLabel "b"@en .
<c> a skos:Concept ; skos:inScheme <s2> ; skos:prefLabel "c"@en .
"""


def test_several_schemes_are_merged_under_the_largest(read_skos: Read) -> None:
    found, findings = read_skos(SCHEMES)
    assert list(found.concepts) == ["a", "b", "c"]
    assert found.titles == {"en": "Two"}
    assert _rules(findings) == [
        ("several-schemes", "words"),
        ("kept", "http://purl.org/dc/terms/title"),
    ]


def test_one_of_several_schemes_can_be_chosen(read_skos: Read) -> None:
    found, findings = read_skos(SCHEMES, f'scheme = "{BASE}/id/words/s1"')
    assert list(found.concepts) == ["a"]
    assert found.titles == {"en": "One"}
    assert _rules(findings)[0] == ("other-scheme", "b")
    assert findings[0].values["count"] == 2
    with pytest.raises(BrokenSource, match=r"there is no scheme http://e\.org/"):
        read_skos(SCHEMES, 'scheme = "http://e.org/"')


def test_the_sidecar_describes_the_vocabulary(read_skos: Read) -> None:
    found, _ = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "mot"@fr, "word"@en .',
        'title = "Mots"\ndescription = "Des mots."\nsectors = ["museum"]\n'
        'source_language = "fr"\nlicence = "CC0"\npublisher = "Nous"\n',
    )
    assert (found.titles, found.descriptions) == ({"fr": "Mots"}, {"fr": "Des mots."})
    assert (found.sectors, found.source_language) == (("museum",), "fr")
    assert (found.licence, found.publisher) == ("CC0", "Nous")
    assert found.concepts["a"].sectors == ("museum",)


def test_the_sidecar_has_titles_in_several_languages(read_skos: Read) -> None:
    found, _ = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "mot"@fr, "word"@en .',
        'source_language = "fr"\n[title]\nfr = "Mots"\nen-gb = "Words"\n',
    )
    assert found.titles == {"fr": "Mots", "en-GB": "Words"}
    with pytest.raises(BrokenSource, match="“klingonish” is not the tag of a known language"):
        read_skos('<a> a skos:Concept ; skos:prefLabel "a"@en .', 'title.klingonish = "a"')


def test_a_scheme_without_concepts_is_an_empty_vocabulary(read_skos: Read) -> None:
    found, findings = read_skos('<s> a skos:ConceptScheme ; skos:prefLabel "Soon"@en .')
    assert (found.concepts, found.uri) == ({}, f"{BASE}/id/words/s")
    assert [rule for rule, _ in _rules(findings)] == ["no-concept"]
    with pytest.raises(BrokenSource, match="there is no skos:Concept in it"):
        read_skos('<c> skos:note "nothing"@en .')


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        ('colour = "red"', "there is no option colour"),
        ('sectors = ["zoo"]', "there is no sector zoo"),
        ("title = = 1\n", "line 1"),
        ("title = 5", "“title = 5” is not a text"),
        ("title.fr = 5", "“title.fr = 5” is not a text"),
        ('sectors = "museum"', "“sectors = museum” is not a list"),
    ],
)
def test_a_bad_sidecar_is_refused(read_skos: Read, sidecar: str, reason: str) -> None:
    with pytest.raises(BrokenSource, match=reason) as error:
        read_skos('<a> a skos:Concept ; skos:prefLabel "a"@en .', sidecar)
    assert error.value.file == "words.toml"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ('"mot"@fr', "fr"),
        ('"mot"@fr, "word"@en', "en"),
        ('"mot"@fr, "Wort"@de', "de"),
        ('"mot"', "en"),
    ],
)
def test_source_language_is_the_most_used_english_first_then_by_the_alphabet(
    read_skos: Read, labels: str, expected: str
) -> None:
    found, _ = read_skos(f"<a> a skos:Concept ; skos:prefLabel {labels} .")
    assert found.source_language == expected


def test_concepts_whose_uris_end_alike_have_longer_ids(read_skos: Read) -> None:
    found, findings = read_skos(
        '<http://e.org/x/a> a skos:Concept ; skos:prefLabel "one"@en .'
        '<http://e.org/y/a> a skos:Concept ; skos:prefLabel "two"@en ; skos:broader <z> .'
        '<http://e.org/z> a skos:Concept ; skos:prefLabel "three"@en ; skos:narrower'
        " <http://e.org/x/a> ."
    )
    assert list(found.concepts) == ["x-a", "y-a", "z"]
    assert found.concepts["z"].narrower == ("x-a",)
    assert ("longer-id", "x-a") in _rules(findings)


@pytest.mark.parametrize(
    ("uri", "id"),
    [
        ("http://e.org/voc#a", "a"),
        ("http://e.org/voc/a/", "a"),
        ("http://e.org/voc/caf%C3%A9", "café"),
        ("http://e.org/voc/a%2Fb", "a%2Fb"),
        ("urn:x:a", "urn:x:a"),
    ],
)
def test_the_id_is_the_last_part_of_the_uri(read_skos: Read, uri: str, id: str) -> None:
    found, _ = read_skos(f'<{uri}> a skos:Concept ; skos:prefLabel "a"@en .')
    assert list(found.concepts) == [id]
    assert found.concepts[id].uri == uri


def test_blank_concepts_have_no_place(read_skos: Read) -> None:
    found, findings = read_skos(
        '[] a skos:Concept ; skos:prefLabel "x"@en . <a> a skos:Concept ; skos:prefLabel "a"@en .'
    )
    assert list(found.concepts) == ["a"]
    assert _rules(findings)[0] == ("no-uri", "“x”")


def test_sectors_of_a_concept_come_before_those_of_the_vocabulary(read_skos: Read) -> None:
    found, _ = read_skos(
        '<.> a skos:ConceptScheme ; dct:audience "museum", "zoo", "library" . '
        '<a> a skos:Concept ; skos:prefLabel "a"@en ; dct:audience "archive" . '
        '<b> a skos:Concept ; skos:prefLabel "b"@en .'
    )
    assert found.sectors == ("library", "museum")
    assert found.concepts["a"].sectors == ("archive",)
    assert found.concepts["b"].sectors == ("library", "museum")


def test_id_of_a_file() -> None:
    assert skos.vocabulary_id(Path("x/unesco.nt.gz")) == "unesco"


def test_a_top_concept_that_there_is_not_is_told(read_skos: Read) -> None:
    made, findings = read_skos(
        "<urn:t:s> a skos:ConceptScheme ; skos:hasTopConcept <urn:t:oak>, <urn:t:ghost>, "
        '<urn:t:mute> . <urn:t:oak> a skos:Concept ; skos:prefLabel "oak"@en . '
        "<urn:t:mute> a skos:Concept ."
    )
    assert [concept.uri for concept in made.concepts.values()] == ["urn:t:oak"]
    [ghost] = [str(one) for one in findings if one.rule == "no-target"]
    assert ghost.endswith("hasTopConcept urn:t:ghost is not in the vocabulary; left out")
    assert [one.where for one in findings if one.rule == "no-label"] == ["urn:t:mute"]
