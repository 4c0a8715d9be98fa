"""Alphabets: texts in the order of stated letters, without ICU.

What it does: letters in their order, digraphs as one letter, case and accents only where all else
is equal, spaces before digits before letters, letters that are not listed last. What it does not:
the finer rules of CLDR (accents from the end in Canadian French, contractions that cross
syllables, such as Welsh "ng" in "Bangor"); Chinese goes by code point, kana and Hangul in their
own order. The built-in alphabets follow the CLDR collation charts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

_LATIN = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"
_NORDIC = {"ä": "æ", "ö": "ø", "ő": "ø", "aa": "å"}
_CROATIAN = "A B C Č Ć D Dž Đ E F G H I J K L Lj M N Nj O P Q R S Š T U V W X Y Z Ž"
BUILT_IN: dict[str, tuple[str, dict[str, str]]] = {
    "az": ("A B C Ç D E Ə F G Ğ H X I İ J K Q L M N O Ö P R S Ş T U Ü V W Y Z", {}),
    "be": ("А Б В Г Д Е Ё Ж З І Й К Л М Н О П Р С Т У Ў Ф Х Ц Ч Ш Ы Ь Э Ю Я", {}),
    "cs": ("A B C Č D E F G H Ch I J K L M N O P Q R Ř S Š T U V W X Y Z Ž", {}),
    "cy": ("A B C Ch D Dd E F Ff G Ng H I J K L Ll M N O P Ph Q R Rh S T Th U V W X Y Z", {}),
    "da": (f"{_LATIN} Æ Ø Å", _NORDIC),
    "eo": ("A B C Ĉ D E F G Ĝ H Ĥ I J Ĵ K L M N O P Q R S Ŝ T U Ŭ V W X Y Z", {}),
    "es": ("A B C D E F G H I J K L M N Ñ O P Q R S T U V W X Y Z", {}),
    "et": ("A B C D E F G H I J K L M N O P Q R S Š Z Ž T U V W Õ Ä Ö Ü X Y", {}),
    "fi": (f"{_LATIN} Å Ä Ö", {"æ": "ä", "ø": "ö"}),
    "hr": (_CROATIAN, {}),
    "hu": (
        "A B C Cs D Dz Dzs E F G Gy H I J K L Ly M N Ny O Ö P Q R S Sz T Ty U Ü V W X Y Z Zs",
        {"ő": "ö", "ű": "ü"},
    ),
    "is": ("A Á B C D Ð E É F G H I Í J K L M N O Ó P Q R S T U Ú V W X Y Ý Z Þ Æ Ö Å",
           {"ä": "æ", "ø": "ö"}),
    "lt": ("A B C Č D E F G H I J K L M N O P Q R S Š T U V W X Z Ž", {"y": "i"}),
    "lv": ("A B C Č D E F G Ģ H I Y J K Ķ L Ļ M N Ņ O P Q R Ŗ S Š T U V W X Z Ž", {}),
    "pl": ("A Ą B C Ć D E Ę F G H I J K L Ł M N Ń O Ó P Q R S Ś T U V W X Y Z Ź Ż", {}),
    "ro": ("A Ă Â B C D E F G H I Î J K L M N O P Q R S Ș T Ț U V W X Y Z", {"ş": "ș", "ţ": "ț"}),
    "ru": ("А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я", {}),
    "sk": ("A Ä B C Č D E F G H Ch I J K L M N O Ô P Q R S Š T U V W X Y Z Ž", {}),
    "sl": ("A B C Č Ć D Đ E F G H I J K L M N O P Q R S Š T U V W X Y Z Ž", {}),
    "sq": ("A B C Ç D Dh E Ë F G Gj H I J K L Ll M N Nj O P Q R Rr S Sh T Th U V W X Xh Y Z Zh",
           {}),
    "tr": ("A B C Ç D E F G Ğ H I İ J K L M N O Ö P Q R S Ş T U Ü V W X Y Z", {}),
    "uk": ("А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ь Ю Я", {}),
}  # fmt: skip
BUILT_IN["bs"] = BUILT_IN["hr"]
BUILT_IN["sv"] = BUILT_IN["fi"]
BUILT_IN["nb"] = BUILT_IN["nn"] = BUILT_IN["no"] = BUILT_IN["da"]
"""Letters by language, and what is ordered as another letter."""

_SPACE, _BEFORE, _AFTER, _BEYOND = "\x01", ":", "\U0010fffd", "\U0010fffe"
"""Code points that stand in a key for space, for letters before the first that stands where its
code point does, after such a letter for those that follow it, and before what is not listed.
"""
_FIRST = 0x100
_KEPT = set("йўї")
_NUMBER = re.compile("[0-9]+")
_POINT = re.compile(r"(?<=\d)[.,](?=\d)")
_BUILT_ON = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
_LEADS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_PER_LEAD = 588
"""Hangul syllables with one initial consonant (Unicode Standard, 3.12)."""


def twice(letters: Iterable[str]) -> str | None:
    """Return a letter of an alphabet that is there more than once, in any case, or None."""
    listed = list(letters)
    dotless = _is_dotless(listed)
    seen: set[str] = set()
    for letter in listed:
        if _folded(letter, dotless) in seen:
            return letter
        seen.add(_folded(letter, dotless))
    return None


class Alphabet:
    """The order that some letters give; `same` are small letters ordered as another of them."""

    def __init__(self, letters: Sequence[str], same: Mapping[str, str] | None = None) -> None:
        self._dotless = _is_dotless(letters)
        self._beyond = _BEYOND if letters else ""
        folded = [_folded(letter, self._dotless) for letter in letters]
        self._shown = dict(zip(folded, letters, strict=True))
        self._keys = dict(_keyed(folded))
        for other, letter in (same or {}).items():
            self._shown[other] = self._shown[letter]
            self._keys[other] = self._keys[letter]
        longest = sorted(self._keys, key=len, reverse=True)
        self._unit = re.compile("|".join([*map(re.escape, longest), "."]), re.DOTALL)
        self._listed = dict(self._keys)

    def sort_key(self, text: str) -> bytes:
        """Return bytes that order texts, numbers by their value; those of different texts are
        never equal.
        """
        keys, made = self._keys, []
        apart = _POINT.sub(" ", _folded(text, self._dotless))
        for unit in self._unit.findall(apart):
            key = keys.get(unit)
            if key is None:
                key = keys[unit] = self._key(unit)
            made.append(key)
        return _NUMBER.sub(_by_value, "".join(made)).encode() + b"\0" + text.encode()

    def _key(self, char: str) -> str:
        """Return what stands in a key for a character that is not listed."""
        if char.isspace() or char in "-–/’'":
            return _SPACE
        if char.isdecimal():
            return str(unicodedata.decimal(char))
        base = _base(char)
        if base != char and base in self._listed:
            return self._listed[base]
        return "".join(self._beyond + one for one in base if one.isalnum())

    def letter(self, text: str) -> str:
        """Return the listed letter with which a text begins, as it is listed, "" for another."""
        found = self._unit.match(_folded(text, self._dotless))
        unit = found.group() if found else ""
        return self._shown.get(unit) or self._shown.get(_base(unit), "")

    def lists(self, sign: str) -> bool:
        """Return whether a sign is a letter of it by itself."""
        return sign in self._listed


def _keyed(letters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield letters with their keys, comparable with those of other alphabets of the script.

    Letters that are in the order of their code points have these; the others stand behind one.
    """
    plain = [letter for letter in letters if len(letter) == 1 and _base(letter) == letter]
    own = set(_rising(plain))
    last, behind = _BEFORE, 0
    for letter in letters:
        behind = 0 if letter in own else behind + 1
        last = letter if letter in own else last
        yield letter, last + (f"{_AFTER}{chr(_FIRST + behind)}" if behind else "")


