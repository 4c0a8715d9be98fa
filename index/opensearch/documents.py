"""A document of the glossary as documents of the engine, and back: the same rows as the embedded
index has of it, so that both find the same.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from index import KINDS, WITHDRAWN, Document, Label, Text
from index.embedded.files import rows
from index.embedded.files.lowered import lowered
from index.embedded.files.postings import STEM, WORD
from index.embedded.files.rows import FIRST_TEXT, NOTATION, Names, Numbering
from index.embedded.writing.lexicon import shared
from index.text import analysis
from index.text.scripts import scripts
from index.text.tags import is_wanted

Source = dict[str, Any]
BEGIN = "^"
"""The token before the first of a segment."""
_LONGEST_TERM = 200
COMPLETION_CHARACTERS = 200
"""So many characters of a completion are kept."""
_LONGEST_NAME = 8_000
"""So many bytes of a name or key of an order are kept; the engine takes no more than 32,766."""
_LABELLED, _AFTER, _NAMELESS = b"\0", b"\1", b"\2"
_ORDERED = ("langs", "text_kinds", "sectors", "statuses", "vocabularies")


def names_of(told: Mapping[str, list[str]]) -> Names:
    """Return the names of a state, by number."""
    return Names(**{place: Numbering(told[place]) for place in _ORDERED})


def told_names(names: Names) -> dict[str, list[str]]:
    """Return names as a state keeps them."""
    return {place: [*getattr(names, place).names] for place in _ORDERED}


def hashed(text: str) -> str:
    """Return 16 bytes of a text of any length, as hexadecimal digits (BLAKE2b)."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def name(text: str) -> str:
    """Return a name as the engine keeps it: itself, or as much of it as may be and its hash."""
    text = analysis.paired(text)
    if len(text) <= _LONGEST_NAME // 4:
        return text
    return f"{text[: _LONGEST_NAME // 4]}{hashed(text)}"


def term(text: str) -> str:
    """Return a token as the engine keeps it."""
    text = analysis.paired(text)
    return text if len(text) <= _LONGEST_TERM else f"{text[: _LONGEST_TERM - 40]}#{hashed(text)}"


def key_hash(key: str) -> str:
    """Return the hash of the key of a label."""
    return str(rows.hashed(key))


def encoded(value: bytes) -> str:
    """Return bytes as text."""
    return b64encode(value).decode("ascii")


def decoded(value: str) -> bytes:
    """Return the bytes of a text."""
    return b64decode(value)


def sort_text(key: bytes) -> str:
    """Return the key of an order as a text of the same order."""
    return key[:_LONGEST_NAME].hex()


class Entry:
    """What stands for a concept in lists of a language."""

    def __init__(self, order: str, text: str, lang: str) -> None:
        self.order, self.text, self.lang = order, text, lang


def entry(place: bytes, entries: list[tuple[str, str, bytes]], lang: str) -> Entry:
    """Return how a concept stands in lists of a language: by its own term, else by that in a
    narrower or wider form, else by its first one.

    `entries` are language, text and key of the order of its preferred terms.
    """
    if not entries:
        return Entry(sort_text(place + _NAMELESS), "", "")
    own = next((one for one in entries if one[0] == lang), None)
    if own is not None:
        return Entry(sort_text(place + _LABELLED + own[2]), own[1], own[0])
    near = (one for one in entries if lang and is_wanted(one[0], lang))
    other, text, key = next(near, entries[0])
    is_alike = not lang or not {*scripts(lang)}.isdisjoint(scripts(other))
    return Entry(sort_text(place + (_LABELLED if is_alike else _AFTER) + key), text, other)


def entries_of(document: Document) -> list[tuple[str, str, bytes]]:
    """Return language, text and key of the order of the preferred terms that are listed."""
    if not document.listed:
        return []
    return [
        (one.lang, one.text, one.sort_key) for one in document.labels if one.kind == "preferred"
    ]


class Made:
    """The documents of the engine for one document: of the concept, and of its labels."""

    def __init__(self, document: Document, key: int, names: Names, ordered: list[str]) -> None:
        found = rows.Rows()
        rows.add(found, document, key, 0, names)
        row = rows.concept(document, key, names)
        self.words = found.words
        gone = int(document.status == WITHDRAWN)
        common = {"k": key, "v": name(document.vocabulary), "i": hashed(document.id), "g": gone}
        self.concept = {"y": "c", **common, **_facts(document, ordered, names)}
        self.concept["s"] = [*_segments(document, found, names)]
        self.concept["doc"] = {**_doc(document), "digest": encoded(row[-3])}
        more = {
            **common,
            "ls": document.listed,
            "chm": document.changed[:7],
            "crm": document.created[:7],
            "ch": name(document.changed),
            "cr": name(document.created),
        }
        self.labels = [{"y": "l", **more, **one} for one in _labels(document, found)]


def _facts(document: Document, ordered: list[str], names: Names) -> Source:
    made: Source = {
        "is": name(document.id),
        "u": hashed(document.uri),
        "a": [hashed(uri) for uri in {*document.aliases}],
        "sec": [name(one) for one in {*document.sectors}],
        "grp": [name(one) for one in {*document.groups}],
        "st": name(document.status),
        "ls": document.listed,
        "ch": name(document.changed),
        "cr": name(document.created),
        "pu": name(document.published),
    }
    if document.listed:
        made["pi"] = [hashed(one) for one in {*document.parents} - {document.id}]
        entries = entries_of(document)
        for lang in ordered:
            made[f"o{names.langs.of(lang)}"] = entry(document.place, entries, lang).order
    return made


