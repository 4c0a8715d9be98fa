"""Articles, prepositions and the like: a search goes on without them where they are not found.

They are words of labels like any other, and found as such; a reader who types "the archive" or
"la bibliothèque" means no text in which both words stand. The lists are those of Whoosh (from the
Snowball project) for sixteen languages; those below are our own for a few more.
"""

import re
from functools import cache

from whoosh.lang.stopwords import stoplists

from index.text import analysis

_MORE = {
    "ar": "في من على إلى عن مع هذا هذه ذلك التي الذي ما هو هي أو و بين عند كل",
    "ca": "a al als amb de del dels el els en i la les lo o per què un una què és",
    "cs": "a co do je k na nebo o od po pro při s se u v z za ze",
    "el": "ο η το οι τα τον την του της των στο στη στην στον στα σε με για από και ή τι είναι μια",
    "fr": "les quel quelle quelles quels",
    "ru": "такое такой такая такие",
    "de": "welche welcher welches",
    "fa": "از با به در را که و یا این آن برای",
    "he": "של את על עם אל מן או זה זו הוא היא מה",
    "pl": "a co dla do i jest na nad o od oraz po pod przy w we z ze za",
    "ro": "a al ale că ce cu de din este în la o pe pentru prin sau un și",
    "sk": "a aj alebo čo do je k na o od po pre pri s sa u v z za",
    "tr": "bir bu da de ile için mi mu ne o ve veya ya",
    "uk": "а або в від для до з за і й із на о про по та у що це",
}  # fmt: skip


@cache
def _listed(language: str) -> frozenset[str]:
    words = {*stoplists.get(language, ()), *_MORE.get(language, "").split()}
    return frozenset(map(analysis.fold, words))


@cache
def _all() -> frozenset[str]:
    return frozenset().union(*map(_listed, {*stoplists, *_MORE}))


def listed(lang: str = "") -> frozenset[str]:
    """Return the folded words that are listed for a language, for all of them without `lang`."""
    if not lang:
        return _all()
    return _listed({"nb": "no", "nn": "no"}.get(base := analysis.base(lang), base))


def is_listed(word: str, lang: str = "") -> bool:
    """Return whether a folded word is listed for a language, for any of them without `lang`."""
    return word in listed(lang)


_QUESTION = re.compile(
    r"^(?:什么是|什麼是|何谓|何謂|何为|何為)|(?:是什么意思|是什麼意思|是什么|是什麼|的意思"
    r"|とは何ですか|とは何か|とは何|とは|คืออะไร|คือ)$"
)


def asked_about(run: str) -> str:
    """Return what is left of a run without spaces when the question that it asks is taken off.

    >>> asked_about("什么是档案"), asked_about("図書館とは")
    ('档案', '図書館')
    """
    return _QUESTION.sub("", run) or run
