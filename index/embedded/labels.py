"""Exact and prefix look-ups over labels: indexed ranges in SQLite, never a scan."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import FORMS, KINDS, Completion, Hit, Match, analysis
from index.embedded.snapshot import Snapshot

_MOST_ROWS = 2000
_LAST = "\U0010ffff"
NOTATION = len(KINDS)


class Found(NamedTuple):
    """A label that matched, ordered as answers are: the language asked for, kind, form, and
    then as published, so that the source language comes before translations.
    """

    other_language: bool
    kind: int
    form: int
    number: int
    concept: int
    text: str
    lang: str


def kind_name(kind: int) -> str:
    """Return the name of a kind as matches tell it."""
    return "notation" if kind == NOTATION else KINDS[kind]


def wanted(lang: str, asked: str) -> bool:
    """Return whether text in `lang` answers a request for `asked` ("" asks for any)."""
    return not asked or lang == asked or lang.startswith(asked + "-")


def find(snapshot: Snapshot, term: str, asked: str) -> list[Found]:
    """Return the labels equal to `term`, exactly or folded; inflected where there are none."""
    plain = unicodedata.normalize("NFC", " ".join(term.split()))
    keys = tuple(dict.fromkeys(analysis.folded_keys(plain, asked)))
    marks = ",".join("?" * len(keys))
    rows = snapshot.rows().execute(
        "SELECT number, concept, kind, lang, text "  # noqa: S608 - only question marks are put in
        "FROM folded JOIN label ON label.number = folded.label "
        f"WHERE folded IN ({marks}) LIMIT {_MOST_ROWS}",
        keys,
    )
    found = [
        Found(not wanted(lang, asked), kind, _differs(text, plain), number, concept, text, lang)
        for number, concept, kind, lang, text in rows
        if not _kept_apart(plain, text, lang, asked)
    ]
    return sorted(found) if found else sorted(_inflected(snapshot, plain, asked))


def _differs(text: str, plain: str) -> bool:
    return text != plain and unicodedata.normalize("NFC", text) != plain


def _kept_apart(term: str, text: str, lang: str, asked: str) -> bool:
    """Return whether the language asked for has different letters where folding has the same."""
    if not asked or not analysis.kept_apart(asked) or not wanted(lang, asked):
        return False
    return analysis.fold(term, asked) != analysis.fold(text, asked)


def _inflected(snapshot: Snapshot, term: str, asked: str) -> Iterable[Found]:
    langs = [lang for lang in snapshot.langs if wanted(lang, asked)] if asked else snapshot.langs
    for lang in langs:
        stem = analysis.stem_key(term, lang)
        if not stem:
            continue
        rows = snapshot.rows().execute(
            "SELECT number, concept, kind, text "
            "FROM stemmed JOIN label ON label.number = stemmed.label "
            "WHERE stem = ? AND lang = ? LIMIT ?",
            (stem, lang, _MOST_ROWS),
        )
        for number, concept, kind, text in rows:
            yield Found(False, kind, 2, number, concept, text, lang)


def hits(
    snapshot: Snapshot, found: Iterable[Found], vocabularies: Sequence[str], limit: int
) -> list[Hit]:
    """Return one hit for each concept, its best label first, with its record."""
    within = {snapshot.vocabularies.get(id) for id in vocabularies}
    best: dict[int, Found] = {}
    for row in found:
        best.setdefault(row.concept, row)
    answer: list[Hit] = []
    for key, row in best.items():
        if within and snapshot.vocabulary_of[key - 1] not in within:
            continue
        vocabulary, id, record = concept(snapshot, key)
        match = Match(kind_name(row.kind), FORMS[row.form], row.text, row.lang)
        answer.append(Hit(vocabulary, id, match, record))
        if len(answer) == limit:
            break
    return answer


def concept(snapshot: Snapshot, key: int) -> tuple[str, str, bytes]:
    """Return vocabulary, id and record of a concept."""
    number, id, record = (
        snapshot.rows()
        .execute("SELECT vocabulary, id, record FROM concept WHERE key = ?", (key,))
        .fetchone()
    )
    return snapshot.vocabulary_ids[number], id, record


def prefixed(snapshot: Snapshot, folded: str, limit: int) -> Iterable[tuple[int, int]]:
    """Yield concepts and kinds of the labels that begin with `folded`."""
    yield from snapshot.rows().execute(
        "SELECT concept, kind FROM completion JOIN label ON label.number = completion.label "
        "WHERE folded >= ? AND folded < ? AND rank < 10000 LIMIT ?",
        (folded, folded + _LAST, limit),
    )


def complete(
    snapshot: Snapshot, prefix: str, asked: str, vocabularies: Sequence[str], limit: int
) -> list[Completion]:
    """Return labels with a word that begins with `prefix`, best first, one for each concept."""
    folded = analysis.fold(prefix)
    if not folded:
        return []
    within = {snapshot.vocabularies.get(id) for id in vocabularies}
    rows = snapshot.rows().execute(
        "SELECT concept, kind, lang, text FROM (SELECT rank, label FROM completion "
        "WHERE folded >= ?1 AND folded < ?2 LIMIT ?3) JOIN label ON label.number = label "
        "ORDER BY NOT (?4 = '' OR lang = ?4 OR substr(lang, 1, length(?4) + 1) = ?4 || '-'), "
        "rank, concept, kind, lang, text",
        (folded, folded + _LAST, _MOST_ROWS, asked.encode(errors="replace").decode()),
    )
    best: dict[int, tuple[str, str, int]] = {}
    for key, kind, lang, text in rows:
        if within and snapshot.vocabulary_of[key - 1] not in within:
            continue
        best.setdefault(key, (text, lang, kind))
        if len(best) == limit:
            break
    answer = []
    for key, (text, lang, kind) in best.items():
        vocabulary, id, record = concept(snapshot, key)
        answer.append(Completion(text, lang, kind_name(kind), vocabulary, id, record))
    return answer
