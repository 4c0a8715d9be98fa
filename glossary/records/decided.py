"""Until when decisions are in what is published, by catalog: older files are not published over it.

It stands in the metadata of the index, so it holds for whatever machine publishes.
"""

import json
from collections.abc import Mapping
from datetime import UTC

from glossary import languages, records
from glossary.catalogs import editing
from glossary.catalogs.po.credits import DECIDED
from index import IndexChange

METADATA = "decided"


def name_of(vocabulary: str, lang: str) -> str:
    """Return the name of a catalog in the metadata, and in what is told of it."""
    return f"{languages.to_locale(lang)}/LC_MESSAGES/{vocabulary}.po"


def until(content: bytes) -> str:
    """Return when the newest decision was made that a catalog holds, in ISO 8601 and UTC; "" where
    its header tells of none.
    """
    if DECIDED.encode() not in content.partition(b"\n\n")[0]:
        return ""
    return latest(content)


def latest(content: bytes) -> str:
    """Return the same also for a catalog whose header tells only when it was revised."""
    found = editing.held(content)
    return found.astimezone(UTC).isoformat(timespec="microseconds") if found else ""


def read(metadata: Mapping[str, bytes]) -> dict[str, str]:
    """Return what is published, by name of the catalog."""
    found: dict[str, str] = json.loads(metadata.get(METADATA) or b"{}")
    return found


def note(change: IndexChange, vocabulary: str, lang: str, content: bytes) -> None:
    """Note that what a catalog holds is published."""
    name, when = name_of(vocabulary, lang), until(content)
    published = read({METADATA: change.metadata(METADATA) or b""})
    if when > published.get(name, ""):
        change.set_metadata(METADATA, records.encode({**published, name: when}))
