"""Numbers that come with a request; what is none leads to the same page everywhere."""

import pytest
from flask.testing import FlaskClient

from glossary.web.numbers import LARGEST, MOST_PAGES, page_number, whole_number

NO_NUMBERS = ["", "abc", "-1", "+1", "1.0", "1e3", " 1", "1_0", "٣", "²", "９", "0x1", "9" * 5000]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_the_default(text: str) -> None:
    assert whole_number(text, None) is None
    assert whole_number(text, 7) == 7
    assert page_number(text) == 1


def test_numbers_have_bounds() -> None:
    assert whole_number("0", None) == 0
    assert whole_number("0", 5, least=1) == 5
    assert whole_number("007", None) == 7
    assert whole_number("12", 5, most=12) == 12
    assert whole_number("13", 5, most=12) == 5
    assert whole_number(str(LARGEST), None) == LARGEST
    assert whole_number(str(LARGEST + 1), None) is None


def test_pages_are_counted_from_one() -> None:
    assert page_number("0") == 1
    assert page_number("4") == 4
    assert page_number(str(MOST_PAGES)) == MOST_PAGES
    assert page_number(str(MOST_PAGES + 1)) == 1


LISTS = [
    "/en/search?q=library",
    "/en/heritage/",
    "/en/heritage/?view=hierarchy",
    "/en/heritage/?view=groups",
]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["abc", "-1", "0", "999999999999999999999", "%D9%A3"])
def test_a_page_that_is_no_number_is_the_first(
    client: FlaskClient, address: str, text: str
) -> None:
    first = client.get(f"{address}{'&' if '?' in address else '?'}page=1")
    answer = client.get(f"{address}{'&' if '?' in address else '?'}page={text}")
    assert answer.status_code == first.status_code == 200
    assert answer.text.count("<li") == first.text.count("<li")
    assert "<h1" in answer.text
