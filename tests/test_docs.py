"""The documentation says what the code does: commands, settings, addresses, files, examples."""

import importlib.util
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.catalogs.checks import RULES
from glossary.formats import rules
from glossary.site.setting_table import SETTINGS
from glossary.site.setting_values import Setting
from glossary.web.api.shapes import QueryProblem
from tests.conftest import CHECKOUT

PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
_JSON = re.compile(r"```json\n(.*?)```", re.DOTALL)


def _read(name: str) -> str:
    return (CHECKOUT / name).read_text("utf-8")


def test_readme_opens_with_both_commands() -> None:
    head = _read("README.md").split("\n## ")[0]
    assert "make serve" in head
    assert "make test" in head


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_json_examples_are_json(page: Path) -> None:
    for example in _JSON.findall(page.read_text("utf-8")):
        assert json.loads(example)


def test_commands_are_described() -> None:
    spec = importlib.util.spec_from_file_location("commands", CHECKOUT / "docs" / "commands.py")
    assert spec is not None
    assert spec.loader is not None
    commands = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(commands)
    assert commands.described() == _read("docs/commands.md"), "run: python docs/commands.py"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_settings_are_described(setting: Setting) -> None:
    lines = _read("docs/settings.md").splitlines()
    rows = [line for line in lines if line.startswith(f"| `{setting.name}` |")]
    assert len(rows) == 1
    assert f"`GLOSSARY_{setting.name.upper()}`" in rows[0]
    assert setting.help in rows[0]


def test_no_other_setting_is_described() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", _read("docs/settings.md"), re.MULTILINE))
    assert named == {setting.name for setting in SETTINGS}


def test_addresses_of_the_json_door_are_described(app: Flask) -> None:
    page = _read("docs/api.md")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and rule.rule != "/api/v1/":
            address = rule.rule.removeprefix("/api/v1")
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                assert f"`{method} {address}" in page, f"{method} {address} is not in docs/api.md"


def test_addresses_in_examples_answer(bundled_client: FlaskClient) -> None:
    asked = re.findall(r"^GET (/api/v1/\S+)$", _read("docs/api.md"), re.MULTILINE)
    assert len(asked) > 4
    for address in asked:
        answer = bundled_client.get(address)
        assert answer.status_code == 200, address
        assert any(answer.json.get(name) for name in ("hits", "matches", "changes")), address


def test_the_answer_in_the_example_is_the_answer(bundled_client: FlaskClient) -> None:
    page = _read("docs/api.md")
    address = re.findall(r"^GET (/api/v1/search\S+)$", page, re.MULTILINE)[-1]
    shown = next(json.loads(text) for text in _JSON.findall(page) if text.startswith('{"total"'))
    answer = bundled_client.get(address).json
    for name in ("total", "page", "per_page", "missing", "problems"):
        assert answer[name] == shown[name], name
    assert answer["hits"][0]["match"] == shown["hits"][0]["match"]
    assert answer["suggestions"][0] == shown["suggestions"][0]
    for facet, counts in shown["facets"].items():
        assert answer["facets"][facet][: len(counts) - 1] == counts[:-1]


def test_examples_of_the_grammar_find_something(bundled_client: FlaskClient) -> None:
    section = _read("docs/api.md").split("\n## Search\n")[1].split("\n## ")[0]
    table = section.split("|---|---|\n")[1].split("\n\n")[0]
    written = re.findall(r"`([^`]+)`", table)
    assert len(written) > 9
    for text in written:
        answer = bundled_client.get("/api/v1/search", query_string={"q": text}).json
        alone = text.startswith(("-", "notation:"))
        assert alone or (answer["total"] and not answer["problems"]), text


def test_problems_of_queries_are_described() -> None:
    codes = set(get_args(QueryProblem.model_fields["code"].annotation))
    assert codes <= set(re.findall(r"^\| `(\w+)` \|", _read("docs/api.md"), re.MULTILINE))


def test_every_target_of_make_is_explained() -> None:
    makefile = _read("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    for target in phony.group(1).split():
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target


def test_error_codes_are_described() -> None:
    page = _read("docs/api.md")
    sources = [*CHECKOUT.glob("glossary/web/**/*.py"), *CHECKOUT.glob("glossary/reader/*.py")]
    codes = {
        code for path in sources for code in re.findall(r'code="(\w+)"', path.read_text("utf-8"))
    }
    assert len(codes) > 5
    for code in codes:
        assert f"`{code}`" in page, code


def test_rules_of_vocabularies_are_described() -> None:
    section = _read("docs/vocabularies.md").split("\n## Checks\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    assert rows == [(rule.id, rule.severity, rule.meaning) for rule in rules.RULES.values()]


def test_rules_of_catalogs_are_described() -> None:
    section = _read("docs/translating.md").split("\n## Checks\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    assert rows == [(rule.id, rule.severity, rule.meaning) for rule in RULES.values()]


def test_decisions_are_short() -> None:
    rows = [line for line in _read("docs/decisions.md").splitlines() if line.startswith("| ")]
    cells = [cell.strip() for row in rows for cell in row.strip("|").split("|")]
    assert len(cells) > 60
    assert not [cell for cell in cells if len(cell) > 300]
    assert all(len(row.strip("|").split("|")) == 2 for row in rows)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = re.findall(
        r"`((?:glossary|index|tests|benchmarks|docs|templates|locks)/[\w./-]*)`",
        page.read_text("utf-8"),
    )
    examples = set(re.findall(r"^# ([\w/]+\.py)$", page.read_text("utf-8"), re.MULTILINE))
    gone = {name for name in named if not (CHECKOUT / name).exists()} - examples
    assert gone <= {"index/one_file.py"}
