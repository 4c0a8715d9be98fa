import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.update import new_catalog, template, update
from glossary.errors import BrokenSource
from glossary.model import Vocabulary
from glossary.site import paths

Write = Callable[..., Path]
BUNDLED = sorted(
    path for path in paths.TRANSLATIONS.glob("*/LC_MESSAGES/*.po") if path.stem != "messages"
)
TEMPLATES = [path for path in paths.TRANSLATIONS.glob("*.pot") if path.stem != "messages"]
HEADER_LINES = 4
SPECIAL = '“x” \\n "y"\tz\u2028 %(a)s\nline ' + "of many words " * 20


def _name(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


def test_there_are_catalogs_of_six_languages() -> None:
    assert len(BUNDLED) == 6 * len(TEMPLATES) == 36


@pytest.mark.parametrize("path", BUNDLED, ids=_name)
def test_reading_and_writing_changes_no_byte(path: Path) -> None:
    assert files.dump(files.read(path)) == path.read_bytes()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_reading_and_writing_a_template_changes_no_byte(path: Path) -> None:
    assert files.dump(files.read(path)) == path.read_bytes()


@pytest.fixture(scope="session")
def msgfmt() -> str:
    """The checker of GNU gettext, which must be there where tests run for everybody."""
    found = shutil.which("msgfmt")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("msgfmt is missing")
        pytest.skip("msgfmt (GNU gettext) is not installed")
    return found


def _accepted(msgfmt: str, path: Path) -> str:
    """Return the warnings of msgfmt about a catalog that it takes."""
    done = subprocess.run(
        [msgfmt, "-c", "-o", os.devnull, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("path", BUNDLED, ids=_name)
def test_gettext_accepts_the_bundled_catalogs(path: Path, msgfmt: str) -> None:
    assert not _accepted(msgfmt, path)


@pytest.mark.parametrize("lang", ["fr", "ar", "zh-Hans", "pt-BR", "ru"])
def test_gettext_accepts_a_new_catalog(
    words: Vocabulary, tmp_path: Path, lang: str, msgfmt: str
) -> None:
    catalog = new_catalog(words, lang)
    update(catalog, template(words))
    for message in catalog:
        if message.id:
            message.string = SPECIAL
    path = tmp_path / "words.po"
    path.write_bytes(files.dump(catalog))
    _accepted(msgfmt, path)
    assert {message.string for message in files.read(path) if message.id} == {SPECIAL}


MESSAGE = 'msgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "à"\n'


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ('msgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "à\n', 3, "quotes"),
        ('msgctxt "a|prefLabel"\nmsgid a\nmsgstr "à"\n', 2, "quotes"),
        ('msgid ""\n"a\n"b"\nmsgstr ""\n', 2, "quotes"),
        ('msgid "a"\nmsgstr "\\"\n', 2, "quotes"),
        ('msgid "a" b\nmsgstr "c"\n', 1, "not a message"),
        (f"{MESSAGE}\n{MESSAGE}", 6, "stands already in line 6"),
        (f'{MESSAGE}\nmsgword "b"\n', 5, ""),
        (f"{MESSAGE}\nnonsense\n", 5, ""),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 1, "msgstr of this message is missing"),
        (f'msgctxt "a"\nmsgstr "lost"\n\n{MESSAGE}', 2, "not a message"),
        (f'msgctxt "a"\n\n{MESSAGE}', 1, "missing"),
        (f'{MESSAGE}msgstr "twice"\n', 4, "not a message"),
        ('msgid "a"\nmsgstr[0] "b"\n', 2, "not a message"),
        ('msgid_plural "a"\nmsgstr[0] "b"\n', 1, "not a message"),
    ],
)
def test_a_broken_catalog_names_file_and_line(
    write_catalog: Write, body: str, line: int, reason: str
) -> None:
    with pytest.raises(BrokenSource) as error:
        files.read(write_catalog(body))
    assert error.value.file == "fr/LC_MESSAGES/words.po"
    assert error.value.line == HEADER_LINES + line, str(error.value)
    assert reason in str(error.value)
    assert error.value.reason


def test_not_utf8_names_file_and_line(write_catalog: Write) -> None:
    path = write_catalog(MESSAGE)
    path.write_bytes(path.read_bytes().replace("à".encode(), b"\xe0"))
    with pytest.raises(BrokenSource, match="not in UTF-8") as error:
        files.read(path)
    assert error.value.file == "fr/LC_MESSAGES/words.po"
    assert error.value.line == HEADER_LINES + 3


def test_a_folder_that_is_no_locale_is_refused(write_catalog: Write) -> None:
    path = write_catalog(MESSAGE)
    folder = path.parent.parent.rename(path.parent.parent.with_name("not a locale"))
    with pytest.raises(BrokenSource, match=r"not a locale/LC_MESSAGES/words\.po"):
        files.read(folder / "LC_MESSAGES" / "words.po")


