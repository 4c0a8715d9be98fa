"""Passwords: which are good enough, and their hashes (Argon2id, RFC 9106).

Rules as in NIST SP 800-63B, section 3.1.1: long rather than mixed, all characters allowed, put
into NFKC, the trivially guessed refused, never asked to be changed by the calendar.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from glossary.errors import N_, Invalid
from glossary.errors.plurals import NN_

LEAST = 12
MOST_CHARACTERS = 1000
_FEWEST_DIFFERENT = 5
_SHORTEST_OWN = 4
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_WORN = {
    "password", "passwort", "motdepasse", "contraseña", "пароль", "welcome", "letmein",
    "iloveyou", "changeme", "administrator", "glossary",
}  # fmt: skip
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$MDAwMDAwMDAwMDAwMDAwMA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""A hash that no password has, compared with where there is no account: it takes as long."""


def checked(password: str, *own: str) -> str:
    """Return a new password, normalized; raise Invalid where it is too short, long or simple.

    `own` are words that its owner is known by, such as name and mail address.
    """
    password = unicodedata.normalize("NFKC", password)
    if len(password) < LEAST:
        text = NN_(
            "The password is too short: it needs at least %(least)s character.",
            "The password is too short: it needs at least %(least)s characters.",
            "least",
        )
        raise Invalid(text, parameter="password", least=LEAST)
    if len(password) > MOST_CHARACTERS:
        text = NN_(
            "The password is too long: it may have %(most)s character.",
            "The password is too long: it may have %(most)s characters.",
            "most",
        )
        raise Invalid(text, parameter="password", most=MOST_CHARACTERS)
    if _is_simple(password.casefold(), own):
        text = N_("This password is too easy to guess. Several words that have no link are good.")
        raise Invalid(text, parameter="password")
    return password


def _is_simple(password: str, own: tuple[str, ...]) -> bool:
    """Return whether little is left of a password without what everyone would try first."""
    letters = "".join(filter(str.isalnum, password))
    if len(set(password)) < _FEWEST_DIFFERENT:
        return True
    if any(letters and (letters in row or letters[::-1] in row) for row in _ROWS):
        return True
    words = {part for text in own for part in (text, *text.split(), *text.split("@"))}
    known = {"".join(filter(str.isalnum, word.casefold())) for word in words} | _WORN
    rest = letters
    for word in sorted(known, key=len, reverse=True):
        if len(word) >= _SHORTEST_OWN:
            rest = rest.replace(word, "")
    return rest != letters and len(rest.strip("0123456789")) < _SHORTEST_OWN


def hashed(password: str) -> str:
    """Return the hash of a password that was checked."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Return whether a password has the hash `kept`; takes as long where there is none."""
    password = unicodedata.normalize("NFKC", password)[: MOST_CHARACTERS + 1]
    try:
        return _hasher.verify(kept or NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than new ones are."""
    return _hasher.check_needs_rehash(kept)
