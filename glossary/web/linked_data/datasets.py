"""What there is to be had: VoID and DCAT, the JSON-LD context, and the names of our own.

``/.well-known/void`` and ``/datasets`` describe all vocabularies, ``/datasets/<vocabulary>`` one.
Sources: VoID (W3C 2011), DCAT 3 (W3C 2024), SPDX for checksums.
"""

import json
from collections.abc import Iterable, Iterator

from flask import request
from werkzeug.wrappers import Response

from glossary.formats.contents import XL
from glossary.formats.rdf.writing import SYNTAXES, TYPE, Node, Text
from glossary.formats.registry import FORMATS
from glossary.formats.skos.names import DCT, FOAF, OWL, RDFS, SKOS, TERMS, XSD
from glossary.formats.skos.names import XL as SKOSXL
from glossary.formats.skos.stating import Said, source
from glossary.formats.skos.writing import PREFIXES
from glossary.model import EQUIVALENCES, RELIABILITIES, TERM_MARKS
from glossary.reader import Record
from glossary.web import offers
from glossary.web.context import reader
from glossary.web.headers import kept, not_modified
from glossary.web.linked_data.door import door
from glossary.web.linked_data.downloads import path_of
from glossary.web.linked_data.negotiation import PROFILE_URIS, liked, not_acceptable

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMAT_URIS = "http://www.w3.org/ns/formats/"
_SYNTAX_URIS = {
    "turtle": "Turtle", "n-triples": "N-Triples", "rdf-xml": "RDF_XML", "json-ld": "JSON-LD",
}  # fmt: skip
_SPACES = {
    "rdf": PREFIXES["rdf"], "rdfs": RDFS, "dct": DCT, "foaf": FOAF, "void": _VOID, "dcat": _DCAT,
    "spdx": _SPDX, "skos": SKOS, "skosxl": SKOSXL, "owl": OWL, "term": TERMS, "xsd": XSD,
}  # fmt: skip
_RDF = {one.media_type: name for name, one in FORMATS.items() if one.has_profiles}


@door.get("/.well-known/void")
@door.get("/datasets")
def datasets() -> Response:
    """Send what is known of all vocabularies, as a catalog of data sets."""
    base = reader().site().base_url
    records = reader().site().vocabularies.values()
    named = [(_DCAT + "dataset", _uri(base, one)) for one in records]
    said: list[Said] = [(TYPE, _DCAT + "Catalog"), (DCT + "title", Text(_title()))]
    said += [(FOAF + "homepage", f"{base}/"), *named]
    whole = Node(f"{base}/datasets#catalog", tuple(said))
    about = Node(
        f"{base}/.well-known/void",
        (
            (TYPE, _VOID + "DatasetDescription"),
            (DCT + "title", Text(_title())),
            (FOAF + "primaryTopic", whole.subject),
            *((FOAF + "topic", uri) for _, uri in named),
        ),
    )
    nodes = (node for record in records for node in _dataset(base, record))
    return _sent([about, whole, *nodes])


@door.get("/datasets/<vocabulary>")
def dataset(vocabulary: str) -> Response:
    """Send what is known of a vocabulary as a data set: its files, sizes and checksums."""
    record = reader().vocabulary(vocabulary)
    return _sent(_dataset(reader().site().base_url, record))


def _title() -> str:
    settings = reader().settings
    return settings.titles.get("en") or next(iter(settings.titles.values()), "Glossary")


def _uri(base: str, record: Record) -> str:
    return f"{base}/datasets/{path_of(record['id'])}#dataset"


def _dataset(base: str, record: Record) -> Iterator[Node]:
    place = path_of(record["id"])
    said: list[Said] = [(TYPE, _VOID + "Dataset"), (TYPE, _DCAT + "Dataset")]
    said += [(DCT + "title", Text(text, lang)) for lang, text in record["title"].items()]
    said += [(DCT + "description", Text(t, lang)) for lang, t in record["description"].items()]
    if record["licence"]:
        said.append((DCT + "license", source(record["licence"])))
    publisher = f"{base}/datasets/{place}#publisher"
    if record["publisher"]:
        said.append((DCT + "publisher", publisher))
    for name, predicate in (("created", "issued"), ("modified", "modified")):
        if record[name]:
            said.append((DCT + predicate, Text(record[name])))
    said += [(DCT + "language", Text(lang)) for lang in record["languages"]]
    said += [(name, f"{base}/id/{place}") for name in (_DCAT + "landingPage", FOAF + "homepage")]
    said += [(_VOID + "rootResource", record["uri"]), (_VOID + "vocabulary", SKOS)]
    entities = Text(str(record["concepts"]), datatype=XSD + "integer")
    said.append((_VOID + "entities", entities))
    first, _ = reader().index.concepts(record["id"], limit=1)
    said += [(_VOID + "exampleResource", json.loads(one)["uri"]) for one in first]
    said += [(_VOID + "feature", _FORMAT_URIS + name) for name in _SYNTAX_URIS.values()]
    files = [*_files(base, record), *_dumps(base, record["id"])]
    for one in files:
        if (TYPE, _DCAT + "Distribution") in one.said:
            said.append((_DCAT + "distribution", one.subject))
            urls = dict(one.said)
            if any(str(urls[_DCAT + "mediaType"]).endswith(kind) for kind in (*_RDF, "gzip")):
                said.append((_VOID + "dataDump", urls[_DCAT + "downloadURL"]))
    yield Node(_uri(base, record), tuple(said))
    if record["publisher"]:
        named = source(record["publisher"])
        about = (OWL + "sameAs", named) if isinstance(named, str) else (FOAF + "name", named)
        yield Node(publisher, ((TYPE, FOAF + "Agent"), about))
    yield from files


