"""The mappings of all vocabularies of a site held against each other; nothing is fetched."""

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from glossary.errors import N_
from glossary.formats import Finding, Findings, scratch
from glossary.model import INVERSE_RELATION, WITHDRAWN, Vocabulary
from glossary.site import sources
from glossary.site.settings import Settings

_SCHEMA = """
CREATE TABLE concept (uri TEXT, vocabulary TEXT, id TEXT, withdrawn INTEGER, successor TEXT);
CREATE INDEX concept_uri ON concept (uri);
CREATE TABLE mapping (
    number INTEGER PRIMARY KEY, vocabulary TEXT, id TEXT, uri TEXT, relation TEXT, target TEXT
);
CREATE INDEX mapping_uri ON mapping (uri, target);
CREATE TABLE space (space TEXT PRIMARY KEY, vocabulary TEXT);
"""
_SELF = "SELECT vocabulary, id, relation FROM mapping WHERE uri = target ORDER BY number"
_WITHDRAWN = (
    "SELECT m.vocabulary, m.id, m.relation, m.target, min(c.successor) FROM mapping m"
    " JOIN concept c ON c.uri = m.target GROUP BY m.number HAVING min(c.withdrawn) = 1"
    " ORDER BY m.number"
)
_DOUBLE = (
    "SELECT m.vocabulary, m.id, c.vocabulary, group_concat(DISTINCT c.uri) FROM mapping m"
    " JOIN concept c ON c.uri = m.target AND c.vocabulary <> m.vocabulary"
    " WHERE m.relation = 'exactMatch'"
    " GROUP BY m.vocabulary, m.id, c.vocabulary HAVING count(DISTINCT c.uri) > 1"
    " ORDER BY min(m.number)"
)
_CLASHES = (
    "WITH said AS (SELECT vocabulary, id, uri, relation, target, number FROM mapping"
    " UNION ALL SELECT c.vocabulary, c.id, m.target, inverse(m.relation), m.uri, m.number"
    " FROM mapping m JOIN concept c ON c.uri = m.target)"
    " SELECT a.vocabulary, a.id, b.relation, a.target FROM said a"
    " JOIN said b ON b.uri = a.uri AND b.target = a.target"
    " AND b.relation IN ('broadMatch', 'narrowMatch', 'relatedMatch', 'falseFriend')"
    " WHERE a.relation = 'exactMatch' AND a.uri <> a.target"
    " GROUP BY a.vocabulary, a.id, b.relation, a.target ORDER BY min(a.number)"
)
_MISSING = (
    "SELECT m.vocabulary, m.id, m.relation, m.target FROM mapping m"
    " WHERE NOT EXISTS (SELECT 1 FROM concept c WHERE c.uri = m.target) ORDER BY m.number"
)


def check_mappings(settings: Settings, id: str | None = None) -> tuple[int, Findings]:
    """Return how many mappings there are, and what is wrong with them: those of one vocabulary, or
    of all.

    Told are mappings to concepts that a vocabulary of the site does not have or that are withdrawn,
    to two concepts of one vocabulary as exactly the same, contradictions (SKOS Reference, S46; also
    of what both sides state), and mappings of a concept to itself.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        scratch.database(Path(folder) / "mappings.sqlite", _SCHEMA) as rows,
    ):
        rows.create_function("inverse", 1, INVERSE_RELATION.__getitem__, deterministic=True)
        found = _load(settings, rows)
        found += _faults(rows)
        if id is not None:
            sources.chosen_files(settings, id)
            found = Findings(one for one in found.everything() if one.vocabulary == id)
        count = "SELECT count(*) FROM mapping WHERE ? IN ('', vocabulary)"
        return rows.execute(count, (id or "",)).fetchone()[0], found


def foreign_targets(settings: Settings, id: str | None = None) -> list[tuple[str, str, str]]:
    """Return the targets of mappings that are addresses outside of the site's vocabularies, each
    once, with vocabulary and id of the first concept that is mapped to it.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        scratch.database(Path(folder) / "mappings.sqlite", _SCHEMA) as rows,
    ):
        _load(settings, rows)
        targets: dict[str, tuple[str, str, str]] = {}
        for vocabulary, concept, _, target in rows.execute(_MISSING):
            if id in (None, vocabulary) and target.startswith(("http://", "https://")):
                targets.setdefault(target, (target, vocabulary, concept))
        return list(targets.values())


