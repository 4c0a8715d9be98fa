"""What a file ``<id>.toml`` beside a vocabulary may say about it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.model import SECTORS

NOT_A_TEXT = N_("“%(value)s” is not a text")
_KEYS = {
    "title", "description", "sectors", "source_language", "scheme", "licence", "publisher",
    "ontology",
    "namespace", "languages", "show_withdrawn", "kind", "index_classes", "index_qualifier",
}  # fmt: skip
CLASSES, PROPERTIES = "classes", "properties"
ONTOLOGY = (CLASSES, PROPERTIES)
"""What of an ontology can be read as concepts."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options; what is not stated is for the vocabulary to say.

    `titles` are by language, `title` is one in the source language; `ontology` names what of an
    ontology is read as concepts, some of `ONTOLOGY`.
    """

    title: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    description: str | None = None
    sectors: tuple[str, ...] = ()
    source_language: str | None = None
    scheme: str | None = None
    licence: str | None = None
    publisher: str | None = None
    ontology: tuple[str, ...] = ()
    namespace: str | None = None
    languages: tuple[str, ...] = ()
    show_withdrawn: bool = False
    kind: str | None = None
    index_classes: tuple[str, ...] = ()
    index_qualifier: str | None = None

    def shown(self) -> dict[str, Any]:
        """Return what is stated of how the vocabulary looks through the interface of Skosmos."""
        names = (
            "namespace", "languages", "show_withdrawn", "kind", "index_classes", "index_qualifier",
            "titles",
        )  # fmt: skip
        return {name: value for name in names if (value := getattr(self, name))}


_TYPES: Mapping[str, type] = {
    "titles": dict,
    "sectors": list,
    "ontology": list,
    "languages": list,
    "index_classes": list,
    "show_withdrawn": bool,
}
_WRONG = {
    list: N_("“%(value)s” is not a list"),
    bool: N_("“%(value)s” is neither true nor false"),
    str: NOT_A_TEXT,
}


def read_options(file: Path) -> Options:
    """Return the options in `file`, the defaults where it does not exist."""
    if not file.is_file():
        return Options()
    try:
        values: dict[str, Any] = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenSource(file.name, str(error)) from error
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise BrokenSource(file.name, N_("there is no option %(key)s"), key=unknown[0])
    if isinstance(values.get("title"), dict):
        values["titles"] = _by_language(file, values.pop("title"))
    for key, value in values.items():
        wanted = _TYPES.get(key, str)
        if not isinstance(value, wanted):
            raise BrokenSource(file.name, _WRONG[wanted], value=f"{key} = {value}")
    lang = values.get("source_language")
    if lang is not None:
        values["source_language"] = _language(lang, f"{file.name}: source_language")
    sectors = tuple(values.pop("sectors", ()))
    for key in ("languages", "index_classes"):
        values[key] = tuple(map(str, values.get(key, ())))
    wrong = [sector for sector in sectors if sector not in SECTORS]
    if wrong:
        raise BrokenSource(file.name, N_("there is no sector %(sector)s"), sector=wrong[0])
    ontology = tuple(values.pop("ontology", ()))
    if not set(ontology) <= set(ONTOLOGY):
        text, value = (
            N_("ontology is “%(value)s”; known are %(known)s"),
            ", ".join(map(str, ontology)),
        )
        raise BrokenSource(file.name, text, value=value, known=", ".join(ONTOLOGY))
    return Options(sectors=sectors, ontology=ontology, **values)


def _language(tag: str, where: str) -> str:
    if not languages.is_known(tag):
        raise BrokenSource(where, N_("“%(tag)s” is not the tag of a known language"), tag=tag)
    return languages.canonical(tag)


def _by_language(file: Path, table: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for tag, text in table.items():
        if not isinstance(text, str):
            raise BrokenSource(file.name, NOT_A_TEXT, value=f"title.{tag} = {text}")
        found[_language(tag, f"{file.name}: title")] = text
    return found


def changed(content: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """Return the text of such a file with `values` put in; all else stays as it is written."""
    for key, value in values.items():
        statement = f"{key} = {_toml(value)}\n"
        start, end = _place(content, key)
        if start == end and content and not content.endswith("\n"):
            content += "\n"
            start = end = len(content)
        content = content[:start] + statement + content[end:]
    return content


def _place(content: str, key: str) -> tuple[int, int]:
    """Return where the statement of a key begins and ends: both at the end where there is none."""
    lines = content.splitlines(keepends=True)
    for first, line in enumerate(lines):
        if not re.match(rf"\s*[\"']?{key}[\"']?\s*=", line):
            continue
        for last in range(first + 1, len(lines) + 1):
            try:
                tomllib.loads("".join(lines[first:last]))
            except tomllib.TOMLDecodeError:
                continue
            start = len("".join(lines[:first]))
            return start, start + len("".join(lines[first:last]))
    return len(content), len(content)


def _toml(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        # a basic string of TOML is one of JSON, but for what JSON lets stand unescaped
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(_toml(one) for one in value) + "]"
