from typing import Any

import pytest

from glossary.catalogs.editing import Edit, edited, entry
from glossary.catalogs.merge import Merge, merge, sides
from glossary.catalogs.po import files
from glossary.catalogs.po.files import TermCatalog

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _message(id: str, string: str, comments: str = "", source: str = "") -> str:
    return f'{comments}msgctxt "{id}|prefLabel"\nmsgid "{source or id}"\nmsgstr "{string}"\n\n'


def _catalog(*messages: str) -> TermCatalog:
    return files.parse((HEADER + "".join(messages)).encode(), "words.po")


def _merge(ours: str, theirs: str, base: str | None = None, **more: Any) -> Merge:
    begin = _catalog(base) if base is not None else None
    return merge(_catalog(ours), _catalog(theirs), begin, **more)


FUZZY = "#, fuzzy\n"
OURS, THEIRS, BASE = (_message("a", text) for text in ("ours", "theirs", "base"))
EMPTY = _message("a", "")


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "outcome"),
    [
        (EMPTY, THEIRS, None, "theirs"),
        (EMPTY, THEIRS, EMPTY, "theirs"),
        (OURS, OURS, None, "same"),
        (OURS, OURS, BASE, "same"),
        (OURS, EMPTY, None, "kept"),
        (OURS, EMPTY, EMPTY, "kept"),
        (OURS, EMPTY, OURS, "theirs"),
        (OURS, EMPTY, BASE, "conflict"),
        (OURS, THEIRS, None, "conflict"),
        (OURS, THEIRS, BASE, "conflict"),
        (OURS, THEIRS, "", "conflict"),
        (OURS, THEIRS, OURS, "theirs"),
        (OURS, THEIRS, THEIRS, "kept"),
        (_message("a", "ours", FUZZY), THEIRS, None, "theirs"),
        (_message("a", "ours", FUZZY), OURS, None, "theirs"),
        (OURS, _message("a", "ours", FUZZY), None, "kept"),
        (OURS, _message("a", "theirs", FUZZY), None, "conflict"),
        (OURS, _message("a", "ours", "# source: Norm\n"), None, "conflict"),
        (OURS, _message("a", "ours", "# source: Norm\n"), OURS, "theirs"),
        (OURS, _message("a", "ours", "# a note\n"), None, "same"),
    ],
)
def test_each_side_against_the_other(
    ours: str, theirs: str, base: str | None, outcome: str
) -> None:
    done = _merge(ours, theirs, base)
    counts = {
        "theirs": len(done.edits),
        "conflict": len(done.conflicts),
        "same": done.same,
        "kept": done.kept,
    }
    assert counts == {**dict.fromkeys(counts, 0), outcome: 1}
    assert not done.rejected


def test_what_is_taken_is_written_with_data_and_notes() -> None:
    theirs = _message("a", "neu", "# A note.\n# source: Norm\n# grammar: n.f.\n")
    done = _merge(EMPTY, theirs)
    assert done.edits == [
        Edit("a", "prefLabel", "neu", {"sources": ["Norm"], "grammar": "n.f."}, notes=("A note.",))
    ]
    content = edited((HEADER + EMPTY).encode(), done.edits, None).decode()
    assert content == HEADER + theirs.replace(
        "# A note.\n# source: Norm\n# grammar: n.f.\n",
        "# source: Norm\n# grammar: n.f.\n# A note.\n",
    )


def test_a_conflict_names_all_sides_and_can_be_decided() -> None:
    done = _merge(OURS, THEIRS, BASE)
    [conflict] = done.conflicts
    assert (conflict.context, conflict.line) == ("a|prefLabel", 5)
    assert [text for _, text in sides(conflict)] == ["base", "ours", "theirs"]
    assert not done.edits
    done = _merge(OURS, THEIRS, prefer=True)
    assert [edit.text for edit in done.edits] == ["theirs"]
    assert [text for _, text in sides(done.conflicts[0])] == ["ours", "theirs"]


