"""What readers call a concept that is named by its id alone."""

from glossary.catalogs.messages import SCHEME
from glossary.errors import NotFound, Unavailable
from glossary.records.excerpts import decode_head
from glossary.web.context import reader
from glossary.web.templates import helpers


def concept_title(vocabulary: str, id: str, lang: str = "") -> tuple[str, str]:
    """Return language and text of the preferred term of a concept for the reader.

    Of the vocabulary itself and of a group it is their title; the id and no language of what is
    not published.
    """
    try:
        described = reader().vocabulary(vocabulary)
    except (NotFound, Unavailable):
        return "", id
    if id == SCHEME:
        return helpers().chosen(described["title"], lang) or ("", vocabulary)
    found = reader().index.get(vocabulary, id)
    if found is not None:
        return helpers().title_of(decode_head(found), lang)
    labels: dict[str, str] = next((g["label"] for g in described["groups"] if g["id"] == id), {})
    return helpers().chosen(labels, lang) or ("", id)


def page_of(vocabulary: str, id: str, lang: str = "") -> str:
    """Return the address of the page about a concept; that of the vocabulary for what has none."""
    if reader().index.get(vocabulary, id) is not None:
        return helpers().concept_address(vocabulary, id, lang)
    return helpers().page(f"{vocabulary}/")
