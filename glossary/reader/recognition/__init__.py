"""Which terms of the published glossary stand in a text, where, and in which language.

The text is cut into words as labels are (`index.text.analysis`). All runs of words that may be
terms are asked of the index at once, by the keys of their folded form and of their stems. Longer
terms win over shorter ones, what is written as a label over what is another form of one.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from glossary.reader.recognition.accepting import Surroundings
from glossary.reader.recognition.cutting import Unit, clauses, paragraphs, runs
from glossary.reader.recognition.irregular import singular
from glossary.reader.recognition.written_in import Paragraph, Place, Told, decided, likely
from index import FORMS, Index, KeyedLabel
from index.text import analysis, function_words, stemming
from index.text.scripts import could_be
from index.text.tags import is_wanted

__all__ = ["Occurrence", "Recognition", "recognise"]

_MOST_LABELS = 12
"""So many concepts of one term are told at most."""
_PLACE_BITS = 32
_PLACE_MASK = (1 << _PLACE_BITS) - 1
"""A place is one number, beginning << 32 | end."""
_MOST_VARIED = 4
"""Words of the longest run that is also asked for with the singulars of irregular plurals."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: where it stands (characters), its language, how it is written (of
    `index.FORMS`), and the labels of the concepts that it may name.
    """

    start: int
    end: int
    lang: str
    form: str
    labels: tuple[KeyedLabel, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """The terms of a text in their order, and the languages that it was found to be in."""

    occurrences: list[Occurrence]
    langs: tuple[str, ...]


def recognise(
    index: Index,
    text: str,
    among: Sequence[str],
    vocabularies: Sequence[str] = (),
    overlapping: bool = False,
) -> Recognition:
    """Return the terms of a text, in those of some languages that its paragraphs are written in.

    `among` are tags; each paragraph is looked at by itself. With `overlapping` also the terms that
    stand inside of others, or share words with them.
    """
    found = [Paragraph(*place, [*clauses(text, *place)]) for place in paragraphs(text)]
    asked = {
        lang: _Asked(text, [units for part in parts for units in part.clauses], lang)
        for lang, parts in likely(found, among).items()
    }
    keys = {key for one in asked.values() for key in one.folded.keys}
    only = among[0] if len(among) == 1 else ""
    labels = _Labels(index.labels_of(keys, (), only, vocabularies, _MOST_LABELS * 2).folded)
    surroundings = Surroundings(text)
    by_lang = {}
    for lang, runs_of in asked.items():
        own = labels.of(lang)
        stems = runs_of.stems_without(own)
        keyed = index.labels_of((), stems, lang, vocabularies, _MOST_LABELS) if stems else None
        by_lang[lang] = _of_language(surroundings, runs_of, own, keyed.stemmed if keyed else {})
    chosen = decided(found, {lang: _told(made) for lang, made in by_lang.items()})
    starts = [paragraph.start for paragraph in found]
    kept = [
        one
        for lang, made in by_lang.items()
        for one in made
        if lang in chosen[bisect_right(starts, one.start) - 1]
    ]
    foreign = [
        one
        for lang, runs_of in asked.items()
        for one in _foreign(surroundings, runs_of, labels, lang, among)
        if lang == next(iter(chosen[bisect_right(starts, one.start) - 1]), "")
    ]
    taken = {(one.start, one.end) for one in kept}
    kept += [one for one in foreign if (one.start, one.end) not in taken]
    spoken = dict.fromkeys(lang for langs in chosen for lang in langs)
    return Recognition(one_by_one(kept, overlapping), tuple(spoken))


class _Labels:
    """The labels of folded keys in all languages, and in one."""

    def __init__(self, found: Mapping[str, Sequence[KeyedLabel]]) -> None:
        self.found = found
        self.langs = {label.lang for labels in found.values() for label in labels}

    def of(self, lang: str) -> dict[str, list[KeyedLabel]]:
        """Return the labels in a language, each concept once."""
        wanted = {tag for tag in self.langs if is_wanted(tag, lang)}
        made = {}
        for key, labels in self.found.items():
            some = {(one.vocabulary, one.id): one for one in reversed(labels) if one.lang in wanted}
            if some:
                made[key] = [*reversed(some.values())][:_MOST_LABELS]
        return made


def _foreign(
    surroundings: Surroundings, asked: "_Asked", labels: _Labels, lang: str, among: Sequence[str]
) -> list[Occurrence]:
    """Return terms in other languages than that of the text around them, as they are entered: those
    of several words, and words in letters that are not those of the text.
    """
    if len(among) < 2:
        return []
    others = [
        tag
        for tag in sorted(labels.langs)
        if not is_wanted(tag, lang) and any(is_wanted(tag, other) for other in among)
    ]
    made = []
    for key, start, end in asked.folded.among(labels.found):
        if " " not in key and could_be(key, lang):
            continue
        concepts: dict[tuple[str, str], KeyedLabel] = {}
        for tag in others:
            some = [one for one in labels.found[key] if one.lang == tag]
            for one in surroundings.meant((start, end), key, some, True) if some else ():
                concepts.setdefault((one.vocabulary, one.id), one)
        if concepts:
            meant = tuple(concepts.values())
            made.append(_occurrence(surroundings.text, (start, end), meant, True))
    return made


def _told(found: Iterable[Occurrence]) -> list[Told]:
    """Return how much terms tell of their language: long ones most, other forms least."""
    return [
        (one.start, one.end, len(one.labels[0].text.split()) ** 2 + (one.form != FORMS[2]))
        for one in found
    ]


def _of_language(
    surroundings: Surroundings,
    asked: "_Asked",
    folded: Mapping[str, Sequence[KeyedLabel]],
    stemmed: Mapping[str, Sequence[KeyedLabel]],
) -> list[Occurrence]:
    """Return all terms of one language, also those that overlap."""
    made: dict[Place, Occurrence] = {}
    for is_base, asked_for, found in (
        (True, asked.folded, folded), (False, asked.stemmed, stemmed)
    ):  # fmt: skip
        for key, start, end in asked_for.among(found):
            if (start, end) in made:
                continue
            if labels := surroundings.meant((start, end), key, found[key], is_base):
                made[start, end] = _occurrence(surroundings.text, (start, end), labels, is_base)
    return [one for one in made.values() if not _has_article(surroundings.text, one, made)]


class _Runs:
    """Keys of runs of words and where these stand, as lists beside one another: there are many."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.places: list[int] = []

    def among(self, found: Container[str]) -> Iterator[tuple[str, int, int]]:
        """Yield the runs whose keys are found, with their beginning and end."""
        places = self.places
        for number, key in enumerate(self.keys):
            if key in found:
                yield key, places[number] >> _PLACE_BITS, places[number] & _PLACE_MASK