def _files(base: str, record: Record) -> Iterator[Node]:
    """Yield what is known of the files that are made when they are asked for."""
    id = record["id"]
    for offer in offers.of_vocabulary(id, record["concepts"]):
        url = base + offer.path
        said: list[Said] = [
            (TYPE, _DCAT + "Distribution"),
            (DCT + "title", Text(offer.title, "en")),
            (_DCAT + "accessURL", url),
            (_DCAT + "downloadURL", url),
            (_DCAT + "mediaType", _MEDIA + offer.media_type),
        ]
        if offer.form.has_profiles:
            said += [(DCT + "conformsTo", uri) for uri in PROFILE_URIS.values()]
        yield Node(f"{base}/datasets/{path_of(id)}#{offer.form.name}", tuple(said))


def _dumps(base: str, id: str) -> Iterator[Node]:
    for number, file in enumerate(offers.of_dumps(reader().settings, id)):
        url, sum_ = base + file.path, f"{base}/datasets/{path_of(id)}#checksum-{number}"
        yield Node(
            f"{base}/datasets/{path_of(id)}#dump-{number}",
            (
                (TYPE, _DCAT + "Distribution"),
                (DCT + "title", Text(f"{file.name}, {file.day}", "en")),
                (DCT + "issued", Text(file.day, datatype=XSD + "date")),
                (_DCAT + "accessURL", url),
                (_DCAT + "downloadURL", url),
                (_DCAT + "mediaType", _MEDIA + file.media_type),
                (DCT + "conformsTo", PROFILE_URIS[XL]),
                (_DCAT + "byteSize", Text(str(file.size), datatype=XSD + "nonNegativeInteger")),
                (_SPDX + "checksum", sum_),
            ),
        )
        yield Node(
            sum_,
            (
                (TYPE, _SPDX + "Checksum"),
                (_SPDX + "algorithm", f"{_SPDX}checksumAlgorithm_sha256"),
                (_SPDX + "checksumValue", Text(file.sha256, datatype=XSD + "hexBinary")),
            ),
        )


@door.get("/ns/terms")
def terms() -> Response:
    """Send what our own properties of terms mean."""
    known = (
        ("grammar", "Part of speech, gender, number, in the short form of the language.", ()),
        ("equivalence", "How well a term of another language covers the concept.", EQUIVALENCES),
        ("reliability", "Whether a competent speaker has checked it.", RELIABILITIES),
        ("mark", "What to know before a term is used.", TERM_MARKS),
    )
    nodes = [
        Node(
            TERMS + name,
            (
                (TYPE, OWL + "DatatypeProperty"),
                (RDFS + "label", Text(name, "en")),
                (RDFS + "comment", Text(" ".join([text, ", ".join(values)]).strip(), "en")),
                (RDFS + "domain", SKOSXL + "Label"),
                (RDFS + "range", XSD + "string"),
                (RDFS + "isDefinedBy", TERMS),
            ),
        )
        for name, text, values in known
    ]
    return _sent([Node(TERMS, ((TYPE, OWL + "Ontology"),)), *nodes])


@door.get("/context.jsonld")
def context() -> Response:
    """Send the context that the JSON-LD of the site has."""
    content = json.dumps({"@context": PREFIXES}, indent=1)
    answer = Response(content, content_type="application/ld+json", headers=kept())
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return not_modified(kept()) or answer


def _sent(nodes: Iterable[Node]) -> Response:
    """Send nodes in the syntax that the client likes best, Turtle where it has no wish."""
    best = liked(_RDF)
    if best is None and "text/html" not in request.headers.get("Accept", ""):
        raise not_acceptable(_RDF)
    media_type = best.media_type if best else "text/turtle"
    pieces = SYNTAXES[_RDF[media_type]](nodes, _SPACES)
    kind = f"{media_type}; charset=utf-8"
    answer = Response("".join(pieces), content_type=kind)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.vary.add("Accept")
    answer.add_etag(weak=True)
    answer.make_conditional(request.environ)
    return answer