def _segments(document: Document, found: rows.Rows, names: Names) -> Iterator[Source]:
    labels, langs = document.labels, names.langs.names
    texts = [*rows.texts(document)]
    for (number, _, kind, lang, length, _), (_, words, others) in zip(
        found.segment, found.terms, strict=True
    ):
        tokens = [term(WORD + word) for word in words]
        further = {*map(term, _in_lang({*others, *(WORD + word for word in words)}, langs[lang]))}
        made = {
            "k": kind, "l": langs[lang], "n": length, "c": kind << 8 | length, "p": number,
            "t": " ".join([BEGIN, *tokens]), "x": [*further.union(tokens)],
            "text": analysis.paired(texts[number]),
        }  # fmt: skip
        if kind < NOTATION:
            made |= {"le": labels[number].letter, "sk": labels[number].sort_key.hex()}
        elif kind > NOTATION:
            made["of"] = names.text_kinds.names[kind - FIRST_TEXT]
        yield made


def _in_lang(tokens: Iterable[str], lang: str) -> Iterator[str]:
    """Yield the tokens of a segment as they are kept: stems with their language. In a language with
    stems a word is also its own stem: who asks for another form of it finds it.
    """
    has_stems = analysis.has_stemmer(lang)
    for token in tokens:
        if token.startswith(WORD):
            yield token
        if has_stems:
            yield stem_token(token[1:], lang)


def stem_token(stem: str, lang: str) -> str:
    """Return the token of a stem in a language."""
    return f"{STEM}{lang}{STEM}{stem}"


def _doc(document: Document) -> Source:
    return {
        "vocabulary": document.vocabulary,
        "id": document.id,
        "uri": document.uri,
        "aliases": [*document.aliases],
        "sectors": [*document.sectors],
        "groups": [*document.groups],
        "status": document.status,
        "parents": [*document.parents],
        "changed": document.changed,
        "created": document.created,
        "published": document.published,
        "is_new": document.is_new,
        "version": encoded(document.version),
        "place": encoded(document.place),
        "notation": document.notation,
        "entries": [[lang, text, key.hex()] for lang, text, key in entries_of(document)],
        "summary": encoded(document.summary),
        "record": encoded(document.record),
    }


def _labels(document: Document, found: rows.Rows) -> Iterator[Source]:
    hashes: dict[int, list[str]] = {}
    for hash, number in found.folded:
        hashes.setdefault(number, []).append(str(hash))
    stems = {number: str(hash) for hash, number in found.stemmed}
    for number, label in enumerate(document.labels):
        kind = KINDS.index(label.kind)
        made = _label(label.text, label.lang, kind, number, hashes[number])
        if number in stems:
            made["m"] = stems[number]
        if label.kind != "hidden":
            made["w"] = [name(word) for word in {*analysis.written(label.text).words}]
            if document.listed:
                made |= _completions(label)
                made |= {"le": name(label.letter), "sk": sort_text(label.sort_key)}
        yield made
    for number, notation in enumerate(document.notations, len(document.labels)):
        made = _label(notation, "", NOTATION, number, hashes[number])
        if document.listed:
            folded = analysis.folded_keys(notation)[0]
            made |= {"p": [folded[:COMPLETION_CHARACTERS]], "r": _rank(NOTATION, notation)}
        yield made


def _label(text: str, lang: str, kind: int, number: int, hashes: list[str]) -> Source:
    return {
        "kd": kind, "l": lang, "num": number, "h": hashes, "lo": name(lowered(text)),
        "doc": {"text": analysis.paired(text)},
    }  # fmt: skip


def _rank(kind: int, text: str) -> int:
    return kind * 1_000 + min(len(text), 999)


def _completions(label: Label) -> Source:
    own = (analysis.fold(label.text, label.lang),) if analysis.kept_apart(label.lang) else ()
    starts: set[str] = set()
    inner: set[str] = set()
    for folded in (*analysis.folded_keys(label.text, label.lang), *own):
        for start in rows.word_starts(folded):
            (inner if start else starts).add(folded[start : start + COMPLETION_CHARACTERS])
    made = {"p": [*starts], "q": [*inner], "r": _rank(KINDS.index(label.kind), label.text)}
    return {key: value for key, value in made.items() if value != []}


def word(folded: str, shown: str) -> Source:
    """Return the document of a word of labels."""
    return {
        "y": "w", "w": name(folded), "sh": [str(one) for one in {*shared(folded)}],
        "doc": {"word": analysis.paired(folded), "shown": analysis.paired(shown)},
    }  # fmt: skip


def identity(source: Source) -> tuple[str, str]:
    """Return vocabulary and id of the document of a concept."""
    return source["doc"]["vocabulary"], source["doc"]["id"]


def document_of(source: Source) -> Document:
    """Return the document that is kept in the document of a concept."""
    doc, segments = source["doc"], source["s"]
    return Document(
        vocabulary=doc["vocabulary"],
        id=doc["id"],
        uri=doc["uri"],
        labels=[
            Label(one["text"], one["l"], KINDS[one["k"]], bytes.fromhex(one["sk"]), one["le"])
            for one in segments
            if one["k"] < NOTATION
        ],
        texts=[Text(one["text"], one["l"], one["of"]) for one in segments if one["k"] > NOTATION],
        notations=[one["text"] for one in segments if one["k"] == NOTATION],
        sectors=doc["sectors"],
        groups=doc["groups"],
        status=doc["status"],
        parents=doc["parents"],
        changed=doc["changed"],
        created=doc["created"],
        version=decoded(doc["version"]),
        published=doc["published"],
        is_new=doc["is_new"],
        listed=source["ls"],
        place=decoded(doc["place"]),
        notation=doc["notation"],
        aliases=doc["aliases"],
        summary=decoded(doc["summary"]),
        record=decoded(doc["record"]),
    )
