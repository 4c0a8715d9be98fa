"""What the command line shows: progress, summaries and answers."""

import csv
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from glossary import languages
from glossary.catalogs.checks import ERROR, MOST, RULES, CatalogProblem, Report
from glossary.catalogs.checks.characters import visible
from glossary.catalogs.merge import Merge, sides
from glossary.errors import N_, BrokenSource, GlossaryError, Invalid, Unavailable
from glossary.errors.failures import named
from glossary.formats import Findings
from glossary.model import WITHDRAWN
from glossary.publish import OnProgress, Summary
from glossary.reader.problems import FEWER_WORDS, message
from glossary.site import paths
from glossary.site.settings import Settings
from glossary.web.interface_texts import texts

_WIDTH = 30
_ID_WIDTH = 16
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_MOST_FINDINGS = 50
_ARGUMENTS = {"q": "WORDS", "term": "TERM"}


def translation() -> Callable[[str], str]:
    """Return the function that puts messages into the language of the terminal."""
    wanted = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "en")
    asked = [re.split("[.@]", name)[0] for name in wanted.split(":")]
    there = (path.parts[-3] for path in paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    found = languages.best(["en", *map(languages.from_locale, there)], asked) or "en"
    return texts(paths.TRANSLATIONS, languages.to_locale(found)).gettext


@contextmanager
def bar(quiet: bool) -> Iterator[OnProgress]:
    """Give a progress function that draws a bar with the remaining time on a terminal.

    Every phase has a bar and a time of its own.
    """
    phase = ""
    started = drawn = 0.0

    def draw(now_in: str, done: int, total: int) -> None:
        nonlocal phase, started, drawn
        now = time.monotonic()
        if now_in != phase:
            phase, started = now_in, now
        elif done < total and now - drawn < 0.1:
            return
        drawn = now
        left = (now - started) / done * (total - done) if done and now > started else None
        click.echo(f"\r{_drawn(phase, done, total, left)}\033[K", nl=False, err=True)

    shown = not quiet and sys.stderr.isatty()
    try:
        yield draw if shown else lambda phase, done, total: None
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)


def _drawn(phase: str, done: int, total: int, left: float | None) -> str:
    """Return the line for a phase; `left` is the remaining time in seconds, None if unknown."""
    filled = _WIDTH * done // total
    bar = f"{phase:9} {'█' * filled}{'░' * (_WIDTH - filled)}"
    share = f"{done}/{total} concepts" if phase == "indexing" else f"{100 * done // total} %"
    return f"{bar} {share}" + ("" if left is None else f", {_time(left)} left")


def counted(number: int, one: str, several: str) -> str:
    """Return a number with what is counted.

    >>> counted(1, "entry", "entries"), counted(0, "entry", "entries")
    ('1 entry', '0 entries')
    """
    return f"{number} {one if number == 1 else several}"


def found(checked: str, errors: int, warnings: int) -> str:
    """Return the last line of a check: what was checked, and how much is wrong with it."""
    wrong = counted(errors, "error", "errors"), counted(warnings, "warning", "warnings")
    return f"{checked} checked, {wrong[0]}, {wrong[1]}"


