"""Terms and texts of a concept as pages show them: each with its language, layout and marks."""

from collections.abc import Iterable

from markupsafe import Markup

from glossary.reader import Record
from glossary.web.pages import light_markup
from glossary.web.pages.citations import Citations
from glossary.web.template_helpers import TemplateHelpers

VISIBLE = ("admitted", "deprecated")
"""The statuses of the other terms that readers see."""
Text = tuple[str, Markup, Markup, Markup | None]
"""The element that holds a text, how it is laid out, the text with its marks, what it follows."""


def marked(helpers: TemplateHelpers, item: Record, tag: str, *names: str) -> Markup:
    """Return a term or text in the language `tag`, with the marks of `names`."""
    said = tuple(item.get("marks", ())), item.get("note")
    marks = helpers.parts["marks"](tag, *said, *map(item.get, names))
    return helpers.span(item["text"], tag, f" {marks}")


def preferred(helpers: TemplateHelpers, terms: Iterable[Record], tag: str) -> list[Markup]:
    """Return the preferred terms among those of a language, with all their marks."""
    return [
        marked(helpers, term, tag, "status", "type", "reliability", "equivalence", "grammar")
        for term in terms
        if term["status"] == "preferred"
    ]


def synonyms(helpers: TemplateHelpers, terms: Iterable[Record], tag: str) -> list[Markup]:
    """Return the other visible terms among those of a language."""
    return [
        marked(helpers, term, tag, "status", "type") for term in terms if term["status"] in VISIBLE
    ]


def texts(
    helpers: TemplateHelpers, citations: Citations, tag: str, items: Iterable[Record]
) -> list[Text]:
    """Return texts in the language `tag`, each with its layout and what it follows."""
    aligned = helpers.aligned(tag)
    return [(*_text(helpers, item, tag, aligned), citations.of(item)) for item in items]


def _text(
    helpers: TemplateHelpers, item: Record, tag: str, aligned: Markup
) -> tuple[str, Markup, Markup]:
    """Return the element of a text, its layout, and the text with its marks."""
    made, has_lists = light_markup.drawn(item["text"])
    name = "div" if has_lists else "span"
    marks = helpers.parts["marks"](
        tag, tuple(item.get("marks", ())), item.get("note"), item.get("status"), item.get("type"),
        item.get("reliability"),
    )  # fmt: skip
    shown = Markup(f"<{name}{helpers.tagged(tag)}>{made}</{name}> {marks}")
    return ("div" if has_lists else "p"), aligned, shown
