"""The bytes of a file out of gzip, bzip2, xz and zip, told by content and not by name, in limits.

What unpacks to very much more than it is, or lies in more than a few wrappings, is refused before
it fills memory or disk: `MOST_RATIO` and `MOST_WRAPPINGS` are the limits.
"""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from glossary.errors import N_, BrokenSource
from glossary.errors.failures import broken
from glossary.errors.plurals import NN_
from glossary.formats.archives import DAMAGED

MOST_RATIO = 300
"""So many times its packed size a file may have when it is unpacked; text has 5 to 100."""
FREE = 1 << 26
"""So many bytes may come out of any file, whatever its ratio: 64 MB."""
MOST_WRAPPINGS = 3
"""A gzip file in a zip archive is two."""
HEAD = 1 << 16
"""So many first bytes can be looked at before they are read."""
MOST_MEMBERS = 10_000
"""An archive with more members than this is not looked through."""

_PACKED = (
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\x00", ".xz"),
    (b"PK\x03\x04", ".zip"),
)
_FOREIGN = (
    (b"PK\x05\x06", N_("the zip archive is empty")),
    (b"\x28\xb5\x2f\xfd", N_("this is a Zstandard file; unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", N_("this is a 7z archive; unpack it first")),
    (b"Rar!", N_("this is a RAR archive; unpack it first")),
    (b"\xd0\xcf\x11\xe0", N_("this is an old Office document; save it as SKOS first")),
    (b"%PDF", N_("this is a PDF document, not RDF")),
    (b"SQLite format 3", N_("this is an SQLite database, not RDF")),
)
_OFFICE = (
    ("xl/", N_("this is an Excel workbook, not RDF; bring it in with: glossary import")),
    ("word/", N_("this is a Word document, not RDF")),
    ("content.xml", N_("this is an OpenDocument file, not RDF; make SKOS of it first")),
)
_CUT = N_("the compressed file ends too early; it was cut off")


def too_large(name: str) -> BrokenSource:
    """Return what is told of a file that unpacks to too much."""
    text = NN_(
        "it unpacks to more than %(ratio)s time its size; refused",
        "it unpacks to more than %(ratio)s times its size; refused",
        "ratio",
    )
    return BrokenSource(name, text, ratio=MOST_RATIO)


class _Limited(io.RawIOBase):
    """The bytes of a stream, errors told in one line; it may give `most` bytes."""

    def __init__(self, stream: IO[bytes], name: str, most: int) -> None:
        self._stream, self._name, self._most = stream, name, most

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        """Fill `buffer`; fewer bytes only at the end."""
        view = memoryview(buffer)
        with damage_told(self._name):
            piece = self._stream.read(len(view))
        self._most -= len(piece)
        if self._most < 0:
            raise too_large(self._name)
        view[: len(piece)] = piece
        return len(piece)


@dataclass(slots=True)
class Contents:
    """The unpacked bytes of a file; `wrappings` are the endings of what they lay in.

    `name` is the name of what was unpacked, `share` tells how much of the file was read.
    """

    stream: io.BufferedReader
    name: str
    share: Callable[[], float]
    wrappings: list[str] = field(default_factory=list)

    def head(self) -> bytes:
        """Return the first bytes, which stay to be read."""
        return self.stream.peek(HEAD)[:HEAD]


@contextmanager
def opened(file: Path) -> Iterator[Contents]:
    """Give the unpacked contents of `file`.

    Raises BrokenSource where it is cut, damaged, an archive of several vocabularies, something
    that is no text, or unpacks to too much; also while the contents are read.
    """
    with ExitStack() as stack:
        try:
            packed = stack.enter_context(file.open("rb"))
            size = max(file.stat().st_size, 1)
        except OSError as error:
            raise broken(error, file.name) from error
        most = max(size * MOST_RATIO, FREE)
        contents = Contents(
            io.BufferedReader(_Limited(packed, file.name, max(most, size)), HEAD),
            file.name,
            lambda: min(packed.tell() / size, 1.0),
        )
        while ending := _wrapping(contents.head(), file.name):
            if len(contents.wrappings) == MOST_WRAPPINGS:
                text = NN_(
                    "it is packed more than %(most)s time; refused",
                    "it is packed more than %(most)s times; refused",
                    "most",
                )
                raise BrokenSource(file.name, text, most=MOST_WRAPPINGS)
            contents.wrappings.insert(0, ending)
            inner = stack.enter_context(_unpacked(contents, packed, ending, file.name))
            contents.stream = io.BufferedReader(_Limited(inner, file.name, most), HEAD)
        yield contents


def _wrapping(head: bytes, name: str) -> str:
    """Return the ending of what packs a file that begins so, "" where it is not packed."""
    for sign, reason in _FOREIGN:
        if head.startswith(sign):
            raise BrokenSource(name, reason)
    if head[257:262] == b"ustar":
        raise BrokenSource(name, N_("this is a tar archive; unpack it first"))
    return next((ending for sign, ending in _PACKED if head.startswith(sign)), "")


def _unpacked(contents: Contents, packed: IO[bytes], ending: str, name: str) -> IO[bytes]:
    stream = cast(IO[bytes], contents.stream)
    if ending == ".zip":
        if len(contents.wrappings) > 1:
            raise BrokenSource(name, N_("a zip archive inside another file; unpack it first"))
        return _member(contents, packed, name)
    contents.name = contents.name.removesuffix(Path(contents.name).suffix) or contents.name
    if ending == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return cast(IO[bytes], bz2.open(stream)) if ending == ".bz2" else lzma.open(stream, "rb")


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """A context in which what cannot be unpacked raises BrokenSource, with the reason."""
    try:
        yield
    except NotImplementedError as error:  # a method or version that zipfile does not know
        text = N_(
            "the archive is packed in a way that is not known here (%(cause)s); "
            "pack it again as an ordinary zip file"
        )
        raise BrokenSource(name, text, cause=str(error)) from error
    except EOFError as error:
        raise BrokenSource(name, _CUT) from error
    except DAMAGED as error:
        text = N_("the compressed file is damaged: %(cause)s")
        raise BrokenSource(name, text, cause=str(error)) from error


def _member(contents: Contents, packed: IO[bytes], name: str) -> IO[bytes]:
    """Open the only file of a zip archive, or the only one among them that is named as RDF."""
    with damage_told(name):
        archive = zipfile.ZipFile(packed)
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            text = NN_(
                "the archive holds more than %(most)s file; refused",
                "the archive holds more than %(most)s files; refused",
                "most",
            )
            raise BrokenSource(name, text, most=MOST_MEMBERS)
        found = [one for one in members if not one.is_dir() and not is_hidden(one.filename)]
        for start, reason in _OFFICE:
            if any(one.filename.startswith(start) for one in found):
                raise BrokenSource(name, reason)
        if len(found) > 1:
            found = [one for one in found if looks_like_rdf(one.filename)] or found
        if len(found) != 1:
            text = NN_(
                "the archive holds %(count)s file (%(names)s); import it",
                "the archive holds %(count)s files (%(names)s); import one of them",
            )
            names = ", ".join(one.filename for one in found[:5]) + (" …" if len(found) > 5 else "")
            raise BrokenSource(name, text, count=len(found), names=names)
        if found[0].flag_bits & 1:
            raise BrokenSource(name, N_("the archive has a password; unpack it first"))
        contents.name = Path(found[0].filename).name
        return archive.open(found[0])


def is_hidden(name: str) -> bool:
    """Return whether a member of an archive is none that people put there."""
    return name.startswith("__MACOSX/") or Path(name).name.startswith(".")


ENDINGS = (".ttl", ".trig", ".nt", ".nq", ".n3", ".rdf", ".xml", ".owl", ".jsonld", ".json")
"""How names of RDF files end, before the ending of what packs them."""
WRAPPINGS = (".gz", ".xz", ".bz2", ".zip")
"""How names of packed files end."""


def looks_like_rdf(name: str) -> bool:
    """Return whether a file is named as an RDF file, packed or not, in any letter case."""
    name = name.lower()
    for ending in WRAPPINGS:
        name = name.removesuffix(ending)
    return name.endswith(ENDINGS)
