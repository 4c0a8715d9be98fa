"""The tools of assistants, without the protocol: what each takes, what it answers, and how."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, create_model
from pydantic_core import from_json

from glossary.errors import N_, NotFound
from glossary.reader import Reader
from glossary.web.api.chosen import Targets, sent
from glossary.web.api.door import DECLARED, Parameters, checked
from glossary.web.api.shapes import ConceptShape
from glossary.web.assistants.choosing import concept_named
from glossary.web.assistants.comparing import ComparisonParameters, compared
from glossary.web.assistants.recognising import RecognitionParameters, recognised
from glossary.web.assistants.shapes import ComparisonAnswer, RecognitionAnswer
from glossary.web.context import Asked, asked

_FEW_MATCHES, _FEW_HITS = 5, 10
"""Concepts on a page where no other number is asked for: assistants pay for each word they read."""
_DOOR = {one.path: one for one in DECLARED if one.method == "get"}

Answer = Callable[[Reader, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it takes and gives as models, and the function that answers."""

    name: str
    title: str
    takes: type[Parameters]
    gives: type[BaseModel]
    answer: Answer

    @property
    def description(self) -> str:
        """What it does, for assistants."""
        return inspect.getdoc(self.answer) or ""

    def input_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what it takes."""
        return {"type": "object", **self.takes.model_json_schema()}

    def output_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what it answers."""
        return {"type": "object", **self.gives.model_json_schema()}

    def call(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the answer; raise what the JSON door would raise."""
        query = checked(self.takes, arguments)
        given = {name: str(value) for name, value in arguments.items() if value is not None}
        door = _DOOR.get(f"/{self.name}")
        path = f"/api/v1{door.path}" if door else ""
        before = asked.set(Asked(reader, "", path, given))
        try:
            with reader.index.snapshot():
                return self.answer(reader, query)
        finally:
            asked.reset(before)


def _of_door(path: str, query: Any) -> dict[str, Any]:
    """Return the answer of the JSON door."""
    handler = _DOOR[path].handler
    content = handler() if query is None else handler(query=query)
    made: dict[str, Any] = from_json(b"".join(content))
    return made


def lookup(reader: Reader, query: Parameters) -> dict[str, Any]:
    """Look up a term in any language and spelling: the concepts that it names, best match first.

    Use it to find the right term in another language, or what a term means. `match` says why a
    concept was found; `terms` has the preferred and other terms by language, with `reliability`
    "draft" for a translation that no expert has checked. `suggestions` are what was perhaps meant
    where nothing is found. Cite a concept by its `uri`.
    """
    return _of_door("/lookup", query)


def search(reader: Reader, query: Parameters) -> dict[str, Any]:
    """Search the words of all terms, definitions and notes; best first, page by page.

    Use it to explore a subject, or where the term is not known; to find a known term, use lookup.
    """
    return _of_door("/search", query)


class ConceptParameters(Targets):
    """Which concept, and the languages to answer in."""

    concept: str = Field(
        description="As vocabulary/id, or its URI.", json_schema_extra={"minLength": 1}
    )
    to: str | None = Field(
        None, description="Languages to answer in, with commas between; all if not given."
    )


def read_concept(reader: Reader, query: ConceptParameters) -> dict[str, Any]:
    """Read a concept: its terms and texts in every language, with status and source of each, what
    is broader, narrower and related, groups, and mappings to other vocabularies.

    A withdrawn concept has the status "deprecated"; `replaced_by` names its successors.
    """
    record = concept_named(reader, query.concept)
    made: dict[str, Any] = from_json(sent(record, query.targets() or ("*",)))
    return made


def list_vocabularies(reader: Reader, query: Parameters) -> dict[str, Any]:
    """List the vocabularies: titles, sectors, languages and how complete they are, licence."""
    return _of_door("/vocabularies", None)


def _few(path: str, few: int) -> type[Parameters]:
    """Return the parameters of an address of the JSON door, for a few concepts on a page."""
    query = _DOOR[path].query
    assert query is not None
    size = Field(few, ge=1, description="Concepts on a page.")
    page = Field(1, ge=1, le=10_000, description="From 1; `total` says how many concepts there are")
    return create_model(
        f"{query.__name__}OfAssistants", __base__=query, per_page=(int, size), page=(int, page)
    )


TOOLS = {
    one.name: one
    for one in (
        Tool("lookup", "Look up a term", _few("/lookup", _FEW_MATCHES), _DOOR["/lookup"].answer,
             lookup),
        Tool("search", "Search", _few("/search", _FEW_HITS), _DOOR["/search"].answer, search),
        Tool("read_concept", "Read a concept", ConceptParameters, ConceptShape, read_concept),
        Tool("compare_sectors", "Compare the sectors", ComparisonParameters, ComparisonAnswer,
             compared),
        Tool("recognise_terms", "Recognise terms in a text", RecognitionParameters,
             RecognitionAnswer, recognised),
        Tool("list_vocabularies", "List the vocabularies", Parameters,
             _DOOR["/vocabularies"].answer, list_vocabularies),
    )
}  # fmt: skip
"""The tools by name."""


def tool_named(name: str) -> Tool:
    """Return a tool; raise NotFound."""
    found = TOOLS.get(name)
    if found is None:
        raise NotFound(N_("There is no tool “%(name)s”; these are: %(known)s."), name=name,
                       known=", ".join(TOOLS))  # fmt: skip
    return found