class _Asked:
    """The runs of words of a language that may be terms, by folded words and by stems."""

    def __init__(self, text: str, parts: Iterable[list[Unit]], lang: str) -> None:
        self.folded, self.stemmed = _Runs(), _Runs()
        self._of_stems: list[str] = []
        keys, places, stemmed = self.folded.keys, self.folded.places, self.stemmed
        for units in parts:
            starts = [unit.start << _PLACE_BITS for unit in units]
            ends = [unit.end for unit in units]
            stems, others = _stems(text, units, lang)
            for first, last, key, stem in runs(text, units, stems, lang):
                place = starts[first] | ends[last]
                keys.append(key)
                places.append(place)
                if stem:
                    stemmed.keys.append(stem)
                    stemmed.places.append(place)
                    self._of_stems.append(key)
                    if others and last - first < _MOST_VARIED and any(others[first : last + 1]):
                        words = [others[at] or stems[at] for at in range(first, last + 1)]
                        stemmed.keys.append(" ".join(words))
                        stemmed.places.append(place)
                        self._of_stems.append(key)

    def stems_without(self, found: Container[str]) -> set[str]:
        """Return the keys of stems, of runs whose folded words are not found."""
        pairs = zip(self.stemmed.keys, self._of_stems, strict=True)
        return {stem for stem, key in pairs if key not in found}


def _has_article(text: str, one: Occurrence, others: Mapping[Place, Occurrence]) -> bool:
    """Return whether a term is another one of the same concepts with a function word before it."""
    first, _, rest = text[one.start : one.end].partition(" ")
    shorter = others.get((one.end - len(rest), one.end)) if rest else None
    if shorter is None or not function_words.is_listed(analysis.fold(first), one.lang):
        return False
    concepts = [{(label.vocabulary, label.id) for label in it.labels} for it in (one, shorter)]
    return concepts[0] <= concepts[1]


def _occurrence(
    text: str, place: Place, labels: tuple[KeyedLabel, ...], is_base: bool
) -> Occurrence:
    written = text[slice(*place)]
    is_exact = is_base and any(label.text == written for label in labels)
    form = FORMS[0] if is_exact else FORMS[1] if is_base else FORMS[2]
    return Occurrence(*place, labels[0].lang, form, labels)


def _stems(text: str, units: Sequence[Unit], lang: str) -> tuple[list[str], list[str]]:
    """Return the stem of each unit, "" without a stemmer, and that of its singular where the stem
    does not lead to it; nothing of the latter where there are none.
    """
    language = analysis.base(lang)
    if not analysis.has_stemmer(lang):
        return [""] * len(units), []
    stems = [stemming.stem(text[unit.start : unit.end], language) for unit in units]
    plain = [singular(unit.folded, language) for unit in units]
    if not any(plain):
        return stems, []
    return stems, [stemming.stem(word, language) if word else "" for word in plain]


def one_by_one(found: Iterable[Occurrence], overlapping: bool) -> list[Occurrence]:
    """Return occurrences in the order of a text; without `overlapping` the longest of those that
    share words, of equally long ones what is written as a label, then the first.
    """
    if overlapping:
        return sorted(found, key=lambda one: (one.start, -one.end, one.lang))
    taken: list[Occurrence] = []
    covered: set[int] = set()
    by_place: dict[tuple[int, int], list[Occurrence]] = {}
    for one in found:
        by_place.setdefault((one.start, one.end), []).append(one)
    order = sorted(by_place, key=lambda place: (place[0] - place[1], place[0]))
    for start, end in order:
        if covered.isdisjoint(range(start, end)):
            covered.update(range(start, end))
            taken += by_place[start, end]
    return sorted(taken, key=lambda one: (one.start, FORMS.index(one.form), one.lang))
