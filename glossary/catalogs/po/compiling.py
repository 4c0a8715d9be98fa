"""Compiled catalogs: the format MO (GNU gettext manual, section 10.3), little endian."""

import struct
from itertools import accumulate

from glossary.catalogs.po.catalog import Message, TermCatalog

_MAGIC = 0x950412DE
_HEADER = 28
"""Bytes of the numbers at the beginning."""


def compiled(catalog: TermCatalog) -> bytes:
    """Return a catalog as programs read it; untranslated and fuzzy messages are left out."""
    header = catalog.headers.completed(catalog.locale_identifier).text()
    pairs = {b"": header.encode()}
    for message in catalog:
        if any(message.string) and not message.fuzzy:
            pairs[_key(message)] = _value(message)
    keys = sorted(pairs)
    texts = [*keys, *(pairs[key] for key in keys)]
    tables = _HEADER + 8 * len(texts)
    places = accumulate((len(text) + 1 for text in texts), initial=tables)
    entries = b"".join(
        struct.pack("<2I", len(text), place) for text, place in zip(texts, places, strict=False)
    )
    numbers = (_MAGIC, 0, len(keys), _HEADER, _HEADER + 8 * len(keys), 0, tables)
    return b"".join([struct.pack("<7I", *numbers), entries, *(text + b"\0" for text in texts)])


def _key(message: Message) -> bytes:
    ids = [message.id] if isinstance(message.id, str) else message.id
    context = "" if message.context is None else f"{message.context}\4"
    return (context + "\0".join(ids)).encode()


def _value(message: Message) -> bytes:
    if isinstance(message.id, str):
        return str(message.string).encode()
    forms = enumerate(message.string)
    return "\0".join(form or message.id[min(number, 1)] for number, form in forms).encode()
