import csv
import io
import sys
from itertools import count
from pathlib import Path

import pytest

from glossary.cli.findings import check_record, source_change_text, write_findings
from glossary.cli.publication import progress_bar
from glossary.errors.failures import known_error
from glossary.formats import MOST_FINDINGS, Finding, Findings


class Terminal(io.StringIO):
    """Standard error as a person sees it."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """Return the lines that were drawn over each other, without bars and control codes."""
        drawn = [line.removesuffix("\033[K") for line in self.getvalue().split("\r")]
        plain = [" ".join(line.replace("█", "").replace("░", "").split()) for line in drawn]
        return [line for line in plain if line]


def _screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal; every look at the clock is a second later.

    Not a fixture: pytest puts its own standard error back between set-up and test.
    """
    seconds = count(100.0)
    monkeypatch.setattr("glossary.cli.publication.time.monotonic", lambda: next(seconds))
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def test_every_phase_has_its_own_bar_and_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)
    with progress_bar(quiet=False) as progress:
        progress("reading", 0, 1000)
        progress("reading", 500, 1000)
        assert screen.getvalue().split("\r")[-1].count("█") == 15
        progress("indexing", 1, 400)
        progress("indexing", 2, 400)
        progress("finishing", 0, 1)
    assert screen.lines() == [
        "reading 0 %",
        "reading 50 %, 1 s left",
        "indexing 1/400 concepts",
        "indexing 2/400 concepts, 3:19 min left",
        "finishing 0 %",
    ]
    assert screen.getvalue().endswith("\r\033[K")


def test_the_line_is_taken_away_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)

    def work() -> None:
        with progress_bar(quiet=False) as progress:
            progress("reading", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert screen.lines() == ["reading 50 %"]
    assert screen.getvalue().endswith("\r\033[K")


def test_nothing_is_shown_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)
    with progress_bar(quiet=True) as progress:
        progress("indexing", 1, 2)
    assert screen.getvalue() == ""


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(quiet=False) as progress:
        progress("indexing", 1, 2)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_findings_are_written_in_full(tmp_path: Path) -> None:
    many = Findings(
        Finding("odd", f"c{n}", "“%(text)s”, left out", {"text": f'"{n}"\n'}, n)
        for n in range(MOST_FINDINGS + 500)
    )
    found = Findings([Finding("even", "words", "plain")])
    found += many
    assert found.total == MOST_FINDINGS + 501
    assert list(found.everything())[1:] == list(many.everything())
    write_findings(found, tmp_path / "found.csv")
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as stream:
        head, first, second, *rest = csv.reader(stream)
    assert head == ["line", "concept", "code", "message"]
    assert first == ["", "words", "even", "plain"]
    assert second == ["0", "c0", "odd", '“"0"\n”, left out']
    assert rest[-1][1] == f"c{MOST_FINDINGS + 499}"


def test_findings_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as found:
        write_findings(Findings(), tmp_path / "no" / "found.csv")
    assert str(known_error(found.value)) == f"{tmp_path}/no/found.csv is not there."


def test_the_place_of_a_finding() -> None:
    assert Finding("a", "seal", "odd", {}, 3).describe_with_place() == "seal, line 3: odd"
    assert Finding("a", "", "odd", {}, 3).describe_with_place() == "line 3: odd"
    assert Finding("a", "seal", "odd").describe_with_place() == "seal: odd"
    assert Finding("a", "seal", "odd", vocabulary="wax").describe_with_place() == "wax: seal: odd"
    assert Finding("a", "", "odd", {}, 3, "wax").describe_with_place() == "wax: line 3: odd"
    assert Finding("a", "wax", "odd", vocabulary="wax").describe_with_place() == "wax: odd"


def test_findings_of_several_vocabularies_name_theirs(tmp_path: Path) -> None:
    many = Findings(Finding("odd", f"c{n}", "no") for n in range(MOST_FINDINGS + 3))
    found = Findings([Finding("shared-uri", "wax", "twice")])
    found += many.of("wax")
    assert found.total == MOST_FINDINGS + 4
    assert [one.vocabulary for one in found.everything()] == ["", *["wax"] * many.total]
    write_findings(found, tmp_path / "found.csv")
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[-1]["concept"], rows[-1]["vocabulary"]) == (f"c{MOST_FINDINGS + 2}", "wax")
    assert check_record(2, found)["findings"][1]["vocabulary"] == "wax"


def test_what_becomes_of_the_catalogs_when_the_source_language_changes() -> None:
    told = source_change_text("sv", ["da", "fi", "sv"], "fi").splitlines()
    assert told[0] == "The source language changes from sv to fi."
    assert told[1].startswith("Catalogs translated from sv: da. ")
    assert told[2:] == [
        "The catalog fi is not used any more; its file stays.",
        "The catalog sv, which was not used, is used from now on.",
    ]
