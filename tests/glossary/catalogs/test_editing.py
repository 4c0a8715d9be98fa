import os
import re
import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.catalogs.apply import data_of
from glossary.catalogs.editing import Credit, Edit, edited, entries, entry, fitted
from glossary.catalogs.po import files
from glossary.errors import BrokenSource, GlossaryError, Invalid, NotFound

HEADER = """\
# Words: terms in French.
# This file is part of the vocabulary.
msgid ""
msgstr ""
"Project-Id-Version: words 1\\n"
"PO-Revision-Date: 2020-01-01 00:00+0000\\n"
"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"
"Language: fr\\n"
"Language-Team: French <>\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Reliability: draft\\n"
"""
LIBRARY = """\
# A note for people.
# source: Norme 1
# grammar: n.f.
#. definition: House of books.
#: /id/words/library
#, fuzzy
#| msgid "book house"
msgctxt "library|prefLabel"
msgid "library"
msgstr "bibliothèque"
"""
SCHOOL = """\
#. broader term: library
#: /id/words/school
msgctxt "school|prefLabel"
msgid "school"
msgstr ""
"""
LONG = """\
# kept  as   it is
msgctxt ""
"a-very-long-name-of-a-concept-with-many-hyphens-that-must-be-broken-over-"
"two-lines|definition"
msgid "long\\n"
msgstr "lang\\n"
"""
GONE = """\
# source: Norme 9
#~ msgctxt "gone|prefLabel"
#~ msgid "gone"
#~ msgstr "parti"
"""
LONG_ID = "a-very-long-name-of-a-concept-with-many-hyphens-that-must-be-broken-over-two-lines"
PO = "\n".join((HEADER, LIBRARY, SCHOOL, LONG, GONE)).encode()
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
CREDIT = Credit("Awa Diop", AT, "Jean Roy")


def _with(content: bytes, old: str, new: str) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode())


def _string(content: bytes, concept: str = "school", slot: str = "prefLabel") -> str:
    found = entry(content, concept, slot)
    assert found is not None
    return str(found.string)


def test_only_the_block_of_the_message_changes() -> None:
    assert edited(PO, [Edit("school", "prefLabel", "école")], None) == _with(
        PO, 'msgid "school"\nmsgstr ""', 'msgid "school"\nmsgstr "école"'
    )


def test_setting_a_text_ends_the_review() -> None:
    changed = edited(PO, [Edit("library", "prefLabel", "médiathèque")], None)
    assert changed == _with(
        _with(PO, '#, fuzzy\n#| msgid "book house"\n', ""), "bibliothèque", "médiathèque"
    )


def test_a_fuzzy_edit_is_a_draft_that_keeps_the_previous_source() -> None:
    edits = [
        Edit("library", "prefLabel", "x", fuzzy=True),
        Edit("school", "prefLabel", "y", fuzzy=True),
    ]
    changed = edited(PO, edits, None)
    assert b'#, fuzzy\n#| msgid "book house"\nmsgctxt "library|prefLabel"' in changed
    assert b'#, fuzzy\nmsgctxt "school|prefLabel"' in changed


def test_an_empty_text_makes_the_message_untranslated() -> None:
    for text in ("", " \n ", "\r\n"):
        changed = edited(PO, [Edit("library", "prefLabel", text, fuzzy=True)], None)
        found = entry(changed, "library", "prefLabel")
        assert found is not None
        assert (found.string, found.fuzzy, found.previous_id) == ("", False, [])
        assert "A note for people." in found.user_comments


