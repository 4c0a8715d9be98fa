"""Where an index is: a folder on this machine, or the address of an engine; its kind is told by
the scheme.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

from index import Document, Index, IndexBuilder, IndexChange, IndexStatus, Reapply, Revision

EMBEDDED = "index.embedded.engine"
"""The module that keeps an index in a folder."""
_OPENSEARCH = "index.opensearch.engine"
SCHEMES = {
    "opensearch": _OPENSEARCH,
    "opensearch+http": _OPENSEARCH,
    "opensearch+https": _OPENSEARCH,
    "http": _OPENSEARCH,
    "https": _OPENSEARCH,
}
"""The module for each scheme of an address; each has the functions of `Implementation`."""
NEEDED = {_OPENSEARCH: ("opensearchpy", "opensearch")}
"""The library that a module needs, and the optional extra that installs it."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an engine, with what is stated for it by name: password, shards and the like;
    secrets are not shown.
    """

    url: str
    stated: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


Where = Path | Address
"""A folder, or the address of an engine."""


class MissingExtra(Exception):
    """A library is not installed that an index needs; `extra` installs it."""

    def __init__(self, url: str, extra: str) -> None:
        super().__init__(f"{url} needs an optional extra: {extra}")
        self.extra = extra


class Implementation(Protocol):
    """What a module does that keeps indexes; see the functions of `index` with these names."""

    open_index: Callable[[Where], Index]
    revision_of: Callable[[Where], Revision]
    verify_index: Callable[[Where], Sequence[str]]
    status_of: Callable[[Where], IndexStatus]
    sweep_index: Callable[[Where, int], Sequence[str]]
    build_index: Callable[[Where, int], IndexBuilder]
    refresh_index: Callable[
        [Where, Iterable[Document], Mapping[str, bytes], Revision, Reapply | None],
        tuple[str, int] | None,
    ]
    change_index: Callable[[Where], AbstractContextManager[IndexChange]]


def is_address(text: str) -> bool:
    """Return whether a text is meant as an address, not as the name of a folder."""
    return "://" in text


def scheme_of(url: str) -> str:
    """Return the scheme of an address in lower case."""
    return url.partition("://")[0].lower()


def is_usable(url: str) -> bool:
    """Return whether the rest of an address has a host, and ports that are numbers."""
    try:
        hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
        found = [urlsplit(f"//{host}") for host in hosts]
        return all(one.hostname and (one.port is None or one.port > 0) for one in found)
    except ValueError:
        return False


def missing_extra(url: str) -> str:
    """Return the optional extra that an address needs and that is not installed, else ""."""
    library, extra = NEEDED.get(SCHEMES.get(scheme_of(url), ""), ("", ""))
    return extra if library and find_spec(library) is None else ""


def implementation(where: Where) -> Implementation:
    """Return the module that keeps the index at a place.

    Raises ValueError for a scheme that no module is for, MissingExtra where its library is not
    installed.
    """
    if isinstance(where, Path):
        return cast(Implementation, import_module(EMBEDDED))
    name = SCHEMES.get(scheme_of(where.url))
    if name is None:
        raise ValueError(f"“{scheme_of(where.url)}” is not one of {', '.join(SCHEMES)}")
    if extra := missing_extra(where.url):
        raise MissingExtra(where.url, extra)
    return cast(Implementation, import_module(name))
