"""What the concepts of a vocabulary say, held against rules; see `glossary.formats.rules`."""

import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.skos.accounting import Ledger
from glossary.formats.skos.names import SKOS
from glossary.model import FALSE_FRIEND, Concept, Vocabulary

_SCHEMA = """
CREATE TABLE said (kind TEXT, lang TEXT, text TEXT, number INTEGER, id TEXT);
CREATE INDEX said_text ON said (kind, lang, text);
CREATE TABLE retired (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE mapped (uri TEXT, id TEXT);
"""
_SHOWN = 4
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_FINE = frozenset("\n\t\r\u200c\u200d\u200e\u200f\u00ad\u2060")
"""Characters that nobody sees and that texts may have: joiners, marks of direction, hyphenation."""
_DOCUMENTING = {"definition", "scopeNote", "example", "historyNote", "note"}
_EXCLUDING = ("broadMatch", "narrowMatch", "relatedMatch", FALSE_FRIEND)
_OF_SKOS = {
    "Collection", "Concept", "ConceptScheme", "OrderedCollection", "altLabel", "broadMatch",
    "broader", "broaderTransitive", "changeNote", "closeMatch", "definition", "editorialNote",
    "exactMatch", "example", "hasTopConcept", "hiddenLabel", "historyNote", "inScheme",
    "mappingRelation", "member", "memberList", "narrowMatch", "narrower", "narrowerTransitive",
    "notation", "note", "prefLabel", "related", "relatedMatch", "scopeNote", "semanticRelation",
    "topConceptOf",
}  # fmt: skip


class _Tally:
    """How many concepts there are of a kind, and the id of the first."""

    def __init__(self) -> None:
        self.first, self.count = "", 0

    def add(self, id: str) -> None:
        """Count a concept."""
        self.first, self.count = self.first or id, self.count + 1


