import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.site import paths, setting_checks
from glossary.site.folder import make_site
from glossary.site.setting_table import SETTINGS
from glossary.site.settings import FILE, find_site, folder_of, load, unknown_variables

NEEDS_POSTGRESQL = pytest.mark.skipif(
    find_spec("psycopg") is None, reason="the extra postgresql is not installed"
)
NEEDS_OPENSEARCH = pytest.mark.skipif(
    find_spec("opensearchpy") is None, reason="the extra opensearch is not installed"
)


def test_defaults_of_a_folder_without_a_file(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    for setting in SETTINGS:
        expected = setting.default
        if setting.name in ("interface_languages", "fallback_languages"):
            expected = tuple(expected.split())
        if setting.name == "base_url":
            expected = "http://127.0.0.1:8000"
        assert getattr(settings, setting.name) == expected
    assert settings.site == tmp_path
    assert settings.index_folder == tmp_path / "instance" / "index"


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('title = "File"\nport = 9000\nhost = "0.0.0.0"\n', "utf-8")
    settings = load(tmp_path, {"GLOSSARY_TITLE": "Environment", "GLOSSARY_WORKERS": "3"})
    assert (settings.title, settings.port, settings.host) == ("Environment", 9000, "0.0.0.0")
    assert settings.workers == 3


def test_a_slash_at_the_end_of_the_address_is_dropped(tmp_path: Path) -> None:
    settings = load(tmp_path, {"GLOSSARY_BASE_URL": "https://example.org/"})
    assert settings.base_url == "https://example.org"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", {"en": ("en", "Convergence Glossary"), "ar": ("en", "Convergence Glossary")}),
        ("title = 'Wortschatz'", {"en": ("en", "Wortschatz")}),
        ("title = 'Wörter'\ninterface_languages = 'de ar'", {"ar": ("de", "Wörter")}),
        (
            "interface_languages = 'fr ar en'\n[title]\nfr = 'Les mots'\nar = 'الكلمات'",
            {"fr": ("fr", "Les mots"), "ar": ("ar", "الكلمات"), "en": ("fr", "Les mots")},
        ),
        (
            "interface_languages = 'zh-Hans pt'\n[title]\npt-BR = 'Palavras'",
            {"pt": ("pt-BR", "Palavras"), "zh-Hans": ("pt-BR", "Palavras")},
        ),
    ],
)
def test_the_name_of_a_site_has_a_language(
    tmp_path: Path, content: str, told: dict[str, tuple[str, str]]
) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    settings = load(tmp_path, {})
    assert {lang: settings.title_in(lang) for lang in told} == told
    assert settings.title in {text for _, text in told.values()}


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbftitle = 'x'\n")
    assert load(tmp_path, {}).title == "x"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("colour = 'red'\n", ["colour"]),
        ("port = 'eighty'\n", ["port", "“eighty”"]),
        ("port = 0\n", ["port", "0", "1"]),
        ("generations_kept = 1\n", ["generations_kept", "1", "2"]),
        ("title = 5\n", ["title", "5"]),
        ("title = ['a']\n", ["title", "['a']"]),
        ("[title]\nfr = 5\n", ["title.fr", "5"]),
        ("[title]\nfr = ' '\n", ["title.fr"]),
        ("[title]\nklingonish = 'x'\n", ["title.klingonish"]),
        ("[title]\n", ["title"]),
        ("[section]\n", ["section"]),
        ("port = [1]\n", ["port", "[1]"]),
        ("port = 1.5\n", ["port", "1.5"]),
        ("port = true\n", ["port", "True"]),
    ],
)
def test_a_bad_file_names_key_and_value(tmp_path: Path, content: str, named: list[str]) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(BrokenSource) as error:
        load(tmp_path, {})
    assert str(error.value).startswith(FILE)
    for part in named:
        assert part in str(error.value)


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("title = 'x'\nport = = 3\n", "utf-8")
    with pytest.raises(BrokenSource, match="line 2"):
        load(tmp_path, {})


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"title = '\xe9'\n")
    with pytest.raises(BrokenSource, match=FILE):
        load(tmp_path, {})


