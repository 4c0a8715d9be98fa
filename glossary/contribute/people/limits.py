"""How often something may be done: a sliding window, exact also between processes."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from glossary.contribute.tables import Attempt, now

_KEPT_SECONDS = 86_400


def allow(session: Session, kind: str, mark: str, most: int, seconds: int) -> bool:
    """Return whether `mark` may do `kind` once more, and count it; refused ones do not count.

    At most `most` are allowed in any `seconds`, which are a day or less. `session` is one that
    writes; what else it does should be little, since others of that mark wait for its end.
    """
    _alone(session, kind, mark)
    moment = now()
    session.execute(delete(Attempt).where(Attempt.made < moment - timedelta(seconds=_KEPT_SECONDS)))
    begin = moment - timedelta(seconds=seconds)
    counted = select(func.count()).where(
        Attempt.kind == kind, Attempt.mark == mark, Attempt.made > begin
    )
    if session.scalar(counted) >= most:  # type: ignore[operator]  # a count is never None
        return False
    session.add(Attempt(kind=kind, mark=mark, made=moment))
    session.flush()
    return True


def forget(session: Session, kind: str, mark: str) -> None:
    """Count what was done so far no longer, as after a sign-in with the right password."""
    session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.mark == mark))


def _alone(session: Session, kind: str, mark: str) -> None:
    """Wait for the other transactions that count the same; on SQLite there is one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        digest = hashlib.sha256(f"{kind} {mark}".encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))
