"""The edition of a site: whatever answers are made of beside the published index."""

from hashlib import blake2b
from pathlib import Path

import babel
from flask import Flask

from glossary import __version__, languages
from glossary.site import paths
from glossary.site.setting_table import SETTINGS
from glossary.site.settings import Settings

_NAME = "glossary.edition"
_UNSEEN = {
    "host", "port", "workers", "threads", "index_url", "database_url", "secret_key",
    "openid_secret", "mail_url", "index_user", "index_password", "index_api_key", "index_ca_file",
    "index_verify_certificates", "index_shards", "index_copies",
}  # fmt: skip
"""Settings that no answer shows: how the site is run, and secrets."""


def register(app: Flask, settings: Settings) -> None:
    """Give `app` the name of its edition; after its templates and interface languages."""
    made = blake2b(f"{__version__} {babel.__version__}".encode(), digest_size=6)
    for setting in SETTINGS:
        if setting.name not in _UNSEEN:
            made.update(f"\0{setting.name}={getattr(settings, setting.name)!r}".encode())
    made.update(f"\0{settings.titles!r}".encode())
    for file in _files(app, settings):
        made.update(f"\0{file.name}\0".encode() + file.read_bytes())
    app.extensions[_NAME] = made.hexdigest()


def _files(app: Flask, settings: Settings) -> list[Path]:
    """Return the files of templates, of the interface's catalogs, and those sent as they are."""
    templates = [folder for folder in (settings.templates, paths.TEMPLATES) if folder]
    found = [file for folder in (*templates, paths.STATIC) for file in sorted(folder.rglob("*.*"))]
    catalogs = Path(app.config["BABEL_TRANSLATION_DIRECTORIES"])
    for tag in settings.interface_languages:
        found += sorted((catalogs / languages.to_locale(tag)).rglob("messages.mo"))
    return [file for file in found if file.is_file()]


def edition_of(app: Flask) -> str:
    """Return a name that changes with the program, its settings, templates, texts and files.

    It is the same in all processes and on all machines that serve the same.
    """
    found: str = app.extensions[_NAME]
    return found
