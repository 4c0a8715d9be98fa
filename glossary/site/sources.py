"""The files that are the truth of a site: its vocabularies, and the catalogs that complete them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glossary.catalogs.apply import Applied
from glossary.catalogs.checks.catalog import file_name, refusal
from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings, rdf, skos
from glossary.formats.skos import withdrawn
from glossary.model import Concept, Statement
from glossary.site import mappings, placing, register
from glossary.site.settings import Settings

_ORDER = ("convergence", "library", "archive", "museum", "monument", "audiovisual")


def vocabulary_files(folder: Path) -> list[Path]:
    """Return the vocabulary files of a folder, the bundled ones in their order first.

    What an import has left ready there is moved to its place before.
    """
    placing.finish(folder)
    found = [
        file
        for file in sorted(folder.iterdir() if folder.is_dir() else [])
        if not file.name.startswith(".")
        and file.is_file()
        and rdf.is_rdf(file.name)
        and not withdrawn.is_one(file)
    ]
    order = {id: place for place, id in enumerate(_ORDER)}
    return sorted(found, key=lambda file: (order.get(skos.vocabulary_id(file), 99), file.name))


def chosen_files(settings: Settings, id: str | None = None) -> list[Path]:
    """Return the vocabulary files of a site (or the one of `id`).

    Raises BrokenSource where there is none, or two of one vocabulary.
    """
    found = [
        file
        for file in vocabulary_files(settings.vocabularies)
        if id in (None, skos.vocabulary_id(file))
    ]
    ids: set[str] = set()
    for file in found:
        if skos.vocabulary_id(file) in ids:
            raise BrokenSource(file.name, N_("another file has the same vocabulary id"))
        ids.add(skos.vocabulary_id(file))
    if not found:
        known = sorted(map(skos.vocabulary_id, vocabulary_files(settings.vocabularies)))
        if not known or id is None:
            reason = N_("there is no vocabulary in this folder; put one in with: glossary import")
        else:
            reason = N_("there is no vocabulary “%(id)s” in this folder, only: %(known)s")
        told: dict[str, Any] = {"id": id, "known": ", ".join(known)} if known and id else {}
        raise BrokenSource(settings.vocabularies.name, reason, **told)
    return found


class TranslatedVocabulary:
    """A vocabulary with all its languages and the mappings that stand beside it: described at once,
    its concepts one by one.

    `own_languages` are those in which its own file has terms, known when all concepts were read.
    """

    def __init__(
        self,
        source: skos.VocabularyReader,
        translations: Path,
        mappings_file: Path,
        works: register.Register,
    ) -> None:
        self._source = source
        self._citing = register.Citing(works)
        self._catalogs: list[Applied] = []
        self.own_languages: set[str] = set()
        self.count = source.count
        self.vocabulary = source.vocabulary
        self._unused = doubled(translations, self.vocabulary.id)
        self._stated = mappings.Stated(mappings_file)
        for lang, path in files.catalogs_of(translations, self.vocabulary.id).items():
            if lang == self.vocabulary.source_language:
                self._unused.append(_of_source(path, lang))
                continue
            catalog = files.read(path)
            if (problem := refusal(catalog, lang)) is not None:
                name = file_name(lang, self.vocabulary.id)
                raise BrokenSource(name, problem.message, **problem.values)
            applied = Applied(self.vocabulary, catalog, lang)
            self.vocabulary = applied.described(self.vocabulary)
            self._catalogs.append(applied)

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts in the order of the file."""
        for concept in self._source.concepts():
            self.own_languages.update([term.lang for term in concept.terms])
            for applied in self._catalogs:
                concept = applied.concept(concept)
            yield self._citing.applied(self._stated.applied(concept))

    @property
    def unnamed(self) -> list[tuple[str, tuple[Statement, ...]]]:
        """What is said of concepts without a preferred term, when all were read."""
        return self._source.unnamed

    def uris(self) -> Iterator[tuple[str, str]]:
        """Yield URI and id of each concept."""
        return self._source.links.ids()

    def mapping_findings(self) -> Findings:
        """Return what of the mappings beside it cannot be used, when all concepts were read."""
        return self._stated.findings()

    def findings(self) -> Findings:
        """Return what was mended or left out; complete when all concepts were read."""
        found = self._source.findings()
        found += self._unused
        for applied in self._catalogs:
            found += applied.findings()
        found += self.mapping_findings()
        found += self._citing.findings()
        return found


def doubled(translations: Path, id: str) -> list[Finding]:
    """Return a finding for each catalog of a vocabulary that another in its language displaces."""
    text = N_("is not used: %(used)s is in the same language")
    return [
        Finding("doubled-catalog", _place(other), text, {"used": _place(used)})
        for other, used in files.doubled_catalogs(translations, id)
    ]


def _of_source(path: Path, lang: str) -> Finding:
    text = N_("is not used: %(lang)s is the language of the vocabulary itself")
    return Finding("source-catalog", _place(path), text, {"lang": lang})


def _place(path: Path) -> str:
    return "/".join(path.parts[-3:])


@contextmanager
def opened(
    settings: Settings, file: Path, folder: Path, share: rdf.Share = lambda done: None
) -> Iterator[TranslatedVocabulary]:
    """Give the vocabulary in `file`, to be read one concept at a time; see `skos.opened`."""
    with skos.opened(file, settings.base_url, folder, share) as source:
        stated = mappings.path_of(settings, source.vocabulary.id)
        works = register.read(settings)
        yield TranslatedVocabulary(source, settings.translations, stated, works)
