"""A PO file read as far as it can be: every broken message is told, and the others are used."""

from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.po.files import TermCatalog, parsed
from glossary.catalogs.po.headers import is_locale
from glossary.errors import N_, BrokenSource

EMPTY = N_("there is no message in it; is it a PO file?")


def read(
    content: bytes, name: str, locale: str | None = None
) -> tuple[TermCatalog, list[CatalogProblem]]:
    """Return what can be used of the bytes of a PO file, and its errors of syntax."""
    # what is no name of a language is told by another rule
    catalog = TermCatalog(locale if locale is not None and is_locale(locale) else None)
    try:
        found = [
            CatalogProblem("syntax", fault.reason, fault.values, fault.line, fault.context)
            for fault in parsed(content, name, catalog)
        ]
    except BrokenSource as error:
        return catalog, [CatalogProblem("encoding", error.reason, error.arguments, error.line)]
    if not (len(catalog) or len(catalog.headers) or catalog.obsolete):
        return catalog, [CatalogProblem("not-a-catalog", EMPTY)]
    return catalog, found
