"""The answers of ``/changes`` as models."""

from typing import Literal

from pydantic import Field

from glossary.web.api.shapes import Shape, Texts


class ChangedConcept(Shape):
    """The concept that something happened to."""

    uri: str
    vocabulary: str
    id: str
    page: str = Field(description="Permanent address that leads to the page for people.")
    status: Literal["approved", "deprecated"]
    label: Texts


class ChangeShape(Shape):
    """What happened to a concept last."""

    kind: Literal["created", "changed", "withdrawn"]
    published: str = Field(description="Since when it is so (ISO 8601, UTC).")
    concept: ChangedConcept


class ChangesAnswer(Shape):
    """A page of changes."""

    changes: list[ChangeShape]
    next: str | None = Field(description="Address of the next page, null on the last.")
