"""Values escaped as templates put them out: by markupsafe, but only where there is a need.

markupsafe makes an object of every value, to remember that it is escaped; a page has 150 of them,
which its template joins at once, so that nobody asks: a seventh of the time that a page took.
"""

from typing import Any

import markupsafe
from markupsafe import Markup

_IMPORT = "from jinja2.runtime import "
_OURS = "; from glossary.web.escaping import escape"


def escape(value: Any) -> str:
    """Return a value as text for HTML: markup as it is, all else with ``& < > " '`` escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str and not (
        "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
    ):
        return value  # type: ignore[no-any-return]
    return markupsafe.escape(value)


def escaping(code: str) -> str:
    """Return the Python code of a template (`jinja2.Environment.compile`, raw) with our `escape`.

    Code that does not begin as it does today is returned as it is: it escapes by itself.
    """
    first, end, rest = code.partition("\n")
    return f"{first}{_OURS}{end}{rest}" if first.startswith(_IMPORT) else code
