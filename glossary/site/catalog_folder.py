"""The folder of a site's catalogs: made where it is missing, written to, and asked for by tag."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from glossary import languages
from glossary.catalogs.checks import interface
from glossary.catalogs.po import files
from glossary.errors import N_, Invalid, NotFound
from glossary.errors.failures import named, of_system
from glossary.formats import skos
from glossary.site import folder_marks
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files


def writable_folder(settings: Settings) -> Path:
    """Return the site's own folder of catalogs; the shipped ones are copied into a new one.

    Raises Unavailable where it cannot be made, or has not the mark of the site.
    """
    folder_marks.check(settings)
    folder = settings.site / settings.translations_folder
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".translations-") as made:
            copy = Path(made) / "copy"
            shutil.copytree(settings.translations, copy, ignore=_not_copied, copy_function=_copied)
            with suppress(OSError):  # another process was faster
                copy.rename(folder)
    except OSError as error:
        raise of_system(named(error, folder)) from error
    return folder


def _copied(source: str, target: str) -> str:
    """Copy a file; the first that fails ends the copy of all, which else goes on and tells late."""
    try:
        return str(shutil.copy2(source, target))
    except OSError as error:
        raise of_system(named(error, Path(source))) from error


def _not_copied(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied: the texts of the interface, which belong to the program."""
    own = (f"{interface.DOMAIN}.", "__")
    return {name for name in names if name.startswith(own) or name.endswith(".mo")}


def write_catalog(path: Path, content: bytes) -> bool:
    """Write a catalog in one step; return whether it changed. Raises Unavailable where it fails."""
    try:
        return files.write(path, content)
    except OSError as error:
        raise of_system(error) from error


def checked_language(tag: str) -> str:
    """Return the one tag of a language; raise Invalid where it is none to translate into."""
    found = languages.checked(tag)
    if found in languages.SPECIAL:
        text = N_("“%(value)s” names no language that could be translated into.")
        raise Invalid(text, parameter="language", value=tag)
    return found


def vocabulary_files_of(settings: Settings, id: str | None) -> list[Path]:
    """Return the vocabulary files of a site, or those of one id; raise NotFound for none."""
    found = [
        file
        for file in vocabulary_files(settings.vocabularies)
        if id in (None, skos.vocabulary_id(file))
    ]
    if id is not None and not found:
        folder_marks.check(settings)
        raise NotFound(N_("There is no vocabulary “%(id)s”."), id=id)
    return found
