"""Writes docs/content.md: what is in the bundled glossary, and how its terms agree with others.

``python docs/content.py`` counts. ``--data FOLDER`` compares its terms, string by string, with
those of MulDiCat, RDA, RiC-O and the UNESCO Thesaurus, which lie in that folder and are not part of
the project, and ``--cite`` names them in the files as sources of the terms that they attest.
"""

import argparse
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import Stemmer

from glossary.catalogs import editing
from glossary.catalogs.data import data_of
from glossary.catalogs.po import files
from glossary.model import WITHDRAWN, Citation, Concept, Term
from glossary.site import sources
from glossary.site.settings import Settings, load

HERE = Path(__file__).parent
PAGE, DIFFERENCES = HERE / "content.md", HERE / "agreement.tsv"
PLURAL = "theirs is the plural"
"""The reason of a difference that is none of wording."""
LANGUAGES = ("en", "fr", "es", "de", "ru", "ar", "zh-Hans")
SKOS, RDFS = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2000/01/rdf-schema#"
HEAD = """# What is in the glossary

Made by `python docs/content.py` from the files. A term is *sourced* where a work of the register
([sources.toml](../vocabularies/sources.toml)) that was looked up has it in this language;
*reviewed* where a competent speaker has checked it. Definitions that cite no work are in the
glossary's own words, and say so; which works a reviewer might hold them against is in
[unchecked-sources.tsv](unchecked-sources.tsv).

"""
AGREEMENT = """
## Agreement with others

Compared are the notions that the glossary shares with others by an exact or close mapping, or, for
MulDiCat and RDA and the words of libraries, and for RiC-O and those of archives, by the same
English term: preferred terms, string by string, without case, vowel signs, the Arabic article and
what stands in brackets. *Same*: the same preferred term. *Also*: one of the two is a synonym on the
other side. *Number*: the same words inflected otherwise, as thesauri name countable things in the
plural. What is *other*, and plurals that no rule finds, stand in [agreement.tsv](agreement.tsv)
with the reason. Made with `--data`; the data of others are not part of the project.

"""
COUNTS = (
    "concepts", "definitions", "citing a work that was seen", "from a secondary source",
    "in our own words",
)  # fmt: skip
OF_LANGUAGE = ("preferred terms", "synonyms", "sourced preferred terms", "reviewed")


@dataclass(frozen=True)
class Other:
    """A vocabulary of others: files below the data, its key in the register, how it is cited."""

    key: str
    name: str
    files: tuple[str, ...]
    namespace: str
    ours: str = ""
    tags: dict[str, str] = field(default_factory=dict)


OTHERS = (
    Other(
        "muldicat", "MulDiCat", ("ifla/standards/muldicat/rdf/ttl/**/*.ttl",),
        "http://iflastandards.info/ns/muldicat", "library", {"zh": "zh-Hans"},
    ),
    Other(
        "rda-registry", "RDA Registry",
        ("rda/nt/termList/RDATerms.nt", "rda/xml/termList/RDAContentType.xml"),
        "http://rdaregistry.info/termList/", "library", {"zh-hans-cn": "zh-Hans"},
    ),
    Other(
        "ric-o", "RiC-O", ("rico/ontology/current-version/RiC-O_1-1.rdf",),
        "https://www.ica.org/standards/RiC/vocabularies/recordSetTypes", "archive",
    ),
    Other(
        "unesco-thesaurus", "UNESCO Thesaurus", ("unesco-thesaurus/unesco-thesaurus-2024-10.ttl",),
        "http://vocabularies.unesco.org/thesaurus/",
    ),
)  # fmt: skip


@dataclass
class Entry:
    """A concept of others: its preferred and other labels by language."""

    uri: str
    preferred: dict[str, str] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)


