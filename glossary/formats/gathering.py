"""The files of one vocabulary: those of folders and archives that are named as vocabularies are."""

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from glossary.errors import N_, BrokenSource
from glossary.formats.rdf import containers
from glossary.formats.recognition import is_office, readable

_OF_ANYTHING = {".txt"}
"""Endings of files that are seldom vocabularies."""


class Gathered(NamedTuple):
    """A file, and whether it was found in a folder or archive: nobody has named it."""

    file: Path
    is_found: bool


def gathered(paths: Iterable[Path], folder: Path) -> list[Gathered]:
    """Return the files at some paths: those of a folder, with all below it, and of an archive that
    holds several, which come into `folder`. In both the order is that of their names.

    Raises BrokenSource for a folder without any.
    """
    found: list[Gathered] = []
    for number, path in enumerate(paths):
        if path.is_dir():
            inside = [*_inside(path)]
            if not inside:
                raise BrokenSource(path.name, N_("no file of this folder is named as a vocabulary"))
            found += (Gathered(one, True) for one in inside)
        elif unpacked := _unzipped(path, folder / f"archive{number}"):
            found += (Gathered(one, True) for one in unpacked)
        else:
            found.append(Gathered(path, False))
    return found


def is_vocabulary_name(name: str) -> bool:
    """Return whether a file is named as one of a vocabulary, packed or not."""
    plain = name.lower()
    for ending in containers.WRAPPINGS:
        plain = plain.removesuffix(ending)
    endings = {end for one in readable() for end in (one.ending, *one.endings)} - _OF_ANYTHING
    return containers.looks_like_rdf(name) or plain.endswith(tuple(endings))


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_shown = not any(part.startswith(".") for part in parts)
        if is_shown and path.is_file() and is_vocabulary_name(path.name):
            yield path


def _unzipped(file: Path, folder: Path) -> list[Path]:
    """Return the files of an archive that holds several vocabularies' files, none for any other."""
    if not zipfile.is_zipfile(file) or is_office(file):
        return []
    with containers.damage_told(file.name), zipfile.ZipFile(file) as archive:
        members = [one for one in archive.infolist() if _is_wanted(one)]
        if not 1 < len(members) <= containers.MOST_MEMBERS:
            return []
        _check_size(file, members)
        folder.mkdir()
        if any(one.flag_bits & 1 for one in members):
            raise BrokenSource(file.name, N_("the archive has a password; unpack it first"))
        return [_extracted(archive, one, folder, n) for n, one in enumerate(members)]


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    is_hidden = containers.is_hidden(member.filename)
    return not member.is_dir() and not is_hidden and is_vocabulary_name(member.filename)


def _check_size(file: Path, members: list[zipfile.ZipInfo]) -> None:
    """Raise BrokenSource where members say that they unpack to too much; they are held to it."""
    most = max(file.stat().st_size * containers.MOST_RATIO, containers.FREE)
    if sum(one.file_size for one in members) > most:
        raise containers.too_large(file.name)


def _extracted(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, number: int
) -> Path:
    """Return where a member was put, in a folder of its own: two may have the same name."""
    target = folder / str(number) / Path(member.filename).name
    target.parent.mkdir()
    with archive.open(member) as stream, target.open("wb") as made:
        shutil.copyfileobj(stream, made)
    return target
