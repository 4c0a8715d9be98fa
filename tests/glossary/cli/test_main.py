import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result
from werkzeug.test import Client

from glossary import __version__
from glossary.cli.main import main
from glossary.contribute import DATABASE
from glossary.reader import Reader
from glossary.site import paths
from glossary.site.settings import Settings, load
from glossary.web import server
from tests.conftest import CHECKOUT
from tests.patience import PATIENCE_SECONDS
from tests.servers import served

MakeSite = Callable[[], Settings]
COMMANDS = (
    "init", "publish", "serve", "lookup", "search", "import", "check", "catalogs", "people",
    "proposals", "export", "dump", "mcp", "index", "terms",
)  # fmt: skip
PLAIN = {"LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}


def _run(settings: Settings | Path, *arguments: str, **env: str) -> Result:
    folder = settings if isinstance(settings, Path) else settings.site
    return CliRunner().invoke(main, ["--site", str(folder), *arguments], env=PLAIN | env)


def _failed(result: Result) -> str:
    """Return the one line with which a command failed."""
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    [line] = result.stderr.splitlines()
    assert line.startswith("glossary: ")
    return line.removeprefix("glossary: ")


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.output
    assert set(main.commands) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage: " in result.output


def test_version() -> None:
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


def test_starting_imports_nothing_heavy() -> None:
    code = "import sys, glossary.cli.main; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"flask", "whoosh", "babel", "pyoxigraph", "pydantic"} & set(done.stdout.split())


def test_init(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    result = CliRunner().invoke(main, ["init", str(folder)], env=PLAIN)
    assert result.exit_code == 0
    assert f"made {folder / 'glossary.toml'}" in result.output
    assert "there is a site already" in _failed(
        CliRunner().invoke(main, ["init", str(folder)], env=PLAIN)
    )


def test_publish_tells_what_it_did(make_site: MakeSite) -> None:
    settings = make_site()
    result = _run(settings, "publish")
    assert result.exit_code == 0
    assert re.search(r"heritage +6 concepts +ar:2 ", result.stdout)
    assert f"as {Reader(settings).generation()}." in result.stdout
    again = _run(settings, "publish", "--if-changed")
    assert again.stdout == "Nothing has changed since the last publication.\n"
    assert _run(settings, "publish", "--quiet").output == ""
    assert _run(settings, "publish", "--if-changed", "--quiet").output == ""


def test_publish_if_changed_publishes_a_change(make_site: MakeSite) -> None:
    settings = make_site()
    _run(settings, "publish")
    before = Reader(settings).generation()
    (settings.vocabularies / "objects.toml").write_text('title = "Things"\n', "utf-8")
    assert _run(settings, "publish", "--if-changed").exit_code == 0
    assert Reader(settings).generation() != before


def test_publish_of_a_broken_file_fails(make_site: MakeSite) -> None:
    settings = make_site()
    (settings.vocabularies / "objects.ttl").write_text("<a>\n<b> .\n", "utf-8")
    assert _failed(_run(settings, "publish")).startswith("objects.ttl, line 2: ")


def test_publish_shows_findings(make_site: MakeSite) -> None:
    settings = make_site()
    lines = "".join(f"<abstract> skos:related <x{number}> .\n" for number in range(60))
    with (settings.vocabularies / "objects.ttl").open("a", encoding="utf-8") as stream:
        stream.write(lines)
    result = _run(settings, "publish")
    assert result.exit_code == 0
    shown = result.stderr.splitlines()
    assert len(shown) == 51
    assert shown[-1] == "  no-target: 10 more"


def test_a_bad_setting_fails(make_site: MakeSite) -> None:
    settings = make_site()
    assert _failed(_run(settings, "publish", GLOSSARY_PORT="many")) == (
        "GLOSSARY_PORT: “many” is not a whole number"
    )


def test_lookup(site: Settings) -> None:
    result = _run(site, "lookup", "bibliothèque", "--to", "de,en")
    assert result.exit_code == 0
    assert "heritage/library" in result.stdout
    assert "de: Bibliothek; Bücherei" in result.stdout
    assert "en: library; book house; Lib.; bookery" in result.stdout
    assert "libary" not in result.stdout


def test_the_worklist_is_opened_only_where_there_are_catalogs(
    make_site: Callable[[], Settings],
) -> None:
    settings = make_site()
    database = settings.instance / DATABASE
    own = settings.site / "translations"
    kept = own.rename(settings.site / "kept")
    assert _run(settings, "publish", "--quiet").output == ""
    assert not database.exists()
    kept.rename(own)
    assert _run(settings, "publish", "--quiet").output == ""
    assert database.exists()


def test_lookup_pages(site: Settings) -> None:
    result = _run(site, "lookup", "resume", "--page", "2")
    assert "2 found; there is no page 2, the last is page 1" in result.stdout
    assert "found, page" not in _run(site, "lookup", "resume").stdout


def test_lookup_as_json(site: Settings) -> None:
    answer = json.loads(_run(site, "lookup", "библиотека", "--json", "--to", "fr").stdout)
    [match] = answer["matches"]
    assert match["concept"]["id"] == "library"
    assert set(match["concept"]["terms"]) == {"fr"}


def test_lookup_in_a_vocabulary_and_language(site: Settings) -> None:
    found = _run(site, "lookup", "library", "--vocabulary", "objects")
    assert "Nothing found." in found.stdout
    assert "heritage/summary" in _run(site, "lookup", "resume", "--lang", "fr").stdout


def test_lookup_suggests(site: Settings) -> None:
    result = _run(site, "lookup", "librarry")
    assert result.exit_code == 0
    assert "Nothing found." in result.stdout
    assert "Did you mean: library" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["lookup", " "], "“TERM” is empty"),
        (["lookup", ""], "“TERM” is empty"),
        (["search", ""], "“WORDS” is empty"),
        (["search", "y" * 301], "“WORDS” is longer than 300"),
        (["lookup", "x" * 301], "300"),
        (["lookup", "x", "--vocabulary", "none"], "none"),
        (["lookup", "x", "--lang", "not a tag"], "language tag"),
        (["search", "x", "--sector", "zoo"], "zoo"),
        (["search", "x", "--page", "0"], "“--page” is less"),
        (["search", "x", "--page", "many"], "page"),
    ],
)
def test_bad_questions_fail(site: Settings, arguments: list[str], text: str) -> None:
    assert text in _failed(_run(site, *arguments))


