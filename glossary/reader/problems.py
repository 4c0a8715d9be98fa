"""Messages about what could not be used of a query, so that a better one can be written."""

from collections.abc import Callable

from glossary.errors import N_
from index.queries import MAX_WORDS

_MESSAGES = {
    "open_quote": N_(
        "The quotation mark in %(part)s is not closed; everything after it was taken as a phrase."
    ),
    "empty_field": N_("Nothing follows %(part)s – a word belongs directly after the colon."),
    "lone_star": N_("An asterisk needs the beginning of a word before it, as in libr*."),
    "only_excluded": N_("There are only words to leave out; name one to look for as well."),
    "too_many_words": N_("Too many words: only the first %(most)s were used."),
    "wildcard_inside": N_(
        "A sign in %(part)s was not used: an asterisk belongs at the end of a word, as in libr*, "
        "and outside quotation marks."
    ),
    "unknown_field": N_(
        "There is no field %(part)s and it was taken as a word. The fields are term:, definition:, "
        "note: and notation:. For a language, vocabulary or status there are filters."
    ),
    "no_words": N_(
        "There is no word to look for. Signs belong directly to a word, as in -digital and libr*."
    ),
}

FEWER_WORDS = N_("No concept has all of these words; these have most of them.")


def message(code: str, part: str, translate: Callable[[str], str] = str) -> str:
    """Return the message about a problem of a query by its code; `part` is put in as it is."""
    return translate(_MESSAGES[code]) % {"part": part, "most": MAX_WORDS}
