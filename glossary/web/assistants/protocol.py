"""The Model Context Protocol over its SDK: each request of an assistant calls a plain function.

The low-level server of the SDK is used: what is wrong with arguments is told by this program, with
the codes and in the words of the JSON door.
"""

import asyncio
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from mcp import types
from mcp.server import Server
from mcp.shared.exceptions import MCPError

from glossary import __version__
from glossary.reader import Reader
from glossary.web.assistants import resources
from glossary.web.assistants.prompts import PROMPTS, prompt_named
from glossary.web.assistants.resources import Resource
from glossary.web.assistants.told import Translate, language_of, problem_of, translation_into
from glossary.web.assistants.tools import TOOLS, Tool, tool_named

Answer = TypeVar("Answer")
_JSON = "application/json"
_INSTRUCTIONS = """\
Terms of libraries, archives, museums, monuments and audiovisual archives, in many languages: \
what they mean, what they are called elsewhere, and how far the translations were checked.
Before translating, indexing or explaining such a term, ask here instead of relying on memory: \
lookup for a term, recognise_terms for a text, search for a subject, compare_sectors where \
disciplines may mean different things. Language tags are BCP 47 (fr, zh-Hans). A translation whose \
reliability is "draft" was checked by nobody: say so. Cite concepts by their uri.
Vocabularies: """


class Assistants:
    """What answers the requests of assistants for one site.

    `translate` puts messages into the language of those who state none, `lang` is its tag.
    """

    def __init__(self, reader: Reader, translate: Translate = str, lang: str = "en") -> None:
        self._reader, self._translate, self._lang = reader, translate, lang
        self._translation = lru_cache(64)(translation_into)

    def server(self) -> Any:
        """Return the server of the SDK, which answers by the methods of this object."""
        titles = ", ".join(one.title for one in resources.listed(self._reader, self._lang))
        return Server(
            "convergence-glossary",
            version=__version__,
            title="Convergence Glossary",
            instructions=f"{_INSTRUCTIONS}{titles}.",
            website_url=self._reader.site().base_url,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_resource_templates,
            on_read_resource=self.read_resource,
            on_list_prompts=self.list_prompts,
            on_get_prompt=self.get_prompt,
            on_completion=self.complete,
        )

    async def list_tools(self, context: Any, params: Any) -> Any:
        """Return the tools."""
        return types.ListToolsResult(tools=[_tool(one) for one in TOOLS.values()])

    async def call_tool(self, context: Any, params: Any) -> Any:
        """Return the answer of a tool, or what is wrong as an error that the model reads."""
        given = params.arguments or {}
        tool = await self._answered(context, lambda: tool_named(params.name))
        try:
            made = await asyncio.to_thread(tool.call, self._reader, given)
        except Exception as error:
            problem = problem_of(error, self._reader, self._translate_for(context))
            return types.CallToolResult(content=[_text(problem)], is_error=True)
        return types.CallToolResult(content=[_text(made)], structured_content=made)

    async def list_resources(self, context: Any, params: Any) -> Any:
        """Return the vocabularies; concepts are read by the patterns, there may be very many."""
        lang = self._lang_for(context)
        found = await self._answered(context, lambda: resources.listed(self._reader, lang))
        return types.ListResourcesResult(
            resources=[types.Resource(uri=one.uri, **_described(one)) for one in found]
        )

    async def list_resource_templates(self, context: Any, params: Any) -> Any:
        """Return the patterns of addresses."""
        found = await self._answered(context, lambda: resources.patterns(self._reader))
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(uri_template=one.uri, **_described(one)) for one in found
            ]
        )

    async def read_resource(self, context: Any, params: Any) -> Any:
        """Return a concept or a vocabulary as JSON."""
        uri = str(params.uri)
        content = await self._answered(context, lambda: resources.read(self._reader, uri))
        contents = types.TextResourceContents(uri=uri, mime_type=_JSON, text=content.decode())
        return types.ReadResourceResult(contents=[contents])

    async def list_prompts(self, context: Any, params: Any) -> Any:
        """Return the prompts."""
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=one.name,
                    title=one.title,
                    description=one.description,
                    arguments=[
                        types.PromptArgument(
                            name=each.name, description=each.description, required=each.required
                        )
                        for each in one.arguments
                    ],
                )
                for one in PROMPTS.values()
            ]
        )

    async def get_prompt(self, context: Any, params: Any) -> Any:
        """Return a prompt with its arguments in it."""

        def filled() -> tuple[str, str]:
            found = prompt_named(params.name)
            return found.description, found.filled(params.arguments or {})

        description, text = await self._answered(context, filled)
        message = types.PromptMessage(
            role="user", content=types.TextContent(type="text", text=text)
        )
        return types.GetPromptResult(description=description, messages=[message])

    async def complete(self, context: Any, params: Any) -> Any:
        """Return values that complete an argument."""
        known = (params.context.arguments or {}) if params.context else {}
        one = params.argument
        values = await self._answered(
            context, lambda: resources.completed(self._reader, one.name, one.value, known)
        )
        return types.CompleteResult(completion=types.Completion(values=values))

    async def _answered(self, context: Any, ask: Callable[[], Answer]) -> Answer:
        """Return what a function answers; what it raises becomes an error of the protocol."""
        try:
            return await asyncio.to_thread(ask)
        except Exception as error:
            problem = problem_of(error, self._reader, self._translate_for(context))
            is_ours = isinstance(problem["status"], int) and problem["status"] >= 500
            code = types.INTERNAL_ERROR if is_ours else types.INVALID_PARAMS
            raise MCPError(code, str(problem["detail"]), problem) from error

    def _lang_for(self, context: Any) -> str:
        """Return the language in which a client is told things."""
        headers = getattr(context.request, "headers", None) or {}
        return language_of(headers.get("accept-language", ""), self._reader) or self._lang

    def _translate_for(self, context: Any) -> Translate:
        lang = self._lang_for(context)
        return self._translate if lang == self._lang else self._translation(lang)


def _tool(one: Tool) -> Any:
    return types.Tool(
        name=one.name,
        title=one.title,
        description=one.description,
        input_schema=one.input_schema(),
        output_schema=one.output_schema(),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _text(value: object) -> Any:
    return types.TextContent(type="text", text=json.dumps(value, ensure_ascii=False))


def _described(one: Resource) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "description": one.description or None,
        "mime_type": _JSON,
    }
