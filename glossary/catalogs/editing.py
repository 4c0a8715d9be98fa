"""Single messages of a catalog, read and changed in the bytes of the file.

Only the blocks of the changed messages and the header differ afterwards; a catalog of any size
is changed in milliseconds. Applying the same edits twice gives the same bytes.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glossary.catalogs.data import comments_of, is_data, one_line
from glossary.catalogs.messages import context
from glossary.catalogs.po import blocks, files
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.charsets import in_utf8
from glossary.catalogs.po.credits import Credit, credited, held
from glossary.errors import N_, Invalid, NotFound

__all__ = ["Credit", "Edit", "edited", "entries", "entry", "fitted", "held", "messages"]

_MARK = b"\xef\xbb\xbf"
_REFUSED = re.compile("[\0\x04\ud800-\udfff]")
"""NUL ends a text for gettext, EOT ends a context; surrogates are not in UTF-8."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a slot of a concept; an empty one makes the message untranslated.

    `data` None keeps the data comments, else these replace them: `sources`, `marks` (lists),
    `grammar`, `equivalence`, `reliability`, `status`, `note` (texts), and by line `statuses`,
    `line_marks` and `line_notes`; what is absent or empty is removed. With `fuzzy` the text is kept
    as a draft that is not published, `previous` then is the source text that it translates. `notes`
    for people are added to those there are.
    """

    concept: str
    slot: str
    text: str
    data: Mapping[str, Any] | None = None
    fuzzy: bool = False
    previous: str = ""
    notes: tuple[str, ...] = ()


def entry(content: bytes, concept: str, slot: str) -> Message | None:
    """Return one message of a catalog, or None where it has none that can be read."""
    name = context(concept, slot)
    found, _ = blocks.find(in_utf8(content, "").removeprefix(_MARK), [name])
    return found[name].message if name in found else None


def entries(content: bytes, concept: str, slots: Collection[str]) -> dict[str, Message]:
    """Return those messages of a concept by slot that can be read, as fast as one of them."""
    names = {context(concept, slot): slot for slot in slots}
    return {names[name]: message for name, message in messages(content, names).items()}


def messages(content: bytes, contexts: Collection[str]) -> dict[str, Message]:
    """Return those messages of a catalog by context that can be read."""
    found, _ = blocks.find(in_utf8(content, "").removeprefix(_MARK), contexts)
    return {name: block.message for name, block in found.items()}


def edited(content: bytes, edits: Sequence[Edit], credit: Credit | None) -> bytes:
    """Return the catalog with the edits made, in their order, and the credit in its header.

    Notes of people are kept. Raises NotFound for a message that is not there, Invalid for a text
    or data that a catalog cannot hold, BrokenSource for a catalog that cannot be read.
    """
    content = in_utf8(content, "")
    mark = _MARK if content.startswith(_MARK) else b""
    content = content.removeprefix(_MARK)
    found, sure = blocks.find(content, {context(e.concept, e.slot) for e in edits})
    changed = _in_blocks(content, edits, found) if sure else _in_catalog(content, edits)
    if credit is not None:
        changed = credited(changed, credit)
    return mark + changed


def _in_blocks(content: bytes, edits: Sequence[Edit], found: dict[str, blocks.Block]) -> bytes:
    before = {name: files.block(block.message) for name, block in found.items()}
    _apply(edits, {name: block.message for name, block in found.items()})
    pieces = []
    at = 0
    for name, block in sorted(found.items(), key=lambda item: item[1].start):
        pieces.append(content[at : block.start])
        new = files.block(block.message)
        old = content[block.start : block.end]
        pieces.append(old if new == before[name] else _lines(new, content, old))
        at = block.end
    return b"".join([*pieces, content[at:]])


def _lines(new: str, content: bytes, old: bytes) -> bytes:
    """Return a block with the line ends of the old one."""
    end = b"\r\n" if b"\r\n" in old else b"\n" if b"\n" in old else b"\r"
    return new.rstrip("\n").encode().replace(b"\n", end)


def _in_catalog(content: bytes, edits: Sequence[Edit]) -> bytes:
    catalog = files.parse(content, "")
    _apply(edits, {str(message.context): message for message in catalog})
    return files.dump(catalog)


def _apply(edits: Sequence[Edit], messages: Mapping[str, Message]) -> None:
    for edit in edits:
        message = messages.get(context(edit.concept, edit.slot))
        if message is None or isinstance(message.id, tuple):
            raise NotFound(
                N_("The catalog has no message “%(context)s”."),
                context=context(edit.concept, edit.slot),
            )
        _change(message, edit)


def _change(message: Message, edit: Edit) -> None:
    message.string = fitted(edit.text, str(message.id))
    if message.string and edit.fuzzy:
        message.flags.add("fuzzy")
        if edit.previous and edit.previous != message.id:
            message.previous_id = [edit.previous]
    else:
        message.flags.discard("fuzzy")
        message.previous_id, message.previous_context = [], None
    if edit.data is not None:
        data = comments_of(edit.data)
        old = message.user_comments
        if [comment for comment in old if is_data(comment)] != data:
            place = next((n for n, comment in enumerate(old) if is_data(comment)), len(old))
            kept = [[c for c in part if not is_data(c)] for part in (old[:place], old[place:])]
            message.user_comments = [*kept[0], *data, *kept[1]]
    notes = (one_line(note) for note in edit.notes)
    message.user_comments += [n for n in notes if n not in ("", *message.user_comments)]


def fitted(text: str, source: str) -> str:
    """Return `text` as a catalog holds it beside `source`.

    Letters are composed (Unicode, UAX 15, NFC), line ends those of Unix; line breaks at both
    ends are those of the source, as gettext demands; a text of nothing but spaces is none. Raises
    Invalid for what UTF-8 or gettext cannot hold.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _REFUSED.search(text):
        raise Invalid(N_("The text has characters that cannot be kept."), parameter="text")
    text = text.strip("\n")
    if not text.strip():
        return ""
    return "\n" * source.startswith("\n") + text + "\n" * source.endswith("\n")
