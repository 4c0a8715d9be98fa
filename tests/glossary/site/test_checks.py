"""The checks of the catalogs of a site: on the command line, in publishing, kept for the pages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.catalogs.checks import MOST, CatalogProblem, Report
from glossary.cli.main import main
from glossary.contribute.desk import check_reports
from glossary.errors import BrokenSource, NotFound
from glossary.formats import MOST_FINDINGS, Finding, Findings
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site import paths
from glossary.site.checks import check_all, check_site, errors
from glossary.site.settings import Settings, load

MakeSite = Callable[[], Settings]
PLAIN = {"LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}


def _catalog(settings: Settings) -> Path:
    return settings.translations / "fr" / "LC_MESSAGES" / "heritage.po"


def _change(settings: Settings, old: str, new: str) -> None:
    path = _catalog(settings)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _run(settings: Settings, *arguments: str) -> Result:
    command = ["--site", str(settings.site), "catalogs", "check", *arguments]
    return CliRunner().invoke(main, command, env=PLAIN)


def test_the_bundled_site_has_no_errors() -> None:
    reports = list(check_all(load(paths.TRANSLATIONS.parent, {})))
    assert len(reports) == 42
    assert sum(report.count("error") for report in reports) == 0
    stale = [one for report in reports for one in report.problems if one.rule == "stale"]
    assert stale == []


def test_the_text_is_grouped_by_file_with_lines(make_site: MakeSite) -> None:
    settings = make_site()
    _change(
        settings,
        'msgstr "bibliothèque"',
        'msgstr "biblio\\u202ethèque"'.replace("\\u202e", "\u202e"),
    )
    result = _run(settings)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "fr/LC_MESSAGES/heritage.po"
    [line] = [line for line in lines if "bidi-control" in line]
    assert line.split()[:4] == ["15", "error", "bidi-control", "library|prefLabel:"]
    assert "\u202e" not in result.stdout
    assert lines[-1].startswith("1 catalog checked, 1 error, ")


def test_warnings_fail_only_where_asked(make_site: MakeSite) -> None:
    settings = make_site()
    _change(settings, 'msgstr "bibliothèque"', 'msgstr "bibliothèque "')
    assert _run(settings).exit_code == 0
    strict = _run(settings, "--strict")
    assert strict.exit_code == 1
    assert "edge-space" in strict.stdout


def test_the_answer_as_json(make_site: MakeSite) -> None:
    settings = make_site()
    _change(settings, "# equivalence: partial", "# equivalence: half")
    result = _run(settings, "heritage", "--language", "fr", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["errors"] == 1
    [catalog] = answer["catalogs"]
    assert (catalog["vocabulary"], catalog["language"]) == ("heritage", "fr")
    [problem] = [one for one in catalog["problems"] if one["severity"] == "error"]
    assert (problem["rule"], problem["concept"], problem["slot"]) == (
        "bad-data", "summary", "prefLabel",
    )  # fmt: skip


def test_the_texts_of_the_pages_are_a_catalog_too(make_site: MakeSite) -> None:
    settings = make_site()
    folder = settings.translations / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "%(count)s found"\nmsgstr "gefunden"\n', "utf-8",
    )  # fmt: skip
    [report] = check_all(settings, "messages")
    assert list(report.counts) == ["placeholder"]
    assert [one.domain for one in check_all(settings)] == ["heritage", "messages"]


def test_what_is_not_there(make_site: MakeSite) -> None:
    settings = make_site()
    with pytest.raises(BrokenSource, match="there is no vocabulary “"):
        list(check_all(settings, "none"))
    with pytest.raises(NotFound, match="in “de”"):
        list(check_all(settings, "heritage", ["de"]))


def test_check_tells_all_errors_of_catalogs_and_none_twice(make_site: MakeSite) -> None:
    settings = make_site()
    _change(settings, "# equivalence: partial", "# equivalence: half")
    _change(settings, 'msgstr "bibliothèque"', 'msgstr "bibliothèque')
    _change(settings, 'msgstr "organisme"', 'msgstr "organisme')
    checked, found = check_site(settings, "heritage")
    assert checked == 1
    assert [(one.rule, one.where) for one in found if one.severity == "error"] == [
        ("syntax", "fr/LC_MESSAGES/heritage.po:16 library"),
        ("bad-data", "fr/LC_MESSAGES/heritage.po:38 summary"),
        ("syntax", "fr/LC_MESSAGES/heritage.po:45 institution"),
    ]


def test_a_broken_catalog_stops_publishing_and_a_bad_entry_does_not(make_site: MakeSite) -> None:
    settings = make_site()
    publish(settings)
    before = Reader(settings).generation()
    good = _catalog(settings).read_bytes()
    for bad in (b"", b"<html></html>", good.replace(b'summary|prefLabel"', b"summary|prefLabel")):
        _catalog(settings).write_bytes(bad)
        with pytest.raises(BrokenSource, match=r"fr/LC_MESSAGES/heritage\.po"):
            publish(settings)
        assert Reader(settings).generation() == before
    _catalog(settings).write_bytes(good.replace(b"curriculum", b"curri\x07culum"))
    done = publish(settings)
    assert [finding.rule for finding in done.findings] == ["control-character"]
    reader = Reader(settings)
    assert b"curri" not in reader.concept_bytes("heritage", "summary")
    assert "bibliothèque".encode() in reader.concept_bytes("heritage", "library")


def test_a_folder_of_no_language_stops_publishing(make_site: MakeSite) -> None:
    settings = make_site()
    folder = settings.translations / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "heritage.po").write_bytes(_catalog(settings).read_bytes())
    with pytest.raises(BrokenSource, match="“xx” is not a tag of IANA's registry"):
        publish(settings)


def test_findings_are_kept_up_to_a_number_and_then_counted() -> None:
    found = Findings()
    found += [Finding("a", "x", "y")] * (MOST_FINDINGS - 1)
    found += Findings([Finding("b", "x", "y")] * (MOST_FINDINGS + 3))
    assert (len(found), found.total) == (MOST_FINDINGS, 2 * MOST_FINDINGS + 2)
    assert found.more == {"b": MOST_FINDINGS + 2}


def test_errors_of_a_report_are_all_counted() -> None:
    report = Report("f", "words", "fr")
    for _ in range(MOST + 2):
        report.add(CatalogProblem("bad-data", "x", context="a|prefLabel", line=3))
        report.add(CatalogProblem("stale", "x"))
    found = errors(report)
    assert found.total == MOST + 2
    assert found[0].where == "f:3 a"


def test_a_report_is_kept_until_the_catalog_changes(make_site: MakeSite) -> None:
    settings = make_site()
    assert check_reports.kept(settings, "heritage", "fr") is None
    _change(settings, "# equivalence: partial", "# equivalence: half")
    made = check_reports.checked(settings, "heritage", "fr")
    last = check_reports.kept(settings, "heritage", "fr")
    assert last is not None
    assert (last.report, last.fresh) == (made, True)
    assert made.counts["bad-data"] == 1
    _change(settings, "# equivalence: half", "# equivalence: loan")
    old = check_reports.kept(settings, "heritage", "fr")
    assert old is not None
    assert (old.report, old.fresh) == (made, False)
    assert check_reports.checked(settings, "heritage", "fr").counts["bad-data"] == 0


def test_the_template_tells_what_is_stale(make_site: MakeSite) -> None:
    settings = make_site()
    template = settings.translations / "heritage.pot"
    template.write_text('msgctxt "library|prefLabel"\nmsgid "Library"\nmsgstr ""\n', "utf-8")
    counts = check_reports.checked(settings, "heritage", "fr").counts
    assert counts["stale"] == 3
    assert counts["unknown-concept"] > 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"report": 1}', '{"mark": "", "report": {}}'])
def test_a_kept_report_that_cannot_be_read_is_made_anew(make_site: MakeSite, content: str) -> None:
    settings = make_site()
    made = check_reports.checked(settings, "heritage", "fr")
    [place] = (settings.instance / "checks").iterdir()
    place.write_text(content, "utf-8")
    assert check_reports.kept(settings, "heritage", "fr") is None
    assert check_reports.checked(settings, "heritage", "fr") == made
