"""The text of DOCX (ECMA-376-1, 17) and ODT (OpenDocument 1.3), from archives nobody vouches for.

Nothing is unpacked that is not needed; how much comes out is limited, and no entity is expanded.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping

from glossary.errors import N_, BrokenSource, TooLarge
from glossary.exchange.texts.content import TextFile
from glossary.formats.limits import Limits
from glossary.formats.rdf.containers import damage_told
from glossary.formats.xml.events import CHUNK, Events

_DOCX = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_ODT = ("content.xml",)
_INFLATED = 4
"""An archive may hold so many times the bytes that a file may have."""
_RATIO = 200
_LARGE = 1_048_576
_MOST_ELEMENTS_EACH = 400


def kind(content: bytes) -> str | None:
    """Return "docx" or "odt" for such an archive, None for others."""
    try:
        with damage_told(""), zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except BrokenSource:  # told by whoever reads it as what it is
        return None
    if _DOCX[0] in names:
        return "docx"
    return "odt" if _ODT[0] in names and "mimetype" in names else None


class _Paragraphs(Events):
    """Text of the elements that have it; `breaks` are elements between words, by local name."""

    paragraphs = frozenset({"p", "h"})
    breaks: Mapping[str, str] = {"tab": "\t", "br": "\n", "line-break": "\n", "s": " ", "cr": "\n"}
    unseen = frozenset({"annotation", "tracked-changes", "del", "instrText", "delText", "moveFrom"})
    texts: frozenset[str] | None = None

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits, _MOST_ELEMENTS_EACH)
        self.parts: list[str] = []
        self._unseen = self._texts = 0

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        if name in self.unseen:
            self._unseen += 1
        elif self.texts and name in self.texts:
            self._texts += 1
        elif name in self.breaks and not self._unseen:
            self.parts.append(self.breaks[name])

    def end(self, name: str) -> None:
        if name in self.unseen:
            self._unseen -= 1
        elif self.texts and name in self.texts:
            self._texts -= 1
        elif name in self.paragraphs and not self._unseen:
            self.parts.append("\n\n")

    def text(self, text: str) -> None:
        if not self._unseen and (self.texts is None or self._texts):
            self.parts.append(text)


class _Runs(_Paragraphs):
    texts = frozenset({"t"})
    paragraphs = frozenset({"p"})
    breaks: Mapping[str, str] = {
        "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-",
    }  # fmt: skip


def read_docx(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return the text of a document of Word: its body, footnotes and endnotes."""
    return _read(content, name, limits, _DOCX, _Runs)


def read_odt(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return the text of an OpenDocument text, without comments and what was deleted."""
    return _read(content, name, limits, _ODT, _Paragraphs)


def _read(
    content: bytes, name: str, limits: Limits, members: tuple[str, ...], parser: type[_Paragraphs]
) -> TextFile:
    found: list[str] = []
    with damage_told(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        for member in members:
            if info := infos.get(member):
                _check(info, name, limits)
                events = parser(name, limits)
                for chunk in _inflated(archive, info):
                    events.feed(chunk)
                events.feed(b"", True)
                found += events.parts
    return TextFile("".join(found).strip())


def _check(info: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if info.flag_bits & 1:
        raise BrokenSource(name, N_("the file is protected by a password"))
    if info.file_size > _INFLATED * limits.bytes:
        raise TooLarge(N_("The file is too large when it is unpacked."))
    if info.file_size > _LARGE and info.file_size > _RATIO * info.compress_size:
        raise TooLarge(N_("The file is compressed more than a document ever is."))


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = info.file_size
    with archive.open(info) as stream:
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
