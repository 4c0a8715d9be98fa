"""JSON-LD: read whole, bad tags and names mended, contexts elsewhere told and never fetched.

A parser of JSON-LD drops what it cannot use without a word (JSON-LD 1.1 API, expansion); what it
would drop is looked for here first.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats.rdf import contexts, encodings, mending
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.turtle_mending import BAD_STATEMENT, reason_of

MOST_JSON = 1 << 27
"""A file of JSON-LD may have so many bytes: 128 MB. It takes some times that in memory."""
_PLAIN = re.compile(r"[@_\w:/.#?&=~+-]*", re.ASCII)
MOST_DEPTH = 200
"""So deep objects and lists may stand in one another."""


def careful(stream: io.BufferedReader, name: str, base: str, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what can be read of JSON-LD in UTF-8; what cannot goes to `reading`.

    Raises BrokenSource where it is no JSON, its only context lies elsewhere, or it goes beyond a
    limit.
    """
    content = _content(stream, name)
    cleaner = _Cleaner(name, reading)
    document = cleaner.cleaned(_loaded(content, name))
    cleaner.tell_unknown()
    found = _parsed(_dumped(document) if cleaner.changed else content, base)
    if isinstance(found, list):
        yield from found
        return
    shared, nodes = _nodes(document)
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        read = _parsed(_dumped({**shared, "@graph": [node]}), base)
        if isinstance(read, list):
            yield from read
        elif parts := cleaner.parts_of(node):
            waiting += reversed(parts)
        else:
            where = cleaner.name_of(node) if isinstance(node, dict) else ""
            text = json.dumps(node, ensure_ascii=False)
            cause = {"text": text, "cause": read}
            reading.leave_out("bad-statement", where or name, None, BAD_STATEMENT, **cause)


def _content(stream: io.BufferedReader, name: str) -> bytes:
    content = stream.read(MOST_JSON + 1)
    if len(content) > MOST_JSON:
        text = N_("a JSON-LD file may have %(most)s MB; save larger ones as Turtle or N-Triples")
        raise BrokenSource(name, text, most=MOST_JSON >> 20)
    return content


