"""Documents read back from a generation: to replace them, to repeat them, to build anew."""

import sqlite3
from collections.abc import Iterator

from index import KINDS, Document, Label, Text
from index.embedded import rows
from index.embedded.rows import Names, Rows
from index.embedded.stored import Stored

_CONCEPT = (
    "SELECT vocabulary.id, concept.id, uri, sectors, status, listed, changed, "
    "summary, record "
    "FROM concept JOIN vocabulary ON vocabulary.number = concept.vocabulary WHERE key = ?"
)


def names(found: sqlite3.Connection) -> Names:
    """Return the names of a generation."""
    metadata = dict(found.execute("SELECT name, value FROM metadata"))
    vocabularies = found.execute("SELECT id FROM vocabulary ORDER BY number")
    return rows.named(metadata, [id for (id,) in vocabularies])


def read(found: sqlite3.Connection, stored: Stored, key: int, names: Names) -> Document:
    """Return the document of a concept; parents are in another order."""
    vocabulary, id, uri, sectors, status, listed, changed, summary, record = found.execute(
        _CONCEPT, (key,)
    ).fetchone()
    labels = found.execute(
        "SELECT kind, lang, text, number FROM label WHERE concept = ? ORDER BY number", (key,)
    ).fetchall()
    placed = {
        label: (sort_key, letter)
        for label, sort_key, letter in found.execute(
            "SELECT label, sort_key, letter FROM entry WHERE concept = ?", (key,)
        )
    }
    parents = found.execute(
        "SELECT concept.id FROM tree JOIN concept ON concept.key = tree.parent "
        "WHERE tree.child = ?1 UNION ALL SELECT id FROM awaited WHERE child = ?1",
        (key,),
    )
    groups = found.execute("SELECT name FROM grouped WHERE concept = ? ORDER BY name", (key,))
    texts = found.execute(
        "SELECT text, lang, kind FROM passage WHERE concept = ? ORDER BY number", (key,)
    )
    return Document(
        vocabulary=vocabulary,
        id=id,
        uri=uri,
        labels=[
            Label(text, lang, KINDS[kind], *placed.get(number, ()))
            for kind, lang, text, number in labels
            if kind != rows.NOTATION
        ],
        texts=[Text(*row) for row in texts],
        notations=[text for kind, _, text, _ in labels if kind == rows.NOTATION],
        sectors=[name for place, name in enumerate(names.sectors.names) if sectors >> place & 1],
        groups=[name for (name,) in groups],
        status=names.statuses.names[status],
        parents=[id for (id,) in parents],
        changed=changed or "",
        listed=bool(listed),
        summary=stored.summary(key) if summary is None else summary,
        record=stored.record(key) if record is None else record,
    )


def rows_of(found: sqlite3.Connection, stored: Stored, key: int, names: Names) -> Rows:
    """Return the rows that a concept has in a generation."""
    first = found.execute(
        "SELECT min(number) FROM (SELECT min(number) number FROM label WHERE concept = ?1"
        " UNION ALL SELECT min(number) FROM passage WHERE concept = ?1)",
        (key,),
    ).fetchone()[0]
    made = Rows()
    rows.add(made, read(found, stored, key, names), key, first or 0, names)
    return made


def every(found: sqlite3.Connection, stored: Stored, names: Names) -> Iterator[Document]:
    """Yield all documents in the order in which they were added."""
    for (key,) in found.execute("SELECT key FROM concept ORDER BY key").fetchall():
        yield read(found, stored, key, names)
