"""URIs of one thing as they are written: by whom, from where, with what at the end.

Two addresses that differ only in the scheme "http" or "https", in a slash at the end, or in a
fragment that says "the thing itself" (Cool URIs for the Semantic Web, W3C, 2008) name the same.
"""

_SCHEMES = {"http://": "https://", "https://": "http://"}
_ITSELF = ("#this", "#it", "#id", "#concept")


def is_uri(text: str) -> bool:
    """Return whether a text may be a URI: a scheme, a colon, no spaces."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest and scheme.isascii() and scheme[:1].isalpha()) and " " not in text


def variants(uri: str) -> tuple[str, ...]:
    """Return the ways in which a URI is written, its own first.

    >>> {"http://a.example/x/", "https://a.example/x"} <= {*variants("http://a.example/x")}
    True
    """
    scheme = next((one for one in _SCHEMES if uri.startswith(one)), "")
    if not scheme:
        return (uri,)
    plain, _, fragment = uri.partition("#")
    without = plain.rstrip("/")
    paths = [uri, *([f"{without}#{fragment}", f"{without}/#{fragment}"] if fragment else [])]
    paths += [without, f"{without}/"]
    paths += [without + itself for itself in _ITSELF if not fragment]
    other = [_SCHEMES[scheme] + path.removeprefix(scheme) for path in paths]
    return tuple(dict.fromkeys((*paths, *other)))
