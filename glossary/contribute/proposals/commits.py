"""Accepted changes as commits in the git repository that the site's catalogs lie in.

Only the file of the catalog is committed, whatever else has changed there. What git cannot do now
(it is missing, busy, or there is no repository) is logged and stays due.
"""

import logging
import os
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select, update

from glossary.catalogs.locks import held
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person, Proposal
from glossary.errors import failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)
_SECONDS = 60
_SHORT = 60
_MOST_LINES = 50
Due = tuple[Change, str | None, Proposal | None]
"""A change, the name of who decided it, and the proposal it comes from."""


def commit_due(settings: Settings, store: Store, vocabulary: str, lang: str, path: Path) -> None:
    """Commit the catalog in `path`, which must be locked, where changes of it are due for git.

    Where several are due (git was busy before) they become one commit with all their authors.
    """
    with store.reading() as session:
        asked = (
            select(Change, Person.name, Proposal)
            .outerjoin(Person, Person.id == Change.decider_id)
            .outerjoin(Proposal, Proposal.change_id == Change.id)
            .where(Change.vocabulary == vocabulary, Change.lang == lang)
            .where(Change.uncommitted, Change.written.is_not(None))
            .order_by(Change.id)
        )
        due = [(change, decider, proposal) for change, decider, proposal in session.execute(asked)]
        if not due:
            return
        session.expunge_all()  # what is marked here is of the commit alone
        _tell_apart(due, session.scalars(select(Person.name)))
    try:
        with held(settings.instance, "git", settings.shared_database):
            _commit(settings, path, due)
    except (OSError, subprocess.SubprocessError) as error:
        output = getattr(error, "stderr", None) or b""
        reason = output.decode("utf-8", "replace").strip() or failures.known_error(error) or error
        _log.warning("%s %s: not committed yet: %s", vocabulary, lang, reason)
        return
    with store.writing() as session:
        done = [{"id": change.id, "uncommitted": False} for change, _, _ in due]
        session.execute(update(Change), done)


def _commit(settings: Settings, path: Path, due: Sequence[Due]) -> None:
    environment = _environment(settings, due)
    name = f"./{path.name}"
    _git(path.parent, environment, "add", "--", name)
    differs = _git(path.parent, environment, "status", "--porcelain", "--", name)
    if differs.strip():
        options = ("--only", "--no-gpg-sign", "--quiet", "--cleanup=whitespace", "--file=-")
        message = _message(due).encode()
        _git(path.parent, environment, "commit", *options, "--", name, message=message)


def _git(folder: Path, environment: dict[str, str], *arguments: str, message: bytes = b"") -> bytes:
    """Return what git says; raise OSError or SubprocessError where it fails."""
    return subprocess.run(
        ["git", "--literal-pathspecs", *arguments],
        cwd=folder,
        env=environment,
        input=message,
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    ).stdout


def _environment(settings: Settings, due: Sequence[Due]) -> dict[str, str]:
    """Return the environment of git: names stand there, where they cannot be read as options."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    host = urlsplit(settings.base_url).hostname or "localhost"
    name, email = _author(*due[0][::2])
    return kept | {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email or f"noreply@{host}",
        "GIT_AUTHOR_DATE": due[0][0].made.isoformat(),
        "GIT_COMMITTER_NAME": _name(settings.title) or "glossary",
        "GIT_COMMITTER_EMAIL": f"noreply@{host}",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
    }


def _author(change: Change, proposal: Proposal | None) -> tuple[str, str]:
    """Return name and mail address of an author; "" for an address that was not given for this, or
    not confirmed.
    """
    vouched = proposal is not None and proposal.credit_email and proposal.email_confirmed
    email = proposal.email if proposal is not None and vouched else ""
    return _name(change.author) or "anonymous", email


def _tell_apart(due: Sequence[Due], people: Iterable[str]) -> None:
    """Mark the name of an author without an account where somebody with one has it too."""
    taken = {_folded(name) for name in people}
    for change, _, proposal in due:
        is_guest = proposal is not None and proposal.person_id is None
        if is_guest and _folded(change.author) in taken - {""}:
            change.author = f"{change.author} (guest)"


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", _name(name)).casefold().split())


def _name(text: str) -> str:
    """Return a name as a line of a commit can hold it."""
    kept = (" " if c in "<>" or unicodedata.category(c)[0] == "C" else c for c in text)
    return " ".join("".join(kept).split()).strip(" .,:;'\"")


def _message(due: Sequence[Due]) -> str:
    """Return what is changed, a line each, and who reviewed it."""
    first = due[0][0]
    place = f"{first.vocabulary}, {first.lang}"
    if len(due) == 1:
        lines = [f"{place}: {_what(first)}", ""]
    else:
        lines = [f"{place}: {len(due)} texts", ""]
    lines += [
        f"{_what(c)}: {_short(c.before)} → {_short(c.after)}" for c, _, _ in due[:_MOST_LINES]
    ]
    if len(due) > _MOST_LINES:
        lines.append(f"and {len(due) - _MOST_LINES} more")
    deciders = (_name(decider or "") for _, decider, _ in due)
    trailers = [f"Reviewed-by: {name}" for name in deciders if name]
    authors = dict.fromkeys(_author(change, proposal) for change, _, proposal in due)
    trailers += [
        f"Co-authored-by: {name} <{email or 'noreply'}>"
        for name, email in authors
        if (name, email) != _author(*due[0][::2])
    ]
    return "\n".join([*lines, "", *dict.fromkeys(trailers)]) + "\n"


def _what(change: Change) -> str:
    return _name(f"{change.concept} {change.slot}")


def _short(text: str) -> str:
    """Return a text in one short line, in quotes, so that it is never read as a trailer."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"“{plain if len(plain) <= _SHORT else plain[: _SHORT - 1] + '…'}”"
