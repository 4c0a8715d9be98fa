"""A vocabulary as a file of TBX, in the edition of 2019 or that of 2008."""

from collections.abc import Iterator
from pathlib import Path

from glossary.errors import N_, BrokenSource
from glossary.formats import Findings
from glossary.formats.contents import Asked, Beginning, Contents
from glossary.formats.tbx.entries import EntryReader
from glossary.formats.tbx.names import ENTRIES
from glossary.formats.tbx.survey import Survey, begins_so, nodes_of
from glossary.formats.tbx.telling import Telling
from glossary.formats.tbx.writing import EDITIONS, Writer
from glossary.model import Concept


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a vocabulary, or some of its concepts, in the edition `name` of `EDITIONS`."""
    for piece in Writer(contents, EDITIONS[name]).lines():
        yield piece.encode()


def recognises(beginning: Beginning) -> bool:
    """Return whether a file is TBX by its first element."""
    return begins_so(beginning.text)


def read(file: Path, asked: Asked) -> tuple[Contents, Findings]:
    """Return the vocabulary in a TBX file of any edition and style, and what was found in it.

    The file is looked through at once, and its concepts are read from it once more. Raises
    BrokenSource where it is no TBX or has no entries.
    """
    telling, name = Telling(), asked.name or file.name
    survey = Survey(asked.base_uri, telling)
    survey.take(nodes_of(file, name))
    if not survey.ids:
        raise BrokenSource(name, N_("there are no entries in it"))
    its = survey.vocabulary(asked.id, asked.source_language)

    def concepts() -> Iterator[Concept]:
        reader, ids = EntryReader(telling, its.source_language), iter(survey.ids)
        for node in nodes_of(file, name):
            if node.name in ENTRIES:
                id = next(ids)
                yield reader.concept(node, id, its.id, survey.uri_of(id))
        telling.finish()

    contents = Contents(its, concepts(), survey.uri_of, asked.base_url, line_of=survey.lines.get)
    return contents, telling.findings
