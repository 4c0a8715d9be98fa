"""Dumps: ``/dumps/<vocabulary>/<date>/<file>``, and ``latest`` in the place of the date."""

import base64

from flask import redirect, request, send_file
from werkzeug.wrappers import Response

from glossary.errors import N_, NotFound
from glossary.site.dumps import SUMS, Dump, dumps_of
from glossary.web.context import reader
from glossary.web.linked_data.door import door

_LATEST = "latest"


@door.get("/dumps/<vocabulary>/<day>/<name>")
def dump(vocabulary: str, day: str, name: str) -> Response:
    """Send a file of a dump, which never changes; the address of the newest leads (302) to it."""
    found = dumps_of(reader().settings, vocabulary)
    if day == _LATEST and found:
        at = request.path.replace(f"/{_LATEST}/", f"/{found[0].name}/", 1)
        answer = redirect(request.script_root + at, 302)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
    for one in found:
        if one.name == day:
            return _sent(one, name)
    raise NotFound(N_("There is no page at this address."))


def _sent(dump: Dump, name: str) -> Response:
    sums = {file.name: file.sha256 for file in dump.files}
    if name not in sums and name != SUMS:
        raise NotFound(N_("There is no page at this address."))
    media_type = "application/gzip" if name.endswith(".gz") else None
    media_type = "text/plain; charset=utf-8" if name == SUMS else media_type
    answer = send_file(
        dump.folder / name,
        mimetype=media_type,
        as_attachment=name != SUMS,
        max_age=reader().settings.cache_seconds,
        etag=sums.get(name, True),
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if name in sums:
        digest = base64.b64encode(bytes.fromhex(sums[name])).decode()
        answer.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return answer