@pytest.mark.parametrize("lang", ["la", "qqq"])
def test_a_language_that_babel_does_not_know_is_read(write_catalog: Write, lang: str) -> None:
    catalog = files.read(write_catalog(MESSAGE, lang))
    assert [message.string for message in catalog if message.id] == ["à"]
    assert f'"Language: {lang}\\n"' in files.dump(catalog).decode()


@pytest.mark.parametrize("header", ["Language: zh-Hans", "Language: zh_Hans", "Language: zh_CN"])
def test_language_headers_of_other_tools(write_catalog: Write, header: str) -> None:
    catalog = files.read(write_catalog(MESSAGE, "zh-Hans", f'"{header}\\n"\n'))
    assert [message.string for message in catalog if message.id] == ["à"]
    assert "Language: zh_" in files.dump(catalog).decode()


def test_byte_order_mark_and_windows_lines(write_catalog: Write) -> None:
    path = write_catalog(MESSAGE)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [message.string for message in files.read(path) if message.id] == ["à"]


def test_text_may_hold_line_separators(write_catalog: Write) -> None:
    path = write_catalog('msgid "a"\nmsgstr "b\u2028c\u0085d\fe"\n')
    [message] = [message for message in files.read(path) if message.id]
    assert message.string == "b\u2028c\u0085d\fe"


def test_a_catalog_that_a_tool_reformatted_reads_the_same(write_catalog: Write) -> None:
    wrapped = 'msgctxt ""\n"a|"\n"prefLabel"\nmsgid ""\n"a"\nmsgstr ""\n"à"\n'
    one, other = (
        [(m.context, m.id, m.string) for m in files.read(write_catalog(body)) if m.id]
        for body in (MESSAGE, wrapped)
    )
    assert one == other


def test_headers_that_babel_does_not_know_are_kept(write_catalog: Write) -> None:
    header = '"X-Generator: Poedit 3.4\\n"\n"X-Reliability: reviewed\\n"\n'
    catalog = files.read(write_catalog(MESSAGE, "fr", header))
    assert catalog.reliability == "reviewed"
    written = files.dump(catalog).decode()
    assert header in written
    path = write_catalog("")
    path.write_text(written, "utf-8")
    assert files.dump(files.read(path)).decode() == written


def test_reliability_without_a_header_is_draft(write_catalog: Write) -> None:
    assert files.read(write_catalog(MESSAGE)).reliability == "draft"


def test_long_comments_stay_on_one_line(write_catalog: Write) -> None:
    comments = f"# source: {'Long title of a book, ' * 20}2001\n#\n# A note for people.\n"
    catalog = files.read(write_catalog(comments + MESSAGE))
    assert comments in files.dump(catalog).decode()


def test_previous_source_flags_and_obsolete_messages_are_kept(write_catalog: Write) -> None:
    body = (
        '#, fuzzy\n#| msgid ""\n#| "old \\"text\\" "\n#| "of two lines"\n'
        f'{MESSAGE}\n# kept\n#~ msgctxt "gone|prefLabel"\n#~ msgid "gone"\n#~ msgstr "parti"\n'
    )
    catalog = files.read(write_catalog(body))
    [message] = [message for message in catalog if message.id]
    assert message.fuzzy
    assert list(message.previous_id) == ['old "text" of two lines']
    written = files.dump(catalog).decode()
    assert '#| msgid "old \\"text\\" of two lines"\n' in written
    assert '# kept\n#~ msgctxt "gone|prefLabel"\n#~ msgid "gone"\n#~ msgstr "parti"\n' in written


def test_plural_messages_are_written(write_catalog: Write) -> None:
    body = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "des"\n'
    header = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    assert body in files.dump(files.read(write_catalog(body, "fr", header))).decode()


def test_catalogs_of_a_vocabulary_by_language(write_catalog: Write) -> None:
    made = {lang: write_catalog(MESSAGE, lang) for lang in ("fr", "pt-BR", "zh-Hans")}
    translations = made["fr"].parents[2]
    assert files.catalogs_of(translations, "words") == made
    assert files.catalogs_of(translations, "other") == {}
    assert made["pt-BR"].parts[-3] == "pt_BR"


def test_writing_what_is_there_already_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.po"
    assert files.write(path, b"one")
    os.utime(path, ns=(1, 1))
    assert not files.write(path, b"one")
    assert path.stat().st_mtime_ns == 1
    assert files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.po"
    files.write(path, b"one")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        files.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert [found.name for found in tmp_path.iterdir()] == ["a.po"]


def _again(write_catalog: Write, body: str, header: str = "") -> str:
    """Return what is written of a catalog, which is what is written of that again."""
    path = write_catalog(body, "fr", header)
    written = files.dump(files.read(path))
    path.write_bytes(written)
    assert files.dump(files.read(path)) == written
    return written.decode()


