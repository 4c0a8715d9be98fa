"""When a decision last changed a concept: the date that its record and the news show.

The catalogs do not say when a text was changed, so this stands in the database alone; where there
is none, or it does not answer, a concept has the dates of the vocabulary's file.
"""

import logging
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from glossary.contribute.store import Store, batches
from glossary.contribute.tables import Change
from glossary.errors import GlossaryError, failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)


def moment(at: datetime) -> str:
    """Return a time as records of the index have it: ISO 8601 in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moments(settings: Settings) -> dict[tuple[str, str], str]:
    """Return when each concept was changed last, by vocabulary and id, in ISO 8601 (UTC)."""
    return _asked(settings, [None])


def moments_of(
    settings: Settings, concepts: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Return the same of some concepts only."""
    ids = sorted({id for _, id in concepts})
    found = _asked(settings, [*batches(ids)])
    return {key: moment for key, moment in found.items() if key in concepts}


def _asked(
    settings: Settings, parts: Collection[Collection[str] | None]
) -> dict[tuple[str, str], str]:
    store, found = Store(settings), {}
    asked = (
        select(Change.vocabulary, Change.concept, func.max(Change.made))
        .where(Change.written.is_not(None))
        .group_by(Change.vocabulary, Change.concept)
    )
    try:
        if not store.is_there():
            return {}
        with store.reading() as session:
            for ids in parts:
                some = asked if ids is None else asked.where(Change.concept.in_(ids))
                for vocabulary, id, made in session.execute(some):
                    found[vocabulary, id] = moment(made)
    except (GlossaryError, SQLAlchemyError, OSError) as error:
        failures.log(_log, error, "the dates of decisions are not known")
        return {}
    finally:
        store.close()
    return found
