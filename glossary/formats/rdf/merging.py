"""Several files, or one named graph of a file, as one file of N-Triples; nothing is lost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from glossary.errors import N_, BrokenSource
from glossary.formats import Findings
from glossary.formats.rdf import NeedsMending, careful_quads, opened, quick_quads
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.syntaxes import JSON


def merge(files: Sequence[Path], base: str, target: Path, graph: str | None = None) -> Findings:
    """Write what all files say to `target`; return what was mended or left out, with their names.

    Blank nodes of two files stay two, graphs become one; with `graph` only what is in it is
    written. Raises BrokenSource where a file cannot be used, or nothing is in that graph.
    """
    found = Findings()
    graphs: Counter[str] = Counter()
    with target.open("wb") as stream:
        for number, file in enumerate(files):
            start = stream.tell()
            reading = Reading()
            try:
                with opened(file) as text:
                    if text.syntax.family == JSON:
                        raise NeedsMending(file.name, N_("this cannot be read in the quick way"))
                    quads = _chosen(quick_quads(text, base), graph, graphs)
                    ox.serialize(_named(quads, number), stream, ox.RdfFormat.N_TRIPLES)
            except NeedsMending:
                stream.seek(start)
                stream.truncate()
                with opened(file) as text:
                    quads = _chosen(careful_quads(text, base, reading), graph, graphs)
                    ox.serialize(_named(quads, number), stream, ox.RdfFormat.N_TRIPLES)
            found += _placed(reading.findings, file.name, len(files) > 1)
        if graph is not None and not stream.tell():
            reason = N_("there is no graph %(uri)s in it, only: %(known)s")
            raise BrokenSource(files[0].name, reason, uri=graph, known=", ".join(graphs) or "–")
    return found


def _chosen(quads: Iterable[ox.Quad], graph: str | None, seen: Counter[str]) -> Iterator[ox.Quad]:
    if graph is None:
        yield from quads
        return
    for quad in quads:
        name = getattr(quad.graph_name, "value", "")
        if name == graph:
            yield quad
        elif name and len(seen) < 20:
            seen[name] += 1


def _named(quads: Iterable[ox.Quad], number: int) -> Iterator[ox.Triple]:
    """Yield triples with blank nodes that no other file has."""

    def own(node: ox.BlankNode) -> ox.BlankNode:
        return ox.BlankNode(f"f{number}x{node.value}")

    for quad in quads:
        subject, value = quad.subject, quad.object
        yield ox.Triple(
            own(subject) if isinstance(subject, ox.BlankNode) else subject,
            quad.predicate,
            own(value) if isinstance(value, ox.BlankNode) else value,
        )


def _placed(findings: Findings, name: str, is_one_of_several: bool) -> Findings:
    """Return findings with the name of the file in front of the place, where there are several."""
    if not is_one_of_several:
        return findings
    return Findings(
        replace(one, where=name if one.where in ("", name) else f"{name}: {one.where}")
        for one in findings.everything()
    )
