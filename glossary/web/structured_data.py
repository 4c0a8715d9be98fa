"""What crawlers read of a page: schema.org as JSON-LD, and a description of a line."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel.core import get_global
from markupsafe import Markup
from pydantic_core import to_json

from glossary import languages

_SIGNS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What would end the element, or begin another one, in which the data stands."""
_DESCRIPTION = 200


def term(
    record: Mapping[str, Any],
    described: Mapping[str, Any],
    page: str,
    title: tuple[str, str],
    scheme: tuple[str, str],
    definition: tuple[str, str] | None,
) -> Markup:
    """Return a concept as a `DefinedTerm`, to stand in an element of a page.

    `title`, the `scheme`'s title and `definition` are texts with their language first.
    """
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": record["uri"],
        "url": page,
        "name": title[1],
        "inLanguage": title[0],
    }
    if others := list(_other_names(record["terms"], title)):
        made["alternateName"] = others
    if definition:
        made["description"] = _said(*definition, made["inLanguage"])
    if record.get("notations"):
        made["termCode"] = record["notations"][0]
    made["inDefinedTermSet"] = {
        "@type": "DefinedTermSet", "@id": described["uri"], "name": _said(*scheme, title[0])
    }  # fmt: skip
    same = [one["uri"] for one in record["mappings"] if one["relation"] == "exactMatch"]
    if same:
        made["sameAs"] = same
    return encoded(made)


def _other_names(
    terms: Mapping[str, Iterable[Mapping[str, str]]], title: tuple[str, str]
) -> Iterable[dict[str, str]]:
    """Yield the other terms of a concept that are shown, in all languages."""
    for lang, some in terms.items():
        for one in some:
            if one["status"] in ("preferred", "admitted") and (lang, one["text"]) != title:
                yield {"@language": lang, "@value": one["text"]}


def _said(lang: str, text: str, in_language: str) -> str | dict[str, str]:
    """Return a text, with its language where that is not the one of the whole."""
    return text if lang in ("", in_language) else {"@language": lang, "@value": text}


def term_set(described: Mapping[str, Any], page: str, title: str) -> Markup:
    """Return a vocabulary as a `DefinedTermSet`, to stand in an element of a page."""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": described["uri"],
        "url": page,
        "name": title,
        "inLanguage": [*described["languages"]],
    }
    if described["description"]:
        texts = described["description"].items()
        made["description"] = [{"@language": tag, "@value": text} for tag, text in texts]
    if described.get("publisher"):
        made["publisher"] = {"@type": "Organization", "name": described["publisher"]}
    names = (("licence", "license"), ("created", "dateCreated"), ("modified", "dateModified"))
    made |= {name: described[ours] for ours, name in names if described.get(ours)}
    return encoded(made)


def encoded(value: Any) -> Markup:
    """Return JSON that may stand in an element ``script`` whatever is in it."""
    text = to_json(value).decode()
    if "<" in text or ">" in text or "&" in text:
        text = text.translate(_SIGNS)
    return Markup(text)


def shortened(text: str, most: int = _DESCRIPTION) -> str:
    """Return the beginning of a text in whole words, so many characters at most.

    >>> shortened("a house of books", 12)
    'a house of…'
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0]
    return (words if len(words) > most // 2 else text[: most - 1]).rstrip(" ,;:") + "…"


@lru_cache(64)
def open_graph_locale(tag: str) -> str:
    """Return a language with the region that it implies, as Open Graph names it (CLDR).

    >>> open_graph_locale("fr")
    'fr_FR'
    """
    language, _, script = languages.to_locale(tag).partition("_")
    known = get_global("likely_subtags")
    if len(script) == len("FR") and script.isupper():
        return f"{language}_{script}"
    full = known.get(f"{language}_{script}") or known.get(language, "")
    region = full.rpartition("_")[2]
    return f"{language}_{region}" if region else language