def test_questions_before_the_first_publication_fail(make_site: MakeSite) -> None:
    settings = make_site()
    for command in ("lookup", "search"):
        assert "glossary publish" in _failed(_run(settings, command, "library"))


def test_search_says_what_is_missing_and_what_could_not_be_used(site: Settings) -> None:
    result = _run(site, "search", "published", "library", "zzzz", "note:")
    assert "No concept has all of these words" in result.stdout
    assert result.stderr == "Nothing follows note: – a word belongs directly after the colon.\n"
    assert "heritage/library" in result.stdout
    assert "missing" in json.loads(_run(site, "search", "library", "--json").stdout)


def test_search(site: Settings) -> None:
    result = _run(site, "search", "published", "documents")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 found, page 1\n")
    assert "heritage/library" in result.stdout
    answer = json.loads(_run(site, "search", "lib*", "--json").stdout)
    assert answer["total"] == len(answer["hits"]) > 0
    nothing = json.loads(_run(site, "search", "library", "--sector", "museum", "--json").stdout)
    assert "library" not in [hit["concept"]["id"] for hit in nothing["hits"]]


def test_import_check_and_publish(tmp_path: Path, library_turtle: str) -> None:
    site = tmp_path / "site"
    CliRunner().invoke(main, ["init", str(site)], env=PLAIN)
    file = tmp_path / "words.ttl"
    file.write_text(library_turtle, "utf-8")
    result = _run(site, "import", str(file), "--vocabulary", "words", "--sector", "museum")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"2 concepts (en 2) in {site / 'vocabularies' / 'words.ttl'}\n")
    assert "glossary publish" in result.stdout
    taken = _run(site, "import", str(file), "--vocabulary", "words")
    assert "use --replace" in _failed(taken)
    assert _run(site, "check").stdout == "1 vocabulary checked, 0 errors, 4 warnings\n"
    assert _run(site, "publish").exit_code == 0
    assert "words/library" in _run(site, "lookup", "book house").stdout