def concepts_of(settings: Settings) -> list[Concept]:
    """Return all concepts in use with all their languages, in the order of the vocabularies."""
    found: list[Concept] = []
    for file in sources.chosen_files(settings):
        with (
            tempfile.TemporaryDirectory() as folder,
            sources.opened(settings, file, Path(folder)) as source,
        ):
            found += (one for one in source.concepts() if one.status != WITHDRAWN)
    return found


def counted(concepts: Iterable[Concept]) -> str:
    """Return the tables of concepts, terms, sources and reviews."""
    found = list(concepts)
    vocabularies = list(dict.fromkeys(one.vocabulary for one in found))
    lines = _head("vocabulary", *COUNTS)
    for vocabulary in [*vocabularies, ""]:
        own = [one for one in found if vocabulary in ("", one.vocabulary)]
        bases = Counter(_basis(one) for one in own)
        cells = [len(own), len(own) - bases[None], bases["seen"], bases["secondary"], bases["own"]]
        lines.append(f"| {vocabulary or 'all'} | {' | '.join(map(str, cells))} |")
    lines += ["", *_head("vocabulary", "language", *OF_LANGUAGE)]
    for vocabulary in [*vocabularies, ""]:
        own = [one for one in found if vocabulary in ("", one.vocabulary)]
        for lang in LANGUAGES:
            lines.append(f"| {vocabulary or 'all'} | {lang} | {_cells(own, lang)} |")
    return "\n".join(lines) + "\n"


def _head(*columns: str) -> list[str]:
    words = sum(column in ("vocabulary", "with", "language") for column in columns)
    line = "|".join(["---"] * words + ["---:"] * (len(columns) - words))
    return [f"| {' | '.join(columns)} |", f"|{line}|"]


def _basis(concept: Concept) -> str | None:
    """Return the best basis of the definition in English."""
    bases = {
        source.basis if isinstance(source, Citation) else "own"
        for note in concept.notes_of("definition", "en")
        for source in note.sources
    }
    return next((one for one in ("seen", "secondary", "own") if one in bases), None)


def _cells(concepts: list[Concept], lang: str) -> str:
    preferred = [term for one in concepts if (term := one.preferred(lang)) is not None]
    synonyms = sum(1 for one in concepts for _ in one.synonyms(lang))
    sourced = sum(any(isinstance(s, Citation) for s in term.sources) for term in preferred)
    reviewed = sum(term.reliability == "reviewed" for term in preferred)
    return f"{len(preferred)} | {synonyms} | {sourced} | {reviewed}"


def entries_of(other: Other, data: Path) -> dict[str, Entry]:
    """Return the concepts of a vocabulary of others by URI."""
    store = ox.Store()
    for pattern in other.files:
        for file in sorted(data.glob(pattern)):
            store.bulk_load(path=str(file))
    found: dict[str, Entry] = {}
    for name, preferred in (
        (f"{SKOS}prefLabel", True), (f"{RDFS}label", True), (f"{SKOS}altLabel", False),
    ):  # fmt: skip
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None):
            uri, label = quad.subject, quad.object
            if not isinstance(uri, ox.NamedNode) or not isinstance(label, ox.Literal):
                continue
            lang = other.tags.get(label.language or "", label.language or "")
            if uri.value.startswith(other.namespace) and lang in LANGUAGES:
                entry = found.setdefault(uri.value, Entry(uri.value))
                text = " ".join(label.value.split())
                if preferred and lang not in entry.preferred and "Deprecated" not in text:
                    entry.preferred[lang] = text
                else:
                    entry.others.setdefault(lang, set()).add(text)
    return found


def shared(
    concepts: Iterable[Concept], other: Other, entries: dict[str, Entry]
) -> Iterator[tuple[Concept, Entry]]:
    """Yield the notions that the glossary shares with a vocabulary of others."""
    by_term = {
        folded(one.preferred["en"]): one for one in entries.values() if "en" in one.preferred
    }
    for concept in concepts:
        mapped = [m.uri for m in concept.mappings if m.relation in ("exactMatch", "closeMatch")]
        entry = next((entries[uri] for uri in mapped if uri in entries), None)
        term = concept.preferred("en")
        if entry is None and concept.vocabulary == other.ours and term is not None:
            entry = by_term.get(folded(term.text))
        if entry is not None:
            yield concept, entry


