"""Texts out of files that people have: plain, marked up, of office programs, and bilingual ones.

What is read is the text alone, its paragraphs with blank lines between; of bilingual files also the
segments, each source with its translation.
"""

from collections.abc import Callable
from pathlib import PurePath

from glossary.errors import N_, BrokenSource, Invalid
from glossary.exchange.texts import bilingual, html, office, pdf, plain
from glossary.exchange.texts.content import Segment, TextFile
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size

__all__ = ["ENDINGS", "Segment", "TextFile", "read"]

_Read = Callable[[bytes, str, Limits], TextFile]
_READ: dict[str, _Read] = {
    "txt": plain.read,
    "md": plain.read,
    "html": html.read,
    "docx": office.read_docx,
    "odt": office.read_odt,
    "pdf": pdf.read,
    "po": bilingual.read_po,
    "xliff": bilingual.read_xliff,
}
_OTHERS = {
    "text": "txt", "markdown": "md", "htm": "html", "xhtml": "html", "pot": "po", "xlf": "xliff",
    "mqxliff": "xliff", "sdlxliff": "xliff", "fodt": "", "ott": "odt", "dotx": "docx",
    "docm": "docx",
}  # fmt: skip
ENDINGS = tuple(f".{ending}" for ending in _READ)
"""The endings of files that are read, those that everybody knows."""


def read(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> TextFile:
    """Return the text of a file; `name` tells what it is, where its first bytes do not.

    Raises Invalid for a file of another kind, TooLarge for more than is allowed, BrokenSource with
    the reason for one that cannot be read.
    """
    check_size(content, limits)
    kind = _kind(content, name)
    if kind is None:
        raise Invalid(
            N_("“%(name)s” is not a text that can be read here; these are: %(known)s."),
            parameter="file",
            name=name[:200],
            known=", ".join(ENDINGS),
        )
    found = _READ[kind](content, name[:200], limits)
    if not found.text.strip():
        raise BrokenSource(name[:200], N_("there is no text in it"))
    return found


def _kind(content: bytes, name: str) -> str | None:
    """Return the kind of a file: by its first bytes, else by its ending; None for others."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    ending = _OTHERS.get(ending, ending)
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return office.kind(content)
    if ending in ("pdf", "docx", "odt"):
        raise BrokenSource(name[:200], N_("not a file of this kind"))
    if ending in _READ:
        return ending
    return "txt" if not ending and b"\0" not in content[:4096] else None
