"""Which languages help a translator of another one."""

import pytest

from glossary.languages.related_languages import kindred, nearest


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
    found = kindred(tag)
    assert near <= set(found[:4]) if near else found == ()
    assert tag.split("-")[0] not in found


def test_sisters_come_before_kindred() -> None:
    there = ["en", "de", "pt", "es", "fr", "it", "zh-Hans", "pt-PT"]
    assert nearest("pt-BR", there, 4) == ["pt", "pt-PT", "es", "fr"]
    assert nearest("zh-Hant", there, 4) == ["zh-Hans"]
    assert nearest("eu", there, 4) == []


def test_every_language_stands_in_one_family() -> None:
    assert "pt" in kindred("es")
    assert "es" in kindred("pt")
    assert "en" not in kindred("ru")
