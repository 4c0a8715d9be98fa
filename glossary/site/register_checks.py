"""The register of sources, and all that cites it, held against rules; only where there is one."""

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.model import WITHDRAWN, Citation, Concept
from glossary.site import register, sources
from glossary.site.register import Register, Work
from glossary.site.settings import Settings

_MOST_OF_A_RULE = 50
"""So many findings of a rule are told one by one for each vocabulary."""


def check_register(settings: Settings, id: str | None = None) -> Findings:
    """Return what is wrong with the register, and with what cites it in one vocabulary or all of
    them, catalogs included; nothing where the site has no register.
    """
    works = register.read(settings)
    if not works.exists:
        return Findings()
    found = Findings(works.findings)
    found += _of_works(works)
    for file in sources.chosen_files(settings, id):
        with (
            tempfile.TemporaryDirectory() as folder,
            sources.opened(settings, file, Path(folder)) as source,
        ):
            checked = _Checked(works)
            for concept in source.concepts():
                checked.take(concept)
            found += checked.findings().of(source.vocabulary.id)
    return found


def _of_works(works: Register) -> Iterator[Finding]:
    """Yield what is wrong with single works, and which are there twice."""
    seen: dict[tuple[str, ...], str] = {}
    for key, work in works.works.items():
        values = {"key": key}
        if not (work.edition or work.year or work.own):
            text = N_("%(key)s has neither an edition nor a year")
            yield Finding("source-without-edition", works.name, text, values)
        if work.replaced_by and work.replaced_by not in works.works:
            text = N_("%(key)s is replaced by %(other)s, which the register does not have")
            yield Finding("bad-source", works.name, text, {**values, "other": work.replaced_by})
        first = seen.setdefault(_likeness(work), key)
        if first != key:
            text = N_("%(key)s is the work of %(other)s, written once more")
            yield Finding("source-twice", works.name, text, {**values, "other": first})


def _likeness(work: Work) -> tuple[str, ...]:
    """Return what is equal for two spellings of one edition."""
    parts = (work.title, work.edition or work.year, work.year, work.language)
    return tuple(" ".join(_words(part)) for part in parts)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return [word for word in re.findall(r"\w+", folded) if word not in ("the", "edition", "ed")]


class _Checked:
    """The citations of one vocabulary."""

    def __init__(self, works: Register) -> None:
        self._works = works
        self._found = Findings()
        self._counts: Counter[str] = Counter()

    def take(self, concept: Concept) -> None:
        """Take in a concept with its sources in full."""
        if concept.status == WITHDRAWN:
            return
        cited: dict[str, None] = {}
        for term in concept.terms:
            cited |= dict.fromkeys(term.sources)
        for note in concept.notes:
            cited |= dict.fromkeys(note.sources)
            if note.kind == "definition" and not note.sources:
                text = N_("the definition in %(lang)s names no source, and not that it is our own")
                self._tell("no-source", concept, text, lang=note.lang)
        for source in cited:
            if isinstance(source, Citation):
                self._hold(concept, self._works.works[source.key], source)
            elif (wrong := register.parsed(source)) is None:
                text = N_("“%(source)s” is not cited by a key of the register")
                self._tell("unregistered-source", concept, text, source=source)
            else:
                text = N_("@%(key)s is cited, and the register does not have it")
                self._tell("unknown-source", concept, text, key=wrong.key)

    def _hold(self, concept: Concept, work: Work, source: Citation) -> None:
        if work.replaced_by and not work.kept:
            text = N_("@%(key)s is cited, which @%(other)s has replaced")
            self._tell("replaced-source", concept, text, key=work.key, other=work.replaced_by)
        if work.own:
            return
        if not source.locator:
            text = N_("@%(key)s is cited without the place in it")
            self._tell("source-without-place", concept, text, key=work.key)
        if not source.basis:
            text = N_("@%(key)s is cited, and neither [seen] nor [secondary] is said")
            self._tell("source-unseen", concept, text, key=work.key)

    def _tell(self, rule: str, concept: Concept, message: str, **values: object) -> None:
        self._counts[rule] += 1
        if self._counts[rule] <= _MOST_OF_A_RULE:
            self._found.append(Finding(rule, concept.id, message, values))

    def findings(self) -> Findings:
        """Return what was found; of each rule the first ones, the others are counted."""
        for rule, count in self._counts.items():
            self._found.more[rule] += max(count - _MOST_OF_A_RULE, 0)
        return self._found
