"""A mark in the site's own folders, so that one which is not mounted is no empty site.

Who publishes a site for the first time leaves a file in each of its folders, and notes beside it,
in ``instance/site``, which folders have one. From then on whatever writes asks for it first.
"""

import secrets
from contextlib import suppress
from pathlib import Path

from glossary.catalogs.po import files
from glossary.errors import N_, Unavailable
from glossary.site import paths
from glossary.site.settings import Settings

MARK = ".glossary-site"
FOLDERS = ("vocabularies", "translations")
_TOLD = "The folder belongs to a site of Convergence Glossary; keep this file in it.\n"
_MISSING = N_(
    "The folder %(where)s has not the mark of this site (%(mark)s). Is it mounted? "
    "Where it is the right one, run: glossary publish --mark-folders"
)


def known(instance: Path) -> str:
    """Return the name of the site and which folders are marked, "" where none was ever."""
    try:
        return " ".join((instance / "site").read_text("ascii").split())
    except FileNotFoundError:
        return ""


def learn(instance: Path, value: str) -> None:
    """Note what another machine of the site has said of its marks."""
    if value and value != known(instance):
        files.write(instance / "site", f"{value}\n".encode("ascii"))


def check(settings: Settings) -> None:
    """Raise Unavailable where a folder of the site has not the mark that it must have."""
    name, *marked = known(settings.instance).split() or [""]
    for one in marked:
        folder = _own(settings, one)
        if _mark_of(folder) != name:
            raise Unavailable(_MISSING, code="unmarked", where=str(folder), mark=MARK)


def mark(settings: Settings, again: bool = False) -> list[Path]:
    """Return the folders of the site that were marked: those that had none yet, or `again` all.

    The shipped folders are not the site's; where a mark cannot be written none is asked for.
    Raises Unavailable where one that must be there is not, unless `again`.
    """
    if not again:
        check(settings)
    name, *marked = known(settings.instance).split() or [secrets.token_hex(8)]
    made = []
    for one in FOLDERS:
        folder = _own(settings, one)
        if not folder.is_dir() or folder.resolve() == paths.shipped(one).resolve():
            continue
        there = _mark_of(folder)
        if there and not marked and not known(settings.instance) and not again:
            name = there  # another machine was first
        if there not in ("", name) and not again:
            raise Unavailable(_MISSING, code="unmarked", where=str(folder), mark=MARK)
        if there != name and (again or one not in marked):
            with suppress(OSError):  # who only reads it may not be allowed to
                files.write(folder / MARK, f"{name}\n{_TOLD}".encode("ascii"))
                made.append(folder)
        if one not in marked and _mark_of(folder) == name:
            marked.append(one)
    if marked:
        learn(settings.instance, " ".join([name, *marked]))
    return made


def _own(settings: Settings, one: str) -> Path:
    """Return the site's own folder, whether it is there or not."""
    return settings.site / str(getattr(settings, f"{one}_folder"))


def _mark_of(folder: Path) -> str:
    try:
        return (folder / MARK).read_text("ascii").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""
