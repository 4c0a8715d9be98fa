"""Documents read back from a generation: to replace them, to repeat them, to build anew."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index import KINDS, Document, Label, Text
from index.embedded.files import arrays, rows
from index.embedded.files.rows import Names, Rows
from index.embedded.files.stored_values import StoredValues

StoredSegment = tuple[int, int, int, str]
"""Number, kind, language and text."""

_CONCEPT = (
    "SELECT vocabulary.id, concept.id, uri, sectors, status, listed, changed, created, "
    "version, published, is_new, place, notation, summary, record "
    "FROM concept JOIN vocabulary ON vocabulary.number = concept.vocabulary WHERE key = ?"
)


def names(found: sqlite3.Connection) -> Names:
    """Return the names of a generation."""
    metadata = dict(found.execute("SELECT name, value FROM metadata"))
    vocabularies = found.execute("SELECT id FROM vocabulary ORDER BY number")
    return rows.names_from_metadata(metadata, [id for (id,) in vocabularies])


class BuiltFiles:
    """What stands beside the tables of a generation since it was built."""

    def __init__(self, folder: Path) -> None:
        self.stored, self.arrays = StoredValues(folder), arrays.load(folder)

    def segments(self, key: int) -> list[StoredSegment]:
        """Return the segments of a concept, none of one that was added since."""
        if key >= len(self.arrays.first):
            return []
        first, end = int(self.arrays.first[key]), int(self.arrays.end[key])
        kinds, langs = self.arrays.kind_of[first:end], self.arrays.lang_of[first:end]
        texts = map(self.stored.text, range(first, end))
        return list(zip(range(first, end), kinds.tolist(), langs.tolist(), texts, strict=True))


def _segments(found: sqlite3.Connection, built: BuiltFiles, key: int) -> list[StoredSegment]:
    sql = "SELECT 1 FROM changed_concept WHERE key = ? AND whole"
    if found.execute(sql, (key,)).fetchone() is None:
        return built.segments(key)
    return found.execute(
        "SELECT number, kind, lang, text FROM segment WHERE concept = ? ORDER BY number", (key,)
    ).fetchall()


def read(found: sqlite3.Connection, built: BuiltFiles, key: int, names: Names) -> Document:
    """Return the document of a concept; parents are in another order."""
    vocabulary, id, uri, sectors, status, listed, changed, *more = found.execute(
        _CONCEPT, (key,)
    ).fetchone()
    created, version, published, is_new, place, notation, summary, record = more
    segments = _segments(found, built, key)
    placed = {
        label: (sort_key, letter)
        for label, sort_key, letter in found.execute(
            "SELECT label, sort_key, letter FROM entry WHERE concept = ?", (key,)
        )
    }
    parents = found.execute(
        "SELECT concept.id FROM tree JOIN concept ON concept.key = tree.parent "
        "WHERE tree.child = ?1 UNION ALL SELECT id FROM pending_child WHERE child = ?1",
        (key,),
    )
    groups = found.execute("SELECT name FROM group_member WHERE concept = ? ORDER BY name", (key,))
    aliases = found.execute("SELECT uri FROM alias WHERE concept = ? ORDER BY uri", (key,))
    langs, kinds = names.langs.names, names.text_kinds.names
    return Document(
        vocabulary=vocabulary,
        id=id,
        uri=uri,
        labels=[
            Label(text, langs[lang], KINDS[kind], *placed.get(number, ()))
            for number, kind, lang, text in segments
            if kind < rows.NOTATION
        ],
        texts=[
            Text(text, langs[lang], kinds[kind - rows.FIRST_TEXT])
            for _, kind, lang, text in segments
            if kind >= rows.FIRST_TEXT
        ],
        notations=[text for _, kind, _, text in segments if kind == rows.NOTATION],
        sectors=[name for place, name in enumerate(names.sectors.names) if sectors >> place & 1],
        groups=[name for (name,) in groups],
        status=names.statuses.names[status],
        parents=[id for (id,) in parents],
        changed=changed or "",
        created=created,
        version=version,
        published=published,
        is_new=bool(is_new),
        listed=bool(listed),
        place=place,
        notation=notation,
        aliases=[uri for (uri,) in aliases],
        summary=built.stored.summary(key) if summary is None else summary,
        record=built.stored.record(key) if record is None else record,
    )


def rows_of(found: sqlite3.Connection, built: BuiltFiles, key: int, names: Names) -> Rows:
    """Return the rows that a concept has in a generation."""
    segments = _segments(found, built, key)
    made = Rows()
    first = segments[0][0] if segments else 0
    rows.add(made, read(found, built, key, names), key, first, names)
    return made


def every(found: sqlite3.Connection, built: BuiltFiles, names: Names) -> Iterator[Document]:
    """Yield all documents in the order in which they were added."""
    for (key,) in found.execute("SELECT key FROM concept ORDER BY key").fetchall():
        yield read(found, built, key, names)
