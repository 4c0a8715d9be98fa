"""Names and values of TBX in all editions and styles, and what they are called here.

Sources: ISO 30042:2019 and its dialect TBX-Basic (both styles, DCA and DCT), ISO 30042:2008
(``martif``) with its default data categories.
"""

from collections.abc import Mapping

from glossary.formats.xml.reading import Node
from glossary.model import TermStatus

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
ROOTS = ("tbx", "martif")
HEADERS = ("tbxHeader", "martifHeader")
ENTRIES = ("conceptEntry", "termEntry")
SECTIONS = ("langSec", "langSet")
TERMS = ("termSec", "tig", "ntig")
UNDETERMINED = "und"
"""The tag of texts whose language nobody states (ISO 639-3)."""


WRITTEN_STATUSES: Mapping[TermStatus, str] = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
}
"""Values of ``administrativeStatus`` (ISO 30042:2019, TBX-Basic) by our own."""
_STATUSES: Mapping[str, TermStatus] = {
    "preferred": "preferred",
    "standardized": "preferred",
    "admitted": "admitted",
    "legal": "admitted",
    "regulated": "admitted",
    "deprecated": "deprecated",
    "superseded": "deprecated",
    "obsolete": "deprecated",
    "forbidden": "deprecated",
}
"""Our statuses by the values of ``administrativeStatus`` and ``normativeAuthorization``, as TBX has
them in all editions, without their endings "Term" and "-admn-sts".
"""
_TYPED = {
    "admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote",
    "xref",
}  # fmt: skip


_KINDS = {
    kind.lower(): kind
    for kind in (
        "administrativeStatus", "context", "crossReference", "definition", "example",
        "externalCrossReference", "geographicalUsage", "grammaticalGender", "grammaticalNumber",
        "normativeAuthorization", "note", "partOfSpeech", "register", "source", "subjectField",
        "temporalQualifier", "termType", "transactionType", "usageNote",
    )
}  # fmt: skip
"""Data categories by their names in small letters: MultiTerm and others write capitals."""


def kind_of(node: Node) -> str:
    """Return what a part says: its type in DCA style, its name in DCT style."""
    stated = node.get("type") if node.name in _TYPED else node.name
    return _KINDS.get(stated.lower().replace(" ", ""), stated)


def status_of(value: str) -> TermStatus | None:
    """Return our status for a value of ``administrativeStatus``, None where it is none known.

    >>> status_of("preferredTerm-admn-sts"), status_of("Superseded term"), status_of("Term")
    ('preferred', 'deprecated', None)
    """
    plain = value.strip().lower().removesuffix("-admn-sts").removesuffix("admnsts")
    return _STATUSES.get(plain.removesuffix("term").rstrip())
