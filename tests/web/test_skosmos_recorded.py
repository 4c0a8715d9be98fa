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
TESTS = "skosmos/tests/test-vocab-data"
NAMED = {
    "unesco": "unesco-thesaurus/unesco-thesaurus-2024-10.ttl",
    **{id: f"{TESTS}/{file}.ttl" for id, file in (
        ("duplicates", "dup"), ("dates", "date"), ("subclass", "sub"), ("showDeprecated", "groups"),
    )},
}  # fmt: skip
FILES = {id: f"{TESTS}/{id}.ttl" for id in (
    "altlabel", "cbd", "changes", "collation", "conceptPropertyLabels", "cycle", "dupgroup",
    "groups", "hash", "mapping", "multiple-schemes", "nolang", "prefix", "subtag", "test",
    "test-concept-schemes", "test-hierarchy", "test-hierarchy-without-top-concepts", "test-marc",
    "test-notation-sort", "test-qualified-broader", "test-qualified-notation", "test-rdf-list",
    "xl", "yso",
)} | NAMED  # fmt: skip
EMPTY = (
    "<http://www.skosmos.skos/testdiff/> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ."
)
"""One of the vocabularies of that Skosmos had no data."""
PLACE = "http://www.skosmos.skos/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
GROUPS = f'source_language = "fi"\nlanguages = ["en", "fi"]\nnamespace = "{PLACE}onto/groups/"\n'
SAID = {
    "test": 'title = "Test ontology"\nsource_language = "en"\nlanguages = ["en"]\n'
    'kind = "ontology"\n',
    "testdiff": 'source_language = "en"\nlanguages = ["en", "fi"]\n',
    "yso": 'title.en = "YSO excerpt (test data)"\ntitle.fi = "YSO (testiaineisto)"\n'
    'source_language = "fi"\nkind = "ontology"\n',
    "groups": f'{GROUPS}index_classes = ["{PLACE}test-meta/TestClass"]\n',
    "showDeprecated": f"{GROUPS}show_withdrawn = true\n",
    "cycle": f'languages = ["en"]\nnamespace = "{PLACE}onto/cycle/"\n',
    "duplicates": f'namespace = "{PLACE}onto/dup/"\n',
    "mapping": f'namespace = "{PLACE}onto/mapping/"\n',
    "unesco": 'source_language = "en"\n',
    "collation": 'source_language = "fi"\n',
    "subtag": 'source_language = "en"\nlanguages = ["en"]\n',
    "dates": 'title = "Date information vocabulary"\n' f'namespace = "{PLACE}onto/date/"\n',
    "multiple-schemes": 'title = "Mutiple Schemes vocabulary"\nkind = "ontology"\n',
    **{
        f"test-qualified-{name}": f'title = "Test qualified alphabetical listing queries '
        f'(skos:{name})"\nsource_language = "en"\nindex_qualifier = "{SKOS}{name}"\n'
        f'namespace = "{PLACE}test-qualified-{name}/"\n'
        for name in ("broader", "notation")
    },
    **{
        id: f'title = "{id} (our own entry)"\nsource_language = "en"\n'
        for id in (
            "altlabel", "conceptPropertyLabels", "hash", "nolang", "test-hierarchy",
            "test-hierarchy-without-top-concepts", "test-marc", "test-rdf-list",
        )
    },
    "test-notation-sort": 'title = "test-notation-sort (our own entry)"\nsource_language = "en"\n'
    f'namespace = "{PLACE}test-notation-sort/"\nindex_qualifier = "{SKOS}notation"\n',
}  # fmt: skip
"""What the Skosmos had in its configuration."""
LEAST_SAME = {"unesco": 0.98, "all": 0.97}
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
    (folder / "vocabularies" / "testdiff.ttl").write_text(EMPTY, "utf-8")
    for id, said in SAID.items():
        (folder / "vocabularies" / f"{id}.toml").write_text(said, "utf-8")
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
        if one["status"] != 200:
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
        if told.startswith("skipped"):  # graphs, where there is no rdflib
            continue
        counted["all", told in FINE] += 1
        if "/unesco/" in one["path"]:
            counted["unesco", told in FINE] += 1
        if told not in FINE:
            different.append((one["path"], told))
    for group, least in LEAST_SAME.items():
        same, all_ = counted[group, True], counted[group, True] + counted[group, False]
        assert same >= least * all_, (group, same, all_, different)
