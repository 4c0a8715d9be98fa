"""What assistants read by its address: concepts, vocabularies; how an address is completed."""

from typing import NamedTuple
from urllib.parse import quote, unquote

from pydantic_core import to_json

from glossary import languages
from glossary.errors import N_, GlossaryError, NotFound
from glossary.reader import Reader
from glossary.web.assistants.choosing import CONCEPTS, SCHEME, VOCABULARIES, concept_named

_MOST_COMPLETIONS = 50


class Resource(NamedTuple):
    """What can be read at an address, or at those of a pattern (RFC 6570)."""

    uri: str
    name: str
    title: str
    description: str


def listed(reader: Reader, lang: str) -> list[Resource]:
    """Return the vocabularies as resources, titles in `lang` as far as they have them."""
    return [
        Resource(
            f"{VOCABULARIES}{quote(id, safe='')}",
            id,
            _in(described["title"], lang) or id,
            _in(described["description"], lang),
        )
        for id, described in reader.site().vocabularies.items()
    ]


def _in(texts: dict[str, str], lang: str) -> str:
    chosen = languages.choose(texts, [lang])
    return chosen[1] if chosen else ""


def patterns(reader: Reader) -> list[Resource]:
    """Return the patterns of addresses: of this protocol, and the permanent ones."""
    base = reader.site().base_url
    return [
        Resource(f"{CONCEPTS}{{vocabulary}}/{{id}}", "concept", "Concept", "A concept as JSON."),
        Resource(
            f"{base}/id/{{vocabulary}}/{{id}}",
            "concept-by-uri",
            "Concept by its permanent URI",
            "The same, by the URI that is cited.",
        ),
        Resource(
            f"{VOCABULARIES}{{vocabulary}}",
            "vocabulary",
            "Vocabulary",
            "A vocabulary with its groups as JSON.",
        ),
    ]


def read(reader: Reader, uri: str) -> bytes:
    """Return what is at an address as JSON; raise NotFound."""
    if uri.startswith(VOCABULARIES):
        return to_json(reader.vocabulary(unquote(uri.removeprefix(VOCABULARIES))))
    for described in reader.site().vocabularies.values():
        if uri.rstrip("/") == described["uri"].rstrip("/"):
            return to_json(described)
    if uri.startswith(f"{SCHEME}://") and not uri.startswith(CONCEPTS):
        raise NotFound(N_("There is nothing at “%(value)s”."), value=uri)
    return concept_named(reader, uri)


def completed(reader: Reader, argument: str, value: str, known: dict[str, str]) -> list[str]:
    """Return values that complete what was begun of an argument of an address or a prompt.

    `known` are the values of its other arguments.
    """
    if argument == "vocabulary":
        return [id for id in reader.site().vocabularies if id.startswith(value)]
    if argument in ("lang", "to"):
        return [tag for tag in reader.site().languages() if tag.startswith(value)]
    if argument not in ("id", "term", "concept") or not value.strip():
        return []
    within = [known["vocabulary"]] if known.get("vocabulary") else []
    try:
        found = reader.suggest(value, known.get("lang", ""), within, _MOST_COMPLETIONS)
    except GlossaryError:
        return []  # what is typed is no question yet
    if argument == "id":
        return list(dict.fromkeys(one.id for one in found))
    return list(dict.fromkeys(one.text for one in found))
