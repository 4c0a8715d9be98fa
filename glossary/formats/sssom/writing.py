"""Mappings written as SSSOM/TSV; those of a vocabulary, or a whole mapping set."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping

from glossary.formats.contents import Contents
from glossary.formats.skos.names import MAPPING_PROPERTIES
from glossary.formats.sssom.mapping_sets import COLUMNS, UNSPECIFIED, Prefixes, Row
from glossary.model import Concept

_PREFIX = re.compile(r"[a-z][a-z0-9_-]*")
_MEMORY = 1 << 22
_IDS = ("author_id", "reviewer_id", "creator_id")
NO_LICENCE = "https://w3id.org/sssom/license/unspecified"
"""What stands for a licence that nobody states."""


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield the mappings of a vocabulary; a file holds them until all prefixes are known."""
    its = contents.vocabulary
    lang = its.source_language
    own = {its.id: its.uri} if _PREFIX.fullmatch(its.id) and its.uri.endswith(("/", "#")) else {}
    about: dict[str, object] = {
        "mapping_set_id": f"{contents.base_url}/{its.id}.sssom.tsv",
        "mapping_set_title": its.titles.get(lang) or next(iter(its.titles.values()), its.id),
        "license": its.licence or NO_LICENCE,
    }
    if own:
        about["subject_source"] = f"{its.id}:"
    rows = (row for concept in contents.concepts for row in _rows(concept, lang))
    yield from document(about, own, rows)


def _rows(concept: Concept, lang: str) -> Iterator[Row]:
    term = concept.preferred(lang)
    label = term.text if term else next(iter(concept.labels().values()), "")
    for mapping in concept.mappings:
        said = {"subject_label": label, "mapping_justification": UNSPECIFIED, **dict(mapping.said)}
        yield Row(concept.uri, mapping.relation, mapping.uri, tuple(said.items()))


def document(
    about: Mapping[str, object], prefixes: Mapping[str, str], rows: Iterable[Row]
) -> Iterator[bytes]:
    """Yield a mapping set: what is said of all, the prefixes that it needs, and its rows."""
    known = Prefixes(prefixes)
    used = dict.fromkeys(COLUMNS[:6])
    with tempfile.SpooledTemporaryFile(_MEMORY, "w+", encoding="utf-8", newline="") as body:
        for row in rows:
            made = _cells(row, known)
            used |= dict.fromkeys(made)
            body.write(json.dumps(made) + "\n")
        yield "".join(_head(about, known)).encode()
        columns = [name for name in used if name in COLUMNS]
        columns.sort(key=COLUMNS.index)
        columns += [name for name in used if name not in COLUMNS]
        body.seek(0)
        yield _line(columns)
        for line in body:
            made = json.loads(line)
            yield _line([made.get(name, "") for name in columns])


def _cells(row: Row, known: Prefixes) -> dict[str, str]:
    said = {name: value for name, value in row.said if value}
    for name in _IDS:
        for curie in said.get(name, "").split("|"):
            known.use(curie)
    return {
        **said,
        "subject_id": known.curie(row.subject),
        "predicate_id": known.curie(MAPPING_PROPERTIES[row.relation]),
        "object_id": known.curie(row.object),
    }


def _head(about: Mapping[str, object], known: Prefixes) -> Iterator[str]:
    """Yield the head, as YAML whose values are written as JSON is, which is YAML as well."""
    for name, value in about.items():
        yield f"#{name}: {json.dumps(value, ensure_ascii=False)}\n"
    if known.stated:
        yield "#curie_map:\n"
        for name, space in sorted(known.stated.items()):
            yield f"#  {name}: {json.dumps(space, ensure_ascii=False)}\n"


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, "excel-tab", lineterminator="\n").writerow(cells)
    return line.getvalue().encode()
