"""Proposals and decisions of tests, each in one call with the names of its fields."""

from dataclasses import fields
from typing import Any

from sqlalchemy.orm import Session

from glossary.contribute import proposals
from glossary.contribute.proposals import Author, Suggested, decisions
from glossary.contribute.proposals.decisions import Acceptance
from glossary.contribute.proposals.wordings import Wording
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Proposal
from glossary.site.settings import Settings


def _taken(kind: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Take the fields of a dataclass out of values, and return them."""
    return {one.name: values.pop(one.name) for one in fields(kind) if one.name in values}


def propose(session: Session, **values: Any) -> Proposal:
    """Return a new proposal; `values` are the fields of `Suggested` and `Author`."""
    suggested, author = _taken(Suggested, values), _taken(Author, values)
    return proposals.propose(session, Suggested(**suggested), Author(**author), **values)


def accept(
    settings: Settings, store: Store, *, key: str, person_id: int | None, **how: Any
) -> Change:
    """Accept a proposal; `how` are the fields of `Acceptance`."""
    return decisions.accept(settings, store, key=key, person_id=person_id, how=Acceptance(**how))


def edit(settings: Settings, store: Store, **values: Any) -> Change | None:
    """Change a text as a reviewer does; `values` hold the fields of `Wording` too."""
    wording = _taken(Wording, values)
    return decisions.edit(settings, store, wording=Wording(**wording), **values)
