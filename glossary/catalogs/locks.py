"""Locks of catalogs: one process or thread at a time changes a catalog."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from glossary import languages
from glossary.errors import N_, Busy

PATIENCE_SECONDS = 60
_POLL_SECONDS = 0.02
_UNSAFE = re.compile(r"[^\w.-]|\.\.", re.ASCII)


@contextmanager
def locked(instance: Path, lang: str, domain: str) -> Iterator[None]:
    """Give the catalog of a domain in a language to the caller alone, in all processes and threads.

    The lock is ``<instance>/locks/<locale>.<domain>.lock``; the operating system frees it when its
    holder dies. Raises Busy where another one holds it for longer than `PATIENCE_SECONDS`. Who
    holds it must not ask for it again.
    """
    folder = instance / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    name = _UNSAFE.sub("_", f"{languages.to_locale(lang)}.{domain}")
    lock = FileLock(folder / f"{name}.lock", timeout=PATIENCE_SECONDS, poll_interval=_POLL_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(
            N_("Another change of the catalog %(catalog)s is not finished; try again."),
            catalog=f"{languages.to_locale(lang)}/{domain}",
        ) from None
    try:
        yield
    finally:
        lock.release()