def folded(text: str) -> str:
    """Return a term as it is compared: without case, vowel signs, articles of Arabic.

    >>> folded("Archives (documents)"), folded("أَرْشيف"), folded("Livre  rare")
    ('archives', 'ارشيف', 'livre rare')
    """
    text = re.sub(r"\s*[(（].*?[)）]", "", text)
    text = unicodedata.normalize("NFC", text.casefold()).translate(_ARABIC)
    text = re.sub(r"(?<!\w)(?:ال|لل)(?=\w{2})", "", text)
    return " ".join(text.replace("’", "'").replace("œ", "oe").replace("ё", "е").split())


_ARABIC = dict.fromkeys((*range(1611, 1619), 1600)) | {ord(letter): "ا" for letter in "أإآ"}
_STEMMERS = {
    "en": "english", "fr": "french", "es": "spanish", "de": "german", "ru": "russian",
    "ar": "arabic",
}  # fmt: skip


def is_other_number(one: str, other: str, lang: str) -> bool:
    """Return whether two terms have the same words, inflected otherwise (Snowball's stems).

    >>> is_other_number("rare book", "rare books", "en"), is_other_number("item", "part", "en")
    (True, False)
    """
    if lang not in _STEMMERS:
        return False
    stemmer = Stemmer.Stemmer(_STEMMERS[lang])
    return bool(stemmer.stemWords(one.split()) == stemmer.stemWords(other.split()))


def verdict(concept: Concept, entry: Entry, lang: str) -> tuple[str, str, str] | None:
    """Return how the terms of a language agree, with both; None where one side has none."""
    term = concept.preferred(lang)
    theirs = entry.preferred.get(lang)
    if term is None or theirs is None:
        return None
    ours, there = folded(term.text), folded(theirs)
    our_names = {folded(one.text) for one in concept.synonyms(lang)}
    their_names = {folded(text) for text in entry.others.get(lang, ())}
    if ours == there:
        kind = "same"
    elif there in our_names or ours in their_names:
        kind = "also"
    elif any(is_other_number(one, there, lang) for one in {ours, *our_names}):
        kind = "number"
    else:
        kind = "other"
    return kind, term.text, theirs


def agreement(concepts: list[Concept], data: Path) -> str:
    """Return the table of agreement; what differs goes into agreement.tsv, reasons are kept."""
    reasons = _reasons()
    lines = _head("with", "language", "compared", "same", "also", "number", "other")
    rows: list[str] = []
    for other in OTHERS:
        pairs = list(shared(concepts, other, entries_of(other, data)))
        for lang in LANGUAGES:
            kinds: Counter[str] = Counter()
            for concept, entry in pairs:
                if (found := verdict(concept, entry, lang)) is None:
                    continue
                kind, place = found[0], (*_place(other, concept, lang), *found[1:])
                if kind == "other":
                    reason = reasons.get(place, "")
                    rows.append("\t".join((*place, reason)))
                    kind = "number" if reason == PLURAL else kind
                kinds[kind] += 1
            if total := sum(kinds.values()):
                cells = " | ".join(str(kinds[kind]) for kind in ("same", "also", "number", "other"))
                lines.append(f"| {other.name} | {lang} | {total} | {cells} |")
    head = "with\tconcept\tlanguage\tours\ttheirs\twhy"
    DIFFERENCES.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return "\n".join(lines) + "\n"


def _place(other: Other, concept: Concept, lang: str) -> tuple[str, str, str]:
    return other.key, f"{concept.vocabulary}/{concept.id}", lang