def _load(settings: Settings, rows: sqlite3.Connection) -> Findings:
    """Read all vocabularies; return what cannot be used of the mappings beside them."""
    found = Findings()
    for file in sources.chosen_files(settings):
        with (
            tempfile.TemporaryDirectory() as folder,
            sources.opened(settings, file, Path(folder)) as source,
        ):
            its, spaces = source.vocabulary, Counter[str]()
            for concept in source.concepts():
                spaces[_space(concept.uri)] += 1
                gone, successor = concept.status == WITHDRAWN, ", ".join(concept.replaced_by)
                rows.execute(
                    "INSERT INTO concept VALUES (?, ?, ?, ?, ?)",
                    (concept.uri, its.id, concept.id, gone, successor),
                )
                rows.executemany(
                    "INSERT INTO mapping (vocabulary, id, uri, relation, target)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (
                        (its.id, concept.id, concept.uri, one.relation, one.uri)
                        for one in concept.mappings
                    ),
                )
            rows.executemany(
                "INSERT OR IGNORE INTO space VALUES (?, ?)",
                ((space, its.id) for space in spaces if _is_own(space, its, spaces)),
            )
            found += source.mapping_findings().of(its.id)
    return found


def _space(uri: str) -> str:
    """Return the namespace of a URI: all up to its last sign that parts."""
    return re.split(r"[^/#=:]*\Z", uri, maxsplit=1)[0]


def _is_own(space: str, its: Vocabulary, spaces: Counter[str]) -> bool:
    """Return whether a namespace is that of a vocabulary, so that it has all concepts in it."""
    scheme = its.uri.rstrip("/#")
    if space.startswith((f"{scheme}/", f"{scheme}#", f"{scheme}:")) or its.uri.startswith(space):
        return True
    return len(spaces) == 1 and urlsplit(space).netloc == urlsplit(its.uri).netloc


def _faults(rows: sqlite3.Connection) -> Findings:
    found = Findings()
    found.extend(_of_one_concept(rows))
    spaces = dict(rows.execute("SELECT space, vocabulary FROM space"))
    dead = N_("%(relation)s to %(uri)s, which “%(other)s” does not have")
    for vocabulary, id, relation, target in rows.execute(_MISSING):
        other = spaces.get(_space(target))
        if other is not None:
            values = {"relation": relation, "uri": target, "other": other}
            found.append(Finding("mapping-dead", id, dead, values, vocabulary=vocabulary))
    withdrawn = N_("%(relation)s to %(uri)s, which is withdrawn; its successor is %(successor)s")
    alone = N_("%(relation)s to %(uri)s, which is withdrawn and has no successor")
    for vocabulary, id, relation, target, successor in rows.execute(_WITHDRAWN):
        values = {"relation": relation, "uri": target, "successor": successor}
        text = withdrawn if successor else alone
        found.append(Finding("mapping-withdrawn", id, text, values, vocabulary=vocabulary))
    return found


def _of_one_concept(rows: sqlite3.Connection) -> Iterator[Finding]:
    itself = N_("%(relation)s to the concept itself")
    for vocabulary, id, relation in rows.execute(_SELF):
        yield Finding("mapping-self", id, itself, {"relation": relation}, vocabulary=vocabulary)
    double = N_("exactMatch with several concepts of “%(other)s”: %(uris)s")
    for vocabulary, id, other, uris in rows.execute(_DOUBLE):
        values = {"other": other, "uris": uris.replace(",", ", ")}
        yield Finding("mapping-double", id, double, values, vocabulary=vocabulary)
    clash = N_("exactMatch and %(relation)s with %(uri)s, also counting what that side states")
    for vocabulary, id, relation, target in rows.execute(_CLASHES):
        values = {"relation": relation, "uri": target}
        yield Finding("mapping-clash", id, clash, values, vocabulary=vocabulary)
