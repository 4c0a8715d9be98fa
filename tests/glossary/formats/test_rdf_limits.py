"""What would fill memory or last for ever is refused, in little memory and with its limit named."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf
from glossary.formats.rdf import graph

HEAD = "@prefix : <http://e.org/> .\n"
R = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://e.org/">'
CHAIN = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))


def _read(folder: Path, name: str, text: str | bytes) -> rdf.Reading:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with graph.opened(folder) as store:
        return rdf.load(file, "https://example.org/id/words/", store)


def _xml(doctype: str, text: str) -> str:
    return f"<!DOCTYPE x [{doctype}]>\n{R}<Seal>\n<name>{text}</name></Seal></r:RDF>"


BOMBS = {
    "nested entities": ("a.rdf", _xml(f'<!ENTITY e0 "ha">{CHAIN}', "&e8;"), "“e[0-9]” stands for"),
    "entities in a circle": ("a.rdf", _xml('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;"), "itself"),
    "one long entity, often": (
        "a.rdf", _xml(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 9000), "8 times the size",
    ),
    "an entity elsewhere": (
        "a.rdf", _xml('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"), "line 3: .*“a” is not",
    ),
    "an entity nobody declared": ("a.rdf", _xml('<!ENTITY b "c">', "&a;"), "line 3: .*undefined"),
    "very many entities": (
        "a.rdf", _xml("".join(f'<!ENTITY a{n} "b">' for n in range(1500)), "&a1;"), "1000 entities",
    ),
    "deep elements": (
        "a.rdf", R + "<A><b>" * 40_000 + "</b></A>" * 40_000 + "</r:RDF>", "500 levels deep",
    ),
    "a long text": ("a.rdf", _xml("", "x" * (17 << 20)), "longer than 16 MB"),
    "a long name": ("a.ttl", HEAD + ":x :y <http://e.org/" + "x" * (17 << 20) + "> .", "16 MB"),
    "deep brackets": (
        "a.ttl", HEAD + ":x :y " + "[ :y " * 9000 + "1x" + " ]" * 9000 + " .", "500 levels deep",
    ),
    "very many prefixes": (
        "a.ttl",
        "".join(f"@prefix p{n}: <http://e.org/{n}/> .\n" for n in range(12_000)) + "p1:a p2:b 1x .",
        "10000 prefixes",
    ),
    "packed": (
        "a.nt",
        gzip.compress(b"<a:a> <b:b> <c:c> .\n" + b"# nothing\n" * (8 << 20)),
        "300 times its size",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused(tmp_path: Path, bomb: str) -> None:
    name, text, reason = BOMBS[bomb]
    with pytest.raises(BrokenSource, match=reason):
        _read(tmp_path, name, text)


def test_entities_for_namespaces_are_read(tmp_path: Path) -> None:
    doctype = '<!ENTITY e "http://e.org/"><!ENTITY all "&e;seals/">'
    text = _xml(doctype, "x").replace("<Seal>", '<Seal r:about="&all;1"><near r:resource="&e;2"/>')
    reading = _read(tmp_path, "a.rdf", text)
    assert (reading.read, reading.left_out) == (3, 0)
    reading = _read(tmp_path, "b.rdf", text.replace("&e;2", "&e;2 3"))
    assert (reading.read, reading.mended) == (3, 1)


def test_a_document_type_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    text = _xml("", "x").replace("x []", 'x SYSTEM "http://127.0.0.1:1/x.dtd"')
    assert _read(tmp_path, "a.rdf", text).read == 2
    with pytest.raises(BrokenSource, match="“name” is not declared in this file"):
        _read(tmp_path, "a.rdf", text.replace(">x<", ">&name;<"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to ask for memory")
def test_bombs_are_refused_in_little_memory(tmp_path: Path) -> None:
    name, text, _ = BOMBS["nested entities"]
    (tmp_path / name).write_text(str(text), "utf-8")
    program = (
        "import re, sys, pathlib\n"
        "from glossary.errors import BrokenSource\n"
        "from glossary.formats import skos\n"
        "try: skos.read(pathlib.Path(sys.argv[1]), 'https://example.org')\n"
        "except BrokenSource:\n"
        "    told = pathlib.Path('/proc/self/status').read_text()\n"
        "    print(re.search(r'VmHWM:\\s+([0-9]+) kB', told)[1])\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200 * 1024
