"""TBX (ISO 30042:2019), dialect TBX-Basic in DCA style: a ``conceptEntry`` for each concept.

Terms are ``termSec`` elements by ``administrativeStatus``, definitions ``descrip`` elements with
their sources, everything else that belongs to a message is a ``note``: data and notes as in a
catalog, beside the first term or the definition they are about; the other texts as
``scopeNote: …``, and what belongs to them as ``scopeNote|…``. Comments for the translator are not
kept, but for the subject field. A message without translation is there in the source language
only. Reading see `glossary.exchange.tbx_reading`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from glossary.exchange.sheets import UNSURE, Sheet, Unit, comments_and_notes
from glossary.formats.tbx.names import NAMESPACE, WRITTEN_STATUSES
from glossary.formats.xml.names import encoded
from glossary.formats.xml.writing import HEADER, element, opened, text_element
from glossary.model import TermStatus

PREVIOUS, STATE = "previous source: ", "state: "
"""How notes begin that are neither data nor for people."""
SOURCE = "source: "
FIELD = "subject field: "
ABOUT = ("vocabulary", "language", "revision", "reliability")
"""Types of the paragraphs in the header that describe the sheet."""


def write(sheet: Sheet) -> bytes:
    """Return the sheet as a TBX document."""
    return "\n".join(_lines(sheet)).encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    source = sheet.source_language or "und"
    root = {"xmlns": NAMESPACE, "style": "dca", "type": "TBX-Basic", "xml:lang": source}
    yield HEADER + opened("tbx", root)
    yield "  <tbxHeader>"
    yield "    <fileDesc>"
    title = text_element("title", sheet.title)
    yield element("titleStmt", None, title, indent="      ")
    yield element("sourceDesc", None, *_about(sheet), indent="      ")
    yield "    </fileDesc>"
    yield "  </tbxHeader>"
    yield "  <text>"
    yield "    <body>"
    concepts: dict[str, list[Unit]] = defaultdict(list)
    for unit in sheet.units:
        concepts[unit.concept].append(unit)
    for concept, units in concepts.items():
        yield from _entry(concept, units, source, sheet.lang)
    yield "    </body>"
    yield "  </text>"
    yield "</tbx>\n"


def _about(sheet: Sheet) -> Iterator[str]:
    revision = "" if sheet.revision is None else str(sheet.revision)
    values = (sheet.vocabulary, sheet.lang, revision, sheet.reliability)
    for kind, value in zip(ABOUT, values, strict=True):
        if value:
            yield text_element("p", value, {"type": kind})


def _entry(concept: str, units: Sequence[Unit], source: str, lang: str) -> Iterator[str]:
    yield opened("conceptEntry", {"id": encoded(concept)}, indent="      ")
    comments = (comment for unit in units for comment in unit.comments)
    field = next((text for text in comments if text.startswith(FIELD)), "")
    if field:
        kind = {"type": "subjectField"}
        yield text_element("descrip", field.removeprefix(FIELD), kind, "        ")
    place = next((unit.reference for unit in units if unit.reference.startswith("http")), "")
    if place:
        kind = {"type": "externalCrossReference", "target": place}
        yield text_element("xref", concept, kind, "        ")
    yield from _section(source, [_source(unit, units) for unit in units])
    translated = [unit for unit in units if unit.text or _said(unit)]
    if translated:
        yield from _section(lang, translated)
    yield "      </conceptEntry>"


def _source(unit: Unit, units: Sequence[Unit]) -> Unit:
    """Return a unit whose text is the source; where it has no synonyms, they are none."""
    same = any(u.slot == "prefLabel" and u.source == unit.source for u in units)
    text = "" if unit.slot == "altLabel" and same else unit.source
    return Unit(unit.concept, unit.slot, unit.source, text)


def _section(lang: str, units: Sequence[Unit]) -> Iterator[str]:
    yield opened("langSec", {"xml:lang": lang}, indent="        ")
    indent = "          "
    for unit in units:
        if unit.slot not in ("prefLabel", "altLabel"):
            yield from _text(unit, indent)
    for unit in units:
        if unit.slot == "prefLabel":
            yield _term(unit.text, "preferred", _said(unit), indent)
        elif unit.slot == "altLabel" and (unit.text or _said(unit)):
            for number, line in enumerate(unit.text.split("\n")):
                yield _term(line, status_of(unit, line), () if number else _said(unit), indent)
    yield "        </langSec>"


def _text(unit: Unit, indent: str) -> Iterator[str]:
    said = _said(unit)
    if unit.slot == "definition":
        text = text_element("descrip", unit.text, {"type": "definition"})
        yield element("descripGrp", None, text, *_notes(said), indent=indent)
        return
    yield text_element("note", f"{unit.slot}: {unit.text}", indent=indent)
    for line in said:
        yield text_element("note", f"{unit.slot}|{line}", indent=indent)


def _term(text: str, status: TermStatus, said: Sequence[str], indent: str) -> str:
    term = text_element("term", text)
    kind = text_element("termNote", WRITTEN_STATUSES[status], {"type": "administrativeStatus"})
    return element("termSec", None, term, kind, *_notes(said), indent=indent)


def status_of(unit: Unit, line: str) -> TermStatus:
    """Return the status of one of the synonyms: a preferred one is still admitted in TBX."""
    stated = unit.data.get("statuses", {}).get(" ".join(line.split()))
    status = str(stated or unit.data.get("status") or "admitted")
    return "deprecated" if status == "deprecated" else "admitted"


def _said(unit: Unit) -> list[str]:
    """Return data, notes, previous source and state of a unit as lines."""
    said = comments_and_notes(unit)
    if unit.previous:
        said.append(f"{PREVIOUS}{unit.previous}")
    if unit.state in UNSURE:
        said.append(f"{STATE}{unit.state}")
    return said


def _notes(said: Sequence[str]) -> Iterator[str]:
    for line in said:
        if line.startswith(SOURCE):
            yield text_element("admin", line.removeprefix(SOURCE), {"type": "source"})
        else:
            yield text_element("note", line)
