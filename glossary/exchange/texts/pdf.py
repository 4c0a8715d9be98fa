"""The text of PDF, by pypdf, where the extra "texts" is installed.

A line ends where the page breaks it; words that are parted at the end of a line are joined again.
"""

import io
import re
from importlib import import_module
from importlib.util import find_spec

from glossary.errors import N_, BrokenSource, NotProvided, TooLarge
from glossary.exchange.texts.content import TextFile
from glossary.formats.limits import Limits

_PARTED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")
_MOST_PAGES = 2_000


def is_there() -> bool:
    """Return whether PDF can be read."""
    return find_spec("pypdf") is not None


def read(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return the text of the pages, as far as the file holds text and not pictures of it."""
    if not is_there():
        text = N_("PDF is not read here: the extra “texts” is not installed.")
        raise NotProvided(text)
    pypdf = import_module("pypdf")
    pages = []
    size = 0
    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted:
            raise BrokenSource(name, N_("the file is protected by a password"))
        for number, page in enumerate(document.pages):
            if number >= _MOST_PAGES or size > limits.bytes:
                raise TooLarge(N_("The file is too large when it is unpacked."))
            text = page.extract_text()
            size += len(text)
            pages.append(_PARTED.sub("", text))
    except (BrokenSource, TooLarge):
        raise
    except Exception as error:  # pypdf raises nearly anything where a file is damaged
        reason = N_("not a PDF that can be read (%(error)s)")
        raise BrokenSource(name, reason, error=str(error)[:200]) from None
    return TextFile("\n".join(pages))
