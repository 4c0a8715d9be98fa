"""A catalog taken home, changed with a real program, brought back: exactly that is different."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.update import template
from glossary.formats import skos
from glossary.site.paths import VOCABULARIES

Run = Callable[..., str]


def edit(path: Path, **texts: str) -> None:
    """Change preferred terms in a file as a text editor does."""
    content = path.read_text("utf-8")
    for concept, text in texts.items():
        head, context, rest = content.partition(f'msgctxt "{concept}|prefLabel"\n')
        assert context
        before, keyword, after = rest.partition("msgstr ")
        _, _, tail = after.partition("\n\n")
        content = f'{head}{context}{before}{keyword}"{text}"\n\n{tail}'
    path.write_text(content, "utf-8")


@pytest.mark.parametrize("lang", ["fr", "ar", "ru", "zh-Hans"])
def test_an_untouched_catalog_offers_nothing(translator: Any, lang: str) -> None:
    assert translator.brings(translator.takes("archive", lang), "archive", lang) == {}


@pytest.mark.parametrize("options", ["--width=40", "--no-wrap", "--sort-output", "--no-location"])
def test_msgcat_writes_it_anew(translator: Any, run: Run, options: str) -> None:
    path = translator.takes("archive", "fr")
    run("msgcat", options, "-o", path, path)
    edit_free = translator.brings(path, "archive", "fr")
    assert edit_free == {}
    run("msgfmt", "-c", "-o", os.devnull, path)


def test_msgmerge_brings_it_up_to_the_template(translator: Any, run: Run, tmp_path: Path) -> None:
    path, pot = translator.takes("archive", "fr"), tmp_path / "archive.pot"
    pot.write_bytes(
        files.dump(template(skos.read(VOCABULARIES / "archive.ttl", "https://example.org")[0]))
    )
    edit(path, fonds="fonds (archives)")
    run("msgmerge", "--no-fuzzy-matching", "--previous", "-o", path, path, pot)
    assert translator.brings(path, "archive", "fr") == {
        "changed": {"fonds|prefLabel": "fonds (archives)"}
    }


def test_msgattrib_leaves_gaps_and_marks_out(translator: Any, run: Run) -> None:
    path = translator.takes("archive", "fr")
    edit(path, fonds="fonds (archives)")
    run("msgattrib", "--translated", "--no-fuzzy", "--no-obsolete", "-o", path, path)
    assert translator.brings(path, "archive", "fr") == {
        "changed": {"fonds|prefLabel": "fonds (archives)"}
    }


def test_what_msgattrib_marks_as_fuzzy_is_left_out(translator: Any, run: Run) -> None:
    path = translator.takes("archive", "fr")
    run("msgattrib", "--set-fuzzy", "-o", path, path)
    found = translator.brings(path, "archive", "fr")
    assert set(found) == {"review"}
    assert len(found["review"]) > 100


def test_msgfilter_changes_some(translator: Any, run: Run) -> None:
    path = translator.takes("archive", "fr")
    run("msgfilter", "-i", path, "-o", path, "sed", "-e", "s/^fonds$/fonds (archives)/")
    assert translator.brings(path, "archive", "fr") == {
        "changed": {"fonds|prefLabel": "fonds (archives)"}
    }


TOOLKIT = """
import re, sys
from translate.storage import factory
store = factory.getobject(sys.argv[1])
for unit in store.units:
    names = unit.getcontext(), unit.getid()
    if any(re.search(r"(?<![\\w-])fonds[|:]prefLabel$", name) for name in names):
        unit.target = "fonds (archives)"
store.save()
"""


@pytest.mark.parametrize("ext", ["po", "xlf12"])
def test_translate_toolkit_changes_one_entry(
    translator: Any, toolkit: Callable[..., None], ext: str
) -> None:
    path = translator.takes("archive", "fr", ext)
    toolkit(TOOLKIT, path)
    assert translator.brings(path, "archive", "fr") == {
        "changed": {"fonds|prefLabel": "fonds (archives)"}
    }


PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
  <project version="1.0">
    <source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
    <tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
    <glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
    <source_lang>EN</source_lang><target_lang>FR</target_lang>
    <sentence_seg>false</sentence_seg>
    <support_default_translations>true</support_default_translations>
    <remove_tags>false</remove_tags>
  </project>
</omegat>
"""
MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
    creationtoolversion="3.6.0" segtype="paragraph" srclang="EN"/>
  <body>
    <tu>
      <tuv lang="EN"><seg>{source}</seg></tuv>
      <tuv lang="FR" changeid="awa" changedate="20260101T000000Z"><seg>{target}</seg></tuv>
    </tu>
  </body>
</tmx>
"""


def test_omegat_translates_from_its_memory(translator: Any, run: Run, tmp_path: Path) -> None:
    """OmegaT empties what is equal to its source; that is offered, and not chosen. Where the same
    source has another translation elsewhere, as a synonym, it takes that.
    """
    project = tmp_path / "project"
    for folder in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT, "utf-8")
    path = translator.takes("archive", "fr").rename(project / "source" / "archive.fr.po")
    memory = MEMORY.format(source="archival bond", target="lien d’archives")
    (project / "omegat" / "project_save.tmx").write_text(memory, "utf-8")
    home = {"env": {**os.environ, "HOME": str(tmp_path)}}
    run("omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'c'}", **home)
    found = translator.brings(project / "target" / path.name, "archive", "fr")
    assert found.pop("removed", {}).keys() >= {"fonds|prefLabel", "document|prefLabel"}
    changed = found.pop("changed")
    assert changed.pop("archival-bond|prefLabel") == "lien d’archives"
    assert changed.keys() <= {"capture|prefLabel"}
    assert found == {}


def test_poedit_changes_two_entries(translator: Any, poedit: Callable[..., None]) -> None:
    path = translator.takes("archive", "fr")
    poedit(path, "Archives nouvelles", "Une autre phrase.")
    assert b"X-Generator: Poedit" in path.read_bytes()
    found = translator.brings(path, "archive", "fr")
    assert list(found) == ["changed"]
    assert sorted(found["changed"].values()) == ["Archives nouvelles", "Une autre phrase."]
