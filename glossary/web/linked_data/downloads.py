"""Concepts as files: ``/<vocabulary>/<concept>.ttl`` and other endings."""

from werkzeug.wrappers import Response

from glossary.formats.contents import Contents
from glossary.formats.registry import FORMATS
from glossary.model import Vocabulary
from glossary.records.decoding import concept_of
from glossary.web.context import reader
from glossary.web.headers import kept, not_modified
from glossary.web.linked_data.door import door

_SINGLE = {one.ending[1:]: one for one in FORMATS.values() if one.single}
"""The formats of single concepts, by ending."""


@door.get(f"/<vocabulary>/<concept>.<any({', '.join(_SINGLE)}):ending>")
def data(vocabulary: str, concept: str, ending: str) -> Response:
    """Send a concept as SKOS, in the syntax that the end of the address says."""
    headers = kept()
    unchanged = not_modified(headers)
    if unchanged:
        return unchanged
    described, record = reader().vocabulary(vocabulary), reader().concept(vocabulary, concept)
    form = _SINGLE[ending]
    found, uris = concept_of(record)
    scheme = Vocabulary(
        vocabulary, described["uri"], {}, {}, described["source_language"],
        tuple(described["sectors"]),
    )  # fmt: skip
    contents = Contents(scheme, (found,), uris.__getitem__, reader().site().base_url, whole=False)
    content = b"".join(form.write(contents))
    answer = Response(content, content_type=f"{form.media_type}; charset=utf-8", headers=headers)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Link"] = f'<{record["uri"]}>; rel="canonical"'
    return answer
