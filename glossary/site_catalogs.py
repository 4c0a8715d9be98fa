"""All catalogs of a site: updated from the vocabularies, and counted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from glossary import languages
from glossary.catalogs import files
from glossary.catalogs.progress import Progress, progress
from glossary.catalogs.update import new_catalog, template, update
from glossary.errors import N_, Invalid, NotFound
from glossary.formats import skos
from glossary.model import Vocabulary
from glossary.settings import Settings
from glossary.sources import vocabulary_files


def _vocabularies(settings: Settings, id: str | None) -> Iterator[Vocabulary]:
    found = False
    for file in vocabulary_files(settings.vocabularies):
        if id is None or skos.vocabulary_id(file) == id:
            found = True
            yield skos.read(file, settings.base_url)[0]
    if id is not None and not found:
        raise NotFound(N_("There is no vocabulary “%(id)s”."), id=id)


def update_all(
    settings: Settings, id: str | None, langs: Sequence[str]
) -> Iterator[tuple[Path, bool]]:
    """Yield each template and catalog with whether it changed; missing ones of `langs` begin."""
    for lang in langs:
        if not languages.is_well_formed(lang):
            raise Invalid(
                N_("“%(value)s” is not a language tag."), parameter="language", value=lang
            )
    folder = settings.translations
    for vocabulary in _vocabularies(settings, id):
        source = template(vocabulary)
        path = folder / f"{vocabulary.id}.pot"
        if path.is_file():
            source.creation_date = files.read(path).creation_date
        yield path, files.write(path, files.dump(source))
        for lang, place in _places(folder, vocabulary.id, langs).items():
            is_new = not place.is_file()
            catalog = new_catalog(vocabulary, lang) if is_new else files.read(place)
            update(catalog, source)
            yield place, files.write(place, files.dump(catalog))


def _places(folder: Path, id: str, langs: Sequence[str]) -> dict[str, Path]:
    found = files.catalogs_of(folder, id)
    if not langs:
        return found
    return {tag: files.catalog_path(folder, tag, id) for tag in map(languages.canonical, langs)}


def status_all(settings: Settings, id: str | None) -> Iterator[tuple[str, str, Progress]]:
    """Yield vocabulary, language and progress of each catalog."""
    for vocabulary in _vocabularies(settings, id):
        for lang, path in files.catalogs_of(settings.translations, vocabulary.id).items():
            yield vocabulary.id, lang, progress(files.read(path))
