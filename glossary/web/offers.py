"""Which files are offered of a vocabulary or a concept: on pages, in descriptions and headers."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from glossary.formats.registry import FORMATS, Format
from glossary.records import path
from glossary.site.dumps import Dump, dumps_of
from glossary.site.settings import Settings


class Offer(NamedTuple):
    """A file: what its format is called, its path below the site, and its media type."""

    title: str
    path: str
    media_type: str
    form: Format


def of_vocabulary(id: str, concepts: int) -> list[Offer]:
    """Return the files of a whole vocabulary of so many concepts, a format each.

    Formats that cannot be made here and now are not among them, nor those of two languages.
    """
    endings = [one.ending for one in FORMATS.values()]
    place = quote(id, safe="")
    return [
        Offer(
            one.title,
            f"/{place}{one.ending}"
            + (f"?format={one.name}" if endings.count(one.ending) > 1 else ""),
            one.media_type,
            one,
        )
        for one in FORMATS.values()
        if not one.name.startswith("pair")
        and one.is_there
        and (not one.most_online or concepts <= one.most_online)
    ]


def of_concept(vocabulary: str, id: str) -> list[Offer]:
    """Return the files of a concept."""
    place = path(vocabulary, id)
    return [
        Offer(one.title, f"/{place}{one.ending}", one.media_type, one)
        for one in FORMATS.values()
        if one.single
    ]


class DumpOffer(NamedTuple):
    """A file of a dump: its name, path below the site, size in bytes, SHA-256, and its day."""

    name: str
    path: str
    size: int
    sha256: str
    day: str

    @property
    def media_type(self) -> str:
        """The media type that the ending of its name tells."""
        if self.name.endswith(".gz"):
            return "application/gzip"
        known = {one.ending: one.media_type for one in FORMATS.values()}
        return known.get(Path(self.name).suffix, "application/octet-stream")


def of_dumps(settings: Settings, vocabulary: str) -> list[DumpOffer]:
    """Return the files of all dumps of a vocabulary, the newest first."""
    return [
        DumpOffer(file.name, f"{_place(dump)}/{quote(file.name)}", file.size, file.sha256, dump.day)
        for dump in dumps_of(settings, vocabulary)
        for file in dump.files
    ]


def _place(dump: Dump) -> str:
    return f"/dumps/{quote(dump.vocabulary, safe='')}/{dump.name}"
