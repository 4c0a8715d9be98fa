"""A file beside the catalog: exactly what the translator changed is offered, nothing is guessed."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.contribute.uploads import comparison
from glossary.contribute.uploads.comparison import Comparison, Row, compared
from glossary.exchange import FileProblem, Sheet, Unit

TERM = ("provenance", "prefLabel")


def unit(text: str = "", **values: Any) -> Unit:
    given = {"concept": "provenance", "slot": "prefLabel", "source": "provenance", **values}
    given.setdefault("state", "draft" if text else "missing")
    return Unit(text=text, **given)


def sheet(*units: Unit, revision: int | None = 7, problems: Sequence[FileProblem] = ()) -> Sheet:
    return Sheet("archive", "fr", "en", "Archives", units, revision, problems)


def compare_one(
    theirs: Unit,
    here: Unit,
    *once: str | tuple[str, dict[str, Any] | None],
    revision: int | None = 7,
) -> Comparison:
    history = [(one, None) if isinstance(one, str) else one for one in once]
    return compared(sheet(theirs, revision=revision), sheet(here), {theirs.key: history})


def row_of(*values: Any, **named: Any) -> Row:
    found = compare_one(*values, **named)
    assert len(found.rows) == 1
    assert found.counts == {found.rows[0].kind: 1}
    return found.rows[0]


def is_as_ours(*values: Any, **named: Any) -> bool:
    found = compare_one(*values, **named)
    return not found.rows and found.counts == {"same": 1}


def test_a_gap_that_was_filled_is_new() -> None:
    row = row_of(unit("provenance (archives)"), unit())
    assert (row.kind, row.base, row.here, row.theirs) == ("new", "", "", "provenance (archives)")


def test_another_wording_is_a_change() -> None:
    row = row_of(unit("origine"), unit("provenance (archives)"))
    assert (row.kind, row.base, row.here) == ("changed", *["provenance (archives)"] * 2)


def test_what_is_as_ours_is_counted_and_not_listed() -> None:
    assert is_as_ours(unit("origine"), unit("origine"))
    assert is_as_ours(unit(), unit())


@pytest.mark.parametrize("theirs", [" origine", "origine\n", "origine  ", "ori\tgine"])
def test_space_alone_is_no_change(theirs: str) -> None:
    assert is_as_ours(unit(theirs), unit("ori gine" if "\t" in theirs else "origine"))


def test_line_breaks_of_other_systems_are_no_change() -> None:
    assert is_as_ours(unit("a\r\nb\r\n", slot="altLabel"), unit("a\nb", slot="altLabel"))


def test_a_text_changed_on_both_sides_is_a_conflict_with_three_wordings() -> None:
    row = row_of(unit("source"), unit("fonds"), "origine", "racine")
    assert (row.kind, row.base, row.here, row.theirs) == ("conflict", "origine", "fonds", "source")


def test_the_same_change_on_both_sides_is_none() -> None:
    assert is_as_ours(unit("fonds"), unit("fonds"), "origine")


def test_what_was_changed_here_and_not_by_the_translator_is_older() -> None:
    row = row_of(unit("origine"), unit("fonds"), "origine")
    assert (row.kind, row.here, row.theirs) == ("older", "fonds", "origine")
    assert comparison.CHOICES["older"] == "here"


def test_a_gap_that_was_filled_here_meanwhile_is_nothing_to_ask_for() -> None:
    assert is_as_ours(unit(), unit("fonds"), "")


def test_a_change_here_that_was_taken_back_is_no_conflict() -> None:
    assert row_of(unit("source"), unit("origine"), "origine", "fonds").kind == "changed"


def test_a_text_that_was_emptied_is_removed_and_not_chosen() -> None:
    row = row_of(unit(), unit("origine"))
    assert (row.kind, row.theirs) == ("removed", "")
    assert comparison.CHOICES["removed"] == "here"


def test_emptied_there_and_changed_here_is_a_conflict() -> None:
    assert row_of(unit(), unit("fonds"), "origine").kind == "conflict"


@pytest.mark.parametrize(
    ("theirs", "here", "once", "kind"),
    [
        ("source", "origine", [], "changed"),
        ("source", "", [], "new"),
        ("", "origine", [], "removed"),
        ("origine", "fonds", ["origine"], "older"),
        ("racine", "fonds", ["origine", "racine"], "older"),
        ("source", "fonds", ["origine"], "conflict"),
        ("", "fonds", ["", "origine"], "same"),
    ],
)
def test_a_file_that_does_not_say_how_old_it_is(
    theirs: str, here: str, once: list[str], kind: str
) -> None:
    found = compare_one(unit(theirs), unit(here), *once, revision=None)
    assert found.counts == {kind: 1}
    assert all(row.base is None for row in found.rows if kind in ("older", "conflict"))


def test_an_entry_that_we_do_not_have_is_rejected_with_its_line() -> None:
    found = compared(sheet(unit("x", concept="nothing", line=12), unit(concept="no")), sheet(), {})
    assert found.counts == {"rejected": 1, "same": 1}
    row = found.rows[0]
    assert (row.reason, row.line, row.theirs) == (comparison.UNKNOWN, 12, "x")


def test_an_entry_that_is_there_twice_is_rejected_the_second_time() -> None:
    found = compared(sheet(unit("a"), unit("b", line=9)), sheet(unit()), {})
    assert [(row.kind, row.theirs) for row in found.rows] == [("new", "a"), ("rejected", "b")]
    assert (found.rows[1].reason, found.rows[1].line) == (comparison.TWICE, 9)


def test_a_translation_of_another_source_is_rejected() -> None:
    row = row_of(unit("origine", source="Provenance"), unit())
    assert (row.kind, row.reason, row.source) == ("rejected", comparison.SOURCE, "provenance")


def test_a_source_that_the_file_does_not_tell_or_wraps_is_no_obstacle() -> None:
    assert row_of(unit("origine", source=""), unit()).kind == "new"
    here = unit(slot="definition", source="One  sentence.\n")
    assert row_of(unit("Phrase.", slot="definition", source="One\nsentence."), here).kind == "new"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("une\ndeux", "one line"),
        ("ori\x07gine", "U+0007"),
        ("ori‮gine", "U+202E"),
        ("o" * 501, "501 characters"),
    ],
)
def test_what_no_catalog_may_hold_is_rejected_with_the_reason(text: str, said: str) -> None:
    row = row_of(unit(text, line=3), unit())
    assert (row.kind, row.line) == ("rejected", 3)
    assert said in row.reason % row.arguments


def test_synonyms_may_have_several_lines() -> None:
    row = row_of(unit("une\n\ndeux\nune", slot="altLabel"), unit(slot="altLabel"))
    assert (row.kind, row.theirs) == ("new", "une\ndeux")


def test_the_term_is_no_synonym_of_itself() -> None:
    term, synonyms = unit("origine"), unit("origine\r\nracine", slot="altLabel")
    here = sheet(unit("origine"), unit(slot="altLabel"))
    found = compared(sheet(term, synonyms), here, {})
    assert [(row.kind, row.theirs) for row in found.rows] == [("new", "racine")]
    only = unit("origine", slot="altLabel")
    assert not compared(sheet(term, only), here, {}).rows
    assert not compared(sheet(term, only), sheet(unit("origine"), only), {}).rows


def test_what_the_translator_marked_as_not_ready_is_left_out() -> None:
    row = row_of(unit("origine", state="review"), unit())
    assert (row.kind, row.reason) == ("review", comparison.REVIEW)


def test_what_awaits_review_here_and_there_is_as_ours() -> None:
    assert is_as_ours(unit("origine", state="changed"), unit("origine", state="changed"))


def test_a_text_that_no_longer_awaits_review_is_confirmed() -> None:
    row = row_of(unit("origine"), unit("origine", state="changed"))
    assert (row.kind, row.reason) == ("changed", comparison.CONFIRMED)


def test_a_mark_of_the_translator_on_our_text_is_told() -> None:
    assert row_of(unit("origine", state="review"), unit("origine")).kind == "review"


def test_marks_of_msgmerge_on_an_old_file_are_not() -> None:
    theirs = unit("origine", state="changed", source="Origin")
    assert is_as_ours(theirs, unit("origine"))


def test_a_translation_like_the_source_is_taken_and_said() -> None:
    row = row_of(unit("provenance"), unit())
    assert (row.kind, row.reason) == ("new", comparison.SAME_AS_SOURCE)


def test_data_alone_are_a_change() -> None:
    row = row_of(unit("origine", data={"grammar": "n.f."}), unit("origine"))
    assert (row.kind, row.reason, row.data) == (
        "changed",
        comparison.ONLY_DATA,
        {"grammar": "n.f."},
    )


def test_only_the_data_that_the_translator_changed_are_told() -> None:
    here = unit("fonds", data={"reliability": "reviewed", "sources": ["A"]})
    theirs = unit("fonds", data={"sources": ["A"], "grammar": "n.m."})
    row = row_of(theirs, here, ("fonds", {"sources": ["A"]}))
    assert (row.kind, row.data) == ("changed", {"grammar": "n.m."})


def test_data_that_the_translator_took_away_are_empty() -> None:
    other = unit("x", concept="other", data={"grammar": "n.m."})
    theirs = unit("origine", data={})
    here = unit("origine", data={"grammar": "n.f.", "sources": ["A"]})
    found = compared(sheet(theirs, other), sheet(here, other), {})
    assert [row.data for row in found.rows] == [{"grammar": "", "sources": []}]


def test_a_program_that_drops_all_data_takes_none_away() -> None:
    assert is_as_ours(unit("origine"), unit("origine", data={"grammar": "n.f."}))


def test_data_changed_on_both_sides_are_a_conflict() -> None:
    theirs = unit("fonds", data={"grammar": "n.m.pl."})
    here = unit("fonds", data={"grammar": "n.m."})
    assert row_of(theirs, here, ("fonds", {"grammar": "n."})).kind == "conflict"


def test_data_that_only_we_changed_are_nothing_to_ask_for() -> None:
    theirs = unit("fonds", data={"sources": ["A"]})
    here = unit("fonds", data={"sources": ["A"], "reliability": "reviewed"})
    assert is_as_ours(theirs, here, ("fonds", {"sources": ["A"]}))
    assert is_as_ours(theirs, here, ("fonds", {"sources": ["A"]}), revision=None)


def test_notes_of_the_translator_come_along() -> None:
    here = unit(notes=("kept",))
    assert row_of(unit("origine", notes=("kept", "Is it f.?")), here).notes == "Is it f.?"


def test_what_could_not_be_read_is_listed_unless_our_own_catalog_has_it_too() -> None:
    old = FileProblem("“%(comment)s” is bad", {"comment": "a"}, 3, *TERM)
    new = FileProblem("“%(comment)s” is bad", {"comment": "b"}, 4, *TERM)
    ours = Sheet("archive", "fr", "en", "", [unit("origine")], problems=[old])
    found = compared(sheet(unit("origine"), problems=[old, new]), ours, {})
    assert found.counts == {"rejected": 1, "same": 1}
    row = found.rows[0]
    assert (row.line, row.here, row.reason % row.arguments) == (4, "origine", "“b” is bad")


def test_hostile_names_fit_into_every_database() -> None:
    theirs = unit("a\x00b", concept="c" * 900, slot="s" * 90)
    row = compared(sheet(theirs), sheet(), {}).rows[0]
    assert (len(row.concept), len(row.slot), row.theirs) == (500, 40, "a�b")


TEXTS = st.text(st.characters(exclude_categories=[]), max_size=30)
SIDES = st.tuples(TEXTS, TEXTS, st.lists(TEXTS, max_size=2))


@given(st.lists(SIDES, max_size=8), st.sampled_from(["prefLabel", "altLabel", "definition"]))
def test_whatever_the_texts_are_every_entry_is_judged_once(
    sides: list[tuple[str, str, list[str]]], slot: str
) -> None:
    theirs = [unit(a, concept=f"c{n}", slot=slot) for n, (a, _, _) in enumerate(sides)]
    here = [unit(b, concept=f"c{n}", slot=slot) for n, (_, b, _) in enumerate(sides)]
    once = {(f"c{n}", slot): [(text, None) for text in c] for n, (_, _, c) in enumerate(sides)}
    for revision in (7, None):
        found = compared(sheet(*theirs, revision=revision), sheet(*here), once)
        assert sum(found.counts.values()) == len(sides)
        assert sum(found.counts[kind] for kind in comparison.KINDS) == len(found.rows)
        for row in found.rows:
            assert "\x00" not in row.theirs
            assert row.theirs.encode("utf-8").decode("utf-8") == row.theirs
            assert row.reason % row.arguments is not None
        assert not compared(sheet(*here, revision=revision), sheet(*here), once).rows
