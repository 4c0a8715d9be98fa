from typing import get_args

import pytest

from glossary.reader.problems import message
from glossary.web.api.shapes import QueryProblem
from index.queries import MAX_WORDS, parse

CODES = get_args(QueryProblem.model_fields["code"].annotation)


@pytest.mark.parametrize("code", CODES)
def test_every_problem_can_be_told_in_every_language(code: str) -> None:
    assert message(code, "part").endswith(".")
    assert message(code, "part", lambda text: f"translated {text}").startswith("translated ")


def test_what_is_told_names_the_part_and_the_limit() -> None:
    assert '"50 %' in message("open_quote", '"50 %')
    assert str(MAX_WORDS) in message("too_many_words", "")


def test_every_problem_of_a_query_has_a_code_that_is_known() -> None:
    texts = ('"a', "note:", "*", "-a", " ".join("abcdefghijklmnop"), "*a", "a OR b", "a:b", "-")
    assert [one.code for text in texts for one in parse(text).problems] == list(CODES)
