"""Printed glossaries, as a reader of PDF finds them."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Run
from tests.patience import PATIENCE_SECONDS
from tests.servers import served_by

READ = """
import json, sys
from pypdf import PdfReader
UA = "http://www.aiim.org/pdfua/ns/id/"
reader = PdfReader(sys.argv[1])
root = reader.trailer["/Root"]
fonts = set()
for page in reader.pages:
    for font in page["/Resources"].get("/Font", {}).values():
        fonts.add(font.get_object()["/BaseFont"].partition("+")[2])
def titles(outline):
    return [titles(one) if isinstance(one, list) else one.title for one in outline]
print(json.dumps({
    "pages": [page.extract_text() for page in reader.pages],
    "lang": root.get("/Lang"),
    "marked": bool(root["/MarkInfo"]["/Marked"]),
    "title": reader.metadata.title,
    "author": reader.metadata.author,
    "ua": [one.firstChild.data for one in reader.xmp_metadata.get_element("", UA, "part")],
    "outline": titles(reader.outline),
    "fonts": sorted(fonts),
}))
"""
PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
# What a typesetter could take for commands of its own, as terms of a vocabulary.
HOSTILE = [
    '#eval("1 + 1")', "*not bold*", "_not slanted_", "$ x^2 $", r"\input{secret}", "@e0", "<head>",
    "// no comment", "/* neither */", "= no heading", "`raw`", '#read("/etc/passwd")',
    '#import "a.typ": *', "]#panic()[", "- no list", "~---~", "https://example.org/#x",
    "{{name}} %(name)s", "#link(<e0>)[x]", r"\u{41} \#",
]  # fmt: skip


def turtle(number: int) -> str:
    """Return a vocabulary of so many concepts in four languages, with odd terms and signs."""
    made = [
        PREFIXES,
        '<.> a skos:ConceptScheme ; dct:title "Tools & #strong[more]"@en, "أدوات"@ar ;'
        ' dct:description "Tools of a *bindery*."@en ; dct:publisher "The bindery" ;'
        ' dct:language "en" ; dct:modified "2024-05-06" .\n',
    ]
    for place in range(number):
        made.append(
            f'<c{place}> a skos:Concept ; skos:prefLabel "term {place:03}"@en, "مصطلح {place}"@ar,'
            f' "词{place}"@zh-Hans, "термин {place}"@ru ; skos:altLabel "other {place:03}"@en ;'
            f' skos:definition "What number {place} is, at some length."@en ;'
            f" skos:related <c{(place + 1) % number}> .\n"
        )
    for place, text in enumerate(HOSTILE):
        made.append(f"<h{place}> a skos:Concept ; skos:prefLabel {json.dumps(text)}@en .\n")
    return "".join(made)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "vocabularies").mkdir()
    (folder / "vocabularies" / "tools.ttl").write_text(turtle(90), "utf-8")
    (folder / "glossary.toml").write_text('base_url = "https://words.example.org"\n')
    return folder


def export(site: Path, extras: Path, target: Path, *more: str) -> str:
    """Write a PDF and return what was told."""
    command = [extras / "glossary", "--site", site, "export", "tools", "-o", target, *more]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GLOSSARY_")}
    done = subprocess.run(
        command, capture_output=True, text=True, env=plain, timeout=10 * PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture
def read(extras: Path, run: Run) -> Any:
    """A function that returns what a reader of PDF finds in a file."""
    return lambda file: json.loads(run(extras / "python", "-c", READ, file))


def plain(text: str) -> str:
    return "".join(text.split())


def test_terms_are_printed_as_they_are(site: Path, extras: Path, tmp_path: Path, read: Any) -> None:
    assert export(site, extras, tmp_path / "a.pdf") == ""
    found = read(tmp_path / "a.pdf")
    text = plain(" ".join(found["pages"]))
    for one in HOSTILE:
        assert plain(one) in text, one
    assert plain("Tools & #strong[more]") in text
    assert "term000" in text
    assert "термин7" in text
    assert "词12" in text


def test_a_page_has_its_first_and_last_term_above_it(
    site: Path, extras: Path, tmp_path: Path, read: Any
) -> None:
    export(site, extras, tmp_path / "a.pdf", "--lang", "ru")
    pages = [page.split() for page in read(tmp_path / "a.pdf")["pages"]]
    body = [page for page in pages if page[:1] == ["термин"]]
    assert len(body) > 2
    last = ""
    for page in body:
        first, final = int(page[1]), int(page[3])
        assert first < final
        assert last == "" or first == int(last) + 1
        last = page[3]


def test_it_is_a_document_that_can_be_read_aloud(
    site: Path, extras: Path, tmp_path: Path, read: Any
) -> None:
    export(site, extras, tmp_path / "a.pdf", "--lang", "ar")
    found = read(tmp_path / "a.pdf")
    assert (found["lang"], found["marked"], found["ua"]) == ("ar", True, ["1"])
    assert found["title"] == "أدوات"
    assert found["author"] == "The bindery"
    assert len(found["outline"]) >= 4
    assert any("Amiri" in font for font in found["fonts"])
    own = ("Amiri", "Libertinus", "NotoSansCJK")
    assert all(font.startswith(own) for font in found["fonts"])


def test_the_same_contents_are_the_same_bytes(site: Path, extras: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        export(site, extras, tmp_path / name, "--lang", "zh-Hans")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_sign_that_no_font_has_is_told(extras: Path, tmp_path: Path, read: Any) -> None:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "glossary.toml").touch()
    signs = "odd \U0001e903 sign"  # of a script that few machines have a font of
    (tmp_path / "vocabularies" / "tools.ttl").write_text(
        f'{PREFIXES}<a> a skos:Concept ; skos:prefLabel "{signs}"@en, "plain"@fr .\n', "utf-8"
    )
    told = export(tmp_path, extras, tmp_path / "a.pdf")
    assert "U+1E903" in told
    text = plain(" ".join(read(tmp_path / "a.pdf")["pages"]))
    if "no-font" in told:
        assert "odd[U+1E903]sign" in text
    else:
        assert "font-of-machine" in told


def test_small_vocabularies_are_made_while_one_waits(
    site: Path, extras: Path, tmp_path: Path, read: Any
) -> None:
    subprocess.run([extras / "glossary", "--site", site, "publish", "--quiet"], check=True)
    with served_by(extras / "python", site, tmp_path / "log") as (_, address):
        with urllib.request.urlopen(f"{address}/tools.pdf?lang=ru", timeout=300) as answer:
            assert answer.headers["Content-Type"] == "application/pdf"
            (tmp_path / "a.pdf").write_bytes(answer.read())
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(f"{address}/nothing.pdf", timeout=PATIENCE_SECONDS)
        error.value.close()
    assert error.value.code == 404
    assert read(tmp_path / "a.pdf")["lang"] == "ru"
