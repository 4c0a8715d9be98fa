"""A few of the questions of the campaign `hostile_queries`, to small indexes."""

import pytest
from flask import Flask

from glossary.reader import Reader
from index import Index
from tests.campaigns.hostile_queries import Tally, questions


@pytest.mark.parametrize("seed", range(5))
def test_hostile_questions_to_a_small_site(app: Flask, reader: Reader, seed: int) -> None:
    tally = Tally()
    names = list(reader.site().vocabularies)
    for name, question in questions(seed, 100, reader.index, app.test_client(), names):
        tally.ask(name, question)
    assert tally.failed == []
    assert tally.count == 100


def test_hostile_questions_to_the_documents_of_the_contract(app: Flask, index: Index) -> None:
    tally = Tally()
    client = app.test_client()
    for name, question in questions(99, 500, index, client, ["words", "more"]):
        if not name.startswith("/"):
            tally.ask(name, question)
    assert tally.failed == []
    assert tally.count == 250