def test_data_replaces_data_and_keeps_notes() -> None:
    data: dict[str, Any] = {
        "sources": ["Norme 2", "Norme\n3"],
        "equivalence": "partial",
        "reliability": "reviewed",
        "status": "",
        "statuses": {"a = b": "deprecated"},
    }
    changed = edited(PO, [Edit("library", "prefLabel", "mot", data)], None)
    found = entry(changed, "library", "prefLabel")
    assert found is not None
    assert found.user_comments == [
        "A note for people.",
        "source: Norme 2",
        "source: Norme 3",
        "equivalence: partial",
        "reliability: reviewed",
        "status: deprecated = a = b",
    ]
    values = {key: value for key, value in data.items() if value}
    assert data_of(found)[0].values() == values | {"sources": ["Norme 2", "Norme 3"]}
    assert edited(changed, [Edit("library", "prefLabel", "mot", data)], None) == changed
    without = edited(changed, [Edit("library", "prefLabel", "mot", {})], None)
    found = entry(without, "library", "prefLabel")
    assert found is not None
    assert found.user_comments == ["A note for people."]


def test_no_data_keeps_the_data() -> None:
    found = entry(edited(PO, [Edit("library", "prefLabel", "x")], None), "library", "prefLabel")
    assert found is not None
    assert found.user_comments == ["A note for people.", "source: Norme 1", "grammar: n.f."]


@pytest.mark.parametrize(
    "data",
    [{"equivalence": "half"}, {"status": "hidden"}, {"statuses": {"a": "bad"}}, {"colour": "red"}],
)
def test_bad_data_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="is not one of"):
        edited(PO, [Edit("library", "prefLabel", "x", data)], None)


@pytest.mark.parametrize("text", ["a\0b", "a\x04b", "a\ud800b"])
def test_what_a_catalog_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="cannot be kept"):
        edited(PO, [Edit("library", "prefLabel", text)], None)


def test_a_context_over_several_lines() -> None:
    changed = edited(PO, [Edit(LONG_ID, "definition", "neu")], None)
    assert _string(changed, LONG_ID, "definition") == "neu\n"
    assert changed.startswith(PO[: PO.index(LONG.encode())])
    assert changed.endswith(f"\n{GONE}".encode())
    assert b"# kept  as   it is\n" in changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ('msgctxt "school|prefLabel"', 'msgctxt "sch"\n"ool|pref"\n"Label"'),
        ('msgctxt "school|prefLabel"', 'msgctxt ""\n"school|prefLabel"'),
        ('msgctxt "school|prefLabel"', '  msgctxt  "school|prefLabel"  '),
        ('msgctxt "school|prefLabel"\n', 'msgctxt "school|prefLabel"\n\n'),
        ('msgid "school"\nmsgstr ""', 'msgid "school"\n\nmsgstr ""\n\n""'),
        ("# Words", "\ufeff# Words"),
        (GONE, GONE + SCHOOL.replace("msg", "#~ msg")),
        ("#. broader", '#  msgctxt "school|prefLabel"\n#. broader'),
    ],
)
def test_catalogs_of_other_tools(old: str, new: str) -> None:
    content = _with(PO, old, new)
    assert _string(content) == ""
    changed = edited(content, [Edit("school", "prefLabel", "é")], CREDIT)
    assert _string(changed) == "é"
    before, after = (
        {m.context: (m.string, m.user_comments) for m in files.parse(c, "x") if m.id}
        for c in (content, changed)
    )
    assert {c: value for c, value in after.items() if before[c] != value} == {
        "school|prefLabel": ("é", before["school|prefLabel"][1])
    }
    newline = {"\r\n": b"\r\n", "\r": b"\r"}.get(new, b"\n")
    assert set(re.findall(rb"\r\n|\r|\n", changed)) == {newline}
    assert edited(changed, [Edit("school", "prefLabel", "é")], CREDIT) == changed


def test_several_slots_of_a_concept() -> None:
    found = entries(PO, "library", ("prefLabel", "altLabel", "definition"))
    assert {slot: message.string for slot, message in found.items()} == {
        "prefLabel": "bibliothèque"
    }


@pytest.mark.parametrize("concept", ["none", "gone", "", "school|prefLabel", 'a"'])
def test_a_message_that_is_not_there(concept: str) -> None:
    assert entry(PO, concept, "prefLabel") is None
    with pytest.raises(NotFound, match="has no message"):
        edited(PO, [Edit("school", "prefLabel", "x"), Edit(concept, "prefLabel", "x")], None)


