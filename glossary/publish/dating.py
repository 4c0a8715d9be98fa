"""When each concept was first published as it is now."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from glossary.site.settings import Settings
from index import Document, Index, Version, open_index


def dated(found: Iterable[Document], settings: Settings) -> Iterator[Document]:
    """Yield documents with the date of those that are published already.

    The index puts in the date of all others: the moment in which they are published. A concept
    that says something else of itself is another one; names of its neighbours are not its own.
    """
    index = open_index(settings.index_place)
    for document in found:
        before = _before(index, document)
        if before is None:
            yield document
        elif before.version == document.version:
            yield replace(document, published=before.published, is_new=before.is_new)
        else:
            yield replace(document, is_new=False)


def _before(index: Index, document: Document) -> Version | None:
    """Return what is published of a concept; None where there is nothing that can be read."""
    try:
        return index.version(document.vocabulary, document.id)
    except Exception:  # however it is damaged, it is published anew
        return None
