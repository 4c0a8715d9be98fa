"""Catalogs in every shape that gettext reads: the same messages here as there."""

import gettext
import random
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.errors import BrokenSource

LETTERS = {
    "UTF-8": "aZ é ß Ж 森 😀 “q” \u00a0",
    "ISO-8859-1": "aZ é ß Ñ",
    "ISO-8859-15": "aZ é œ €",
    "KOI8-R": "aZ лес Ё",
    "CP1251": "aZ лес “q”",
    "GB18030": "aZ 森林 é",
    "SHIFT_JIS": "aZ ソ表能 森",  # of some, the second byte is a backslash
    "EUC-JP": "aZ 表能 森",
    "BIG5": "aZ 許功 森",
}
SIGNS = ("\n", "\t", '"', "\\", "\a", "\b", "\f", "\v", "%", "#~", "msgid", "0", "7", "A")
SHORT = {"\n": "n", "\t": "t", '"': '"', "\\": "\\", "\a": "a", "\b": "b", "\f": "f", "\v": "v"}


class Writer:
    """Writes catalogs as no program would, but as gettext reads them."""

    def __init__(self, charset: str, chance: random.Random) -> None:
        self.charset, self.chance = charset, chance

    def text(self) -> str:
        """Return some text."""
        choices = [*LETTERS[self.charset], *SIGNS]
        # line breaks at the ends must be those of the source
        return f"x{''.join(self.chance.choices(choices, k=self.chance.randint(1, 12)))}x"

    def _sign(self, sign: str) -> str:
        numbers = sign.encode(self.charset)
        kind = self.chance.random()
        if kind < 0.15:
            return "".join(f"\\{byte:03o}" for byte in numbers)
        if kind < 0.2:  # at the end of a string, for a hexadecimal escape has no end of its own
            return "".join(f'\\x{byte:02x}""' for byte in numbers)
        return f"\\{SHORT[sign]}" if sign in SHORT else sign

    def strings(self, text: str) -> str:
        """Return a text as one or several strings."""
        parts = []
        for sign in text:
            parts.append(self._sign(sign))
            if self.chance.random() < 0.1:
                parts.append(self.chance.choice(['"\n"', '" "', '"\n\n  "', '""']))
        whole = '"' + "".join(parts) + '"'
        return self.chance.choice(['""\n', "", ""]) + whole

    def message(self, number: int, plurals: int) -> str:
        """Return a message with its comments."""
        chance = self.chance
        gap = [chance.choice(["", " ", "  ", "\t", "\n"]) for _ in range(8)]
        made = chance.choice(["", "# note\n", "#. told\n", "#: a/b.c:3\n", '#| msgid "old"\n'])
        made += gap[0].strip("\n")
        if chance.random() < 0.8:
            made += f"msgctxt{gap[1]}{self.strings(f'c{number}')}\n"
        made += f"{gap[2]}msgid{gap[3]}{self.strings(f'{self.text()}{number}')}{gap[4]}"
        if chance.random() < 0.2:
            made += f"\nmsgid_plural{gap[5]}{self.strings(self.text())}\n"
            for form in range(plurals):
                made += f"msgstr{gap[6]}[{form}]{gap[7]}{self.strings(self.text())}\n"
        else:
            made += f"\nmsgstr{gap[6]}{self.strings(self.text())}\n"
        return made + chance.choice(["", "\n", "\n\n"])

    def catalog(self) -> bytes:
        """Return a file in the encoding."""
        header = f"Content-Type: text/plain; charset={self.charset}\\n"
        made = f'msgid ""\nmsgstr "{header}Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        made += "".join(self.message(number, 2) for number in range(20))
        made += '#~ msgid "gone"\n#~ msgstr "parti"\n'
        return made.encode(self.charset)


@pytest.mark.parametrize("charset", LETTERS)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_same_messages_are_read(
    charset: str, end: bytes, program: Callable[[str], str], tmp_path: Path
) -> None:
    for seed in range(4):
        content = Writer(charset, random.Random(seed)).catalog()
        path = tmp_path / "x.po"
        path.write_bytes(content.replace(b"\n", end))
        command = [program("msgfmt"), "-o", str(tmp_path / "x.mo"), str(path)]
        subprocess.run(command, capture_output=True, check=True)
        compiled = (tmp_path / "x.mo").read_bytes()
        with (tmp_path / "x.mo").open("rb") as stream:
            theirs = gettext.GNUTranslations(stream)
        ours = files.parse(path.read_bytes(), "x.po")
        [count] = struct.unpack("<I", compiled[8:12])
        assert len(ours) == count - 1
        for message in ours:
            id, string = message.id, message.string
            if isinstance(id, tuple):
                found = tuple(_plural(theirs, message.context, id, n) for n in (1, 2))
            else:
                found = _single(theirs, message.context, id)
            assert found == string, message
        assert [message.string for message in ours.obsolete] == ["parti"]


def _single(theirs: gettext.GNUTranslations, context: str | None, id: str) -> str:
    return theirs.gettext(id) if context is None else theirs.pgettext(context, id)


def _plural(
    theirs: gettext.GNUTranslations, context: str | None, id: tuple[str, ...], number: int
) -> str:
    if context is None:
        return theirs.ngettext(id[0], id[1], number)
    return theirs.npgettext(context, id[0], id[1], number)


@pytest.mark.parametrize("charset", LETTERS)
@pytest.mark.parametrize("option", ["--escape", "--no-wrap", "--width=20", "--indent"])
def test_what_msgcat_writes_is_read_as_before(
    charset: str, option: str, program: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(Writer(charset, random.Random(9)).catalog())
    command = [program("msgcat"), option, "-o", str(tmp_path / "y.po"), str(path)]
    subprocess.run(command, capture_output=True, check=True)
    before, after = (
        [
            (one.context, one.id, one.string, one.previous_id, one.user_comments)
            for one in files.read(tmp_path / name)
        ]
        for name in ("x.po", "y.po")
    )
    assert before == after


@pytest.mark.parametrize(
    "body",
    [
        'msgid "a\nmsgstr "b"\n',
        'msgid "a"\n# between\nmsgstr "b"\n',
        'msgid "a"\nmsgstr "\\q"\n',
        'msgid "a"\nmsgstr[0] "b"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n',
        '#~ msgid "a"\nmsgstr "b"\n',
        'message "a"\n',
        'msgid "a"\nmsgstr b\n',
        'msgstr "b"\n',
        'msgctxt "a"\n',
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
    ],
)
def test_what_gettext_refuses_is_refused(
    body: str, program: Callable[[str], str], tmp_path: Path
) -> None:
    content = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{body}'
    path = tmp_path / "x.po"
    path.write_text(content, "utf-8")
    command = [program("msgfmt"), "-o", "/dev/null", str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
    with pytest.raises(BrokenSource):
        files.parse(path.read_bytes(), "x.po")
