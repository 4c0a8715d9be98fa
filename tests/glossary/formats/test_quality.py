"""Structure and texts of a vocabulary held against rules: what each finds, and what it lets be."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.formats import Findings, rules, skos
from glossary.formats.quality import structure
from glossary.formats.quality.vocabulary import Quality
from glossary.formats.skos.names import SKOS
from glossary.site.checks import check_site
from glossary.site.settings import Settings
from tests.glossary.conftest import BASE, PREFIXES

Check = Callable[[str], Findings]
FINE = """
<s> a skos:ConceptScheme ; skos:hasTopConcept <top> .
<top> a skos:Concept ; skos:prefLabel "top"@en ; skos:definition "The first."@en ;
    skos:narrower <one>, <two> ; skos:exactMatch <http://e.org/top> .
<one> a skos:Concept ; skos:prefLabel "one"@en ; skos:definition "One."@en ; skos:broader <top> .
<two> a skos:Concept ; skos:prefLabel "two"@en ; skos:definition "Two."@en ; skos:broader <top> .
"""


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """A function that reads Turtle and gives all findings."""

    def found_in(turtle: str) -> Findings:
        file = tmp_path / "words.ttl"
        file.write_text(PREFIXES + turtle, "utf-8")
        with skos.opened(file, BASE, tmp_path) as source:
            quality = Quality(source)
            for concept in source.concepts():
                quality.take(concept)
            found = source.findings()
            found += quality.findings()
        return found

    return found_in


def _told(found: Findings) -> list[tuple[str, str]]:
    return [(one.rule, one.where) for one in found]


def test_nothing_is_wrong(check: Check) -> None:
    assert _told(check(FINE)) == []


BROADER = "<{}> skos:broader <{}> . <{}> skos:narrower <{}> ."


def _above(upper: str, *lower: str) -> str:
    return " ".join(BROADER.format(one, upper, upper, one) for one in lower)


def _concepts(*ids: str) -> str:
    return _above("top", *ids) + " ".join(
        f'<{id}> a skos:Concept ; skos:prefLabel "{id}"@en ; skos:note "about {id}"@en .'
        for id in ids
    )


RELATED = "<one> skos:related <{0}> . <{0}> skos:related <one> ."


@pytest.mark.parametrize(
    ("turtle", "rule", "where"),
    [
        (_concepts("x") + _above("x", "top"), "cycle", "top"),
        (_concepts("x") + _above("one", "x") + RELATED.format("top"), "relation-clash", "top"),
        (_above("one", "two"), "redundant-broader", "two"),
        (RELATED.format("two"), "valueless-relation", "one"),
        ("<one> skos:related <x> ." + _concepts("x") + _above("two", "x"), "one-way", "words"),
        ('<x> a skos:Concept ; skos:prefLabel "x"@en ; skos:note "x"@en .', "orphan", "x"),
        ("<s> skos:hasTopConcept <one> .", "top-with-broader", "one"),
        ("<two> skos:topConceptOf <s> .", "top-with-broader", "two"),
        (
            '<g> a skos:Collection ; skos:prefLabel "g"@en ; skos:member <g2> .'
            '<g2> a skos:Collection ; skos:prefLabel "g2"@en ; skos:member <g>, <one> .',
            "group-cycle",
            "g",
        ),
        ("<one> a skos:ConceptScheme .", "class-clash", "one"),
        ("<one> a skos:Collection ; skos:member <two> .", "class-clash", "one"),
        (
            "<one> skos:exactMatch <http://e.org/1> ; skos:broadMatch <http://e.org/1> .",
            "mapping-clash",
            "one",
        ),
        ("<one> skos:closeMatch <two> .", "mapping-inside", "one"),
        ('<one> skos:notation "7" . <two> skos:notation "7" .', "ambiguous-notation", "one"),
        ('<two> skos:altLabel "one"@en .', "overlapping-label", "one"),
        ('<one> skos:prefLabel "eins"@de .', "missing-language", "words"),
        ('<one> skos:altLabel "o\\u200bne"@en .', "unprintable", "one"),
        ('<two> skos:broaderConcept <one> .', "undefined-term", SKOS + "broaderConcept"),
        (
            '<urn:x> a skos:Concept ; skos:prefLabel "x"@en ; skos:note "x"@en ; skos:broader'
            " <one> . <one> skos:narrower <urn:x> .",
            "no-http-uri",
            "urn:x",
        ),
    ],
)  # fmt: skip
def test_what_breaks_a_rule(check: Check, turtle: str, rule: str, where: str) -> None:
    found = check(FINE + turtle)
    assert (rule, where) in _told(found)
    assert rules.RULES[rule].id == rule
    assert all(one.describe_with_place() for one in found)


@pytest.mark.parametrize(
    ("turtle", "rule", "where"),
    [
        ('<a> a skos:Concept ; skos:prefLabel "a"@en .', "no-mapping", "words"),
        ('<a> a skos:Concept ; skos:prefLabel "a"@en .', "undocumented", "a"),
        (
            '<a> a skos:Concept ; skos:prefLabel "a"@en . <b> a skos:Concept ; '
            'skos:prefLabel "a"@en .',
            "duplicate-label",
            "a",
        ),
        (
            '<a> a skos:Concept ; skos:prefLabel "a"@en . <b> a skos:Concept ; '
            'skos:prefLabel "b"@fr .',
            "no-common-language",
            "words",
        ),
        (
            '<a> a skos:Concept ; skos:prefLabel "a"@en . <b> a skos:Concept ; '
            'skos:prefLabel "b"@en .',
            "orphan",
            "words",
        ),
        (
            '<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:broader <b> . <b> a skos:Concept ; '
            'skos:prefLabel "b"@en .',
            "no-top-concept",
            "words",
        ),
    ],
)
def test_what_a_whole_vocabulary_breaks(check: Check, turtle: str, rule: str, where: str) -> None:
    assert (rule, where) in _told(check(turtle))


def test_parts_without_a_relation(check: Check) -> None:
    parts = " ".join(
        f'<{p}1> a skos:Concept ; skos:prefLabel "{p}1"@en ; skos:broader <{p}2> .'
        f'<{p}2> a skos:Concept ; skos:prefLabel "{p}2"@en .'
        for p in "abc"
    )
    [told] = [one for one in check(parts) if one.rule == "clusters"]
    assert told.values["count"] == 3


def test_concepts_that_have_no_place_in_the_hierarchy(check: Check) -> None:
    lonely = '<x> a skos:Concept ; skos:prefLabel "x"@en ; skos:related <one> .'
    assert "alone" not in {one.rule for one in check(FINE)}
    [told] = [one for one in check(FINE + lonely) if one.rule == "alone"]
    assert (told.where, told.values) == ("words", {"count": 1, "ids": "x"})
    flat = lonely + '<one> a skos:Concept ; skos:prefLabel "one"@en .'
    assert "alone" not in {one.rule for one in check(flat)}


def test_a_withdrawn_concept_is_no_orphan(check: Check) -> None:
    old = '<old> a skos:Concept ; skos:prefLabel "one"@en ; owl:deprecated true .'
    assert _told(check(FINE + old)) == []


def _bare(id: str) -> str:
    return f'<{id}> a skos:Concept ; skos:prefLabel "{id}"@en .'


def test_cycles_are_found_as_a_plain_search_finds_them(check: Check) -> None:
    rng = random.Random(4)
    for _ in range(30):
        size = rng.randrange(2, 9)
        pairs = {(rng.randrange(size), rng.randrange(size)) for _ in range(size)}
        turtle = " ".join(
            f'<n{n}> a skos:Concept ; skos:prefLabel "n{n}"@en .' for n in range(size)
        )
        turtle += " ".join(f"<n{a}> skos:broader <n{b}> ." for a, b in pairs if a != b)
        reach = {n: {b for a, b in pairs if a == n != b} for n in range(size)}
        for _ in range(size):
            reach = {n: up.union(*(reach[one] for one in up)) for n, up in reach.items()}
        knots = {frozenset(m for m in up if n in reach[m]) for n, up in reach.items() if n in up}
        found = [one for one in check(turtle) if one.rule == "cycle"]
        assert len(found) == len(knots), turtle
        for one in found:
            way = str(one.values["way"]).split(" → ")
            assert way[0] == way[-1]


def test_a_very_deep_hierarchy_is_checked_within_a_bound(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structure, "MOST_STEPS", 100)
    deep = " ".join(
        f'<n{n}> a skos:Concept ; skos:prefLabel "n{n}"@en ; skos:broader <n{n + 1}> ;'
        f" skos:related <n{n + 9}> ."
        for n in range(200)
    )
    assert ("unfinished", "words") in _told(check(deep))


def test_every_rule_is_reached_by_its_id() -> None:
    assert all(rule.id == id and rule.meaning.endswith(".") for id, rule in rules.RULES.items())
    assert rules.severity("no-such-rule") == rules.ERROR


def test_checking_a_site_tells_shared_uris(make_site: Callable[[], Settings]) -> None:
    settings = make_site()
    text = (settings.vocabularies / "objects.ttl").read_text("utf-8")
    text = text.replace("<abstract>", "<../objects/abstract>")
    (settings.vocabularies / "twins.ttl").write_text(text, "utf-8")
    for id in (None, "objects", "twins"):
        _, found = check_site(settings, id)
        assert [one.where for one in found if one.rule == "shared-uri"] == ["objects"]
        assert not found.errors