@pytest.mark.parametrize("value", ["", "many", "-1", "1.5"])
def test_a_bad_variable_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(BrokenSource) as error:
        load(tmp_path, {"GLOSSARY_RESULTS_PER_PAGE": value})
    assert "GLOSSARY_RESULTS_PER_PAGE" in str(error.value)
    assert value in str(error.value)


def test_the_interface_has_at_least_one_language(tmp_path: Path) -> None:
    chosen = load(tmp_path, {"GLOSSARY_INTERFACE_LANGUAGES": "fr  zh-Hans"})
    assert chosen.interface_languages == ("fr", "zh-Hans")
    assert load(tmp_path, {"GLOSSARY_INTERFACE_LANGUAGES": " "}).interface_languages == ("en",)


@pytest.mark.parametrize(
    ("content", "tags"),
    [
        ("", ()), ('fallback_languages = "fr DE-ch"', ("fr", "de-CH")),
        ('fallback_languages = ["fre", "deu"]', ("fr", "de")),
        ("fallback_languages = []", ()),
    ],
)  # fmt: skip
def test_the_order_of_fallback_languages(
    tmp_path: Path, content: str, tags: tuple[str, ...]
) -> None:
    (tmp_path / "glossary.toml").write_text(content, "utf-8")
    assert load(tmp_path, {}).fallback_languages == tags
    found = load(tmp_path, {"GLOSSARY_FALLBACK_LANGUAGES": "cmn ru"}).fallback_languages
    assert found == ("zh", "ru")


@pytest.mark.parametrize("value", ['"fr nowhere"', "[1]", '["x y"]', "3"])
def test_a_bad_fallback_language_is_named(tmp_path: Path, value: str) -> None:
    (tmp_path / "glossary.toml").write_text(f"fallback_languages = {value}", "utf-8")
    with pytest.raises(BrokenSource, match="fallback_languages"):
        load(tmp_path, {})


def test_other_variables_are_left_alone(tmp_path: Path) -> None:
    assert load(tmp_path, {"GLOSSARY_SITE": "/nowhere", "GLOSSARY_OTHER": "1"}).port == 8000


