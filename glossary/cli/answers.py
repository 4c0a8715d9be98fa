"""Answers of the JSON interface, asked in this process, and how the terminal shows them."""

from typing import Any, NoReturn

import click

from glossary import languages
from glossary.cli.terminal import translation
from glossary.errors import N_, BrokenSource, GlossaryError, Invalid, Unavailable
from glossary.model import WITHDRAWN
from glossary.reader.problems import FEWER_WORDS, message
from glossary.site.settings import Settings

_ARGUMENTS = {"q": "WORDS", "term": "TERM"}


def ask(settings: Settings, path: str, **parameters: str) -> Any:
    """Return the answer of the JSON interface, asked in this process.

    Raises what it would tell as an error, with parameters named as they are here.
    """
    from glossary.web import create_app  # here: what only publishes or checks needs no Flask

    app = create_app(settings, config={"PROPAGATE_EXCEPTIONS": True})
    app.register_error_handler(Exception, _raised)
    app.register_error_handler(GlossaryError, _raised)
    given = {name: value for name, value in parameters.items() if value or name in _ARGUMENTS}
    return app.test_client().get(path, query_string=given).get_json()


def _raised(error: Exception) -> NoReturn:
    """Raise an error that the doors would answer in the language of the site."""
    if isinstance(error, Invalid):
        name = error.parameter
        error.arguments["parameter"] = _ARGUMENTS.get(name, f"--{name.replace('_', '-')}")
    raise unpublished(error)


def unpublished(error: Exception) -> Exception:
    """Return an error, with the command to run where nothing was published yet."""
    if isinstance(error, Unavailable) and error.code == Unavailable.code:
        return Unavailable(N_("Nothing has been published yet; run: glossary publish"))
    return error


def languages_of(tags: str, option: str) -> str:
    """Return tags with commas between, canonical; BrokenSource, which names the option, for one
    that is no tag of a language.
    """
    asked = [tag.strip() for tag in tags.split(",")]
    try:
        return ",".join(languages.checked(tag, option) for tag in asked if tag)
    except Invalid as error:
        raise BrokenSource(option, error.message, **error.arguments) from error


def show_search(answer: dict[str, Any], langs: str) -> None:
    """Show a page of what a search found, and what is to be said of the query."""
    translate = translation()
    click.echo(_counted(answer["total"], answer["page"], answer["per_page"]))
    if answer["missing"]:
        click.echo(translate(FEWER_WORDS))
    for problem in answer["problems"]:
        click.echo(message(problem["code"], problem["part"], translate), err=True)
    show_matches(answer["hits"], answer["suggestions"], langs, answer["total"])


def _counted(total: int, page: int, per_page: int) -> str:
    """Return the line that tells how much was found, and which page of it is shown."""
    last = max(1, -(-total // per_page))
    if page > last:
        return f"{total} found; there is no page {page}, the last is page {last}"
    return f"{total} found, page {page}" + (f" of {last}" if last > 1 else "")


def show_lookup(answer: dict[str, Any], page: int, per_page: int, langs: str) -> None:
    """Show a page of the concepts that a term names; their number where there are more."""
    if answer["total"] > len(answer["matches"]):
        click.echo(_counted(answer["total"], page, per_page))
    show_matches(answer["matches"], answer["suggestions"], langs, answer["total"])


def show_matches(
    matches: list[dict[str, Any]], suggestions: list[str], langs: str, total: int
) -> None:
    """Show found concepts with their terms and definition in the wanted languages."""
    translate = translation()
    for found in matches:
        match, concept = found["match"], found["concept"]
        title = click.style(f"{concept['vocabulary']}/{concept['id']}", bold=True)
        if concept["status"] == WITHDRAWN:
            title += f"  [{translate(N_('withdrawn'))}]"
        click.echo(f"{title}  {match['text']} ({match['lang']}, {match['kind']}, {match['form']})")
        for lang in [tag.strip() for tag in langs.split(",")]:
            terms = [t["text"] for t in concept["terms"].get(lang, ()) if t["status"] != "hidden"]
            if terms:
                click.echo(f"  {lang}: {'; '.join(terms)}")
            for text in concept["definitions"].get(lang, ()):
                click.echo(click.wrap_text(text["text"], 90, "      ", "      "))
    if not total:
        click.echo("Nothing found.")
    if suggestions:
        click.echo("Did you mean: " + ", ".join(suggestions))
