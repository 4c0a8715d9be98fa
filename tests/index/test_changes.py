"""Changes of single documents: answers are those of building anew."""

import random
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from index import (
    Document,
    Index,
    IndexChange,
    Label,
    ListEntry,
    Query,
    build_index,
    change_index,
    open_index,
    refresh_index,
    revision_of,
)
from index.contract import ids, publish
from index.contract.samples import document, label
from index.embedded import maintenance
from index.embedded.writing import top_completions
from index.text import analysis
from tests.index.corpus import (
    VOCABULARIES,
    WORDS,
    place,
    random_document,
    random_documents,
    random_query,
)
from tests.index.test_search import answer_of

LANGS = [*WORDS, "la"]


def put(folder: Path, *documents: Document) -> None:
    with change_index(folder) as change:
        for made in documents:
            change.put(made)


def anew(folder: Path, documents: Iterable[Document]) -> Index:
    """Return an index that was built from documents, in a folder of its own."""
    made = Path(tempfile.mkdtemp(dir=folder))
    publish(place(made), documents)
    return open_index(made)


def lists(index: Index, vocabularies: Sequence[str], langs: Sequence[str]) -> dict[object, object]:
    """Return the A-Z lists, the tops and what is below all of these, by what was asked."""
    found: dict[object, object] = {}
    for vocabulary in vocabularies:
        for lang in langs:
            letters = index.letters(vocabulary, lang)
            found["letters", vocabulary, lang] = letters
            for letter, _ in letters:
                entries = index.by_letter(vocabulary, lang, letter, limit=5000)
                found["letter", vocabulary, lang, letter] = _ordered(entries)
            found["top", vocabulary, lang] = _ordered(
                index.children(vocabulary, "", lang, limit=5000)
            )
    return found


def _ordered(entries: Sequence[ListEntry]) -> list[ListEntry]:
    """Return entries in their order, those of the same text by id."""
    ordered: list[ListEntry] = []
    for _, same in groupby(entries, key=lambda entry: entry.text.casefold()):
        ordered += sorted(same, key=lambda entry: (entry.id, entry.text))
    return ordered


def below(index: Index, documents: Iterable[Document], lang: str) -> dict[object, object]:
    """Return children, ways and records of documents."""
    found: dict[object, object] = {}
    for made in documents:
        key = made.vocabulary, made.id
        found["children", key] = _ordered(index.children(*key, lang, limit=5000))
        found["paths", key] = sorted(map(tuple, index.paths(*key, limit=100)))
        found["record", key] = index.get(*key)
    found["records"] = index.get_many([made.uri for made in documents])
    return found


def asked(index: Index, texts: Iterable[str], langs: Sequence[str]) -> dict[object, object]:
    """Return look-ups, completions and corrections."""
    found: dict[object, object] = {}
    for text in texts:
        for lang in langs:
            found["lookup", text, lang] = index.lookup(text, lang)
            for end in (1, 2, 4, len(text)):
                prefix = text[:end]
                found["suggest", prefix, lang] = index.suggest(prefix, lang)
                found["suggest", prefix, lang, "v1"] = index.suggest(prefix, lang, ["v1"], limit=5)
            similar = index.similar(text + "x", lang)  # which of several spellings is not promised
            found["similar", text + "x", lang] = [analysis.fold(one.text) for one in similar]
    found["newest"] = index.newest(30)
    return found


def differences(one: dict[object, object], other: dict[object, object]) -> list[object]:
    """Return what two indexes answer in other ways."""
    return [
        (key, one.get(key), other.get(key))
        for key in dict.fromkeys([*one, *other])
        if one.get(key) != other.get(key)
    ]


