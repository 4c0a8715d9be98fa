"""The word list of a pair of languages, as programs of translators load it.

"pair" has two columns and a source only once, for DeepL and machine translation; "pair-omegat" has
all synonyms, and a comment as third column; "pair-csv" is that with commas and the names of the
languages in the first row, as memoQ and spreadsheets want it. No text has tabs or line breaks.

Sources: OmegaT user manual, "Glossaries"; DeepL API, "Managing glossaries"; memoQ, "Term base CSV
import settings".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.formats.contents import Contents
from glossary.formats.tables import delimited
from glossary.model import WITHDRAWN, Concept, Term

_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MOST_BYTES = 1024
"""Most bytes of a text in DeepL."""
_LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """A term, its equivalent in the other language, and what a translator should know."""

    source: str
    target: str
    comment: str


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield the word list `name`; raise Invalid where not exactly two languages are asked for."""
    if len(contents.langs) != 2 or contents.langs[0] == contents.langs[1]:
        text = N_("A word list has two languages: name them with --lang, the source first.")
        raise Invalid(text, parameter="--lang")
    pairs = _pairs(contents, *contents.langs)
    if name == "pair":
        for pair in _once(pairs):
            yield f"{pair.source}\t{pair.target}\r\n".encode()
    elif name == "pair-omegat":
        for pair in dict.fromkeys(pairs):
            yield f"{_unmarked(pair.source)}\t{pair.target}\t{pair.comment}\r\n".encode()
    else:
        header = [languages.name(lang, "en") for lang in contents.langs]
        rows = ([pair.source, pair.target, pair.comment] for pair in dict.fromkeys(pairs))
        yield "\ufeff".encode()
        for line in delimited.lines([[*header, "Comment"]]):
            yield line.encode()
        for line in delimited.lines(rows):
            yield line.encode()


def _once(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Yield the first pair of each source; those that DeepL refuses are left out."""
    seen: set[str] = set()
    for pair in pairs:
        is_short = max(len(pair.source.encode()), len(pair.target.encode())) <= _MOST_BYTES
        if pair.source not in seen and is_short:
            seen.add(pair.source)
            yield pair


def _pairs(contents: Contents, source: str, target: str) -> Iterator[Pair]:
    """Yield the pairs of all concepts that have a term in both languages."""
    for concept in contents.concepts:
        if concept.status != WITHDRAWN:
            yield from _of_concept(concept, source, target)


def _of_concept(concept: Concept, source: str, target: str) -> Iterator[Pair]:
    """Yield every term with the preferred equivalent, then the preferred term with the others."""
    ours, theirs = _in_use(concept, source), _in_use(concept, target)
    if not ours or not theirs:
        return
    comment = _comment(concept, source, target)
    for term in ours:
        yield Pair(_plain(term.text), _plain(theirs[0].text), _with_status(term, comment))
    for term in theirs[1:]:
        if term.status != "deprecated":
            yield Pair(_plain(ours[0].text), _plain(term.text), _with_status(term, comment))


def _in_use(concept: Concept, lang: str) -> list[Term]:
    """Return the terms that readers see, the preferred one first, without twins."""
    terms = [t for t in concept.terms if t.lang == lang and t.status != "hidden" and _plain(t.text)]
    terms.sort(key=lambda term: ("preferred", "admitted", "deprecated").index(term.status))
    if terms and terms[0].status == "deprecated":
        return []
    found: dict[str, Term] = {}
    for term in terms:
        found.setdefault(_plain(term.text), term)
    return list(found.values())


def _comment(concept: Concept, source: str, target: str) -> str:
    """Return the first definition, in the language translated from, else in the other."""
    for lang in (source, target):
        for note in concept.notes_of("definition", lang):
            text = _plain(note.text)
            is_long = len(text) > _LONGEST_COMMENT
            return f"{text[: _LONGEST_COMMENT - 1]}…" if is_long else text
    return ""


def _with_status(term: Term, comment: str) -> str:
    """Return a comment that begins with what warns of a term."""
    said = [*(["deprecated"] if term.status == "deprecated" else []), *term.marks]
    warning = f"[{', '.join(said)}]" if said else ""
    return " ".join(part for part in (warning, _plain(term.note), comment) if part)


def _plain(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()


def _unmarked(source: str) -> str:
    """Return a source that OmegaT does not take for a comment line."""
    return f" {source}" if source.startswith("#") else source
