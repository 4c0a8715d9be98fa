"""In which languages the records of a list are sent: those named in `to`, or a few that follow
from the question.
"""

from pydantic import Field, field_validator

from glossary import languages
from glossary.records.excerpts import in_languages, is_unnamed
from glossary.web.api.door import Parameters, checked_tag

ALL = "*"
DEFAULT = (
    "If not given: `lang`, the language in which the concept was found, and the source language "
    "of its vocabulary; all, where it has no term in any of these."
)
_HOW = "Languages to answer in, with commas between; * for all."


def checked_target(value: str) -> str:
    """Return a tag in its usual letter case, or the sign for all; ValueError for what is neither;
    "" for nothing.
    """
    tag = value.strip()
    return tag if tag == ALL else checked_tag(tag) or ""


class Targets(Parameters):
    """The languages to answer in."""

    to: str | None = Field(None, description=f"{_HOW} {DEFAULT}")

    @field_validator("to")
    @classmethod
    def _tags(cls, value: str | None) -> str | None:
        for tag in (value or "").split(","):
            checked_target(tag)
        return value

    def targets(self) -> tuple[str, ...]:
        """Return the languages to answer in; none where they follow from the question."""
        if not self.to:
            return ()
        tags = (tag.strip() for tag in self.to.split(","))
        return tuple(tag if tag == ALL else languages.canonical(tag) for tag in tags if tag)


def sent(record: bytes, to: tuple[str, ...], *otherwise: str) -> bytes:
    """Return an encoded record, or how others name a concept, in the languages of `to`.

    Where none are asked for, in those of `otherwise`; whole where these leave it without a term.
    """
    if to:
        return record if ALL in to else in_languages(record, to)
    some = in_languages(record, tuple(filter(None, otherwise)))
    return record if is_unnamed(some) else some