def _rising(letters: Sequence[str]) -> list[str]:
    """Return the most letters that are in the order of their code points."""
    best: list[list[str]] = []
    for letter in letters:
        before = [chain for chain in best if chain[-1] < letter]
        best.append([*max(before, key=len, default=[]), letter])
    return max(best, key=len, default=[])


def _by_value(found: re.Match[str]) -> str:
    """Return the digits of a number after one that is higher the more there are."""
    digits = found.group().lstrip("0") or "0"
    return f"{min(len(digits), 9)}{digits}"


def initial(char: str) -> str:
    """Return the heading for a letter outside of all alphabets: what it is built on, as capital."""
    if "가" <= char <= "힣":
        return _LEADS[(ord(char) - ord("가")) // _PER_LEAD]
    return (_base(char.lower())[:1] or char).upper()


def _is_dotless(letters: Iterable[str]) -> bool:
    return any(letter in ("ı", "İ") for letter in letters)


def _folded(text: str, dotless: bool) -> str:
    """Return a text without case; Turkish and its sisters have two letters i."""
    if dotless:
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", text.casefold())


def _base(char: str) -> str:
    """Return the letters a small letter is built on."""
    if char in _KEPT:
        return char
    if "ァ" <= char <= "ヶ":  # to hiragana
        char = chr(ord(char) - 0x60)
    if "가" <= char <= "힣":
        return char
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return _BUILT_ON.get(plain, plain)
