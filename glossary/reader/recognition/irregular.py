"""Plurals that stems do not lead back to their singular: vowels inside a word, endings of Latin.

Tables of our own; the index keeps stems, so that what a text has is also asked for as this says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.text import analysis

_BROKEN = {
    "ارقام": "رقم", "ادوات": "أداة", "امناء": "أمين", "تقارير": "تقرير", "خطط": "خطة",
    "مباني": "مبنى", "مبان": "مبنى", "قطع": "قطعة", "صور": "صورة", "نسخ": "نسخة",
    "معالم": "معلم", "مواقع": "موقع", "مصادر": "مصدر", "وثائق": "وثيقة", "سجلات": "سجل",
    "حقوق": "حق", "اعمال": "عمل", "قوائم": "قائمة", "جداول": "جدول", "برامج": "برنامج",
    "مخازن": "مخزن", "مراكز": "مركز", "مناطق": "منطقة", "حدائق": "حديقة", "مدن": "مدينة",
    "اماكن": "مكان", "رفوف": "رف", "ارفف": "رف", "اشرطه": "شريط",
    "افلام": "فيلم", "فهارس": "فهرس", "متاحف": "متحف", "معارض": "معرض", "رءوس": "رأس",
    "رؤوس": "رأس", "بدائل": "بديل", "نماذج": "نموذج", "اختام": "ختم", "اهداف": "هدف",
    "محاضر": "محضر", "مراجع": "مرجع", "رؤساء": "رئيس", "زوار": "زائر", "قراء": "قارئ",
    "خبراء": "خبير", "شركاء": "شريك", "اطر": "إطار", "قيم": "قيمة", "اسماء": "اسم",
    "عناصر": "عنصر", "مشاريع": "مشروع", "اصول": "أصل", "قصور": "قصر", "اوعيه": "وعاء",
    "وسائط": "وسيط", "وسائل": "وسيلة", "حوامل": "حامل", "قواعد": "قاعدة", "انظمه": "نظام",
    "بيوت": "بيت", "احداث": "حدث", "افراد": "فرد", "طرق": "طريقة", "لوحات": "لوحة",
    "اقسام": "قسم", "انواع": "نوع", "ادله": "دليل", "مكانز": "مكنز", "خزائن": "خزانة",
    "تراخيص": "ترخيص", "مفاتيح": "مفتاح", "حروف": "حرف", "مخططات": "مخطط", "مناهج": "منهج",
    "مبادئ": "مبدأ", "معايير": "معيار", "اثار": "أثر", "كوارث": "كارثة", "مخاطر": "خطر",
    "تدابير": "تدبير", "اتفاقيات": "اتفاقية", "مسؤولون": "مسؤول", "مجلدات": "مجلد",
    "كاتالوجات": "كاتالوج", "رسائل": "رسالة", "نقوش": "نقش", "تماثيل": "تمثال",
}  # fmt: skip
"""Arabic plurals with other vowels than their singular."""
_PLURALS = {analysis.fold(plural): one for plural, one in _BROKEN.items()}
_ENDINGS = {
    "de": (("innen", "in"), ("salen", "saal"), ("sale", "saal")),
    "en": (("bula", "bulum"), ("nda", "ndum"), ("rea", "reum"), ("seums", "seum")),
}
"""Endings that are exchanged in a folded word."""
_BEFORE = re.compile("^(?:[وف])?(?:لل|[بلك]?ال|[بلك])?")
_PRONOUN = re.compile("(?:نا|هم|هما|كم|ها)$")
_LEAST = 3


def cores(word: str) -> Iterator[str]:
    """Yield a folded Arabic word as it is, and without the particles before it."""
    yield word
    before = _BEFORE.match(word)
    if before and before.end() and len(word) - before.end() > 1:
        yield word[before.end() :]
    if word[:1] in "وف" and len(word) > _LEAST:
        yield word[1:]


@lru_cache(65536)
def singular(word: str, language: str) -> str:
    """Return what a folded word is a plural of, where its stem does not tell; "" of others.

    >>> singular("متاحف", "ar"), singular("lesesale", "de"), singular("museums", "fr")
    ('متحف', 'lesesaal', '')
    """
    if language == "ar":
        return _arabic(word)
    for ending, other in _ENDINGS.get(language, ()):
        if word.endswith(ending):
            return word[: -len(ending)] + other
    return ""


def _arabic(word: str) -> str:
    for core in cores(word):
        if core in _PLURALS:
            return _PLURALS[core]
        bare = _PRONOUN.sub("", core)
        if bare != core and len(bare) >= _LEAST:
            if bare in _PLURALS:
                return _PLURALS[bare]
            return bare[:-1] + "ة" if bare.endswith("ت") else bare
    return ""
