"""The key with which a site signs sessions, links and hashes of addresses."""

import os
import secrets
from pathlib import Path

from glossary.errors import N_, Unavailable
from glossary.site.settings import Settings


def secret_key(settings: Settings) -> str:
    """Return the key of a site: the setting, else the one in its instance folder, made once.

    Raises Unavailable, see `check_key`.
    """
    check_key(settings)
    return known_key(settings) or _made(_file(settings))


def check_key(settings: Settings) -> None:
    """Raise Unavailable where several machines may sign and no key is stated for them all."""
    if settings.shared_database and not settings.secret_key:
        raise Unavailable(
            N_("The setting %(setting)s is needed with PostgreSQL, the same on all machines."),
            setting="secret_key",
        )


def known_key(settings: Settings) -> str:
    """Return the key of a site, or "" where none was made yet."""
    try:
        if settings.secret_key or settings.shared_database:
            return settings.secret_key
        return _file(settings).read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _file(settings: Settings) -> Path:
    return settings.instance / "secret"


def _made(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".secret.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(made, path)  # fails where another process was first; unlike a renaming
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text("ascii").strip()
