import errno
import gettext
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.locks import locked
from glossary.catalogs.origin import is_mark
from glossary.catalogs.po import files
from glossary.errors import BrokenSource, Conflict, Invalid, NotFound, Unavailable
from glossary.site import paths
from glossary.site.catalog_folder import writable_folder
from glossary.site.catalog_import import import_catalog
from glossary.site.catalogs import compile_all, status_all, update_all
from glossary.site.checks import check_all
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load
from glossary.site.sources import doubled
from glossary.site.vocabulary_import import import_vocabulary
from tests.vocabularies import read_vocabularies

MakeSite = Callable[[], Settings]


def _updated(settings: Settings, id: str | None = None, *langs: str) -> dict[str, bool]:
    return {
        path.relative_to(settings.translations).as_posix(): changed
        for path, changed, _ in update_all(settings, id, langs)
    }


FRENCH = "fr/LC_MESSAGES/heritage.po"


def test_templates_and_catalogs_are_brought_up_to_date(make_site: MakeSite) -> None:
    settings = make_site()
    first = _updated(settings)
    assert first == {"heritage.pot": True, FRENCH: True, "objects.pot": True}
    before = {name: (settings.translations / name).read_bytes() for name in first}
    assert _updated(settings) == dict.fromkeys(first, False)
    assert before == {name: (settings.translations / name).read_bytes() for name in first}


def test_every_translation_is_kept(make_site: MakeSite) -> None:
    settings = make_site()
    path = settings.translations / FRENCH
    before = {m.context: (m.string, _notes(m)) for m in files.read(path) if m.id}
    _updated(settings)
    after = {m.context: (m.string, _notes(m)) for m in files.read(path) if m.id}
    assert before.items() <= after.items()
    assert len(after) > len(before)
    assert path.read_text("utf-8").startswith("# Heritage words: terms in French.\n")


def _notes(message: files.Message) -> list[str]:
    return [comment for comment in message.user_comments if not is_mark(comment)]


def test_a_reworded_concept_becomes_fuzzy(make_site: MakeSite) -> None:
    settings = make_site()
    source = settings.vocabularies / "heritage.ttl"
    text = source.read_text("utf-8").replace("that collects", "that gathers")
    source.write_text(text, "utf-8")
    assert _updated(settings, "heritage") == {"heritage.pot": True, FRENCH: True}
    found = files.read(settings.translations / FRENCH)
    (message,) = (one for one in found if one.context == "library|definition")
    assert (str(message.string)[:11], message.fuzzy) == ("Institution", True)


def test_a_new_language_is_started(make_site: MakeSite) -> None:
    settings = make_site()
    made = _updated(settings, "objects", "pt-br", "zh_Hans".replace("_", "-"))
    assert made == {
        "objects.pot": True,
        "pt_BR/LC_MESSAGES/objects.po": True,
        "zh_Hans/LC_MESSAGES/objects.po": True,
    }
    assert _updated(settings, "objects", "pt-BR")["pt_BR/LC_MESSAGES/objects.po"] is False
    progress = {lang: found for id, lang, found in status_all(settings, "objects")}
    assert set(progress) == {"pt-BR", "zh-Hans"}
    assert progress["pt-BR"].percent == 0


def test_only_the_languages_asked_for(make_site: MakeSite) -> None:
    settings = make_site()
    assert FRENCH not in _updated(settings, "heritage", "de")


@pytest.mark.parametrize("lang", ["", "../x", "not a tag", "pt_BR"])
def test_bad_language_tags_are_refused(make_site: MakeSite, lang: str) -> None:
    settings = make_site()
    with pytest.raises(Invalid, match="is not a language tag"):
        _updated(settings, "objects", lang)
    assert not list(settings.translations.glob("*.pot"))


def test_a_vocabulary_that_is_not_there(make_site: MakeSite) -> None:
    settings = make_site()
    with pytest.raises(NotFound, match="There is no vocabulary “none”"):
        _updated(settings, "none")
    with pytest.raises(NotFound, match="There is no vocabulary “none”"):
        list(status_all(settings, "none"))