class Model:
    """Documents that are changed at random; each keeps its place also when it comes back."""

    def __init__(self, rng: random.Random, documents: Sequence[Document]) -> None:
        self.rng = rng
        self.there: dict[int, Document] = dict(enumerate(documents))
        self.count = len(documents)

    def documents(self) -> list[Document]:
        return [made for _, made in sorted(self.there.items())]

    def change(self, folder: Path) -> None:
        """Make one change of some documents."""
        rng = self.rng
        with change_index(folder) as change:
            for _ in range(rng.choice((1, 1, 3))):
                number = rng.randrange(1, self.count)
                if rng.random() < 0.4:
                    made = random_document(rng, number)
                    assert change.delete(made.vocabulary, made.id) == (number in self.there)
                    self.there.pop(number, None)
                    continue
                if rng.random() < 0.3:
                    number, self.count = self.count, self.count + 1
                made = random_document(rng, number)
                if number in self.there and rng.random() < 0.3:
                    made = replace(self.there[number], record=b"new", changed="2026-12-01")
                change.put(made)
                self.there[number] = made


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_all_answers_are_those_of_building_anew(
    tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    model = Model(rng, random_documents(rng, 80))
    publish(place(tmp_path), model.documents())
    index = open_index(tmp_path)
    for turn in range(60):
        model.change(tmp_path)
        if turn % 10 < 9:
            continue
        documents = model.documents()
        built = anew(tmp_path, documents)
        langs = rng.sample(LANGS, 3)
        texts = [rng.choice(rng.choice(documents).labels).text for _ in range(25)]
        for answers in (
            lambda one: lists(one, VOCABULARIES, LANGS),
            lambda one: below(one, documents, langs[0]),  # noqa: B023 - called at once
            lambda one: asked(one, texts, ["", *langs]),  # noqa: B023
        ):
            assert not differences(answers(index), answers(built))
        for _ in range(40):
            query = random_query(rng, documents)
            assert answer_of(index, query) == answer_of(built, query), query


MANY = [
    document("v0", f"m{n}", {"en": f"many {n % 7} things {n:03}", "fr": f"mille choses {n}"},
             parents=("root",))
    for n in range(620)
]  # fmt: skip
ROOT = document("v0", "root", {"en": "root", "de": "Wurzel"})


def equal_to_anew(folder: Path, documents: Sequence[Document]) -> None:
    """Fail unless what is published answers like an index of these documents."""
    index, built = open_index(folder), anew(folder, documents)
    some = [*documents[:3], *documents[-3:]]
    for answers in (
        lambda one: lists(one, ["v0"], ["en", "fr", "de", "la", ""]),
        lambda one: {
            lang: one.children("v0", "root", lang, limit=5000)
            for lang in ("en", "fr", "de", "la", "")
        },
        lambda one: below(one, some, "en"),
        lambda one: asked(one, ["many", "things", "thing", "mille", "choses"], ["", "en", "fr"]),
    ):
        assert not differences(answers(index), answers(built))


def test_very_many_children_and_completions(tmp_path: Path) -> None:
    documents = [ROOT, *MANY]
    publish(place(tmp_path), documents)
    equal_to_anew(tmp_path, documents)
    with change_index(tmp_path) as change:
        for made in documents[1:60]:
            assert change.delete("v0", made.id)
    documents = [ROOT, *documents[60:]]
    equal_to_anew(tmp_path, documents)
    new = [
        document("v0", f"n{n}", {"en": f"many more {n}", "la": f"multa {n}"}, parents=("root",))
        for n in range(40)
    ]
    put(tmp_path, *new)
    documents += new
    equal_to_anew(tmp_path, documents)
    documents[5] = replace(documents[5], labels=[label("aardvark", "en")])
    put(tmp_path, documents[5])
    equal_to_anew(tmp_path, documents)
    with change_index(tmp_path) as change:
        for made in documents[100:400]:
            assert change.delete("v0", made.id)
    equal_to_anew(tmp_path, documents[:100] + documents[400:])


def test_many_children_and_completions_that_came_by_changes(tmp_path: Path) -> None:
    publish(place(tmp_path), [ROOT])
    put(tmp_path, *MANY)
    equal_to_anew(tmp_path, [ROOT, *MANY])
    put(tmp_path, replace(ROOT, labels=[label("trunk", "en")]))
    equal_to_anew(tmp_path, [replace(ROOT, labels=[label("trunk", "en")]), *MANY])
    below_root = open_index(tmp_path).children("v0", "root", "en", limit=len(MANY) + 1)
    assert {entry.id for entry in below_root} == {made.id for made in MANY}


def tree(index: Index) -> dict[str, list[str]]:
    """Return the ids below the top and each concept of a hierarchy."""
    found: dict[str, list[str]] = {}
    open_ids = [""]
    while open_ids:
        above = open_ids.pop()
        if above not in found:
            found[above] = sorted(e.id for e in index.children("v", above, "en"))
            open_ids += found[above]
    return found


def below_of(id: str, *parents: str) -> Document:
    return document("v", id, {"en": id}, parents=parents)


@pytest.mark.parametrize(
    "steps",
    [
        [("put", below_of("a"))],
        [("put", below_of("a", "b"))],
        [("put", below_of("late"))],
        [("delete", below_of("a")), ("put", below_of("a"))],
        [("delete", below_of("a"))],
        [("delete", below_of("b", "a")), ("put", below_of("b", "a"))],
        [("put", replace(below_of("a"), listed=False))],
        [("put", replace(below_of("a"), listed=False)), ("put", below_of("a"))],
        [("put", below_of("c"))],
        [("put", below_of("c", "b", "a"))],
        [("put", below_of("new", "new"))],
        [("put", below_of("e"))],
    ],
)
def test_the_hierarchy_is_that_of_building_anew(
    tmp_path: Path, steps: list[tuple[str, Document]]
) -> None:
    documents = {
        made.id: made
        for made in (
            below_of("a"), below_of("b", "a"), below_of("c", "b"), below_of("d", "b", "late"),
            below_of("e", "a", "b"),
        )
    }  # fmt: skip
    publish(place(tmp_path), documents.values())
    for what, made in steps:
        with change_index(tmp_path) as change:
            if what == "put":
                change.put(made)
                documents[made.id] = made
            else:
                assert change.delete("v", made.id)
                del documents[made.id]
    assert tree(open_index(tmp_path)) == tree(anew(tmp_path, documents.values()))


@pytest.mark.parametrize(
    "steps",
    [
        [below_of("a", "c")],
        [below_of("a", "c"), below_of("a")],
        [below_of("a", "c"), below_of("c", "b", "top")],
        [below_of("self", "self")],
    ],
)
def test_cycles_that_come_and_go(tmp_path: Path, steps: list[Document]) -> None:
    documents = {
        made.id: made
        for made in (below_of("top"), below_of("a"), below_of("b", "a"), below_of("c", "b"))
    }
    publish(place(tmp_path), documents.values())
    for made in steps:
        put(tmp_path, made)
        documents[made.id] = made
        assert tree(open_index(tmp_path)) == tree(anew(tmp_path, documents.values()))


def test_what_was_built_anew_from_itself_does_not_differ(tmp_path: Path) -> None:
    rng = random.Random(11)
    documents = random_documents(rng, 300)
    publish(place(tmp_path), documents)
    assert refresh_index(tmp_path, documents, {}) is not None
    maintenance.compact(tmp_path)
    found = refresh_index(tmp_path, documents, {})
    assert found is not None
    assert found[1] == 0
    assert refresh_index(tmp_path, documents[:-2], {})[1] == 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("micro-organisme", "fr", ["micro-organisme", "microorganisme", "micro organisme"]),
        ("re-use", "en", ["re-use", "reuse", "re use"]),
        ("U.N.", "en", ["U.N.", "un"]),
        ("Vor-Ort-Termin", "de", ["Vor-Ort-Termin", "VorOrtTermin"]),
    ],
)
def test_words_written_in_parts_come_by_changes_too(
    tmp_path: Path, text: str, lang: str, found: list[str]
) -> None:
    publish(place(tmp_path), [document("v", "a", {lang: "seal"})])
    put(tmp_path, document("v", "a", {lang: text}))
    index = open_index(tmp_path)
    assert [ids(index.lookup(form, lang)) for form in found] == [["a"]] * len(found)


