import pytest

from glossary.errors import (
    BrokenSource,
    Busy,
    GlossaryError,
    Gone,
    Invalid,
    NotFound,
    TooLarge,
    Unavailable,
)

FRENCH = {
    "There is no vocabulary “%(id)s”.": "Il n’y a pas de vocabulaire « %(id)s ».",
    "%(file)s, line %(line)s: %(reason)s": "%(file)s, ligne %(line)s : %(reason)s",
    "there is no setting %(key)s": "le réglage %(key)s n’existe pas",
}


def _french(message: str) -> str:
    return FRENCH.get(message, message)


def test_text_in_english_and_translated() -> None:
    error = NotFound("There is no vocabulary “%(id)s”.", id="x")
    assert str(error) == "There is no vocabulary “x”."
    assert error.text(_french) == "Il n’y a pas de vocabulaire « x »."


def test_text_without_arguments_may_hold_a_percent_sign() -> None:
    assert str(GlossaryError("100 % of it")) == "100 % of it"
    assert str(BrokenSource("a.po", "only 3 % is there")) == "a.po: only 3 % is there"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (GlossaryError(""), 500, "internal"),
        (NotFound(""), 404, "not_found"),
        (Gone(""), 410, "gone"),
        (Invalid("", parameter="q"), 400, "invalid"),
        (Invalid("", parameter="q", code="empty"), 400, "empty"),
        (TooLarge(""), 413, "too_large"),
        (Unavailable(""), 503, "unavailable"),
        (Busy(""), 409, "busy"),
    ],
)
def test_status_and_code(error: GlossaryError, status: int, code: str) -> None:
    assert (error.status, error.code) == (status, code)


def test_own_code_does_not_stick_to_the_class() -> None:
    Invalid("", parameter="q", code="empty")
    assert Invalid("", parameter="q").code == "invalid"


def test_invalid_names_its_parameter() -> None:
    error = Invalid("“%(parameter)s” is empty.", parameter="q")
    assert error.parameter == "q"
    assert str(error) == "“q” is empty."


def test_broken_source_names_file_line_and_reason() -> None:
    error = BrokenSource("site.toml", "there is no setting %(key)s", line=3, key="colour")
    assert (error.file, error.line) == ("site.toml", 3)
    assert str(error) == "site.toml, line 3: there is no setting colour"
    assert error.text(_french) == "site.toml, ligne 3 : le réglage colour n’existe pas"


def test_broken_source_without_a_line() -> None:
    assert str(BrokenSource("site.toml", "not a table")) == "site.toml: not a table"


def test_broken_source_moves_to_another_file() -> None:
    error = BrokenSource("copy.ttl", "no %(what)s", line=7, what="prefix").elsewhere("own.ttl")
    assert str(error) == "own.ttl, line 7: no prefix"
