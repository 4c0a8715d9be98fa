"""How far the translation of a vocabulary is, in each language."""

from dataclasses import dataclass

from glossary.catalogs.files import TermCatalog


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of messages; an empty list of synonyms counts as done where the term is."""

    total: int
    translated: int
    fuzzy: int

    @property
    def missing(self) -> int:
        """How many messages have no translation."""
        return self.total - self.translated - self.fuzzy

    @property
    def percent(self) -> int:
        """The translated share, rounded down, so that 100 means complete."""
        return 100 * self.translated // self.total if self.total else 100

    def record(self) -> dict[str, int]:
        """Return the counts for programs."""
        counts = {"total": self.total, "translated": self.translated, "fuzzy": self.fuzzy}
        return counts | {"missing": self.missing, "percent": self.percent}


def progress(catalog: TermCatalog) -> Progress:
    """Return the counts of a catalog."""
    done = {m.context for m in catalog if m.id and m.string and not m.fuzzy}
    total = fuzzy = translated = 0
    for message in catalog:
        if not message.id:
            continue
        total += 1
        if message.context in done:
            translated += 1
        elif message.string:
            fuzzy += 1
        elif (message.context or "").endswith("|altLabel"):
            id = (message.context or "").removesuffix("altLabel")
            translated += f"{id}prefLabel" in done
    return Progress(total, translated, fuzzy)