def test_a_translation_of_an_older_source_awaits_review() -> None:
    done = _merge(_message("a", "", source="new"), _message("a", "alt", source="old"))
    assert done.edits == [Edit("a", "prefLabel", "alt", fuzzy=True, previous="old")]
    content = edited((HEADER + _message("a", "", source="new")).encode(), done.edits, None)
    message = entry(content, "a", "prefLabel")
    assert message is not None
    assert (message.id, message.fuzzy, message.previous_id) == ("new", True, ["old"])
    changed = _message("a", "x", FUZZY + '#| msgid "old"\n', "new")
    done = _merge(changed, _message("a", "y", source="old"), _message("a", "x", source="old"))
    assert [(edit.text, edit.fuzzy) for edit in done.edits] == [("y", True)]
    assert _merge(changed, _message("a", "x", source="old")).same == 1


def test_what_cannot_be_used_is_rejected_with_its_line() -> None:
    gone = "".join(f"#~ {line}\n" for line in _message("gone", "x").strip().split("\n"))
    old = "".join(f"#~ {line}\n" for line in _message("old", "x").strip().split("\n"))
    theirs = [
        _message("b", "x"),
        _message("a", "good"),
        _message("a", "again", source="other"),
        _message("gone", "x"),
        _message("c", "x", "# equivalence: half\n"),
        'msgid "no context"\nmsgstr "x"\n\n',
        old,
    ]
    done = merge(_catalog(EMPTY, _message("c", ""), gone), _catalog(*theirs))
    assert [(p.rule, p.line, p.context) for p in done.rejected] == [
        ("unknown-concept", 5, "b|prefLabel"),
        ("repeated-message", 13, "a|prefLabel"),
        ("unknown-concept", 17, "gone|prefLabel"),
        ("bad-data", 22, "c|prefLabel"),
        ("unknown-concept", 25, ""),
        ("unknown-concept", 29, "old|prefLabel"),
    ]
    assert len({p.message for p in done.rejected if p.rule == "unknown-concept"}) == 4
    assert [edit.text for edit in done.edits] == ["good"]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    ours = _catalog('msgctxt "a|prefLabel"\nmsgid "café"\nmsgstr "тайй"\n')
    theirs = _catalog('msgctxt "a|prefLabel"\nmsgid "cafe\u0301"\nmsgstr "тайи\u0306"\n')
    merged = merge(ours, theirs)
    assert (merged.same, merged.edits, merged.conflicts) == (1, [], [])


def _obsolete(id: str) -> str:
    return "".join(f"#~ {line}\n" for line in _message(id, "x").strip().split("\n"))


TWICE = "it is there twice"
UNKNOWN = "there is no such entry"
GONE = "the vocabulary has no such entry any more"
OBSOLETE = "it is marked as obsolete in the file"
BAD_DATA = "equivalence: “half” is not one of exact, partial, loan, coined, none"
HALF = "# equivalence: half\n"


@pytest.mark.parametrize(
    ("theirs", "reasons"),
    [
        (_message("b", ""), [("b", UNKNOWN)]),  # an entry without a text is told as well
        (_message("gone", ""), [("gone", GONE)]),
        (_message("b", "x", HALF), [("b", BAD_DATA)]),  # what is wrong with it comes first
        (_message("gone", "x", HALF), [("gone", BAD_DATA)]),
        (_message("a", "", HALF), []),  # nothing is said there that could be wrong
        (_message("a", "x") + _message("a", "y", HALF, "z"), [("a", TWICE)]),
        (
            _message("a", "x", HALF) + _message("a", "y", source="z"),
            [("a", BAD_DATA), ("a", TWICE)],
        ),
        (_message("b", "x") + _message("b", "y", source="z"), [("b", UNKNOWN), ("b", TWICE)]),
        (_obsolete("a"), [("a", OBSOLETE)]),
        (_obsolete("b"), [("b", OBSOLETE)]),
        (_message("a", "x") + _obsolete("a"), []),  # the entry itself is there, and taken
        (_message("b", "x") + _obsolete("b"), [("b", UNKNOWN)]),
    ],
)
def test_which_reason_is_told(theirs: str, reasons: list[tuple[str, str]]) -> None:
    done = merge(_catalog(EMPTY, _obsolete("gone")), _catalog(theirs))
    assert [(p.context.partition("|")[0], p.describe()) for p in done.rejected] == reasons


def test_what_is_rejected_is_named_by_its_source() -> None:
    [problem] = _merge(EMPTY, _message("b", "x", source="the source")).rejected
    assert (problem.text, problem.line, problem.rule) == ("the source", 5, "unknown-concept")


