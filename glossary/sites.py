"""A site's folder: made new, checked, and filled with vocabularies from elsewhere."""

import re
import shutil
import tempfile
from pathlib import Path

from glossary.catalogs import files
from glossary.errors import N_, BrokenSource, Invalid
from glossary.formats import Findings, rdf, skos
from glossary.model import SECTORS, Vocabulary
from glossary.settings import FILE, SETTINGS, Settings
from glossary.site_checks import errors, of_vocabulary
from glossary.sources import chosen_files, vocabulary_files

RESERVED = frozenset(
    {
        "about",
        "account",
        "choose",
        "history",
        "messages",
        "proposals",
        "review",
        "search",
        "text",
        "translate",
    }
)
"""Ids that no vocabulary can have: first parts of other pages, and the interface's catalogs."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def make_site(folder: Path) -> list[Path]:
    """Return the files and folders made for a new site; BrokenSource if there is one already."""
    if (folder / FILE).exists():
        raise BrokenSource(str(folder / FILE), N_("there is a site already"))
    made = []
    for name in ("vocabularies", "translations", "templates"):
        path = folder / name
        path.mkdir(parents=True, exist_ok=True)
        made.append(path)
    lines = ["# Settings of this site; what stands behind # is the default."]
    for setting in SETTINGS:
        lines += ["", f"# {setting.help}", f"# {setting.name} = {_toml(setting.default)}"]
    files.write(folder / FILE, ("\n".join(lines) + "\n").encode())
    return [folder / FILE, *made]


def _toml(value: object) -> str:
    return f'"{_escaped(value)}"' if isinstance(value, str) else str(value)


def _escaped(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def import_vocabulary(
    settings: Settings,
    file: Path,
    id: str,
    title: str | None = None,
    sector: tuple[str, ...] = (),
    source_language: str | None = None,
    scheme: str | None = None,
    replace: bool = False,
) -> tuple[Vocabulary, Findings, Path]:
    """Return the vocabulary read from `file`, the findings, and where it was put.

    The file is copied as it is, after it was read without an error; what the options say goes
    into ``<id>.toml`` beside it. Raises Invalid for a bad id, BrokenSource for a bad file.
    """
    if id in RESERVED:
        text = N_("“%(value)s” cannot be the id of a vocabulary: the site's own pages use it.")
        raise Invalid(text, parameter="vocabulary", value=id)
    if not _ID.fullmatch(id):
        raise Invalid(
            N_("“%(value)s” cannot be an id: small letters, digits and hyphens only."),
            parameter="vocabulary",
            value=id,
        )
    for one in sector:
        if one not in SECTORS:
            raise Invalid(N_("There is no sector “%(value)s”."), parameter="sector", value=one)
    folder = settings.site / "vocabularies"
    old = [f for f in vocabulary_files(folder) if skos.vocabulary_id(f) == id]
    if old and not replace:
        raise BrokenSource(old[0].name, N_("there is such a vocabulary already; use --replace"))
    ending = rdf.ending_of(file)
    sidecar = folder / f"{id}.toml"
    lines = _options(title, sector, source_language, scheme)
    if not lines and sidecar.is_file():  # what was said of the vocabulary before goes on
        lines = sidecar.read_text("utf-8-sig")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / f"{id}{ending}"
        shutil.copyfile(file, copy)
        if lines:
            copy.with_name(f"{id}.toml").write_text(lines, "utf-8")
        try:
            made, findings = skos.read(copy, settings.base_url)
        except BrokenSource as error:
            raise error.elsewhere(file.name) from error
    target = folder / f"{id}{ending}"
    if lines:
        files.write(sidecar, lines.encode())
    files.write(target, file.read_bytes())
    for other in old:
        if other != target:
            other.unlink()
    return made, findings, target


def _options(
    title: str | None, sectors: tuple[str, ...], language: str | None, scheme: str | None
) -> str:
    values = {"title": title, "source_language": language, "scheme": scheme}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value]
    if sectors:
        lines.append("sectors = [" + ", ".join(_toml(one) for one in sectors) + "]")
    return "\n".join(lines) + "\n" if lines else ""


def check_site(settings: Settings, id: str | None) -> tuple[int, Findings]:
    """Return how many vocabularies were checked, the findings of their files, and all errors of
    their catalogs.
    """
    found = Findings()
    files = chosen_files(settings, id)
    for file in files:
        own, reports = of_vocabulary(settings, file)
        found += own
        for report in reports:
            found += errors(report)
    return len(files), found
