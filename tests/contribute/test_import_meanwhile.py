"""A word that is accepted while `glossary import --replace` puts a new file into its place."""

import gzip
from pathlib import Path

import pytest

from glossary.contribute import proposals
from glossary.contribute.proposals import completing
from glossary.contribute.proposals.catalog_texts import current
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.errors import GlossaryError
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site import placing, vocabulary_import
from glossary.site.settings import Settings
from tests import contributions


@pytest.fixture
def kind() -> str:
    """The kind of the database: one is enough here."""
    return "sqlite"


def proposed(store: Store, lang: str, before: str, text: str) -> str:
    with store.writing() as session:
        return contributions.propose(
            session, vocabulary="heritage", lang=lang, concept="library", slot="prefLabel",
            source="library", before=before, text=text, data={},
        ).key  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "fi"], ids=["a catalog", "the first of a language"])
@pytest.mark.parametrize("ending", [".ttl", ".ttl.gz"])
@pytest.mark.parametrize("moment", range(3))
def test_it_is_neither_lost_nor_does_it_stop_anything(
    site: Settings,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    ending: str,
    moment: int,
) -> None:
    """It is accepted when the files are written, when they count, when all are in their places."""
    text = (site.vocabularies / "heritage.ttl").read_text("utf-8")
    new = text.replace('"library"@en', '"library, new"@en').encode()
    source = tmp_path / f"release{ending}"
    source.write_bytes(gzip.compress(new) if ending.endswith(".gz") else new)
    key = proposed(store, lang, "bibliothèque" if lang == "fr" else "", "lue sana")
    refused: list[GlossaryError] = []
    left = [moment]

    def accept() -> None:
        left.clear()
        try:
            contributions.accept(site, store, key=key, person_id=None, confirmed=True)
        except GlossaryError as error:
            refused.append(error)

    real = placing._flush

    def flush(folder: Path) -> None:
        real(folder)
        if left:
            left[0] -= 1
            if left[0] < 0:
                accept()

    monkeypatch.setattr(placing, "_flush", flush)
    vocabulary_import.import_vocabulary(site, source, "heritage", replace=True)
    assert not left
    monkeypatch.undo()
    if refused:  # a clear answer, and the proposal stays open
        assert str(refused[0])
        with store.reading() as session:
            assert proposals.by_key(session, key).state == "open"
        contributions.accept(site, store, key=key, person_id=None, confirmed=True)
    completing.complete(site, store)
    publish(site)
    record = Reader(site).concept("heritage", "library")
    assert record["terms"]["en"][0]["text"] == "library, new"
    assert record["terms"][lang][0]["text"] == "lue sana"
    found = current(site, "heritage", lang, "library", "prefLabel")
    assert found is not None
    assert found.text == "lue sana"
    with store.reading() as session:
        [made] = session.query(Change).all()
        assert made.written
        assert made.shown
