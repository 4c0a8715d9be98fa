"""The state of the site in figures: what is published, and what waits."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from glossary.contribute.shared_tables import IndexCopy
from glossary.contribute.tables import Change, Mail, Proposal, now
from glossary.errors import Unavailable
from glossary.errors.failures import known_error
from glossary.web.context import reader
from glossary.web.session import store

_QUEUES = (
    ("proposals_open", "Proposals to decide.", Proposal.created, Proposal.state == "open"),
    ("changes_unwritten", "Decided, not in a catalog yet.", Change.made, Change.written.is_(None)),
    ("changes_unshown", "Decided, not in the index yet.", Change.made, Change.shown.is_(None)),
    ("mail_waiting", "Messages on their way.", Mail.created, Mail.due.is_not(None)),
)
Figures = dict[str, tuple[str, float]]
"""By name: what a figure is, and the figure."""


def figures() -> Figures:
    """Return the figures; where index or database cannot be read, their `..._up` is 0 and the
    others of them are missing.
    """
    return _published() | _waiting()


def _published() -> Figures:
    try:
        site = reader().site()
    except Unavailable:
        return {"index_up": ("Whether the index can be read.", 0)}
    published = datetime.fromisoformat(site.published)
    return {
        "index_up": ("Whether the index can be read.", 1),
        "concepts": ("Concepts published.", site.concepts()),
        "published_timestamp_seconds": ("When they were published.", published.timestamp()),
    }


def _waiting() -> Figures:
    told = "Whether the contributions database can be read."
    try:
        if not store().is_there():
            return {"database_up": (told, 1)}
        with store().reading() as session:
            return {"database_up": (told, 1)} | _queues(session)
    except Exception as error:
        if isinstance(error, Unavailable) or known_error(error) is not None:
            return {"database_up": (told, 0)}
        raise


def _queues(session: Session) -> Figures:
    due = IndexCopy.wanted > IndexCopy.done
    found: Figures = {
        "publications_due": (
            "Copies of the index that are to be published again.",
            session.scalar(select(func.count()).where(due)) or 0,
        )
    }
    for name, text, column, waits in _QUEUES:
        count, oldest = _counted(session, column, waits)
        found[name] = (text, count)
        found[f"{name}_oldest_seconds"] = (f"Age of the oldest: {text}", oldest)
    return found


def _counted(
    session: Session, column: InstrumentedAttribute[datetime], waits: ColumnElement[bool]
) -> tuple[int, float]:
    """Return how many rows wait, and for how many seconds the oldest of them."""
    count, oldest = session.execute(select(func.count(), func.min(column)).where(waits)).one()
    return count, (now() - oldest).total_seconds() if oldest else 0.0