def test_import_of_a_file_that_is_not_there(make_site: MakeSite) -> None:
    result = _run(make_site(), "import", "none.ttl", "--vocabulary", "words")
    assert result.exit_code == 2
    assert "none.ttl" in result.stderr


def test_check_fails_on_findings_and_broken_files(make_site: MakeSite) -> None:
    settings = make_site()
    assert _run(settings, "check").exit_code == 0
    objects = settings.vocabularies / "objects.ttl"
    good = objects.read_text("utf-8")
    legal = _run(settings, "check", "objects")
    objects.write_text(good + '<abstract> skos:broader <none> ; skos:prefLabel "no"@en .', "utf-8")
    found = _run(settings, "check", "objects")
    assert found.exit_code == 1
    assert "no-target: abstract: broader" in found.stderr
    assert found.stderr.splitlines()[0].startswith("  two-preferred: abstract: ")
    assert legal.stdout.startswith("1 vocabulary checked, 0 errors, ")
    assert found.stdout.startswith("1 vocabulary checked, 1 error, ")
    record = json.loads(_run(settings, "check", "objects", "--json").stdout)
    assert (record["checked"], record["errors"]) == (1, 1)
    assert len(record["findings"]) == record["errors"] + record["warnings"]
    assert {"rule", "severity", "concept", "line", "message"} == set(record["findings"][0])
    assert "no-target: objects: abstract: broader" in _run(settings, "check").stderr
    assert "no-target: objects: abstract: broader" in _run(settings, "publish").stderr
    objects.write_text(good + "<x", "utf-8")
    assert _failed(_run(settings, "check")).startswith("objects.ttl, line ")
    told = _failed(_run(settings, "check", "none"))
    assert told == (
        "vocabularies: there is no vocabulary “none” in this folder, only: heritage, objects"
    )


def test_catalogs_update_and_status(make_site: MakeSite) -> None:
    settings = make_site()
    first = _run(settings, "catalogs", "update", "heritage", "--language", "pt-BR")
    assert first.exit_code == 0
    place = settings.translations / "pt_BR" / "LC_MESSAGES" / "heritage.po"
    assert f"updated  {place}" in first.stdout
    again = _run(settings, "catalogs", "update", "heritage", "--language", "pt-BR")
    assert f"up to date  {place}" in again.stdout
    rows = _run(settings, "catalogs", "status").stdout.splitlines()
    assert [row.split()[:3] for row in rows] == [
        ["heritage", "fr", "80"],
        ["heritage", "pt-BR", "0"],
    ]
    assert "80 % translated,  20 % checked: 1 checked, 3 draft, 1 to review, 0 missing" in rows[0]
    found = json.loads(_run(settings, "catalogs", "status", "heritage", "--json").stdout)
    assert found[0] == {
        "vocabulary": "heritage",
        "language": "fr",
        "total": 5,
        "translated": 4,
        "checked": 1,
        "draft": 3,
        "fuzzy": 1,
        "missing": 0,
        "percent": 80,
        "checked_percent": 20,
    }
    assert "none" in _failed(_run(settings, "catalogs", "update", "none"))
    assert "language tag" in _failed(_run(settings, "catalogs", "update", "--language", "a b"))


