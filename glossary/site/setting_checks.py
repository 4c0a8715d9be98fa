"""What is wrong with the text of a setting: addresses, languages, folders.

Every function returns a message id and its arguments, or None where the value can be used.
"""

import re
from email.utils import parseaddr
from importlib.util import find_spec
from urllib.parse import SplitResult, urlsplit

from glossary.errors import N_
from glossary.site.setting_values import Fault
from index import places

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that stand for all addresses of a machine, and the one under which it knows itself."""
_NO_ADDRESS = N_("“%(value)s” is not an address such as %(example)s")
_WEB, _MAIL = "https://words.example.org", "smtp://mail.example.org:587"
_ENGINE = "opensearch+https://a.example.org:9200,b.example.org:9200/glossary"
_COPIES = re.compile(r"\d{1,2}(?:-(?:\d{1,2}|all))?")
_PSYCOPG = "psycopg"
_DATABASES = ("postgresql", "sqlite")


def address_of(host: str, port: int) -> str:
    """Return the address under which a site is reached that listens there.

    >>> address_of("0.0.0.0", 8000), address_of("::1", 80)
    ('http://127.0.0.1:8000', 'http://[::1]:80')
    """
    name = EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def web_address(value: str) -> Fault | None:
    """Return what is wrong with a public address: http or https, a host, perhaps a path."""
    found = _split(value)
    if found is None or found.scheme not in ("http", "https") or "@" in found.netloc:
        return _NO_ADDRESS, {"example": _WEB}
    for sign, part in (("?", found.query), ("#", found.fragment)):
        if part or value.endswith(sign):
            return N_("“%(value)s” has a part that begins with %(sign)s"), {"sign": sign}
    return None


def mail_server(value: str) -> Fault | None:
    """Return what is wrong with the address of a mail server."""
    found = _split(value)
    if found is None or found.scheme not in ("smtp", "smtps") or found.path.strip("/"):
        return _NO_ADDRESS, {"example": _MAIL}
    return None


def _split(value: str) -> SplitResult | None:
    """Return the parts of an address; None where it has no host or its port is none."""
    if any(sign.isspace() or sign == "\\" for sign in value):
        return None
    try:
        found = urlsplit(value)
        has_port = found.port is None or found.port > 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return None
    return found if found.hostname and has_port else None


def mail_sender(value: str) -> Fault | None:
    """Return what is wrong with a sender."""
    _, address = parseaddr(value)
    local, _, domain = address.rpartition("@")
    if not local or not domain or any(sign.isspace() for sign in address):
        return _NO_ADDRESS, {"example": "Words <words@example.org>"}
    return None


def host(value: str) -> Fault | None:
    """Return what is wrong with the address to listen on: a name or number, without port."""
    is_number = value.count(":") > 1  # IPv6
    if not value or any(sign.isspace() or sign in "/@[]" for sign in value):
        return _NO_ADDRESS, {"example": "127.0.0.1"}
    return (_NO_ADDRESS, {"example": "127.0.0.1"}) if ":" in value and not is_number else None


def folder(value: str) -> Fault | None:
    """Return what is wrong with the name of a folder."""
    if not value.strip():
        return N_("no folder is named"), {}
    return (N_("“%(value)s” is not the name of a folder"), {}) if "://" in value else None


def index_place(value: str) -> Fault | None:
    """Return what is wrong with the place of the index: a folder, or the address of an engine."""
    if not places.is_address(value):
        return folder(value)
    scheme = places.scheme_of(value)
    if scheme not in places.SCHEMES:
        known = ", ".join(places.SCHEMES)
        return N_("“%(kind)s” is not one of %(known)s"), {"kind": scheme, "known": known}
    if "@" in value or any(sign.isspace() for sign in value) or not places.is_usable(value):
        return _NO_ADDRESS, {"example": _ENGINE}
    if extra := places.missing_extra(value):
        return _needed(extra)
    return None


def copies(value: str) -> Fault | None:
    """Return what is wrong with a number of copies: “2”, or a range such as “0-1” or “0-all”."""
    if _COPIES.fullmatch(value):
        return None
    return N_("“%(value)s” is no number of copies such as %(example)s"), {"example": "0-all"}


def language_tags(value: str) -> Fault | None:
    """Return which of several tags, with spaces between, names no known language, or one again."""
    from glossary import languages  # only here: Babel is not needed by most commands

    found: set[str] = set()
    for tag in value.split():
        if not languages.is_known(tag):
            return N_("“%(tag)s” is not the tag of a known language"), {"tag": tag}
        if languages.canonical(tag) in found:
            return N_("“%(letter)s” is there twice"), {"letter": tag}
        found.add(languages.canonical(tag))
    return None


def database_address(value: str) -> Fault | None:
    """Return what is wrong with the address of a database, as SQLAlchemy reads it."""
    from sqlalchemy.engine import make_url  # only here: most sites state none
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(value)
        kind = address.get_backend_name()
    except (ArgumentError, ValueError):
        return _NO_ADDRESS, {"example": "postgresql+psycopg://glossary@localhost/glossary"}
    if kind not in _DATABASES:
        known = ", ".join(_DATABASES)
        return N_("“%(kind)s” is not one of %(known)s"), {"kind": kind, "known": known}
    if address.drivername == f"postgresql+{_PSYCOPG}" and find_spec(_PSYCOPG) is None:
        return _needed("postgresql")
    return None


def _needed(extra: str) -> Fault:
    return N_("this needs the optional extra %(extra)s"), {"extra": extra}