def test_status_counts_each_catalog(make_site: MakeSite) -> None:
    settings = make_site()
    [(id, lang, progress)] = status_all(settings, None)
    assert (id, lang) == ("heritage", "fr")
    assert (progress.total, progress.translated, progress.fuzzy) == (5, 4, 1)


def _strings(path: Path) -> dict[str | None, str]:
    return {m.context: str(m.string) for m in files.read(path) if m.id and m.string}


def test_a_tag_that_nobody_registered_is_refused(make_site: MakeSite) -> None:
    with pytest.raises(Invalid, match="No language “zz” is known"):
        _updated(make_site(), "objects", "zz")


def test_the_language_of_the_vocabulary_needs_no_catalog(make_site: MakeSite) -> None:
    settings = make_site()
    with pytest.raises(Invalid, match="language of the vocabulary itself"):
        _updated(settings, "objects", "en")
    with pytest.raises(Invalid, match="language of the vocabulary itself"):
        start_catalog(settings, "objects", "en")


def test_a_catalog_in_the_form_of_another_tool_keeps_its_bytes(make_site: MakeSite) -> None:
    settings = make_site()
    _updated(settings)
    path = settings.translations / FRENCH
    text = path.read_text("utf-8").replace('msgid "school"', 'msgid ""\n"sch"\n"ool"')
    path.write_text(text.replace("\n", "\r\n"), "utf-8", newline="")
    before = path.read_bytes()
    assert b"\r\n" in before
    assert _updated(settings)[FRENCH] is False
    assert path.read_bytes() == before


def test_a_template_is_written_anew_only_for_new_messages(make_site: MakeSite) -> None:
    settings = make_site()
    _updated(settings, "objects")
    path = settings.translations / "objects.pot"
    old = path.read_bytes().replace(b"POT-Creation-Date: 20", b"POT-Creation-Date: 19")
    path.write_bytes(old)
    assert _updated(settings, "objects") == {"objects.pot": False}
    path.write_bytes(old.replace(b"msgctxt", b"#. more\nmsgctxt", 1))
    assert _updated(settings, "objects") == {"objects.pot": True}
    assert b"POT-Creation-Date: 20" in path.read_bytes()


THIRD_PARTY = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://other.org/> a skos:ConceptScheme ; dct:title "Others"@en, "Autres"@fr .
<https://other.org/g> a skos:Collection ; skos:prefLabel "Group"@en, "Groupe"@fr ;
    skos:member <https://other.org/a> .
<https://other.org/a> a skos:Concept ; skos:inScheme <https://other.org/> ;
    skos:prefLabel "a"@en, "A"@fr, "Я"@ru ; skos:altLabel "x"@fr, "y"@fr ; skos:hiddenLabel "z"@fr ;
    skos:scopeNote "One."@en, "Un."@fr, "Deux."@fr ; skos:example "Seul."@fr .
<https://other.org/b> a skos:Concept ; skos:inScheme <https://other.org/> ;
    skos:prefLabel "b"@en, "B"@fr-CA .
