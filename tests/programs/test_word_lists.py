"""Word lists of two languages, before the programs that load them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.model import Concept, Note, Term
from tests.glossary.formats.test_term_tables_writing import BASE, written

Run = Callable[..., str]
CONCEPTS = (
    Concept(
        "loom",
        "w",
        f"{BASE}/loom",
        (
            Term("loom", "en"),
            Term("weaving frame", "en", "admitted"),
            Term("métier à tisser", "fr"),
            Term("métier", "fr", "admitted"),
        ),
        (Note("definition", "What\tcloth is\nwoven on.", "en"),),
    ),
    Concept("bank", "w", f"{BASE}/bank", (Term("bank", "en"), Term("banc", "fr"))),
    Concept("slope", "w", f"{BASE}/slope", (Term("bank", "en"), Term("talus", "fr"))),
    Concept("count", "w", f"{BASE}/count", (Term("#1 yarn", "en"), Term("fil n° 1", "fr"))),
)
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
GROOVY = Path("/usr/share/java/groovy-all.jar")
READ = """
import org.omegat.gui.glossary.GlossaryReaderTSV
GlossaryReaderTSV.read(new File(args[0]), false).each {
    println([it.srcText, it.locText, it.commentText].join("\\t"))
}
"""


@pytest.fixture
def omegat(run: Run, program: Callable[[str], str], tmp_path: Path) -> Callable[[Path], list[str]]:
    """A function that returns the lines that OmegaT reads of a glossary."""
    program("omegat")
    if not GROOVY.is_file():
        pytest.skip("groovy is missing: apt-get install omegat")
    script = tmp_path / "read.groovy"
    script.write_text(READ, "utf-8")
    java = [program("java"), "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"]
    java += ["-cp", f"{OMEGAT}:{GROOVY}", "groovy.ui.GroovyMain"]
    return lambda file: run(*java, script, file).splitlines()


def test_omegat_reads_synonyms_and_comments(
    omegat: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "words.utf8"
    file.write_bytes(written("pair-omegat", ("en", "fr"), concepts=CONCEPTS))
    definition = "What cloth is woven on."
    assert omegat(file) == [
        f"loom\tmétier à tisser\t{definition}",
        f"weaving frame\tmétier à tisser\t{definition}",
        f"loom\tmétier\t{definition}",
        "bank\tbanc\t",
        "bank\ttalus\t",
        " #1 yarn\tfil n° 1\t",
    ]


def test_omegat_reads_two_columns(omegat: Callable[[Path], list[str]], tmp_path: Path) -> None:
    file = tmp_path / "words.utf8"
    file.write_bytes(written("pair", ("en", "fr"), concepts=CONCEPTS[:3]))
    assert omegat(file) == [
        "loom\tmétier à tisser\t", "weaving frame\tmétier à tisser\t", "bank\tbanc\t",
    ]  # fmt: skip
