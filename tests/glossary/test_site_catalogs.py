from collections.abc import Callable

import pytest

from glossary.catalogs import files
from glossary.errors import Invalid, NotFound
from glossary.settings import Settings
from glossary.site_catalogs import status_all, update_all

MakeSite = Callable[[], Settings]


def _updated(settings: Settings, id: str | None = None, *langs: str) -> dict[str, bool]:
    return {
        path.relative_to(settings.translations).as_posix(): changed
        for path, changed in update_all(settings, id, langs)
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
    before = {m.context: (m.string, m.user_comments) for m in files.read(path) if m.id}
    _updated(settings)
    after = {m.context: (m.string, m.user_comments) for m in files.read(path) if m.id}
    assert before.items() <= after.items()
    assert len(after) > len(before)
    assert path.read_text("utf-8").startswith("# Heritage words: terms in French.\n")


def test_a_reworded_concept_becomes_fuzzy(make_site: MakeSite) -> None:
    settings = make_site()
    source = settings.vocabularies / "heritage.ttl"
    text = source.read_text("utf-8").replace('"library"@en', '"public library"@en')
    source.write_text(text, "utf-8")
    assert _updated(settings, "heritage") == {"heritage.pot": True, FRENCH: True}
    message = files.read(settings.translations / FRENCH).get("public library", "library|prefLabel")
    assert message is not None
    assert (message.string, message.fuzzy) == ("bibliothèque", True)


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
