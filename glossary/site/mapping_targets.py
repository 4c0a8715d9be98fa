"""Whether what concepts are mapped to exists elsewhere: servers are asked only where one asks."""

import requests

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.site.mapping_checks import foreign_targets
from glossary.site.settings import Settings

_SECONDS = 10
_GONE = (404, 410)
_NOT_HEAD = (405, 501)
_HEADERS = {"User-Agent": "convergence-glossary (check of mappings)", "Accept": "*/*"}


def ask(settings: Settings, id: str | None = None) -> Findings:
    """Return a finding for each target outside of the site that does not answer, or is not there.

    Each is asked once, one after the other, with HEAD, and ten seconds to answer.
    """
    found = Findings()
    gone = N_("%(uri)s: the server answers %(status)s")
    silent = N_("%(uri)s could not be asked for: %(cause)s")
    with requests.Session() as session:
        session.headers.update(_HEADERS)
        for uri, vocabulary, concept in foreign_targets(settings, id):
            try:
                status = _status(session, uri)
            except requests.RequestException as error:
                rule, text = "mapping-unreachable", silent
                values: dict[str, object] = {"uri": uri, "cause": type(error).__name__}
            else:
                rule = "mapping-gone" if status in _GONE else "mapping-unreachable"
                text, values = gone, {"uri": uri, "status": status}
                if status < 400:
                    continue
            found.append(Finding(rule, concept, text, values, vocabulary=vocabulary))
    return found


def _status(session: requests.Session, uri: str) -> int:
    answer = session.head(uri, timeout=_SECONDS, allow_redirects=True)
    if answer.status_code in _NOT_HEAD:
        with session.get(uri, timeout=_SECONDS, stream=True) as whole:
            return whole.status_code
    return answer.status_code
