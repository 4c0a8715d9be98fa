"""A file that is not RDF as one of SKOS-XL, so that it is imported as every vocabulary is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from glossary.errors import BrokenSource
from glossary.formats import Findings
from glossary.formats.contents import XL, Asked
from glossary.formats.recognition import format_of, unpack
from glossary.formats.registry import FORMATS, Format
from glossary.model import Vocabulary


@dataclass(frozen=True, slots=True)
class Converted:
    """A file of RDF with the vocabulary `id`, and what was found while it was made of another one.

    `line_of` gives the line of that other one where the concept of a URI begins.
    """

    id: str
    file: Path
    findings: Findings = field(default_factory=Findings)
    line_of: Callable[[str], int | None] | None = None

    def located(self, found: Findings, made: Vocabulary) -> Findings:
        """Return all findings: also those of reading the file of RDF, at the lines of the other."""
        if self.line_of is None:
            return found
        uris = {concept.id: concept.uri for concept in made.concepts.values()}
        all_ = Findings(self.findings)
        for one in found.everything():
            all_.append(replace(one, line=self.line_of(uris.get(one.where, one.where))))
        return all_


def converted(file: Path, asked: Asked, wanted: str | None, folder: Path) -> Converted:
    """Return a file of RDF for `file`: itself where it is some. `wanted` names its format.

    What is made lies in `folder`. Raises BrokenSource where the file cannot be used, Invalid where
    there is no such format.
    """
    form = format_of(file, wanted)
    return Converted(asked.id, file) if form is None else _made(file, asked, form, folder)


def _made(file: Path, asked: Asked, form: Format, folder: Path) -> Converted:
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    target = folder / "converted.ttl"
    try:
        contents, found = form.read(unpack(file, unpacked), asked)
        with target.open("wb") as stream:
            stream.writelines(FORMATS["turtle"].write(replace(contents, profile=XL)))
    except BrokenSource as error:
        raise error.elsewhere(file.name) from error
    return Converted(asked.id, target, found, contents.line_of)
