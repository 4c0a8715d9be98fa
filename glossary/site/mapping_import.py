"""Files of mappings that are added to those beside a vocabulary."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from glossary.errors import N_, Invalid
from glossary.formats import Finding, Findings
from glossary.formats.sssom import reading
from glossary.formats.sssom.mapping_sets import MappingSet
from glossary.formats.sssom.writing import NO_LICENCE, document
from glossary.site import sources
from glossary.site.mappings import ENDING, NO_CONCEPT, path_of
from glossary.site.settings import Settings


@dataclass(frozen=True, slots=True)
class Import:
    """What comes of files of mappings: the new file beside the vocabulary, counts, findings."""

    target: Path
    content: bytes
    added: int
    replaced: int
    findings: Findings

    def put(self) -> None:
        """Write the file in one step."""
        made = self.target.with_name(f".{self.target.name}.new")
        made.write_bytes(self.content)
        made.replace(self.target)


def prepared(settings: Settings, paths: Sequence[Path], id: str) -> Import:
    """Return what comes of the mappings in some files, added to those beside the vocabulary `id`.

    A mapping that stands there already gets what is said of it now. Raises Invalid where nothing of
    the files can be used, BrokenSource where one is no SSSOM/TSV or there is no such vocabulary.
    """
    known = _uris(settings, id)
    target = path_of(settings, id)
    before = reading.read(target)[0] if target.is_file() else MappingSet()
    about, prefixes = dict(before.about), dict(before.prefixes)
    rows = {row[:3]: row for row in before.rows}
    found, added, replaced = Findings(), 0, 0
    for path in paths:
        made, told = reading.read(path)
        found += Findings(replace(one, where=path.name) for one in told.everything())
        about = {**made.about, **about}
        prefixes = {**prefixes, **made.prefixes}
        for row in made.rows:
            if row.subject not in known and row.object not in known:
                values = {"subject": row.subject, "object": row.object}
                found.append(Finding("bad-mapping", path.name, NO_CONCEPT, values, row.line))
                continue
            added += row[:3] not in rows
            replaced += row[:3] in rows and rows[row[:3]].said != row.said
            rows[row[:3]] = row
    if not rows:
        raise Invalid(N_("No mapping of the file can be used."), parameter="file")
    about.setdefault("mapping_set_id", f"{settings.base_url}/{id}{ENDING}")
    about.setdefault("license", NO_LICENCE)
    content = b"".join(document(about, prefixes, (rows[key] for key in sorted(rows))))
    return Import(target, content, added, replaced, found)


def _uris(settings: Settings, id: str) -> set[str]:
    """Return the URIs of the concepts of a vocabulary."""
    (file,) = sources.chosen_files(settings, id)
    with (
        tempfile.TemporaryDirectory() as folder,
        sources.opened(settings, file, Path(folder)) as source,
    ):
        return {uri for uri, _ in source.uris()}