def _loaded(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise encodings.not_utf8(error, 1, name) from error
    except json.JSONDecodeError as error:
        text = N_("this is not JSON: %(cause)s")
        raise BrokenSource(name, text, line=error.lineno, cause=error.msg) from error
    except RecursionError as error:
        raise _too_deep(name) from error


def _too_deep(name: str) -> BrokenSource:
    text = NN_(
        "objects and lists stand more than %(most)s level deep in one another",
        "objects and lists stand more than %(most)s levels deep in one another",
        "most",
    )
    return BrokenSource(name, text, most=MOST_DEPTH)


def _dumped(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def _parsed(text: bytes, base: str) -> list[ox.Quad] | str:
    try:
        return list(ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri=base))
    except (SyntaxError, ValueError) as error:
        return reason_of(error)


def _nodes(document: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return what holds for all nodes of a document, and the nodes."""
    if not isinstance(document, dict):
        return {}, document if isinstance(document, list) else [document]
    shared = {"@context": document["@context"]} if "@context" in document else {}
    graph = document.get("@graph")
    own = {key: value for key, value in document.items() if key not in ("@context", "@graph")}
    if graph is None:
        return shared, [own]
    return shared, [*(graph if isinstance(graph, list) else [graph]), *([own] if own else [])]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Cleaner:
    """Walks through a document with what its contexts say of keys."""

    def __init__(self, name: str, reading: Reading) -> None:
        self._name, self._reading = name, reading
        self._aliases = {key: key for key in ("@id", "@type", "@language", "@value", "@graph")}
        self._maps: set[str] = set()
        self._names: set[str] = set()
        self._terms: set[str] = set()
        self._has_vocabulary = False
        self._unknown: Counter[str] = Counter()
        self.changed = False

    def cleaned(self, value: Any, where: str = "", key: str = "", depth: int = 0) -> Any:
        """Return a value as the parser accepts it; `key` is what it stands under."""
        if depth > MOST_DEPTH:
            raise _too_deep(self._name)
        if isinstance(value, list):
            return [self.cleaned(one, where, key, depth + 1) for one in value]
        if isinstance(value, dict):
            return self._object(value, where, key, depth)
        if isinstance(value, str):
            if self._aliases.get(key) in ("@id", "@type") or key in self._names:
                return self._iri(value, where)
            if self._aliases.get(key) == "@language":
                return self._tag(value, where)
        return value

    def _object(self, value: dict[str, Any], where: str, key: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "@context" in value:
            found["@context"] = self._context(value["@context"])
        where = self.name_of(value) or where
        if key in self._maps and "@value" not in value:
            for tag, texts in value.items():
                mended = (
                    tag if tag.startswith("@") or tag in self._aliases else self._tag(tag, where)
                )
                texts = texts if isinstance(texts, list) else [texts]
                found[mended] = [*found.get(mended, ()), *texts]
            return found
        for inner, one in value.items():
            if inner != "@context":
                known = inner in self._aliases or inner in self._terms or ":" in inner
                if not known and not inner.startswith("@") and not self._has_vocabulary:
                    self._unknown[inner] += 1
                found[inner] = self.cleaned(one, where, inner, depth + 1)
        return found

    def name_of(self, value: dict[str, Any]) -> str:
        """Return the name of an object, "" where it has none."""
        for key, alias in self._aliases.items():
            if alias == "@id" and isinstance(value.get(key), str):
                return str(value[key])
        return ""

    def parts_of(self, node: Any) -> list[dict[str, Any]]:
        """Return nodes that together say what one with a name says, none where it says one thing:
        one for each key, then for each value.
        """
        if not isinstance(node, dict) or not self.name_of(node):
            return []
        name = {key: value for key, value in node.items() if self._aliases.get(key) == "@id"}
        said = {key: value for key, value in node.items() if key not in name}
        if len(said) != 1:
            return [{**name, key: value} for key, value in said.items()]
        [(key, value)] = said.items()
        if isinstance(value, list) and len(value) > 1:
            return [{**name, key: [one]} for one in value]
        if isinstance(value, dict) and key in self._maps:
            texts = [(tag, one) for tag, all_ in value.items() for one in _listed(all_)]
            return [{**name, key: {tag: one}} for tag, one in texts] if len(texts) > 1 else []
        return []

    def _context(self, value: Any) -> Any:
        """Return a context without what lies elsewhere, and learn from it."""
        parts = value if isinstance(value, list) else [value]
        found = []
        for part in parts:
            if isinstance(part, str):
                self.changed = True
                bundled = contexts.known(part)
                if bundled is None and len(parts) == 1:
                    text = N_("its context %(iri)s lies elsewhere and is not fetched; "
                              "put it into the file in place of its address")  # fmt: skip
                    raise BrokenSource(self._name, text, iri=part)
                if bundled is None:
                    message = N_("the context %(iri)s lies elsewhere and is not fetched")
                    self._reading.leave_out("remote-context", self._name, None, message, iri=part)
                    continue
                part = bundled
            if isinstance(part, dict):
                part = self._learned(part)
            found.append(part)
        return found if isinstance(value, list) else found[0]

    def _learned(self, context: dict[str, Any]) -> dict[str, Any]:
        context = dict(context)
        if "@import" in context:
            message = N_("the context %(iri)s lies elsewhere and is not fetched")
            iri = context.pop("@import")
            self.changed = True
            if (bundled := contexts.known(str(iri))) is not None:
                return self._learned({**bundled, **context})
            self._reading.leave_out("remote-context", self._name, None, message, iri=iri)
        if isinstance(context.get("@language"), str):
            context["@language"] = self._tag(context["@language"], self._name)
        self._has_vocabulary = self._has_vocabulary or bool(context.get("@vocab"))
        for term, meaning in context.items():
            says = meaning if isinstance(meaning, dict) else {"@id": meaning}
            if says.get("@id") in ("@id", "@type", "@language", "@value", "@graph"):
                self._aliases[term] = says["@id"]
            elif not term.startswith("@"):
                self._terms.add(term)
            container = says.get("@container")
            if "@language" in (container if isinstance(container, list) else [container]):
                self._maps.add(term)
            if says.get("@type") in ("@id", "@vocab"):
                self._names.add(term)
            if isinstance(says.get("@language"), str):
                context[term] = {**says, "@language": self._tag(says["@language"], self._name)}
            if isinstance(says.get("@context"), dict):
                self._learned(says["@context"])
        return context

    def _tag(self, tag: str, where: str) -> str:
        if mending.is_tag(tag):
            return tag
        self.changed = True
        mended = mending.mended_tag(tag)
        self._reading.mend("language-tag", where, None, mending.MENDED_TAG, tag=tag, mended=mended)
        return mended

    def _iri(self, iri: str, where: str) -> str:
        mended = iri if _PLAIN.fullmatch(iri) else mending.mended_iri(iri)
        if mended != iri:
            self.changed = True
            self._reading.mend("bad-iri", where, None, mending.MENDED_IRI, iri=iri, mended=mended)
        return mended

    def tell_unknown(self) -> None:
        """Note each key that the contexts give no meaning, with how often it is there."""
        for key, count in self._unknown.most_common(100):
            message = NN_(
                "the key “%(key)s” has no meaning in the context; left out %(count)s time",
                "the key “%(key)s” has no meaning in the context; left out %(count)s times",
            )
            self._reading.note("unknown-key", self._name, None, message, key=key, count=count)
        self._reading.left_out += self._unknown.total()