def test_catalogs_import_tells_what_it_leaves_out(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    file = tmp_path / "theirs.po"
    french = settings.translations / "fr" / "LC_MESSAGES" / "heritage.po"
    text = french.read_text("utf-8").replace('"bibliothèque"', '"librairie"')
    file.write_text(text.replace("summary|", "gone|"), "utf-8")
    arguments = ("catalogs", "import", str(file), "--vocabulary", "heritage", "--language", "fr")
    done = _run(settings, *arguments)
    assert done.exit_code == 1
    assert "15  conflict  library|prefLabel" in done.stderr
    assert "here: “bibliothèque”" in done.stderr
    assert "rejected  gone|prefLabel: there is no such entry" in done.stderr
    assert done.stdout.endswith(
        "0 entries taken, 3 the same, 0 kept, 1 conflict (kept), 1 rejected\n"
    )
    assert '"bibliothèque"' in french.read_text("utf-8")
    decided = _run(settings, *arguments, "--theirs", "--name", "Awa")
    assert "1 entry taken" in decided.stdout
    assert '"librairie"' in french.read_text("utf-8")
    assert "# Awa, 20" in french.read_text("utf-8")
    file.write_bytes(b"x")
    assert "theirs.po" in _failed(_run(settings, *arguments))


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("back.csv", b"id;field;translation\nlibrary;prefLabel;x\n", "CSV"),
        ("back.bin", b"PK\x03\x04\0\0", "XLSX"),
        ("back", b'<xliff version="2.0"><file id="a"/></xliff>', "XLIFF 2.1"),
    ],
)
def test_catalogs_import_names_the_format_of_what_is_no_po_file(
    make_site: MakeSite, tmp_path: Path, name: str, content: bytes, format: str
) -> None:
    (tmp_path / name).write_bytes(content)
    arguments = ("import", str(tmp_path / name), "--vocabulary", "heritage", "--language", "fr")
    told = _failed(_run(make_site(), "catalogs", *arguments))
    assert told == f"{name}: this is {format}, not PO; the upload page of the site takes such files"


def test_catalogs_compile(make_site: MakeSite) -> None:
    settings = make_site()
    french = settings.translations / "fr" / "LC_MESSAGES" / "heritage.po"
    done = _run(settings, "catalogs", "compile")
    assert (done.exit_code, done.stdout) == (0, f"compiled  {french.with_suffix('.mo')}\n")
    french.write_text(french.read_text("utf-8").replace("partial", "half"), "utf-8")
    failed = _run(settings, "catalogs", "compile", "heritage")
    assert failed.exit_code == 1
    assert "bad-data" in failed.stdout


@pytest.fixture
def translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Compiled catalogs of the interface, made for this test."""
    folder = tmp_path / "compiled"
    for source in paths.TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(paths.TRANSLATIONS).with_suffix(".mo")
        target.parent.mkdir(parents=True)
        with source.open("rb") as read, target.open("wb") as written:
            write_mo(written, read_po(read))
    monkeypatch.setattr(paths, "TRANSLATIONS", folder)
    return folder


def _catalog(locale: str) -> dict[str, str]:
    with (CHECKOUT / f"translations/{locale}/LC_MESSAGES/messages.po").open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream)}


@pytest.mark.usefixtures("translations")
@pytest.mark.parametrize(
    ("env", "locale"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8@euro"}, "de"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "xx:ar:fr"}, "ar"),
        ({"LANG": "C"}, None),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "en:fr"}, None),
        ({}, None),
    ],
)
def test_errors_are_in_the_language_of_the_terminal(
    make_site: MakeSite, env: dict[str, str], locale: str | None
) -> None:
    message = "Nothing has been published yet; run: glossary publish"
    expected = _catalog(locale)[message] if locale else message
    assert _failed(_run(make_site(), "lookup", "x", **env)) == expected
    assert (expected == message) is (locale is None)


@pytest.mark.usefixtures("translations")
def test_broken_files_are_told_in_the_language_of_the_terminal(make_site: MakeSite) -> None:
    settings = make_site()
    (settings.vocabularies / "objects.ttl").write_text("<a> <b> <c> .", "utf-8")
    french = _catalog("fr")
    reason = french["there is no skos:Concept in it"]
    expected = french["%(file)s: %(reason)s"] % {"file": "objects.ttl", "reason": reason}
    assert _failed(_run(settings, "publish", LANG="fr_FR.UTF-8")) == expected


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what `serve` sets for the processes it starts."""
    for name in ("HOST", "PORT", "WORKERS"):
        monkeypatch.setenv(f"GLOSSARY_{name}", "")
        monkeypatch.delenv(f"GLOSSARY_{name}")