def _reasons() -> dict[tuple[str, ...], str]:
    if not DIFFERENCES.is_file():
        return {}
    rows = (line.split("\t") for line in DIFFERENCES.read_text("utf-8").splitlines()[1:])
    return {tuple(row[:5]): row[5] for row in rows if len(row) > 5}


def attested(term: Term, entry: Entry, lang: str) -> bool:
    """Return whether a vocabulary of others has a term, as preferred or not, in either number."""
    names = {entry.preferred.get(lang, ""), *entry.others.get(lang, ())}
    ours = folded(term.text)
    return any(ours == (name := folded(one)) or is_other_number(ours, name, lang) for one in names)


def cite(settings: Settings, concepts: list[Concept], data: Path) -> int:
    """Name others as sources of the preferred terms that they have; return how many were new."""
    reasons = _reasons()
    wanted: dict[tuple[str, str], dict[str, list[str]]] = {}
    for other in OTHERS:
        for concept, entry in shared(concepts, other, entries_of(other, data)):
            place = re.split(r"[/#]", entry.uri)[-1]
            for lang in LANGUAGES:
                term = concept.preferred(lang)
                if term is None:
                    continue
                pair = (*_place(other, concept, lang), term.text, entry.preferred.get(lang, ""))
                if attested(term, entry, lang) or reasons.get(pair) == PLURAL:
                    cited = f"@{other.key}, {place} [seen]"
                    by_id = wanted.setdefault((lang, concept.vocabulary), {})
                    by_id.setdefault(concept.id, []).append(cited)
    count = 0
    for (lang, vocabulary), found in wanted.items():
        if lang == "en":
            count += _in_vocabulary(settings.vocabularies / f"{vocabulary}.ttl", found)
        else:
            path = files.catalog_path(settings.translations, lang, vocabulary)
            count += _in_catalog(path, found)
    return count


def _in_vocabulary(path: Path, found: dict[str, list[str]]) -> int:
    text, count = path.read_text("utf-8"), 0
    for id, cited in found.items():
        block = re.search(rf"^<{re.escape(id)}> a .*?\.\n(?=\n|\Z)", text, re.M | re.S)
        label = block and re.search(r'^    skos:prefLabel ("[^"]*"@en) ;\n', block[0], re.M)
        if not block or not label or "skosxl:prefLabel" in block[0]:
            continue
        named = ", ".join(f'"{one}"' for one in cited)
        line = f"    skosxl:prefLabel [ skosxl:literalForm {label[1]} ; dct:source {named} ] ;\n"
        at = block.start() + label.end()
        text, count = text[:at] + line + text[at:], count + 1
    path.write_text(text, "utf-8")
    return count


def _in_catalog(path: Path, found: dict[str, list[str]]) -> int:
    content, edits = path.read_bytes(), []
    for id, cited in found.items():
        message = editing.entry(content, id, "prefLabel")
        if message is None or not message.string:
            continue
        data = data_of(message)[0].values()
        new = [one for one in cited if one not in data.get("sources", ())]
        if new:
            data["sources"] = [*data.get("sources", ()), *new]
            edits.append(editing.Edit(id, "prefLabel", str(message.string), data))
    if edits:
        path.write_bytes(editing.edited(content, edits, None))
    return len(edits)


def main() -> None:
    """Write the page, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the data of others")
    parser.add_argument("--cite", action="store_true", help="name them as sources of terms")
    given = parser.parse_args()
    settings = load(HERE.parent, {})
    concepts = concepts_of(settings)
    if given.data and given.cite:
        sys.stderr.write(f"{cite(settings, concepts, given.data)} terms have new sources\n")
        concepts = concepts_of(settings)
    kept = PAGE.read_text("utf-8").partition(AGREEMENT)[2] if PAGE.is_file() else ""
    compared = agreement(concepts, given.data) if given.data else kept
    PAGE.write_text(HEAD + counted(concepts) + AGREEMENT + compared, "utf-8")


if __name__ == "__main__":
    main()
