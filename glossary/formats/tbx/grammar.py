"""Grammar of a term: as dictionaries shorten it, and as TBX states it, value by value.

A grammar is free text here ("n.f.pl.", "м.", "名词"). TBX-Basic has ``partOfSpeech`` and
``grammaticalGender`` with fixed values (ISO 30042:2019).
"""

import re
from collections.abc import Iterable
from itertools import chain

_PARTS_OF_SPEECH = {
    "noun": "n noun nom s sb subst sust substantiv substantif сущ 名词 名 اسم",
    "verb": "v vb verb verbe verbo гл 动词 动 فعل",
    "adjective": "a adj adjective adjectif adjektiv прил 形容词 形 صفة",
    "adverb": "adv adverb adverbe adverbio нареч 副词 副 ظرف",
}
_GENDERS = {
    "masculine": "m masc masculine masculin masculino м муж مذ مذكر",
    "feminine": "f fem feminine féminin femenino ж жен مؤ مؤنث",
    "neuter": "nt neut neuter neutre ср",
}
_PLURAL = frozenset({"pl", "plural", "plur", "мн", "ج"})
_NEUTER_IS_N = frozenset(
    {
        "bg", "cs", "da", "de", "el", "hr", "is", "la", "mk", "nb", "nn", "no", "pl", "ru", "sk",
        "sl", "sr", "sv", "uk",
    }
)  # fmt: skip
"""Languages whose dictionaries write "n." for neuter; in others it is a noun."""
_WORD = re.compile(r"[^\W\d_]+")


def _by_word(values: dict[str, str]) -> dict[str, str]:
    return {word: value for value, words in values.items() for word in words.split()}


_PART_OF, _GENDER_OF = _by_word(_PARTS_OF_SPEECH), _by_word(_GENDERS)


def values_of(grammar: str, lang: str) -> tuple[str, str]:
    """Return ``partOfSpeech`` and ``grammaticalGender`` as TBX-Basic has them, "" where unknown.

    >>> values_of("n.f.pl.", "fr"), values_of("n.", "de"), values_of("名词", "zh-Hans")
    (('noun', 'feminine'), ('noun', 'neuter'), ('noun', ''))
    """
    words = [word.casefold() for word in _WORD.findall(grammar)]
    if words == ["n"] and lang.partition("-")[0] in _NEUTER_IS_N:
        return "noun", "neuter"
    parts = dict.fromkeys(_PART_OF[word] for word in words if word in _PART_OF)
    genders = dict.fromkeys(_GENDER_OF[word] for word in words if word in _GENDER_OF)
    gender = "other" if len(genders) > 1 else next(iter(genders), "")
    implied = "noun" if genders or _PLURAL.intersection(words) else ""
    return next(iter(parts), implied), gender


def grammar_of(values: Iterable[str]) -> str:
    """Return the grammar of which a file states these values.

    >>> grammar_of(["Noun", "feminine", "other", ""])
    'noun, feminine'
    """
    known = chain(value.strip() for value in values)
    plain = (value[:1].lower() + value[1:] for value in known)
    return ", ".join(dict.fromkeys(value for value in plain if value not in ("", "other")))
