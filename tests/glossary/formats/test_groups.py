"""Collections, concept groups and arrays: nested, ordered, without labels."""

import json
from pathlib import Path

from glossary.model import Group
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import load
from index import Query
from tests.glossary.conftest import PREFIXES, ReadSkos

CONCEPTS = " ".join(f'<c{n}> a skos:Concept ; skos:prefLabel "c{n}"@en .' for n in range(5))


def _by_id(groups: tuple[Group, ...]) -> dict[str, Group]:
    return {group.id: group for group in groups}


def test_groups_nest_and_keep_their_order(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPTS + '<outer> a skos:Collection ; skos:prefLabel "Outer"@en ;'
        " skos:member <second>, <c4>, <first> ."
        '<first> a skos:OrderedCollection ; skos:prefLabel "First"@en ;'
        " skos:memberList ( <c2> <c0> <c1> ) ; skos:member <c3>, <c0> ."
        '<second> a isothes:ConceptGroup ; skos:prefLabel "Second"@en ; skos:member <c1> .'
        '<third> a isothes:ConceptGroup ; skosxl:prefLabel [ skosxl:literalForm "Third"@en ] ;'
        " skos:member <c1> ; isothes:superGroup <second> ."
    )
    groups = _by_id(found.groups)
    assert list(groups) == ["outer", "first", "second", "third"]
    assert (groups["outer"].members, groups["outer"].groups) == (("c4",), ("second", "first"))
    assert (groups["first"].members, groups["first"].ordered) == (("c2", "c0", "c1", "c3"), True)
    assert groups["second"].groups == ("third",)
    assert groups["third"].labels == {"en": "Third"}
    assert not findings


def test_arrays_divide_a_concept(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPTS
        + '<by-size> a isothes:ThesaurusArray ; dct:title "by size"@en ; skos:member <c1>, <c2> ;'
        " isothes:superOrdinate <c0> . <c0> isothes:subordinateArray <by-use> ."
        "<by-use> a isothes:ThesaurusArray ; skos:member <c3> ."
    )
    groups = _by_id(found.groups)
    assert groups["by-size"].kind == groups["by-use"].kind == "array"
    assert groups["by-size"].below == groups["by-use"].below == ("c0",)
    assert groups["by-use"].labels == {"en": "by-use"}
    assert [finding.rule for finding in findings] == ["group-without-label"]


def test_a_blank_collection_has_an_id_that_stays(read_skos: ReadSkos) -> None:
    turtle = CONCEPTS + '[] a skos:Collection ; skos:prefLabel "Nameless"@en ; skos:member <c0> .'
    ids = {read_skos(turtle)[0].groups[0].id for _ in range(2)}
    assert len(ids) == 1


def test_groups_in_a_circle_and_endless_lists(read_skos: ReadSkos) -> None:
    found, _ = read_skos(
        CONCEPTS + '<a> a skos:Collection ; skos:prefLabel "A"@en ; skos:member <b>, <c0> .'
        '<b> a skos:Collection ; skos:prefLabel "B"@en ; skos:member <a>, <b> .'
        '<l> a skos:OrderedCollection ; skos:prefLabel "L"@en ; skos:memberList <x> .'
        "<x> rdf:first <c1> ; rdf:rest <y> . <y> rdf:first <c2> ; rdf:rest <x> ."
    )
    groups = _by_id(found.groups)
    assert (groups["a"].groups, groups["b"].groups) == (("b",), ("a",))
    assert groups["l"].members == ("c1", "c2")


def test_what_is_in_no_group_is_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPTS + '<a> a skos:Collection ; skos:prefLabel "A"@en ; skos:member <none> .'
    )
    assert found.groups == ()
    assert [finding.rule for finding in findings] == ["no-target", "empty-group"]


