"""JSKOS as the program writes it is valid: for jskos-validate, and by the published schemas."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from tests.clients.conftest import CHECKOUT, Run

VALIDATE = """
import { readFileSync } from "fs"
import { validate } from "jskos-validate"
const [file, kind] = process.argv.slice(2)
const text = readFileSync(file, "utf8")
const objects = kind === "scheme" ? [JSON.parse(text)] : text.trim().split("\\n").map(JSON.parse)
const wrong = objects.filter(object => !validate[kind](object))
if (wrong.length) console.error(JSON.stringify(wrong[0]), validate[kind].errorMessages)
console.log(objects.length, wrong.length)
"""
BY_SCHEMA = """
import json, sys
from pathlib import Path
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
file, folder = map(Path, sys.argv[1:])
schemas = [json.loads(one.read_text("utf-8")) for one in folder.glob("*.schema.json")]
registry = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in schemas)
[of_scheme] = (one for one in schemas if one["$id"].endswith("/scheme.schema.json"))
validator = Draft202012Validator(of_scheme, registry=registry)
errors = list(validator.iter_errors(json.loads(file.read_text("utf-8"))))
print([(list(one.absolute_path), one.message[:300]) for one in errors[:5]])
"""
VOCABULARIES = sorted(file.stem for file in (CHECKOUT / "vocabularies").glob("*.ttl"))


@pytest.fixture
def export(tmp_path: Path) -> Callable[[str, str], Path]:
    """A function that writes a bundled vocabulary in a format, and returns the file."""
    site = tmp_path / "site"
    site.mkdir()
    for name in ("vocabularies", "translations"):
        (site / name).symlink_to(CHECKOUT / name)
    (site / "glossary.toml").touch()

    def written(vocabulary: str, form: str) -> Path:
        file = tmp_path / f"{vocabulary}.{form}"
        command = ["--site", str(site), "export", vocabulary, "--format", form, "-o", str(file)]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        return file

    return written


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_jskos_validate_finds_nothing_wrong(
    vocabulary: str, export: Callable[[str, str], Path], node: Run
) -> None:
    file = export(vocabulary, "jskos-lines")
    count = len(file.read_text("utf-8").splitlines())
    assert count > 5
    assert node(VALIDATE, str(file), "concept").split() == [str(count), "0"]
    assert node(VALIDATE, str(export(vocabulary, "jskos")), "scheme").split() == ["1", "0"]


@pytest.mark.shared
def test_the_published_schemas_find_nothing_wrong(
    export: Callable[[str, str], Path], python: Run
) -> None:
    shared = Path(os.environ.get("GLOSSARY_SHARED", CHECKOUT.parent / "shared"))
    schemas = shared / "data" / "schemas" / "jskos"
    if not schemas.is_dir():
        pytest.skip("no third-party data: set GLOSSARY_SHARED to its folder")
    for vocabulary in VOCABULARIES:
        file = export(vocabulary, "jskos")
        assert len(json.loads(file.read_text("utf-8"))["concepts"]) > 5
        assert python(BY_SCHEMA, str(file), str(schemas)).strip() == "[]"
