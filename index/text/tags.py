"""Language tags: whether text in one language answers a request for another.

Tags are compared as they are: whoever gives documents and asks questions writes equal ones alike.
"""

from functools import lru_cache

_NORWEGIAN = ("nb", "nn")
_SCRIPTS = {
    "zh": {"Hans": "CN MY SG", "Hant": "AU BN GB GF HK ID MO PA PF PH SR TH TW US VN"},
    "az": {"Latn": "AZ", "Cyrl": "RU", "Arab": "IQ IR"},
    "kk": {"Cyrl": "KZ", "Arab": "AF CN IR MN"},
    "ky": {"Cyrl": "KG", "Arab": "CN", "Latn": "TR"},
    "mn": {"Cyrl": "MN", "Mong": "CN"},
    "pa": {"Guru": "IN", "Arab": "PK"},
    "sd": {"Arab": "PK", "Deva": "IN"},
    "sr": {"Cyrl": "BA RS", "Latn": "ME RO TR"},
    "tg": {"Cyrl": "TJ", "Arab": "PK"},
    "ug": {"Arab": "CN", "Cyrl": "KZ MN"},
    "uz": {"Latn": "UZ", "Arab": "AF", "Cyrl": "CN"},
}
"""Scripts that regions imply, in languages that are written in several (CLDR, likely subtags)."""
_IMPLIED = {
    f"{language}-{region}": f"{language}-{script}-{region}"
    for language, scripts in _SCRIPTS.items()
    for script, regions in scripts.items()
    for region in regions.split()
}


@lru_cache(4096)
def is_wanted(lang: str, asked: str) -> bool:
    """Return whether text in `lang` answers a request for `asked` ("" asks for any).

    It does where one is a part of the other: who asks for `en` is content with `en-GB`, and who
    asks for `en-GB` with `en`; a script that a region implies counts as stated, so that `zh-TW`
    and `zh-Hant` are. Norwegian `no` stands for both of its written forms.
    """
    if not asked or lang == asked:
        return True
    if _is_part(lang, asked) or _is_part(_IMPLIED.get(lang, lang), _IMPLIED.get(asked, asked)):
        return True
    if asked == "no":
        return lang.split("-")[0] in _NORWEGIAN
    return lang == "no" and asked.split("-")[0] in _NORWEGIAN


def _is_part(one: str, other: str) -> bool:
    return one.startswith(f"{other}-") or bool(one and other.startswith(f"{one}-"))
