"""The settings of a site: one table with name, default and help; the unit is in the name.

A site is a folder with ``glossary.toml``, ``vocabularies/`` and ``translations/``. A value comes
from the environment (``GLOSSARY_<NAME>``), else from ``glossary.toml``, else from the table.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary import alphabets, paths
from glossary.errors import N_, BrokenSource

FILE = "glossary.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; the type of `default` is the type of the setting."""

    name: str
    default: Any
    help: str
    least: int | None = None
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("title", "Convergence Glossary", "Name of the site, in page titles and feeds."),
    Setting(
        "base_url",
        "http://127.0.0.1:8000",
        "Public address of the site, without a slash at the end; part of every URI. "
        "Publish again after changing it.",
    ),
    Setting(
        "index_url",
        "",
        "Folder of the published index; empty means `instance/index` in the site's folder.",
    ),
    Setting("vocabularies_folder", "vocabularies", "Folder of the vocabularies (SKOS files)."),
    Setting("translations_folder", "translations", "Folder of the catalogs of terms (PO files)."),
    Setting("templates_folder", "templates", "Folder of templates that override the shipped ones."),
    Setting(
        "interface_languages",
        "en fr es de ru ar zh-Hans",
        "Languages of the interface, as BCP 47 tags with spaces between; the first is the default.",
    ),
    Setting(
        "alphabets",
        {},
        "Letters by language in their order, where another order than the usual one is wanted. "
        "Publish again after changing it.",
    ),
    Setting("results_per_page", 20, "Hits on one page of search results.", least=1),
    Setting("max_results_per_page", 100, "Most hits a program may ask for at once.", least=1),
    Setting("max_batch_terms", 500, "Most terms in one batch lookup.", least=1),
    Setting("max_query_characters", 300, "Longest query or term that is answered.", least=1),
    Setting("max_body_bytes", 1_048_576, "Largest body of a request.", least=1024),
    Setting(
        "cache_seconds",
        60,
        "How long programs, browsers and proxies may use an answer of the JSON door without asking "
        "again; pages are asked for again each time.",
        least=0,
    ),
    Setting("host", "127.0.0.1", "Address on which `glossary serve` listens."),
    Setting("port", 8000, "Port on which `glossary serve` listens.", least=1),
    Setting("workers", 2, "Processes of `glossary serve`.", least=1),
    Setting(
        "threads", 1, "Threads in each process of `glossary serve`; processes are faster.", least=1
    ),
    Setting(
        "trusted_proxies",
        0,
        "Reverse proxies in front of the site, whose `X-Forwarded-For` and `X-Forwarded-Proto` are "
        "believed; limits for each address need it.",
        least=0,
    ),
    Setting("generations_kept", 2, "Published generations kept on disk.", least=2),
    Setting(
        "database_url",
        "",
        "Database of contributions, as SQLAlchemy names it, for example "
        "`postgresql+psycopg://glossary@localhost/glossary`; "
        "empty means SQLite in `instance/contributions.sqlite`.",
    ),
    Setting(
        "contributions",
        "open",
        "Who may propose: `open` (anyone), `accounts` (people with an account) or `off`.",
        choices=("open", "accounts", "off"),
    ),
    Setting(
        "secret_key",
        "",
        "Key that signs sessions and links; empty means one made in `instance/secret`.",
    ),
    Setting(
        "mail_url",
        "",
        "Mail server, as `smtp://user:password@host:587` (TLS is started where offered) or "
        "`smtps://…`; empty means that no mail is sent.",
    ),
    Setting("mail_from", "", "Sender of mail, as `Name <address>`."),
    Setting("openid_issuer", "", "Address of the OpenID Connect issuer; empty means none."),
    Setting("openid_client", "", "Our client id there."),
    Setting("openid_secret", "", "Our client secret there."),
    Setting("openid_name", "", "How the sign-in page names the issuer."),
    Setting(
        "git",
        "off",
        "`on`: each accepted change is a commit in the site's git repository.",
        choices=("on", "off"),
    ),
    Setting("max_upload_bytes", 16_777_216, "Largest catalog that may be uploaded.", least=1024),
    Setting("max_upload_entries", 50_000, "Most entries in an uploaded catalog.", least=1),
    Setting("proposals_per_hour", 30, "Most proposals from one address without account.", least=1),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values of one site, as attributes; folders are absolute paths."""

    title: str
    base_url: str
    index_url: str
    translations_folder: str
    interface_languages: tuple[str, ...]
    alphabets: dict[str, tuple[str, ...]]
    results_per_page: int
    max_results_per_page: int
    max_batch_terms: int
    max_query_characters: int
    max_body_bytes: int
    cache_seconds: int
    host: str
    port: int
    workers: int
    threads: int
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

    def __init__(self, site: Path, values: Mapping[str, Any]) -> None:
        self.site = site
        for setting in SETTINGS:
            setattr(self, setting.name, values.get(setting.name, setting.default))
        self.base_url = self.base_url.rstrip("/")
        tags = values.get("interface_languages", _BY_NAME["interface_languages"].default)
        self.interface_languages = tuple(tags.split()) or ("en",)

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
    def instance(self) -> Path:
        """The folder of what is made while the site runs."""
        return self.site / "instance"

    @property
    def index_folder(self) -> Path:
        """The folder of the published index."""
        if self.index_url:
            return self.site / self.index_url
        return self.instance / "index"


def find_site(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the site: ``GLOSSARY_SITE``, the current folder if it is a site, or a
    folder in the user's data directory, where the bundled vocabularies are served from.
    """
    named = environment.get("GLOSSARY_SITE")
    if named:
        return Path(named).resolve()
    here = Path.cwd()
    if (here / FILE).is_file():
        return here
    from platformdirs import user_data_path  # only here: not needed by a site of one's own

    return user_data_path("convergence-glossary")


