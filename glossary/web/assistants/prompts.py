"""Prompts that people choose in an assistant: what is to be done, and with which tools."""

import re
from dataclasses import dataclass

from glossary.errors import N_, Invalid, NotFound

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a prompt asks for."""

    name: str
    description: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: `text` has a place ``{name}`` for each argument."""

    name: str
    title: str
    description: str
    arguments: tuple[Argument, ...]
    text: str

    def filled(self, values: dict[str, str]) -> str:
        """Return the text with its arguments; raise Invalid where one is missing or unknown."""
        known = {one.name for one in self.arguments}
        for name in values.keys() - known:
            text = N_("There is no parameter “%(parameter)s”.")
            raise Invalid(text, parameter=name, code="unknown_parameter")
        for one in self.arguments:
            if one.required and not values.get(one.name, "").strip():
                text = N_("“%(parameter)s” is missing.")
                raise Invalid(text, parameter=one.name, code="missing")
        return _PLACE.sub(lambda place: values.get(place[1], ""), self.text)


_TEXT = Argument("text", "The text, up to 4000 characters.")
_TERM = Argument("term", "A term in any language.")
_TO = Argument("to", "Language to translate into, as a tag such as fr.")

PROMPTS = {
    one.name: one
    for one in (
        Prompt(
            "explain_term",
            "Explain a term",
            "What a term means in libraries, archives, museums and monuments.",
            (_TERM, Argument("to", "Language of the answer, as a tag such as fr.")),
            "Look up “{term}” with the tool lookup and, where the sectors use the idea differently,"
            " compare_sectors. Explain it in the language {to} from the definitions of the "
            "glossary only, say which sector or vocabulary each comes from, and cite the URI of "
            "each concept. Say so where the glossary has no such term, or only a draft.",
        ),
        Prompt(
            "compare_sectors",
            "Compare the sectors",
            "How libraries, archives, museums, monuments and audiovisual archives name an idea.",
            (_TERM,),
            "Use the tool compare_sectors for “{term}”. Show a table: sector, term, definition, "
            "relation, URI. Say what is the same, what only overlaps, and which sector has no "
            "term of its own.",
        ),
        Prompt(
            "translate_with_glossary",
            "Translate with the glossary",
            "Translates a text with the terms of the glossary.",
            (_TEXT, _TO),
            "Call recognise_terms for the text below with to={to}. Then translate it into {to} with"
            " the preferred terms that were found; where a term names several concepts, take the "
            "one that is meant. Afterwards list: term, translation, URI, and whether the "
            "translation is a draft or the glossary has none.\n\n{text}",
        ),
    )
}
"""The prompts by name."""


def prompt_named(name: str) -> Prompt:
    """Return a prompt; raise NotFound."""
    found = PROMPTS.get(name)
    if found is None:
        text = N_("There is no prompt “%(name)s”; these are: %(known)s.")
        raise NotFound(text, name=name, known=", ".join(PROMPTS))
    return found
