"""The rules of catalogs: each finds what it is for, and leaves alone what is right."""

from collections.abc import Mapping

import pytest

from glossary import languages
from glossary.catalogs.checks import (
    MOST,
    RULES,
    CatalogProblem,
    Report,
    catalog,
    interface,
    reading,
)
from glossary.catalogs.checks.entries import excerpt
from glossary.site import paths

BUNDLED = sorted(
    path for path in paths.TRANSLATIONS.glob("*/LC_MESSAGES/*.po") if path.stem != "messages"
)
LOOKED_AT = {
    # the English word is usual beside the term of the language; its catalog does not say so yet
    ("de/LC_MESSAGES/convergence.po", "same-as-source", "public-domain"),
    ("de/LC_MESSAGES/audiovisual.po", "same-as-source", "field-recording"),
    ("de/LC_MESSAGES/library.po", "same-as-source", "authority-control"),
    ("de/LC_MESSAGES/museum.po", "same-as-source", "significance-assessment"),
    ("es/LC_MESSAGES/audiovisual.po", "same-as-source", "time-code"),
    ("fr/LC_MESSAGES/audiovisual.po", "same-as-source", "time-code"),
    # words that German spells as English does
    ("de/LC_MESSAGES/library.po", "same-as-source", "agent"),
    ("de/LC_MESSAGES/library.po", "same-as-source", "codex"),
    ("de/LC_MESSAGES/library.po", "same-as-source", "thesis"),
    # a name that is written in Latin letters, too
    ("ar/LC_MESSAGES/convergence.po", "same-as-source", "europeana"),
    ("zh_Hans/LC_MESSAGES/convergence.po", "same-as-source", "europeana"),
    # Latin in Russian texts, too
    ("ru/LC_MESSAGES/library.po", "wrong-script", "bookplate"),
}
ENGLISH = "Place where books are kept."


