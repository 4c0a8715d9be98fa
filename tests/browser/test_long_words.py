"""Words, addresses and numbers that are longer than a phone is wide, on every kind of page."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glossary.catalogs.po import files
from glossary.contribute import people, proposals
from glossary.contribute.store import Store
from glossary.site.catalogs import update_all
from glossary.site.settings import Settings, load
from tests import contributions
from tests.browser.conftest import open_suggestions, published_site, served, too_wide

OpenPage = Callable[..., Any]
CHEMICAL = "Lysyl" + "glutaminylarginyltyrosylseryl" * 5 + "leucine"
COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = (
    "https://archives.example.org/" + "fonds/series/file_" * 9 + "?item=" + "0123456789abcdef" * 5
)
ARABIC = "مستشفيات" * 14
CHINESE = "数字档案馆藏" * 30
KEY = "a7f3" * 24
PASSWORD = "nine narrow windows facing north"
_SITE = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dct: <http://purl.org/dc/terms/> .

<.> a skos:ConceptScheme ;
    dct:title "{COMPOUND}"@en, "{CHEMICAL}"@fr, "{ARABIC}"@ar ;
    dct:description "{ADDRESS} {CHEMICAL}"@en, "{ARABIC}"@ar ;
    dct:language "en" ; dct:audience "archive" ;
    dct:license "{KEY}" ; dct:publisher "{CHEMICAL}"@en .

<{KEY}-group> a skos:Collection ;
    skos:prefLabel "{CHEMICAL}"@en, "{ARABIC}"@ar ; skos:member <{KEY}>, <below> .

<{KEY}> a skos:Concept ; skos:inScheme <.> ;
    skos:prefLabel "{CHEMICAL}"@en, "{COMPOUND}"@de, "{ARABIC}"@ar, "{CHINESE}"@zh-Hans ;
    skos:altLabel "{CHEMICAL}a"@en, "{KEY}"@en, "{ADDRESS}"@de ;
    skosxl:altLabel [ skosxl:literalForm "{KEY}X"@en ; dct:type "abbreviation" ] ;
    skos:definition [ rdf:value "See {ADDRESS} and {CHEMICAL}."@en ; dct:source "{ADDRESS}"@en ] ;
    skos:definition "{COMPOUND} {COMPOUND}"@de, "{ARABIC} {ARABIC}"@ar ;
    skos:scopeNote "{KEY} {CHEMICAL}"@en ; skos:example "{ADDRESS}"@en ;
    skos:historyNote "{KEY}"@en ; skos:note "{CHEMICAL}"@en ;
    skos:notation "{KEY}" ;
    skos:related <beside> ;
    skos:exactMatch <{ADDRESS}>, <urn:uuid:{KEY}> .

<below> a skos:Concept ; skos:inScheme <.> ;
    skos:prefLabel "{COMPOUND} 2"@en ; skos:broader <{KEY}> .
<beside> a skos:Concept ; skos:inScheme <.> ;
    skos:prefLabel "{ADDRESS}"@en, "{ADDRESS}"@fr ; skos:definition "{KEY}"@en .
"""
_TITLES = f'[title]\nen = "{COMPOUND}"\nar = "{ARABIC}"\n'


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published site in which every text is too long, with all that people contribute."""
    folder = tmp_path_factory.mktemp("long") / "site"
    (folder / "vocabularies").mkdir(parents=True)
    (folder / "translations").mkdir()
    (folder / "vocabularies" / "long.ttl").write_text(_SITE, "utf-8")
    (folder / "vocabularies" / "other.ttl").write_text(
        _SITE.replace("example", "example2"), "utf-8"
    )
    (folder / "glossary.toml").write_text(f'mail_url = "smtp://127.0.0.1:1"\n{_TITLES}', "utf-8")
    list(update_all(load(folder, {}), "long", ["fr", "ar"]))
    settings = published_site(folder)
    _contributed(settings)
    return settings


def _contributed(settings: Settings) -> None:
    place = {"vocabulary": "long", "concept": KEY, "lang": "fr"}
    said = {"source": CHEMICAL, "before": "", "comment": f"{ADDRESS}\n{KEY}", "name": KEY}
    store = Store(settings)
    with store.writing() as session:
        made = people.create(session, CHEMICAL, f"{KEY[:60]}@{'long.' * 30}example.org")
        people.set_password(made, PASSWORD)
        made.state = "active"
        people.grant(session, made, "administrator")
        for slot, text in (("prefLabel", CHEMICAL), ("definition", f"{ADDRESS} {KEY}")):
            data = {"sources": [ADDRESS], "grammar": KEY[:90]} if slot == "prefLabel" else {}
            one = contributions.propose(session, **place, slot=slot, text=text, data=data, **said)
            proposals.comment(session, one, text=f"{KEY} {ADDRESS}", name=CHEMICAL)
    contributions.edit(settings, store, **place, slot="altLabel", text=KEY, person_id=1)
    contributions.edit(settings, store, **place, slot="scopeNote", text=ADDRESS, person_id=1)
    store.close()


@pytest.fixture(scope="module")
def long_address(long_site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of that site under `glossary serve`."""
    with served(long_site, tmp_path_factory.mktemp("log") / "server.log") as found:
        yield found


