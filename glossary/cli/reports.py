"""What the commands for catalogs show: problems of a catalog, and what came of an import."""

from collections.abc import Sequence
from pathlib import Path

import click

from glossary.catalogs.checks import MOST, RULES, CatalogProblem, Report
from glossary.catalogs.checks.characters import visible
from glossary.catalogs.merge import Merge, sides
from glossary.cli.terminal import MOST_SHOWN, counted, translation


def show_conflicts(contexts: Sequence[str]) -> None:
    """Show the messages of a catalog that differ from what their vocabulary newly says."""
    for context in contexts[:MOST_SHOWN]:
        click.echo(f"{'':9}{visible(context)}: the vocabulary says something new; needs review")
    if len(contexts) > MOST_SHOWN:
        click.echo(f"{'':9}{len(contexts) - MOST_SHOWN} more need review")


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
        said = visible(f"{where}{problem.describe(translate)}")
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
        text = visible(f"{problem.context or problem.text}: {problem.describe(translate)}")
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
