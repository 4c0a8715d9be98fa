"""Which version of the API a client speaks: said by the media type that it accepts, else the
newest that is no draft.

The media types are those that the group drafted in July 2026, `application/reconciliation.v1+json`,
with its other versions accordingly; `application/json;version=1.0-draft` says the same.
"""

import re

from flask import request

from glossary.errors import N_, NotAcceptable

OLD, DRAFT = "0.2", "1.0-draft"
VERSIONS = (OLD, DRAFT)
_NAMES = {"0.1": OLD, "0.2": OLD, "1": DRAFT, "1.0": DRAFT, "1.0-draft": DRAFT, "draft": DRAFT}
_MEDIA_TYPES = {
    OLD: "application/reconciliation.v0.2+json",
    DRAFT: "application/reconciliation.v1+json",
}
_OWN = re.compile(r"application/(?:vnd\.)?reconciliation(?:[.-]?v?([\w.-]*))?\+json", re.IGNORECASE)
_PLAIN = "application/json"


def asked() -> tuple[str, bool]:
    """Return the version that a client speaks, and whether it named it.

    Raises NotAcceptable where it names only others.
    """
    named = [one for one in map(_named, request.accept_mimetypes.values()) if one is not None]
    wanted = request.args.get("version")
    if wanted is not None:
        named = [wanted]
    for one in named:
        if one in _NAMES:
            return _NAMES[one], True
    if named:
        known = ", ".join(_MEDIA_TYPES.values())
        raise NotAcceptable(N_("This is there as: %(known)s."), known=known)
    return OLD, False


def _named(media_range: str) -> str | None:
    """Return the version that a media range names, None where it names none."""
    media, _, parameters = media_range.partition(";")
    own = _OWN.fullmatch(media.strip())
    if own and own[1]:
        return own[1].lower()
    stated = re.search(r"version\s*=\s*\"?([\w.-]+)", parameters)
    if stated and (own or media.strip().lower() == _PLAIN):
        return stated[1].lower()
    return "draft" if own else None


def content_type(version: str) -> str:
    """Return the media type of an answer in a version, the plain one where none was named."""
    return _MEDIA_TYPES.get(version, _PLAIN)
