import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary import paths
from glossary.catalogs import files
from glossary.catalogs.update import new_catalog, template, update
from glossary.errors import BrokenSource
from glossary.model import Vocabulary

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
        ('msgid "a" "b"\nmsgstr "c"\n', 1, "quotes"),
        (f"{MESSAGE}\n{MESSAGE}", 6, "stands already in line 6"),
        (f'{MESSAGE}\nmsgword "b"\n', 5, ""),
        (f"{MESSAGE}\nnonsense\n", 5, ""),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 1, "missing msgstr"),
        (f'msgctxt "a"\nmsgstr "lost"\n\n{MESSAGE}', 2, "not a message"),
        (f'msgctxt "a"\n\n{MESSAGE}', 3, "not a message"),
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

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        files.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert [found.name for found in tmp_path.iterdir()] == ["a.po"]
