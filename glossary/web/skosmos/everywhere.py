"""What is asked of all vocabularies together: which there are, labels, classes."""

from typing import Any

from glossary.web.context import reader
from glossary.web.skosmos.concepts import guessed, label_answer
from glossary.web.skosmos.door import CONTEXT, ONKI, RDFS, Asked, Refused, base, route
from glossary.web.skosmos.names import ARRAY_CLASS, COLLECTION, CONCEPT, GROUP_CLASS, labelled
from glossary.web.skosmos.vocabularies import Known, known

_BASIC = (CONCEPT, COLLECTION, GROUP_CLASS, ARRAY_CLASS)
_UPPER, _LABEL = RDFS + "subClassOf", RDFS + "label"


def _language(given: Asked) -> str:
    lang = given.get("lang")
    if not lang:
        raise Refused(400, "Bad Request", "lang parameter missing")
    return lang


@route("/vocabularies", "lang*")
def vocabularies(given: Asked) -> dict[str, Any]:
    """Return the vocabularies of the site."""
    lang = _language(given)
    return {
        "@context": {
            "rdfs": RDFS,
            "onki": ONKI,
            "title": {"@id": "rdfs:label", "@language": lang},
            "vocabularies": "onki:hasVocabulary",
            "id": "onki:vocabularyIdentifier",
            "uri": "@id",
            "@base": f"{base()}vocabularies",
        },
        "uri": "",
        "vocabularies": [
            {"uri": id, "id": id, "title": its.title(lang)}
            for id, its in sorted(known(reader()).items())
        ],
    }


@route("/label", "uri*", "lang")
def label(given: Asked) -> dict[str, Any]:
    """Return the labels of a concept of any vocabulary."""
    uri = given.uri()
    return label_answer(guessed(uri), uri, given.get("lang"))


@route("/types", "lang*")
def types(given: Asked) -> dict[str, Any]:
    """Return the classes of concepts and groups in all vocabularies."""
    lang = _language(given)
    found: dict[str, dict[str, str]] = {}
    for its in known(reader()).values():
        for uri, said in _types(its, lang).items():
            found.setdefault(uri, {}).update(said)
    ordered = {uri: found.pop(uri) for uri in _BASIC if uri in found} | found
    return _types_answer(ordered, lang, base())


@route("/<vocabulary>/types", "lang")
def types_of_vocabulary(given: Asked, its: Known) -> dict[str, Any]:
    """Return the classes of concepts and groups."""
    lang = given.get("lang") or its.default
    return _types_answer(_types(its, lang), lang, f"{base()}{its.id}/")


def _types_answer(found: dict[str, dict[str, str]], lang: str, here: str) -> dict[str, Any]:
    return {
        "@context": {
            **CONTEXT,
            "rdfs": RDFS,
            "onki": ONKI,
            "label": "rdfs:label",
            "superclass": {"@id": "rdfs:subClassOf", "@type": "@id"},
            "types": "onki:hasType",
            "@language": lang,
            "@base": here,
        },
        "uri": "",
        "types": [{"uri": uri, **said} for uri, said in found.items()],
    }


def _types(its: Known, lang: str) -> dict[str, dict[str, str]]:
    """Return the classes that have members, with label and broader class."""
    used = {CONCEPT, *its.survey["classes"]}
    used |= {one for group in its.groups.values() for one in group.types}
    found: dict[str, dict[str, str]] = {}
    for uri in [one for one in _BASIC if one in used] + below_basic(its, used):
        said = {}
        for name, value, tag in its.statements_about(uri) or ():
            if name == _LABEL and tag is not None and tag.partition("-")[0] == lang:
                said["label"] = value
            elif name == _UPPER and tag is None:
                said["superclass"] = value
        if not said and (known := labelled(uri, lang)) is not None:
            said["label"] = known
        found[uri] = said
    return found


def below_basic(its: Known, used: set[str]) -> list[str]:
    """Return those of some classes that the vocabulary puts below concepts or collections."""
    upper = {
        uri: {value for name, value, _ in said if name == _UPPER}
        for uri, said in its.survey["resources"].items()
    }
    found = {CONCEPT, COLLECTION}
    while more := {uri for uri, above in upper.items() if above & found} - found:
        found |= more
    return [uri for uri in upper if uri in found & used and uri not in _BASIC]
