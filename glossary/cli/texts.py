"""The command that finds the terms of a text, and holds a translation against its source."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.context import settings_of, show_json
from glossary.errors import N_, Invalid

if TYPE_CHECKING:
    from glossary.reader import Reader
    from glossary.web.api.text import TextRequest
    from glossary.web.text_work import Given

_FORMATS = ("tbx", "csv", "po")
_PROBLEMS = {
    "missing": N_("not in the translation"),
    "not_approved": N_("not to be used"),
    "no_term": N_("the glossary has no term in this language"),
}
_TITLE = N_("Terms of a text")
_FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--against",
    metavar="FILE",
    type=_FILE,
    help="A translation of FILE: show which terms have no approved equivalent in it.",
)
@click.option("--lang", default="", help="Languages of the text, with commas between; else found.")
@click.option("--to", default="", help="Languages to show equivalents in, with commas between.")
@click.option("--vocabulary", default="", help="Ids of vocabularies, with commas between.")
@click.option("--sector", default="", help="The sector whose concepts come first.")
@click.option("--overlapping", is_flag=True, help="Also terms that stand inside of longer ones.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Write the list for a translator, into the first language of --to.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write that list; else to standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as the JSON interface does.")
@click.pass_context
def terms(
    context: click.Context,
    /,
    file: Path,
    against: Path | None,
    form: str | None,
    output: Path | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Show the terms of the glossary that stand in FILE.

    FILE is a text (.txt, .md, .html, .docx, .odt, .pdf) or bilingual (.po, .xliff). With --against,
    or with a bilingual file and --to, terms are shown whose approved equivalent does not stand in
    the translation; where there are some, the command ends with 1.
    """  # fmt: skip
    from glossary.cli.answers import languages_of
    from glossary.exchange import texts
    from glossary.reader import Reader
    from glossary.web.api.text import TextRequest
    from glossary.web.text_work import of_files

    reader = Reader(settings_of(context))
    reader.site()  # an error where nothing is published comes before the file is read
    asked |= {name: languages_of(asked[name], f"--{name}") for name in ("lang", "to")}
    read = [texts.read(one.read_bytes(), one.name) if one else None for one in (file, against)]
    assert read[0] is not None
    lang, to = asked.pop("lang") or read[0].lang, asked.pop("to")
    if against is None and read[0].target and not to:
        to = read[0].target_lang
    elif read[1] is not None and not to:
        to = read[1].target_lang or _language_of(reader, read[1].text)
    given = of_files(read[0], read[1])
    body = TextRequest(text=given.text, lang=lang or None, to=to or None, **asked)
    if form is not None:
        _put(_listed(reader, given, body, form), output)
        return
    answer = _answer(reader, given, body)
    if as_json:
        show_json(answer)
    elif answer["check"] is not None:
        _show_check(answer["check"])
        context.exit(1 if answer["check"]["findings"] else 0)
    else:
        _show_terms(answer, to)


def _language_of(reader: "Reader", text: str) -> str:
    """Return the language in which a text is most likely written, of those of the site."""
    from glossary.reader.recognition import recognise

    found = recognise(reader.index, text, [*reader.site().languages()])
    spoken = [one.lang for one in found.occurrences]
    return max(found.langs, key=spoken.count, default="")


def _answer(reader: "Reader", given: "Given", body: "TextRequest") -> dict[str, Any]:
    """Return what the JSON interface answers, with all terms on one page."""
    from glossary.web.api.text import answered
    from glossary.web.context import Asked, asked

    before = asked.set(Asked(reader, "", "/api/v1/text", {}))
    try:
        made: dict[str, Any] = json.loads(b"".join(answered(given, body, whole=True)))
    finally:
        asked.reset(before)
    return made


def _listed(reader: "Reader", given: "Given", body: "TextRequest", form: str) -> bytes:
    """Return the list of terms in a format."""
    from glossary.cli.terminal import translation
    from glossary.exchange.texts.lists import write
    from glossary.reader.recognition.terms import found_in, terms_of
    from glossary.web.context import Asked, asked
    from glossary.web.text_work import term_list

    before = asked.set(Asked(reader, "", "/api/v1/text", {}))
    try:
        how = body.asked()
    finally:
        asked.reset(before)
    found = terms_of(found_in(reader, given.text, how).occurrences)
    to = body.targets()[0] if body.targets() else ""
    if form == "po" and not to:
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="--to", code="missing")
    return write(term_list(reader, found, how, to, translation()(_TITLE)), form)


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
    else:
        output.write_bytes(content)
        click.echo(f"wrote {output}")


def _show_terms(answer: dict[str, Any], to: str) -> None:
    for term in answer["terms"]:
        times = f"  ×{len(term['places'])}" if len(term["places"]) > 1 else ""
        click.echo(click.style(term["text"], bold=True) + f"  ({term['lang']}){times}")
        for one in term["concepts"]:
            concept = one["concept"]
            click.echo(f"  {concept['vocabulary']}/{concept['id']}{_equivalents(concept, to)}")
    click.echo(f"{answer['total']} terms at {answer['occurrences']} places")


def _equivalents(concept: dict[str, Any], to: str) -> str:
    shown = []
    for lang in filter(None, to.split(",")):
        texts = [one["text"] for one in concept["terms"].get(lang, ()) if one["status"] != "hidden"]
        if texts:
            shown.append(f"{lang}: {'; '.join(texts)}")
    return "".join(f"  {part}" for part in shown)


def _show_check(check: dict[str, Any]) -> None:
    from glossary.cli.terminal import translation

    translate = translation()
    for one in check["findings"]:
        place = f"{one['place'] or one['start']}: "
        told = f"{translate(_PROBLEMS[one['problem']])}"
        instead = f" (“{one['instead']}”)" if one["instead"] else ""
        expected = f" – {', '.join(one['expected'])}" if one["expected"] else ""
        click.echo(f"{place}{click.style(one['text'], bold=True)}: {told}{instead}{expected}")
    click.echo(f"{check['total']} of {check['checked']} terms")
