"""What is wrong with one name, text or tag is mended here, or said to be beyond it.

A `Reading` keeps what came of a file. The codes of its findings are stable:
`CODES` says what each means.
"""

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from glossary import languages
from glossary.errors import N_
from glossary.formats import Finding, Findings

CODES = {
    "language-tag": "a language tag that BCP 47 does not allow",
    "bad-iri": "an IRI with characters that must not stand in one, or none at all",
    "bad-name": "a name that must not be written so",
    "bad-escape": "a backslash before a character that needs none",
    "bad-character": "characters that XML does not allow",
    "bad-statement": "a statement that cannot be understood",
    "undeclared-prefix": "a well-known prefix without a declaration",
    "imports": "another file is named that would belong to it; nothing is fetched",
    "remote-context": "a JSON-LD context elsewhere; nothing is fetched",
    "unknown-key": "a key of JSON-LD without a meaning in its context",
}
"""The codes of what is found while a file is read."""

WELL_KNOWN = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "iso-thes": "http://purl.org/iso25964/skos-thes#",
}
"""Prefixes that everybody means the same by (prefix.cc, the RDFa initial context)."""

_NEVER_IN_IRIS = re.compile(
    r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff'
    + "".join(rf"\U000{plane:X}FFFE\U000{plane:X}FFFF" for plane in range(1, 15))
    + r"\U000E0000-\U000E0FFF]"
)
"""What is neither a character of URIs nor `ucschar` (RFC 3987, section 2.2)."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BAD_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_PARTS = re.compile(r"(?s)((?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?)([^?#]*)(\?[^#]*)?(#.*)?")
MENDED_TAG = N_("the language tag “%(tag)s” is read as “%(mended)s”")
MENDED_IRI = N_("the IRI “%(iri)s” is read as “%(mended)s”")
NO_IRI = N_("“%(iri)s” is no IRI (%(cause)s); left out")


@dataclass(slots=True)
class Reading:
    """What came of a file: how many triples were read, and what was mended or left out."""

    findings: Findings = field(default_factory=Findings)
    read: int = 0
    mended: int = 0
    left_out: int = 0

    def mend(self, rule: str, where: str, line: int | None, message: str, **values: object) -> None:
        """Note that something is read otherwise than it stands there."""
        self.mended += 1
        self.note(rule, where, line, message, **values)

    def leave_out(
        self, rule: str, where: str, line: int | None, message: str, **values: object
    ) -> None:
        """Note that something is left out."""
        self.left_out += 1
        self.note(rule, where, line, message, **values)

    def note(self, rule: str, where: str, line: int | None, message: str, **values: object) -> None:
        """Note something that is read as it stands."""
        shown = {key: shortened(value) for key, value in values.items()}
        self.findings.append(Finding(rule, where, message, shown, line))


def shortened(value: object) -> object:
    """Return a value as it is shown: a long text with its first characters."""
    return value[:80] + "…" if isinstance(value, str) and len(value) > 81 else value


def is_tag(tag: str) -> bool:
    """Return whether a tag is well-formed (BCP 47, as the RDF parser sees it)."""
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True


def mended_tag(tag: str) -> str:
    """Return the tag that is meant by one that is none, "und" where that is not to be seen.

    Names of languages and of POSIX locales are understood; of other tags the longest beginning
    counts that is right.

    >>> mended_tag("en_US"), mended_tag("de_AT.UTF-8@euro"), mended_tag("sr-Latn-overlylong")
    ('en-US', 'de-AT', 'sr-Latn')
    >>> mended_tag("indonesian"), mended_tag("9")
    ('id', 'und')
    """
    meant = languages.read(tag.strip()).tag
    if meant != "und" and is_tag(meant):
        return meant
    plain = re.split("[.@]", tag.strip())[0]
    parts = [part for part in re.split(r"[\s_\-\u2010-\u2014]+", plain) if part]
    while parts:
        if is_tag(found := "-".join(parts)):
            return languages.canonical(found)
        parts.pop()
    return "und"


def iri_problem(iri: str) -> str | None:
    """Return why an IRI with its scheme is none, else None."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        return str(error)
    return None


def mended_iri(iri: str) -> str:
    """Return an IRI or a reference with characters encoded that must not stand in it (RFC 3987).

    >>> mended_iri(" http://e.org/a b#c#d "), mended_iri("http://e.org/100%/[1]")
    ('http://e.org/a%20b#c%23d', 'http://e.org/100%25/%5B1%5D')
    """
    if _SCHEME.match(iri) and iri_problem(iri) is None:
        return iri
    start, path, query, fragment = _PARTS.fullmatch(iri.strip()).groups("")  # type: ignore[union-attr]
    path = _encoded(path)
    query = query[:1] + _encoded(query[1:], "?")
    fragment = fragment[:1] + _encoded(fragment[1:], "?").replace("#", "%23")
    return _NEVER_IN_IRIS.sub(_percent, start) + path + query + fragment


def _encoded(part: str, also: str = "") -> str:
    part = _BAD_PERCENT.sub("%25", part)
    return re.sub(rf"[\[\]\ue000-\uf8ff]|{_NEVER_IN_IRIS.pattern}", _percent, part)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
