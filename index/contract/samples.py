"""Small multilingual documents on which the contract of an index is tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index import Document, Label, Text

Terms = Mapping[str, str | Sequence[str]]


def label(text: str, lang: str, kind: str = "preferred") -> Label:
    """Return a label that sorts by its folded text under its first letter."""
    return Label(text, lang, kind, text.casefold().encode(), text[:1].upper())


def document(
    vocabulary: str,
    id: str,
    preferred: Terms,
    alternative: Terms | None = None,
    hidden: Terms | None = None,
    definitions: Terms | None = None,
    **more: object,
) -> Document:
    """Return a document; terms and definitions are given by language."""
    kinds = {"preferred": preferred, "alternative": alternative or {}, "hidden": hidden or {}}
    labels = [
        label(text, lang, kind) for kind, terms in kinds.items() for lang, text in _flat(terms)
    ]
    texts = [Text(text, lang) for lang, text in _flat(definitions or {})]
    made = Document(vocabulary, id, f"https://example.org/{vocabulary}/{id}", labels, texts)
    record = f"{vocabulary}/{id}".encode() + b"\xff\x00"  # bytes are given back unread
    return replace(made, summary=b"\xfe" + record, record=record, **more)  # type: ignore[arg-type]


def _flat(terms: Terms) -> Iterable[tuple[str, str]]:
    for lang, texts in terms.items():
        for text in [texts] if isinstance(texts, str) else texts:
            yield lang, text


DOCUMENTS = (
    document(
        "words", "library",
        {"en": "library", "fr": "bibliothèque", "de": "Bibliothek", "ru": "библиотека",
         "ar": "مَكتبة", "zh-Hans": "图书馆", "el": "βιβλιοθήκη", "tr": "kütüphane",
         "sv": "bibliotek", "hi": "पुस्तकालय"},
        {"en": "book house", "de": "Bücherei"},
        {"en": "libary"},
        {"en": "Institution that collects published documents and lends them to readers.",
         "fr": "Établissement qui prête des livres.", "ru": "Учреждение, которое собирает книги.",
         "zh-Hans": "收集和出借书籍的机构。"},
        parents=("institution",), sectors=("library",), notations=("L-1",), changed="2026-03-01",
    ),
    document(
        "words", "institution",
        {"en": "institution", "fr": "institution", "de": "Einrichtung", "ru": "учреждение"},
        sectors=("library", "archive"), changed="2026-01-05",
    ),
    document(
        "words", "school",
        {"en": "school", "fr": "école", "de": "Schule", "ru": "школа", "ar": "مدرسة",
         "zh-Hans": "学校", "el": "σχολείο", "tr": "okul", "hi": "विद्यालय"},
        parents=("institution",), changed="2026-02-01",
    ),
    document("words", "summary", {"en": "résumé", "fr": "résumé"}),
    document("words", "resumption", {"en": "resume"}, changed="2026-03-01"),
    document("words", "light", {"en": "light", "tr": "ışık", "de": "Licht", "el": "φως"}),
    document("words", "eel", {"en": "eel", "sv": "ål", "de": "Aal"}),
    document("words", "alder", {"en": "alder", "sv": "al", "de": "Erle"}),
    document("words", "lender", {"en": "lender"}, hidden={"en": "bank"}),
    document("things", "shore", {"en": "bank"}, sectors=("monument",), status="draft"),
    document("things", "money", {"en": "bank", "fr": "banque", "de": "Bank"}),
    document("things", "bench", {"en": "bench"}, {"en": "bank"}, status="deprecated"),
    document("things", "building", {"en": "building", "fr": "bâtiment"}, sectors=("monument",)),
    document("things", "defence", {"en": "defence", "fr": "défense"}),
    document("things", "fortress", {"en": "fortress"}, parents=("building", "defence")),
    document("things", "keep", {"en": "keep", "fr": "donjon"}, parents=("fortress",)),
    document("things", "round-a", {"en": "chicken"}, parents=("round-b",)),
    document("things", "round-b", {"en": "egg"}, parents=("round-a",)),
    document("more", "whole", {"en": "blue shield"}, sectors=("museum",)),
    document("more", "synonym", {"en": "emblem"}, {"en": "blue shield"}),
    document("more", "longer", {"en": "blue shield committee"}, sectors=("archive", "museum")),
    document("more", "apart", {"en": "shield of a bright blue"}),
    document("more", "text-only", {"en": "convention"}, status="draft",
             definitions={"en": "Its sign is a shield that is painted blue."}),
    document("more", "nothing", {"fr": "sans terme anglais"}, parents=("nowhere",)),
)  # fmt: skip

FURTHER = (
    document(
        "craft", "work", {"en": "work"}, notations=("12",), groups=("all",),
    ),
    document(
        "craft", "repair", {"en": "repair", "de": "Reparatur"}, parents=("work",),
        notations=("12.3",), groups=("care", "all"), changed="2026-01-02",
    ),
    document(
        "craft", "mending", {"en": "mending"}, parents=("repair",), groups=("care",),
        texts=[Text("A small repair.", "en", "note")],
    ),
    document(
        "craft", "repair-shop", {"en": "workshop", "de": "Werkstatt"}, parents=("work",),
        groups=("places",), definitions={"en": "Place of repair."},
    ),
)  # fmt: skip
"""Documents with notes, groups and notations, in one small hierarchy."""

WORDED = (
    document("words", "making-general", {"en": "generalisation"}, {"en": "generalization"}),
    document("words", "surveying", {"en": "surveys generally"}),
    document("words", "survey", {"en": "the new general survey of all roads"}),
    document("words", "orders", {"en": "orders"}, {"en": "standing general orders"}),
    document("words", "staff", {"en": "staff, general"}),
)
"""Documents with a word inside of labels, and with others that only share its stem."""
