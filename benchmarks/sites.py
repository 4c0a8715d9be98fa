"""Sites that are measured: the data they are made of, published or found as they are."""

import argparse
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from corpus import counted
from processes import CHECKOUT, Cost, glossary, run

from glossary.site.settings import load as load_settings

SHARED = CHECKOUT.parent / "shared"
"""A folder of data that is not part of the project."""
_DATA = SHARED / "data"
UNESCO = _DATA / "unesco-thesaurus" / "unesco-thesaurus-2024-10.ttl"
ICONCLASS = _DATA / "iconclass" / "derived" / "iconclass-keys48.nt.xz"
FAST = _DATA / "fast"
LCSH = _DATA / "lcsh" / "lcsh.tsv.gz"
LOGGED = _DATA / "skosmos" / "derived" / "finto-queries-dev.tsv.gz"
"""Searches of a public vocabulary service."""
_COMPRESSED = (".gz", ".xz")


@dataclass(frozen=True, slots=True)
class Site:
    """A published site: its folder, what the report calls it, and what publishing cost."""

    folder: Path
    name: str
    cost: Cost | None = None


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which site is measured; without any, the bundled vocabularies."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--vocabulary", type=Path, help="SKOS file to measure with")
    which.add_argument("--shared", action="store_true", help="measure with the UNESCO Thesaurus")
    which.add_argument("--iconclass", action="store_true", help="measure with Iconclass")
    which.add_argument("--site", type=Path, help="folder of a site that is published already")


def chosen(asked: argparse.Namespace, scratch: Path) -> Site:
    """Return the site that the options name, published into `scratch` where it is none yet.

    SystemExit where the site that is named has published nothing.
    """
    if asked.site:
        counted(load_settings(asked.site, {}))
        return _kept(Site(asked.site, f"the site “{asked.site.resolve().name}”"))
    file = UNESCO if asked.shared else ICONCLASS if asked.iconclass else asked.vocabulary
    if file is None:
        return _kept(Site(scratch, "the bundled vocabularies", publish(scratch)))
    return _kept(Site(scratch, file.name, publish(scratch, file)))


def _kept(site: Site) -> Site:
    """Return a site whose address stays, also on another port: it would be published again."""
    os.environ["GLOSSARY_BASE_URL"] = load_settings(site.folder, {}).base_url
    return site


def publish(folder: Path, *files: Path) -> Cost:
    """Return what publishing cost; `files` are the vocabularies of the site, else the bundled.

    SystemExit where there is no such file, or it cannot be published.
    """
    for file in files:
        if not file.is_file():
            raise SystemExit(f"there is no file {file.name} to measure with")
        vocabularies = folder / "vocabularies"
        vocabularies.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, vocabularies / f"{_id(file)}{_endings(file)}")
    return run(glossary(folder, "publish", "--quiet"))


def _endings(file: Path) -> str:
    return "".join(file.suffixes[-2:] if file.suffix in _COMPRESSED else file.suffixes[-1:])


def _id(file: Path) -> str:
    """Return the id of a vocabulary: the first word of its file's name."""
    return (
        re.findall(r"[a-z0-9]+|$", file.name.removesuffix(_endings(file)).lower())[0] or "measured"
    )