def test_serve_publishes_first_and_takes_options(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    served = _serving(monkeypatch)
    result = _run(settings, "serve", "--port", "8123", "--workers", "1", "--host", "0.0.0.0")
    assert result.exit_code == 0
    assert "Publishing for the first time" in result.stdout
    assert "Serving on http://127.0.0.1:8123 and every other address" in result.stdout
    assert served[0].cfg.address == [("0.0.0.0", 8123)]
    assert served[0].cfg.workers == 1
    assert Reader(load(settings.site, {})).lookup("library")
    assert "first time" not in _run(settings, "serve").stdout


def test_a_server_answers_and_stops(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    env = {name: value for name, value in os.environ.items() if name not in PLAIN}
    with served(settings.site, tmp_path / "log", environment=env) as (process, address):
        ready = urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE_SECONDS)
        with ready as response:
            answer = json.load(response)
    assert process.returncode == 0
    assert answer["status"] == "ok"
    assert answer["concepts"] == 9


def test_output_may_be_cut_off(make_site: MakeSite) -> None:
    settings = make_site()
    _run(settings, "publish")
    head = shutil.which("head")
    if head is None:
        pytest.skip("there is no head")
    command = f"{sys.executable} -m glossary.cli --site {settings.site} search library --json"
    done = subprocess.run(
        ["sh", "-c", f"{command} | {head} -c 1"], capture_output=True, text=True, check=False
    )
    assert done.stdout == "{"
    assert "Traceback" not in done.stderr


def _serving(monkeypatch: pytest.MonkeyPatch) -> list[server.Server]:
    served: list[server.Server] = []
    monkeypatch.setattr(server.Server, "run", lambda self: served.append(self))
    return served


def test_serve_on_another_port_publishes_the_site_for_it(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, served = make_site(), _serving(monkeypatch)
    assert _run(settings, "publish").exit_code == 0
    result = _run(settings, "serve", "--port", "8124")
    assert result.exit_code == 0, result.output
    assert "addresses began with http://127.0.0.1:8000, now with http://127.0.0.1:8124" in (
        result.stdout
    )
    assert Reader(settings).address() == "http://127.0.0.1:8124"
    client = Client(served[0].load())
    page = client.get("/en/heritage/library").get_data(as_text=True)
    assert '<link rel="canonical" href="http://127.0.0.1:8124/en/heritage/library' in page
    assert "127.0.0.1:8000" not in page
    assert load(settings.site).base_url == "http://127.0.0.1:8124", "for processes it starts"
    again = _run(settings, "serve", "--port", "8124")
    assert "Publishing" not in again.stdout


def test_serve_tells_when_a_stated_address_was_not_published(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    _serving(monkeypatch)
    assert _run(settings, "publish").exit_code == 0
    (settings.site / "glossary.toml").write_text('base_url = "https://a.example"\n', "utf-8")
    result = _run(settings, "serve", "--port", "8125")
    assert "base_url is https://a.example, but" in result.stderr
    assert Reader(settings).address() == "http://127.0.0.1:8000"


def test_serve_on_a_port_that_another_program_has(make_site: MakeSite) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        told = _failed(_run(make_site(), "serve", "--port", port))
    assert told == (
        f"127.0.0.1:{port}: another program listens there; choose another port with --port"
    )


def test_serve_at_an_address_of_another_machine(make_site: MakeSite) -> None:
    told = _failed(_run(make_site(), "serve", "--host", "192.0.2.1"))
    assert told.startswith("192.0.2.1:8000: ")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("serve", "--port", "99999"), "--port: 99999 is more than 65535"),
        (("serve", "--port", "http"), "--port: “http” is not a whole number"),
        (("serve", "--workers", "0"), "--workers: 0 is less than 1"),
        (("serve", "--host", "a b"), "--host: “a b” is not an address"),
    ],
)
def test_options_of_serve_are_checked_like_settings(
    make_site: MakeSite, arguments: tuple[str, ...], part: str
) -> None:
    assert _failed(_run(make_site(), *arguments)).startswith(part)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lookup", "school", "--to", "fr,xx-yy-zz-badbad"), "--to: No language “xx-yy-zz-badbad”"),
        (("lookup", "school", "--lang", "a b"), "--lang: “a b” is not a language tag."),
        (("search", "school", "--lang", "zz"), "--lang: No language “zz” is known"),
    ],
)
def test_languages_of_questions_are_checked(
    make_site: MakeSite, arguments: tuple[str, ...], told: str
) -> None:
    settings = make_site()
    assert _run(settings, "publish").exit_code == 0
    assert _failed(_run(settings, *arguments)).startswith(told)


