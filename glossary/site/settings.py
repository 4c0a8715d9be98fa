"""The settings of a site, from their table and what its file and the environment say.

A site is a folder with ``glossary.toml``, ``vocabularies/`` and ``translations/``. A value comes
from the environment (``GLOSSARY_<NAME>``), else from ``glossary.toml``, else from the table.
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from glossary.errors import N_, BrokenSource
from glossary.errors.failures import broken
from glossary.site import paths, setting_checks
from glossary.site.index_settings import address_in
from glossary.site.setting_table import SETTINGS
from glossary.site.setting_values import cast
from index.places import Where, is_address

FILE = "glossary.toml"
_NO_SETTINGS = ("GLOSSARY_SITE", "GLOSSARY_TRANSLATE_TOOLKIT")
"""Variables that are no settings: the site itself, and a program of the tests."""
_TOGETHER = (
    ("openid_issuer", "openid_client"), ("openid_issuer", "openid_secret"),
    ("index_user", "index_password"), ("index_password", "index_user"),
)  # fmt: skip
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values of one site, as attributes; folders are absolute paths."""

    title: str
    titles: dict[str, str]
    index_url: str
    vocabularies_folder: str
    translations_folder: str
    interface_languages: tuple[str, ...]
    fallback_languages: tuple[str, ...]
    alphabets: dict[str, tuple[str, ...]]
    results_per_page: int
    max_results_per_page: int
    max_batch_terms: int
    max_reconciliation_queries: int
    max_query_characters: int
    max_body_bytes: int
    cache_seconds: int
    host: str
    port: int
    workers: int
    threads: int
    metrics: str
    access_log: str
    log_format: str
    trusted_proxies: int
    generations_kept: int
    database_url: str
    contributions: str
    secret_key: str
    mail_url: str
    mail_from: str
    openid_issuer: str
    openid_client: str
    openid_secret: str
    openid_name: str
    git: str
    max_upload_bytes: int
    max_upload_entries: int
    proposals_per_hour: int

    def __init__(
        self, site: Path, values: Mapping[str, Any], origins: Mapping[str, str] | None = None
    ) -> None:
        self.site = site
        self._origins = dict(origins or {})
        for setting in SETTINGS:
            setattr(self, setting.name, values.get(setting.name, setting.default))
        for name in ("interface_languages", "fallback_languages"):
            default = _BY_NAME[name].default
            setattr(self, name, _tags(values.get(name, default), default))
        self.interface_languages = self.interface_languages or ("en",)
        self._name(values.get("title", _BY_NAME["title"].default))

    def _name(self, title: str | dict[str, str]) -> None:
        """Give the site its name, or a name for each language, of which the first is the main."""
        is_english = title == _BY_NAME["title"].default
        lang = "en" if is_english else self.interface_languages[0]
        self.titles = {lang: title} if isinstance(title, str) else title
        self.title = next(iter(self.titles.values()))

    def title_in(self, lang: str) -> tuple[str, str]:
        """Return language and text of the site's name for readers of the language `lang`."""
        from glossary import languages  # only here: Babel is not needed by most commands

        return languages.choose(self.titles, (lang, *self.interface_languages)) or ("", self.title)

    def change(self, name: str, value: object, where: str) -> None:
        """Give a setting another value, as an option of a command does; `where` names the option
        in the BrokenSource that a bad value raises.
        """
        setattr(self, name, cast(_BY_NAME[name], value, where))
        self._origins[name] = where

    def check_together(self) -> None:
        """Raise BrokenSource for values that are fine alone and contradict each other."""
        if self.results_per_page > self.max_results_per_page:
            self._refuse(
                "results_per_page",
                N_("%(value)s is more than %(most)s, which is %(setting)s"),
                most=self.max_results_per_page,
                setting="max_results_per_page",
            )
        for given, needed in _TOGETHER:
            if getattr(self, given) and not getattr(self, needed):
                self._refuse(given, N_("%(setting)s is needed too"), setting=needed)

    def _refuse(self, name: str, reason: str, **more: Any) -> None:
        value = getattr(self, name)
        raise BrokenSource(self._origins.get(name, name), reason, value=value, **more)

    @property
    def base_url(self) -> str:
        """The public address of the site: the stated one, else that on which it listens."""
        return self._base_url or setting_checks.address_of(self.host, self.port)

    @base_url.setter
    def base_url(self, address: str) -> None:
        """State the public address."""
        self._base_url = address.rstrip("/")

    @property
    def is_address_stated(self) -> bool:
        """Whether the site says what its public address is."""
        return bool(self._base_url)

    def _folder(self, name: str, shipped: Path) -> Path:
        chosen = self.site / str(getattr(self, name))
        return chosen if chosen.is_dir() else shipped

    @property
    def vocabularies(self) -> Path:
        """The folder of the vocabularies: the site's, else the bundled one."""
        return self._folder("vocabularies_folder", paths.VOCABULARIES)

    @property
    def translations(self) -> Path:
        """The folder of the term catalogs: the site's, else the bundled one."""
        return self._folder("translations_folder", paths.TRANSLATIONS)

    @property
    def templates(self) -> Path | None:
        """The folder of the site's own templates, or None."""
        folder = self.site / str(getattr(self, "templates_folder"))  # noqa: B009 - from the table
        return folder if folder.is_dir() and folder != paths.TEMPLATES else None

    @property
    def shared_database(self) -> str:
        """The database of contributions where it may be that of several machines, else ""."""
        kind = self.database_url.partition(":")[0].partition("+")[0]
        return self.database_url if kind == "postgresql" else ""

    @property
    def instance(self) -> Path:
        """The folder of what is made while the site runs."""
        return self.site / "instance"

    @property
    def index_folder(self) -> Path:
        """The folder of the published index, or else of what its publication needs meanwhile."""
        if self.index_url and not is_address(self.index_url):
            return self.site / self.index_url
        return self.instance / "index"

    @property
    def index_place(self) -> Where:
        """Where the published index is: its folder, or the address of an engine."""
        if not is_address(self.index_url):
            return self.index_folder
        return address_in(self.site, vars(self))


