"""Decisions that were cut short, or that an older file of their catalog lacks, are completed."""

import logging
from dataclasses import dataclass, field

from glossary.contribute.proposals import applying, showing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.errors import GlossaryError, failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Completed:
    """How many catalogs had decisions that had not come through, how many of these were marked as
    written in a file that lacks them, how many files could not be looked at, and which decisions
    were not written because the file says something else, with that.
    """

    catalogs: int = 0
    again: int = 0
    failed: int = 0
    conflict: list[tuple[Change, str]] = field(default_factory=list)


def complete(settings: Settings, store: Store) -> Completed:
    """Take all decisions further that have not come through, also those that a file lacks because
    an older one was put back. What cannot be done now is logged and left to the next one.
    """
    done = Completed()
    waiting = set(applying.waiting(store))
    for vocabulary, lang in applying.decided(store):
        try:
            with applying.as_it_is(settings, store, vocabulary, lang) as catalog:
                lack = catalog.recover()
                done.again += len(lack.again)
                done.conflict += lack.conflict
                if lack.again or lack.missing or (vocabulary, lang) in waiting:
                    done.catalogs += 1
                    catalog.write()
                    catalog.commit()
            showing.show_all(settings, store, vocabulary, lang)
        except (GlossaryError, OSError) as error:
            done.catalogs += (vocabulary, lang) in waiting
            done.failed += 1
            failures.log(_log, error, "%s %s waits", vocabulary, lang)
    return done
