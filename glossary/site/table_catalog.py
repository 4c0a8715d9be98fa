"""A table of two languages fills a third of a vocabulary: its texts as a catalog to be merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.data import comments_of
from glossary.catalogs.messages import split_context
from glossary.catalogs.po.files import TermCatalog
from glossary.catalogs.update import new_catalog, template
from glossary.errors import N_
from glossary.formats import Finding, skos
from glossary.formats.contents import Asked
from glossary.formats.recognition import format_of, unpack
from glossary.formats.registry import Format
from glossary.model import Concept, Vocabulary
from glossary.site.settings import Settings

_RULE = "unknown-concept"


def table_format(file: Path) -> Format | None:
    """Return the format of a file that is a table, None for any other."""
    if not file.name.lower().endswith((".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")):
        return None
    form = format_of(file)
    return form if form is not None and form.name in ("csv", "csv-terms", "xlsx") else None


def catalog_of_table(
    settings: Settings,
    file: Path,
    form: Format,
    source: Path,
    lang: str,
    columns: Mapping[str, str],
) -> tuple[TermCatalog, list[CatalogProblem]]:
    """Return the texts in `lang` of a table as a catalog of the vocabulary in the file `source`.

    A concept is found by its URI or id, else by its preferred term in the source language. With it
    come the rows that are of no concept, or of several. Raises BrokenSource for what is no table.
    """
    made = skos.read(source, settings.base_url)[0]
    asked = Asked(made.id, settings.base_url, file.name, made.source_language, None, columns)
    matching = _Matching(made)
    problems: list[CatalogProblem] = []
    texts: dict[tuple[str, str], tuple[str, list[str]]] = {}
    with TemporaryDirectory() as folder:
        contents, found = form.read(unpack(file, Path(folder)), asked)
        for row in contents.concepts:
            id, problem = matching.of(row, contents.line_of(row.uri))
            problems += [problem] if problem else []
            if id:
                texts |= {(id, slot): text for slot, text in _texts(row, lang)}
        problems += [_problem(one) for one in found.everything() if one.line is not None]
    catalog = new_catalog(made, lang)
    for message in template(made):
        key = split_context(str(message.context or ""))
        if key in texts:
            message.string, comments = texts.pop(key)
            message.user_comments = comments
            catalog.add(message)
    return catalog, problems + [_no_slot(*key, text) for key, (text, _) in texts.items()]


@dataclass(slots=True)
class _Matching:
    """The concepts of a vocabulary by what a table may say of them."""

    vocabulary: Vocabulary
    _uris: dict[str, str] = field(default_factory=dict)
    _terms: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id, concept in self.vocabulary.concepts.items():
            self._uris[concept.uri] = id
            term = concept.preferred(self.vocabulary.source_language)
            if term is not None:
                self._terms.setdefault(_folded(term.text), []).append(id)

    def of(self, row: Concept, line: int | None) -> tuple[str, CatalogProblem | None]:
        """Return the id of the concept that a row of a table means, or what is wrong with it."""
        term = row.preferred(self.vocabulary.source_language)
        if row.uri in self._uris:
            named = self.vocabulary.concepts[self._uris[row.uri]]
            known = named.preferred(self.vocabulary.source_language)
            if term is None or known is None or _folded(term.text) == _folded(known.text):
                return named.id, None
        found = self._terms.get(_folded(term.text), []) if term is not None else []
        if len(found) == 1:
            return found[0], None
        text = N_("no concept has the preferred term “%(term)s”")
        if found:
            text = N_("several concepts have the preferred term “%(term)s”; name them by id")
        values = {"term": term.text if term is not None else row.id}
        return "", CatalogProblem(_RULE, text, values, line, text=str(values["term"]))


def _texts(row: Concept, lang: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Yield the texts of a row in a language, by slot, with what a catalog says of them."""
    preferred = row.preferred(lang)
    if preferred is not None:
        data = {
            "sources": list(preferred.sources),
            "grammar": preferred.grammar,
            "equivalence": preferred.equivalence,
        }
        said = {name: value for name, value in data.items() if value}
        yield "prefLabel", (preferred.text, comments_of(said))
    if others := [term.text for term in row.synonyms(lang) if term.status == "admitted"]:
        yield "altLabel", ("\n".join(others), [])
    for kind in dict.fromkeys(note.kind for note in row.notes if note.lang == lang):
        yield kind, ("\n\n".join(note.text for note in row.notes_of(kind, lang)), [])


def _no_slot(concept: str, slot: str, text: str) -> CatalogProblem:
    message = N_("the vocabulary has no such text in its own language; left out")
    return CatalogProblem("unknown-slot", message, {}, None, f"{concept}|{slot}", text)


def _problem(finding: Finding) -> CatalogProblem:
    return CatalogProblem(_RULE, finding.message, finding.values, finding.line, text=finding.where)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
