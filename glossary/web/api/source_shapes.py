"""The register of sources as models: what the description of the JSON door says of it."""

from pydantic import Field

from glossary.web.api.shapes import Shape


class SourceShape(Shape):
    """A work of the register of sources."""

    key: str
    citation: str = Field(description="As a bibliography names it.")
    title: str
    author: str | None = None
    edition: str | None = None
    year: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    replaced_by: str | None = Field(None, description="The key of a later edition.")
    kept: str | None = Field(None, description="Why this edition is cited all the same.")
    own: bool = Field(default=False, description="Whether it stands for the site's own words.")


class SourcesAnswer(Shape):
    """The register of sources."""

    sources: list[SourceShape]