def test_folders_of_a_site_come_before_the_shipped_ones(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings.vocabularies == paths.VOCABULARIES
    assert settings.translations == paths.TRANSLATIONS
    assert settings.templates is None
    make_site(tmp_path)
    assert settings.vocabularies == tmp_path / "vocabularies"
    assert settings.translations == tmp_path / "translations"
    assert settings.templates == tmp_path / "templates"


def test_folders_and_index_may_lie_elsewhere(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    settings = load(
        tmp_path,
        {"GLOSSARY_VOCABULARIES_FOLDER": "words", "GLOSSARY_INDEX_URL": str(tmp_path / "made")},
    )
    assert settings.vocabularies == words
    assert settings.index_folder == tmp_path / "made"


def test_the_site_is_named_or_here_or_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    assert find_site({"GLOSSARY_SITE": str(tmp_path / "x")}) == tmp_path / "x"
    assert find_site({}).name == "convergence-glossary"
    (tmp_path / FILE).write_text("", "utf-8")
    assert find_site({}) == tmp_path


def test_every_setting_has_help_and_unique_name() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    for setting in SETTINGS:
        assert setting.help.endswith(".")


def test_the_file_of_a_new_site_holds_every_default(tmp_path: Path) -> None:
    make_site(tmp_path)
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    rows = [line[2:] for line in lines if line.startswith("# ") and " = " in line]
    assert tomllib.loads("\n".join(rows)) == {one.name: one.default for one in SETTINGS}
    assert load(tmp_path, {}).port == 8000


def test_alphabets_by_language(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[alphabets]\ncy = "A B  C Ch"\nPT-br = "B A"\n', "utf-8")
    found = load(tmp_path, {}).alphabets
    assert found == {"cy": ("A", "B", "C", "Ch"), "pt-BR": ("B", "A")}
    stated = load(tmp_path, {"GLOSSARY_ALPHABETS": 'oc = "A B"\narn = "A B"'}).alphabets
    assert stated == {"oc": ("A", "B"), "arn": ("A", "B")}


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        ("alphabets = 5", "alphabets", "“5” is not a table"),
        ("alphabets = 'A B'", "alphabets", "line 1"),
        ("[alphabets]\ncz = 'A B'", "alphabets.cz", "“cz” is not the tag of a known language"),
        ("[alphabets]\n'not a tag' = 'A'", "alphabets.not a tag", "not the tag of a known"),
        ("[alphabets]\ncy = 5", "alphabets.cy", "“5” is not a text"),
        ("[alphabets]\ncy = ' '", "alphabets.cy", "the alphabet has no letters"),
        ("[alphabets]\ncy = 'A B Ch CH'", "alphabets.cy", "“CH” is there twice"),
    ],
)
def test_a_bad_alphabet_names_file_and_key(
    tmp_path: Path, content: str, key: str, reason: str
) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(BrokenSource) as error:
        load(tmp_path, {})
    assert str(error.value).startswith(f"{FILE}: {key}: ")
    assert reason in str(error.value)


@pytest.mark.parametrize("site", ["gone", "file", "file/inside"])
def test_a_named_site_is_a_folder(tmp_path: Path, site: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BrokenSource) as error:
        find_site({"GLOSSARY_SITE": str(tmp_path / site)})
    assert str(error.value).startswith("GLOSSARY_SITE: ")
    assert str(tmp_path / site) in str(error.value)


def test_a_site_is_no_device() -> None:
    with pytest.raises(BrokenSource, match="/dev/null is not a folder"):
        folder_of(Path("/dev/null"), "--site")


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("base_url", "words.example.org", "is not an address such as https://"),
        ("base_url", "ftp://words.example.org", "is not an address such as https://"),
        ("base_url", "https://", "is not an address such as https://"),
        ("base_url", "https://words.example.org:port", "is not an address such as https://"),
        ("base_url", "https://words example.org", "is not an address such as https://"),
        ("base_url", "https://me:secret@words.example.org", "is not an address such as"),
        ("base_url", "https://[::1", "is not an address such as https://"),
        ("base_url", "https://words.example.org/?x=1", "a part that begins with ?"),
        ("base_url", "https://words.example.org/#top", "a part that begins with #"),
        ("openid_issuer", "issuer", "is not an address such as https://"),
        ("mail_url", "mail.example.org", "is not an address such as smtp://"),
        ("mail_url", "https://mail.example.org", "is not an address such as smtp://"),
        ("mail_from", "Words", "is not an address such as Words <words@example.org>"),
        ("mail_from", "Words <words@>", "is not an address such as Words <words@example.org>"),
        ("host", "", "is not an address such as 127.0.0.1"),
        ("host", "127.0.0.1:8000", "is not an address such as 127.0.0.1"),
        ("host", "http://localhost", "is not an address such as 127.0.0.1"),
        ("port", "99999", "is more than 65535"),
        ("port", "0", "is less than 1"),
        ("interface_languages", "en klingonish", "“klingonish” is not the tag of a known"),
        ("interface_languages", "en xx", "“xx” is not the tag of a known language"),
        ("interface_languages", "de ru de", "“de” is there twice"),
        ("fallback_languages", "zh-Hans es zh-hans", "“zh-hans” is there twice"),
        ("database_url", "glossary", "is not an address such as postgresql+psycopg://"),
        ("database_url", "mysql://localhost/glossary", "“mysql” is not one of postgresql, sqlite"),
        ("vocabularies_folder", " ", "no folder is named"),
        ("index_url", " ", "no folder is named"),
        ("index_url", "solr://localhost/words", "“solr” is not one of opensearch, "),
        ("index_url", "opensearch:///words", "is not an address such as opensearch+https://"),
        ("index_url", "https://a.example:x/words", "is not an address such as opensearch+https://"),
        ("index_url", "https://me:secret@a.example/words", "is not an address such as"),
        ("index_copies", "many", "“many” is no number of copies such as 0-all"),
        ("index_verify_certificates", "maybe", "is not one of on, off"),
        ("index_user", "me", "index_password is needed too"),
        ("index_password", "secret", "index_user is needed too"),
        ("title", "Our\twords", "there is a control character in it (U+0009)"),
        ("contributions", "closed", "is not one of open, accounts, off"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_place(
    tmp_path: Path, name: str, value: str, part: str
) -> None:
    variable = f"GLOSSARY_{name.upper()}"
    with pytest.raises(BrokenSource) as error:
        load(tmp_path, {variable: value})
    assert str(error.value).startswith(f"{variable}: ")
    assert part in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://words.example.org/of/ours"),
        ("base_url", "http://[::1]:8000"),
        ("base_url", "https://wörter.example"),
        ("mail_url", "smtps://user:p%40ss@mail.example.org"),
        ("mail_from", "words@example.org"),
        ("mail_from", "Wörter <words@example.org>"),
        ("host", "::1"),
        ("index_url", "../words-index"),
        pytest.param("index_url", "opensearch://127.0.0.1:9200/words", marks=NEEDS_OPENSEARCH),
        pytest.param(
            "index_url",
            "opensearch+https://a.example:9200,b.example:9200,[::1]:9200/words",
            marks=NEEDS_OPENSEARCH,
        ),
        ("index_copies", "2"),
        ("index_copies", "1-all"),
        pytest.param(
            "database_url",
            "postgresql+psycopg://glossary@localhost/glossary",
            marks=NEEDS_POSTGRESQL,
        ),
        ("openid_issuer", ""),
        ("title", "كلمات"),
    ],
)
def test_values_that_can_be_used(tmp_path: Path, name: str, value: str) -> None:
    assert getattr(load(tmp_path, {f"GLOSSARY_{name.upper()}": value}), name) == value


