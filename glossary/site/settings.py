"""The settings of a site: one table with name, default and help; the unit is in the name.

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
from glossary.site.setting_values import Setting, cast

FILE = "glossary.toml"
_NO_SETTINGS = ("GLOSSARY_SITE", "GLOSSARY_TRANSLATE_TOOLKIT")
"""Variables that are no settings: the site itself, and a program of the tests."""


SETTINGS = (
    Setting(
        "title",
        "Convergence Glossary",
        "Name of the site, in page titles, feeds and mail: one text in the first of the interface "
        "languages, or a table with one for each language.",
        per_language=True,
    ),
    Setting(
        "base_url",
        "",
        "Public address of the site, without a slash at the end; part of every URI. "
        "Publish again after changing it. Empty means the address on which it listens.",
        check=setting_checks.web_address,
    ),
    Setting(
        "index_url",
        "",
        "Folder of the published index; empty means `instance/index` in the site's folder.",
        check=setting_checks.folder,
    ),
    Setting(
        "vocabularies_folder",
        "vocabularies",
        "Folder of the vocabularies (SKOS files).",
        check=setting_checks.folder,
    ),
    Setting(
        "translations_folder",
        "translations",
        "Folder of the catalogs of terms (PO files).",
        check=setting_checks.folder,
    ),
    Setting(
        "templates_folder",
        "templates",
        "Folder of templates that override the shipped ones.",
        check=setting_checks.folder,
    ),
    Setting(
        "interface_languages",
        "en fr es de ru ar zh-Hans",
        "Languages of the interface, as BCP 47 tags with spaces between; the first is the default.",
        check=setting_checks.language_tags,
        is_list=True,
    ),
    Setting(
        "fallback_languages",
        "",
        "Languages that stand in, in this order, for a text that is missing in the language asked "
        "for: tags with spaces between, or a list; empty means that of the page, English, that of "
        "the vocabulary.",
        check=setting_checks.language_tags,
        is_list=True,
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
    Setting(
        "max_reconciliation_queries", 50, "Most queries in one batch of reconciliation.", least=1
    ),
    Setting("max_query_characters", 300, "Longest query or term that is answered.", least=1),
    Setting("max_body_bytes", 1_048_576, "Largest body of a request.", least=1024),
    Setting(
        "cache_seconds",
        60,
        "How long programs, browsers and proxies may use an answer of the JSON door without asking "
        "again; pages are asked for again each time.",
        least=0,
    ),
    Setting(
        "host",
        "127.0.0.1",
        "Address on which `glossary serve` listens.",
        check=setting_checks.host,
    ),
    Setting("port", 8000, "Port on which `glossary serve` listens.", least=1, most=65_535),
    Setting("workers", 2, "Processes of `glossary serve`.", least=1, most=1024),
    Setting(
        "threads",
        4,
        "Threads in each process of `glossary serve` for what may take long: forms, files, pages "
        "of contributors.",
        least=1,
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
        check=setting_checks.database_address,
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
        "Key that signs sessions and links, needed with PostgreSQL, the same on all machines; "
        "empty means one made in `instance/secret`.",
    ),
    Setting(
        "mail_url",
        "",
        "Mail server, as `smtp://user:password@host:587` (TLS is started where offered) or "
        "`smtps://…`; empty means that no mail is sent.",
        check=setting_checks.mail_server,
    ),
    Setting(
        "mail_from",
        "",
        "Sender of mail, as `Name <address>`.",
        check=setting_checks.mail_sender,
    ),
    Setting(
        "openid_issuer",
        "",
        "Address of the OpenID Connect issuer; empty means none.",
        check=setting_checks.web_address,
    ),
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
    titles: dict[str, str]
    index_url: str
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
        for needed in ("openid_client", "openid_secret"):
            if self.openid_issuer and not getattr(self, needed):
                self._refuse("openid_issuer", N_("%(setting)s is needed too"), setting=needed)

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
        """The folder of the published index."""
        if self.index_url:
            return self.site / self.index_url
        return self.instance / "index"


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
