"""Contexts of JSON-LD that are known here, so that nothing is fetched.

Source: the terms of SKOS (W3C 2009) and of JSKOS 0.5, written down here by their meaning.
"""

from typing import Any

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_TEXTS = (
    "prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "example", "historyNote",
    "editorialNote", "changeNote", "note",
)  # fmt: skip
_LINKS = (
    "broader", "narrower", "related", "broaderTransitive", "narrowerTransitive", "inScheme",
    "topConceptOf", "hasTopConcept", "exactMatch", "closeMatch", "broadMatch", "narrowMatch",
    "relatedMatch", "member",
)  # fmt: skip

SKOS: dict[str, Any] = {
    "skos": _SKOS,
    "dct": _DCT,
    "id": "@id",
    "uri": "@id",
    "type": "@type",
    "Concept": _SKOS + "Concept",
    "ConceptScheme": _SKOS + "ConceptScheme",
    "Collection": _SKOS + "Collection",
    **{name: {"@id": _SKOS + name, "@container": "@language"} for name in _TEXTS},
    **{name: {"@id": _SKOS + name, "@type": "@id"} for name in _LINKS},
    "topConcepts": {"@id": _SKOS + "hasTopConcept", "@type": "@id"},
    "notation": _SKOS + "notation",
    "created": _DCT + "created",
    "issued": _DCT + "issued",
    "modified": _DCT + "modified",
    "creator": _DCT + "creator",
    "publisher": _DCT + "publisher",
    "license": {"@id": _DCT + "license", "@type": "@id"},
    "deprecated": "http://www.w3.org/2002/07/owl#deprecated",
}
"""What the terms of SKOS and JSKOS mean."""

_KNOWN = {
    "gbv.github.io/jskos/context.json",
    "gbv.github.io/jskos/jskos/context.json",
    "www.w3.org/2004/02/skos/core",
    "www.w3.org/ns/skos",
}


def known(iri: str) -> dict[str, Any] | None:
    """Return the context that an IRI names, None where it is not known here."""
    plain = iri.split("://", 1)[-1].rstrip("/#")
    return SKOS if plain in _KNOWN else None
