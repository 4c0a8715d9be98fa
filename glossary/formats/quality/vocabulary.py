"""A vocabulary held against all rules beyond what reading it tells: `glossary.formats.rules`."""

import json
from collections.abc import Iterator

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.quality.consistency import Consistency
from glossary.formats.quality.structure import Structure
from glossary.formats.skos import VocabularyReader
from glossary.formats.skos.names import GROUP, SCHEME, members_of
from glossary.model import Concept


class Quality:
    """The checks of one vocabulary: its concepts are taken in while they are read."""

    def __init__(self, source: VocabularyReader) -> None:
        self._source = source
        self._said = Consistency(source.graph.rows, source.vocabulary)

    def take(self, concept: Concept) -> None:
        """Take in a concept."""
        self._said.take(concept)

    def findings(self) -> Findings:
        """Return what breaks a rule; complete when all concepts were taken in and
        `VocabularyReader.findings` was called.
        """
        source = self._source
        found = Findings(self._class_clashes())
        rows, tops = source.graph.rows, source.survey.tops()
        found += Structure(source.vocabulary.id, source.links, rows, tops).findings()
        found += self._said.findings(source.ledger)
        return found

    def _class_clashes(self) -> Iterator[Finding]:
        kinds = self._source.kinds
        for kind, text in (
            (GROUP, N_("is a concept and a group")),
            (SCHEME, N_("is a concept and a scheme")),
        ):
            classes = json.dumps([*members_of(kinds, kind)])
            for (id,) in self._source.graph.rows.execute(
                "SELECT DISTINCT id FROM concept JOIN type USING (subject) WHERE type IN"
                " (SELECT value FROM json_each(?)) ORDER BY subject",
                (classes,),
            ):
                yield Finding("class-clash", id, text)
