"""Collections, concept groups and arrays of a file as groups that nest."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats.rdf import RDF, Value, text_of
from glossary.formats.rdf.graph import Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.beyond import of_group
from glossary.formats.skos.ids import hashed
from glossary.formats.skos.interpreting import Interpreter
from glossary.formats.skos.links import Links
from glossary.formats.skos.names import ARRAY, DCT, ISOTHES, OF_GROUP, OF_LIST, RDFS, SKOS, XL
from glossary.model import Group

_NIL = RDF + "nil"
_FIRST, _REST = RDF + "first", RDF + "rest"
_OF_OTHERS = ("superGroup", "subGroup", "superOrdinate", "subordinateArray")
"""By what a group names others, or the concepts that it divides (ISO 25964)."""


class GroupReader:
    """The groups of a vocabulary: named first, then read."""

    def __init__(self, reading: Interpreter, links: Links, classes: Collection[str]) -> None:
        self._reading, self._links = reading, links
        found = (subject for _, subject in reading.graph.of_type(classes))
        self._subjects = {subject.name: subject for subject in found}
        self._ids: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._labelled: dict[str, dict[str, str]] = {}

    def named(self) -> list[tuple[int, str]]:
        """Return number and URI of each; a blank node has a name made of what it says, with a
        number where several say the same.
        """
        names: dict[str, int] = {}
        for one in self._subjects.values():
            stated = name = self._said(one)
            turn = 1
            while name in names:
                turn += 1
                name = f"{stated}-{turn}"
            names[name] = one.number
        return [(number, name) for name, number in names.items()]

    def _said(self, subject: Subject) -> str:
        """Return the URI of a group; of a blank one a hash of its labels and of what is in it,
        groups without a name by what is in them.
        """
        if not subject.name.startswith("_:"):
            return subject.name
        said = [*self._labels(subject).values(), *self._stated(subject)]
        for inner in [self._subjects[uri] for uri in said if uri in self._subjects]:
            if inner.name.startswith("_:"):
                said += [*self._labels(inner).values(), *self._stated(inner)]
        return hashed("\n".join(one for one in sorted(said) if one[:2] != "_:"), "group")

    def read(self) -> list[Group]:
        """Return the groups in the order of the file; those without anything in them are told and
        left out.
        """
        self._ids = {
            name: self._links.group_id(subject.number) for name, subject in self._subjects.items()
        }
        below, supers = self._nested()
        made = []
        for name, subject in self._subjects.items():
            group = self._group(subject, below[name], supers[name])
            if group.members or group.groups:
                made.append(group)
            else:
                self._reading.note("empty-group", group.id, N_("a group without members; left out"))
        there = {group.id for group in made}
        return [self._pruned(group, there) for group in made]

    def _pruned(self, group: Group, there: Collection[str]) -> Group:
        groups = tuple(id for id in group.groups if id in there)
        return replace(group, groups=groups)

    def _stated(self, subject: Subject) -> list[str]:
        """Return the members that a group states, those of its list first, in its order.

        What is none of a list is told; nothing is told twice.
        """
        if subject.name not in self._members:
            where = shown(subject.name)
            found: dict[str, None] = {}
            for value in subject.values(SKOS + "memberList"):
                found |= dict.fromkeys(self._listed(value, where))
            names = self._reading.names(subject, where, SKOS + "member")
            self._members[subject.name] = [*(found | dict.fromkeys(names))]
        return self._members[subject.name]

    def _listed(self, start: Value, where: str) -> Iterator[str]:
        """Yield the members of a list; what is no member, and what is no list, is told."""
        seen: set[Value] = {_NIL}
        while start not in seen:
            seen.add(start)
            node = self._reading.graph.subject(start if isinstance(start, str) else "")
            if not node.has((_FIRST, _REST)):
                text = N_("the list ends at “%(text)s”, which is none; more of it is not read")
                self._reading.note("bad-list", where, text, text=shown(text_of(start)))
                return
            self._reading.ledger.account(node, OF_LIST)
            yield from self._reading.names(node, where, _FIRST)
            start = next(iter(node.values(_REST)), "…")

    def _nested(self) -> tuple[dict[str, dict[str, None]], dict[str, dict[str, None]]]:
        """Return, for each group, the groups in it, and the concepts it is put below."""
        below: dict[str, dict[str, None]] = {name: {} for name in self._subjects}
        supers: dict[str, dict[str, None]] = {name: {} for name in self._subjects}
        for name, subject in self._subjects.items():
            inner = [uri for uri in self._stated(subject) if uri in below]
            inner += subject.names(ISOTHES + "subGroup", ISOTHES + "subordinateArray")
            below[name] |= {uri: None for uri in inner if uri in below and uri != name}
        for name, subject in self._subjects.items():
            for upper in subject.names(ISOTHES + "superGroup", ISOTHES + "superOrdinate"):
                if upper in below and upper != name:
                    below[upper][name] = None
                elif upper not in below:
                    supers[name][upper] = None
        for upper, array in self._reading.graph.pairs(ISOTHES + "subordinateArray"):
            if upper in below:
                continue
            if array in supers:
                supers[array][upper] = None
            else:
                self._missing(shown(upper), "subordinateArray", array)
        return below, supers

    def _group(self, subject: Subject, inner: dict[str, None], supers: dict[str, None]) -> Group:
        id = self._ids[subject.name]
        self._reading.ledger.account(subject, OF_GROUP, keeps=True)
        members = []
        for uri, found, kept in self._links.members(self._stated(subject)):
            if found and kept:
                members.append(found)
            elif uri == subject.name:
                self._reading.note("reflexive", id, N_("the group is a member of itself; left out"))
            elif uri not in self._subjects:
                text = N_("the member %(uri)s is no concept of the vocabulary; left out")
                self._reading.note("no-target", id, text, uri=shown(uri))
        self._tell_missing(subject, id)
        return Group(
            id,
            "" if subject.name.startswith("_:") else subject.name,
            self._labels(subject) or self._unlabelled(id),
            tuple(members),
            tuple(self._ids[uri] for uri in inner),
            tuple(found for _, found, kept in self._links.members(supers) if found and kept),
            kind="array" if ARRAY in subject.names(RDF + "type") else "collection",
            ordered=bool(subject.values(SKOS + "memberList")),
            statements=of_group(subject),
        )

    def _tell_missing(self, subject: Subject, id: str) -> None:
        """Tell what a group is put above or below that is neither a group nor a concept here."""
        for name in _OF_OTHERS:
            for uri, _, kept in self._links.members(subject.names(ISOTHES + name)):
                if not kept and uri not in self._subjects:
                    self._missing(id, name, uri)

    def _missing(self, where: str, relation: str, uri: str) -> None:
        text = N_("%(relation)s %(uri)s is not in the vocabulary; left out")
        self._reading.note("no-target", where, text, relation=relation, uri=shown(uri))

    def _labels(self, subject: Subject) -> dict[str, str]:
        """Return the labels by language; what is told of them is told once."""
        if subject.name not in self._labelled:
            self._labelled[subject.name] = self._stated_labels(subject)
        return self._labelled[subject.name]

    def _stated_labels(self, subject: Subject) -> dict[str, str]:
        found = self._reading.texts(subject, SKOS + "prefLabel", RDFS + "label", DCT + "title")
        for name in subject.names(XL + "prefLabel"):
            label = self._reading.node(name, frozenset({RDF + "type", XL + "literalForm"}))
            found = self._reading.texts(label, XL + "literalForm") | found
        return found

    def _unlabelled(self, id: str) -> dict[str, str]:
        self._reading.note(
            "group-without-label", id, N_("a group without a label; its id is shown")
        )
        return {self._reading.language: id}