def _header(lang: str, more: str = "") -> str:
    locale = languages.to_locale(lang)
    return (
        f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n{more}\n'
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _message(context: str, source: str, string: str, comments: str = "") -> str:
    lines = "".join(f"# {line}\n" for line in comments.split("\n") if line)
    return (
        f"{lines}msgctxt {_quoted(context)}\nmsgid {_quoted(source)}\nmsgstr {_quoted(string)}\n\n"
    )


def _check(
    body: str, lang: str = "fr", source: Mapping[str, str] | None = None, header: str | None = None
) -> Report:
    text = (_header(lang) if header is None else header) + body
    return catalog.check(text.encode(), lang, "words", source)


def _rules(report: Report) -> list[str]:
    return [problem.rule for problem in report.in_order()]


def _of_term(string: str, lang: str, source: str, comments: str) -> list[str]:
    return _rules(_check(_message("a|prefLabel", source, string, comments), lang))


def _of_synonyms(string: str, lang: str = "fr", source: str = "x", comments: str = "") -> list[str]:
    return _rules(_check(_message("a|altLabel", source, string, comments), lang))


def _of_text(string: str, lang: str = "fr", source: str = ENGLISH) -> list[str]:
    return _rules(_check(_message("a|definition", source, string), lang))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_bundled_catalogs_have_no_errors_and_only_known_warnings(path) -> None:  # type: ignore[no-untyped-def]
    lang = languages.from_locale(path.parts[-3])
    report = catalog.check(path.read_bytes(), lang, path.stem)
    assert report.checked > 50
    assert report.count("error") == 0
    assert {(report.file, one.rule, one.concept) for one in report.problems} <= LOOKED_AT


def test_what_was_looked_at_is_still_found() -> None:
    found = set()
    for name in {file for file, _, _ in LOOKED_AT}:
        path = paths.TRANSLATIONS / name
        report = catalog.check(path.read_bytes(), languages.from_locale(path.parts[-3]), path.stem)
        found |= {(report.file, one.rule, one.concept) for one in report.problems}
    assert found == LOOKED_AT


def test_a_good_catalog() -> None:
    body = _message("a|prefLabel", "library", "bibliothèque", "grammar: n.f.")
    body += _message("a|definition", ENGLISH, "Lieu où l’on garde des livres.")
    report = _check(body)
    assert (report.problems, report.checked) == ([], 2)
    assert report.file == "fr/LC_MESSAGES/words.po"


@pytest.mark.parametrize(
    ("string", "rules"),
    [
        ("un\ndeux", ["several-preferred"]),
        ("\n", ["several-preferred"]),
        (" bibliothèque", ["edge-space"]),
        ("bibliothèque\u00a0", ["edge-space"]),
        ("biblio\u200bthèque", ["invisible-character"]),
        ("biblio\u00adthèque", ["invisible-character"]),
        ("biblioth\ufffdque", ["invisible-character"]),
        ("biblio\tthèque", ["invisible-character"]),
        ("bibliothèque\x1b[1m", ["control-character"]),
        ("bibliothèque\x85", ["control-character"]),
        ("bibliothèque\uffff", ["control-character"]),
        ("\u202ebibliothèque\u202c", ["bidi-control"]),
        ("\u2067bibliothèque", ["bidi-control"]),
        ("bibliothèque\u2069", ["bidi-control"]),
        ("\u2067bibliothèque\u202c", ["bidi-control", "bidi-control"]),
        ("\u2068bibliothèque\u2069", []),
        ("\u202abibliothèque\u202c", []),
        ("\u2068a \u2067b\u2069\u2069 c", []),
        ("bibliothèque d’État", []),
        ("e\u0301cole", []),
    ],
)
def test_characters(string: str, rules: list[str]) -> None:
    assert _of_term(string, "fr", "library", "") == rules


def test_characters_of_data_are_published_too() -> None:
    body = _message("a|prefLabel", "library", "bibliothèque", "source: Norme\u202e 1")
    assert _rules(_check(body)) == ["bidi-control"]
    body = _message("a|prefLabel", "library", "bibliothèque", "a note for people\u202e")
    assert _rules(_check(body)) == []


@pytest.mark.parametrize("lang", ["th", "km", "lo", "my"])
def test_scripts_without_spaces_may_show_where_lines_break(lang: str) -> None:
    letters = {"th": "ก", "km": "ក", "lo": "ກ", "my": "က"}[lang]
    assert _of_term(f"{letters}\u200b{letters}", lang, "library", "") == []


def test_joiners_belong_to_words() -> None:
    assert _of_term("کتاب\u200cخانه", "fa", "library", "") == []
    assert _of_term("क्\u200dष", "hi", "library", "") == []


def test_a_shown_text_disturbs_nothing_around_it() -> None:
    assert excerpt("a\u202eb\x1bc\nd") == "a�b�c\nd"
    assert len(excerpt("x" * 1000)) == 200


@pytest.mark.parametrize(
    ("comments", "rules"),
    [
        ("equivalence: half", ["bad-data"]),
        ("status: gone\nreliability: perhaps", ["bad-data", "bad-data"]),
        ("equivalence: partial", []),
        ("status: deprecated = autre", ["status-of-no-term"]),
        ("mark: regional = autre", ["status-of-no-term"]),
        ("usage note: rare = autre", []),
        ("status: deprecated = bibliothèque", []),
        ("Status: gone", []),
    ],
)
def test_data(comments: str, rules: list[str]) -> None:
    assert _of_term("bibliothèque", "fr", "library", comments) == rules


@pytest.mark.parametrize(
    ("string", "lang", "rules"),
    [
        ("library house", "ru", ["wrong-script"]),
        ("библиотека", "fr", ["wrong-script"]),
        ("βιβλιοθήκη", "zh-Hans", ["wrong-script"]),
        ("bibliothèque", "ar", ["wrong-script"]),
        ("biblioteka", "sr-Cyrl", ["wrong-script"]),
        ("biblioteka", "sr", []),
        ("biblioteka", "sr-Latn", []),
        ("формат MARC 21", "ru", []),
        ("MARC格式", "zh-Hans", []),
        ("図書館", "ja", []),
        ("도서관", "ko", []),
        ("圖書館", "zh-Hant", []),
        ("ISAD(G)", "ar", []),
        ("BnF", "ru", []),
        ("Dublin Core", "ru", []),
        ("25.4", "ar", []),
        ("library house", "qaa", []),
    ],
)
def test_scripts(string: str, lang: str, rules: list[str]) -> None:
    found = [rule for rule in _of_term(string, lang, "x", "") if rule != "unknown-locale"]
    assert found == rules


def test_a_stated_loan_may_keep_its_script() -> None:
    assert _of_term("open access", "ru", "x", "equivalence: loan") == []
    assert _of_synonyms("библиотека\nbook house", "ru") == ["wrong-script"]
    assert _of_synonyms("библиотека\nbook house", "ru", "house\nbook house") == []
    assert _of_text("Место, где хранят книги: library.", "ru") == []
    assert _of_text("Lieu des livres.", "ru") == ["wrong-script"]


@pytest.mark.parametrize(
    ("string", "lang", "rules"),
    [
        ("библиотекa", "ru", ["mixed-script"]),  # a Latin a at the end
        ("Вibliothèque", "fr", ["mixed-script"]),  # a Cyrillic В at the beginning
        ("βιβλιoθήκη", "el", ["mixed-script"]),  # a Latin o in it
        ("PDF-файл", "ru", []),
        ("плёнка 5 μm", "ru", []),
        ("β-carotène", "fr", []),
    ],
)
def test_two_scripts_in_one_word(string: str, lang: str, rules: list[str]) -> None:
    assert _of_term(string, lang, "x", "") == rules


@pytest.mark.parametrize(
    ("slot", "source", "string", "comments", "rules"),
    [
        ("prefLabel", "library", "library", "", ["same-as-source"]),
        ("prefLabel", "library", "Library", "", ["same-as-source"]),
        ("prefLabel", "library", "library", "grammar: n.", []),
        ("prefLabel", "library", "library", "equivalence: loan", []),
        ("prefLabel", "collection", "collection", "", []),  # in use in a definition
        ("prefLabel", "Burundi", "Burundi", "", []),  # the name of a country in French
        ("prefLabel", "Bahrain", "Bahrain", "", ["same-as-source"]),  # not that of one
        ("prefLabel", "MARC 21", "MARC 21", "", []),
        ("prefLabel", "Blue Shield", "Blue Shield", "", []),
        ("altLabel", "book house\nbookery", "book house\nbookery", "", ["same-as-source"]),
        ("altLabel", "IFLA\nICA", "IFLA\nICA", "", []),
        ("altLabel", "book house\nICA", "maison\nICA", "", []),
        ("definition", ENGLISH, ENGLISH, "", ["same-as-source"]),
        ("example", "Codex 4 (B)", "Codex 4 (B)", "", []),
    ],
)
def test_the_source_as_its_own_translation(
    slot: str, source: str, string: str, comments: str, rules: list[str]
) -> None:
    body = _message(f"a|{slot}", source, string, comments)
    body += _message("z|definition", "Things.", "Objets d’une collection.")
    assert _rules(_check(body)) == rules


def test_two_concepts_with_one_preferred_term() -> None:
    body = _message("a|prefLabel", "record", "document", "grammar: n.m.")
    body += _message("b|prefLabel", "document", "Document", "grammar: n.m.")
    report = _check(body)
    assert _rules(report) == ["shared-preferred", "shared-preferred"]
    assert [problem.values["concepts"] for problem in report.in_order()] == ["b", "a"]


def test_homonyms_of_the_source_may_stay_homonyms() -> None:
    body = _message("a|prefLabel", "bank", "banc") + _message("b|prefLabel", "Bank", "banc")
    assert _rules(_check(body)) == []


def test_a_group_may_be_named_as_a_concept_is() -> None:
    body = _message("g|prefLabel", "Records", "documents") + _message("a|altLabel", "x", "y")
    body += _message("a|prefLabel", "record", "documents")
    assert _rules(_check(body)) == []


@pytest.mark.parametrize(
    ("preferred", "synonyms", "rules"),
    [
        ("a", "b\nc\nb", ["repeated-synonym"]),
        ("a", "b\n b", ["edge-space", "repeated-synonym"]),
        ("a", "Unesco\nUNESCO", []),
        ("a", "b\na", ["synonym-is-preferred"]),
        ("a", "b\nA", []),
    ],
)
def test_synonyms(preferred: str, synonyms: str, rules: list[str]) -> None:
    body = _message("x|prefLabel", "s", preferred) + _message("x|altLabel", "t", synonyms)
    assert _rules(_check(body)) == rules


@pytest.mark.parametrize(
    ("string", "lang", "rules"),
    [
        ("Lieu où l’on garde des livres", "fr", ["definition-end"]),
        ("Lieu où l’on garde des livres,", "fr", ["definition-end"]),
        ("Lieu où l’on garde des livres.", "fr", []),
        ("Lieu « des livres ».", "fr", []),
        ("Lieu « des livres. »", "fr", []),
        ("Lieu des livres…", "fr", []),
        ("保存书籍的地方。", "zh-Hans", []),
        ("保存书籍的地方.", "zh-Hans", ["definition-end"]),
        ("保存书籍的地方", "zh-Hans", ["definition-end"]),
        ("依据 ISO 5127.", "zh-Hans", []),
        ("책을 보관하는 곳.", "ko", []),
        ("مكان تحفظ فيه الكتب؟", "ar", []),
        ("पुस्तकों का स्थान।", "hi", []),
        ("کتابوں کی جگہ۔", "ur", []),
        ("ที่เก็บหนังสือ", "th", []),
        ("Գրքերի տեղ:", "hy", []),
        ("Τόπος βιβλίων;", "el", []),
    ],
)
def test_ends_of_texts(string: str, lang: str, rules: list[str]) -> None:
    assert _of_text(string, lang) == rules


def test_a_source_without_an_end_asks_for_none() -> None:
    assert _of_text("Lieu des livres", "fr", "place of books") == []


@pytest.mark.parametrize(
    ("term", "synonyms", "rules"),
    [
        ("OAIS", "", ["untranslated-abbreviation"]),
        ("OAIS", "OAI", ["untranslated-abbreviation"]),
        ("OAIS", "Open archival information system", ["untranslated-abbreviation"]),
        ("OAIS", "Système ouvert d’archivage d’information", []),
        ("SOAI", "", []),
    ],
)
def test_abbreviations(term: str, synonyms: str, rules: list[str]) -> None:
    body = _message("a|prefLabel", "OAIS", term)
    body += _message("a|altLabel", "Open archival information system", synonyms)
    found = [rule for rule in _rules(_check(body)) if rule != "same-as-source"]
    assert found == rules


def test_an_abbreviation_that_nobody_explains() -> None:
    body = _message("a|prefLabel", "MARC", "MARC") + _message("a|altLabel", "MARC 21", "")
    assert _rules(_check(body)) == []


def test_concepts_and_slots_that_are_not_there() -> None:
    source = {"a|prefLabel": "library", "a|altLabel": "library", ".|title": "Words"}
    body = _message("a|prefLabel", "library", "bibliothèque")
    assert _rules(_check(body, source={"a|prefLabel": "library"})) == []
    body += _message("b|prefLabel", "other", "autre")
    body += _message("a|definition", "Text.", "Texte.")
    body += _message("a|preflabel", "library", "bibliothèque")
    body += _message("prefLabel", "x", "y")
    report = _check(body, source=source)
    assert _rules(report) == [
        "stale", "unknown-concept", "stale", "stale", "unknown-slot", "unknown-concept",
        "unknown-concept",
    ]  # fmt: skip
    assert report.in_order()[0].values == {"count": 2}
    assert [problem.concept for problem in report.in_order()][1:3] == ["b", "a"]


def test_a_source_that_has_changed() -> None:
    body = _message("a|prefLabel", "libary", "bibliothèque")
    report = _check(body, source={"a|prefLabel": "library"})
    assert _rules(report) == ["stale"]
    assert report.problems[0].text == "libary"
    assert "glossary catalogs update" in report.problems[0].describe()


def test_what_is_not_translated_is_not_checked() -> None:
    fuzzy = "#, fuzzy\n" + _message("a|prefLabel", "x", " two\nlines ")
    gone = '#~ msgctxt "b|x"\n#~ msgid "x"\n#~ msgstr " two "\n\n'
    report = _check(fuzzy + _message("c|prefLabel", "x", "") + gone)
    assert (report.problems, report.checked) == ([], 2)


def test_two_messages_of_one_context() -> None:
    body = _message("a|prefLabel", "x", "un") + _message("a|prefLabel", "y", "deux")
    report = _check(body)
    assert _rules(report) == ["repeated-message"]
    assert (report.problems[0].text, report.problems[0].values) == ("deux", {"first": 7})


def test_terms_have_no_plural_forms() -> None:
    body = 'msgctxt "a|prefLabel"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    assert _rules(_check(body)) == ["plural-forms"]


@pytest.mark.parametrize(
    ("lang", "rules"),
    [
        ("fr", []),
        ("zh-Hant", []),
        ("pt-BR", []),
        ("ca-valencia", []),
        ("x-ours", ["unknown-locale"]),
        ("qaa", ["unknown-locale"]),
        ("xx", ["unknown-language-tag"]),
        ("fra", ["unknown-language-tag"]),
        ("en-UK", ["unknown-language-tag"]),
        ("fr-Xyzw", ["unknown-language-tag"]),
        ("de-1996", []),
        ("sl-rozaj-1994", []),
        ("en-u-co-phonebk", []),
        ("not a tag", ["unknown-language-tag"]),
        ("iw", ["deprecated-language-tag"]),
        ("akk", ["unknown-locale"]),
    ],
)
def test_languages(lang: str, rules: list[str]) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    report = _check(_message("a|altLabel", "x", "1"), lang, header=header)
    assert _rules(report) == rules


@pytest.mark.parametrize(
    ("lang", "stated", "rules"),
    [
        ("fr", "fr", []),
        ("fr", "fr_FR", []),
        ("pt-BR", "pt", []),
        ("zh-Hans", "zh_CN", []),
        ("zh-Hans", "zh-Hans", []),
        ("fr", "", []),
        ("fr", "de", ["locale-mismatch"]),
        ("zh-Hans", "zh_TW", ["locale-mismatch"]),
        ("pt-BR", "pt_PT", ["locale-mismatch"]),
        ("sr-Latn", "sr_Cyrl", ["locale-mismatch"]),
    ],
)
def test_the_language_of_the_header(lang: str, stated: str, rules: list[str]) -> None:
    report = _check(_message("a|altLabel", "x", "1"), lang, header=_header(stated))
    assert _rules(report) == rules


@pytest.mark.parametrize(
    ("header", "rules"),
    [
        ("", ["bad-header"]),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n\n', ["bad-header"]),
        ('msgid ""\nmsgstr "Language: fr\\n"\n\n', ["bad-header"]),
        (_header("fr", '"X-Reliability: perhaps\\n"\n'), ["bad-header"]),
        (_header("fr", '"X-Reliability: reviewed\\n"\n'), []),
    ],
)
def test_headers(header: str, rules: list[str]) -> None:
    assert _rules(_check(_message("a|prefLabel", "x", "y"), header=header)) == rules


def test_very_many_problems_are_counted() -> None:
    body = "".join(_message(f"c{n}|prefLabel", f"x{n}", f" y{n}") for n in range(MOST + 5))
    report = _check(body)
    assert (len(report.problems), report.counts["edge-space"]) == (MOST, MOST + 5)
    assert report.count("warning") == MOST + 5


def test_a_report_for_programs() -> None:
    body = _message("a|prefLabel", "x", "un\ndeux") + _message("b|prefLabel", "z", " y")
    record = _check(body).record(rule="several-preferred")
    assert {key: value for key, value in record.items() if key != "problems"} == {
        "vocabulary": "words", "language": "fr", "file": "fr/LC_MESSAGES/words.po", "checked": 2,
        "errors": 1, "warnings": 1, "counts": {"edge-space": 1, "several-preferred": 1},
    }  # fmt: skip
    assert record["problems"] == [
        {
            "rule": "several-preferred", "severity": "error", "line": 7, "concept": "a",
            "slot": "prefLabel", "text": "un\ndeux",
            "message": "a preferred term has exactly one line",
        }
    ]  # fmt: skip


MESSAGES = (
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    '#, python-format\nmsgid "%(n)s of it"\nmsgstr "{0}"\n\n'
    'msgid "<b>Bold</b> &amp; more"\nmsgstr "{1}"\n\n'
    '#, python-format\nmsgid "%(n)s time"\nmsgid_plural "%(n)s times"\n'
    'msgstr[0] "{2}"\nmsgstr[1] "{3}"\n'
)
GOOD = ("%(n)s en", "<b>Gras</b> &amp; plus", "une fois", "%(n)s fois")


def _interface(*strings: str) -> list[str]:
    content = _header("fr").rstrip("\n") + "\n" + MESSAGES.format(*strings)
    return _rules(interface.check(content.encode(), "fr"))


def test_good_texts_of_the_pages() -> None:
    assert _interface(*GOOD) == []


@pytest.mark.parametrize(
    ("place", "string", "rule"),
    [
        (0, "en", "placeholder"),
        (0, "%(m)s en", "placeholder"),
        (0, "%(n)s %(m)s", "placeholder"),
        (0, "%(n)d en", "placeholder"),
        (0, "%(n en", "placeholder"),
        (0, "", "incomplete"),
        (0, "%(n)s \x07", "control-character"),
        (0, "%(n)s \u202e", "bidi-control"),
        (1, "Gras &amp; plus", "markup"),
        (1, "<b>Gras</b> plus", "markup"),
        (1, "<b>Gras</b> &amp; <i>plus</i>", "markup"),
        (2, "", "plural-forms"),
        (3, "%(m)s fois", "placeholder"),
    ],
)
def test_bad_texts_of_the_pages(place: int, string: str, rule: str) -> None:
    strings = list(GOOD)
    strings[place] = string
    assert _interface(*strings) == [rule]


def test_texts_of_the_pages_against_their_template() -> None:
    content = _header("fr").encode()
    template = reading.read(content + b'msgid "Hello"\nmsgstr ""\n', "t")[0]
    report = interface.check(content + b'msgid "Old"\nmsgstr "Vieux"\n', "fr", template)
    assert _rules(report) == ["incomplete", "unused"]
    assert [problem.describe() for problem in report.in_order()] == [
        "“Hello” is missing",
        "“Old” is no longer used",
    ]


def test_every_rule_has_a_stable_id_a_severity_and_a_meaning() -> None:
    for id, rule in RULES.items():
        assert id == rule.id
        assert id == id.lower().replace(" ", "-")
        assert rule.severity in ("error", "warning")
        assert rule.meaning[-1] in ".e"
    assert CatalogProblem("bad-data", "%(a)s", {"a": 1}).severity == "error"
