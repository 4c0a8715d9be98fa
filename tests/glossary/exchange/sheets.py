"""Sheets made at random and by hand, and what of them is compared."""

from collections.abc import Iterable
from dataclasses import replace
from unicodedata import normalize

from hypothesis import strategies as st

from glossary.exchange import Sheet, Unit
from glossary.exchange.sheets import state_of

SLOTS = ("prefLabel", "altLabel", "definition", "scopeNote", "example", "historyNote")
STATUSES = ("preferred", "admitted", "deprecated")

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
) | st.text("_x005F\x01\x0baé\n\r\t \"'=+-@;,|:<>&]\u202e\u2028\x85😀", max_size=15)
"""All that a catalog can hold, and often what is special somewhere."""
lines = texts.map(
    lambda text: normalize("NFC", " ".join("".join(filter(str.isprintable, text)).split()))
)
"""What fits into a comment, as it is written there."""


def _some(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=2, unique=True).map(tuple)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """A unit as a catalog might have it."""
    filled = lines.filter(bool)
    data = {
        "sources": list(draw(_some(filled))),
        "grammar": draw(lines),
        "equivalence": draw(st.sampled_from(("", "exact", "partial", "none"))),
        "reliability": draw(st.sampled_from(("", "draft", "reviewed"))),
        "status": draw(st.sampled_from(("", *STATUSES))),
        "statuses": draw(st.dictionaries(filled, st.sampled_from(STATUSES), max_size=2)),
    }
    stated = {key: value for key, value in data.items() if value}
    text, previous = draw(texts), draw(st.just("") | texts)
    return Unit(
        draw(texts.map(str.strip).filter(bool)),
        draw(st.sampled_from(SLOTS)),
        draw(texts.filter(bool)),
        text,
        previous,
        state_of(text, stated, "draft", fuzzy=draw(st.booleans()), previous=previous),
        stated,
        draw(_some(filled)),
        draw(_some(filled.filter(lambda note: ":" not in note))),
        "/id/heritage/x",
    )


sheets = st.lists(units(), min_size=1, max_size=4, unique_by=lambda unit: unit.key).map(
    lambda made: Sheet("heritage", "fr", "en", "Heritage words", tuple(made), 7)
)

LIBRARY = Unit(
    "library",
    "prefLabel",
    "library",
    "bibliothèque",
    "",
    "reviewed",
    {"sources": ["ISO 5127"], "grammar": "n.f.", "reliability": "reviewed"},
    ("definition: institution that lends", "subject field: Institutions"),
    ("a note for people",),
    "https://example.org/id/heritage/library",
)
SYNONYMS = Unit(
    "library",
    "altLabel",
    "book house\nLib.",
    "médiathèque\nlibrairie",
    state="draft",
    data={"statuses": {"librairie": "deprecated"}},
)
CHANGED = Unit("library", "definition", "Institution.", "Une\ninstitution.", "House.", "changed")
REVIEW = Unit("library", "scopeNote", "Public ones.", "Publiques.", "", "review")
MISSING = Unit("blue|shield", "prefLabel", "Blue Shield")
SHEET = Sheet(
    "heritage",
    "fr",
    "en",
    "Heritage & words",
    (LIBRARY, SYNONYMS, CHANGED, REVIEW, MISSING),
    42,
)


def by_key(found: Iterable[Unit], **same: object) -> dict[tuple[str, str], Unit]:
    """Return units by concept and slot, without their lines; `same` is set in all."""
    return {unit.key: replace(unit, line=None, **same) for unit in found}  # type: ignore[arg-type]
