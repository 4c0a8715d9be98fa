"""What stands in a catalog now, one text at a time."""

from dataclasses import dataclass, field
from typing import Any

from glossary.catalogs import editing
from glossary.catalogs.data import data_of
from glossary.catalogs.po import files
from glossary.site.settings import Settings


@dataclass(frozen=True, slots=True)
class Current:
    """A text as it stands in its catalog; `text` is "" where there is none yet.

    `previous` is the source that the text was made for, where that was reworded since; `fuzzy`
    says that readers do not see the text.
    """

    source: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    previous: str = ""
    fuzzy: bool = False


def current(
    settings: Settings, vocabulary: str, lang: str, concept: str, slot: str
) -> Current | None:
    """Return what a catalog says, None where there is no such catalog or message.

    Raises BrokenSource where the catalog cannot be read.
    """
    try:
        content = files.catalog_path(settings.translations, lang, vocabulary).read_bytes()
    except FileNotFoundError:
        return None
    message = editing.entry(content, concept, slot)
    if message is None:
        return None
    previous = message.previous_id
    return Current(
        str(message.id).strip("\n"),
        str(message.string or "").strip("\n"),
        data_of(message)[0].values(),
        str(previous[0]).strip("\n") if previous else "",
        message.fuzzy,
    )
