"""Whether a run of words that is written like a label is that term, or only looks like it."""

import re
import unicodedata
from collections.abc import Sequence

from glossary.reader.recognition.cutting import marks
from glossary.reader.recognition.inflections import is_form
from index import KeyedLabel
from index.text import analysis, function_words
from index.text.scripts import UNSPACED

_SHORT = 3
_VERBS_TOO = (
    "access address aim appraise archive arrange attribute bind broadcast catalog catalogue chart "
    "collect consult copy copyright damage deposit describe design dig display document edit "
    "exhibit file film finance format frame function goal group guard guide handle house index "
    "interview label lend level link list loan mark measure migrate name note number object "
    "order plan preserve print process profile program project protect publish purpose question "
    "rank read rebuild record register rehearse repair report reproduce research rest restore "
    "return review seal search seat series set sign site source stage stamp state store study "
    "surrogate survey tape test title track trade transfer translate use value video view visit "
    "weed work"
)
_VERBS = frozenset(_VERBS_TOO.split())
"""English nouns of our field, and common ones, that are verbs as well, folded."""
_HELPING = (
    "to will would can could may might must shall should do does did dont doesnt didnt cannot cant "
    "wont not never we you they i who please lets let also"
)
_BEFORE_A_VERB = frozenset(_HELPING.split())
_BEFORE_HE_DOES = frozenset({"he", "she", "it", "which", "that", "who"})
_BEFORE_VERBS_ONLY = {
    "es": frozenset({"se", "me", "te", "nos", "yo", "tú", "ella", "ellos", "ellas", "nosotros"}),
    "fr": frozenset({"je", "tu", "il", "elle", "on", "ils", "elles", "ne", "se"}),
    "it": frozenset({"io", "tu", "lui", "lei", "noi", "loro"}),
    "pt": frozenset({"se", "me", "eu", "ele", "ela", "eles", "elas"}),
}
"""Words by language that no noun follows."""
_PREVIOUS = re.compile(r"([^\W\d_]+(?:['’]t)?)\s+$")
_ACCENTED = re.compile("[A-Za-z][\u0300-\u036f]")
Place = tuple[int, int]
Labels = tuple[KeyedLabel, ...]


class Surroundings:
    """A text in which terms are looked for, and what is true of all of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._has_capitals = any(char.isupper() for char in text)
        self._known: dict[tuple[str, str, str, bool], tuple[Labels, bool]] = {}

    def meant(self, place: Place, key: str, labels: Sequence[KeyedLabel], is_base: bool) -> Labels:
        """Return those of the labels of a language with a key that the text at a place is."""
        written, lang = self.text[place[0] : place[1]], labels[0].lang
        told = written, key, lang, is_base
        known = self._known.get(told)
        if known is None:
            same = {
                text: self._is_alike(written, text, lang, is_base)
                for text in {one.text for one in labels}
            }
            alike = tuple(one for one in labels if same[one.text])
            known = alike, any(map(_depends_on_place, alike))
            self._known[told] = known
        alike, depends = known
        if not depends:
            return alike
        fits = {text: self._fits_here(*place, text, lang) for text in {one.text for one in alike}}
        return tuple(one for one in alike if fits[one.text])

    def _is_alike(self, written: str, text: str, lang: str, is_base: bool) -> bool:
        """Return whether a text is a label that has its key, wherever it stands."""
        if not is_base and not is_form(written, text, lang):
            return False
        return (
            self._has_its_capitals(written, text, lang)
            and marks(written) <= marks(text)
            and not (is_base and analysis.kept_apart(lang) and _differs(written, text, lang))
            and not _has_more_accents(written, text, lang, is_base)
        )

    def _fits_here(self, start: int, end: int, label: str, lang: str) -> bool:
        return not (self._is_too_short(start, end, label) or self._is_verb(start, end, label, lang))

    def _has_its_capitals(self, written: str, label: str, lang: str) -> bool:
        if written == label:
            return True
        first = label.split(" ", 1)[0]
        if first != label and first[:1].isupper() and written[:1].islower():
            return not function_words.is_listed(analysis.fold(first))
        letters = [char for char in label if char.isalpha()]
        if len(letters) > 1 and any(map(str.isupper, letters[1:])) and " " not in label.strip():
            return not _is_abbreviation(label) or _capitals(written) == _capitals(label)
        if analysis.base(lang) == "de" and self._has_capitals and label[:1].isupper():
            return written[:1].isupper()
        return True

    def _is_too_short(self, start: int, end: int, label: str) -> bool:
        """Return whether a label is a letter, a number, or one sign inside of others."""
        letters = [char for char in label if char.isalpha()]
        if len(letters) < 1 or (len(letters) == 1 and not UNSPACED.search(label)):
            return True
        if label.endswith(".") and len(letters) <= _SHORT:
            return self.text[end : end + 1] != "."
        if len(letters) == 1:
            beside = self.text[max(start - 1, 0) : start] + self.text[end : end + 1]
            return bool(UNSPACED.search(beside))
        return False

    def _is_verb(self, start: int, end: int, label: str, lang: str) -> bool:
        """Return whether a word is used as a verb here, as the word before it tells."""
        word, language = label.lower(), analysis.base(lang)
        verbs_only = _BEFORE_VERBS_ONLY.get(language)
        if verbs_only is None and (language != "en" or word not in _VERBS):
            return False
        before = _PREVIOUS.search(self.text, max(start - 20, 0), start)
        previous = re.sub("['’]", "", before[1].lower()) if before else ""
        if verbs_only is not None:
            return previous in verbs_only
        is_plain = self.text[start:end].lower() == word
        return previous in (_BEFORE_A_VERB if is_plain else _BEFORE_HE_DOES)


def _depends_on_place(label: KeyedLabel) -> bool:
    """Return whether what stands beside it decides if a text is this label."""
    text = label.text
    if len(text) <= _SHORT * 2:
        return True
    if " " in text:
        return False
    return text.lower() in _VERBS or analysis.base(label.lang) in _BEFORE_VERBS_ONLY


def _is_abbreviation(label: str) -> bool:
    letters = [char for char in label if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return capitals * 2 > len(letters) or len(letters) <= _SHORT


def _capitals(text: str) -> list[bool]:
    return [char.isupper() for char in text if char.isalpha()]


def _differs(written: str, label: str, lang: str) -> bool:
    """Return whether two texts differ in letters that a language keeps apart."""
    return analysis.fold(written, lang) != analysis.fold(label, lang)


def _has_more_accents(written: str, label: str, lang: str, is_base: bool) -> bool:
    """Return whether a text has accents that a label has not: it is another word, as "côte" is no
    "cote". English has them or not; plurals of other languages than French may have others.
    """
    language = analysis.base(lang)
    if written.isascii() or language == "en" or not (is_base or language == "fr"):
        return False
    return _accents(written) > _accents(label)


def _accents(text: str) -> int:
    return len(_ACCENTED.findall(unicodedata.normalize("NFD", text)))
