"""Inflected forms by a few rules of each language's school grammar, nothing of a stemmer.

`forms(word, lang)` gives what a reader may type instead of the word of a label: a plural, a
case, the definite form, a noun with its particle. The rules are plain on purpose: words that a
rule does not fit with certainty are left out.
"""

from collections.abc import Callable

_VOWELS = "aeiouyàáâãäåèéêëìíîïòóôõöùúûüıöü"


def _english(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return "" if word.endswith("s") else word + "es"
    if word.endswith("y"):
        return word[:-1] + "ies" if word[-2] not in "aeiou" else word + "s"
    return word + "s"


def _french(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return ""
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def _spanish(word: str) -> str:
    if word.endswith("ción"):
        return word[:-2] + "ones"
    if word[-1] in "aeo":
        return word + "s"
    return word + "es" if word[-1] in "lrdn" and word[-2] not in "áéíóú" else ""


def _portuguese(word: str) -> str:
    if word.endswith("ção"):
        return word[:-2] + "ões"
    return word + "s" if word[-1] in "aeo" and not word.endswith("ão") else ""


def _italian(word: str) -> str:
    if word.endswith(("ca", "ga", "co", "go", "cia", "gia")):
        return ""
    last = {"o": "i", "a": "e", "e": "i"}.get(word[-1], "")
    return word[:-1] + last if last and word[-2] != "i" else ""


def _german(word: str) -> str:
    if word.endswith(("ung", "heit", "keit", "schaft", "ion")):
        return word + "en"
    if word.endswith("e"):
        return word + "n"
    return word + "s" if word.endswith(("er", "el", "um")) else ""


def _dutch(word: str) -> str:
    if word.endswith(("ing", "heid")):
        return word[:-4] + "heden" if word.endswith("heid") else word + "en"
    return word + "s" if word.endswith(("er", "el", "em", "en", "aar")) else ""


def _nordic(definite: str, neuter: str) -> Callable[[str], str]:
    def form(word: str) -> str:
        if word.endswith(("ning", "het", "hed", "tion", "sjon", "skab", "skap")):
            return word + definite
        return word + neuter if word.endswith(("ek", "iv", "ment", "sprog", "språk")) else ""

    return form


def _turkish(word: str) -> str:
    vowels = [char for char in word if char in "aıoueiöüâîû"]
    if not vowels or word.endswith(("lar", "ler", "ları", "leri")):
        return ""
    return word + ("lar" if vowels[-1] in "aıouâû" else "ler")


def _hungarian(word: str) -> str:
    if word.endswith(("k", "ek", "ok", "ak")):
        return ""
    if word[-1] in "ae":
        return word[:-1] + ("á" if word[-1] == "a" else "é") + "k"
    return word + "k" if word[-1] in "óőiuü" else ""


def _finnish(word: str) -> str:
    if word.endswith("nen"):
        return word[:-3] + "sen"
    if word.endswith("us") or word.endswith("ys"):
        return ""
    return word + "n" if word[-1] in "aoäöuy" and word[-2] not in "kpt" else ""


def _russian(word: str) -> str:
    if word.endswith("ия"):
        return word[:-1] + "и"
    if word.endswith("ие"):
        return word[:-1] + "я"
    if word.endswith(("ка", "га", "ха")):
        return word[:-1] + "и"
    if word.endswith("а"):
        return word[:-1] + "у"
    if word.endswith(("ость", "ель")):
        return word[:-1] + "и" if word.endswith("ость") else word[:-1] + "я"
    return word + "а" if word[-1] in "бвдзклмнпрст" and not word.endswith("ец") else ""


def _ukrainian(word: str) -> str:
    if word.endswith("ія"):
        return word[:-1] + "ї"
    if word.endswith("а"):
        return word[:-1] + "и" if word[-2] not in "кгх" else word[:-1] + "у"
    return word + "у" if word[-1] in "бвдзлмнпрст" else ""


def _bulgarian(word: str) -> str:
    if word[-1] in "ая":
        return word + "та"
    if word[-1] in "ое":
        return word + "то"
    return word + "ът" if word[-1] in "бвдзклмнпрст" else ""


def _polish(word: str) -> str:
    if word.endswith(("cja", "sja", "zja")):
        return word[:-1] + "i"
    if word.endswith(("ka", "ga")):
        return word[:-1] + "i"
    if word.endswith("a"):
        return word[:-1] + "y" if word[-2] not in "iljcż" else ""
    if word.endswith("nie") or word.endswith("cie"):
        return word[:-1] + "a"
    return word + "u" if word[-1] in "dfmnprstw" else ""


def _czech(word: str) -> str:
    if word.endswith("ní") or word.endswith("tí"):
        return word + "m"
    if word.endswith("a"):
        return word[:-1] + "y" if word[-2] not in "cčjřšžďťň" else ""
    if word.endswith("ost"):
        return word + "i"
    return word + "u" if word[-1] in "dlmnprstv" else ""


def _croatian(word: str) -> str:
    if word.endswith("a"):
        return word[:-1] + "e"
    return word + "a" if word[-1] in "dlmnprstv" else ""


def _greek(word: str) -> str:
    if word.endswith(("η", "ή")) or word.endswith(("α", "ά", "ία")):
        return word + "ς"
    if word.endswith("ος"):
        return word[:-1] + "υ"
    return word[:-1] + "ου" if word.endswith("ο") else ""


def _arabic(word: str) -> str:
    return "" if word.startswith("ال") else "ال" + word


def _persian(word: str) -> str:
    return word + "\u200cها"


def _hebrew(word: str) -> str:
    return "" if word.startswith("ה") else "ה" + word


def _hindi(word: str) -> str:
    if word.endswith("ी"):
        return word[:-1] + "ियों"
    return word + "ों" if "क" <= word[-1] <= "ह" else ""


def _korean(word: str) -> str:
    if not "가" <= word[-1] <= "힣":
        return ""
    return word + ("을" if (ord(word[-1]) - 0xAC00) % 28 else "를")


def _ending(*pairs: str) -> Callable[[str], str]:
    """Return a rule from pairs "old>new", the first that fits."""

    def form(word: str) -> str:
        for pair in pairs:
            old, new = pair.split(">")
            if word.endswith(old):
                return word[: len(word) - len(old)] + new
        return ""

    return form


_RULES: dict[str, Callable[[str], str]] = {
    "en": _english,
    "fr": _french,
    "es": _spanish,
    "pt": _portuguese,
    "gl": _portuguese,
    "it": _italian,
    "ca": _ending("ció>cions", "a>es", "r>rs", "t>ts"),
    "de": _german,
    "nl": _dutch,
    "sv": _nordic("en", "et"),
    "da": _nordic("en", "et"),
    "nb": _nordic("en", "et"),
    "no": _nordic("en", "et"),
    "tr": _turkish,
    "az": _turkish,
    "hu": _hungarian,
    "fi": _finnish,
    "et": _ending("us>use", "ine>ise", "ik>iku"),
    "ru": _russian,
    "uk": _ukrainian,
    "bg": _bulgarian,
    "pl": _polish,
    "cs": _czech,
    "sk": _ending("cia>cie", "osť>osti", "ka>ky", "nie>nia"),
    "hr": _croatian,
    "bs": _croatian,
    "sl": _ending("ija>ije", "ka>ke", "ost>osti", "na>ne"),
    "sr": _ending("ија>ије", "ка>ке", "а>е", "ост>ости"),
    "lt": _ending("a>os", "ė>ės", "as>o", "is>io", "us>aus"),
    "lv": _ending("a>as", "e>es", "ts>ta", "ks>ka", "ms>ma", "ns>na"),
    "ro": _ending("ție>ții", "ă>e", "n>ni", "r>ri"),
    "el": _greek,
    "ar": _arabic,
    "fa": _persian,
    "he": _hebrew,
    "hi": _hindi,
    "ko": _korean,
    "eu": _ending("a>ak", "o>oa", "i>ia", "n>na"),
    "be": _ending("ія>іі", "ка>кі", "а>ы", "т>та"),
    "mk": _ending("ија>ијата", "а>ата", "о>ото", "н>нот", "т>тот"),
    "hy": _ending("ուն>ունը", "ն>նը", "ր>րը"),
    "id": _ending("a>anya", "i>inya", "n>nnya"),
}
LANGUAGES = tuple(_RULES)


def inflected(word: str, lang: str) -> str:
    """Return another form of a word in lower case, "" where none is sure or it is very short."""
    rule = _RULES.get(lang.split("-", 1)[0])
    if rule is None or len(word) < 4:
        return ""
    form = rule(word)
    return form if form != word else ""
