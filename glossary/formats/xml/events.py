"""XML as events, from files that nobody vouches for.

Nothing outside the file is ever read and no entity is ever expanded: a document type that declares
anything is refused, as defusedxml does, while the mere name of one (as in TBX of 2008) may stand.
Depth, the length of a tag and the number of elements are limited.
"""

from collections.abc import Mapping
from functools import lru_cache
from xml.parsers import expat

from glossary.errors import N_, BrokenSource, GlossaryError
from glossary.formats.limits import PIECES, Limits, check_pieces

XML = "http://www.w3.org/XML/1998/namespace"
CHUNK = 65_536
"""Bytes that are parsed at a time."""

_LONGEST_TAG = 4 * CHUNK
_DEPTH = 60
_COUNTED = 1000


class Events:
    """A parser whose subclasses say what the events mean; `name` is the file in messages.

    `each` is how many elements there may be for each entry that `limits` allow.
    """

    def __init__(self, name: str, limits: Limits, each: int = PIECES) -> None:
        self.name, self.limits, self.each = name, limits, each
        self._depth = self._elements = self._fed = 0
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element: its name, namespace, and attributes as expat has them."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take some text; that of one element may come in pieces."""

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Parse some more bytes; raise BrokenSource where they are no XML that is allowed."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = N_("not well-formed XML (%(error)s)")
            message = expat.ErrorString(error.code)
            raise BrokenSource(self.name, reason, line=error.lineno, error=message) from None
        except (ValueError, LookupError, UnicodeError):
            raise self.broken(N_("the encoding that the file names is not known")) from None
        self._fed += len(chunk)
        if not last and self._fed - max(self._parser.CurrentByteIndex, 0) > _LONGEST_TAG:
            raise self.broken(N_("a tag or comment is too long"))

    def broken(self, reason: str) -> GlossaryError:
        """Return the error that the file cannot be read, at this line."""
        return BrokenSource(self.name, reason, line=self.line)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEPTH:
            raise self.broken(N_("the elements are nested too deeply"))
        if not self._elements % _COUNTED:
            check_pieces(self._elements, self.limits, self.each)
        space, local = _split(name)
        self.begin(local, space, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(_split(name)[1])

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if internal:
            raise self.broken(N_("a document type with declarations is not allowed"))

    def _entity(self, *_: object) -> int:
        raise self.broken(N_("entities are not allowed"))


@lru_cache(1024)
def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


@lru_cache(1024)
def attribute(name: str) -> str:
    """Return the name of an attribute without its namespace, but for that of XML itself."""
    space, local = _split(name)
    return f"xml:{local}" if space == XML else local
