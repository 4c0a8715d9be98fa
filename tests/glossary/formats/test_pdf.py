"""What is printed of a vocabulary, before it is set: `tests/clients` looks at the pages."""

import importlib.util
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from glossary.errors import TooLarge, Unavailable
from glossary.formats.contents import Contents
from glossary.formats.pdf import files, words
from glossary.formats.pdf.document import document
from glossary.formats.pdf.typesetting import NotSet, Pages
from glossary.formats.registry import FORMATS
from glossary.model import WITHDRAWN, Concept, Note, Term, Vocabulary

BASE = "https://words.example.org/id/tools/"


def concept(id: str, *terms: Term, **more: Any) -> Concept:
    return Concept(id, "tools", BASE + id, terms, **more)


AWL = concept(
    "awl",
    Term("awl", "en"),
    Term("bradawl", "en", "admitted", marks=("regional",), note="in joinery"),
    Term("stitching awl", "en", "hidden"),
    Term("alêne", "fr", grammar="n.f.", reliability="draft"),
    Term("مخرز", "ar"),
    notes=(
        Note("definition", "Tool that\npierces  leather.", "en", ("Hand book, 1901",)),
        Note("scopeNote", "Pour le cuir.", "fr"),
    ),
    narrower=("bodkin",),
    notations=("T 3",),
)
BODKIN = concept(
    "bodkin", Term("bodkin", "en"), Term("poinçon", "fr"), Term("épissoir", "fr", "admitted")
)
ZAX = concept("zax", Term("zax", "en"), broader=("awl",))
SAX = concept("sax", Term("sax", "en"), status=WITHDRAWN, replaced_by=(f"{BASE}zax",))
TOOLS = Vocabulary(
    "tools",
    BASE,
    {"en": "Tools & *more* #here", "fr": "Outils"},
    {"en": "Of a bindery."},
    "en",
    ("library",),
    "https://creativecommons.org/publicdomain/zero/1.0/",
    "The bindery",
    "2020-02-30",
    "2021-07-09",
)


def contents(concepts: Iterable[Concept] = (AWL, BODKIN, ZAX, SAX), **more: Any) -> Contents:
    return Contents(TOOLS, concepts, BASE.__add__, "https://words.example.org", **more)


def heads(section: dict[str, Any]) -> list[str]:
    return [one["head"]["text"] for group in section["letters"] for one in group["entries"]]


def entry(made: dict[str, Any], text: str) -> Any:
    (found,) = [
        one
        for section in made["sections"]
        for group in section["letters"]
        for one in group["entries"]
        if one["head"]["text"] == text
    ]
    return found


def test_terms_stand_in_the_order_of_the_language() -> None:
    (section,) = document(contents())["sections"]
    assert heads(section) == ["awl", "bodkin", "bradawl", "sax", "zax"]
    assert [group["letter"] for group in section["letters"]] == ["A", "B", "S", "Z"]


def test_an_entry_has_what_is_known_of_the_concept() -> None:
    made = entry(document(contents()), "awl")
    assert made["notation"] == "T 3"
    assert [(one["text"], one["marks"]) for one in made["lines"][0]["terms"]] == [
        ("bradawl", "regional, in joinery")
    ]
    (definition,) = made["notes"]
    assert definition["text"] == "Tool that pierces leather."
    assert definition["source"] == "Hand book, 1901"
    assert [one["text"] for one in made["relations"][0]["items"]] == ["bodkin"]
    others = {other["tag"]: other["terms"] for other in made["others"]}
    assert list(others) == ["ar", "fr"]
    assert (others["fr"][0]["marks"], others["fr"][0]["draft"]) == ("n.f.", True)
    assert "stitching awl" not in str(document(contents()))


def test_other_terms_and_withdrawn_concepts_lead_to_entries() -> None:
    made = document(contents())
    number = entry(made, "awl")["n"]
    see = entry(made, "bradawl")
    assert (see["n"], [one["n"] for one in see["see"]]) == (None, [number])
    gone = entry(made, "sax")
    assert gone["why"] == words.WITHDRAWN
    assert [one["text"] for one in gone["see"]] == ["zax"]


def test_the_first_language_orders_and_the_others_stand_beside() -> None:
    made = document(contents(langs=("fr",)))
    terms, rest = made["sections"]
    assert made["main"] == "fr"
    assert heads(terms) == ["alêne", "épissoir", "poinçon"]
    assert heads(rest) == ["sax", "zax"]
    (scope, definition) = sorted(entry(made, "alêne")["notes"], key=lambda note: note["lang"])[::-1]
    assert (definition["lang"], definition["text"]) == ("en", "Tool that pierces leather.")
    assert scope["text"] == "Pour le cuir."
    assert [index["tag"] for index in made["indexes"]] == ["en", "ar"]


def test_only_the_other_languages_that_are_named_stand_beside() -> None:
    made = document(contents(langs=("fr", "ar")))
    assert [index["tag"] for index in made["indexes"]] == ["ar"]
    assert [other["tag"] for other in entry(made, "alêne")["others"]] == ["ar"]


