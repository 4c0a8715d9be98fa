"""DeepL's own library takes a word list as the entries of a glossary; nothing is sent."""

import json
from collections.abc import Callable

import pytest

from tests.glossary.formats.test_term_tables_writing import DRAW, LOOM, written

READ = """
import json, sys
from deepl.util import convert_tsv_to_dict
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    print(json.dumps(convert_tsv_to_dict(file.read())))
"""


def test_deepl_takes_every_entry(
    python: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("deepl") / "words.tsv"
    file.write_bytes(written("pair", ("en", "de"), concepts=[LOOM, DRAW]))
    entries = json.loads(python(READ, str(file)))
    lines = file.read_text("utf-8").splitlines()
    assert entries == dict(line.split("\t") for line in lines)
    assert entries["loom"] == "Webstuhl"
    assert len(entries) == len(lines)
