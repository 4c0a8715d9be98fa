"""Which languages help a translator of another one."""

import pytest

from glossary.languages.related_languages import nearest, related_languages


@pytest.mark.parametrize(
    ("tag", "near"),
    [
        ("pt", {"gl", "es"}),
        ("pt-BR", {"gl", "es"}),
        ("uk", {"pl", "be", "ru"}),
        ("zh-Hant", {"ja"}),
        ("ar", {"he"}),
        ("eu", set()),
        ("nothing", set()),
    ],
)
def test_near_languages(tag: str, near: set[str]) -> None:
    found = related_languages(tag)
    assert near <= set(found[:4]) if near else found == ()
    assert tag.split("-")[0] not in found


def test_sisters_come_before_kindred() -> None:
    there = ["en", "de", "pt", "es", "fr", "it", "zh-Hans", "pt-PT"]
    assert nearest("pt-BR", there, 4) == ["pt", "pt-PT", "es", "fr"]
    assert nearest("zh-Hant", there, 4) == ["zh-Hans"]
    assert nearest("eu", there, 4) == []


def test_every_language_stands_in_one_family() -> None:
    assert "pt" in related_languages("es")
    assert "es" in related_languages("pt")
    assert "en" not in related_languages("ru")
