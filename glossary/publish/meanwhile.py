"""What others changed while a publication worked, shown again as the files have it.

A publication reads the files, which takes a while, and then puts what it read in the place of what
is published. Where a decision was written and shown in between, the publication has read the file
before it: so all concepts that were touched since it began are shown once more, in the same step.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from glossary.catalogs.messages import SCHEME
from glossary.catalogs.po import files
from glossary.contribute.proposals import days
from glossary.records import incremental
from glossary.site.settings import Settings
from index import IndexChange, IndexUnavailable, open_index, revision_of


class Meanwhile:
    """What is changed from now on; make it before the first file is read.

    `since` is how far changes had come; `is_whole` says whether all that came then could be shown;
    else the files are to be read again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.since = revision_of(settings.index_place)
        self._before = _named(settings)
        self.is_whole = True

    def again(self, change: IndexChange, touched: Collection[tuple[str, str]]) -> None:
        """Show the concepts that were changed since as the catalogs are now: an `index.Reapply`."""
        wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
        catalogs = {vocabulary: self._languages(vocabulary) for vocabulary, _ in touched}
        for vocabulary, id in touched:
            for lang in catalogs[vocabulary]:
                wanted[vocabulary, lang].append(id)
        for vocabulary, lang, id in self._renamed():
            if lang in self._languages(vocabulary):
                wanted[vocabulary, lang].append(id)
        moments = days.moments_of(self._settings, touched)
        known = {one["id"] for one in json.loads(change.metadata("vocabularies") or b"[]")}
        for (vocabulary, lang), ids in wanted.items():
            if vocabulary in known:
                own = {id: moment for (of, id), moment in moments.items() if of == vocabulary}
                self.is_whole &= incremental.show_in(
                    change, self._settings, vocabulary, ids, lang, moments=own
                )

    def _languages(self, vocabulary: str) -> Collection[str]:
        return files.catalogs_of(self._settings.translations, vocabulary)

    def _renamed(self) -> Iterator[tuple[str, str, str]]:
        """Yield the vocabularies and groups that are named otherwise than before, with the
        language: their names stand beside the documents.
        """
        for id, named in _named(self._settings).items():
            before = self._before.get(id, {})
            for one, texts in named.items():
                old = before.get(one, texts)
                for lang in {*texts, *old}:
                    if texts.get(lang) != old.get(lang):
                        yield id, lang, one[0]


def _named(settings: Settings) -> dict[str, dict[tuple[str, str], dict[str, str]]]:
    """Return the names of each published vocabulary and of its groups, by id and kind of text."""
    try:
        found = open_index(settings.index_place).metadata()
    except IndexUnavailable:
        return {}
    return {
        one["id"]: {
            **{(SCHEME, name): one[name] for name in ("title", "description")},
            **{(group["id"], "label"): group["label"] for group in one["groups"]},
        }
        for one in json.loads(found["vocabularies"])
    }