def test_a_page_beyond_the_last(make_site: MakeSite) -> None:
    settings = make_site()
    assert _run(settings, "publish").exit_code == 0
    total = int(_run(settings, "search", "school").stdout.split()[0])
    assert total > 0
    beyond = _run(settings, "search", "school", "--page", "99").stdout
    assert beyond == f"{total} found; there is no page 99, the last is page 1\n"
    assert "there is no page 9, " in _run(settings, "lookup", "school", "--page", "9").stdout


OF_ANY_GROUP = ("publish", "catalogs status", "people list", "proposals list")


@pytest.mark.parametrize("command", OF_ANY_GROUP)
def test_a_site_that_is_not_there(tmp_path: Path, command: str) -> None:
    none = str(tmp_path / "none")
    told = _failed(CliRunner().invoke(main, ["--site", none, *command.split()], env=PLAIN))
    assert told.startswith(f"--site: there is no folder {none}; ")
    told = _failed(CliRunner().invoke(main, ["--site", "/dev/null", "publish"], env=PLAIN))
    assert told == "--site: /dev/null is not a folder"
    (tmp_path / "file").write_text("", "utf-8")
    told = _failed(CliRunner().invoke(main, ["--site", str(tmp_path / "file"), "check"], env=PLAIN))
    assert told == f"--site: {tmp_path / 'file'} is not a folder"


def test_a_place_where_no_findings_can_be_written_stops_an_import(
    make_site: MakeSite, tmp_path: Path, library_turtle: str
) -> None:
    settings = make_site()
    (tmp_path / "own.ttl").write_text(library_turtle, "utf-8")
    arguments = ["import", str(tmp_path / "own.ttl"), "--vocabulary", "own", "--findings"]
    told = _failed(_run(settings, *arguments, str(tmp_path / "no" / "f.csv")))
    assert told == f"{tmp_path / 'no'} is not there."
    assert not (settings.vocabularies / "own.ttl").exists()


@pytest.mark.parametrize("command", OF_ANY_GROUP)
def test_a_variable_that_is_no_setting_is_told_once(make_site: MakeSite, command: str) -> None:
    environment = PLAIN | {"GLOSSARY_TITEL": "x"}
    arguments = ["--site", str(make_site().site), *command.split()]
    result = CliRunner().invoke(main, arguments, env=environment)
    assert result.stderr.splitlines()[0] == (
        "glossary: GLOSSARY_TITEL is no setting, it is ignored; did you mean GLOSSARY_TITLE?"
    )


@pytest.mark.parametrize(
    ("manifest", "told"),
    [('{"format": -7}', "in another format"), ('{"cut', "damaged")],
)
def test_serve_tells_why_a_published_site_is_published_again(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, manifest: str, told: str
) -> None:
    settings = make_site()
    _serving(monkeypatch)
    assert _run(settings, "publish").exit_code == 0
    [file] = settings.index_folder.glob("generations/*/manifest.json")
    file.write_text(manifest)
    first = _run(settings, "serve", "--port", "8126").stdout.splitlines()[0]
    assert first.startswith("Publishing again: ")
    assert told in first
    assert "again" not in _run(settings, "serve", "--port", "8126").stdout