def test_a_search_in_a_group_finds_what_is_in_its_groups(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "glossary.toml").write_text("", "utf-8")
    turtle = (
        CONCEPTS + '<outer> a skos:Collection ; skos:prefLabel "Outer"@en ; skos:member <inner> .'
        '<inner> a skos:Collection ; skos:prefLabel "Inner"@en ; skos:member <c0>, <outer> .'
        '<by> a isothes:ThesaurusArray ; skos:prefLabel "By"@en ; skos:member <c1> ;'
        " isothes:superOrdinate <c0> ."
        '<row> a skos:OrderedCollection ; skos:prefLabel "Row"@en ; skos:memberList ( <c4> <c3> ) .'
    )
    (tmp_path / "vocabularies" / "nested.ttl").write_text(PREFIXES + turtle, "utf-8")
    settings = load(tmp_path, {})
    publish(settings)
    reader = Reader(settings)
    [outer, inner, by, row] = reader.vocabulary("nested")["groups"]
    assert (row["ordered"], row["members"]) == (True, ["c4", "c3"])
    assert not any("ordered" in group for group in (outer, inner, by))
    assert (outer["groups"], outer["members"], inner["members"]) == (["inner"], [], ["c0"])
    assert (by["kind"], by["below"]) == ("array", ["c0"])
    record = json.loads(reader.concept_bytes("nested", "c0"))
    assert [group["id"] for group in record["groups"]] == ["inner"]
    for group, found in (("outer", ["c0"]), ("inner", ["c0"]), ("by", ["c1"])):
        hits = reader.search(Query("c0 OR c1", groups=(group,))).hits
        assert [hit.id for hit in hits] == found


def test_what_a_group_leads_to_and_is_not_there_is_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPTS + '<k> a isothes:ConceptGroup ; skos:prefLabel "K"@en ; skos:member <k>, <c0> ;'
        " isothes:superGroup <gone> ; isothes:subGroup <away> ."
        '<z> a isothes:ThesaurusArray ; skos:prefLabel "Z"@en ; skos:member <c1> ;'
        " isothes:superOrdinate <lost> . <c2> isothes:subordinateArray <none> ."
    )
    assert [group.members for group in found.groups] == [("c0",), ("c1",)]
    told = [(one.rule, one.where.rsplit("/", 1)[-1], one.describe()) for one in findings]
    assert [(rule, where) for rule, where, _ in told] == [
        ("no-target", "c2"), ("reflexive", "k"), ("no-target", "k"), ("no-target", "k"),
        ("no-target", "z"),
    ]  # fmt: skip
    for (_, _, said), name in zip(told, ("none", "itself", "gone", "away", "lost"), strict=True):
        assert name in said


def test_members_that_are_none_and_lists_that_are_cut_are_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPTS + '<p> a skos:OrderedCollection ; skos:prefLabel "P"@en ;'
        ' skos:memberList ( <c3> "three" <c1> ) .'
        '<q> a skos:OrderedCollection ; skos:prefLabel "Q"@en ; skos:memberList <c2> ;'
        " skos:member <c4> ."
        '<r> a skos:OrderedCollection ; skos:prefLabel "R"@en ;'
        " skos:memberList [ rdf:first <c0> ; rdf:rest <nowhere> ] ."
    )
    assert [group.members for group in found.groups] == [("c3", "c1"), ("c4",), ("c0",)]
    told = [(one.rule, one.where.rsplit("/", 1)[-1]) for one in findings]
    assert told == [("text-for-uri", "p"), ("bad-list", "q"), ("bad-list", "r")]
    assert list(found.concepts) == ["c0", "c1", "c2", "c3", "c4"]


def test_blank_groups_that_say_the_same_have_ids_that_stay(read_skos: ReadSkos) -> None:
    nested = "[ a skos:Collection ; skos:member [ a skos:Collection ; skos:member <c{}> ] ] ."
    same = '[] a skos:Collection ; skos:prefLabel "Twin"@fr ; skos:member <c4> .\n'
    turtle = CONCEPTS + nested.format(0) + nested.format(1) + 2 * same
    first, second = ([group.id for group in read_skos(turtle)[0].groups] for _ in range(2))
    assert first == second
    assert len(set(first)) == 6
    assert all(id.startswith("group-") for id in first)
