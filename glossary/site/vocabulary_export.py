"""A vocabulary of a site as a file for elsewhere, all its languages with it."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from glossary.formats import Findings
from glossary.formats.contents import PLAIN, Contents
from glossary.formats.registry import FORMATS
from glossary.model import DRAFT, Concept
from glossary.site import sources
from glossary.site.settings import Settings


def exported(
    settings: Settings,
    id: str,
    form: str,
    profile: str = PLAIN,
    reviewed: bool = False,
    langs: tuple[str, ...] = (),
    tell: Callable[[Findings], None] = lambda findings: None,
    words_in: Callable[[str], tuple[str, Callable[[str], str]]] = lambda lang: ("en", str),
) -> Iterator[bytes]:
    """Yield the vocabulary `id` in a format of `FORMATS`, in pieces.

    With the profile "skos-xl" its terms are labels of SKOS-XL as well; with `reviewed` what no
    competent speaker has checked is left out; `langs` and `words_in` see `Contents`. `tell` is
    called at the end with what was mended or left out when the files were read, and what was found
    when they were written. Raises BrokenSource where there is no such vocabulary, or its files
    cannot be used.
    """
    (file,) = sources.chosen_files(settings, id)
    with (
        tempfile.TemporaryDirectory() as folder,
        sources.opened(settings, file, Path(folder)) as source,
    ):
        uris = {id: uri for uri, id in source.uris()}
        first = source.vocabulary.source_language
        concepts = (
            (_checked(concept) if reviewed else concept).in_order(first)
            for concept in source.concepts()
        )
        contents = Contents(
            source.vocabulary, concepts, uris.__getitem__, settings.base_url, profile, langs,
            words_in=words_in, alphabets=settings.alphabets,
        )  # fmt: skip
        yield from FORMATS[form].write(contents)
        findings = source.findings()
        findings += contents.told
        tell(findings)


def _checked(concept: Concept) -> Concept:
    return replace(
        concept,
        terms=tuple(term for term in concept.terms if term.reliability != DRAFT),
        notes=tuple(note for note in concept.notes if note.reliability != DRAFT),
    )
