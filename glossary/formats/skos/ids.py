"""The ids of concepts inside a vocabulary: the last part of the URI, more where it is not enough.

An id is part of addresses and catalogs, so it must stay when concepts are added: what an earlier
release of the file was given is kept in ``<vocabulary>.ids`` beside it, where it cannot be derived
from the URIs of the newer one. Its lines are an id, a tab and the URI.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from glossary.errors import N_, BrokenSource
from glossary.errors.failures import broken

MOST_CHARACTERS = 100
"""An id longer than this is cut, and told apart by what stands behind."""
_KEPT_CHARACTERS = 60
_DIGITS = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PARTS = re.compile(r"[/#?]+")


def id_of(uri: str) -> str:
    """Return the last part of a URI, unquoted unless that would give it a slash.

    What no address can hold (nothing at all, dots only, control characters) or what is very long
    is told apart by a hash of the URI.
    """
    part = uri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    plain = unquote(part)
    id = part if "/" in plain else plain
    if not id.strip(". ") or _CONTROL.search(id):
        return hashed(uri, "c")
    return hashed(uri, id[:_KEPT_CHARACTERS]) if len(id) > MOST_CHARACTERS else id


def hashed(uri: str, name: str) -> str:
    """Return a name made unique by eight hexadecimal digits of the SHA-256 of a URI."""
    return f"{name}-{hashlib.sha256(uri.encode()).hexdigest()[:_DIGITS]}"


def longer(uri: str) -> str:
    """Return the last two parts of a URI with a hyphen between, where it has two.

    >>> longer("http://example.org/carrier/1")
    'carrier-1'
    """
    scheme, _, rest = uri.rpartition("://")
    parts = [part for part in _PARTS.split(rest if scheme else uri) if part]
    made = "-".join(id_of(part) for part in parts[-2:])
    return made if len(parts) > 2 and len(made) <= MOST_CHARACTERS else hashed(uri, id_of(uri))


def lengthened(uris: Iterable[str], is_taken: Callable[[str], bool]) -> dict[str, str]:
    """Return ids for URIs whose last part is not theirs alone: two parts of the URI, else a hash.

    The answer depends on each URI alone as long as two parts are enough.
    """
    wanted = list(uris)
    tried = Counter(map(longer, wanted))
    made = {}
    for uri in wanted:
        id = longer(uri)
        is_free = tried[id] == 1 and not is_taken(id)
        made[uri] = id if is_free else hashed(uri, id_of(uri)[:_KEPT_CHARACTERS])
    return made


def kept_ids(file: Path) -> dict[str, str]:
    """Return the ids by URI in a file of them, none where it does not exist."""
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise broken(error, file.name) from error
    except UnicodeDecodeError as error:
        raise BrokenSource(file.name, N_("not in UTF-8")) from error
    for number, line in enumerate(lines, start=1):
        id, tab, uri = line.partition("\t")
        if not line or line.startswith("#"):
            continue
        if not (id and tab and uri) or id in found.values():
            raise BrokenSource(file.name, N_("a line is an id, a tab and a URI"), line=number)
        found[uri] = id
    return found


def assigned(uris: Iterable[str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of URIs as a file that holds no others has them, given `kept` ones."""
    plain = {uri: id_of(uri) for uri in uris}
    counts = Counter(plain.values())
    reserved = set(kept.values())
    wanted = [
        uri for uri, id in plain.items() if uri not in kept and (counts[id] > 1 or id in reserved)
    ]
    made = lengthened(wanted, lambda id: id in reserved or id in counts)
    return plain | made | {uri: id for uri, id in kept.items() if uri in plain}


def remembered(old: Mapping[str, str], new: Iterable[str]) -> dict[str, str]:
    """Return the ids to keep beside a new release, by URI: those of the release before, `old`, that
    the URIs of this one would not give.
    """
    here = list(new)
    kept: dict[str, str] = {}
    while True:
        made = assigned(here, kept)
        further = {uri: id for uri, id in old.items() if uri in made and made[uri] != id}
        if not further:
            return kept
        kept |= further


def lines(kept: Mapping[str, str]) -> str:
    """Return the content of a file of kept ids."""
    return "".join(f"{id}\t{uri}\n" for uri, id in kept.items())
