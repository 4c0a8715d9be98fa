"""Stems: a second level beside folding, never for exact labels.

Snowball has algorithms for most languages. Some others have a light one here that takes off one
ending of number, case or definiteness, as J. Savoy's light stemmers do ("Light stemming
approaches for the French, Portuguese, German and Hungarian languages", 2006, and with L. Dolamic
for Slavic languages, 2009): Latvian after K. Kreslins (1996), Bulgarian and Macedonian after
P. Nakov and J. Savoy (2007), Ukrainian, Belarusian, Slovak and Slovenian by the same plan,
Hebrew by its article, prefixes and plurals, Korean by its particles, Basque and Armenian by their
articles and cases. Words that an algorithm takes apart wrongly in one of their forms (loan words
from Latin, vowels that come and go, archive and museum in many languages) are put right by tables
of endings, before it and after it.
"""

import threading
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from index.text.folding import fold_word, visible, without_points

_SNOWBALL = {
    "ar": "arabic", "az": "turkish", "bs": "serbian", "ca": "catalan", "cs": "czech",
    "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "gl": "portuguese", "hi": "hindi", "hr": "serbian",
    "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sh": "serbian",
    "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
_UNTIL_STABLE = frozenset({"az", "fi", "hu", "tr"})
"""Languages of many endings, whose algorithm is applied until nothing changes: "kütüphaneler" and
"kütüphane" meet only so."""

_MOST_PASSES = 4
_LEAST, _LEAST_REPEATED = 2, 3

_LETTERS = {"az": str.maketrans("ə", "e"), "fa": str.maketrans("يك", "یک")}
"""Letters as the algorithm of a language knows them: the Turkish one has no ə."""
_ARTICLES = ("وال", "بال", "كال", "فال")
_FINAL = str.maketrans("םןץףך", "מנצפכ")
_PREFIXES = {"ה": 3, "ו": 4, "ב": 4, "ל": 4}
"""Hebrew letters that stand before a word, and how many letters must be left.

מ, ש and כ are too often letters of the word itself.
"""
_EAST_SLAVIC = (
    "ями ами иями ього ому ему ими ыми ого его ові еві ією ею ой ою ый ій ий ая яя ої еї ые ие "
    "ії ию ів ев ов ей ем єм ом ам ям ах ях єю ия ія ію іє ье ья ью а я у ю ы и і ї о е є й ь"
)
_ENDINGS = {
    "be": _EAST_SLAVIC + " іі аў яў оў еў ёў ага яга аму яму ымі імі ыя ія",
    "bg": ("ията иите ете ата ята ите ото ето ият ът ят ия та то те ове еве ища ии и а я о е ъ у"),
    "eu": "arentzat entzat arekin ekin aren etako etara etatik etan ean ak ek ei en a",
    "he": "ים ות ה",
    "hy": "ներից ներով ներում ներին ների ները ներն ներ երից երով երում երին երի երը երն եր "
    "ից ով ում ինը ին ի ը",
    "ko": (
        "으로부터 에서부터 이라는 으로서 으로써 에서는 에게서 로부터 까지의 "
        "으로 에서 에게 한테 까지 부터 보다 처럼 마다 조차 라는 이나 로서 로써 에는 에도 "
        "들은 들이 들을 들의 은 는 이 가 을 를 에 의 와 과 로 도 만 들"
    ),
    "lv": (
        "ajiem ajai ajam ajos ajas ajus iem aja ais ai ei am em im um us as es os ij is ie u a i "
        "e o s"
    ),
    "mk": "иите ијата овите евите ата ите ото ето ови еви та то те от ии ија и а о е",
    "sk": (
        "encoch atami ovia eniec atoch ach ami ata aty ove ovi ich imi emi ymi ymu emu iho "
        "eho ou om am em im ym ov ej ia ie iu os es us a e i o u y"
    ),
    "sl": (
        "ovega evega ovima emega imi ami ega emu ima oma ama ovi evi ih im om am ah em ev ov "
        "oj ja je ji jo ju a e i o u"
    ),
    "uk": _EAST_SLAVIC,
}
_LIGHT = {
    lang: tuple(sorted(dict.fromkeys(found.split()), key=len, reverse=True))
    for lang, found in _ENDINGS.items()
}
_LEAST_LEFT = {"ko": 2, "he": 2}
_LEAST_ELSEWHERE = 3
_WHOLE = "^"
_LEAST_REST, _SURE = 2, 4
"""Letters before an ending in the tables below; an ending of four letters may be the whole word."""


class _Endings(NamedTuple):
    """A table of endings: the new one of each, and their lengths, the longest first."""

    new: dict[str, str]
    lengths: tuple[int, ...]


def _table(rows: dict[str, str]) -> _Endings:
    """Return the table of rows "new: what it stands for", also where typed without accents."""
    made = {old: new for new, olds in rows.items() for old in olds.split()}
    plain = {_WHOLE * old.startswith(_WHOLE) + fold_word(old): new for old, new in made.items()}
    return _Endings(plain | made, tuple(sorted({len(old) for old in plain | made}, reverse=True)))


_DANISH = {"eer": "eum eums", "ier": "ium iums iet iets", "bog": "bøger bøgerne bøgers"}
_NORWEGIAN = {
    "eet": "eum eums", "museet": "musea", "ier": "ium iums iet", "bok": "bøker bøkene bøkenes",
}  # fmt: skip
_GALICIAN = {
    "al": "ais", "el": "eis éis", "ol": "ois óis", "ul": "uis", "ón": "óns", "án": "áns",
    "én": "éns", "ce": "z", "museo": "museus",
}  # fmt: skip
_SERBIAN_ENDS = {
    "ata": "at", "ana": "an", "ela": "el", "asa": "as", "pisa": "pis", "ата": "ат", "ана": "ан",
    "ела": "ел", "аса": "ас", "писа": "пис", "ama": "am", "ама": "ам",
    "ije": "ija iju ijom ijama", "ије": "ија ију ијом ијама",
}  # fmt: skip
_SERBIAN = {"nik": "nic", "ment": "menat"}
_TURKISH = {vowel: " ".join(f"{vowel}s{high}" for high in "ıiuü") for vowel in "aeıioöuü"}
_BEFORE = {language: _table(rows) for language, rows in {
    "az": _TURKISH | {"muzey": "muzeyi"},
    "bg": {"музея": "музей", "документ": "документа", "монумент": "монумента"},
    "be": {"архіва": "архіў", "актыва": "актыў", "музея": "музей"},
    "bs": _SERBIAN_ENDS,
    "ca": {
        "bres": "bre", "ca": "ques", "ga": "gues", "ça": "ces", "qua": "qües", "gua": "gües",
        "ió": "ions", "ia": "ies", "ea": "ees", "ana": "anes", "ara": "ares", "sa": "ses",
        "ar": "ars", "tres": "tre", "dres": "dre", "curs": "cursos", "platja": "platges",
        "eta": "etes",
    },
    "cs": {"ea": "eum", "ia": "ium", "entra": "entrum", "knihovn": "knihoven", "kniha": "knize"},
    "da": _DANISH,
    "de": {
        "een": "eum eums", "ien": "ium iums", "iv": "ivs", "o": "os", "alben": "album albums",
        "themen": "thema themas", "kamera": "kameras", "zentren": "zentrum zentrums",
        "foren": "forum forums", "spektren": "spektrum spektrums", "visen": "visum visums",
        "individuen": "individuum individuums",
    },
    "en": {
        "catalogue": "catalog", "catalogues": "catalogs", "cataloguing": "cataloging",
        "catalogued": "cataloged", "index": "indices", "matrix": "matrices", "codex": "codices",
        "criterion": "criteria", "curriculum": "curricula", "thesaurus": "thesauri",
        "child": "children childrens", "woman": "women womens", "^man": "^men",
    },
    "es": {
        "ce": "z", "agen": "ágenes", "igen": "ígenes", "oven": "óvenes", "amen": "ámenes",
        "umen": "úmenes", "orden": "órdenes", "imen": "ímenes", "argen": "árgenes",
        "ermen": "érmenes", "irgen": "írgenes", "omen": "ómenes", "ecimen": "ecímenes",
        "ea": "eas", "erno": "ernos", "amo": "amos", "emo": "emos", "imo": "imos", "ad": "ades",
        "ar": "ares", "er": "eres", "^arte": "^artes", "^obra": "^obras", "^acta": "^actas",
        "^acto": "^actos", "^año": "^años", "^arma": "^armas", "^isla": "^islas", "^onda": "^ondas",
    },
    "et": {"eumi": "eum", "iumi": "ium", "mendi": "ment", "use": "us", "ise": "ine",
           "kogu": "kogus kogust", "estise": "estis", "kirja": "kiri"},
    "fi": {"sen": "nen", "nauha": "nauhan nauhat", "raha": "rahan rahat"},
    "fr": {
        "it": "its", "ion": "ions", "er": "ers", "vers": "vers", "oir": "oirs", "o": "os",
        "ou": "ous", "a": "as", "u": "us", "emploi": "emplois", "essai": "essais",
        "^oeil": "^yeux ^œil",
    },
    "gl": _GALICIAN,
    "he": {"י": "ית"},
    "hr": _SERBIAN_ENDS,
    "it": {"ani": "ano", "eri": "ere", "militari": "militare", "olari": "olare", "iliari": "iliare",
           "altari": "altare", "esemplari": "esemplare", "^arte": "^arti"},
    "nb": _NORWEGIAN,
    "nl": {"eum": "ea", "ium": "ia", "logus": "logi"},
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "pl": {"ea": "eum", "ia": "ium ii", "archiwa": "archiwum", "entra": "entrum"},
    "pt": {
        "ão": "ões ães", "em": "ens", "om": "ons", "um": "uns", "im": "ins", "al": "ais",
        "el": "éis", "ol": "óis", "ul": "uis", "eu": "eus", "z": "zes", "imo": "imos",
        "amo": "amos", "emo": "emos", "^som": "^sons", "^tom": "^tons", "^bem": "^bens",
        "fóssil": "fósseis", "^arte": "^artes", "^obra": "^obras", "^ato": "^atos", "^ano": "^anos",
    },
    "ro": {
        "ee": "eu eul eului", "eză": "eze", "iu": "iul iului", "are": "ări ările ărilor",
        "ari": "ari", "gravuri": "gravură gravura gravurii", "arhiva": "arhivei",
        "og": "oage oagele oagelor oagei", "manuscris": "manuscrise manuscrisele manuscriselor",
    },
    "ru": {
        "ива": "ив", "ыва": "ыв", "писи": "пись", "музея": "музей музеи музею музее",
        "юбилея": "юбилей юбилеи юбилею юбилее", "лицея": "лицей лицеи лицею лицее",
        "мавзолея": "мавзолей мавзолеи мавзолею мавзолее", "идея": "идей", "ита": "ит",
        "алу": "ал ала", "елу": "ел ела", "илу": "ил ила", "ану": "ан ана аны", "ену": "ен ена ены",
        "ава": "ав", "режима": "режим", "^тема": "^тем ^тему",
        "система": "систем систему", "проблема": "проблем проблему", "схема": "схем схему",
        "альбома": "альбом", "диплома": "диплом", "острова": "остров", "храма": "храм",
        "реклама": "реклам", "галерея": "галереи галерей галерею галереей галерее",
        "церкви": "церковь церковью",
    },
    "sh": _SERBIAN_ENDS,
    "sr": _SERBIAN_ENDS,
    "sk": {"muzea": "muzeum", "gymnazia": "gymnazium", "studia": "studium", "centra": "centrum",
           "archiv": "archivoch"},
    "sl": {"muzeja": "muzej muzejev muzejem muzejih muzejema"},
    "sv": {
        "eer": "eum eums eet eets", "ier": "ium iums iet iets", "ment": "mentet mentets",
        "kyrka": "kyrkan", "bok": "böcker böckerna böckernas böckers",
    },
    "tr": _TURKISH | {"film": "filmi filmin filme filmde"},
    "uk": {
        "архіва": "архів", "музея": "музей музеї музею музеїв", "книга": "книзі", "тека": "теці",
        "рукописи": "рукопис", "грама": "грами", "програма": "програм", "орама": "орами",
        "реклама": "реклами",
    },
}.items()}  # fmt: skip
"""Endings that are exchanged before a word is stemmed: new, and what it stands for."""
_AFTER = {language: _table(rows) for language, rows in {
    "ar": {
        "^متحف": "^متاحف", "^كتاب": "^كتب", "^فيلم": "^افلام", "^فهرس": "^فهارس",
        "^ثيق": "^ثايق", "^خريط": "^خرايط", "^معرض": "^معارض", "^مصدر": "^مصادر",
    },
    "be": {"к": "ак ок"},
    "bg": {"ник": "ниц", "лог": "лоз"},
    "bs": _SERBIAN,
    "ca": {"j": "g"},
    "el": {"": "ι"},
    "et": {"": "a e i u", "mend": "ment menti mendi"},
    "fi": {
        "us": "uks", "ys": "yks", "os": "oks", "ös": "öks", "uus": "uud uuks", "yys": "yyd yyks",
        "leht": "lehd",
    },
    "ga": {
        "ann": "anna ainne ainn", "an": "ain", "ar": "air", "aem": "aeim", "ead": "eid",
        "inn": "inni", "eis": "eisi",
    },
    "hr": _SERBIAN,
    "hy": {"թուղթ": "թղթ", "գիր": "գր", "^գիրք": "^գրք"},
    "mk": {"ник": "ниц", "лог": "лоз", "музе": "музеј"},
    "pl": {"k": "ek", "tk": "tec"},
    "ru": {
        "архив": "архивн", "музе": "музейн", "библиотек": "библиотечн", "книг": "книжн",
        "к": "ок ек",
    },
    "sh": _SERBIAN,
    "sk": {"k": "ok iek"},
    "sl": {"nik": "nic"},
    "sr": _SERBIAN,
    "uk": {"к": "ок", "музе": "музейн", "архів": "архівн"},
}.items()}  # fmt: skip
"""The same for stems, folded."""
_local = threading.local()


def has_stemmer(language: str) -> bool:
    """Return whether a language (primary subtag) has stems."""
    return language in _SNOWBALL or language in _LIGHT


@lru_cache(131072)
def stem(word: str, language: str) -> str:
    """Return the folded stem of a word as it was written, or its folded form without a stemmer.

    `language` is a primary subtag.
    """
    if language in _LIGHT:
        folded = _changed(fold_word(word, language), _BEFORE.get(language))
        return _changed(_light(folded, language), _AFTER.get(language))
    algorithm = _SNOWBALL.get(language)
    if algorithm is None:
        return fold_word(word, language)
    plain = _changed(_prepared(word, language), _BEFORE.get(language))
    stemmed = (
        _repeated(plain, language) if language in _UNTIL_STABLE else _snowball(plain, algorithm)
    )
    folded = fold_word(stemmed or plain, language)
    if language == "ar" and folded.startswith("و") and len(folded) > 3:
        folded = folded[1:]  # "and", which Snowball takes off a word without its article
    return _changed(folded, _AFTER.get(language))


def _repeated(word: str, language: str) -> str:
    """Return a word stemmed until nothing changes, one letter was doubled or little is left."""
    algorithm = _SNOWBALL[language]
    for _ in range(_MOST_PASSES):
        shorter = _snowball(word, algorithm)
        undoubled = shorter + shorter[-1:] == word
        if shorter == word or len(shorter) < (_LEAST_REPEATED if undoubled else _LEAST):
            break
        word = shorter
        if undoubled or len(word) < _LEAST_REPEATED:
            break
    return word


def _snowball(word: str, algorithm: str) -> str:
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    stemmed: str = stemmers[algorithm].stemWord(word)
    return stemmed


def _casefolded(text: str, language: str) -> str:
    """Return `text` in lower case by the rules of a language (primary subtag)."""
    if language in ("tr", "az"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.casefold()


def _prepared(word: str, language: str) -> str:
    """Return a word in lower case as the algorithm of its language expects it."""
    if language in ("hi", "ne"):
        return fold_word(word, language)
    if word.isascii() and language not in ("ar", "az", "tr"):
        return word.lower()
    lowered = unicodedata.normalize("NFC", _casefolded(visible(word), language))
    plain = without_points(lowered)
    if language == "ar":
        return _definite(plain)
    return plain.translate(_LETTERS[language]) if language in _LETTERS else plain


def _definite(word: str) -> str:
    """Return an Arabic word with its article: only so is it stemmed as a noun."""
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    if word.startswith(_ARTICLES) and len(word) > 5:
        return word[1:]
    return word if word.startswith("ال") and len(word) > 4 else "ال" + word


def _changed(word: str, endings: _Endings | None) -> str:
    """Return a word with the longest ending that a table has as the table says."""
    if endings is None:
        return word
    marked = _WHOLE + word
    for length in endings.lengths:
        new = endings.new.get(marked[-length:])
        if new is not None:
            start = max(len(marked) - length, 0)
            if start == 0 or start > _LEAST_REST or length >= _SURE:
                return (marked[:start] + new).removeprefix(_WHOLE)
    return word


def _light(word: str, language: str) -> str:
    """Return a folded word without the longest ending that leaves enough of it."""
    least = _LEAST_LEFT.get(language, _LEAST_ELSEWHERE)
    if language == "he" and word.startswith("ה") and len(word) > 3:
        word = word[1:]
    for ending in _LIGHT[language]:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    return _without_prefixes(word) if language == "he" else word


def _without_prefixes(word: str) -> str:
    """Return a Hebrew stem without the letters before it, its last letter as inside a word."""
    word = (word[:-1] + word[-1:].translate(_FINAL)).replace("יי", "י")
    start, length = 0, len(word)
    while length - start > _PREFIXES.get(word[start : start + 1], length):
        start += 1
    return word[start:]