def test_a_database_whose_library_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting_checks, "find_spec", lambda name: None)
    with pytest.raises(BrokenSource, match=r"^GLOSSARY_DATABASE_URL: .* extra postgresql$"):
        load(tmp_path, {"GLOSSARY_DATABASE_URL": "postgresql+psycopg://glossary@localhost/x"})
    load(tmp_path, {"GLOSSARY_DATABASE_URL": "sqlite:///words.sqlite"})


def test_values_that_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("results_per_page = 200\n", "utf-8")
    with pytest.raises(BrokenSource, match=r"^glossary\.toml: results_per_page: 200 is more than"):
        load(tmp_path, {})
    with pytest.raises(BrokenSource, match=r"^GLOSSARY_OPENID_ISSUER: openid_client is needed"):
        load(
            tmp_path,
            {"GLOSSARY_MAX_RESULTS_PER_PAGE": "300", "GLOSSARY_OPENID_ISSUER": "https://a.example"},
        )


def test_without_an_address_a_site_has_that_on_which_it_listens(tmp_path: Path) -> None:
    settings = load(tmp_path, {"GLOSSARY_HOST": "0.0.0.0", "GLOSSARY_PORT": "8123"})
    assert settings.base_url == "http://127.0.0.1:8123"
    assert not settings.is_address_stated
    settings.change("port", "8124", "--port")
    settings.change("host", "::1", "--host")
    assert settings.base_url == "http://[::1]:8124"
    with pytest.raises(BrokenSource, match=r"^--port: 70000 is more than 65535"):
        settings.change("port", "70000", "--port")
    settings.base_url = "https://words.example.org/"
    assert settings.is_address_stated
    assert settings.base_url == "https://words.example.org"


def test_variables_that_are_no_settings_are_told_with_the_nearest() -> None:
    given = {"GLOSSARY_PROT": "1", "GLOSSARY_SITE": "/x", "GLOSSARY_QQ": "1", "GLOSSARY_HOST": ""}
    assert unknown_variables(given) == {"GLOSSARY_PROT": "GLOSSARY_PORT", "GLOSSARY_QQ": ""}


def test_a_settings_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(BrokenSource, match=r"glossary\.toml is a folder, where a file"):
        load(tmp_path, {})
