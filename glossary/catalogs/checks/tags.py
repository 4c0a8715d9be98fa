"""Language tags held against IANA's registry of subtags (BCP 47, RFC 5646, section 2.2.9)."""

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
