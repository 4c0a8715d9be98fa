"""What the operating system and databases report, as errors that can be told to people.

The doors ask here for whatever is no error of the program's own: nothing else maps such errors.
"""

import errno
import logging
import sqlite3
from pathlib import Path
from urllib.parse import unquote

from glossary.errors import N_, BrokenSource, GlossaryError, Unavailable
from glossary.errors.plurals import Translatable

DISK_FULL = N_("There is no room left on the disk for %(where)s. Make room, then do it again.")
NOT_ALLOWED = N_(
    "%(where)s may not be used: look at its owner and mode, and whether its disk is read-only."
)
IS_FOLDER = N_("%(where)s is a folder, where a file is expected. Move it away.")
IS_NO_FOLDER = N_("%(where)s is a file, where a folder is expected. Move it away.")
MISSING = N_("%(where)s is not there.")
NAME_TOO_LONG = N_("The name %(where)s is too long for this disk.")
CIRCLE = N_("%(where)s is a link that leads back to itself.")
TOO_MANY_FILES = N_("Too many files are open. Raise the limit (ulimit -n), then start again.")
UNUSABLE = N_("%(where)s cannot be used: %(cause)s")
UNNAMED = Translatable(N_("a file"))
DISK_FAILS = N_("%(where)s could not be read or written: the disk is full, or it fails.")
DAMAGED = N_("The database %(where)s is damaged. Put its last backup back.")
BUSY = N_("The database %(where)s is held by another process. Do it again in a moment.")
UNREACHABLE = N_("The database of contributions cannot be reached: %(reason)s")
NO_DATABASE = N_("The database %(where)s cannot be used: %(reason)s")
INDEX_DAMAGED = N_("The published index is damaged. Build it anew: glossary publish --anew")
_CONTRIBUTIONS = "contributions.sqlite"

_SYSTEM = {
    errno.ENOSPC: ("disk_full", DISK_FULL),
    errno.EDQUOT: ("disk_full", DISK_FULL),
    errno.EFBIG: ("disk_full", DISK_FULL),
    errno.EACCES: ("not_allowed", NOT_ALLOWED),
    errno.EPERM: ("not_allowed", NOT_ALLOWED),
    errno.EROFS: ("not_allowed", NOT_ALLOWED),
    errno.EISDIR: ("is_folder", IS_FOLDER),
    errno.ENOTDIR: ("is_no_folder", IS_NO_FOLDER),
    errno.ENOENT: ("not_there", MISSING),
    errno.ENAMETOOLONG: ("name_too_long", NAME_TOO_LONG),
    errno.ELOOP: ("circle", CIRCLE),
    errno.EIO: ("disk_fails", DISK_FAILS),
    errno.EMFILE: ("too_many_files", TOO_MANY_FILES),
    errno.ENFILE: ("too_many_files", TOO_MANY_FILES),
}
_SQLITE = {
    sqlite3.SQLITE_FULL: ("disk_full", DISK_FULL),
    sqlite3.SQLITE_IOERR: ("disk_fails", DISK_FAILS),
    sqlite3.SQLITE_READONLY: ("not_allowed", NOT_ALLOWED),
    sqlite3.SQLITE_PERM: ("not_allowed", NOT_ALLOWED),
    sqlite3.SQLITE_CANTOPEN: ("not_allowed", NOT_ALLOWED),
    sqlite3.SQLITE_CORRUPT: ("damaged", DAMAGED),
    sqlite3.SQLITE_NOTADB: ("damaged", DAMAGED),
    sqlite3.SQLITE_BUSY: ("busy", BUSY),
    sqlite3.SQLITE_LOCKED: ("busy", BUSY),
}


def known_error(error: BaseException) -> Unavailable | None:
    """Return the error to tell for one of the system or of a database; None for any other.

    `arguments` name the file or database as ``where``, as far as that is known.
    """
    if isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError):
        return of_system(error)
    if isinstance(error, sqlite3.Error):  # only the index asks SQLite itself
        return _of_sqlite(error, "index")
    inner = getattr(error, "orig", None)  # what SQLAlchemy was told by the driver
    if isinstance(inner, sqlite3.Error):
        return _of_sqlite(inner, _CONTRIBUTIONS)
    if any(one.__module__.startswith("sqlalchemy.exc") for one in type(error).__mro__):
        reason = _line(inner or error)
        return Unavailable(NO_DATABASE, code="database", where="contributions", reason=reason)
    return None


def unreachable(error: Exception, url: str) -> Unavailable:
    """Return what to tell of a database that does not answer; the password of its `url` is not
    told.
    """
    reason = _line(getattr(error, "orig", None) or error)
    user, _, host = url.partition("://")[2].rpartition("@")
    password = user.partition(":")[2] if host else ""
    for secret in {password, unquote(password)} - {""}:
        reason = reason.replace(secret, "***")
    return Unavailable(UNREACHABLE, reason=reason)


def broken(error: OSError, file: str) -> BrokenSource:
    """Return what to tell of a `file` of the site that the system would not give."""
    known = of_system(error)
    return BrokenSource(file, known.message, **known.arguments)


def named(error: OSError, path: Path) -> OSError:
    """Return an error of the system as one about `path`, as where a stream knew no name."""
    return OSError(error.errno or 0, error.strerror or _line(error), str(path))


def log(logger: logging.Logger, error: Exception, text: str, *arguments: object) -> None:
    """Log what went on without someone being told: in one line where it can be told, else whole.

    `text` is a format for `arguments`.
    """
    known = error if isinstance(error, GlossaryError) else known_error(error)
    if known is None:
        logger.error(text, *arguments, exc_info=error)
    else:
        logger.error(f"{text}: %s", *arguments, known)


def of_system(error: OSError) -> Unavailable:
    """Return the error to tell for one of the system; `known_error` asks for its kind first."""
    where = str(error.filename2 or error.filename or "") or UNNAMED
    if error.errno == errno.EEXIST and not Path(where).is_dir():
        return Unavailable(IS_NO_FOLDER, code="is_no_folder", where=where)
    code, text = _SYSTEM.get(error.errno or 0, ("unusable", UNUSABLE))
    return Unavailable(text, code=code, where=where, cause=error.strerror or _line(error))


def _of_sqlite(error: sqlite3.Error, where: str) -> Unavailable:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what it says in detail
    code, text = _SQLITE.get(number, ("database", NO_DATABASE))
    if text == DAMAGED and where != _CONTRIBUTIONS:
        text = INDEX_DAMAGED
    return Unavailable(text, code=code, where=where, reason=_line(error))


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())
