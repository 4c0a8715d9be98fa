"""Archives whose bytes were changed anywhere are read or told: nothing else comes of them."""

import bz2
import gzip
import io
import lzma
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource, GlossaryError
from glossary.exchange import texts
from glossary.formats import skos
from glossary.formats.gathering import gathered
from glossary.formats.recognition import format_of
from tests.glossary.conftest import BASE, PREFIXES

SEEDS = 250
TURTLE = (PREFIXES + '<oar> a skos:Concept ; skos:prefLabel "oar"@en .\n' * 20).encode()
DOCUMENT = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:p><w:r><w:t>oars and rafts</w:t></w:r></w:p>" * 20
    + b"</w:body></w:document>"
)


def _zip(**members: bytes) -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def _imported(file: Path) -> object:
    """Take a file as an import does: several from an archive, its format, its concepts."""
    folder = file.parent / file.stem
    (first, *_) = gathered([file], folder)
    format_of(first.file)
    return skos.read(first.file, BASE)


def _asked(file: Path) -> object:
    return texts.read(file.read_bytes(), file.name)


@pytest.mark.parametrize(
    ("name", "content", "take"),
    [
        ("one.zip", _zip(words_ttl=TURTLE), _imported),
        ("several.zip", _zip(words_ttl=TURTLE, more_ttl=TURTLE), _imported),
        ("words.ttl.gz", gzip.compress(TURTLE), _imported),
        ("words.ttl.bz2", bz2.compress(TURTLE), _imported),
        ("words.ttl.xz", lzma.compress(TURTLE), _imported),
        ("text.docx", _zip(word__document_xml=DOCUMENT), _asked),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_bytes_that_were_changed(
    tmp_path: Path, name: str, content: bytes, take: Callable[[Path], object]
) -> None:
    told: list[str] = []
    for seed in range(SEEDS):
        chance, changed = random.Random(seed), bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 6))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        if seed % 5 == 0:
            del changed[chance.randrange(len(changed)) :]
        folder = tmp_path / str(seed)
        folder.mkdir()
        (file := folder / name).write_bytes(changed)
        try:
            take(file)
        except GlossaryError as error:
            told.append(error.text())
    assert len(told) > SEEDS // 4
    assert all(told)


@pytest.mark.parametrize("members", [1, 2])
def test_names_that_are_no_text(tmp_path: Path, members: int) -> None:
    content = _zip(**{f"wörds{number}_ttl": TURTLE for number in range(members)})
    (file := tmp_path / "words.zip").write_bytes(content.replace("ö".encode(), b"\xff\xfe"))
    with pytest.raises(BrokenSource, match=r"^words\.zip: the compressed file is damaged"):
        _imported(file)
