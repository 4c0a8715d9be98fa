"""Languages whose wording helps a translator, because they are near to theirs."""

from glossary import languages

_FAMILIES = (
    "gl pt es ast ca oc fr co it rm ro",
    "hsb cs sk pl uk be ru bg mk sr hr bs sl",
    "en fy nl af de lb da nb no nn sv fo is",
    "lt lv",
    "se fi et",
    "ga gd cy br",
    "tg fa ps ckb ku",
    "mt ar he am ti",
    "az tr tk uz ug kk ky tt ba",
    "si mr gu pa hi ur ne bn as or",
    "kn te ta ml",
    "jv su ms id tl ceb",
    "th lo",
    "zh ja ko vi",
    "sw rw rn lg",
    "zu xh ss nr st tn",
    "mn bo dz",
)
"""Groups of ISO 639-5 (and those that share the written words of scholarship, such as Chinese and
Japanese); neighbours in a row are those that understand one another best."""


def related_languages(tag: str) -> tuple[str, ...]:
    """Return languages that are near to `tag`, the nearest first; none for one that stands alone.

    >>> related_languages("uk")[:4]
    ('pl', 'be', 'sk', 'ru')
    """
    own = languages.split(languages.canonical(tag))[0]
    for family in _FAMILIES:
        row = family.split()
        if own in row:
            place = row.index(own)
            others = [one for one in row if one != own]
            return tuple(sorted(others, key=lambda one: abs(row.index(one) - place)))
    return ()


def nearest(tag: str, available: list[str], most: int) -> list[str]:
    """Return those of `available` that help a translator into `tag`: sisters of it, then kindred.

    >>> nearest("pt", ["de", "pt-BR", "fr", "es", "it"], 3)
    ['pt-BR', 'es', 'fr']
    """
    own = languages.split(languages.canonical(tag))[0]
    order = {one: place for place, one in enumerate((own, *related_languages(tag)))}
    found = [one for one in available if one != tag and languages.split(one)[0] in order]
    return sorted(found, key=lambda one: (order[languages.split(one)[0]], one))[:most]