def _time(seconds: float) -> str:
    """Return a time as a clock shows it: "42 s", "3:05 min"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02} min"


def summary(done: Summary) -> None:
    """Show what a publication did and what it left out."""
    show_findings(done.findings)
    width = max([_ID_WIDTH, *map(len, done.concepts)])
    for id, count in done.concepts.items():
        langs = " ".join(f"{lang}:{n}" for lang, n in sorted(done.languages[id].items()))
        one = "concept " if count == 1 else "concepts"
        click.echo(f"  {id:{width}} {count:>7} {one}  {langs}")
    total = sum(done.concepts.values())
    changed = "" if done.changed is None else f", {done.changed} of them changed,"
    shown = counted(total, "concept", "concepts") + changed
    click.echo(f"Published {shown} in {done.seconds:.1f} s as {done.generation}.")


def show_findings(findings: Findings) -> None:
    """Show findings on standard error, errors first, the first ones one by one, the rest counted
    by rule.
    """
    translate = translation()
    ordered = sorted(findings, key=lambda finding: finding.severity != ERROR)
    for finding in ordered[:_MOST_FINDINGS]:
        click.echo(f"  {finding.rule}: {finding.told(translate)}", err=True)
    rest = Counter(finding.rule for finding in ordered[_MOST_FINDINGS:]) + findings.more
    for rule, count in rest.items():
        click.echo(f"  {rule}: {count} more", err=True)


def checked_record(checked: int, findings: Findings) -> dict[str, Any]:
    """Return what checking vocabularies found, for programs."""
    translate = translation()
    return {
        "checked": checked,
        "errors": findings.errors,
        "warnings": findings.total - findings.errors,
        "findings": [finding.record(translate) for finding in findings.everything()],
    }


def write_findings(findings: Findings, file: Path) -> None:
    """Write all findings as a table (CSV): line, concept, code, message; vocabulary, where several
    were read.

    Raises OSError, which names the file, where it cannot be written.
    """
    translate = translation()
    try:
        with file.open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            several = any(one.vocabulary for one in findings)
            last = ("vocabulary",) if several else ()
            table.writerow(("line", "concept", "code", "message", *last))
            for one in findings.everything():
                line = "" if one.line is None else one.line
                said = one.said(translate)
                last = (one.vocabulary,) if several else ()
                table.writerow((line, one.where, one.rule, said, *last))
    except OSError as error:
        raise named(error, file) from error


def show_conflicts(contexts: Sequence[str]) -> None:
    """Show the messages of a catalog that differ from what their vocabulary newly says."""
    for context in contexts[:_MOST_FINDINGS]:
        click.echo(f"{'':9}{visible(context)}: the vocabulary says something new; needs review")
    if len(contexts) > _MOST_FINDINGS:
        click.echo(f"{'':9}{len(contexts) - _MOST_FINDINGS} more need review")


def show_report(report: Report, severity: str = "") -> None:
    """Show what was found in a catalog, with the line of each problem; only of one severity."""
    translate = translation()
    if report.counts:
        click.echo(report.file)
    for problem in report.in_order():
        if severity not in ("", problem.severity):
            continue
        line = "" if problem.line is None else str(problem.line)
        where = f"{problem.context}: " if problem.context else ""
        said = visible(f"{where}{problem.told(translate)}")
        shown = " / ".join(problem.text.split("\n"))
        if shown and shown not in said:
            said += f" – “{shown}”"
        click.echo(f"{line:>7}  {problem.severity:7}  {problem.rule}  {said}")
    for rule, count in report.counts.items():
        if count > MOST and severity in ("", RULES[rule].severity):
            click.echo(f"{'':7}  {RULES[rule].severity:7}  {rule}  {count - MOST} more")


def show_import(path: Path, merge: Merge, unreadable: list[CatalogProblem], theirs: bool) -> int:
    """Show what came of bringing a file into a catalog; return how many entries were left out."""
    translate = translation()
    rejected = [*unreadable, *merge.rejected]
    for problem in sorted(rejected, key=lambda one: one.line or 0):
        line = "" if problem.line is None else problem.line
        text = visible(f"{problem.context or problem.text}: {problem.told(translate)}")
        click.echo(f"{line:>7}  rejected  {text}", err=True)
    for conflict in merge.conflicts:
        line = "" if conflict.line is None else conflict.line
        click.echo(f"{line:>7}  conflict  {visible(conflict.context)}", err=True)
        for side, text in sides(conflict):
            click.echo(f"{'':9}{translate(side)}: “{' / '.join(text.split(chr(10)))}”", err=True)
    kept = 0 if theirs else len(merge.conflicts)
    taken = counted(len(merge.edits), "entry", "entries")
    conflicts = counted(len(merge.conflicts), "conflict", "conflicts")
    click.echo(
        f"{path}: {taken} taken, {merge.same} the same, {merge.kept} kept, "
        f"{conflicts}{'' if theirs or not kept else ' (kept)'}, {len(rejected)} rejected"
    )
    return kept + len(rejected)


def told_source_change(before: str, catalogs: list[str], after: str) -> str:
    """Return what becomes of the catalogs of a vocabulary when its source language changes."""
    lines = [f"The source language changes from {before} to {after}."]
    others = [lang for lang in catalogs if lang not in (before, after)]
    if others:
        lines.append(
            f"Catalogs translated from {before}: {', '.join(others)}. With the next "
            "“glossary catalogs update” their entries are fuzzy, and not published, until somebody "
            "has looked at each."
        )
    if after in catalogs:
        lines.append(f"The catalog {after} is not used any more; its file stays.")
    if before in catalogs:
        lines.append(f"The catalog {before}, which was not used, is used from now on.")
    return "\n".join(lines)


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
    if isinstance(error, Unavailable) and error.code == Unavailable.code:
        raise Unavailable(N_("Nothing has been published yet; run: glossary publish"))
    raise error


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


def languages_of(tags: str, option: str) -> str:
    """Return tags with commas between, canonical; BrokenSource, which names the option, for one
    that is no tag of a language.
    """
    asked = [tag.strip() for tag in tags.split(",")]
    try:
        return ",".join(languages.checked(tag, option) for tag in asked if tag)
    except Invalid as error:
        raise BrokenSource(option, error.message, **error.arguments) from error


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
