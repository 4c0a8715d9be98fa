"""The worklist follows the catalogs: states, news, history, and what a decision changes."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from glossary.catalogs.po import files
from glossary.contribute.desk import differences, worklist
from glossary.contribute.store import Store
from glossary.contribute.tables import CatalogState, Change, Entry, Event
from glossary.site.settings import Settings

HERITAGE = ("heritage", "fr")


class Desk:
    """A site of our own with its store, and the catalog of its heritage words in French."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.store = settings, Store(settings)
        self.path = files.catalog_path(settings.translations, "fr", "heritage")

    def refresh(self) -> list[tuple[str, str]]:
        return worklist.refresh(self.settings, self.store)

    def edit(self, *pairs: tuple[str, str]) -> None:
        text = self.path.read_text("utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.path.write_text(text, "utf-8")

    def all(self, table: Any) -> list[Any]:
        with self.store.reading() as session:
            return list(session.scalars(select(table)))

    def states(self) -> dict[str, str]:
        return {f"{e.concept}|{e.slot}": e.state for e in self.all(Entry)}

    def entry(self, concept: str, slot: str) -> Entry:
        return next(e for e in self.all(Entry) if (e.concept, e.slot) == (concept, slot))

    def counts(self) -> dict[str, dict[str, int]]:
        (state,) = self.all(CatalogState)
        return dict(state.counts)


@pytest.fixture
def desk(make_site: Callable[[], Settings], database_url: str) -> Iterator[Desk]:
    settings = make_site()
    settings.database_url = database_url
    made = Desk(settings)
    yield made
    made.store.close()


def _block(context: str, text: str, string: str = "", more: str = "") -> str:
    return f'\n{more}msgctxt "{context}"\nmsgid "{text}"\nmsgstr "{string}"\n'


def test_states_of_a_catalog(desk: Desk) -> None:
    desk.path.write_text(
        desk.path.read_text("utf-8")
        + _block("summary|altLabel", "résumé")
        + _block("tree|prefLabel", "fir")
        + _block("tree|altLabel", "fir")
        + _block("tree|definition", "A tree.", "Un arbre.", "#, fuzzy\n"),
        "utf-8",
    )
    assert desk.refresh() == [HERITAGE]
    assert desk.states() == {
        "library|prefLabel": "draft",
        "library|altLabel": "draft",
        "library|definition": "draft",
        "summary|prefLabel": "done",
        "summary|altLabel": "done",
        "institution|prefLabel": "changed",
        "tree|prefLabel": "missing",
        "tree|altLabel": "missing",
        "tree|definition": "review",
    }
    changed = desk.entry("institution", "prefLabel")
    assert (changed.previous, changed.source, changed.text) == (
        "organisation",
        "institution",
        "organisme",
    )
    synonyms = desk.entry("library", "altLabel")
    assert synonyms.data == {"statuses": {"librairie": "deprecated"}}
    assert synonyms.text == "médiathèque\nlibrairie"
    assert desk.counts()["prefLabel"] == {"draft": 1, "done": 1, "changed": 1, "missing": 1}


def test_nothing_is_told_at_first_and_nothing_read_twice(desk: Desk) -> None:
    desk.refresh()
    assert desk.refresh() == []
    assert desk.all(Event) == desk.all(Change) == []


def test_a_file_written_anew_with_the_same_content_is_the_same(desk: Desk) -> None:
    desk.refresh()
    content = desk.path.read_bytes()
    desk.path.unlink()
    desk.path.write_bytes(content)
    assert desk.refresh() == []
    assert desk.all(Change) == []


def test_new_concepts_and_reworded_sources_are_told_once(desk: Desk) -> None:
    desk.edit(("#, fuzzy\n", _block("tree|altLabel", "fir").lstrip() + "\n#, fuzzy\n"))
    desk.refresh()
    content = desk.path.read_text("utf-8")
    desk.edit(
        ('msgid "résumé"', 'msgid "abstract"'),
        ("#, fuzzy\n", _block("school|prefLabel", "school").lstrip() + "\n#, fuzzy\n"),
    )
    desk.path.write_text(
        desk.path.read_text("utf-8") + _block("school|definition", "A place."), "utf-8"
    )
    desk.refresh()
    told = [(e.kind, e.concept, e.slot, e.before, e.after) for e in desk.all(Event)]
    assert told == [
        ("new", "school", "prefLabel", "", "school"),
        ("source", "summary", "prefLabel", "résumé", "abstract"),
    ]
    assert {(e.vocabulary, e.lang) for e in desk.all(Event)} == {HERITAGE}
    changed = desk.path.read_text("utf-8")
    for text in (content, changed):  # gone, and back again
        desk.path.write_text(text, "utf-8")
        desk.refresh()
    assert [e.kind for e in desk.all(Event)] == ["new", "source", "source", "source"]


def test_a_reworded_term_without_synonyms_is_one_event(desk: Desk) -> None:
    desk.path.write_text(
        desk.path.read_text("utf-8") + _block("summary|altLabel", "résumé"), "utf-8"
    )
    desk.refresh()
    text = desk.path.read_text("utf-8").replace('msgid "résumé"', 'msgid "abstract"')
    desk.path.write_text(text, "utf-8")
    desk.refresh()
    assert [(e.concept, e.slot) for e in desk.all(Event)] == [("summary", "prefLabel")]


def test_a_catalog_edited_elsewhere_goes_into_the_history(desk: Desk) -> None:
    desk.refresh()
    desk.edit(
        ('msgstr "curriculum vitæ"', 'msgstr "abrégé"'),
        ("# grammar: n.f.", "# grammar: n. f."),
        ('"X-Reliability', '"Last-Translator: Awa Diop <awa@example.org>\\n"\n"X-Reliability'),
        ('"X-Reliability', '"PO-Revision-Date: 2999-01-01 10:00+0000\\n"\n"X-Reliability'),
    )
    desk.refresh()
    made = {c.concept: c for c in desk.all(Change)}
    assert made.keys() == {"library", "summary"}
    summary = made["summary"]
    assert (summary.before, summary.after) == ("curriculum vitæ", "abrégé")
    assert (summary.origin, summary.author) == ("file", "Awa Diop")
    assert summary.data == {"equivalence": "partial", "reliability": "reviewed"}
    assert summary.written is not None
    assert summary.shown is not None
    assert made["library"].data == {"grammar": "n. f."}


def test_an_old_signature_is_not_credited(desk: Desk) -> None:
    desk.edit(
        ('"X-Reliability', '"PO-Revision-Date: 2001-01-01 10:00+0000\\n"\n"X-Reliability'),
        ('"X-Reliability', '"Last-Translator: Awa Diop <awa@example.org>\\n"\n"X-Reliability'),
    )
    desk.refresh()
    desk.edit(('msgstr "curriculum vitæ"', 'msgstr "abrégé"'))
    desk.refresh()
    assert [c.author for c in desk.all(Change)] == [""]


def test_our_own_decision_on_its_way_is_no_change_of_the_file(desk: Desk) -> None:
    desk.refresh()
    with desk.store.writing() as session:
        session.add(
            Change(
                vocabulary="heritage",
                lang="fr",
                concept="summary",
                slot="prefLabel",
                before="curriculum vitæ",
                after="abrégé",
                data={},
                origin="desk",
            )
        )
    desk.edit(('msgstr "curriculum vitæ"', 'msgstr "abrégé"'))
    desk.refresh()
    assert [c.origin for c in desk.all(Change)] == ["desk"]
    assert desk.entry("summary", "prefLabel").text == "abrégé"


def test_messages_that_are_gone_and_moved(desk: Desk) -> None:
    desk.refresh()
    text = desk.path.read_text("utf-8")
    block = re.search(r"# status: deprecated.*?librairie\"\n\n", text, re.DOTALL)
    assert block
    desk.path.write_text(text.replace(block.group(), ""), "utf-8")
    desk.refresh()
    assert "library|altLabel" not in desk.states()
    assert "altLabel" not in desk.counts()
    ordered = sorted(desk.all(Entry), key=lambda entry: entry.position)
    assert [f"{e.concept}|{e.slot}" for e in ordered] == [
        m.context for m in files.read(desk.path) if m.id
    ]
    assert desk.all(Change) == []


def test_a_broken_catalog_keeps_its_entries_and_says_why(desk: Desk) -> None:
    desk.refresh()
    before, whole = desk.states(), desk.path.read_text("utf-8")
    desk.edit(('msgstr "curriculum vitæ"', 'msgstr "curriculum vitæ'))
    assert desk.refresh() == [HERITAGE]
    assert desk.states() == before
    assert desk.refresh() == []
    (state,) = desk.all(CatalogState)
    error = worklist.why_broken(state)
    assert error is not None
    assert error.line == 39
    assert "the quotes of this line are not closed" in str(error)
    desk.path.write_text(whole, "utf-8")
    desk.refresh()
    (state,) = desk.all(CatalogState)
    assert worklist.why_broken(state) is None
    assert desk.all(Change) == []


def test_a_catalog_that_is_gone(desk: Desk) -> None:
    desk.refresh()
    desk.path.unlink()
    assert desk.refresh() == [HERITAGE]
    assert desk.all(Entry) == desk.all(CatalogState) == []


def test_only_the_catalogs_named(desk: Desk) -> None:
    other = files.catalog_path(desk.settings.translations, "pt-BR", "objects")
    files.write(other, desk.path.read_bytes())
    assert worklist.refresh(desk.settings, desk.store, "objects", "pt-BR") == [("objects", "pt-BR")]
    assert worklist.refresh(desk.settings, desk.store, lang="fr") == [HERITAGE]
    assert worklist.refresh(desk.settings, desk.store, "objects", "it") == []


def test_texts_of_the_pages_are_no_entries(desk: Desk) -> None:
    files.write(desk.path.with_name("messages.po"), desk.path.read_bytes())
    assert desk.refresh() == [HERITAGE]


def test_odd_messages_of_a_catalog(desk: Desk) -> None:
    plural = (
        '\nmsgctxt "tree|prefLabel"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    )
    desk.path.write_text(
        desk.path.read_text("utf-8")
        + '\nmsgid "no context"\nmsgstr "x"\n'
        + _block("no bar", "x", "y")
        + _block("|prefLabel", "x", "y")
        + _block("x" * 501 + "|prefLabel", "x", "y")
        + _block("tree|" + "x" * 50, "x", "y")
        + _block("tree|title", "x", "y")
        + _block(".|prefLabel", "x", "y")
        + _block("a|b|definition", "x", "y\x00z")
        + plural,
        "utf-8",
    )
    desk.refresh()
    others = {e: s for e, s in desk.states().items() if not e.startswith(("library", "summary"))}
    assert others == {
        "institution|prefLabel": "changed",
        "a|b|definition": "draft",
        "tree|prefLabel": "draft",
    }
    assert desk.entry("a|b", "definition").text == "y\ufffdz"
    assert desk.entry("tree", "prefLabel").text == "c"


def test_several_at_once_read_a_catalog_once(desk: Desk) -> None:
    desk.refresh()
    desk.edit(('msgstr "curriculum vitæ"', 'msgstr "abrégé"'))
    others = [Store(desk.settings) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda store: worklist.refresh(desk.settings, store), others))
    for store in others:
        store.close()
    assert [c.after for c in desk.all(Change)] == ["abrégé"]
    assert desk.refresh() == []


def test_a_catalog_is_taken_in_whole_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.refresh()
    before = desk.states()
    desk.edit(('msgid "résumé"', 'msgid "abstract"'), ('msgctxt "institution|', 'msgctxt "tree|'))

    def die(*values: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(differences, "_write", die)
        with pytest.raises(MemoryError):
            desk.refresh()
    assert desk.states() == before
    assert desk.all(Event) == []
    assert desk.refresh() == [HERITAGE]
    assert "tree|prefLabel" in desk.states()
    assert len(desk.all(Event)) == 1


def test_a_decision_changes_one_entry_and_the_counts(desk: Desk) -> None:
    desk.path.write_text(
        desk.path.read_text("utf-8")
        + _block("tree|prefLabel", "fir")
        + _block("tree|altLabel", "fir"),
        "utf-8",
    )
    desk.refresh()
    before = worklist.mark(desk.path)
    desk.path.write_text(
        desk.path.read_text("utf-8").replace(
            _block("tree|prefLabel", "fir"), _block("tree|prefLabel", "fir", "sapin")
        ),
        "utf-8",
    )
    message = files.read(desk.path).get("fir", "tree|prefLabel")
    with desk.store.writing() as session:
        worklist.put(
            session, *HERITAGE, "tree", "prefLabel", message, (before, worklist.mark(desk.path))
        )
    assert desk.states()["tree|prefLabel"] == "draft"
    assert desk.states()["tree|altLabel"] == "done"
    counts = desk.counts()
    assert counts["prefLabel"] == {"draft": 2, "done": 1, "changed": 1}
    assert counts["altLabel"] == {"draft": 1, "done": 1}
    assert desk.refresh() == []
    with desk.store.writing() as session:  # as `refresh` counts it
        session.get_one(CatalogState, HERITAGE).mark = ""
    Path(desk.path).touch()
    desk.refresh()
    assert desk.counts() == counts


def test_a_decision_on_what_the_worklist_does_not_know(desk: Desk) -> None:
    message = next(m for m in files.read(desk.path) if m.id)
    with desk.store.writing() as session:
        worklist.put(session, *HERITAGE, "library", "prefLabel", message)
    assert desk.all(Entry) == []
