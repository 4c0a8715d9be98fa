"""The files that are the truth of a site: its vocabularies, and the catalogs that complete them."""

from pathlib import Path

from glossary.catalogs import apply, files
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, rdf, skos
from glossary.model import Vocabulary
from glossary.settings import Settings

_ORDER = ("convergence", "library", "archive", "museum", "monument", "audiovisual")


def vocabulary_files(folder: Path) -> list[Path]:
    """Return the vocabulary files of a folder, the bundled ones in their order first."""
    found = [
        file
        for file in sorted(folder.iterdir() if folder.is_dir() else [])
        if not file.name.startswith(".") and _is_rdf(file)
    ]
    order = {id: place for place, id in enumerate(_ORDER)}
    return sorted(found, key=lambda file: (order.get(skos.vocabulary_id(file), 99), file.name))


def _is_rdf(file: Path) -> bool:
    name = file.name.removesuffix(".gz").removesuffix(".xz")
    return file.is_file() and Path(name).suffix in rdf.SYNTAXES


def read_vocabularies(
    settings: Settings, found: list[Finding], id: str | None = None
) -> list[Vocabulary]:
    """Return the vocabularies of a site (or the one with `id`) with all their languages.

    What was mended or left out is added to `found`; BrokenSource where a file cannot be used.
    """
    vocabularies: dict[str, Vocabulary] = {}
    for file in vocabulary_files(settings.vocabularies):
        if id is not None and skos.vocabulary_id(file) != id:
            continue
        vocabulary, findings = skos.read(file, settings.base_url)
        if vocabulary.id in vocabularies:
            raise BrokenSource(file.name, N_("another file has the same vocabulary id"))
        found += findings
        for lang, path in files.catalogs_of(settings.translations, vocabulary.id).items():
            vocabulary, findings = apply.apply(vocabulary, files.read(path), lang)
            found += findings
        vocabularies[vocabulary.id] = vocabulary
    if not vocabularies:
        if id is None:
            reason = N_("there is no vocabulary in this folder; put one in with: glossary import")
        else:
            reason = N_("there is no such vocabulary in it")
        raise BrokenSource(settings.vocabularies.name, reason)
    return list(vocabularies.values())