def test_letters_stay_in_order(tmp_path: Path) -> None:
    def entry(id: str, letter: str, key: str) -> Document:
        return Document("v", id, f"urn:{id}", [Label(id, "en", "preferred", key.encode(), letter)])

    documents = [entry("a", "X", "b"), entry("b", "X", "m"), entry("c", "Y", "c")]
    publish(place(tmp_path), documents)
    index = open_index(tmp_path)
    assert index.letters("v", "en") == [("X", 2), ("Y", 1)]
    with change_index(tmp_path) as change:
        change.delete("v", "a")
    assert index.letters("v", "en") == [("Y", 1), ("X", 1)]
    put(tmp_path, entry("d", "X", "a"))
    assert index.letters("v", "en") == [("X", 2), ("Y", 1)]


def test_ties_stay_in_the_order_of_publication(tmp_path: Path) -> None:
    documents = [document("v", f"c{n}", {"en": "seal"}) for n in range(5)]
    publish(place(tmp_path), documents)
    put(tmp_path, replace(documents[1], record=b"new"))
    index = open_index(tmp_path)
    wanted = [made.id for made in documents]
    assert ids(index.lookup("seal")) == wanted
    assert ids(index.search(Query("seal")).hits) == wanted
    assert [found.id for found in index.suggest("sea")] == wanted


def test_two_documents_change_places(tmp_path: Path) -> None:
    one, other = document("v", "one", {"en": "one"}), document("v", "other", {"en": "other"})
    publish(place(tmp_path), [one, other])
    with change_index(tmp_path) as change:
        change.put(replace(one, uri="urn:third"))
        change.put(replace(other, uri=one.uri))
    index = open_index(tmp_path)
    assert index.get_many([one.uri, other.uri, "urn:third"]) == {
        one.uri: other.record, "urn:third": one.record,
    }  # fmt: skip


def test_a_builder_repeats_changes_of_uris(tmp_path: Path) -> None:
    one, other = document("v", "one", {"en": "one"}), document("v", "other", {"en": "other"})
    publish(place(tmp_path), [one, other])
    builder = build_index(tmp_path)
    for made in (one, other):
        builder.add(made)
    put(tmp_path, replace(one, uri="urn:third"))
    put(tmp_path, replace(other, uri=one.uri))
    put(tmp_path, replace(one, uri="urn:fourth"))
    builder.commit({})
    index = open_index(tmp_path)
    assert set(index.get_many([one.uri, "urn:fourth", other.uri])) == {one.uri, "urn:fourth"}


