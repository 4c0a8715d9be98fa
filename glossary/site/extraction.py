"""Vocabularies for `pybabel extract`: each message of a vocabulary, as from a template.

Babel finds this method by its entry point; a mapping file names it like this::

    [glossary_vocabulary: vocabularies/**.ttl]
    base_url = https://example.org
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from glossary.catalogs.messages import messages, split_context
from glossary.formats import rdf, skos

_SUBJECT = re.compile(rb"\s*<?([^\s<>]+?)>?(?:\s|\Z)")
_BASE_URL = "http://127.0.0.1:8000"

Extracted = tuple[int, str, tuple[str, str], list[str]]
"""Line, function, its arguments (context and text), and comments, as Babel wants them."""


def extract(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Extracted]:
    """Yield the messages of a vocabulary's file; the option ``base_url`` is that of the site.

    Raises BrokenSource where the file cannot be read.
    """
    file = Path(fileobj.name)
    vocabulary, _ = skos.read(file, options.get("base_url", _BASE_URL))
    lines = _lines(file)
    for message in messages(vocabulary):
        id, _ = split_context(message.context)
        comments = [" ".join(comment.split()) for comment in message.comments]
        yield lines.get(id, 0), "pgettext", (message.context, message.text), comments


def _lines(file: Path) -> dict[str, int]:
    """Return the line in which each subject is first named, by the last part of its name."""
    found: dict[str, int] = {}
    with rdf.unpacked(file) as stream:
        for number, line in enumerate(stream, start=1):
            subject = None if line[:1].isspace() else _SUBJECT.match(line)
            if subject:
                name = subject.group(1).decode("utf-8", "replace")
                found.setdefault(re.split("[/#:]", name)[-1], number)
    return found
