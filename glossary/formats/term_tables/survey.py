"""Which concept each row of the tables is of: read once through, before concepts are made.

Kept are ids, and preferred terms where relations may name them; texts are not.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from glossary.errors import N_
from glossary.formats import Finding
from glossary.formats.skos.ids import MOST_CHARACTERS, id_of
from glossary.formats.term_tables.column_names import CATEGORY, USE
from glossary.formats.term_tables.columns import CONCEPT, GROUP_TYPES, PREFERRED, TERM, URI
from glossary.formats.term_tables.entries import Entry, Tell, entries
from glossary.formats.term_tables.layout import Layout
from glossary.formats.term_tables.membership import Memberships

_RELATED = {"broader", "narrower", "related", USE}
_OTHERS = re.compile(r"[^\w]+|_")


@dataclass(slots=True)
class Survey:
    """The concepts of tables: `rows_of` counts the entries of each id, `lines` has the first row.

    Texts whose language nothing says are in `otherwise`. `owners` has the id of each entry in its
    order, table by table; "" for what is no concept, `told` are
    values that were told of once for all rows.
    """

    layouts: list[Layout]
    source_language: str
    otherwise: str
    base_uri: str
    tell: Tell
    rows_of: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)
    owners: list[list[str]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    synonyms: set[tuple[int, int]] = field(default_factory=set)
    memberships: Memberships = field(default_factory=Memberships)
    _uris: dict[str, str] = field(default_factory=dict)
    _ids_of_uris: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _by_term: dict[str, tuple[str, str]] = field(default_factory=dict)
    _deferred: list[tuple[int, int, Entry]] = field(default_factory=list)

    def look(self) -> None:
        """Read all rows."""
        for number, layout in enumerate(self.layouts):
            owners: list[str] = []
            self.owners.append(owners)
            wants_names = not layout.is_own and any(
                meaning.field in _RELATED for meaning in layout.meanings.values()
            )
            for entry in entries(layout, self.otherwise, self.tell):
                if USE in {name for name, _ in entry.texts} and not entry.is_own:
                    self._deferred.append((number, len(owners), entry))
                    owners.append("")
                    continue
                owners.append(self._owner(entry, layout, owners))
                if wants_names and owners[-1]:
                    self._name(owners[-1], entry)
        for number, place, entry in self._deferred:
            self._refer(number, place, entry)

    def uri_of(self, id: str) -> str:
        """Return the URI of a concept by its id."""
        return self._uris.get(id) or self.base_uri + quote(id, safe="")

    def resolve(self, text: str) -> str | None:
        """Return the id of the concept that is meant by an id, a URI or a term, else None."""
        if text in self.rows_of:
            return text
        if text in self._ids_of_uris:
            return self._ids_of_uris[text]
        return self._names.get(_folded(text))

    def interleaved(self) -> Iterator[tuple[str, Entry]]:
        """Yield the entries of all tables with their ids, those of a concept close together."""
        quiet = replace(self, tell=lambda finding: None)
        streams = [quiet._numbered(number) for number in range(len(self.layouts))]
        ahead = [next(stream, None) for stream in streams]
        while any(one is not None for one in ahead):
            leader = next(at for at, one in enumerate(ahead) if one is not None)
            id = ahead[leader][0] if ahead[leader] is not None else ""  # type: ignore[index]
            for at, stream in enumerate(streams):
                while (one := ahead[at]) is not None and (one[0] == id or at == leader):
                    yield one
                    ahead[at] = next(stream, None)
                    if at == leader:
                        break

    def _numbered(self, number: int) -> Iterator[tuple[str, Entry]]:
        found = entries(self.layouts[number], self.otherwise, self.tell)
        for place, entry in enumerate(found):
            if (number, place) in self.synonyms:
                _as_synonym(entry)
            yield self.owners[number][place], entry

    def _owner(self, entry: Entry, layout: Layout, before: list[str]) -> str:
        """Return the id of the concept that a row is of; a row without one is told."""
        id = entry.one(CONCEPT)
        uri = entry.one(URI)
        if entry.is_own and self._is_group(entry, id):
            return ""
        if not id and uri:
            id = self._ids_of_uris.get(uri) or id_of(uri)
        if not id and entry.by_term and _has_column(layout, CONCEPT) and before and before[-1]:
            id = before[-1]
        if not id:
            id = self._id_of_term(entry)
        if not id:
            text = N_("row without a term; left out: %(beginning)s")
            values = {"beginning": _beginning(entry)}
            self.tell(Finding("no-label", "", text, values, entry.row))
            return ""
        return self._count(id[: MOST_CHARACTERS * 4], uri, entry)

    def _count(self, id: str, uri: str, entry: Entry) -> str:
        """Note a row of a concept; a further one in a table of concepts is told."""
        first = self.lines.setdefault(id, entry.row)
        if self.rows_of[id] and not entry.by_term and not _continues(entry):
            text = N_("the rows %(first)s and %(row)s are of one concept; they are taken together")
            self.tell(Finding("merged", id, text, {"first": first, "row": entry.row}, entry.row))
        self.rows_of[id] += 1
        if uri:
            self._uris.setdefault(id, uri)
            self._ids_of_uris.setdefault(uri, id)
        for name in entry.texts.get((CATEGORY, None), ()):
            self.memberships.add_by_name(name, id, self.source_language)
        for name in entry.texts.get(("groups", None), ()):
            self.memberships.add(name if entry.is_own else name.strip(), id, entry.is_own)
        return id

    def _is_group(self, entry: Entry, id: str) -> bool:
        if entry.one("concept type") in GROUP_TYPES or id in self.memberships:
            self.memberships.describe(id, entry)
            return True
        return False

    def _id_of_term(self, entry: Entry) -> str:
        """Return the id made of the first term of a row, "" where it has none.

        The same term with another definition is another concept.
        """
        term = _first_term(entry, self.source_language)
        if not term:
            return ""
        folded, told = _folded(term), _definition(entry)
        known = self._by_term.get(folded)
        if known is not None and (not told or not known[1] or told == known[1]):
            return known[0]
        id = self._free(slug(term))
        if known is not None:
            text = N_(
                "“%(term)s” stands also in row %(first)s with another definition; this one is a "
                "further concept"
            )
            values = {"term": term, "first": self.lines.get(known[0], "?")}
            self.tell(Finding("homonym", id, text, values, entry.row))
        self._by_term[folded] = id, told
        return id

    def _free(self, id: str) -> str:
        number, found = 1, id
        while found in self.rows_of:
            number += 1
            found = f"{id}-{number}"
        return found

    def _name(self, id: str, entry: Entry) -> None:
        for (name, _), texts in entry.texts.items():
            if name in (PREFERRED, TERM, "notation"):
                for text in texts:
                    self._names.setdefault(_folded(text), id)

    def _refer(self, number: int, place: int, entry: Entry) -> None:
        """Take a row that only says which term to use instead as a synonym of that."""
        wanted = entry.texts[USE, None][0]
        id = self.resolve(wanted)
        if id is None:
            text = N_("“%(target)s” is no concept of the table; the row is left out")
            values = {"target": wanted[:100]}
            self.tell(Finding("no-target", "", text, values, entry.row))
            return
        self.owners[number][place] = id
        self.synonyms.add((number, place))
        self.rows_of[id] += 1


def _as_synonym(entry: Entry) -> None:
    """Make the preferred terms of a row others, and leave out what is of a concept."""
    kept: dict[tuple[str, str | None], list[str]] = {}
    for (name, lang), texts in entry.texts.items():
        if name in (PREFERRED, "alternative"):
            kept.setdefault(("alternative", lang), []).extend(texts)
    entry.texts = kept


def _first_term(entry: Entry, source_language: str) -> str:
    for name in (PREFERRED, TERM):
        for lang in (source_language, None):
            if texts := entry.texts.get((name, lang)):
                return texts[0]
    return next((t[0] for (n, _), t in entry.texts.items() if n in (PREFERRED, TERM)), "")


def _definition(entry: Entry) -> str:
    return "\n".join(t for (n, _), texts in entry.texts.items() if n == "definition" for t in texts)


def _has_column(layout: Layout, name: str) -> bool:
    return any(meaning.field == name for meaning in layout.meanings.values())


def _continues(entry: Entry) -> bool:
    return entry.is_own and any(
        t.startswith("+++") for texts in entry.texts.values() for t in texts
    )


def _beginning(entry: Entry) -> str:
    text = " · ".join(text for texts in entry.texts.values() for text in texts)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def slug(term: str) -> str:
    """Return the id that a term gives: its letters and digits, small, with hyphens between.

    >>> slug("Öffentliche Bibliothek (DDR)"), slug("مكتبة عامة")
    ('offentliche-bibliothek-ddr', 'مكتبة-عامة')
    """
    split = unicodedata.normalize("NFKD", term).casefold()
    latin = "".join(char for char in split if not "\u0300" <= char <= "\u036f")
    plain = unicodedata.normalize("NFC", latin)
    return "-".join(part for part in _OTHERS.split(plain) if part)[:60].strip("-") or "term"
