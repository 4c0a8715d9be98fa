"""Files of a vocabulary, in whatever formats, as the one file of RDF that a site keeps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings
from glossary.formats.contents import XL, Asked
from glossary.formats.gathering import Gathered, gathered
from glossary.formats.rdf.merging import merge
from glossary.formats.recognition import format_of, unpack
from glossary.formats.registry import FORMATS, TABLES, Format
from glossary.model import Vocabulary

Lines = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Converted:
    """A file of RDF with the vocabulary `id`, and what was found while it was made of `files`.

    `lines` give, by the name of a file, the line where the concept of a URI begins.
    """

    id: str
    file: Path
    files: int = 1
    findings: Findings = field(default_factory=Findings)
    lines: Mapping[str, Lines] = field(default_factory=dict)

    def located(self, found: Findings, made: Vocabulary) -> Findings:
        """Return all findings, those of reading the file of RDF at the lines of the others."""
        all_ = Findings(self.findings.everything())
        uris = {concept.id: concept.uri for concept in made.concepts.values()}
        told = set[tuple[object, ...]]()
        for one in found.everything():
            key = one.parts(), str(one.values)
            if not self.lines or key not in told:  # plain labels are there as those of SKOS-XL, too
                told.add(key)
                all_.append(self._located(one, uris.get(one.where, one.where)))
        return all_

    def _located(self, one: Finding, uri: str) -> Finding:
        for name, line_of in self.lines.items():
            if (line := line_of(uri)) is not None:
                where = f"{name}: {one.where}" if self.files > 1 else one.where
                return replace(one, where=where, line=line)
        is_merged = self.lines or self.files > 1
        return replace(one, line=None) if is_merged else one


def converted(
    paths: Sequence[Path], asked: Asked, wanted: str | None, graph: str | None, folder: Path
) -> Converted:
    """Return one file of RDF for the files at some paths: the file itself where it is one, of RDF.

    `wanted` names the format of the files, `graph` the named graph that is chosen. What is made
    lies in `folder`. Raises BrokenSource where a file cannot be used, Invalid where there is no
    such format.
    """
    findings, lines = Findings(), dict[str, Lines]()
    files = _recognised(gathered(paths, folder), wanted, findings)
    if [form for _, form in files] == [None] and graph is None:
        return Converted(asked.id, files[0][0], 1, findings)
    sources = []
    for number, (file, form) in enumerate(files):
        if form is not None:
            place = folder / f"made{number}"
            place.mkdir()
            file, line_of, found = _made(file, replace(asked, name=file.name), form, place)
            lines[file.stem] = line_of
            findings += found if len(files) == 1 else _named(found, file.stem)
        sources.append(file)
    if len(sources) == 1 and graph is None:
        return Converted(asked.id, sources[0], 1, findings, lines)
    target = folder / "merged.nt"
    findings += merge(sources, asked.base_uri, target, graph)
    return Converted(asked.id, target, len(files), findings, lines)


def _recognised(
    files: list[Gathered], wanted: str | None, findings: Findings
) -> list[tuple[Path, Format | None]]:
    """Return the files with their formats, None for RDF; those of folders and archives that are
    something else, or tables beside other formats, go to `findings`.

    Raises BrokenSource where a file that was named is of no format, or no file is of any.
    """
    found: list[tuple[Gathered, Format | None]] = []
    first: BrokenSource | None = None
    for one in files:
        try:
            found.append((one, format_of(one.file, wanted)))
        except BrokenSource as error:
            if not one.is_found:
                raise
            first = first or error
            findings.append(Finding("other-file", one.file.name, error.reason, error.arguments))
    if not found and first is not None:
        raise first
    forms = {None if form is None else form.name for _, form in found}
    text = N_("a table beside files of other formats; left out")
    for one, form in found[:] if not forms <= TABLES else []:
        if one.is_found and form is not None and form.name in TABLES:
            found.remove((one, form))
            findings.append(Finding("other-file", one.file.name, text))
    return [(one.file, form) for one, form in found]


def _made(file: Path, asked: Asked, form: Format, folder: Path) -> tuple[Path, Lines, Findings]:
    """Return a file of SKOS-XL for another one, and what was found in that."""
    target = folder / f"{file.name}.ttl"
    try:
        contents, found = form.read(unpack(file, folder), asked)
        with target.open("wb") as stream:
            stream.writelines(FORMATS["turtle"].write(replace(contents, profile=XL)))
    except BrokenSource as error:
        raise error.elsewhere(file.name) from error
    return target, contents.line_of, found


def _named(found: Findings, name: str) -> Findings:
    """Return findings with the name of their file in front of the place."""
    return Findings(
        replace(one, where=f"{name}: {one.where}" if one.where else name)
        for one in found.everything()
    )
