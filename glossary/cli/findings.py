"""What was found of vocabularies: on the terminal, as a table, and for programs."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import click

from glossary.catalogs.checks import ERROR
from glossary.cli.terminal import MOST_SHOWN, counted, translation
from glossary.errors.failures import named
from glossary.formats import Findings


def show_findings(findings: Findings) -> None:
    """Show findings on standard error, errors first, the first ones one by one, the rest counted
    by rule.
    """
    translate = translation()
    ordered = sorted(findings, key=lambda finding: finding.severity != ERROR)
    for finding in ordered[:MOST_SHOWN]:
        click.echo(f"  {finding.rule}: {finding.describe_with_place(translate)}", err=True)
    rest = Counter(finding.rule for finding in ordered[MOST_SHOWN:]) + findings.more
    for rule, count in rest.items():
        click.echo(f"  {rule}: {count} more", err=True)


def check_summary(checked: str, errors: int, warnings: int) -> str:
    """Return the last line of a check: what was checked, and how much is wrong with it."""
    wrong = counted(errors, "error", "errors"), counted(warnings, "warning", "warnings")
    return f"{checked} checked, {wrong[0]}, {wrong[1]}"


def check_record(checked: int, findings: Findings) -> dict[str, Any]:
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
                said = one.describe(translate)
                last = (one.vocabulary,) if several else ()
                table.writerow((line, one.where, one.rule, said, *last))
    except OSError as error:
        raise named(error, file) from error


def source_change_text(before: str, catalogs: list[str], after: str) -> str:
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
