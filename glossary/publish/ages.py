"""Where several machines publish a site, none goes back to files older than what is published.

A catalog is older where decisions are published that it does not hold. A vocabulary says nothing of
the kind; it is older where it was published before and something else since. A site of one machine
publishes what lies there.
"""

import hashlib
import json
from collections.abc import Mapping

from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource
from glossary.formats import skos
from glossary.records import decided, encode
from glossary.site import sources
from glossary.site.settings import Settings

LINEAGE = "lineage"
_MOST = 20
"""So many earlier editions of a file are remembered."""
_OLDER = N_(
    "it is older than what is published: it holds decisions until %(here)s, published are those "
    "until %(there)s; bring the newer file, or run: glossary publish --older"
)
_GONE = N_(
    "it is not there, and its decisions until %(there)s are published; "
    "bring the file, or run: glossary publish --older"
)
_BEFORE = N_(
    "it is as it was published before, and something newer was published since; "
    "bring the newer file, or run: glossary publish --older"
)


def checked(settings: Settings, published: Mapping[str, bytes], older: bool) -> dict[str, bytes]:
    """Return what the metadata of a publication say of the age of its files.

    Raises BrokenSource for a file that is older than what is `published`, unless `older` ones are
    wanted.
    """
    catalogs, vocabularies = _catalogs(settings), _vocabularies(settings)
    lineage: dict[str, list[str]] = json.loads(published.get(LINEAGE) or b"{}")
    if not older and (settings.shared_database or "://" in settings.index_url):
        _refuse_catalogs(decided.read(published), catalogs, settings)
        _refuse_vocabularies(lineage, vocabularies)
    made = {
        name: [*(one for one in lineage.get(name, ()) if one != digest), digest][-_MOST:]
        for name, digest in vocabularies.items()
    }
    until = {name: when for name, content in catalogs.items() if (when := decided.until(content))}
    return {LINEAGE: encode(made), decided.METADATA: encode(until)}


def _catalogs(settings: Settings) -> dict[str, bytes]:
    """Return the first part of each catalog of a published vocabulary, by name."""
    found = {}
    for file in sources.chosen_files(settings):
        id = skos.vocabulary_id(file)
        for lang, path in files.catalogs_of(settings.translations, id).items():
            found[decided.name_of(id, lang)] = path.read_bytes().partition(b"\n\n")[0] + b"\n\n"
    return found


def _vocabularies(settings: Settings) -> dict[str, str]:
    found = {}
    for file in sources.chosen_files(settings):
        with file.open("rb") as stream:
            found[file.name] = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    return found


def _refuse_catalogs(
    published: Mapping[str, str], catalogs: Mapping[str, bytes], settings: Settings
) -> None:
    known = {f"{skos.vocabulary_id(file)}.po" for file in sources.chosen_files(settings)}
    for name, there in published.items():
        if name not in catalogs and name.rpartition("/")[2] in known:
            raise BrokenSource(name, _GONE, there=_told(there))
        here = decided.latest(catalogs[name]) if name in catalogs else there
        if here < there:
            raise BrokenSource(name, _OLDER, here=_told(here), there=_told(there))


def _refuse_vocabularies(lineage: Mapping[str, list[str]], vocabularies: Mapping[str, str]) -> None:
    for name, digest in vocabularies.items():
        if digest in lineage.get(name, ())[:-1]:
            raise BrokenSource(name, _BEFORE)


def _told(moment: str) -> str:
    return moment[:19] or "–"
