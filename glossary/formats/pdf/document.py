"""A vocabulary as what the template sets: front matter, sections with entries, indexes."""

import re
from collections.abc import Iterator
from datetime import date

from babel.lists import format_list

from glossary import languages
from glossary.formats.contents import Contents
from glossary.formats.pdf import words
from glossary.formats.pdf.entries import Entries
from glossary.formats.pdf.surroundings import Record, Surroundings, clean, surroundings_of
from glossary.model import DRAFT, WITHDRAWN, Concept

_HAN = {"ja": "JP", "ko": "KR", "zh-Hant": "TC", "zh-TW": "TC", "zh-HK": "HK", "yue": "HK"}
_MOST_LINKED = 2_000
"""Of more concepts only page numbers lead to entries: a link takes as much room as an entry."""
_SEMICOLONS = {"Arab": "؛ ", "Hans": "；", "Hant": "；", "Jpan": "；"}
_COMMAS = {"Arab": "، ", "Hans": "、", "Hant": "、", "Jpan": "、"}
_CODE = re.compile(r"[a-z]{2,3}")
_REGION = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def document(contents: Contents) -> Record:
    """Return all that is printed, as values of JSON; the same contents give the same values."""
    concepts = {one.id: one for one in contents.concepts}
    around = surroundings_of(contents, _counts(concepts))
    entries = Entries(around, concepts)
    return {
        **_front(contents, around, concepts),
        "main": around.main,
        "spoken": around.spoken,
        "linked": len(concepts) <= _MOST_LINKED,
        "sections": [*_sections(around, entries, concepts)],
        "indexes": [*_indexes(around, entries, concepts)],
    }


def _counts(concepts: dict[str, Concept]) -> dict[str, int]:
    """Return how many concepts in use have a preferred term, by language."""
    counts: dict[str, int] = {}
    for concept in concepts.values():
        if concept.status != WITHDRAWN:
            for lang in concept.labels():
                counts[lang] = counts.get(lang, 0) + 1
    return counts


def _front(contents: Contents, around: Surroundings, concepts: dict[str, Concept]) -> Record:
    described, say = contents.vocabulary, around.translate
    counts = _counts(concepts)
    tags = [around.main, *around.others]
    title = languages.choose(described.titles, tags) or ("", described.id)
    about = languages.choose(described.descriptions, tags) or ("", "")
    names = [languages.name(tag, around.spoken) for tag in tags]
    day = _DAY.match(described.modified or described.created or "")
    locale = languages.locale_of(around.spoken) or "en"
    living = sum(one.status != WITHDRAWN for one in concepts.values())
    imprint = {
        "publisher": described.publisher,
        "licence": described.licence,
        "changed": day and day[0],
        "concepts": str(living),
        "address": described.uri,
    }
    year, month, number = _date(described.modified or described.created)
    return {
        "title": clean(title[1]),
        "description": clean(about[1]),
        "description_lang": about[0],
        "subtitle": say(words.SUBTITLE) % {"languages": format_list(names, locale=locale)},
        "publisher": clean(described.publisher or ""),
        "keywords": list(described.sectors),
        "year": year,
        "month": month,
        "day": number,
        "imprint": [
            {"label": say(words.IMPRINT[name]), "value": clean(value)}
            for name, value in imprint.items()
            if value
        ],
        "words": {name: say(word) for name, word in words.WORDS.items()},
        "explanations": [say(text) for text in words.EXPLANATIONS],
        "draft_sign": words.DRAFT_SIGN if _has_drafts(concepts) else "",
        "draft_meaning": say(words.DRAFT_MEANING),
        "languages": {
            tag: _language(tag, around, counts.get(tag, 0), tag in tags)
            for tag in dict.fromkeys([*tags, *counts, "", about[0], around.spoken])
        },
    }


def _date(stated: str | None) -> tuple[int | None, int | None, int | None]:
    found = _DAY.match(stated or "")
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    return (day.year, day.month, day.day) if day else (None, None, None)


def _has_drafts(concepts: dict[str, Concept]) -> bool:
    return any(
        any(term.reliability == DRAFT for term in concept.terms)
        or any(note.reliability == DRAFT for note in concept.notes)
        for concept in concepts.values()
    )


def _language(tag: str, around: Surroundings, terms: int, listed: bool) -> Record:
    """Return what the template must know of a language; Typst takes codes of ISO 639 only."""
    language, script, region, _ = languages.split(tag or "und")
    parts = [f"{language}-{region}", f"{language}-{script}", language]
    han = next((_HAN[part] for part in parts if part in _HAN), "SC")
    return {
        "lang": language if _CODE.fullmatch(language) else "und",
        "region": region if region and _REGION.fullmatch(region) else None,
        "dir": languages.direction(tag) if tag else languages.direction(around.main),
        "semicolon": _SEMICOLONS.get(languages.script(tag or "und"), "; "),
        "comma": _COMMAS.get(languages.script(tag or "und"), ", "),
        "fonts": ["Libertinus Serif", "Amiri", f"Noto Sans CJK {han}"],
        "name": languages.name(tag, around.spoken) if tag else "",
        "own": languages.own_name(tag) if tag else "",
        "terms": terms,
        "listed": listed,
    }


def _sections(
    around: Surroundings, entries: Entries, concepts: dict[str, Concept]
) -> Iterator[Record]:
    """Yield the A-Z, and after it the concepts that have no term in its language."""
    own = [one for one in concepts.values() if _stands_in(around, one)]
    rest = [one for one in concepts.values() if not _stands_in(around, one) and around.shown(one)]
    for title, found in ((words.ALPHABETICAL, own), (words.WITHOUT, rest)):
        made = [entry for concept in found for entry in entries.of(concept)]
        if not made:
            continue
        name = languages.name(around.main, around.spoken)
        first = made[0]["head"]["lang"] if found is rest else around.main
        yield {
            "title": around.translate(title) % {"language": name},
            "lang": first,
            "letters": [
                {"letter": letter, "entries": lines}
                for letter, lines in around.lettered(
                    made, first, lambda entry: str(entry["head"]["text"])
                )
            ],
        }


def _stands_in(around: Surroundings, concept: Concept) -> bool:
    return concept.preferred(around.main) is not None


def _indexes(
    around: Surroundings, entries: Entries, concepts: dict[str, Concept]
) -> Iterator[Record]:
    """Yield an index of each other language: its terms, and the entries to which they lead."""
    for lang in around.others:
        lines = [
            {"text": clean(term.text), "n": entries.number(concept), **_head(around, concept)}
            for concept in concepts.values()
            if concept.status != WITHDRAWN
            for term in concept.terms
            if term.lang == lang and term.status != "hidden"
        ]
        if lines:
            say, name = around.translate, languages.name(lang, around.spoken)
            yield {
                "tag": lang,
                "title": say(words.INDEX) % {"language": name},
                "letters": [
                    {"letter": letter, "lines": found}
                    for letter, found in around.lettered(
                        lines, lang, lambda line: str(line["text"])
                    )
                ],
            }


def _head(around: Surroundings, concept: Concept) -> Record:
    shown = around.shown(concept)
    assert shown is not None
    return {"head": clean(shown.text), "lang": shown.lang}
