"""What a client likes best: a form by its media type, and a profile of SKOS.

Sources: RFC 9110 (12.5.1), Content Negotiation by Profile (W3C, 2023), RFC 6906.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from flask import request
from werkzeug.http import parse_accept_header, parse_options_header

from glossary.errors import N_, Invalid, NotAcceptable
from glossary.formats.contents import PLAIN, PROFILES, XL
from glossary.formats.registry import FORMATS, Format

PROFILE_URIS = {
    PLAIN: "http://www.w3.org/2004/02/skos/core",
    XL: "http://www.w3.org/2008/05/skos-xl",
}
"""What the profiles are called on the web: the namespaces that they are written with."""
PROFILED = {one.media_type for one in FORMATS.values() if one.has_profiles}
"""The media types of the formats that are there in all profiles."""
_OF_JSON_LD = "http://www.w3.org/ns/json-ld#"
"""Profiles of the syntax, which say nothing of what is in it (JSON-LD 1.1, appendix C)."""
ALIASES = {
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
"""What clients of old ask for, and what they get; only where they name it."""


class Liked(NamedTuple):
    """A form that a client takes: its media type, and the profile."""

    media_type: str
    profile: str


class _Item(NamedTuple):
    """Something in ``Accept``: a media type or a range of them, profiles, and its quality."""

    media_type: str
    profiles: tuple[str, ...]
    quality: float

    def nearness(self, media_type: str, profile: str) -> int | None:
        """Return how exactly it names a form, None where it does not."""
        if self.profiles and not (media_type in PROFILED and profile in self.profiles):
            return None
        names = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
        if self.media_type not in names:
            return None
        return 2 * names.index(self.media_type) + bool(self.profiles)


def liked(offers: Iterable[str]) -> Liked | None:
    """Return what the client likes best of media types, in the order of what we would send; None
    where it takes none of them.
    """
    items, wanted = list(_accepted()), _wanted_profiles()
    best: tuple[float, int, int, int] | None = None
    found = None
    for place, offer in enumerate(offers):
        for profile in PROFILES if offer in PROFILED else (PLAIN,):
            near = ((one.nearness(offer, profile), one.quality) for one in items)
            known = [(nearness, quality) for nearness, quality in near if nearness is not None]
            nearness, quality = max(known, default=(0, 0.0))
            if wanted is not None and offer in PROFILED:
                quality *= wanted.get(profile, 0.0)
            rank = quality, nearness, profile == PLAIN, -place
            if quality and (best is None or rank > best):
                best, found = rank, Liked(offer, profile)
    return found


def _accepted() -> Iterator[_Item]:
    for value, quality in request.accept_mimetypes or (("*/*", 1.0),):
        media_type, parameters = parse_options_header(value)
        named = parameters.get("profile", "").split()
        stated = [one for one in named if not one.startswith(_OF_JSON_LD)]
        profiles = tuple(_profile(one) or one for one in stated)
        yield _Item(ALIASES.get(media_type, media_type), profiles, quality)


def _wanted_profiles() -> Mapping[str, float] | None:
    """Return the qualities of profiles that ``Accept-Profile`` names; None where it is not sent."""
    stated = request.headers.get("Accept-Profile")
    if not stated:
        return None
    return {_profile(uri) or uri: quality for uri, quality in parse_accept_header(stated)}


def _profile(text: str) -> str | None:
    """Return the profile that a URI or its name here means."""
    name = text.strip("<> \t\"'").rstrip("#/").replace("https://", "http://")
    named = {uri: profile for profile, uri in PROFILE_URIS.items()}
    return name if name in PROFILES else named.get(name)


def profile_of(form: Format) -> str:
    """Return the profile in which a client wants a format that its address names.

    Raises Invalid for a parameter that is none, and NotAcceptable where it takes no profile that
    there is.
    """
    stated = request.args.get("profile")
    if stated is not None:
        if form.has_profiles and (found := _profile(stated)) is not None:
            return found
        known = ", ".join(PROFILES) if form.has_profiles else "–"
        text = N_("There is no profile “%(value)s”; these are: %(known)s.")
        raise Invalid(text, parameter="profile", value=stated, known=known)
    if not form.has_profiles:
        return PLAIN
    best = liked([form.media_type])
    if best is not None:
        return best.profile
    names_it = any(one.media_type == form.media_type for one in _accepted())
    if names_it or _wanted_profiles() is not None:
        raise not_acceptable(f'{form.media_type};profile="{uri}"' for uri in PROFILE_URIS.values())
    return PLAIN  # the address says which form it is


def not_acceptable(known: Iterable[str], links: Iterable[str] = ()) -> NotAcceptable:
    """Return the error that names the forms that there are; `links` lead to them."""
    text = N_("This is there as: %(known)s.")
    return NotAcceptable(text, known=", ".join(known), links=list(links))


def link(target: str, relation: str, **attributes: str) -> str:
    """Return a value of the header ``Link`` (RFC 8288)."""
    more = "".join(f'; {name}="{value}"' for name, value in attributes.items() if value)
    return f'<{target}>; rel="{relation}"{more}'
