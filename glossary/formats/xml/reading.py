"""XML read as it comes, in bounded memory: only the parts that are asked for become nodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from glossary.errors import N_
from glossary.formats.limits import Limits
from glossary.formats.xml.events import CHUNK, Events, attribute
from glossary.formats.xml.writing import unescaped

_MOST_PIECES = 20_000
_MOST_CHARACTERS = 1_048_576
"""Elements and texts between them in one part; characters of its text."""


@dataclass(slots=True)
class Node:
    """An element: `name` without namespace, attributes likewise (`xml:lang` keeps its prefix).

    `children` are nodes and texts in their order.
    """

    name: str
    space: str
    attributes: dict[str, str]
    line: int
    children: list["Node | str"] = field(default_factory=list)

    def get(self, attribute: str) -> str:
        """Return the value of an attribute, "" where it is not there."""
        return unescaped(self.attributes.get(attribute, ""))

    def nodes(self, *names: str) -> Iterator["Node"]:
        """Yield the elements in this one, of these names or all."""
        for child in self.children:
            if isinstance(child, Node) and (not names or child.name in names):
                yield child

    def first(self, name: str) -> "Node | None":
        """Return the first element of a name in this one."""
        return next(self.nodes(name), None)

    def all(self, *names: str) -> Iterator["Node"]:
        """Yield the elements at any depth, of these names or all."""
        for child in self.nodes():
            if child.name in names or not names:
                yield child
            yield from child.all(*names)

    def text(self) -> str:
        """Return all text in this element, with characters restored that XML cannot hold."""
        return unescaped(self.raw())

    def raw(self) -> str:
        """Return all text in this element as it stands in the file."""
        return "".join(c.raw() if isinstance(c, Node) else c for c in self.children)


def parts(
    content: bytes | Iterable[bytes], name: str, wanted: frozenset[str], limits: Limits
) -> Iterator[Node]:
    """Yield the elements named `wanted` with all that is in them, and all others bare.

    `content` are bytes, or chunks of them of `CHUNK` at most. An element outside of a wanted one
    comes when it begins, without its content. Raises
    BrokenSource with `name`, line and reason for what is not well formed or not allowed.
    """
    reader = _Reader(name, wanted, limits)
    for chunk in _chunks(content) if isinstance(content, bytes) else content:
        reader.feed(chunk)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


class _Reader(Events):
    """Events put together to nodes."""

    def __init__(self, name: str, wanted: frozenset[str], limits: Limits) -> None:
        super().__init__(name, limits)
        self.wanted = wanted
        self._ready: list[Node] = []
        self._open: list[Node] = []
        self._pieces = self._characters = 0

    def taken(self) -> list[Node]:
        """Return the nodes that are complete."""
        ready, self._ready = self._ready, []
        return ready

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Begin a node."""
        values = {attribute(key): value for key, value in attributes.items()}
        node = Node(name, space, values, self.line)
        if self._open:
            self._put(node)
        elif name not in self.wanted:
            self._ready.append(node)
            return
        self._open.append(node)

    def _put(self, child: Node | str) -> None:
        self._pieces += 1
        self._characters += len(child) if isinstance(child, str) else 0
        if self._pieces > _MOST_PIECES or self._characters > _MOST_CHARACTERS:
            raise self.broken(N_("this entry is too long"))
        self._open[-1].children.append(child)

    def end(self, name: str) -> None:
        """Complete a node."""
        if self._open:
            node = self._open.pop()
            if not self._open:
                self._ready.append(node)
                self._pieces = self._characters = 0

    def text(self, text: str) -> None:
        """Put text into the node that is open."""
        if self._open:
            self._put(text)
