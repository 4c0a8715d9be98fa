"""SSSOM/TSV read: each row that cannot be used is told with its line."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings
from glossary.formats.rdf import containers, encodings
from glossary.formats.skos.names import MAPPINGS
from glossary.formats.sssom.mapping_sets import BUILT_IN, UNSPECIFIED, MappingSet, Row

_NEEDED = ("subject_id", "predicate_id", "object_id")
_LONGEST_HEAD = 1 << 20
_MOST_ROWS = 1_000_000
_IRIS = ("http://", "https://", "urn:")


class _Loader(yaml.SafeLoader):
    """YAML without aliases, by which a short text stands for a very long one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return a node; raise YAMLError for an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias is not allowed")
        return super().compose_node(parent, index)


def read(file: Path) -> tuple[MappingSet, Findings]:
    """Return the mappings in a file (SSSOM/TSV or SSSOM/CSV), and what of it cannot be used.

    Raises BrokenSource where it is no such file.
    """
    with containers.opened(file) as opened:
        stream = encodings.as_utf8(opened.stream, opened.head(), file.name)
        lines = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        try:
            return _Reader(file.name, iter(lines)).read()
        except UnicodeDecodeError as error:
            raise encodings.not_utf8(error, 1, file.name) from error
        except (csv.Error, yaml.YAMLError, RecursionError) as error:
            text = N_("this is not SSSOM/TSV: %(cause)s")
            raise BrokenSource(file.name, text, cause=" ".join(str(error).split())) from error


class _Reader:
    def __init__(self, name: str, lines: Iterator[str]) -> None:
        self._name, self._lines = name, lines
        self._number = 0
        self._made, self._found = MappingSet(), Findings()

    def read(self) -> tuple[MappingSet, Findings]:
        """Return the mappings and the findings."""
        head, first = self._head()
        self._describe(head)
        comma = "\t" not in first and "," in first
        table = csv.reader(chain([first], self._lines), "excel" if comma else "excel-tab")
        columns = [cell.strip() for cell in next(table, [])]
        if missing := [name for name in _NEEDED if name not in columns]:
            text = N_("this is not SSSOM/TSV: there is no column %(names)s")
            names = ", ".join(missing)
            raise BrokenSource(self._name, text, line=self._number + 1, names=names)
        for cells in table:
            line = self._number + table.line_num
            if len(self._made.rows) >= _MOST_ROWS:
                text = N_("there are more mappings in it than are read: %(most)s")
                raise BrokenSource(self._name, text, line=line, most=_MOST_ROWS)
            if any(cells):
                self._take(columns, cells, line)
        return self._made, self._found

    def _head(self) -> tuple[str, str]:
        """Return the lines of the head without their sign, and the line after them."""
        head, size = list[str](), 0
        for line in self._lines:
            if not line.startswith("#"):
                return "".join(head), line
            self._number += 1
            size += len(line)
            if size > _LONGEST_HEAD:
                text = N_("the head is too long")
                raise BrokenSource(self._name, text, line=self._number)
            head.append(line[1:])
        return "".join(head), ""

    def _describe(self, head: str) -> None:
        lines = head.splitlines()
        if all(line[:1] in ("", " ") for line in lines):
            head = "\n".join(line[1:] for line in lines)
        about: Any = yaml.load(head, _Loader) or {}
        if not isinstance(about, dict):
            raise BrokenSource(self._name, N_("the head is not YAML with names and values"), line=1)
        prefixes = about.pop("curie_map", None)
        if isinstance(prefixes, dict):
            self._made.prefixes = {str(name): str(space) for name, space in prefixes.items()}
        self._made.about = {str(name): _plain(value) for name, value in about.items()}

    def _take(self, columns: list[str], cells: list[str], line: int) -> None:
        said = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()
        }
        if len(cells) > len(columns):
            text = N_("the row has more cells than columns: %(found)s, %(wanted)s; left out")
            self._refuse(text, line, found=len(cells), wanted=len(columns))
            return
        if missing := [name for name in _NEEDED if name not in said]:
            text = N_("there is no %(names)s; left out")
            self._refuse(text, line, names=", ".join(missing))
            return
        uris = [self._uri(said.pop(name), line) for name in _NEEDED]
        if None in uris:
            return
        subject, predicate, target = map(str, uris)
        relation = MAPPINGS.get(predicate)
        if "NoTermFound" in (subject + target) or said.get("predicate_modifier"):
            self._refuse(N_("the row says that there is no mapping; left out"), line)
        elif relation is None:
            text = N_("“%(value)s” is no mapping of SKOS; left out")
            self._refuse(text, line, value=predicate)
        else:
            said = self._checked(said, line)
            self._made.rows.append(Row(subject, relation, target, tuple(said.items()), line))

    def _checked(self, said: dict[str, str], line: int) -> dict[str, str]:
        """Return the other slots of a row: justification and confidence as they must be."""
        if not said.get("mapping_justification"):
            self._tell(N_("no justification is stated; taken as unspecified"), line)
            said["mapping_justification"] = UNSPECIFIED
        confidence = said.get("confidence", "1")
        try:
            fits = 0 <= float(confidence) <= 1
        except ValueError:
            fits = False
        if not fits:
            text = N_("“%(value)s” is no confidence from 0 to 1; left out")
            self._tell(text, line, value=said.pop("confidence"))
        return said

    def _uri(self, stated: str, line: int) -> str | None:
        """Return the URI that a CURIE stands for; None where its prefix is not known, told."""
        name, sign, local = stated.partition(":")
        space = self._made.prefixes.get(name) or BUILT_IN.get(name)
        if sign and space:
            return space + local
        if stated.startswith(_IRIS):
            return stated
        self._refuse(N_("the prefix of “%(value)s” is not declared; left out"), line, value=stated)
        return None

    def _refuse(self, text: str, line: int, **values: object) -> None:
        self._found.append(Finding("bad-mapping", "", text, values, line))

    def _tell(self, text: str, line: int, **values: object) -> None:
        self._found.append(Finding("unknown-value", "", text, values, line))


def _plain(value: Any) -> object:
    """Return a value of YAML as text or a list of texts."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, int | float | str) else str(value)