@pytest.mark.parametrize(
    "line",
    [
        "PO-Revision-Date: ",
        "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE",
        "PO-Revision-Date: 2024-13-01 10:00",
        "POT-Creation-Date: yesterday",
        "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;",
        "Plural-Forms: nplurals=999999999; plural=n;",
        "Plural-Forms: nplurals=0; plural=0;",
        "Language-Name: Français",
        "X-Poedit-Basepath: .",
        "Project-Id-Version: ",
    ],
)
def test_headers_that_babel_cannot_read_are_kept(write_catalog: Write, line: str) -> None:
    written = _again(write_catalog, MESSAGE, f'"{line}\\n"\n')
    assert f'"{line.strip()}' in written


def test_a_header_over_two_lines_is_kept(write_catalog: Write) -> None:
    written = _again(write_catalog, MESSAGE, '"PO-Revision-Date: 2024\\n 01\\n"\n')
    assert '"PO-Revision-Date: 2024\\n"\n" 01\\n"\n' in written


def test_an_empty_language_is_that_of_the_folder(write_catalog: Write) -> None:
    assert '"Language: fr\\n"' in _again(write_catalog, MESSAGE, '"Language: \\n"\n')


def test_what_is_written_is_utf8_and_says_so(write_catalog: Write) -> None:
    header = '"Content-Type: text/plain; charset=CHARSET\\n"\n'
    assert "charset=utf-8" in _again(write_catalog, MESSAGE, header)


def test_a_header_comment_is_kept_as_it_is(write_catalog: Write) -> None:
    path = write_catalog(MESSAGE)
    comment = "# YEAR of PROJECT\n#\n# a\u2028b\n#\n# VERSION\n"
    path.write_text(comment + path.read_text("utf-8"), "utf-8")
    assert files.dump(files.read(path)).decode().startswith(f"{comment}msgid")


def test_comments_are_kept_as_they_are(write_catalog: Write) -> None:
    comments = "#\n# | a bar\n#   indented\n#\n# twice\n# twice\n# .dot\n#. auto\n"
    assert comments + MESSAGE in _again(write_catalog, comments + MESSAGE)


def test_places_are_kept_as_they_are(write_catalog: Write) -> None:
    places = (
        "#: /id/words/a:b\n#: /id/words/c:12\n#: \u2068/id/words/d e\u2069\n#: f\n#: g\u2068h\n"
    )
    assert places + MESSAGE in _again(write_catalog, places + MESSAGE)
    assert "#: a\n#: b:3\n" in _again(write_catalog, f"#: a b:3\n{MESSAGE}")


def test_flags_are_those_of_the_file(write_catalog: Write) -> None:
    body = 'msgid "50 % cotton, {x}"\nmsgstr "coton"\n'
    assert "#," not in _again(write_catalog, body)
    flags = "#, fuzzy, no-python-format\n"
    assert flags + body in _again(write_catalog, flags + body)


def test_obsolete_messages_keep_their_previous_source(write_catalog: Write) -> None:
    body = (
        '# source: Norm\n#, fuzzy\n#~| msgid "older"\n#~ msgctxt "gone|prefLabel"\n'
        '#~ msgid "old"\n#~ msgstr "vieux"\n'
    )
    assert body in _again(write_catalog, f"{MESSAGE}\n{body}")


def test_obsolete_messages_of_one_context_are_all_kept(write_catalog: Write) -> None:
    gone = '#~ msgctxt "a|prefLabel"\n#~ msgid "a"\n#~ msgstr "{}"\n'
    body = "\n".join(gone.format(text) for text in ("un", "deux"))
    assert body in _again(write_catalog, f"{MESSAGE}\n{body}")


def test_the_previous_source_of_plurals_is_kept(write_catalog: Write) -> None:
    body = (
        '#, fuzzy\n#| msgid "file"\n#| msgid_plural "file\\ns"\nmsgid "one"\n'
        'msgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "des"\n'
    )
    assert _again(write_catalog, body).count("#| msgid_plural") == 1


def test_a_message_without_source_text_is_refused(write_catalog: Write) -> None:
    with pytest.raises(BrokenSource, match="without a source text") as error:
        files.read(write_catalog('msgctxt "a|prefLabel"\nmsgid ""\nmsgstr "b"\n'))
    assert error.value.line == HEADER_LINES + 2


@pytest.mark.parametrize("lang", ["sl-rozaj-1994", "de-DE-x-goethe"])
def test_a_language_with_parts_that_babel_has_no_place_for(write_catalog: Write, lang: str) -> None:
    catalog = files.read(write_catalog(MESSAGE, lang))
    assert f'"Language: {lang.replace("-", "_")}\\n"' in files.dump(catalog).decode()


def test_what_a_killed_process_left_behind_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    old, new, other = (tmp_path / name for name in (".a.po.old", ".a.po.new", ".b.po.old"))
    for one in (old, new, other):
        one.write_bytes(b"half")
    for one in (old, other):
        os.utime(one, (1, 1))
    files.write(path, b"one")
    assert {one.name for one in tmp_path.iterdir()} == {"a.po", ".a.po.new", ".b.po.old"}
