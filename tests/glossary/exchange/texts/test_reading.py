"""Texts out of files, of people who mean well and of others."""

import io
import zipfile

import pytest

from glossary.errors import BrokenSource, GlossaryError, Invalid, NotProvided, TooLarge
from glossary.exchange import texts
from glossary.exchange.texts import Segment, pdf
from glossary.formats.limits import Limits

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = (
    f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>Der </w:t></w:r><w:r><w:t>Hafen</w:t>'
    "</w:r></w:p><w:p><w:r><w:t>ist</w:t><w:tab/><w:t>tief.</w:t><w:instrText>PAGE</w:instrText>"
    "</w:r><w:del><w:r><w:delText>weg</w:delText></w:r></w:del></w:p></w:body></w:document>"
)
_ODT = (
    '<o:document-content xmlns:o="urn:o" xmlns:text="urn:t"><o:body><text:h>Le port</text:h>'
    "<text:p>est <text:span>pro</text:span>fond<o:annotation><text:p>note</text:p></o:annotation>."
    "</text:p></o:body></o:document-content>"
)


def packed(**members: str) -> bytes:
    """Return a zip archive of texts; two underscores in a name stand for a slash, one for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def test_plain_texts() -> None:
    assert texts.read("Kürbis\r\nReis".encode(), "a.txt").text == "Kürbis\nReis"
    assert texts.read("Kürbis".encode("utf-16"), "a.txt").text == "Kürbis"
    assert texts.read("\ufeffKürbis".encode(), "A.TXT").text == "Kürbis"
    old = ("Die Straßenbäume wären schöner, würde häufiger gegossen. " * 3).encode("cp1252")
    assert "Straßenbäume" in texts.read(old, "a.txt").text
    found = texts.read(b"[oak](https://example.org/elm) and https://example.org/ash.", "a.md").text
    assert "oak" in found
    assert "elm" not in found
    assert "ash" not in found
    assert len(found) == len("[oak](https://example.org/elm) and https://example.org/ash.")


def test_pages() -> None:
    page = (
        b"<!doctype html><html><head><title>No</title><style>p{}</style></head><body><h1>The <b>old"
        b"</b> mill</h1><p>by&nbsp;the&amp;river<br>here<script>evil()</script><ul><li>one<li>two"
    )
    assert texts.read(page, "a.htm").text == "The old mill\n\nby\u00a0the&river\nhere\n\none\n\ntwo"
    latin = '<meta charset="iso-8859-1"><p>Fördertürme</p>'.encode("latin-1")
    assert texts.read(latin, "a.html").text == "Fördertürme"


def test_documents_of_office_programs() -> None:
    word = packed(word__document_xml=_DOCUMENT)
    assert texts.read(word, "a.docx").text == "Der Hafen\n\nist\ttief."
    assert texts.read(word, "named.otherwise").text.startswith("Der Hafen")
    open_text = packed(mimetype="x", content_xml=_ODT)
    assert texts.read(open_text, "a.odt").text == "Le port\n\nest profond."


def test_portable_documents() -> None:
    writer = pytest.importorskip("pypdf").PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(BrokenSource, match="no text"):
        texts.read(made.getvalue(), "a.pdf")
    with pytest.raises(BrokenSource):
        texts.read(b"%PDF-1.7 nonsense", "a.pdf")
    writer.encrypt("secret")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(BrokenSource):
        texts.read(locked.getvalue(), "a.pdf")


def test_portable_documents_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(NotProvided):
        texts.read(b"%PDF-1.7", "a.pdf")


def test_catalogs_of_anybody() -> None:
    content = (
        'msgid ""\nmsgstr "Language: pt_BR\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The lamp"\nmsgstr "A lâmpada"\n\n#~ msgid "Gone"\n#~ msgstr "Foi"\n\n'
        'msgid "%(n)d lamp"\nmsgid_plural "%(n)d lamps"\nmsgstr[0] "uma"\nmsgstr[1] "duas"\n'
    )
    found = texts.read(content.encode(), "a.po")
    assert found.target_lang == "pt-BR"
    assert [(one.source, one.target) for one in found.segments] == [
        ("The lamp", "A lâmpada"), ("%(n)d lamp", "uma"), ("%(n)d lamps", "duas"),
    ]  # fmt: skip
    assert found.segments[0].place == "4"
    assert found.target == "A lâmpada\n\numa\n\nduas"


def test_bilingual_files() -> None:
    old = (
        '<xliff version="1.2"><file source-language="en-gb" target-language="nl" original="x">'
        '<body><trans-unit id="a7"><source>The <g id="1">lamp</g><x id="2"/>here</source>'
        "<seg-source><mrk>no</mrk></seg-source><target>De lamp hier</target>"
        "<alt-trans><source>s</source><target>no</target></alt-trans></trans-unit></body></file>"
        "</xliff>"
    )
    found = texts.read(old.encode(), "a.xlf")
    assert (found.lang, found.target_lang) == ("en-GB", "nl")
    assert found.segments == (Segment("The lamp here", "De lamp hier", "a7"),)
    new = (
        '<xliff version="2.1" srcLang="en" trgLang="nl" '
        'xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u"><notes><note>n'
        "</note></notes><segment><source>One</source><target>Een</target></segment><segment>"
        "<source>Two</source></segment></unit></file></xliff>"
    )
    found = texts.read(new.encode(), "a.xliff")
    assert found.segments == (Segment("One", "Een", "u"), Segment("Two", "", "u"))
    assert found.text == "One\n\nTwo"


_ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.exe", b"MZ\0\0", Invalid),
        ("a.png", b"\x89PNG\0", Invalid),
        ("a.txt", b"", BrokenSource),
        ("a.txt", b"\0\1\2\0", BrokenSource),
        ("a.docx", b"no archive", BrokenSource),
        ("a.odt", b"", BrokenSource),
        ("a.docx", packed(word__document_xml=_ENTITY + _DOCUMENT), BrokenSource),
        ("a.docx", packed(word__document_xml="<w"), BrokenSource),
        ("a.docx", packed(other_xml=_DOCUMENT), Invalid),
        ("a.odt", packed(mimetype="x", content_xml=_ENTITY + _ODT), BrokenSource),
        ("a.docx", packed(word__document_xml=_DOCUMENT)[:-30], Invalid),
        ("a.xliff", (_ENTITY + "<xliff/>").encode(), BrokenSource),
        ("a.xliff", b"<xliff><file>", BrokenSource),
        ("a.xliff", b"<xliff/>", BrokenSource),
        ("a.po", b"what is this", GlossaryError),
    ],
)
def test_what_cannot_be_read(name: str, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        texts.read(content, name)


def test_bombs() -> None:
    bomb = packed(word__document_xml="<w>" + " " * 9_000_000 + "</w>")
    assert len(bomb) < 20_000
    with pytest.raises(TooLarge):
        texts.read(bomb, "a.docx")
    with pytest.raises(TooLarge):
        texts.read(b"a" * 20, "a.txt", Limits(bytes=10))
    with pytest.raises(TooLarge):
        texts.read(packed(word__document_xml=_DOCUMENT), "a.docx", Limits(bytes=40))
    nested = "<x>" * 500 + "</x>" * 500
    with pytest.raises(BrokenSource):
        texts.read(nested.encode(), "a.xliff")
