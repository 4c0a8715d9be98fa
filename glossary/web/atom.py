"""What all feeds share: elements of Atom (RFC 4287) and texts that XML can hold."""

import re
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def text(parent: Element, name: str, content: str, lang: str = "", **more: str) -> Element:
    """Add an element with a text, in a language where one is given."""
    made = SubElement(parent, name, {**more, **({"xml:lang": lang} if lang else {})})
    made.text = clean(content)
    return made


def link(parent: Element, relation: str, address: str, type: str = MEDIA_TYPE) -> None:
    """Add a link."""
    SubElement(parent, "link", {"rel": relation, "href": address, "type": type})


def moment(value: datetime) -> str:
    """Return a moment as Atom writes it."""
    return value.isoformat(timespec="seconds")
