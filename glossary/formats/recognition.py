"""Which format a file has: what its content says, then what its name says."""

import zipfile
from contextlib import suppress
from pathlib import Path

from glossary.errors import N_, BrokenSource, Invalid
from glossary.formats.archives import DAMAGED
from glossary.formats.contents import Beginning
from glossary.formats.rdf import containers, encodings, opened
from glossary.formats.registry import FORMATS, Format

RDF = "rdf"
"""What asks for RDF, whatever its syntax."""


def readable() -> list[Format]:
    """Return the formats that are read and are not RDF."""
    return [one for one in FORMATS.values() if one.reads]


def format_of(file: Path, wanted: str | None = None) -> Format | None:
    """Return the format of a file, None for RDF; `wanted` is the name of one, which then holds.

    Raises Invalid where `wanted` names none that is read, BrokenSource for a file of no format.
    """
    if wanted is not None:
        return _named(wanted)
    found = _told(file)
    if found is None:
        with opened(file):  # or the reason why it is no RDF
            return None
    return found


def _told(file: Path) -> Format | None:
    """Return the format that content, then name of a file tell, None for RDF and for none."""
    try:
        beginning = beginning_of(file)
    except BrokenSource:
        return None
    by_content = (one for one in readable() if one.recognises(beginning))
    if (found := next(by_content, None)) is not None or beginning.is_rdf:
        return found
    name = beginning.name.lower()
    by_name = (one for one in readable() if name.endswith((one.ending, *one.endings)))
    return next(by_name, None)


def _named(wanted: str) -> Format | None:
    known = {one.name: one for one in readable()}
    if wanted in known:
        return known[wanted]
    if wanted == RDF or wanted in FORMATS:
        return None
    text = N_("There is no format “%(name)s”; these are: %(known)s.")
    names = ", ".join((RDF, *known))
    raise Invalid(text, name=wanted, known=names, parameter="--format")


def beginning_of(file: Path) -> Beginning:
    """Return how a file begins when it is unpacked; raises BrokenSource where it cannot be."""
    if members := _office(file):
        with file.open("rb") as stream:
            return Beginning(file.name, stream.read(containers.HEAD), "", members)
    with containers.opened(file) as contents:
        head, name = contents.head(), contents.name
        text = ""
        with suppress(BrokenSource):
            stream = encodings.as_utf8(contents.stream, head, name)
            text = stream.peek(containers.HEAD)[: containers.HEAD].decode("utf-8", "replace")
    is_rdf = False
    with suppress(BrokenSource), opened(file):
        is_rdf = True
    return Beginning(name, head, text.removeprefix("\ufeff"), is_rdf=is_rdf)


def is_office(file: Path) -> bool:
    """Return whether a file is an Office document."""
    return bool(_office(file))


def _office(file: Path) -> tuple[str, ...]:
    """Return the names of what is in an Office document, () where a file is none."""
    with suppress(*DAMAGED), zipfile.ZipFile(file) as archive:
        names = tuple(archive.namelist()[: containers.MOST_MEMBERS])
        if "[Content_Types].xml" in names or "mimetype" in names:
            return names
    return ()


def unpack(file: Path, folder: Path) -> Path:
    """Return a copy of a file in `folder`, unpacked; an Office document stays as it is."""
    if is_office(file):
        return file
    with containers.opened(file) as contents:
        target = folder / Path(contents.name).name
        with target.open("wb") as stream:
            while piece := contents.stream.read(containers.HEAD):
                stream.write(piece)
    return target
