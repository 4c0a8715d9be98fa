"""Files that nobody would write: some of the campaign `hostile_uploads`, and the worst by hand."""

import io
import tracemalloc
from dataclasses import replace

import pytest
from openpyxl import Workbook

from glossary.errors import BrokenSource, GlossaryError
from glossary.exchange import FORMATS, Limits
from glossary.formats.xml.names import decoded, encoded
from glossary.formats.xml.reading import parts
from tests.campaigns.hostile_uploads import run
from tests.glossary.exchange.sheets import SHEET

MEGABYTE = 1024 * 1024
SIZE = MEGABYTE


@pytest.mark.parametrize("name", FORMATS)
def test_mutated_files_give_a_sheet_or_an_error_of_ours(name: str) -> None:
    tally = run(name, 90_000, 60)
    assert tally.failures == []
    assert tally.outcomes.total() == 60


def _parts(content: bytes) -> int:
    return sum(1 for _ in parts(content, "x.xlf", frozenset({"unit"}), Limits(entries=5000)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<a>" * 1000, "nested too deeply"),
        (b"<a " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b"/>", "a tag or comment"),
        (b'<a b="' + b"x" * SIZE + b'"/>', "a tag or comment is too long"),
        (b"<a><!--" + b"x" * SIZE + b"--></a>", "a tag or comment is too long"),
        (b"<a><unit>" + b"x" * 2 * SIZE + b"</unit></a>", "this entry is too long"),
        (b"<a><unit>" + b"<b/>" * 30_000 + b"</unit></a>", "this entry is too long"),
        (b"<a>" + b"<b/>" * 110_000 + b"</a>", "too many parts"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&x;</a>', "entities are not allowed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "a document type with declarations"),
        (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "y"> %x;]><a/>', "a document type with declarations"),
        (b"<a>&x;</a>", "undefined entity"),
        (b"<a>\0</a>", "not well-formed"),
        (b"<a>\xff</a>", "not well-formed"),
        (b"<a><b></a>", "mismatched tag"),
        (b"<a/><b/>", "junk after document element"),
        (b"<a", "unclosed token"),
        (b"", "no element found"),
        (b"no XML at all", "syntax error"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="hex"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="shift_jis"?><a/>', "encoding"),
    ],
)
def test_hostile_xml_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(GlossaryError, match=reason):
        _parts(content)


def test_the_mere_name_of_a_document_type_is_harmless() -> None:
    assert _parts(b'<!DOCTYPE a PUBLIC "x" "http://127.0.0.1:9/a.dtd"><a><unit>x</unit></a>') == 2


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8"])
def test_encodings_of_xml(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a><unit>été</unit></a>'
    found = list(parts(text.encode(encoding), "x", frozenset({"unit"}), Limits()))
    assert found[1].text() == "été"


WORST = {
    "po empty lines": b"\n" * SIZE,
    "po comments": b"# x\n" * (SIZE // 4),
    "po long": b'msgid "' + b"x" * SIZE + b'"\nmsgstr ""\n',
    "po broken": b'msgid "\\' * (SIZE // 8),
    "po wide": 'msgctxt "a|b"\nmsgid "{}"\nmsgstr "x"\n'.format("😀" * (SIZE // 4)).encode(),
    "csv columns": b"," * SIZE,
    "csv quotes": b'"' * SIZE,
    "csv rows": b"id,field,translation\n" + b"a,b\n" * (SIZE // 4),
    "tbx sections": b"<tbx><conceptEntry>" + b"<langSec>" * 1000,
    "tbx entries": b"<tbx>" + b"<conceptEntry/>" * (SIZE // 15) + b"</tbx>",
    "xlf units": b'<xliff version="2.1">' + b"<unit/>" * (SIZE // 7) + b"</xliff>",
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_needs_little_memory(name: str) -> None:
    tracemalloc.start()
    try:
        found = FORMATS[name.split()[0]].read(WORST[name], limits=Limits(entries=5000), lang="fr")
        told = len(found.units) + len(found.problems)
    except GlossaryError as error:
        told = len(error.text())
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert 1 <= told <= 6001
    assert peak < 50 * MEGABYTE


def test_the_same_long_text_many_times_is_refused() -> None:
    rows = [
        ("id", "field", "translation"),
        *((f"a{n}", "definition", "x" * 9000) for n in range(99)),
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    content = stream.getvalue()
    assert len(FORMATS["xlsx"].read(content).units) == 99
    with pytest.raises(GlossaryError, match="too long together"):
        FORMATS["xlsx"].read(content, limits=Limits(bytes=300_000))


@pytest.mark.parametrize("id", ["a", "1", "a_b", "_", "", "ä😀", "a|b", "..", "_5f_", "x" * 300])
def test_ids_come_back(id: str) -> None:
    assert decoded(encoded(id)) == id


@pytest.mark.parametrize("name", ["_110000_", "__ffffff_", "_zz_", "a b", "_x_", ""])
def test_names_that_no_id_gives_stay_as_they_are(name: str) -> None:
    assert decoded(name) in (name, name[1:])


def test_a_broken_file_is_named() -> None:
    with pytest.raises(BrokenSource) as caught:
        FORMATS["tbx"].read(b"<tbx>\n<", name="fr.tbx")
    assert (caught.value.file, caught.value.line) == ("fr.tbx", 2)


LONG_TAG = "-".join(["fr"] * 20_000)


@pytest.mark.parametrize("lang", [LONG_TAG, "fr--", "\ufffe", "1 2"])
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_what_is_no_language_needs_no_time(name: str, lang: str) -> None:
    content = FORMATS[name].write(replace(SHEET, lang="fr-FR"))
    content = content.replace(b"fr-FR", lang.encode()).replace(b"fr_FR", lang.encode())
    try:
        told = FORMATS[name].read(content, lang="fr").lang
    except GlossaryError as error:
        told = error.text()
    assert 0 < len(told) <= 2000