class Consistency:
    """The concepts of a vocabulary: taken in one after the other, then held against the rules."""

    def __init__(self, rows: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self._rows, self._vocabulary = rows, vocabulary
        self._found = Findings()
        self._count = 0
        self._languages: Counter[str] = Counter()
        self._undocumented = _Tally()
        self._not_http = _Tally()
        self._mappings = 0
        for statement in _SCHEMA.split(";"):
            rows.execute(statement)

    def take(self, concept: Concept) -> None:
        """Take in a concept; what it alone tells is held against the rules now.

        Of a withdrawn concept nothing else is asked.
        """
        self._found.extend(self._unprintable(concept))
        self._found.extend(self._clashes(concept))
        if concept.status == "deprecated":
            self._rows.execute("INSERT INTO retired VALUES (?)", (concept.id,))
            return
        self._count += 1
        said: list[tuple[str, str, str]] = [
            *((term.status, term.lang, term.text) for term in concept.terms),
            *(("notation", "", text) for text in concept.notations),
        ]
        self._rows.executemany(
            "INSERT INTO said VALUES (?, ?, ?, ?, ?)",
            [(*one, self._count, concept.id) for one in said if one[0] != "hidden"],
        )
        self._languages.update(concept.labels().keys())
        if _DOCUMENTING.isdisjoint(note.kind for note in concept.notes):
            self._undocumented.add(concept.id)
        if not concept.uri.lower().startswith(("http://", "https://")):
            self._not_http.add(concept.id)
        self._mappings += len(concept.mappings)

    def _unprintable(self, concept: Concept) -> Iterator[Finding]:
        texts = [term.text for term in concept.terms] + [note.text for note in concept.notes]
        for said in texts:
            odd = [] if said.isprintable() else [sign for sign in said if _is_unseen(sign)]
            if odd:
                text = N_("“%(text)s” holds the character %(code)s")
                values = {"text": said[:60], "code": f"U+{ord(odd[0]):04X}"}
                yield Finding("unprintable", concept.id, text, values)

    def _clashes(self, concept: Concept) -> Iterator[Finding]:
        exact = {one.uri for one in concept.mappings if one.relation == "exactMatch"}
        for one in concept.mappings:
            if one.uri in exact and one.relation in _EXCLUDING:
                text = N_("matches %(uri)s exactly, and also by %(relation)s")
                values = {"uri": one.uri, "relation": one.relation}
                yield Finding("mapping-clash", concept.id, text, values)
        self._rows.executemany(
            "INSERT INTO mapped VALUES (?, ?)", [(one.uri, concept.id) for one in concept.mappings]
        )

    def findings(self, ledger: Ledger) -> Findings:
        """Return what breaks a rule; complete when all concepts were taken in."""
        found = Findings()
        for rule in (
            self._duplicates, self._overlapping, self._notations, self._mapped_inside,
            self._documentation, self._coverage, self._groups,
        ):  # fmt: skip
            found.extend(rule())
        found.extend(_undefined(ledger))
        found += self._found
        return found

    def _shared(self, kind: str) -> Iterator[tuple[str, str, list[str]]]:
        """Yield language, text and concepts of what several concepts have of one kind."""
        for lang, text, ids in self._rows.execute(
            "SELECT lang, text, json_group_array(DISTINCT id) FROM said WHERE kind = ?"
            " GROUP BY lang, text HAVING count(DISTINCT id) > 1 ORDER BY min(number)",
            (kind,),
        ):
            yield lang, text, json.loads(ids)

    def _duplicates(self) -> Iterator[Finding]:
        for lang, label, ids in self._shared("preferred"):
            text = N_("“%(text)s” (%(lang)s) is also the preferred term of %(ids)s")
            values = {"text": label, "lang": lang, "ids": _listed(ids[1:])}
            yield Finding("duplicate-label", ids[0], text, values)

    def _overlapping(self) -> Iterator[Finding]:
        text = N_("“%(text)s” (%(lang)s) is also a synonym of %(ids)s")
        for id, label, lang, ids in self._rows.execute(
            "SELECT a.id, a.text, a.lang, json_group_array(DISTINCT b.id) FROM said a"
            " JOIN said b ON b.lang = a.lang AND b.text = a.text AND b.kind = 'admitted'"
            " WHERE a.kind = 'preferred' AND a.number <> b.number"
            " GROUP BY a.number, a.text, a.lang ORDER BY a.number"
        ):
            values = {"text": label, "lang": lang, "ids": _listed(json.loads(ids))}
            yield Finding("overlapping-label", id, text, values)

    def _notations(self) -> Iterator[Finding]:
        for _, notation, ids in self._shared("notation"):
            text = N_("the notation %(text)s is also that of %(ids)s")
            values = {"text": notation, "ids": _listed(ids[1:])}
            yield Finding("ambiguous-notation", ids[0], text, values)

    def _mapped_inside(self) -> Iterator[Finding]:
        for id, other in self._rows.execute(
            "SELECT mapped.id, concept.id FROM mapped JOIN subject ON name = uri"
            " JOIN concept ON subject = number WHERE kept ORDER BY mapped.rowid"
        ):
            text = N_("is mapped to %(other)s of the same vocabulary")
            yield Finding("mapping-inside", id, text, {"other": other})

    def _documentation(self) -> Iterator[Finding]:
        for rule, found, text in (
            ("undocumented", self._undocumented, N_("concepts without any note: %(count)s")),
            (
                "no-http-uri",
                self._not_http,
                N_("concepts without a web address: %(count)s"),
            ),
        ):
            if found.count:
                yield Finding(rule, found.first, text, {"count": found.count})
        if self._count and not self._mappings:
            yield Finding("no-mapping", self._vocabulary.id, N_("no concept has a mapping"))

    def _coverage(self) -> Iterator[Finding]:
        own = self._vocabulary.id
        for lang, count in sorted(self._languages.items()):
            if count < self._count:
                text = N_("concepts without a preferred term in %(lang)s: %(count)s")
                values = {"count": self._count - count, "lang": lang}
                yield Finding("missing-language", own, text, values)
        if self._count and self._count not in self._languages.values():
            text = N_("no language has a preferred term of every concept")
            yield Finding("no-common-language", own, text)

    def _groups(self) -> Iterator[Finding]:
        inner = {group.id: group.groups for group in self._vocabulary.groups}
        for id in inner:
            seen: set[str] = set()
            waiting = [*inner[id]]
            while waiting:
                if (step := waiting.pop()) not in seen:
                    seen.add(step)
                    waiting += inner[step]
            if id in seen:
                yield Finding("group-cycle", id, N_("the group is in itself"))


def _undefined(ledger: Ledger) -> Iterator[Finding]:
    for name in (*ledger.kept, *ledger.kept_memberships, *ledger.predicates, *ledger.classes):
        if name.startswith(SKOS) and name.removeprefix(SKOS) not in _OF_SKOS:
            text = N_("SKOS has no such name")
            yield Finding("undefined-term", name, text)


def _is_unseen(character: str) -> bool:
    return character not in _FINE and unicodedata.category(character) in _UNSEEN


def _listed(ids: list[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
