"""Which door answers at an address: few names, so that figures by door stay few as well."""

from collections.abc import Container

_FIRST = {
    "api": "api", "rest": "skosmos", "reconcile": "reconcile", "id": "linked data",
    "label": "linked data", "datasets": "linked data", "dumps": "dumps", "static": "static",
    "health": "health", "version": "health", "metrics": "health", "about": "linked data",
}  # fmt: skip
_API = {"lookup": "lookup", "suggest": "suggest", "search": "search", "text": "text"}
_CONTRIBUTING = {"translate", "account", "proposals", "review", "history", "propose"}
_MACHINES = {"sitemap", "robots", "feed", "activity", "opensearch", "suggestions", "oembed"}
KINDS = frozenset(
    {*_FIRST.values(), *_API.values(), "search page", "contributing", "page", "files", "machines"}
)
"""All names of doors."""


def kind_of(path: str, languages: Container[str]) -> str:
    """Return the name of the door at a path, one of `KINDS`; `languages` are those of pages."""
    first, *rest = path.strip("/").split("/")
    if first in languages:
        if rest[:1] == ["search"]:
            return "search page"
        return "page" if _CONTRIBUTING.isdisjoint(rest) else "contributing"
    if first == "api":
        return _API.get(rest[-1], "api") if len(rest) == 2 else "api"
    if first in _FIRST:
        return _FIRST[first]
    if first.split(".")[0].split("-")[0] in _MACHINES:
        return "machines"
    return "files" if "." in path else "page"
