"""Machines of one site: each has settings, index and locks of its own, all share the catalogs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from glossary.publish.turns import publish_in_turn
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load

CHECKOUT = Path(__file__).parents[2]
KEY = "a key of the tests that all machines share"
VOCABULARY, LANG = "tools", "cy"
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "Tools"@en ; dct:language "en" .
"""
_CONCEPT = '<t{n}> a skos:Concept ; skos:inScheme <.> ; skos:prefLabel "tool {n}"@en{own} .\n'
_OWN = ', "own {n}"@cy'
_DECIDE = """
import sys
from glossary.contribute.store import Store
from glossary.site.settings import load
from tests import contributions
from tests.contribute.machines import LANG, VOCABULARY, word
settings = load()
store = Store(settings)
store.engine
print("ready", flush=True)
sys.stdin.readline()
for n in map(int, sys.argv[1].split(",")):
    contributions.edit(
        settings, store, vocabulary=VOCABULARY, lang=LANG, concept=f"t{n}", slot="prefLabel",
        text=word(n), person_id=None,
    )
"""


def word(n: int) -> str:
    """Return what is decided for a concept."""
    return f"offeryn-{n}."


def environment(folder: Path, name: str, database: str, **more: str) -> dict[str, str]:
    """Return what a machine has in its environment."""
    site = folder / name
    site.mkdir(exist_ok=True)
    return {
        "GLOSSARY_SITE": str(site),
        "GLOSSARY_VOCABULARIES_FOLDER": str(folder / "shared" / "vocabularies"),
        "GLOSSARY_TRANSLATIONS_FOLDER": str(folder / "shared" / "translations"),
        "GLOSSARY_DATABASE_URL": database,
        "GLOSSARY_SECRET_KEY": KEY,
        **more,
    }


def machine(folder: Path, name: str, database: str, **more: str) -> Settings:
    """Return the settings of a machine."""
    return load(folder / name, environment(folder, name, database, **more))


def share(folder: Path, concepts: int) -> None:
    """Make the folders that all machines share, with one vocabulary; its first concept has a term
    of its own in the language of the catalog, which shows again where that has none.
    """
    for name in ("vocabularies", "translations"):
        (folder / "shared" / name).mkdir(parents=True)
    words = "".join(
        _CONCEPT.format(n=n, own=_OWN.format(n=n) if n == 0 else "") for n in range(concepts)
    )
    file = folder / "shared" / "vocabularies" / f"{VOCABULARY}.ttl"
    file.write_text(_HEAD + words, "utf-8")


def begin(folder: Path, database: str, names: Sequence[str], concepts: int) -> list[Settings]:
    """Return machines that have all published one vocabulary with an empty catalog."""
    share(folder, concepts)
    made = [machine(folder, name, database) for name in names]
    start_catalog(made[0], VOCABULARY, LANG)
    for settings in made:
        publish_in_turn(settings)
    return made


def deciding(
    folder: Path, name: str, database: str, numbers: Sequence[int], **more: str
) -> "subprocess.Popen[str]":
    """Return a process of a machine that decides on concepts once it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", _DECIDE, ",".join(map(str, numbers))],
        env=os.environ | environment(folder, name, database, **more),
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    return process


def go(process: "subprocess.Popen[str]") -> None:
    """Let a process decide."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
