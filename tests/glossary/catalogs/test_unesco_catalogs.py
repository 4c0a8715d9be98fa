"""Catalogs of a thesaurus of others, the UNESCO Thesaurus (not part of the project)."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

from glossary.catalogs.po import files
from glossary.formats import Finding
from glossary.model import Vocabulary
from glossary.site.catalog_import import import_catalog
from glossary.site.catalogs import update_all
from glossary.site.folder import make_site
from glossary.site.settings import Settings, load
from glossary.site.vocabulary_import import import_vocabulary
from tests.vocabularies import read_vocabularies

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FILES = "unesco-thesaurus/unesco-thesaurus-{}.ttl"
LANGUAGES = ("fr", "es", "ru", "ar")


def _path(settings: Settings, lang: str) -> Path:
    return files.catalog_path(settings.translations, lang, "unesco")


def _messages(path: Path) -> dict[str, Message]:
    return {str(m.context): m for m in files.read(path) if m.id}


def _read(settings: Settings) -> Vocabulary:
    found: list[Finding] = []
    [vocabulary] = read_vocabularies(settings, found, "unesco")
    assert not [one for one in found if one.rule in ("unknown-concept", "bad-data", "syntax")]
    return vocabulary


@pytest.fixture(scope="module")
def new(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Vocabulary]:
    """A site with the release of 2024 and catalogs of four languages, and what it was before."""
    settings = load(tmp_path_factory.mktemp("new"), {})
    make_site(settings.site)
    import_vocabulary(settings, shared / FILES.format("2024-10"), "unesco")
    before = _read(settings)
    assert all(done.changed for done in update_all(settings, "unesco", LANGUAGES))
    return settings, before


def test_the_round_trip_loses_nothing(new: tuple[Settings, Vocabulary]) -> None:
    settings, before = new
    assert set(files.catalogs_of(settings.translations, "unesco")) == set(LANGUAGES)
    after = _read(settings)
    assert after.concepts == before.concepts
    assert after == before


def test_catalogs_hold_what_the_vocabulary_says(new: tuple[Settings, Vocabulary]) -> None:
    settings, vocabulary = new
    for lang in LANGUAGES:
        found = _messages(_path(settings, lang))
        for concept in vocabulary.concepts.values():
            preferred = concept.preferred(lang)
            text = found[f"{concept.id}|prefLabel"].string
            assert text == normalize("NFC", preferred.text if preferred else "")
            synonyms = [term.text for term in concept.synonyms(lang)]
            assert found[f"{concept.id}|altLabel"].string == normalize("NFC", "\n".join(synonyms))
    assert not any(done.changed for done in update_all(settings, "unesco", []))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gettext_takes_them(new: tuple[Settings, Vocabulary], lang: str) -> None:
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("msgfmt (GNU gettext) is not installed")
    command = [msgfmt, "-c", "-o", os.devnull, str(_path(new[0], lang))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _reformatted(tool: str, source: Path, target: Path) -> None:
    """Write a catalog anew, in the form of another tool."""
    if tool == "babel":
        with source.open("rb") as stream:
            catalog = read_po(stream, abort_invalid=True)
        with target.open("wb") as stream:
            write_po(stream, catalog, width=60, sort_output=True)
        return
    found = shutil.which("msgcat")
    if found is None:
        pytest.skip("msgcat (GNU gettext) is not installed")
    options = ["--no-wrap"] if tool == "msgcat --no-wrap" else ["--width=40", "--sort-by-file"]
    subprocess.run([found, *options, "-o", str(target), str(source)], check=True)


@pytest.mark.parametrize(
    ("tool", "lang"),
    [
        ("babel", "fr"),
        ("babel", "ar"),
        ("msgcat --no-wrap", "es"),
        ("msgcat --width", "ru"),
        ("msgcat --width", "ar"),
    ],
)
def test_exactly_what_was_changed_elsewhere_differs(
    new: tuple[Settings, Vocabulary], tmp_path: Path, tool: str, lang: str
) -> None:
    path = _path(new[0], lang)
    content, before = path.read_bytes(), _messages(path)
    there = [context for context in before if before[context].string]
    chosen = {there[10], there[len(there) // 2], there[-1]}
    theirs = tmp_path / f"{lang}.po"
    _reformatted(tool, path, theirs)
    catalog = files.parse(theirs.read_bytes(), theirs.name)
    for message in catalog:
        if message.context in chosen:
            message.string = f"{message.string} (neu)"
    theirs.write_bytes(files.dump(catalog))
    base = tmp_path / "base.po"
    base.write_bytes(content)
    try:
        done = import_catalog(new[0], theirs, "unesco", lang, base)
        after = _messages(path)
        lines = Counter(path.read_bytes().splitlines())
    finally:
        path.write_bytes(content)
    assert len(done.merge.edits) == len(chosen)
    assert [*done.merge.conflicts, *done.merge.rejected, *done.unreadable] == []
    assert {c for c in after if after[c].string != before[c].string} == chosen
    assert {c for c in after if files.block(after[c]) != files.block(before[c])} == chosen
    assert sum((lines - Counter(content.splitlines())).values()) <= 4 * len(chosen)


def test_untouched_catalogs_follow_a_new_release(
    shared: Path, new: tuple[Settings, Vocabulary], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = load(tmp_path_factory.mktemp("old"), {})
    make_site(settings.site)
    import_vocabulary(settings, shared / FILES.format("2019-10"), "unesco")
    langs = ("fr", "es", "ru")
    list(update_all(settings, "unesco", langs))
    old = {lang: _messages(_path(settings, lang)) for lang in langs}
    import_vocabulary(settings, shared / FILES.format("2024-10"), "unesco", replace=True)
    list(update_all(settings, "unesco", []))
    for lang in langs:
        before, after = old[lang], _messages(_path(settings, lang))
        added = after.keys() - before.keys()
        slots = Counter(context.split("|")[1] for context in added)
        assert slots == {"prefLabel": 65, "altLabel": 65, "scopeNote": 25}
        gone = before.keys() - after.keys()  # a note that has no English any more
        assert gone == {"concept17016|scopeNote"}
        anew = _messages(_path(new[0], lang))
        assert after.keys() == anew.keys()
        assert {c for c in after if after[c].string != anew[c].string} == set()
        assert not [c for c in after if after[c].fuzzy or after[c].previous_id]
        kept = [context for context in before if context in after]
        assert sum(after[c].id != before[c].id and c.endswith("|prefLabel") for c in kept) >= 14