def test_repeated_changes_have_the_name_that_the_builder_told(tmp_path: Path) -> None:
    made = document("v", "one", {"en": "one"})
    publish(place(tmp_path), [made])
    builder = build_index(tmp_path)
    builder.add(made)
    put(tmp_path, replace(made, record=b"new"))
    name = builder.commit({})
    index = open_index(tmp_path)
    assert index.generation() == name
    assert index.get("v", "one") == b"new"


def words_of_bark(count: int) -> list[Document]:
    """Return more documents with one beginning than are read whole."""
    return [
        document("v" if n % 3 else "w", f"c{n}", {"en": f"bark {n}", "de": f"barke {n}"})
        for n in range(count)
    ]


@pytest.mark.parametrize("gone", [0, 1, 7, 39])
@pytest.mark.parametrize("way", ["renamed", "removed", "only in one language"])
def test_what_is_no_longer_named_so_is_suggested_no_longer(
    tmp_path: Path, gone: int, way: str
) -> None:
    documents = words_of_bark(top_completions.MOST_UNKEPT + 20)
    publish(place(tmp_path), documents)
    old = documents[gone]
    labels = [replace_label(one, "zinc") for one in old.labels if one.lang == "en"]
    if way == "only in one language":
        labels += [one for one in old.labels if one.lang == "de"]
    with change_index(tmp_path) as change:
        if way == "removed":
            change.delete(old.vocabulary, old.id)
        else:
            change.put(replace(old, labels=labels))
    index = open_index(tmp_path)
    for prefix in ("b", "bar", "bark"):
        for lang in ("", "en", "de"):
            for vocabularies in ((), ("v",), ("w",)):
                found = index.suggest(prefix, lang, vocabularies, 40)
                assert len(found) == 40
                assert f"bark {gone}" not in [one.text for one in found]
                assert old.id not in [one.id for one in found] or way == "only in one language"


def replace_label(one: Label, text: str) -> Label:
    return one._replace(text=text)


def test_a_builder_repeats_only_what_was_changed_since_it_began(tmp_path: Path) -> None:
    old, other = document("v", "old", {"en": "old"}), document("v", "other", {"en": "other"})
    publish(place(tmp_path), [old, other])
    put(tmp_path, replace(old, record=b"before"))  # the builder reads a file that is newer still
    builder = build_index(tmp_path)
    for made in (replace(old, record=b"newest"), other):
        builder.add(made)
    put(tmp_path, replace(other, record=b"meanwhile"))
    builder.commit({})
    index = open_index(tmp_path)
    assert (index.get("v", "old"), index.get("v", "other")) == (b"newest", b"meanwhile")


def test_who_builds_is_told_what_was_changed_since(tmp_path: Path) -> None:
    documents = [document("v", f"c{n}", {"en": f"word {n}"}) for n in range(4)]
    publish(place(tmp_path), documents)
    put(tmp_path, replace(documents[0], record=b"before"))
    builder = build_index(tmp_path)
    for made in documents:
        builder.add(made)
    put(tmp_path, replace(documents[1], record=b"first"))
    told: list[list[tuple[str, str]]] = []

    def again(change: IndexChange, touched: Collection[tuple[str, str]]) -> None:
        told.append(list(touched))
        if len(told) == 1:  # and another change, while the first is made again
            put(tmp_path, replace(documents[2], record=b"second"))
        for vocabulary, id in touched:
            there = change.get(vocabulary, id)
            assert there is not None
            change.put(replace(there, record=b"again"))

    builder.reapply = again
    name = builder.commit({})
    assert told == [[("v", "c1")], [("v", "c2")]]
    index = open_index(tmp_path)
    assert index.generation() == name
    records = [index.get("v", made.id) for made in documents]
    assert records == [documents[0].record, b"again", b"again", documents[3].record]


def test_who_changes_few_is_told_what_others_changed_since(tmp_path: Path) -> None:
    documents = [document("v", f"c{n}", {"en": f"word {n}"}) for n in range(4)]
    publish(place(tmp_path), documents)
    put(tmp_path, replace(documents[0], record=b"before"))
    since = revision_of(tmp_path)
    put(tmp_path, replace(documents[1], record=b"first"))
    told: list[list[tuple[str, str]]] = []

    def again(change: IndexChange, touched: Collection[tuple[str, str]]) -> None:
        told.append(list(touched))
        there = change.get("v", "c1")
        assert there.record == documents[1].record  # as it was read
        change.put(replace(there, record=b"again"))

    found = refresh_index(tmp_path, documents, {}, since, again)
    assert found is not None
    assert told == [[("v", "c1")]]
    index = open_index(tmp_path)
    assert (index.get("v", "c0"), index.get("v", "c1")) == (documents[0].record, b"again")
