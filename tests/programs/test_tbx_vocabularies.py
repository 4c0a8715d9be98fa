"""Vocabularies as TBX, before translate-toolkit (with which Weblate reads) and OmegaT."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.site.settings import Settings
from tests.vocabularies import read_vocabularies

Run = Callable[..., str]
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
GROOVY = Path("/usr/share/java/groovy-all.jar")
# OmegaT's own reader, in a project that only knows its two languages.
READ = """
import java.lang.reflect.InvocationHandler
import java.lang.reflect.Proxy
import org.omegat.core.Core
import org.omegat.core.data.IProject
import org.omegat.core.data.ProjectProperties
import org.omegat.gui.glossary.GlossaryReaderTBX
def about = new ProjectProperties(new File(args[3]))
about.sourceLanguage = args[1]
about.targetLanguage = args[2]
def answer = { proxy, method, values ->
    method.name == "getProjectProperties" ? about : null } as InvocationHandler
def kinds = [IProject] as Class[]
Core.setProject((IProject) Proxy.newProxyInstance(IProject.classLoader, kinds, answer))
GlossaryReaderTBX.read(new File(args[0]), false).each {
    println([it.srcText, it.locText, it.commentText].collect { it.replace("\\n", " ") }.join("\\t"))
}
"""
UNITS = """
import sys
from translate.storage import factory
store = factory.getobject(sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for unit in store.units:
        terms = [[f"{t.text}={int(t.deprecated)}" for t in side] for side in
                 (unit.get_source_terms(), unit.get_target_terms())]
        print(unit.getid(), *("; ".join(side) for side in terms), sep="\\t", file=file)
"""


@pytest.fixture
def exported(tmp_path: Path, bundled: Settings) -> Callable[..., Path]:
    """A function that exports the vocabulary of archives with the command."""

    def export(*options: str) -> Path:
        file = tmp_path / "archive.tbx"
        command = ["--site", str(bundled.site), "export", "archive", *options, "-o", str(file)]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        return file

    return export


def _wanted(settings: Settings, lang: str) -> dict[str, set[str]]:
    [vocabulary] = read_vocabularies(settings, [], "archive")
    return {
        concept.id: {term.text for term in concept.terms if term.lang == lang}
        for concept in vocabulary.concepts.values()
    }


def test_translate_toolkit_reads_all_terms_with_their_status(
    exported: Callable[..., Path], toolkit: Callable[..., None], bundled: Settings, tmp_path: Path
) -> None:
    file = exported("--format", "tbx2", "--lang", "en", "--lang", "ru")
    found = tmp_path / "units.txt"
    toolkit(UNITS, file, found)
    rows = [line.split("\t") for line in found.read_text("utf-8").splitlines()]
    for place, lang in ((1, "en"), (2, "ru")):
        terms = {
            row[0]: {term.rpartition("=")[0] for term in row[place].split("; ")} for row in rows
        }
        assert terms == _wanted(bundled, lang)


def test_tbx2po_makes_a_catalog(exported: Callable[..., Path], run: Run, tmp_path: Path) -> None:
    made = tmp_path / "made.po"
    run("tbx2po", exported("--format", "tbx2", "--lang", "en", "--lang", "fr"), made)
    run("msgfmt", "-o", tmp_path / "made.mo", made)
    assert 'msgid "archival bond"\nmsgstr "lien archivistique"' in made.read_text("utf-8")


@pytest.mark.parametrize("langs", [("en", "fr"), ("fr", "ar"), ("de", "zh")])
def test_omegat_reads_every_pair_of_one_file(
    langs: tuple[str, str], exported: Callable[..., Path], program: Callable[[str], str],
    run: Run, tmp_path: Path, bundled: Settings,
) -> None:  # fmt: skip
    program("omegat")
    script = tmp_path / "read.groovy"
    script.write_text(READ, "utf-8")
    classes = f"{OMEGAT}:{GROOVY}"
    java = [program("java"), "-Djava.awt.headless=true", "-cp", classes, "groovy.ui.GroovyMain"]
    file = exported("--format", "tbx2")
    command = [*java, script, file, *langs, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    chinese = "zh-Hans" if langs[1] == "zh" else langs[1]
    one, other = _wanted(bundled, langs[0]), _wanted(bundled, chinese)
    pairs = {(a, b) for id in one for a in one[id] for b in other[id]}
    assert {(source, target) for source, target, _ in rows} == pairs
    assert all("definition: " in note for *_, note in rows)


@pytest.mark.shared
def test_jing_finds_the_edition_of_2019_valid(
    exported: Callable[..., Path], program: Callable[[str], str], run: Run, shared: Path
) -> None:
    schemas = shared / "schemas"
    for name in ("TBX-Basic_DCA_integrated.rng", "TBXcoreStructV03.rng"):
        assert run(program("jing"), schemas / name, exported("--format", "tbx")) == ""