def test_a_catalog_with_a_message_twice_is_refused_with_its_line() -> None:
    with pytest.raises(BrokenSource) as error:
        edited(PO + b"\n" + SCHOOL.encode(), [Edit("school", "prefLabel", "x")], None)
    assert error.value.line == (PO + b"\n" + SCHOOL.encode()).count(b"\n") - 1
    assert entry(PO + b"\n" + SCHOOL.encode(), "school", "prefLabel") is None


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(BrokenSource, match="not in UTF-8"):
        edited(
            _with(PO, "broader", "broader").replace(b"broader", b"\xe9"),
            [Edit("school", "prefLabel", "x")],
            None,
        )


def test_many_edits_at_once() -> None:
    body = "\n".join(SCHOOL.replace("school|", f"c{n}|") for n in range(50))
    content = f"{HEADER}\n{body}".encode()
    changed = edited(content, [Edit(f"c{n}", "prefLabel", f"t{n}") for n in range(50)], None)
    assert [_string(changed, f"c{n}") for n in range(50)] == [f"t{n}" for n in range(50)]
    assert changed.count(b'msgstr ""\n') == 1


def test_edits_of_one_message_come_in_their_order() -> None:
    edits = [Edit("school", "prefLabel", "a"), Edit("school", "prefLabel", "b")]
    assert _string(edited(PO, edits, None)) == "b"


def test_an_edit_that_changes_nothing_keeps_the_bytes() -> None:
    content = _with(PO, 'msgid "school"', 'msgid ""\n"sch"\n"ool"')
    assert edited(content, [Edit("school", "prefLabel", "")], None) == content


def test_line_ends_of_a_form_and_of_the_source() -> None:
    assert fitted("a\r\nb\rc\n\n", "x") == "a\nb\nc"
    assert fitted("a", "\nx\n") == "\na\n"
    assert fitted("", "x\n") == ""


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"), max_size=200)
ID = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04\r\n"), min_size=1)


@given(TEXT, st.lists(TEXT, max_size=3), TEXT)
def test_any_text_is_read_back_by_us_and_by_babel(
    text: str, sources: list[str], grammar: str
) -> None:
    edits = [Edit("school", "prefLabel", text, {"sources": sources, "grammar": grammar})]
    changed = edited(PO, edits, CREDIT)
    wanted = fitted(text, "school")
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    assert wanted == (unicodedata.normalize("NFC", plain) if wanted else "")
    assert _string(changed) == wanted
    ours = {m.context: m for m in files.parse(changed, "x") if m.id}
    assert ours["school|prefLabel"].string == wanted
    lines = re.split(rb"\n", changed)  # as a file gives them, which splits at no other sign
    babels = read_po((line.decode() for line in lines), abort_invalid=True)
    found = babels.get("school", "school|prefLabel")
    assert found is not None
    assert found.string == wanted
    before = {m.context: files.block(m) for m in files.parse(PO, "x") if m.id}
    assert {c for c, m in ours.items() if before[c] != files.block(m)} <= {"school|prefLabel"}
    for other in (LIBRARY, LONG, GONE):
        assert f"\n{other}".encode() in changed
    assert edited(changed, edits, CREDIT) == changed


@given(ID, TEXT)
def test_any_id_is_found(id: str, text: str) -> None:
    catalog = files.parse(PO, "x")
    message = catalog.get("school", "school|prefLabel")
    assert message is not None
    message.context = f"{id}|prefLabel"
    content = files.dump(catalog)
    changed = edited(content, [Edit(id, "prefLabel", text)], CREDIT)
    assert _string(changed, id) == fitted(text, "school")


