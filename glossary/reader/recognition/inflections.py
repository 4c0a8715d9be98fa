"""Whether a run of words is another form of a label, not a word derived from the same root.

Stems join "archival" and "archive", or "مكتب" (office) and "مكتبة" (library). Of words with one
stem those are forms of one word whose endings are endings of number, case and gender; these lists
are our own, after the grammars of the languages. For other languages the endings may differ by a
few letters.
"""

import re

from glossary.reader.recognition.irregular import cores, singular
from index.text import analysis


def _endings(*lists: str) -> frozenset[str]:
    return frozenset({"", *(ending for one in lists for ending in one.split())})


_RUSSIAN = (
    "а я о е ё и ы у ю ь й ой ей ою ею ом ем ам ям ами ями ах ях ов ев ью ия ие ии ию ий ием "
    "ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ыми ими ую юю ок ек ка ки ке ку ко кой "
    "ец ца цы цу це цом цов"
)
_ENDINGS = {
    "de": _endings("e en n er ern s es ens em in innen nen se ses sen ien um a as ums us usses"),
    "en": _endings("s es y ies f fe ves um a us i is ex ices on x ce ces"),
    "es": _endings("s es a as o os e z ces"),
    "fr": _endings(
        "s x e es al aux ale ales ail if ifs ive ives er ers ere eres eux euse euses eur eurs "
        "rice rices en ens enne ennes el els elle elles c que ques"
    ),
    "it": _endings("a e i o he hi io ia ie ii"),
    "pt": _endings("s es a as o os e ao oes aes l is m ns z zes ais eis"),
    "ru": _endings(_RUSSIAN),
    "uk": _endings(_RUSSIAN, "і ї є ові еві ів їв ій ою ею ію"),
}
_OF_PERSONS = {
    "es": ("er", "ari", "ad"), "it": ("ari", "ier", "at"), "pt": ("eir", "ári", "ari", "ad"),
}  # fmt: skip
"""What stands before the ending of gender in words for people."""
_ARABIC_ENDINGS = {
    True: _endings("ه ات اتي ت ته تها تهم تنا تي تك تان تين اته اتها اتهم اتنا"),
    False: _endings("ا ان ين ون ات ه ها هم نا ي ك كم هما ات اته اتها اتهم اتنا يه يين يون يات يا"),
}
"""Endings of forms by whether the word itself ends with tāʾ marbūṭa, which is folded as hāʾ."""
_ARABIC_FEMININE = _endings("ه يه")
_WEAK = re.compile("[اوي]")
_MOST_CUT = 4
_MOST_ENDING = 4


def is_form(text: str, label: str, lang: str) -> bool:
    """Return whether two texts with one stem key are forms of the same words.

    >>> is_form("finding aids", "finding aid", "en"), is_form("archival", "archive", "en")
    (True, False)
    """
    ours, others = [*analysis.words(text)], [*analysis.words(label)]
    if len(ours) != len(others):
        return False
    language = analysis.base(lang)
    several = len(ours) > 1
    return all(
        one.text == other.text or _is_word_form(one.text, other.text, language, several)
        for one, other in zip(ours, others, strict=True)
    )


def _is_word_form(one: str, other: str, language: str, several: bool) -> bool:
    plain = singular(one, language)
    if plain and analysis.fold(plain) == other.removeprefix("ال"):
        return True
    if language == "ar":
        return _is_arabic_form(one, other, several)
    common = next((n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
                  min(len(one), len(other)))  # fmt: skip
    endings = _ENDINGS.get(language)
    if endings is None:
        return max(len(one), len(other)) - common <= _MOST_ENDING
    if common < 2:
        return False
    cuts = range(common, max(common - _MOST_CUT, 1), -1)
    return any(
        one[cut:] in endings and other[cut:] in endings and _fits(one, other, cut, language)
        for cut in cuts
    )


def _fits(one: str, other: str, cut: int, language: str) -> bool:
    """Return whether only words for people change their gender: "archivera", not "baja"."""
    persons = _OF_PERSONS.get(language)
    if persons is None or {one[cut : cut + 1], other[cut : cut + 1]} != {"a", "o"}:
        return True
    return one[:cut].endswith(persons)


def _is_arabic_form(one: str, other: str, several: bool) -> bool:
    """Return whether a word is another with particles before it, an ending of its number, or a
    plural with other vowels inside; adjectives also agree in gender.
    """
    label = other.removeprefix("ال")
    for core in cores(one):
        if core == label:
            return True
        is_feminine = label.endswith("ه")
        root = label[:-1] if is_feminine else label
        if core.startswith(root) and core[len(root) :] in _ARABIC_ENDINGS[is_feminine]:
            ending = core[len(root) :]
            if is_feminine and not ending:
                continue  # another word: "office", not "library"
            if ending in _ARABIC_FEMININE and not is_feminine and not several:
                continue
            return True
        if several and is_feminine and core == root:
            return True
        if len(core) > 3 and _WEAK.sub("", core) == _WEAK.sub("", root) and core[0] == root[0]:
            return True
    return False
