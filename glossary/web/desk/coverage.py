"""How far all languages of the site are, as a picture and as a table."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from glossary import languages
from glossary.catalogs.progress import Progress
from glossary.contribute.desk import queue
from glossary.contribute.desk.entries import STATES
from glossary.contribute.tables import CatalogState
from glossary.reader import Record, Site

_STEPS = 10
States = Mapping[tuple[str, str], CatalogState]


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a vocabulary is in a language.

    `kind` is "source" (the language it is kept in), "catalog", "file" (there is no catalog, but
    the vocabulary itself has terms in it) or "none". `progress` is that of a catalog.
    """

    vocabulary: str
    lang: str
    kind: str
    percent: int = 0
    checked: int = 0
    progress: Progress | None = None

    @property
    def step(self) -> int:
        """The place on a scale from 0 to 10, on which a draft counts half of what is checked; only
        what is complete and checked has 10.
        """
        return (self.percent + self.checked) * _STEPS // 200


def rows(site: Site, states: States, first: Collection[str]) -> list[tuple[str, list[Cell]]]:
    """Return the languages of the site with a cell for each vocabulary, those of `first` first,
    the others by how far they are.
    """
    known = site.vocabularies
    tags = {lang for vocabulary, lang in states if vocabulary in known} | set(first)
    tags |= {tag for described in known.values() for tag in described["languages"]}
    made = [(tag, [_cell(d, tag, states) for d in known.values()]) for tag in tags]
    made = [(tag, cells) for tag, cells in made if any(c.kind != "source" for c in cells)]
    return sorted(made, key=lambda row: (row[0] not in first, -_total(row[1]), row[0]))


def _total(cells: list[Cell]) -> int:
    return sum(cell.percent for cell in cells)


def _cell(described: Record, lang: str, states: States) -> Cell:
    id = described["id"]
    if lang == described["source_language"]:
        return Cell(id, lang, "source", 100, 100)
    state = states.get((id, lang))
    if state is not None:
        found = queue.progress(state.counts)
        return Cell(id, lang, "catalog", found.percent, found.checked_percent, found)
    terms = described["languages"].get(lang, 0)
    if terms:
        percent = min(100 * terms // max(described["concepts"], 1), 100)
        return Cell(id, lang, "file", percent, percent)
    return Cell(id, lang, "none")


def table(found: list[tuple[str, list[Cell]]]) -> str:
    """Return what is known as CSV (RFC 4180), one line for each vocabulary and language."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["vocabulary", "language", "name", "kind", "texts", *STATES, "percent"])
    writer.writerows(_lines(found))
    return target.getvalue()


def _lines(found: list[tuple[str, list[Cell]]]) -> Iterator[list[object]]:
    for lang, cells in found:
        for cell in cells:
            if cell.kind in ("catalog", "file"):
                states = cell.progress.states if cell.progress else {}
                counts = [states.get(state, "") for state in STATES]
                texts = cell.progress.total if cell.progress else ""
                name = languages.name(lang, "en")
                yield [cell.vocabulary, lang, name, cell.kind, texts, *counts, cell.percent]
