"""SSSOM's own program reads the mappings of a vocabulary, Saxon holds TBX against Schematron.

Both are large: see `tests/clients/sssom.txt`.
"""

import os
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.clients.conftest import Run

pytestmark = pytest.mark.slow
SCHEMATRON = """
import sys
from saxonche import PySaxonProcessor
schema, document = sys.argv[1:]
with PySaxonProcessor(license=False) as processor:
    rules = processor.new_xpath_processor()
    rules.declare_namespace("s", "http://purl.oclc.org/dsdl/schematron")
    rules.set_context(file_name=schema)
    found = processor.new_xpath_processor()
    found.declare_namespace("tbx", "urn:iso:std:iso:30042:ed-2")
    found.set_context(file_name=document)
    tried = 0
    for rule in rules.evaluate("//s:rule"):
        rules.set_context(xdm_item=rule)
        context = rules.evaluate_single("string(@context)").string_value
        for claim in rules.evaluate("s:assert"):
            rules.set_context(xdm_item=claim)
            test = rules.evaluate_single("string(@test)").string_value
            wrong = found.evaluate(f"//{context}[not({test})]/path()")
            tried += 1
            if wrong is not None and wrong.size:
                print(claim, wrong[0])
    print(tried > 30)
"""


@pytest.fixture
def tools() -> Path:
    """The folder of the programs."""
    folder = Path(os.environ.get("GLOSSARY_SSSOM", ""))
    if not (folder / "sssom").is_file():
        pytest.skip("install tests/clients/sssom.txt and set GLOSSARY_SSSOM to its programs")
    return folder


def _taken(address: str, file: Path) -> Path:
    with urlopen(address, timeout=60) as answer:
        file.write_bytes(answer.read())
    return file


def test_sssom_validates_and_parses_it(service: str, run: Run, tools: Path, tmp_path: Path) -> None:
    file = _taken(f"{service}/museum.sssom.tsv", tmp_path / "museum.sssom.tsv")
    run(tools / "sssom", "validate", file)
    run(tools / "sssom", "parse", file, "-o", tmp_path / "again.sssom.tsv")

    def rows(path: Path) -> list[list[str]]:
        lines = path.read_text("utf-8").splitlines()
        cells = [line.split("\t") for line in lines if not line.startswith("#")]
        places = [cells[0].index(name) for name in ("subject_id", "predicate_id", "object_id")]
        return sorted([row[place] for place in places] for row in cells[1:])

    assert rows(file) == rows(tmp_path / "again.sssom.tsv")
    assert len(rows(file)) > 50


@pytest.mark.shared
def test_the_schematron_of_tbx_finds_nothing(
    service: str, run: Run, tools: Path, tmp_path: Path, shared: Path
) -> None:
    for vocabulary in ("archive", "convergence"):
        file = _taken(f"{service}/{vocabulary}.tbx", tmp_path / "terms.tbx")
        rules = shared / "schemas" / "TBX-Basic_DCA.sch"
        assert run(tools / "python", "-c", SCHEMATRON, str(rules), str(file)) == "True\n"
