"""The catalogs of the UNESCO Thesaurus, changed at home: exactly the changed entries differ."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.exchange import po
from glossary.publish import publish
from glossary.site.catalogs import update_all
from glossary.site.folder import make_site
from glossary.site.settings import Settings, load
from glossary.site.vocabulary_import import import_vocabulary

pytestmark = [pytest.mark.shared, pytest.mark.slow]

LANGUAGES = ("fr", "es", "ru", "ar")
CHANGED = 200
SCRIPT = """
import json, sys
from translate.storage import factory
store = factory.getobject(sys.argv[1])
texts = json.load(open(sys.argv[2], encoding="utf-8"))
for unit in store.units:
    if unit.getcontext() in texts:
        unit.target = texts[unit.getcontext()]
store.save()
"""


@pytest.fixture(scope="module")
def thesaurus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published site with the thesaurus, and catalogs made from its own languages."""
    settings = load(tmp_path_factory.mktemp("thesaurus"), {})
    make_site(settings.site)
    file = shared / "unesco-thesaurus" / "unesco-thesaurus-2024-10.ttl"
    import_vocabulary(settings, file, "unesco")
    assert all(done.changed for done in update_all(settings, "unesco", LANGUAGES))
    publish(settings)
    return settings


def some(path: Path, seed: str) -> dict[str, str]:
    """Return other wordings for some terms of a catalog, by context."""
    units = [unit for unit in po.read(path.read_bytes()).units if unit.slot == "prefLabel"]
    chosen = random.Random(seed).sample([unit for unit in units if unit.text], CHANGED)
    return {f"{unit.concept}|{unit.slot}": f"{unit.text} ({n})" for n, unit in enumerate(chosen)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translate_toolkit_changes_some_terms(
    thesaurus: Settings,
    at_home: Callable[[Settings], Any],
    toolkit: Callable[..., None],
    tmp_path: Path,
    lang: str,
) -> None:
    translator = at_home(thesaurus)
    path = translator.takes("unesco", lang)
    assert translator.brings(path, "unesco", lang) == {}
    texts = some(path, lang)
    (tmp_path / "texts.json").write_text(json.dumps(texts), "utf-8")
    toolkit(SCRIPT, path, tmp_path / "texts.json")
    assert translator.brings(path, "unesco", lang) == {"changed": texts}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_poedit_changes_an_entry(
    thesaurus: Settings,
    at_home: Callable[[Settings], Any],
    poedit: Callable[..., None],
    lang: str,
) -> None:
    translator = at_home(thesaurus)
    path = translator.takes("unesco", lang)
    poedit(path, "Another title")
    found = translator.brings(path, "unesco", lang)
    assert list(found) == ["changed"]
    assert list(found["changed"].values()) == ["Another title"]


def test_gettext_writes_it_anew(
    thesaurus: Settings, at_home: Callable[[Settings], Any], run: Callable[..., str]
) -> None:
    translator = at_home(thesaurus)
    path = translator.takes("unesco", "es")
    run("msgcat", "--width=50", "--sort-output", "-o", path, path)
    run("msgfmt", "-c", "-o", os.devnull, path)
    assert translator.brings(path, "unesco", "es") == {}