@given(TEXT, TEXT)
def test_any_name_can_be_credited(name: str, decider: str) -> None:
    credit = Credit(name, AT, decider)
    changed = edited(PO, [], credit)
    assert edited(changed, [], credit) == changed
    assert changed.endswith(PO[len(HEADER) :])
    catalog = read_po(BytesIO(changed), abort_invalid=True)
    assert catalog.revision_date == AT
    assert len(catalog) == len(read_po(BytesIO(PO)))


def test_the_header_names_who_and_when() -> None:
    changed = edited(PO, [], CREDIT).decode()
    assert changed.startswith(
        "# Words: terms in French.\n# This file is part of the vocabulary.\n#\n"
        '# Translators:\n# Awa Diop, 2026\nmsgid ""\nmsgstr ""\n"Project-Id-Version: words 1\\n"\n'
        '"PO-Revision-Date: 2026-03-04 05:06+0000\\n"\n"Last-Translator: Awa Diop <>\\n"\n'
        '"Language: fr\\n"\n'
    )
    assert '"X-Reliability: draft\\n"\n"X-Last-Reviewer: Jean Roy\\n"\n\n' in changed


def test_the_list_has_a_line_for_each_name() -> None:
    content = PO
    for name, year in (("Awa", 2025), ("Bo", 2026), ("awa", 2027), ("Awa", 2024), ("Awa", 2026)):
        content = edited(content, [], Credit(name, AT.replace(year=year)))
    assert b"\n#\n# Translators:\n# Awa, 2024\xe2\x80\x932027\n# Bo, 2026\nmsgid" in content


def test_lists_of_other_tools_are_gone_on_with() -> None:
    old = "# Translators:\n# Awa Diop <awa@example.org>, 2019-2021.\n# Thanks to all.\n#, fuzzy\n"
    content = edited(
        _with(PO, 'msgid ""\nmsgstr ""\n"P', f'{old}msgid ""\nmsgstr ""\n"P'), [], CREDIT
    )
    assert "# Awa Diop, 2019–2026\n# Thanks to all.\n#, fuzzy\nmsgid" in content.decode()
    content = edited(content, [], Credit("Bo", AT))
    assert "# Awa Diop, 2019–2026\n# Bo, 2026\n# Thanks to all.\n#, fuzzy\n" in content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Awa\nmsgid", "Awa msgid"),
        ("Awa <awa@example.org>", "Awa"),
        ("awa@example.org", "awa"),
        ("\u202eAwa\u2069\u0007", "Awa"),
        ("Awa\u2028Diop\x85x", "Awa Diop x"),
        ('A "B" \\n', 'A "B" \\n'),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    changed = edited(PO, [], Credit(name, AT, name))
    assert f"# {kept}, 2026\n" in changed.decode()
    catalog = files.parse(changed, "x")
    assert catalog.last_translator == f"{kept} <>"
    assert catalog.headers["X-Last-Reviewer"] == kept


def test_a_change_without_a_name_is_credited_to_who_decided() -> None:
    changed = edited(PO, [], Credit(" ", AT, "Jean"))
    assert b"Last-Translator: Jean <>" in changed
    assert b"# Translators" not in changed
    assert b"Last-Translator: Anonymous <>" in edited(PO, [], Credit("<a@b.org>", AT))


def test_headers_on_one_line_and_no_header() -> None:
    text = r'msgid ""' + "\n" + r'msgstr "Language: fr\nLast-Translator: x\nX-A: b"' + "\n\n"
    changed = edited(text.encode() + SCHOOL.encode(), [], CREDIT).decode()
    assert changed.startswith(
        '# Translators:\n# Awa Diop, 2026\nmsgid ""\nmsgstr ""\n'
        '"PO-Revision-Date: 2026-03-04 05:06+0000\\n"\n"Language: fr\\n"\n'
        '"Last-Translator: Awa Diop <>\\n"\n"X-A: b\\n"\n"X-Last-Reviewer: Jean Roy\\n"\n\n'
    )
    bare = edited(SCHOOL.encode(), [Edit("school", "prefLabel", "é")], CREDIT)
    catalog = files.parse(bare, "x")
    assert catalog.last_translator == "Awa Diop <>"
    assert _string(bare) == "é"
    assert edited(bare, [], CREDIT) == bare
    assert files.parse(edited(b"", [], CREDIT), "x").last_translator == "Awa Diop <>"


