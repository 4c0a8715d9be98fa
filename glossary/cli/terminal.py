"""How the command line speaks: in the language of the terminal, and of numbers of things."""

import os
import re
from collections.abc import Callable

from glossary import languages
from glossary.site import paths
from glossary.web.interface_texts import texts

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
MOST_SHOWN = 50
"""So many findings or conflicts are shown one by one; the others are counted."""


def language() -> str:
    """Return the language of the terminal, as far as the interface speaks it; else English."""
    wanted = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "en")
    asked = [re.split("[.@]", name)[0] for name in wanted.split(":")]
    there = (path.parts[-3] for path in paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    return languages.best(["en", *map(languages.from_locale, there)], asked) or "en"


def translation() -> Callable[[str], str]:
    """Return the function that puts messages into the language of the terminal."""
    return texts(paths.TRANSLATIONS, languages.to_locale(language())).gettext


def counted(number: int, one: str, several: str) -> str:
    """Return a number with what is counted.

    >>> counted(1, "entry", "entries"), counted(0, "entry", "entries")
    ('1 entry', '0 entries')
    """
    return f"{number} {one if number == 1 else several}"
