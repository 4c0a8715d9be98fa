"""The errors of the program: one tree, stable codes, text made at the edge.

An error carries a message id (English, with ``%(name)s`` placeholders) and its arguments; the
doors translate it into the reader's language. ``str(error)`` is the English text.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from glossary.errors.plurals import format_message


def N_(message: str) -> str:
    """Return `message` unchanged; marks it for extraction into the message catalog."""
    return message


class GlossaryError(Exception):
    """Something that can be told to a reader: `code` is stable, `status` is the HTTP status."""

    status: ClassVar[int] = 500
    code: str = "internal"

    def __init__(self, message: str, *, code: str | None = None, **arguments: Any) -> None:
        super().__init__(message)
        self.message = message
        self.arguments = arguments
        if code is not None:
            self.code = code

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return what a reader is told, each message put through `translate` first."""
        return format_message(self.message, self.arguments, translate)

    def __str__(self) -> str:
        return self.text()


class NotFound(GlossaryError):
    """There is no such page, vocabulary or concept."""

    status = 404
    code = "not_found"


class Gone(GlossaryError):
    """The concept was withdrawn; `arguments` may name its successor as ``successor``."""

    status = 410
    code = "gone"


class NotAcceptable(GlossaryError):
    """What is there is in none of the forms that the client takes; `arguments` may name them."""

    status = 406
    code = "not_acceptable"


class Invalid(GlossaryError):
    """A parameter or option cannot be used; `parameter` names it."""

    status = 400
    code = "invalid"

    def __init__(
        self, message: str, *, parameter: str, code: str | None = None, **arguments: Any
    ) -> None:
        super().__init__(message, code=code, parameter=parameter, **arguments)
        self.parameter = parameter


class NotProvided(GlossaryError):
    """An answer was asked for in a form that this door does not write."""

    status = 501
    code = "not_provided"


class TooLarge(GlossaryError):
    """A request is larger than the setting allows."""

    status = 413
    code = "too_large"


class Unavailable(GlossaryError):
    """The service cannot answer now, for example because nothing has been published yet."""

    status = 503
    code = "unavailable"


class BrokenSource(GlossaryError):
    """A vocabulary, catalog or settings file cannot be used: names the file, line and reason."""

    status = 422
    code = "broken_source"

    def __init__(self, file: str, reason: str, *, line: int | None = None, **more: Any) -> None:
        place = (
            N_("%(file)s: %(reason)s")
            if line is None
            else N_("%(file)s, line %(line)s: %(reason)s")
        )
        super().__init__(place, **more)
        self.file = file
        self.line = line
        self.reason = reason

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return file, line and reason, the reason translated as well."""
        reason = format_message(self.reason, self.arguments, translate)
        return translate(self.message) % {"file": self.file, "line": self.line, "reason": reason}

    def elsewhere(self, file: str) -> "BrokenSource":
        """Return the same error about another file, as when a copy was read."""
        return BrokenSource(file, self.reason, line=self.line, **self.arguments)


class Busy(GlossaryError):
    """Another process holds the lock that this one needs."""

    status = 409
    code = "busy"


class NotSignedIn(GlossaryError):
    """Only people with an account may do this."""

    status = 401
    code = "not_signed_in"


class Forbidden(GlossaryError):
    """Whoever is signed in has no right to do so."""

    status = 403
    code = "forbidden"


class Conflict(GlossaryError):
    """Someone else has changed this meanwhile."""

    status = 409
    code = "conflict"


class TooMany(GlossaryError):
    """Someone has asked for this too often; later it is answered again."""

    status = 429
    code = "too_many"
