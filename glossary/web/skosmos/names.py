"""The names of classes and mapping relations, and what they are called in the languages of readers.

Where a language is missing the short name is shown, as in Skosmos.
"""

SKOS = "http://www.w3.org/2004/02/skos/core#"
ISOTHES = "http://purl.org/iso25964/skos-thes#"
CONCEPT, COLLECTION = SKOS + "Concept", SKOS + "Collection"
GROUP_CLASS, ARRAY_CLASS = ISOTHES + "ConceptGroup", ISOTHES + "ThesaurusArray"
_SHORT = {SKOS: "skos", ISOTHES: "isothes"}

CLASSES = {
    CONCEPT: {
        "en": "Concept", "fr": "Concept", "es": "Concepto", "ru": "Концепция", "ar": "مفهوم",
        "de": "Begriff", "fi": "Käsite", "sv": "Begrepp", "zh-Hans": "概念", "it": "Concetto",
    },
    COLLECTION: {
        "en": "Collection", "fr": "Collection", "es": "Colección", "ru": "Коллекция",
        "ar": "المجموعة", "de": "Sammlung", "fi": "Kokoelma", "sv": "Samling", "zh-Hans": "集合",
        "it": "Collezione",
    },
    GROUP_CLASS: {
        "en": "Concept group", "fr": "Groupe de concepts", "es": "Agrupación de conceptos",
        "ru": "Группа концепций", "ar": "مجموعة مفاهيم", "de": "Begriffsgruppe",
        "fi": "Käsiteryhmä", "sv": "Begreppsgrupp", "zh-Hans": "概念组",
    },
    ARRAY_CLASS: {
        "en": "Array of sibling concepts", "fr": "Tableau de concepts frères",
        "ar": "مصفوفة من مفاهيم قريبة", "de": "Begriffsreihe", "fi": "Sisarkäsitteiden joukko",
        "zh-Hans": "同级概念数组",
    },
}  # fmt: skip


def short(uri: str) -> str | None:
    """Return a name of SKOS or ISO 25964 with its prefix, None for others."""
    for space, prefix in _SHORT.items():
        if uri.startswith(space):
            return f"{prefix}:{uri.removeprefix(space)}"
    return None


def skos_or_uri(uri: str) -> str:
    """Return a name of SKOS with its prefix, others as they are."""
    return f"skos:{uri.removeprefix(SKOS)}" if uri.startswith(SKOS) else uri


def expanded(name: str) -> str:
    """Return the IRI of a name with the prefix of SKOS or ISO 25964, others as they are."""
    for space, prefix in _SHORT.items():
        if name.startswith(f"{prefix}:"):
            return space + name.removeprefix(f"{prefix}:")
    return name


def labelled(uri: str, lang: str) -> str | None:
    """Return what a class is called in a language, else its short name, None where it has none."""
    return CLASSES.get(uri, {}).get(lang) or short(uri)
