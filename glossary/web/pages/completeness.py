"""How complete each language of the site is, and how much of that is checked."""

from dataclasses import dataclass

from glossary.reader import Site


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of `concepts` have a preferred term and a definition in a language; the drafts are
    those among them that no competent speaker has checked.
    """

    lang: str
    concepts: int
    terms: int
    draft_terms: int
    definitions: int
    draft_definitions: int

    @property
    def percent(self) -> int:
        """The share of concepts with a term, rounded down, so that 100 means all."""
        return self._share(self.terms)

    @property
    def checked_percent(self) -> int:
        """The share of concepts whose term is checked, rounded down."""
        return self._share(self.terms - self.draft_terms)

    @property
    def checked_definitions_percent(self) -> int:
        """The share of concepts whose definition is checked, rounded down."""
        return self._share(self.definitions - self.draft_definitions)

    def _share(self, count: int) -> int:
        return 100 * count // self.concepts if self.concepts else 0


def completeness(site: Site) -> list[Completeness]:
    """Return how complete each language of the site is, that with most terms first."""
    total, counted = site.concepts(), site.vocabularies.values()

    def of(name: str, lang: str) -> int:
        return sum(described.get(name, {}).get(lang, 0) for described in counted)

    return [
        Completeness(
            lang,
            total,
            terms,
            of("draft_terms", lang),
            of("definitions", lang),
            of("draft_definitions", lang),
        )
        for lang, terms in site.languages().items()
    ]
