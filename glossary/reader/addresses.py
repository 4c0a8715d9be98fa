"""Addresses of a site that show a concept: its permanent one, its pages, its record as JSON."""

from urllib.parse import unquote, urlsplit

_PARTS = 3
"""Parts of such a path: what leads to the concept, the vocabulary, the id."""


def concept_at(address: str, base_url: str) -> tuple[str, str] | None:
    """Return the vocabulary and the id that an address of a site names, None for any other.

    >>> concept_at("https://words.example/fr/museum/open%20store?lang=de", "http://words.example")
    ('museum', 'open store')
    """
    try:
        base, parts = urlsplit(base_url), urlsplit(address.strip())
    except ValueError:
        return None
    root = base.path.rstrip("/")
    if parts.netloc.lower() != base.netloc.lower() or not parts.path.startswith(f"{root}/"):
        return None
    found = [unquote(part) for part in parts.path[len(root) :].strip("/").split("/")]
    if found[:3] == ["api", "v1", "concepts"]:
        found = found[2:]
    return (found[1], found[2]) if len(found) == _PARTS else None
