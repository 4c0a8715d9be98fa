"""Answers recorded from a Skosmos, held against ours over the same vocabularies."""

import gzip
import importlib.util
import json
import shutil
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load
from glossary.web import create_app

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ANSWERS = SHARED / "skosmos-answers"
BASE = "http://127.0.0.1:8000/"
FINE = ("same", "same-json", "order")
FILES = {"unesco": "unesco-thesaurus/unesco-thesaurus-2024-10.ttl"} | {
    id: f"skosmos/tests/test-vocab-data/{file}.ttl"
    for id, file in (
        ("test", "test"), ("yso", "yso"), ("groups", "groups"), ("cycle", "cycle"),
        ("duplicates", "dup"), ("dates", "date"), ("mapping", "mapping"), ("changes", "changes"),
        ("nolang", "nolang"), ("subtag", "subtag"), ("collation", "collation"),
        ("multiple-schemes", "multiple-schemes"), ("dupgroup", "dupgroup"),
    )
}  # fmt: skip
SAID = {
    "test": 'title = "Test ontology"\nsource_language = "en"\nlanguages = ["en"]\n'
    'kind = "ontology"\n',
    "yso": 'source_language = "fi"\nkind = "ontology"\n',
    "groups": 'source_language = "fi"\nlanguages = ["en", "fi"]\n'
    'namespace = "http://www.skosmos.skos/onto/groups/"\n',
    "cycle": 'languages = ["en"]\nnamespace = "http://www.skosmos.skos/onto/cycle/"\n',
    "duplicates": 'namespace = "http://www.skosmos.skos/onto/dup/"\n',
    "mapping": 'namespace = "http://www.skosmos.skos/onto/mapping/"\n',
    "unesco": 'source_language = "en"\n',
    "collation": 'source_language = "fi"\n',
    "subtag": 'source_language = "en"\nlanguages = ["en"]\n',
    "nolang": 'title = "nolang (our own entry)"\nsource_language = "en"\n',
    "dates": 'title = "Date information vocabulary"\n'
    'namespace = "http://www.skosmos.skos/onto/date/"\n',
    "multiple-schemes": 'title = "Mutiple Schemes vocabulary"\nkind = "ontology"\n',
}
"""What the Skosmos had in its configuration."""
LEAST_SAME = {"unesco": 0.97, "others": 0.77}
"""The share of recorded answers that must be the same; why others are not, docs/interoperability.md
says.
"""


def _comparison() -> ModuleType:
    found = importlib.util.spec_from_file_location("recorded_compare", ANSWERS / "compare.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    if not (ANSWERS / "answers.jsonl.gz").is_file():
        pytest.skip("the recorded answers are missing")
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "vocabularies").mkdir()
    (folder / "glossary.toml").touch()
    for id, file in FILES.items():
        shutil.copyfile(SHARED / file, folder / "vocabularies" / f"{id}.ttl")
        if id in SAID:
            (folder / "vocabularies" / f"{id}.toml").write_text(SAID[id], "utf-8")
    settings = load(folder, {})
    publish(settings)
    return create_app(settings).test_client()


def _recorded() -> list[dict[str, Any]]:
    with gzip.open(ANSWERS / "answers.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.shared
@pytest.mark.slow
def test_recorded_answers_are_the_same(client: FlaskClient) -> None:
    comparison, counted = _comparison(), Counter[tuple[str, bool]]()
    different = []
    for one in _recorded():
        vocabulary = one["path"].removeprefix("/rest/v1/").split("/")[0].split("?")[0]
        if one["status"] != 200 or vocabulary not in FILES or "/data" in one["path"]:
            continue
        headers = {"Accept": one["accept"]} if one["accept"] else {}
        answer = client.get(one["path"], headers=headers)
        here = {
            "status": answer.status_code,
            "content_type": answer.headers.get("Content-Type"),
            "location": answer.headers.get("Location"),
            "body": answer.get_data(as_text=True),
        }
        told = comparison.compare(one, here, BASE, False, one.get("stable", "exact"))
        group = "unesco" if vocabulary == "unesco" else "others"
        counted[group, told in FINE] += 1
        if told not in FINE:
            different.append((one["path"], told))
    for group, least in LEAST_SAME.items():
        same, all_ = counted[group, True], counted[group, True] + counted[group, False]
        assert same >= least * all_, (group, same, all_, different)
