"""A text that people or programs give, in whatever form, and what is made of it for all doors."""

from dataclasses import dataclass

from flask import request
from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.exchange.texts import TextFile, read
from glossary.exchange.texts.lists import TermList
from glossary.model import Concept
from glossary.reader import Reader
from glossary.reader.recognition.checking import Part, parts_of
from glossary.reader.recognition.terms import Asked, Term, concepts_of
from glossary.records.decoding import concept_of
from glossary.web.context import reader

_BESIDE_FILE_BYTES = 4_000_000
"""So large are the other fields of a form: two texts of 300,000 characters in any script."""
SECTORS = ("library", "archive", "museum", "monument", "audiovisual")


@dataclass(frozen=True, slots=True)
class Given:
    """A text, its translation where there is one, and the parts of a bilingual file."""

    text: str
    against: str | None = None
    parts: list[Part] | None = None

    def held(self) -> list[Part] | None:
        """Return the parts of source and translation, None where there is no translation."""
        if self.parts is not None:
            return self.parts
        return None if self.against is None else parts_of(self.text, self.against)


def of_files(file: TextFile, against: TextFile | None = None) -> Given:
    """Return the text of a file, with its translation: that of another file, or its own."""
    if against is not None:
        return Given(file.text, against.target or against.text)
    if not file.target:
        return Given(file.text)
    parts, start, first = [], 0, 0
    for one in file.segments:
        if one.target:
            parts.append(Part(one.source, one.target, start, first, one.place))
        start += len(one.source) + 2
        first += len(one.target) + 2
    return Given(file.text, file.target, parts)


def roomy() -> None:
    """Let a file be as large as one that people bring to the desk, and a form as its text."""
    most = reader().settings.max_upload_bytes
    request.max_content_length = most + _BESIDE_FILE_BYTES
    request.max_form_memory_size = _BESIDE_FILE_BYTES


def given_texts(text: str, against: str) -> Given:
    """Return what a form has: the files `file` and `against_file`, else the texts that were typed.

    Raises what reading a file raises.
    """
    file, other = sent_file("file"), sent_file("against_file")
    if file is None and other is None:
        plain, translated = _plain(text), _plain(against)
        return Given(plain, translated if translated.strip() else None)
    first = file or TextFile(_plain(text))
    if other is None and against.strip():
        other = TextFile(_plain(against))
    return of_files(first, other)


def sent_file(name: str) -> TextFile | None:
    """Return the text of a file that was sent in a form, None where none was."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        return None
    return read(sent.read(), sent.filename)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def check_sector(sector: str, site_reader: Reader) -> None:
    """Raise Invalid for a sector that no vocabulary has."""
    described = site_reader.site().vocabularies.values()
    known = {*SECTORS, *(one for vocabulary in described for one in vocabulary["sectors"])}
    if sector and sector not in known:
        text = N_("There is no sector “%(value)s”.")
        raise Invalid(text, parameter="sector", value=sector[:80])


def term_list(reader: Reader, terms: list[Term], asked: Asked, to: str, title: str) -> TermList:
    """Return the concepts of a text as a list for a translator into `to` ("" for none).

    Of a term that may name several, those of the preferred sector where there are any.
    """
    found: dict[tuple[str, str], Concept] = {}
    for term in terms:
        named = concepts_of(reader, term.labels, asked.sector)
        records = [from_json(one.record) for one in named]
        if asked.sector:
            own = [record for record in records if asked.sector in record["sectors"]]
            records = own or records
        for record in records:
            found.setdefault((record["vocabulary"], record["id"]), concept_of(record)[0])
    spoken = [term.lang for term in terms]
    lang = max(dict.fromkeys(spoken), key=spoken.count, default="en")
    return TermList([*found.values()], lang, served(reader, to), reader.site().base_url, title)


def served(reader: Reader, lang: str) -> str:
    """Return the language of the site that serves a language, else that itself."""
    return (languages.best(reader.site().languages(), [lang]) or lang) if lang else ""