def load(site: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of `site`; raise BrokenSource for an unknown name or a bad value."""
    folder = site or find_site(environment)
    values: dict[str, Any] = {}
    file = folder / FILE
    if file.is_file():
        values.update(_from_file(file))
    for setting in SETTINGS:
        variable = "GLOSSARY_" + setting.name.upper()
        if variable in environment:
            values[setting.name] = _cast(setting, environment[variable], variable)
    return Settings(folder, values)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenSource(file.name, str(error)) from error
    for key in found:
        if key not in _BY_NAME:
            raise BrokenSource(file.name, N_("there is no setting %(key)s"), key=key)
    return {key: _cast(_BY_NAME[key], value, f"{file.name}: {key}") for key, value in found.items()}


def _cast(setting: Setting, value: Any, where: str) -> Any:
    """Return `value` in the type of the setting, or raise BrokenSource naming key and value."""
    wanted = type(setting.default)
    if wanted is dict:
        return _alphabets(value, where)
    if wanted is int:
        try:
            number = int(str(value))  # str, so that TOML's 1.5 and true are no numbers here
        except ValueError:
            raise BrokenSource(
                where, N_("“%(value)s” is not a whole number"), value=value
            ) from None
        if setting.least is not None and number < setting.least:
            raise BrokenSource(
                where, N_("%(value)s is less than %(least)s"), value=number, least=setting.least
            )
        return number
    if not isinstance(value, str):
        raise BrokenSource(where, N_("“%(value)s” is not a text"), value=value)
    if setting.choices and value not in setting.choices:
        known = ", ".join(setting.choices)
        text = N_("“%(value)s” is not one of %(known)s")
        raise BrokenSource(where, text, value=value, known=known)
    return value


def _alphabets(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    """Return letters by language tag; in the environment the table is written as TOML."""
    if isinstance(value, str):
        try:
            value = tomllib.loads(value)
        except tomllib.TOMLDecodeError as error:
            raise BrokenSource(where, str(error)) from error
    if not isinstance(value, dict):
        raise BrokenSource(where, N_("“%(value)s” is not a table"), value=value)
    from glossary import languages  # only here: Babel is not needed by most commands

    found = {}
    for tag, letters in value.items():
        here = f"{where}.{tag}"
        if not languages.is_known(tag):
            raise BrokenSource(here, N_("“%(tag)s” is not the tag of a known language"), tag=tag)
        if not isinstance(letters, str):
            raise BrokenSource(here, N_("“%(value)s” is not a text"), value=letters)
        listed = tuple(letters.split())
        if not listed:
            raise BrokenSource(here, N_("the alphabet has no letters"))
        double = alphabets.twice(listed)
        if double:
            raise BrokenSource(here, N_("“%(letter)s” is there twice"), letter=double)
        found[languages.canonical(tag)] = listed
    return found
