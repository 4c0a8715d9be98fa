"""Tables that nobody would make by accident: they are refused in one line, or do no harm."""

import io
import zipfile
from pathlib import Path

import pytest

from glossary.errors import GlossaryError
from glossary.formats.contents import Asked
from glossary.formats.registry import FORMATS
from tests.glossary.formats.test_term_tables_writing import BASE, written

BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def changed(old: bytes = b"", new: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook in whose members something stands for something else."""
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(written("xlsx")))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(old, new) if old else source.read(name))
        for name, body in (more or {}).items():
            made.writestr(name, body)
    return stream.getvalue()


def read(folder: Path, content: bytes, name: str = "words.xlsx") -> list[str]:
    """Return the ids of the concepts in a file."""
    file = folder / name
    file.write_bytes(content)
    contents, _ = FORMATS["csv"].read(file, Asked("words", BASE, name))
    return [concept.id for concept in contents.concepts]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (changed(b"<worksheet", BOMB + b"<worksheet"), "document type with declarations"),
        (changed(b"<worksheet", ENTITY + b"<worksheet"), "document type with declarations"),
        (changed(b"<workbook", ENTITY + b"<workbook"), "document type with declarations"),
        (changed(more={"xl/media/x": b"\0" * 3_000_000}), "compressed more than a workbook"),
        (changed(more={f"x{number}": b"" for number in range(600)}), "too many members"),
        (changed(b"</row>", b""), "not well-formed"),
        (written("xlsx")[:-200], "not a workbook"),
        (b"PK\3\4" * 50, "not a workbook"),
    ],
)
def test_hostile_workbooks_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(GlossaryError, match=reason):
        read(tmp_path, content)


def test_macros_and_links_are_never_looked_at(tmp_path: Path) -> None:
    link = b'<externalLink xmlns:r="x"><externalBook r:id="rId1"/></externalLink>'
    more = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/externalLinks/externalLink1.xml": link}
    assert read(tmp_path, changed(more=more), "words.xlsm") == ["loom", "draw"]


@pytest.mark.parametrize(
    "content",
    [
        b"Term,Definition\nloom," + b"x" * 20_000_000,
        b"x" * 20_000_000,
        b'Term,Definition\nloom,"' + b"x\n" * 2_000_000,
        b"Term,Definition\n" + b"," * 5_000_000,
    ],
)
def test_a_row_without_an_end_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(GlossaryError, match=r"too long|not a table"):
        read(tmp_path, content, "words.csv")


def test_a_heading_of_very_many_columns_is_read(tmp_path: Path) -> None:
    names = ",".join(["Term", *(f"x{number}" for number in range(5_000))])
    assert read(tmp_path, f"{names}\nloom{',y' * 5_000}\n".encode(), "words.csv") == ["loom"]