def test_a_wider_language_serves_the_one_that_is_asked_for() -> None:
    assert document(contents(langs=("fr-CA",)))["main"] == "fr"


def test_indexes_lead_to_the_entries() -> None:
    made = document(contents())
    index = next(one for one in made["indexes"] if one["tag"] == "fr")
    lines = [line for group in index["letters"] for line in group["lines"]]
    assert [(line["text"], line["head"]) for line in lines] == [
        ("alêne", "awl"), ("épissoir", "bodkin"), ("poinçon", "bodkin"),
    ]  # fmt: skip
    assert lines[1]["n"] == entry(made, "bodkin")["n"]


def test_the_front_says_what_it_is() -> None:
    made = document(contents())
    assert made["title"] == "Tools & *more* #here"
    assert (made["year"], made["month"], made["day"]) == (2021, 7, 9)
    values = [line["value"] for line in made["imprint"]]
    assert values == [
        "The bindery", "https://creativecommons.org/publicdomain/zero/1.0/", "2021-07-09", "3",
        BASE,
    ]  # fmt: skip
    assert made["draft_sign"] == "°"
    assert made["languages"]["ar"]["dir"] == "rtl"
    untranslated = replace(AWL, terms=AWL.terms[:1])
    assert document(contents([untranslated]))["draft_sign"] == ""


def test_a_day_that_is_none_is_left_out() -> None:
    undated = replace(TOOLS, modified=None)
    made = document(replace(contents(), vocabulary=undated))
    assert (made["year"], made["month"], made["day"]) == (None, None, None)


def test_words_are_those_of_the_language() -> None:
    asked: list[str] = []

    def words_in(lang: str) -> tuple[str, Callable[[str], str]]:
        asked.append(lang)
        return "fr", lambda text: f"⟦{text}⟧"

    made = document(contents(langs=("fr",), words_in=words_in))
    assert asked == ["fr"]
    assert made["words"]["languages"] == "⟦Languages⟧"
    assert made["sections"][0]["title"] == f"⟦{words.ALPHABETICAL}⟧" % {"language": "français"}
    assert "français" in made["subtitle"]
    assert made["languages"]["en"]["name"] == "anglais"


@pytest.mark.parametrize("tag", ["", "x-own", "und", "tlh-Latn", "zh-Hant-TW", "sr-Latn", "qaa"])
def test_every_tag_is_one_that_the_typesetter_takes(tag: str) -> None:
    odd = concept("odd", Term("awl", "en"), Term("odd", tag))
    of = document(contents([odd]))["languages"][tag]
    assert 2 <= len(of["lang"]) <= 3
    assert of["region"] is None or len(of["region"]) == 2
    assert of["dir"] in ("ltr", "rtl")


def test_a_concept_without_any_term_is_left_out() -> None:
    assert document(contents([concept("none"), AWL]))["sections"][0]["letters"][0]["letter"] == "A"


class Fonts(Pages):
    """Pages of fonts that lack some signs; what is set is what was given."""

    own, machine = set[str]("☃𓀀"), set[str]("𓀀")
    given: Any = None

    def __init__(self, of_machine: bool = False) -> None:
        self.lacks = self.machine if of_machine else self.own

    def missing(self, text: str) -> str:
        return "".join(sorted(self.lacks & set(text)))

    def set(self, made: Any) -> bytes:
        type(self).given = made
        lacking = self.lacks & set(str(made))
        if lacking:
            raise NotSet(lacking)
        return b"%PDF"


def test_what_no_font_has_is_told_and_shown_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "Pages", Fonts)
    odd = concept("odd", Term("snow ☃ 𓀀", "en"))
    asked = contents([odd])
    assert b"".join(FORMATS["pdf"].write(asked)) == b"%PDF"
    assert [one.rule for one in asked.told] == ["font-of-machine", "no-font"]
    assert "☃ (U+2603)" in str(asked.told[0])
    assert "U+13000" in str(asked.told[1])
    assert entry(Fonts.given, "snow ☃ [U+13000]")


def test_where_the_fonts_have_all_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "Pages", Fonts)
    asked = contents()
    assert b"".join(FORMATS["pdf"].write(asked)) == b"%PDF"
    assert not asked.told


def test_more_than_is_printed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "Pages", Fonts)
    monkeypatch.setattr(files, "MOST_CONCEPTS", 3)
    with pytest.raises(TooLarge) as error:
        list(FORMATS["pdf"].write(contents()))
    assert (error.value.status, error.value.arguments["most"]) == (413, 3)
    assert list(FORMATS["pdf"].write(contents([AWL, BODKIN, ZAX])))


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.formats.pdf.typesetting.find_spec", lambda name: None)
    with pytest.raises(Unavailable, match=r"pip install 'convergence-glossary\[pdf\]'"):
        list(FORMATS["pdf"].write(contents()))


def test_the_typesetter_is_not_loaded_here() -> None:
    assert importlib.util.find_spec("glossary.formats.pdf.__main__")
    assert "typst" not in sys.modules
