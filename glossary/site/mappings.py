"""Mappings that stand beside a vocabulary, in ``<id>.sssom.tsv``: its own file stays as it is.

They are read wherever the vocabulary is read with its catalogs, and told where they name no concept
of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.sssom import reading
from glossary.formats.sssom.mapping_sets import MappingSet, Row
from glossary.model import INVERSE_RELATION, Concept, Mapping
from glossary.site.settings import Settings

ENDING = ".sssom.tsv"
NO_CONCEPT = N_("neither %(subject)s nor %(object)s is a concept of the vocabulary; left out")


def path_of(settings: Settings, id: str) -> Path:
    """Return where the mappings of a vocabulary stand; nothing need be there."""
    return settings.vocabularies / f"{id}{ENDING}"


class Stated:
    """The mappings in a file beside a vocabulary; none where there is no such file."""

    def __init__(self, file: Path) -> None:
        made, self._found = reading.read(file) if file.is_file() else (MappingSet(), Findings())
        self._name = file.name
        self._by_uri: dict[str, list[tuple[Mapping, Row]]] = {}
        for row in made.rows:
            mapping = Mapping(row.relation, row.object, row.said)
            self._by_uri.setdefault(row.subject, []).append((mapping, row))
            turned = Mapping(INVERSE_RELATION[row.relation], row.subject, _turned(row.said))
            if row.subject != row.object:
                self._by_uri.setdefault(row.object, []).append((turned, row))
        self._used: set[int] = set()
        self._rows = made.rows

    def applied(self, concept: Concept) -> Concept:
        """Return a concept with the mappings that stand here; what it states itself comes first."""
        stated = self._by_uri.get(concept.uri)
        if not stated:
            return concept
        self._used.update(row.line for _, row in stated)
        made = {mapping: mapping for mapping in concept.mappings}
        made |= {mapping: mapping for mapping, _ in stated}
        return replace(concept, mappings=tuple(made.values()))

    def findings(self) -> Findings:
        """Return what could not be used; complete when all concepts were read."""
        found = Findings(replace(one, where=one.where or self._name) for one in self._found)
        for row in self._rows:
            if row.line not in self._used:
                values = {"subject": row.subject, "object": row.object}
                found.append(Finding("bad-mapping", self._name, NO_CONCEPT, values, row.line))
        return found


def _turned(said: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what is said of a mapping from the other side."""
    sides = {"subject": "object", "object": "subject"}
    found = []
    for name, value in said:
        side, _, rest = name.partition("_")
        found.append((f"{sides[side]}_{rest}" if side in sides else name, value))
    return tuple(found)
