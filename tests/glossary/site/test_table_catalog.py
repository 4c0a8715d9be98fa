"""A table of two languages, as somebody keeps it, fills a language of a vocabulary."""

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.errors import BrokenSource
from glossary.site.catalog_import import import_catalog
from glossary.site.settings import Settings
from glossary.site.vocabulary_import import import_vocabulary

ENGLISH = """ID,Term,Synonyms,Definition
1,loom,weaving frame,What cloth is woven on.
2,reel,,
3,bank,,A seat.
4,bank,,A slope.
"""
FRENCH = """English;Terme;Synonymes (fr);Définition;Genre (fr)
Loom;métier à tisser;métier;Machine pour tisser.;n. m.
reel;dévidoir | bobinoir;;Pour le fil.;
bank;banc;;;
spindle;fuseau;;;
;perdu;;;
"""


@pytest.fixture
def settings(make_site: Callable[[], Settings], tmp_path: Path) -> Settings:
    made = make_site()
    (tmp_path / "weaving.csv").write_text(ENGLISH, "utf-8")
    import_vocabulary(made, tmp_path / "weaving.csv", "weaving")
    return made


def strings(path: Path) -> dict[str, str]:
    return {str(m.context): str(m.string) for m in files.read(path) if m.id and m.string}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_table_of_two_languages_fills_a_catalog(
    settings: Settings, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "fr.csv"
    file.write_bytes(FRENCH.encode(encoding))
    done = import_catalog(settings, file, "weaving", "fr")
    assert strings(done.path) == {
        "1|prefLabel": "métier à tisser",
        "1|altLabel": "métier",
        "1|definition": "Machine pour tisser.",
        "2|prefLabel": "dévidoir",
        "2|altLabel": "bobinoir",
    }
    assert "grammar: n. m." in done.path.read_text("utf-8")
    told = {(one.line, one.describe()) for one in done.unreadable}
    assert (4, "several concepts have the preferred term “bank”; name them by id") in told
    assert (5, "no concept has the preferred term “spindle”") in told
    assert (None, "the vocabulary has no such text in its own language; left out") in told


def test_concepts_are_found_by_id(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "it.tsv"
    file.write_text("id\tit\n3\tpanca\n4\tpendio\n9\tniente\n", "utf-8")
    done = import_catalog(settings, file, "weaving", "it")
    assert strings(done.path) == {"3|prefLabel": "panca", "4|prefLabel": "pendio"}
    assert [one.line for one in done.unreadable] == [4]


def test_columns_may_be_said(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\nloom,telar\n", "utf-8")
    with pytest.raises(BrokenSource, match="--columns"):
        import_catalog(settings, file, "weaving", "es")
    columns = {"a": "preferred@en", "b": "preferred@es"}
    done = import_catalog(settings, file, "weaving", "es", columns=columns)
    assert strings(done.path) == {"1|prefLabel": "telar"}
