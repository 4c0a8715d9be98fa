import pytest

from glossary.formats.skos.values import (
    boolean,
    day,
    is_withdrawn,
    out_of_json,
    term_type,
    text_without_html,
)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("1987-02-03", "1987-02-03"),
        ("1987-02-03T23:59:59.5-05:00", "1987-02-03"),
        ("2001-12-31Z", "2001-12-31"),
        ("1987", "1987"),
        ("1987-02", "1987-02"),
        ("before 1987", None),
        ("1987-02-30", None),
        ("1987-13", None),
        ("0000-00-00", None),
        ("0000", None),
        ("-0300-01-01", None),
        ("31.12.1987", None),
        ("1987-02-03 or later", None),
        ("", None),
    ],
)
def test_days(stated: str, expected: str | None) -> None:
    assert day(stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("TRUE", True), (" 1 ", True), ("False", False), ("0", False), ("perhaps", None)],
)
def test_booleans(stated: str, expected: bool | None) -> None:
    assert boolean(stated) is expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("http://purl.org/adms/status/Withdrawn", True),
        ("http://publications.europa.eu/resource/authority/concept-status/CURRENT", False),
        ("http://purl.org/linked-data/registry#statusSuperseded", True),
        (("Under Development", "en"), False),
        (("Obsolete", ""), True),
        (("purple", "en"), None),
    ],
)
def test_statuses(stated: str | tuple[str, str], expected: bool | None) -> None:
    assert is_withdrawn(stated) is expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (("Acronym", "en"), "abbreviation"),
        ("http://www.lexinfo.net/ontology/2.0/lexinfo#initialism", "abbreviation"),
        (("full form", ""), "full"),
        (("nickname", "en"), None),
    ],
)
def test_types_of_terms(stated: str | tuple[str, str], expected: str | None) -> None:
    assert term_type(stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("if a < b & b > c then <x>", "if a < b & b > c then <x>"),
        ("Salt &amp; pepper", "Salt & pepper"),
        ("<p>One</p>\n<p>Two <em>here</em></p>", "One\n\nTwo here"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<a href='https://e.org/'>this</a>", "this (https://e.org/)"),
        ("<a href='https://e.org'>https://e.org</a>", "https://e.org"),
        ("<a href='javascript:x()'>y</a>", "y"),
        ("<style>p {}</style>seen<script>unseen()</script>", "seen"),
    ],
)
def test_html(stated: str, expected: str) -> None:
    assert text_without_html(stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('{"id": "1", "value": " jug "}', ("jug", True)),
        ('{"id": "1"}', (None, True)),
        ("{broken}", ("{broken}", False)),
        ('["jug"]', ('["jug"]', False)),
        ("jug", ("jug", False)),
        ("{" * 100_000 + "}", ("{" * 100_000 + "}", False)),
    ],
)
def test_json_in_literals(stated: str, expected: tuple[str | None, bool]) -> None:
    assert out_of_json(stated) == expected
