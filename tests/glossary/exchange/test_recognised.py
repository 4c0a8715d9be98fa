"""Which format a file is, by what is in it and else by its name."""

import pytest

from glossary.errors import Invalid
from glossary.exchange import FORMATS, recognised
from tests.glossary.exchange.sheets import SHEET


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("file", ["x.po", "x.xlsx", "x", "x.doc"])
def test_what_is_in_a_file_counts_more_than_its_name(name: str, file: str) -> None:
    content = FORMATS[name].write(SHEET)[:4096]
    if name == "csv":
        assert recognised("x.csv", content).name == "csv"
    else:
        assert recognised(file, content).name == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<?xml version="1.0"?>\n<!-- x --><martif type="TBX">', "tbx"),
        (b'<t:tbx xmlns:t="urn:iso:std:iso:30042:ed-2">', "tbx"),
        (b"<xliff version='1.1'>", "xlf12"),
        (b'<xliff version="2.0">', "xlf"),
        ('<xliff version="2.0">'.encode("utf-16"), "xlf"),
        (b'# comment\n\nmsgid ""\n', "po"),
        (b'#~ msgctxt "x"\n', "po"),
        ("\ufeffmsgid ''".encode(), "po"),
    ],
)
def test_beginnings(content: bytes, name: str) -> None:
    assert recognised("upload", content).name == name


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.csv", "csv"), ("a.TSV", "csv"), ("a.txt", "csv"), ("a.pot", "po"), ("a.xliff", "xlf")],
)
def test_names(file: str, name: str) -> None:
    assert recognised(file, b"id;field").name == name


@pytest.mark.parametrize("file", ["a.doc", "a", "", "../../etc/passwd", "a.po.exe", "x" * 5000])
def test_anything_else_is_refused(file: str) -> None:
    with pytest.raises(Invalid, match="these are: PO") as caught:
        recognised(file, b"\x7fELF")
    assert caught.value.parameter == "file"
    assert len(str(caught.value)) < 400
