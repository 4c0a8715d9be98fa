"""The vocabularies of a site, whole and in memory, for tests that look at all of them."""

import tempfile
from dataclasses import replace
from pathlib import Path

from glossary.formats import Finding
from glossary.model import Vocabulary
from glossary.site.settings import Settings
from glossary.site.sources import chosen_files, opened


def read_vocabularies(
    settings: Settings, found: list[Finding], id: str | None = None
) -> list[Vocabulary]:
    """Return the whole vocabularies of a site (or the one with `id`) with all their languages.

    What was mended or left out is added to `found`; BrokenSource where a file cannot be used.
    """
    vocabularies = []
    for file in chosen_files(settings, id):
        with tempfile.TemporaryDirectory() as folder, opened(settings, file, Path(folder)) as one:
            concepts = {concept.id: concept for concept in one.concepts()}
            vocabularies.append(replace(one.vocabulary, concepts=concepts))
            found += one.findings()
    return vocabularies