def sign_in(page: Any) -> None:
    """Sign the administrator of the site in."""
    page.goto("/en/account/sign-in")
    page.fill("input[name=email]", f"{KEY[:60]}@{'long.' * 30}example.org")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


READ = (
    "",
    "about",
    "search",
    f"search?q={CHEMICAL}",
    f"search?q={KEY}&below=long/{KEY}&group={KEY}-group&vocabulary=long",
    "long/",
    "long/?view=hierarchy",
    f"long/?view=hierarchy&open={KEY}",
    "long/?view=groups",
    f"long/{KEY}",
    f"long/{KEY}?lang=ar",
    f"long/{KEY}?lang=de",
    "long/nothing",
    f"{KEY}/",
)
CONTRIBUTED = (
    f"long/{KEY}/history",
    f"long/{KEY}/propose?lang=fr&slot=prefLabel",
    f"long/{KEY}/propose?lang=ar&slot=definition",
    "proposals/",
    "review/",
    "review/?after=1",
    "translate/",
    "translate/long/fr/",
    "translate/long/fr/?state=missing",
    "translate/long/it/",
    "translate/other/ar/",
    f"translate/long/fr/entry/{KEY}?ref=de",
    f"translate/long/fr/entry/{KEY}-group",
    "translate/long/fr/entry/",
    "translate/long/fr/checks",
    "translate/long/fr/upload",
    "account/",
    "account/remove",
    "account/people/",
    "account/people/1",
    "account/forgot",
)


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_pages_for_readers_fit_a_phone(open_page: OpenPage, long_address: str, ui: str) -> None:
    page = open_page(f"/{ui}/", base_url=long_address, width=320)
    for path in READ:
        page.goto(f"/{ui}/{path}")
        assert too_wide(page) == [], page.url
    page.goto("/api/v1/")
    assert too_wide(page) == [], page.url


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_pages_for_contributors_fit_a_phone(
    open_page: OpenPage, long_address: str, ui: str
) -> None:
    page = open_page("/en/", base_url=long_address, width=320)
    sign_in(page)
    for path in CONTRIBUTED:
        page.goto(f"/{ui}/{path}")
        assert too_wide(page) == [], page.url
    page.goto(f"/{ui}/proposals/")
    with page.expect_navigation():
        page.click("ol.results h2 a")
    assert too_wide(page) == [], page.url


def test_a_comparison_of_files_fits_a_phone(
    open_page: OpenPage, long_address: str, long_site: Settings, tmp_path: Path
) -> None:
    file = tmp_path / f"{KEY}.po"
    shutil.copyfile(files.catalog_path(long_site.translations, "fr", "long"), file)
    content = file.read_text("utf-8")
    content, count = re.subn(
        r'(\|prefLabel"\nmsgid (?:"[^"]*"\n)+msgstr )"[^"]*"', rf'\1"{KEY}"', content
    )
    assert count
    file.write_text(content, "utf-8")
    page = open_page("/en/", base_url=long_address, width=320)
    sign_in(page)
    page.goto("/en/translate/long/fr/upload")
    page.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what it would change").click()
    assert too_wide(page) == [], page.url


def test_a_completion_fits_a_phone(open_page: OpenPage, long_address: str) -> None:
    page = open_page("/en/", base_url=long_address, width=320)
    open_suggestions(page, "lysyl")
    assert too_wide(page) == [], page.url


def test_columns_break_words_at_syllables(open_page: OpenPage, long_address: str) -> None:
    page = open_page(f"/en/long/{KEY}", base_url=long_address)
    hyphens = "one => getComputedStyle(one).hyphens"
    for cell in page.locator(".terms td").all():
        assert cell.evaluate(hyphens) == "auto"
    assert page.locator(".cite code").first.evaluate(hyphens) == "manual"