<https://other.org/c> a skos:Concept ; skos:inScheme <https://other.org/> ; skos:prefLabel "C"@fr .
"""


@pytest.fixture
def others(make_site: MakeSite) -> Settings:
    """A site with a vocabulary that has labels in several languages."""
    settings = make_site()
    (settings.vocabularies / "others.ttl").write_text(THIRD_PARTY, "utf-8")
    return settings


def test_a_new_catalog_starts_with_what_the_vocabulary_says(others: Settings) -> None:
    [before] = read_vocabularies(others, [], "others")
    path = start_catalog(others, "others", "fr")
    assert _strings(path) == {
        ".|title": "Autres",
        "g|prefLabel": "Groupe",
        "a|prefLabel": "A",
        "a|altLabel": "x\ny",
        "a|scopeNote": "Un.\n\nDeux.",
    }
    assert _updated(others, "others", "ru")["ru/LC_MESSAGES/others.po"]
    found: list[object] = []
    assert read_vocabularies(others, found, "others") == [before]  # type: ignore[arg-type]
    assert not found


def test_a_word_that_differs_overrides_that_of_the_vocabulary(others: Settings) -> None:
    path = start_catalog(others, "others", "fr")
    path.write_text(path.read_text("utf-8").replace('msgstr "A"', 'msgstr "à"'), "utf-8")
    [vocabulary] = read_vocabularies(others, [], "others")
    terms = {t.text: t.reliability for t in vocabulary.concepts["a"].terms if t.lang == "fr"}
    assert terms == {"à": "draft", "x": None, "y": None, "z": None}


def _undated(path: Path) -> str:
    return re.sub(r'".*-Date: .*\n', "", path.read_text("utf-8"))


def test_a_catalog_is_started_from_the_template_where_that_is_new(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    slow = _undated(start_catalog(settings, "heritage", "sv"))
    _updated(settings, "heritage")

    def refuse(*_: object) -> None:
        raise AssertionError("the vocabulary is read")

    monkeypatch.setattr("glossary.site.new_catalogs.skos.read", refuse)
    fast = _undated(start_catalog(settings, "heritage", "it"))
    assert fast.replace("Italian", "Swedish").replace("Language: it", "Language: sv") == slow
    with pytest.raises(AssertionError, match="is read"):
        start_catalog(settings, "heritage", "en")
    source = settings.vocabularies / "heritage.ttl"
    later = (settings.translations / "heritage.pot").stat().st_mtime + 1
    os.utime(source, (later, later))
    with pytest.raises(AssertionError, match="is read"):
        start_catalog(settings, "heritage", "es")


def test_a_catalog_that_is_there_is_not_started_again(make_site: MakeSite) -> None:
    settings = make_site()
    before = (settings.translations / FRENCH).read_bytes()
    with pytest.raises(Conflict, match="a catalog of “heritage” in “fr” already"):
        start_catalog(settings, "heritage", "FR")
    assert (settings.translations / FRENCH).read_bytes() == before


@pytest.mark.parametrize("lang", ["", "../x", "zz", "en-YY", "fr_FR", "und", "zxx"])
def test_no_catalog_starts_in_no_language(make_site: MakeSite, lang: str) -> None:
    settings = make_site()
    with pytest.raises(Invalid):
        start_catalog(settings, "heritage", lang)
    assert [path.name for path in settings.translations.iterdir()] == ["fr"]


def test_no_catalog_starts_of_no_vocabulary(make_site: MakeSite) -> None:
    with pytest.raises(NotFound):
        start_catalog(make_site(), "none", "de")


def test_updating_waits_for_who_holds_the_catalog(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    monkeypatch.setattr("glossary.catalogs.locks.PATIENCE_SECONDS", 0.05)
    with locked(settings.instance, "fr", "heritage"), pytest.raises(Exception, match="try again"):
        _updated(settings, "heritage")


def test_the_shipped_catalogs_are_copied_into_a_folder_of_the_site(tmp_path: Path) -> None:
    settings = load(tmp_path / "new", {})
    assert settings.translations == paths.TRANSLATIONS
    folder = writable_folder(settings)
    assert folder == settings.translations == tmp_path / "new" / "translations"
    shipped = {p.relative_to(paths.TRANSLATIONS) for p in paths.TRANSLATIONS.rglob("*.po*")}
    copied = {p.relative_to(folder) for p in folder.rglob("*") if p.is_file()}
    assert copied == {p for p in shipped if p.stem != "messages"}
    assert writable_folder(settings) == folder
    assert [p.name for p in settings.site.iterdir()] == ["translations"]


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(tmp_path / "new", {})

    def fail(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", target)

    monkeypatch.setattr("glossary.site.catalog_folder.shutil.copy2", fail)
    with pytest.raises(Unavailable, match=r"no room left on the disk for .*\.po"):
        writable_folder(settings)
    assert not list(settings.site.iterdir())
    assert settings.translations == paths.TRANSLATIONS


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _file(folder: Path, **texts: str) -> Path:
    path = folder / "theirs.po"
    body = "".join(
        f'msgctxt "{id}|prefLabel"\nmsgid "{id}"\nmsgstr "{text}"\n\n' for id, text in texts.items()
    )
    path.write_text(PO + body, "utf-8")
    return path


def test_a_file_from_elsewhere_is_brought_in(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    _updated(settings)
    path = settings.translations / FRENCH
    before = path.read_bytes()
    file = _file(tmp_path, institution="institution", library="librairie", nothing="rien")
    broken = 'msgctxt "museum|prefLabel"\nmsgid "museum\nmsgstr "musée"\n'
    file.write_text(file.read_text("utf-8") + broken, "utf-8")
    done = import_catalog(settings, file, "heritage", "fr", name="Awa Diop")
    assert done.path == path
    assert [edit.concept for edit in done.merge.edits] == ["institution"]
    assert [(c.context, c.line) for c in done.merge.conflicts] == [("library|prefLabel", 9)]
    assert [p.context for p in done.merge.rejected] == ["nothing|prefLabel"]
    assert [(p.rule, p.line) for p in done.unreadable] == [("syntax", 17)]
    after = path.read_text("utf-8")
    assert '"Last-Translator: Awa Diop <>\\n"' in after
    assert "# Awa Diop, 20" in after
    strings = _strings(path)
    assert strings["library|prefLabel"] == "bibliothèque"
    assert strings["institution|prefLabel"] == "institution"
    path.write_bytes(before)
    import_catalog(settings, file, "heritage", "fr", prefer=True)
    assert _strings(path)["library|prefLabel"] == "librairie"


def test_only_what_they_have_changed_is_brought_in(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    _updated(settings)
    path = settings.translations / FRENCH
    base = tmp_path / "base.po"
    shutil.copyfile(path, base)
    theirs = tmp_path / "theirs.po"
    theirs.write_text(path.read_text("utf-8").replace('"bibliothèque"', '"librairie"'), "utf-8")
    ours = path.read_text("utf-8").replace('"curriculum vitæ"', '"CV"')
    path.write_text(ours, "utf-8")
    done = import_catalog(settings, theirs, "heritage", "fr", base)
    assert not done.merge.conflicts
    assert path.read_text("utf-8") == ours.replace('"bibliothèque"', '"librairie"')


def test_a_file_of_a_new_language_starts_its_catalog(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    done = import_catalog(settings, _file(tmp_path, library="biblioteca"), "heritage", "it")
    assert _strings(done.path) == {"library|prefLabel": "biblioteca"}


@pytest.mark.parametrize(
    ("stated", "lang", "fits"),
    [("it", "it", True), ("it_CH", "it", True), ("pt_BR", "it", False), ("en", "fr", False)],
)
def test_a_file_in_another_language_is_refused(
    make_site: MakeSite, tmp_path: Path, stated: str, lang: str, fits: bool
) -> None:
    settings = make_site()
    file = _file(tmp_path, library="biblioteca")
    header = f'msgid ""\nmsgstr "Language: {stated}\\n"\n\n'
    body = file.read_text("utf-8").partition("\n\n")[2]
    file.write_text(header + body, "utf-8")
    path = settings.translations / FRENCH
    before = path.read_bytes()
    if fits:
        done = import_catalog(settings, file, "heritage", lang)
        assert _strings(done.path)["library|prefLabel"] == "biblioteca"
    else:
        with pytest.raises(Invalid, match="file holds texts in"):
            import_catalog(settings, file, "heritage", lang)
        assert not (settings.translations / "it").exists()
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe", b"word\n"])
def test_a_file_that_is_no_catalog_changes_nothing(
    make_site: MakeSite, tmp_path: Path, content: bytes
) -> None:
    settings = make_site()
    before = (settings.translations / FRENCH).read_bytes()
    file = tmp_path / "theirs.po"
    file.write_bytes(content)
    with pytest.raises(BrokenSource, match=r"theirs\.po"):
        import_catalog(settings, file, "heritage", "fr")
    assert (settings.translations / FRENCH).read_bytes() == before


def test_catalogs_are_compiled_without_fuzzy_messages(make_site: MakeSite) -> None:
    settings = make_site()
    [(report, path)] = compile_all(settings, "heritage")
    assert (report.file, path) == (FRENCH, settings.translations / FRENCH.replace(".po", ".mo"))
    found = gettext.translation("heritage", settings.translations, ["fr"])
    assert found.pgettext("library|prefLabel", "library") == "bibliothèque"
    assert found.pgettext("institution|prefLabel", "institution") == "institution"


def test_a_catalog_with_errors_is_not_compiled(make_site: MakeSite) -> None:
    settings = make_site()
    path = settings.translations / FRENCH
    text = path.read_text("utf-8").replace('msgstr "bibliothèque"', 'msgstr "a\\nb"')
    path.write_text(text, "utf-8")
    [(report, compiled)] = compile_all(settings, "heritage")
    assert compiled is None
    assert [p.rule for p in report.problems if p.severity == "error"] == ["several-preferred"]
    assert not list(settings.translations.rglob("*.mo"))


def test_a_new_release_is_followed_and_conflicts_are_told(
    make_site: MakeSite, tmp_path: Path
) -> None:
    settings = make_site()
    prefixes = "@prefix s: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <http://e.org/> .\n"
    first = tmp_path / "first.ttl"
    first.write_text(
        prefixes + 'e:a a s:Concept ; s:prefLabel "ship"@en, "navire"@fra .'
        'e:b a s:Concept ; s:prefLabel "boat"@en, "bateau"@fra .',
        "utf-8",
    )
    import_vocabulary(settings, first, "ships")
    list(update_all(settings, "ships", ["fr"]))
    path = settings.translations / "fr" / "LC_MESSAGES" / "ships.po"
    content = path.read_text("utf-8")
    assert content.count("# origin: vocabulary ") == 2
    path.write_text(content.replace('msgstr "bateau"', 'msgstr "barque"'), "utf-8")
    later = first.read_text("utf-8").replace("navire", "vaisseau").replace("bateau", "canot")
    first.write_text(later, "utf-8")
    import_vocabulary(settings, first, "ships", replace=True)
    (_, catalog) = update_all(settings, "ships", [])
    assert (catalog.changed, list(catalog.conflicts)) == (True, ["b|prefLabel"])
    [(_, _, counts)] = status_all(settings, "ships")
    assert (counts.checked, counts.draft, counts.fuzzy) == (2, 0, 1)
    assert 'msgstr "vaisseau"' in path.read_text("utf-8")


def test_importing_anew_marks_what_an_older_catalog_has_from_the_vocabulary(
    make_site: MakeSite, tmp_path: Path
) -> None:
    settings = make_site()
    file = tmp_path / "heritage.ttl"
    text = (settings.vocabularies / "heritage.ttl").read_text("utf-8")
    file.write_text(text.replace('"bibliothèque"@fr', '"médiathèque"@fr'), "utf-8")
    import_vocabulary(settings, file, "heritage", replace=True)
    (_, catalog) = update_all(settings, "heritage", [])
    assert list(catalog.conflicts) == ["library|prefLabel"]  # somebody added its gender


def test_a_folder_under_another_name_of_its_language_is_used_and_told(
    make_site: MakeSite,
) -> None:
    settings = make_site()
    (settings.translations / "fr").rename(settings.translations / "fra")
    [(_, lang, counts)] = status_all(settings, None)
    assert (lang, counts.total) == ("fr", 5)
    assert _updated(settings, "heritage", "fre")["fra/LC_MESSAGES/heritage.po"]
    assert not (settings.translations / "fr").exists()
    [report] = check_all(settings, "heritage")
    assert report.counts["deprecated-language-tag"] == 1
    shutil.copytree(settings.translations / "fra", settings.translations / "fr")
    found = doubled(settings.translations, "heritage")
    assert [(one.rule, one.where) for one in found] == [
        ("doubled-catalog", "fra/LC_MESSAGES/heritage.po")
    ]
