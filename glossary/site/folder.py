"""The folder of a new site: its settings file, and where its own files go."""

from pathlib import Path

from glossary.catalogs.po import files
from glossary.errors import N_, BrokenSource
from glossary.site.setting_table import SETTINGS
from glossary.site.settings import FILE


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
