"""The register of sources, ``sources.toml`` among the vocabularies: the works that are cited.

A source of a term or text that begins with ``@`` cites a work by its key, as Pandoc does, with the
place in it and how it was come by: ``@isad-g, 3.1.4 [seen]``. Without a register all sources are
texts.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings, rdf
from glossary.model import BASES, Citation, Concept, Note, Term
from glossary.site.settings import Settings

FILE = "sources.toml"
_CITED = re.compile(r"@([\w:./-]*\w)\s*(?:,\s*(.*?))?\s*(?:\[([^][]*)\])?\s*", re.DOTALL)
_SUFFIX = " (from a secondary source)"


@dataclass(frozen=True, slots=True)
class Work:
    """A work that is cited: an edition of it, identified by `key`.

    `language` is a BCP 47 tag, `replaced_by` the key of a later edition, `kept` why this one is
    cited all the same. What is `own` stands for texts of the glossary's own wording.
    """

    key: str
    title: str
    author: str = ""
    edition: str = ""
    year: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    licence: str = ""
    replaced_by: str = ""
    kept: str = ""
    own: bool = False

    def reference(self) -> str:
        """Return the work as a bibliography names it, without empty parts."""
        parts = [self.author, self.title, self.edition, self.publisher, self.year]
        return ", ".join(filter(None, parts))

    def cited(self, locator: str = "", basis: str = "") -> Citation:
        """Return a citation of a place in the work."""
        parts = [self.reference(), locator]
        text = ", ".join(filter(None, parts))
        if basis == "secondary":
            text += _SUFFIX
        return Citation(text, self.key, locator, "own" if self.own else basis)

    def record(self) -> dict[str, Any]:
        """Return what is known of the work, for programs; `citation` is its `reference`."""
        known = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in known.items() if value} | {
            "citation": self.reference()
        }


_NAMES = frozenset(one.name for one in fields(Work)) - {"key"}


@dataclass(frozen=True, slots=True)
class Cited:
    """What a source says that begins with ``@``: the key of a work, a place, and a basis."""

    key: str
    locator: str = ""
    basis: str = ""


def parsed(source: str) -> Cited | None:
    """Return what a source cites, None where it is a text."""
    found = _CITED.fullmatch(source.strip())
    if found is None:
        return None
    key, locator, basis = found.groups()
    return Cited(key, " ".join((locator or "").split()), " ".join((basis or "").split()))


class Register:
    """The works of a site by key, in the order of the file; empty where there is no file.

    `findings` tells what in the file is not used. Raises BrokenSource for a file that is no TOML.
    """

    def __init__(self, file: Path) -> None:
        self.exists = file.is_file()
        self.name = file.name
        self.findings = Findings()
        self.works: dict[str, Work] = {}
        for key, entry in (_read(file) if self.exists else {}).items():
            if (work := self._work(key, entry)) is not None:
                self.works[key] = work
        self._by_first_word: dict[str, list[Work]] = {}
        for work in self.works.values():
            found = self._by_first_word.setdefault(work.reference().partition(" ")[0], [])
            found.append(work)
            found.sort(key=lambda one: -len(one.reference()))

    def _work(self, key: str, entry: Any) -> Work | None:
        if not isinstance(entry, dict) or not _CITED.fullmatch(f"@{key}"):
            self._tell(key, N_('“%(key)s” is no entry of a work: [key], and title = "…" below it'))
            return None
        values: dict[str, Any] = {}
        for name, value in entry.items():
            if name not in _NAMES:
                self._tell(key, N_("%(key)s: “%(name)s” is not known; left out"), name=name)
            elif (kept := _value(name, value)) is None:
                self._tell(key, N_("%(key)s: %(name)s cannot be used; left out"), name=name)
            else:
                values[name] = kept
        if not values.get("title"):
            self._tell(key, N_("%(key)s: the work has no title; left out"))
            return None
        return Work(key, **values)

    def _tell(self, key: str, message: str, **values: object) -> None:
        self.findings.append(Finding("bad-source", self.name, message, {"key": key, **values}))

    def cite(self, source: str) -> str:
        """Return a source in full: a `Citation` where it cites a work that is known, by its key or
        in full, else as it is.
        """
        if isinstance(source, Citation):
            return source
        if (cited := parsed(source)) is None:
            return self._recognised(source)
        work = self.works.get(cited.key)
        if work is None:
            return source
        return work.cited(cited.locator, cited.basis if cited.basis in BASES else "")

    def _recognised(self, source: str) -> str:
        """Return a citation that was written out, such as by an export, as what it is."""
        text = source.removesuffix(_SUFFIX)
        for work in self._by_first_word.get(text.partition(" ")[0], ()):
            rest = text.removeprefix(work.reference())
            if rest != text and (not rest or rest.startswith(", ")):
                basis = "secondary" if text != source else ""
                return work.cited(rest.removeprefix(", "), basis)
        return source


def read(settings: Settings) -> Register:
    """Return the register of a site; an empty one where the file is the options of a vocabulary
    that is called so.
    """
    file = settings.vocabularies / FILE
    beside = (one.name for one in settings.vocabularies.glob(f"{file.stem}.*"))
    return Register(Path() if any(map(rdf.is_rdf, beside)) else file)


class Citing:
    """The concepts of one vocabulary with their sources cited in full."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._unknown: Counter[str] = Counter()

    def applied(self, concept: Concept) -> Concept:
        """Return a concept with its sources in full."""
        if not self._register.exists:
            return concept
        return replace(
            concept,
            terms=tuple(map(self._term, concept.terms)),
            notes=tuple(map(self._note, concept.notes)),
        )

    def _term(self, term: Term) -> Term:
        return replace(term, sources=self._cited(term.sources)) if term.sources else term

    def _note(self, note: Note) -> Note:
        return replace(note, sources=self._cited(note.sources)) if note.sources else note

    def _cited(self, sources: Iterable[str]) -> tuple[str, ...]:
        found = tuple(self._register.cite(source) for source in sources)
        for source in found:
            if not isinstance(source, Citation) and (cited := parsed(source)) is not None:
                self._unknown[cited.key] += 1
        return found

    def findings(self) -> Findings:
        """Return the keys that the register does not have; complete when all concepts came."""
        text = N_("@%(key)s is cited, but the register does not have it (times: %(count)s)")
        return Findings(
            Finding("unknown-source", self._register.name, text, {"key": key, "count": count})
            for key, count in self._unknown.items()
        )


def _read(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = N_("is no TOML: %(cause)s")
        raise BrokenSource(file.name, reason, cause=str(error)) from error


def _value(name: str, value: Any) -> str | bool | None:
    """Return a value of an entry as it is kept, None where it cannot be used."""
    if name == "own":
        return value if isinstance(value, bool) else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = " ".join(str(value).split())
    if name == "language" and text:
        return languages.canonical(text) if languages.is_well_formed(text) else None
    if name == "url" and not text.startswith(("https://", "http://", "urn:")):
        return None
    return text
