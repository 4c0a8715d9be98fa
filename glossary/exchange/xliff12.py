"""XLIFF 1.2 (OASIS Standard, 1 February 2008); 1.0 and 1.1 are read as well.

A message is a ``trans-unit`` (section 3.2.3): ``resname`` is its context in the catalog, ``id`` the
same as a NMTOKEN. The ``state`` of its target is "needs-translation" for a text that must be looked
at again, else "translated" or "final"; the latter two are ``approved``, for translate-toolkit takes
other texts for unsure ones, which is not read back. The previous source is an ``alt-trans`` of type
"previous-version"; comments are ``note`` elements from "developer", data and notes such from
"translator"; the address is a context of type "sourcefile". Characters that XML cannot hold are
escaped (`glossary.formats.xml.writing`). Everything of a sheet is kept.
"""

from collections.abc import Iterator

from glossary.catalogs.messages import context
from glossary.errors import N_
from glossary.exchange.gathering import Gathering, number
from glossary.exchange.ids import message_of, unit_id
from glossary.exchange.sheets import UNSURE, Sheet, Unit, comments_and_notes
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size
from glossary.formats.xml.reading import Node, parts
from glossary.formats.xml.writing import HEADER, element, opened, text_element

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_DEVELOPERS = {"developer", "po-developer", "programmer", "source code"}
_UNSURE = ("new", "needs-")
_CODES = ("x", "bx", "ex", "g")
_UNTITLED = "catalog"


def write(sheet: Sheet) -> bytes:
    """Return the sheet as an XLIFF document."""
    return "\n".join(_lines(sheet)).encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    file = {
        "original": sheet.vocabulary or _UNTITLED,
        "source-language": sheet.source_language or "und",
        "target-language": sheet.lang,
        "datatype": "plaintext",
    }
    if sheet.revision is not None:
        file["build-num"] = str(sheet.revision)
    yield HEADER + opened("xliff", {"xmlns": NAMESPACE, "version": "1.2"})
    yield opened("file", file, indent="  ")
    yield "    <header>"
    for origin, text in (("title", sheet.title), ("reliability", sheet.reliability)):
        yield text_element("note", text, {"from": origin}, "      ")
    yield "    </header>"
    yield "    <body>"
    for unit in sheet.units:
        yield from _unit(unit)
    yield "    </body>"
    yield "  </file>"
    yield "</xliff>\n"


def _unit(unit: Unit) -> Iterator[str]:
    ready = bool(unit.text) and unit.state not in UNSURE
    state = "final" if unit.state == "reviewed" else "translated" if ready else "needs-translation"
    names = {"id": unit_id(*unit.key), "resname": context(*unit.key)}
    names["approved"] = "yes" if ready else "no"
    inner = "        "
    yield opened("trans-unit", {**names, "xml:space": "preserve"}, indent="      ")
    yield text_element("source", unit.source, indent=inner)
    yield text_element("target", unit.text, {"state": state}, inner)
    if unit.reference:
        place = text_element("context", unit.reference, {"context-type": "sourcefile"})
        yield element("context-group", {"purpose": "location"}, place, indent=inner)
    for comment in unit.comments:
        yield text_element("note", comment, {"from": "developer", "annotates": "source"}, inner)
    for comment in comments_and_notes(unit):
        yield text_element("note", comment, {"from": "translator"}, inner)
    if unit.previous:
        old = text_element("source", unit.previous) + text_element("target", unit.text)
        yield element("alt-trans", {"alttranstype": "previous-version"}, old, indent=inner)
    yield "      </trans-unit>"


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.xlf"
) -> Sheet:
    """Return the sheet in an XLIFF 1 document; see `glossary.exchange.Read`.

    Of several files in it, those in the language that is asked for are read.
    """
    check_size(content, limits)
    gathered = Gathering(name, limits, lang)
    root, wanted, other = True, False, ""
    for node in parts(content, name, frozenset({"trans-unit", "header"}), limits):
        if root and (node.name != "xliff" or not node.get("version").startswith("1")):
            raise gathered.broken(N_("this is not an XLIFF document of version 1"), node.line)
        root = False
        if node.name == "file":
            found = node.get("target-language")
            wanted = gathered.check_language(found)
            other = "" if wanted or gathered.lang else found
            _describe(node, gathered, wanted)
        elif wanted and node.name == "header":
            for note in node.nodes("note"):
                gathered.describe(note.get("from"), note.text())
        elif wanted and node.name == "trans-unit":
            _take(node, gathered)
    if other:
        raise gathered.other_language(other)
    return gathered.sheet()


def _describe(file: Node, gathered: Gathering, wanted: bool) -> None:
    if not wanted:
        return
    original = file.get("original").removesuffix(".po")
    gathered.vocabulary = gathered.vocabulary or ("" if original == _UNTITLED else original)
    gathered.source_language = gathered.source_language or file.get("source-language")
    revision = number(file.get("build-num"))
    gathered.revision = revision if gathered.revision is None else gathered.revision


def _take(node: Node, gathered: Gathering) -> None:
    if node.get("restype") == "x-gettext-domain-header":
        return
    concept, slot = message_of(node.get("id"), node.get("resname"))
    source, target = node.first("source"), node.first("target")
    if any(True for part in (source, target) if part for _ in part.all(*_CODES)):
        reason = N_("the text holds inline codes, which a catalog cannot keep")
        gathered.note(reason, node.line, concept, slot)
        return
    state = target.get("state") if target is not None else ""
    notes = list(node.nodes("note"))
    places = [c for c in node.all("context") if c.get("context-type") == "sourcefile"]
    unit = Unit(
        concept,
        slot,
        source.text() if source is not None else "",
        target.text() if target is not None else "",
        previous=_previous(node),
        comments=tuple(n.text() for n in notes if n.get("from") in _DEVELOPERS),
        reference=next((place.text() for place in places), ""),
        line=node.line,
    )
    said = [n.text() for n in notes if n.get("from") not in _DEVELOPERS]
    unsure = state.startswith(_UNSURE)
    checked = bool(unit.text) and state in ("final", "signed-off")
    gathered.add(gathered.unit(unit, said, fuzzy=unsure, reviewed=checked))


def _previous(node: Node) -> str:
    """Return the previous source; translate-toolkit marks it by ``origin`` instead of a type."""
    for other in node.nodes("alt-trans"):
        kind = other.get("alttranstype") == "previous-version" or other.get("origin") == "previous"
        source = other.first("source")
        if kind and source is not None:
            return source.text()
    return ""