@pytest.fixture(scope="session")
def msgfmt() -> str:
    """The checker of GNU gettext, which must be there where tests run for everybody."""
    found = shutil.which("msgfmt")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("msgfmt is missing")
        pytest.skip("msgfmt (GNU gettext) is not installed")
    return found


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXT, other=TEXT, name=TEXT)
def test_gettext_accepts_any_edit(
    text: str, other: str, name: str, msgfmt: str, tmp_path: Path
) -> None:
    edits = [
        Edit("school", "prefLabel", text, {"sources": [other], "statuses": {other: "admitted"}}),
        Edit(LONG_ID, "definition", other),
    ]
    path = tmp_path / "words.po"
    path.write_bytes(edited(PO, edits, Credit(name, AT, other)))
    done = subprocess.run(
        [msgfmt, "-c", "-o", os.devnull, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_mixed_line_ends_in_the_header() -> None:
    content = _with(PO, "# Words: terms in French.\n", "# Words: terms in French.\r")
    changed = edited(content, [], CREDIT)
    assert files.parse(changed, "x").last_translator == "Awa Diop <>"
    assert changed.endswith(PO[len(HEADER.encode()) :])


INSERTED = (
    'msgid ""', 'msgctxt "school|prefLabel"', 'msgstr[5] "x"', "#~ ", '#| msgid "x"\n', '"', "\\",
    "\n", "\r", "\0", "\udcff", "\u2028", 'msgid_plural "x"\n', "#: \u2068x\n", "# Translators:\n",
    '"Plural-Forms: nplurals=999999999; plural=n;\\n"\n', '"Language: ../..\\n"\n', "\ufeff",
    '"Content-Type: x; charset=utf-7\\n"\n', 'msgstr ""\n"a: b\\nc"\n', '#~| msgid "x"\n',
)  # fmt: skip
CUTS = st.tuples(
    st.integers(0, len(PO)), st.integers(0, 40), st.sampled_from(INSERTED) | st.text(max_size=5)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(CUTS, min_size=1, max_size=6))
def test_a_damaged_catalog_is_refused_or_changed_only_where_it_should(
    cuts: list[tuple[int, int, str]],
) -> None:
    content = PO
    for place, length, text in cuts:
        inserted = text.encode("utf-8", "surrogateescape")
        content = content[:place] + inserted + content[place + length :]
    edits = [
        Edit("school", "prefLabel", "é", {"sources": ["x"]}),
        Edit("library", "prefLabel", "y"),
    ]
    try:
        before = {m.context: m.string for m in files.parse(content, "x") if m.id}
        changed = edited(content, edits, CREDIT)
    except GlossaryError:
        return
    after = {m.context: m.string for m in files.parse(changed, "x") if m.id}
    wanted = {"school|prefLabel": "é", "library|prefLabel": "y"}
    assert {c: str(after[c]).strip("\n") for c in wanted} == wanted
    assert {c: s for c, s in after.items() if c not in wanted} == {
        c: s for c, s in before.items() if c not in wanted
    }
    assert edited(changed, edits, CREDIT) == changed


def test_letters_are_composed_when_they_are_written() -> None:
    apart = "e\u0301cole de l'A\u030angstro\u0308m"
    data = {"sources": [apart], "statuses": {apart: "admitted"}}
    changed = edited(PO, [Edit("school", "prefLabel", apart, data, notes=(apart,))], None).decode()
    composed = "école de l'Ångström"
    assert apart not in changed
    assert f'msgstr "{composed}"' in changed
    assert f"# source: {composed}\n" in changed
    assert f"# status: admitted = {composed}\n" in changed
    assert f"# {composed}\n" in changed
