"""What a file ``<id>.toml`` beside a vocabulary may say about it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.errors import N_, BrokenSource
from glossary.model import SECTORS

NOT_A_TEXT = N_("“%(value)s” is not a text")
_KEYS = {
    "title", "description", "sectors", "source_language", "scheme", "licence", "publisher",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """The options; what is not stated is for the vocabulary to say."""

    title: str | None = None
    description: str | None = None
    sectors: tuple[str, ...] = ()
    source_language: str | None = None
    scheme: str | None = None
    licence: str | None = None
    publisher: str | None = None


def read_options(file: Path) -> Options:
    """Return the options in `file`, the defaults where it does not exist."""
    if not file.is_file():
        return Options()
    try:
        values: dict[str, Any] = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenSource(file.name, str(error)) from error
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise BrokenSource(file.name, N_("there is no option %(key)s"), key=unknown[0])
    for key, value in values.items():
        wanted: type = list if key == "sectors" else str
        message = N_("“%(value)s” is not a list") if wanted is list else NOT_A_TEXT
        if not isinstance(value, wanted):
            raise BrokenSource(file.name, message, value=f"{key} = {value}")
    sectors = tuple(values.pop("sectors", ()))
    wrong = [sector for sector in sectors if sector not in SECTORS]
    if wrong:
        raise BrokenSource(file.name, N_("there is no sector %(sector)s"), sector=wrong[0])
    return Options(sectors=sectors, **values)
