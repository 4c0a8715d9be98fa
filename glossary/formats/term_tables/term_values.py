"""What tables say of a term, in the words of the model."""

from glossary.formats.term_tables.column_names import normal
from glossary.model import EQUIVALENCES, RELIABILITIES, TERM_MARKS, TermStatus, TermType

_STATUSES: dict[TermStatus, str] = {
    "preferred": """
        preferred, preferredterm, preferredterm admn sts, descriptor, main, preflabel, bevorzugt,
        vorzugsbenennung, vorzugsterm, préféré, privilégié, préférentiel, voorkeur, voorkeursterm,
        preferido, preferente, предпочтительный, предпочитаемый, مفضل, 首选, 优选, recommended""",
    "admitted": """
        admitted, admittedterm, admittedterm admn sts, alternative, synonym, altlabel, variant,
        acceptable, allowed, permitted, uf, non preferred, zulässig, zugelassen, erlaubt, toléré,
        admis, synonyme, toegestaan, synoniem, admitido, sinónimo, допустимый, синоним, مقبول,
        مرادف, 允许, 同义词, 可用""",
    "deprecated": """
        deprecated, deprecatedterm, deprecatedterm admn sts, supersededterm,
        supersededterm admn sts,
        obsolete, forbidden, superseded, do not use, rejected, abgelehnt, veraltet, verboten,
        unzulässig, déconseillé, rejeté, obsolète, interdit, afgeraden, verouderd, desaconsejado,
        obsoleto, устаревший, нерекомендуемый, запрещенный, مهمل, 弃用, 禁用""",
    "hidden": "hidden, hiddenlabel, search only, misspelling, versteckt, caché, verborgen, oculto",
}
_TYPES: dict[TermType, str] = {
    "full": """
        full, fullform, full form, term, vollform, forme complète, entryterm,
        phraseologicalunit""",
    "abbreviation": """
        abbreviation, acronym, initialism, shortform, short form, abkürzung, kurzform, akronym,
        abréviation, sigle, acronyme, afkorting, abreviatura, sigla, acrónimo, сокращение,
        аббревиатура, اختصار, 缩写""",
}


def _by_name(names: dict[TermStatus, str]) -> dict[str, TermStatus]:
    return {normal(name): value for value, text in names.items() for name in text.split(",")}


_STATUS_OF = _by_name(_STATUSES)
_TYPE_OF = {normal(name): value for value, text in _TYPES.items() for name in text.split(",")}


def status_of(text: str) -> TermStatus | None:
    """Return the status that a text names, None where it is not known.

    >>> status_of("preferredTerm-admn-sts"), status_of("veraltet"), status_of("blue")
    ('preferred', 'deprecated', None)
    """
    return _STATUS_OF.get(normal(text))


def type_of(text: str) -> TermType | None:
    """Return the type that a text names, None where it is not known."""
    return _TYPE_OF.get(normal(text))


KNOWN = {
    "equivalence": EQUIVALENCES,
    "reliability": RELIABILITIES,
    "marks": TERM_MARKS,
}
"""Columns of a term, and the values that they may have."""
