"""The concepts of a text as a list for a translator: TBX, CSV or PO, in the pair of languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.exchange import po
from glossary.exchange.sheets import Sheet, Unit
from glossary.formats.contents import Contents
from glossary.formats.registry import FORMATS
from glossary.model import Concept, Vocabulary

ENDINGS = {"tbx": "tbx", "csv": "csv", "po": "po"}
"""The formats, with the ending of files in them."""
MEDIA_TYPES = {
    "tbx": "application/x-tbx+xml", "csv": "text/csv", "po": "text/x-gettext-translation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermList:
    """Concepts that stand in a text: its language, that of the translation ("" for none), the
    address of the site, and the title of the list.
    """

    concepts: Sequence[Concept]
    lang: str
    to: str
    base_url: str
    title: str


def write(terms: TermList, name: str) -> bytes:
    """Return the file; raise Invalid for an unknown format, or where a language is missing."""
    if name not in ENDINGS:
        raise Invalid(
            N_("There is no format “%(name)s”; these are: %(known)s."),
            parameter="format",
            name=name[:40],
            known=", ".join(ENDINGS),
        )
    if name == "po":
        return po.write(_sheet(terms))
    if name == "csv" and terms.to and terms.to != terms.lang:
        return b"".join(FORMATS["pair-csv"].write(_contents(terms)))
    return b"".join(FORMATS[name].write(_contents(terms)))


def _contents(terms: TermList) -> Contents:
    """Return the concepts as a vocabulary of their own, without relations."""
    langs = tuple(dict.fromkeys(filter(None, (terms.lang, terms.to))))
    vocabulary = Vocabulary(
        id="terms",
        uri=f"{terms.base_url}/text",
        titles={terms.lang: terms.title},
        source_language=terms.lang,
    )
    own = [
        replace(
            one, id=f"{one.vocabulary}-{one.id}", vocabulary="terms", broader=(), narrower=(),
            related=(), mappings=(), statements=(), datatypes=(), stated=(), schemes=None,
            top_of=None, replaced_by=(),
        )
        for one in terms.concepts
    ]  # fmt: skip
    return Contents(vocabulary, own, lambda id: id, terms.base_url, langs=langs)


def _sheet(terms: TermList) -> Sheet:
    if not terms.to:
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="to", code="missing")
    return Sheet("terms", terms.to, terms.lang, terms.title, [*_units(terms)])


def _units(terms: TermList) -> Iterable[Unit]:
    for one in terms.concepts:
        source = _preferred(one, terms.lang)
        if source:
            text = _preferred(one, terms.to)
            yield Unit(
                f"{one.vocabulary}/{one.id}",
                "prefLabel",
                source,
                text,
                state="draft" if text else "missing",
                comments=_definitions(one, terms),
                reference=one.uri,
            )


def _preferred(concept: Concept, lang: str) -> str:
    served = languages.best({term.lang for term in concept.terms}, [lang])
    found = [term for term in concept.terms if term.lang == served]
    return next((term.text for term in found if term.status == "preferred"), "")


def _definitions(concept: Concept, terms: TermList) -> tuple[str, ...]:
    notes = [note for note in concept.notes if note.kind == "definition"]
    return tuple(" ".join(note.text.split()) for note in notes if note.lang == terms.lang)[:1]