def _tags(value: str, default: str) -> tuple[str, ...]:
    """Return language tags in their one form; those of the default are written so."""
    if value == default:
        return tuple(default.split())
    from glossary import languages  # only here: Babel is not needed by most commands

    return tuple(dict.fromkeys(languages.canonical(tag) for tag in value.split()))


def find_site(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the site: ``GLOSSARY_SITE``, the current folder if it is a site, or a
    folder in the user's data directory, where the bundled vocabularies are served from. Raises
    BrokenSource where the named one is no folder.
    """
    named = environment.get("GLOSSARY_SITE")
    if named:
        return folder_of(Path(named), "GLOSSARY_SITE")
    here = Path.cwd()
    if (here / FILE).is_file():
        return here
    from platformdirs import user_data_path  # only here: not needed by a site of one's own

    return user_data_path("convergence-glossary")


def folder_of(site: Path, where: str) -> Path:
    """Return the folder of a site that was named, absolute; BrokenSource if it is no folder."""
    folder = site.resolve()
    if not folder.exists():
        reason = N_("there is no folder %(folder)s; a site is made with: glossary init FOLDER")
        raise BrokenSource(where, reason, folder=folder)
    if not folder.is_dir():
        raise BrokenSource(where, N_("%(folder)s is not a folder"), folder=folder)
    return folder


def load(site: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of `site`; raise BrokenSource, which names where it was set, for an
    unknown name, a bad value, or values that contradict each other.
    """
    folder = site or find_site(environment)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    file = folder / FILE
    if file.exists():
        values = _from_file(file)
        origins = {key: f"{FILE}: {key}" for key in values}
    for setting in SETTINGS:
        variable = "GLOSSARY_" + setting.name.upper()
        if variable in environment:
            values[setting.name] = cast(setting, environment[variable], variable)
            origins[setting.name] = variable
    settings = Settings(folder, values, origins)
    settings.check_together()
    return settings


def unknown_variables(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that look like settings and are none, each with the variable that was
    perhaps meant ("" for none).
    """
    known = [f"GLOSSARY_{setting.name.upper()}" for setting in SETTINGS]
    found = {}
    for variable in sorted(environment):
        if variable.startswith("GLOSSARY_") and variable not in {*known, *_NO_SETTINGS}:
            found[variable] = next(iter(get_close_matches(variable, known, 1, 0.8)), "")
    return found


def _from_file(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise broken(error, file.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenSource(file.name, str(error)) from error
    for key in found:
        if key not in _BY_NAME:
            raise BrokenSource(file.name, N_("there is no setting %(key)s"), key=key)
    return {key: cast(_BY_NAME[key], value, f"{file.name}: {key}") for key, value in found.items()}
