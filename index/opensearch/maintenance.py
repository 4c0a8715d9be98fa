"""Care of an index at the engine: few changes in place, what is missing, what is left over."""

from collections.abc import Iterable, Mapping

from index import Document, IndexOutdated, IndexStatus, Reapply, Revision, differences
from index.embedded.files import rows
from index.embedded.maintenance import FEW_DOCUMENTS, FEW_DOCUMENTS_SHARE
from index.opensearch import state
from index.opensearch.client import client_of
from index.opensearch.documents import encoded, hashed, identity, name
from index.opensearch.reading.view import View
from index.opensearch.writing import changes, generations, leases
from index.places import Address

_Differing = tuple[list[Document], list[tuple[str, str]]]


def refresh(
    where: Address,
    made: Iterable[Document],
    metadata: Mapping[str, bytes],
    since: Revision,
    reapply: Reapply | None,
) -> tuple[str, int] | None:
    """Make what is published hold these documents and no others, by few changes; None, with nothing
    done, where so many differ that a new generation should be built, or nothing was published.
    """
    client = client_of(where)
    try:
        differing = _differing(View(client, state.read(client)), made)
    except (state.NothingPublished, IndexOutdated):
        return None
    if differing is None:
        return None
    changed, gone = differing
    with changes.change(where) as change:
        differences.write(change, changed, gone, metadata, since, reapply)
    return state.read(client).name, len(changed) + len(gone)


def _differing(view: View, made: Iterable[Document]) -> _Differing | None:
    """Return the documents that are not there as they are, and the keys of those to remove; None
    where these are too many.
    """
    fields = ["k", "v", "i", "doc.digest"]
    there = {(one["v"], one["i"]): one["doc"]["digest"] for one in view.every("c", [], fields)}
    most = max(FEW_DOCUMENTS, int(len(there) * FEW_DOCUMENTS_SHARE))
    changed: list[Document] = []
    for document in made:
        digest = there.pop((name(document.vocabulary), hashed(document.id)), None)
        if digest != encoded(rows.digest(document)):
            changed.append(document)
            if len(changed) > most:
                return None
    if len(changed) + len(there) > most:
        return None
    gone: list[tuple[str, str]] = []
    for of, hash in there:
        filters = [{"term": {"v": of}}, {"term": {"i": hash}}]
        found = view.sources(view.concepts(filters, ["doc.vocabulary", "doc.id"]))
        gone += map(identity, found)
    return changed, gone


def verify(where: Address) -> list[str]:
    """Return what of the published generation the engine does not have: shards, documents."""
    client = client_of(where)
    found = state.read(client)
    index = f"{client.prefix}-{found.generation}"
    health = client.ask("GET", f"/_cluster/health/{index}", parameters={"level": "shards"})
    shards = health["indices"].get(index, {}).get("shards", {})
    missing = [f"{index}[{number}]" for number, one in shards.items() if not one["primary_active"]]
    if missing or not shards:
        return missing or [index]
    view = View(client, found)
    (counted,) = view.ask(view.body("c", [], track_total_hits=True))
    count = counted["hits"]["total"]["value"]
    return [] if count == found.documents else [f"{index}: {count} of {found.documents} concepts"]


def status(where: Address) -> IndexStatus:
    """Return what the engine has of a site."""
    client = client_of(where)
    health = client.ask("GET", "/_cluster/health")
    found = generations.current(client)
    there = generations.there(client)
    kept = [] if found is None else [name for name, _ in found.old if name in there]
    own = [] if found is None else [found.generation]
    left = [name for name in there if name not in (*own, *kept)]
    more = {"health": health["status"], "nodes": health["number_of_nodes"]}
    if found is None:
        return IndexStatus("", left=left, **more)
    return IndexStatus(found.name, found.documents, found.n, kept, left, **more)


def sweep(where: Address, keep: int) -> list[str]:
    """Remove what dead builders left, and generations that are kept no longer; return their names.

    Raises IndexBusy while a builder is at work.
    """
    client = client_of(where)
    state.ensure(client)
    lease = leases.Lease(client, "build", 0.0)
    try:
        with changes.locked(client):
            found = generations.current(client)
            if found is None:
                gone = generations.there(client)
            else:
                old = {*generations.outworn(found, keep)}
                kept = {found.generation, *(one for one, _ in found.old if one not in old)}
                gone = [one for one in generations.there(client) if one not in kept]
            for one in gone:
                generations.remove(client, one)
            if found is not None and gone:
                generations.forget(client, gone)
    finally:
        lease.release()
    return gone