def test_what_is_rejected_takes_nothing_else_along() -> None:
    done = merge(_catalog(EMPTY), _catalog(_message("b", "x"), _message("a", "good")))
    assert [edit.text for edit in done.edits] == ["good"]
    assert [p.context for p in done.rejected] == ["b|prefLabel"]


def test_sides_of_a_conflict_say_whose_they_are() -> None:
    [conflict] = _merge(OURS, THEIRS, "").conflicts
    assert [*sides(conflict)] == [("before", ""), ("here", "ours"), ("in the file", "theirs")]
    [conflict] = _merge(OURS, THEIRS).conflicts
    assert [*sides(conflict)] == [("here", "ours"), ("in the file", "theirs")]


def test_an_older_source_that_the_file_began_with() -> None:
    new = _message("a", "x", source="new")
    old = _message("a", "x", source="old")
    done = _merge(new, _message("a", "y", source="old"), old)
    assert [conflict.theirs for conflict in done.conflicts] == ["y"]  # ours was looked at since
    assert _merge(new, _message("a", "y", source="old"), _message("a", "y", source="old")).kept == 1
    done = _merge(new, _message("a", "", source="old"), _message("a", "", source="old"))
    assert (done.kept, done.edits) == (1, [])


def test_what_a_fuzzy_entry_of_the_file_was_made_from_is_kept() -> None:
    theirs = _message("a", "y", FUZZY + '#| msgid "former"\n')
    [edit] = _merge(EMPTY, theirs).edits
    assert (edit.fuzzy, edit.previous, edit.data, edit.notes) == (True, "former", None, ())


def test_notes_that_say_nothing_are_not_taken() -> None:
    [edit] = _merge(EMPTY, _message("a", "y", "#  \n# See there.\n")).edits
    assert edit.notes == ("See there.",)


NO_CONTEXT = 'msgid "n"\nmsgstr ""\n\n'
PLURAL = 'msgctxt "a|prefLabel"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "x"\nmsgstr[1] "y"\n\n'


def test_entries_without_context_are_compared_and_named_as_such() -> None:
    assert _merge(NO_CONTEXT, NO_CONTEXT).same == 1
    [problem] = _merge(EMPTY, NO_CONTEXT).rejected
    assert (problem.context, problem.message) == ("", UNKNOWN)


def test_a_plural_of_ours_is_no_entry() -> None:
    assert [p.message for p in _merge(PLURAL, THEIRS).rejected] == [UNKNOWN]


def test_comments_and_marks_of_an_empty_entry_say_nothing() -> None:
    for comments in ("# source: Norm\n", FUZZY):
        empty = _message("a", "", comments)
        assert _merge(EMPTY, empty).same == 1
        assert _merge(OURS, empty, EMPTY).kept == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome"),
    [
        (("x", FUZZY), ("y", "# source: Norm\n"), "taken"),  # looked at, whatever stands beside
        (("x", FUZZY + "# source: Norm\n"), ("y", FUZZY), "conflict"),
        (("x", "# source: Norm\n"), ("y", ""), "conflict"),
        (("x", "# source: a b\n"), ("x", "# source: ab\n"), "conflict"),
        (("x", "# source: a  b\n"), ("x", "# source: a b\n"), "same"),
    ],
)
def test_what_stands_beside_a_text(
    ours: tuple[str, str], theirs: tuple[str, str], outcome: str
) -> None:
    done = _merge(_message("a", *ours), _message("a", *theirs))
    counts = {"taken": len(done.edits), "conflict": len(done.conflicts), "same": done.same}
    assert counts == {**dict.fromkeys(counts, 0), outcome: 1}


def test_another_text_of_another_source_is_not_the_same() -> None:
    ours = _message("a", "x", FUZZY, "new")
    done = _merge(ours, _message("a", "y", FUZZY, "old"))
    assert (done.same, len(done.conflicts)) == (0, 1)
    done = _merge(_message("a", "x", source="new"), _message("a", "y", source="old"))
    assert (done.same, len(done.conflicts)) == (0, 1)


def test_the_same_text_of_an_older_source_is_the_same() -> None:
    done = _merge(_message("a", "x", source="new"), _message("a", "x", source="old"))
    assert (done.same, done.edits, done.conflicts) == (1, [], [])
