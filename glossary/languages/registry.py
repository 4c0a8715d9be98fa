"""IANA's registry of subtags (BCP 47; RFC 5646, sections 2.2.9 and 4.5), asked where it is needed.

The registry takes 10 MB of memory and a tenth of a second, so what is asked often is asked of CLDR.
"""

import re

_PRIVATE_TAG = re.compile(r"x(-[a-z0-9]{1,8})+", re.IGNORECASE)
_PRIVATE_LANGUAGE = re.compile(r"q[a-t][a-z](?=-|\Z)", re.IGNORECASE)
_PRIVATE_PARTS = re.compile(r"-(qa[a-z]{2}|qb[a-x][a-z]|aa|q[m-z]|x[a-z]|zz)(?=-|\Z)", re.I)
"""Languages, scripts and regions set aside for private use (RFC 5646, section 2.2)."""
_SINGLETON = re.compile(r"-[a-z0-9](?=-|\Z)", re.IGNORECASE)


def faults_of(tag: str) -> tuple[str, str]:
    """Return what is wrong with a tag, and what the registry advises instead; "" for nothing.

    >>> faults_of("zh-Hant"), faults_of("x-ours"), faults_of("qaa-Latn")
    (('', ''), ('', ''), ('', ''))
    >>> faults_of("en-UK")[0], faults_of("iw")[1]
    ("Extra language subtag 'uk' found.", "The subtag 'iw' is deprecated.")
    """
    if _PRIVATE_TAG.fullmatch(tag):
        return "", ""
    own = _PRIVATE_LANGUAGE.match(tag)
    stated = f"und{tag[own.end() :]}" if own else tag
    if not stated.lower().startswith("i-"):  # else a tag that was registered as a whole
        stated = _PRIVATE_PARTS.sub("", _SINGLETON.split(stated, maxsplit=1)[0])
    from language_tags import tags  # only here: the registry takes 10 MB of memory

    found = tags.tag(stated)
    advised = {found.ERR_DEPRECATED, found.ERR_SUBTAG_DEPRECATED}
    # the library takes the second of two variants, as in sl-rozaj-1994, for a duplicate of itself
    fine = {found.ERR_SUPPRESS_SCRIPT, found.ERR_DUPLICATE_VARIANT}
    wrong = [error.message for error in found.errors if error.code not in advised | fine]
    advice = [error.message for error in found.errors if error.code in advised]
    return " ".join(wrong), " ".join(advice)


def preferred(tag: str) -> str:
    """Return what the registry puts in place of a tag that was registered as a whole, else "".

    >>> preferred("i-klingon"), preferred("zh-min-nan"), preferred("sgn-de"), preferred("de-1901")
    ('tlh', 'nan', 'gsg', '')
    """
    from language_tags import tags  # only here: the registry takes 10 MB of memory

    found = tags.tag(tag).preferred
    return str(found.format) if found is not None else ""


def is_extended(language: str, subtag: str) -> bool:
    """Return whether `subtag` is an extended language below `language`: "yue" below "zh"."""
    from language_tags import tags  # only here: the registry takes 10 MB of memory

    found = tags.type(subtag, "extlang")
    return found is not None and language in found.data["record"].get("Prefix", ())


def is_language(subtag: str) -> bool:
    """Return whether a primary subtag is registered, or set aside for private use."""
    from language_tags import tags  # only here: the registry takes 10 MB of memory

    return bool(_PRIVATE_LANGUAGE.fullmatch(subtag)) or tags.type(subtag, "language") is not None


def description(language: str) -> str:
    """Return the first English name of a language in the registry, "" where it is not there."""
    from language_tags import tags  # only here: the registry takes 10 MB of memory

    found = tags.type(language, "language")
    return str(found.description[0]) if found is not None else ""
