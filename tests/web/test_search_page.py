"""The search page: filters, facets, paging, what it says when nothing is found."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

HOSTILE = (
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}{% for x in y %}",
    "*" * 300,
    "-" * 300,
    '"' * 299,
    "a OR b AND NOT (c:d) ~2 ^3 [a TO z] {x TO y} /re.*/",
    "'; DROP TABLE concept; --",
    "\u202e\u200f\u2066x",
    "\x00\x07\x1b",
    "\ufffd\ufdfa\U000e0001",
    "%s %d %(count)s {n}",
)


def heading_links(page: Any) -> list[str]:
    """Return the addresses of the concepts that were found, in order."""
    return [link for link in page.links() if link.startswith(("/en/heritage/", "/en/objects/"))]


@pytest.fixture
def get(client: FlaskClient, read_page: Callable[[str], Any]) -> Callable[..., Any]:
    def get(**query: Any) -> Any:
        answer = client.get("/en/search", query_string=query)
        assert answer.status_code == 200
        return read_page(answer.text)

    return get


def test_a_term_in_any_language_is_found(get: Callable[..., Any]) -> None:
    for text in ("library", "LIBRARY", "bibliothèque", "bibliotheque", "مكتبة", "图书馆", "ёлка"):
        page = get(q=text)
        assert "Nothing was found for" not in page.words(), text
        assert "1 concept found" in page.words() or "concepts found" in page.words()
        assert heading_links(page), text


def test_the_match_is_marked_and_named(client: FlaskClient) -> None:
    html = client.get("/en/search?q=Bücherei").text
    assert '<span lang="de" dir="ltr"><mark>Bücherei</mark></span>' in html
    assert "synonym, German" in html
    html = client.get("/en/search?q=library").text
    assert "<mark>library</mark>" in html


def test_filters_narrow_the_results_and_stay_chosen(get: Callable[..., Any]) -> None:
    everything = heading_links(get(q="resume"))
    assert len(everything) >= 2
    only = get(q="resume", vocabulary="objects")
    assert heading_links(only) == ["/en/objects/abstract"]
    assert only.named("option", value="objects")[0].keys() >= {"selected"}
    by_sector = get(q="resume", sector="archive")
    assert all("/heritage/" in link for link in heading_links(by_sector))
    assert by_sector.named("option", value="archive")[0].keys() >= {"selected"}
    by_language = get(q="book house", lang="fr")
    assert heading_links(by_language) == []
    assert "Search without filters" in by_language.words()


def test_facets_count_and_lead_to_what_they_say(
    client: FlaskClient, read_page: Callable[[str], Any], get: Callable[..., Any]
) -> None:
    page = get(q="resume", page="1")
    facets = [one for one in page.links() if "vocabulary=" in one]
    assert {parse_qs(urlsplit(one).query)["vocabulary"][0] for one in facets} == {
        "heritage",
        "objects",
    }
    for link in facets:
        chosen = parse_qs(urlsplit(link).query)
        assert chosen["q"] == ["resume"]
        assert "page" not in chosen
        found = heading_links(read_page(client.get(link).text))
        assert found
        assert all(f"/en/{chosen['vocabulary'][0]}/" in one for one in found)
    narrowed = read_page(client.get(facets[0]).text)
    assert narrowed.named("a", **{"aria-current": "true", "href": facets[0]})
    assert any("vocabulary" not in one and "q=resume" in one for one in narrowed.links())


def test_unknown_filters_are_left_aside(get: Callable[..., Any]) -> None:
    plain = heading_links(get(q="library"))
    others = {"status": "none", "group": "none", "below": "heritage/none"}
    assert heading_links(get(q="library", **others)) == plain
    assert heading_links(get(q="library", below="none")) == plain
    assert heading_links(get(q="library", vocabulary="none", sector="none", lang="!!")) == plain
    assert (
        heading_links(get(q="library", page="x", nothing="1", _scheme="q", endpoint="z")) == plain
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"vocabulary": "towers"}, "There is no vocabulary “towers”."),
        ({"sector": "circus"}, "There is no sector “circus”."),
        ({"status": "lost"}, "There is no status “lost”."),
        ({"group": "g-x"}, "There is no group “g-x”."),
        ({"below": "heritage/attic"}, "There is no concept “heritage/attic”."),
        ({"lang": "not a tag"}, "“not a tag” is not a language tag."),
        ({"vocabulary": "<b>y</b>"}, "There is no vocabulary “&lt;b&gt;y&lt;/b&gt;”."),
    ],
)
def test_unknown_filters_are_told(client: FlaskClient, given: dict[str, str], told: str) -> None:
    for query in ({"q": "library"}, {}):
        answer = client.get("/en/search", query_string={**query, **given})
        assert answer.status_code == 200
        assert told in answer.text
        assert "Such filters are left aside." in answer.text


def test_unknown_filters_are_told_in_the_reader_s_language(client: FlaskClient) -> None:
    text = client.get("/fr/search?q=library&vocabulary=tours&vocabulary=heritage").text
    assert "« tours »" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert re.search('<option value="heritage"[^>]* selected>', text)


def test_filters_that_there_are_and_empty_ones_are_not_told(client: FlaskClient) -> None:
    known = {"vocabulary": "heritage", "sector": "", "status": "approved", "lang": "fr"}
    text = client.get("/en/search", query_string={"q": "library", **known}).text
    assert "left aside" not in text


def test_no_more_than_a_few_unknown_filters_are_told(client: FlaskClient) -> None:
    many = [f"v{n}{'x' * 500}" for n in range(300)]
    text = client.get("/en/search", query_string={"q": "library", "vocabulary": many}).text
    assert text.count("There is no vocabulary") == 5
    told = re.findall("“(v[^”]*)”", text)
    assert max(map(len, told)) <= 101


def test_a_language_without_terms_is_shown_as_chosen(get: Callable[..., Any]) -> None:
    [chosen] = get(q="library", lang="nds").named("option", value="nds")
    assert "selected" in chosen


def test_pages_of_results(bundled_client: FlaskClient, read_page: Callable[[str], Any]) -> None:
    seen: list[str] = []
    link, pages = "/en/search?q=digital", 0
    while link:
        page = read_page(bundled_client.get(link).text)
        found = page.named("a", rel="next")
        seen += [a for a in page.links() if a.count("/") == 3 and "?" not in a and a[-1] != "/"]
        link, pages = found[0]["href"] if found else "", pages + 1
        assert pages < 30
    assert pages > 1
    assert len(seen) == len(set(seen)) > 20
    assert page.named("a", rel="prev")
    assert f"Page {pages} of {pages}" in page.words()


def test_a_page_beyond_the_last_leads_to_the_last(
    client: FlaskClient, bundled_client: FlaskClient, get: Callable[..., Any]
) -> None:
    answer = client.get("/en/search?q=library&lang=en&page=400")
    assert (answer.status_code, answer.location) == (303, "/en/search?q=library&lang=en")
    answer = bundled_client.get("/en/search?q=digital&page=99")
    assert answer.status_code == 303
    last = bundled_client.get(answer.location)
    assert last.status_code == 200
    assert 'rel="prev"' in last.text
    assert 'rel="next"' not in last.text
    assert client.get("/en/search?q=zzzzqqq&page=9").location == "/en/search?q=zzzzqqq"
    assert client.get("/en/search?page=9").location == "/en/search"
    assert heading_links(get(q="library", page="-1")) == heading_links(get(q="library"))
    assert heading_links(get(q="library", page="٣")) == heading_links(get(q="library"))


def test_did_you_mean(get: Callable[..., Any]) -> None:
    page = get(q="institutoin")
    assert "Nothing was found for" in page.words()
    assert "Did you mean" in page.words()
    assert "/en/search?q=institution" in page.links()


def test_a_suggestion_keeps_all_that_was_chosen(get: Callable[..., Any]) -> None:
    chosen = {"lang": "en", "vocabulary": "heritage", "sector": "library", "status": "approved"}
    chosen |= {"below": "heritage/institution", "group": "group-places"}
    (link,) = [one for one in get(q="librarry", **chosen).links() if "q=library" in one]
    assert parse_qs(urlsplit(link).query) == {n: [v] for n, v in {**chosen, "q": "library"}.items()}


def test_what_is_marked_was_asked_of_such_texts(client: FlaskClient) -> None:
    assert "<mark>library</mark>" in client.get("/en/search?q=term:library").text
    assert "<mark>" not in client.get("/en/search?q=library&lang=en").text.split("<ol")[0]
    definition = client.get("/en/search?q=definition:lends").text
    assert "<mark>lends</mark>" in definition
    assert "<mark>library</mark>" not in definition


def test_a_suggestion_says_its_language(client: FlaskClient) -> None:
    html = client.get("/en/search?q=Büchereii").text
    assert '<a lang="de" dir="ltr" href="/en/search?q=B%C3%BCcherei">Bücherei</a>' in html


def test_what_is_missing_is_said(get: Callable[..., Any]) -> None:
    page = get(q="published library zzzz")
    assert "No concept has all of these words" in page.words()
    assert heading_links(page) == ["/en/heritage/library"]
    assert "No concept has all" not in get(q="published documents").words()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('library "published doc', 'The quotation mark in "published doc is not closed'),
        ("library note:", "Nothing follows note: – a word"),
        ("library *", "An asterisk needs the beginning of a word"),
        ("-library", "There are only words to leave out"),
        ("a b c d e f g h i j k l m", "only the first 12 were used"),
        ("*brary library", "A sign in *brary was not used"),
        ("lang:fr library", "There is no field lang: and it was taken as a word"),
        ("-", "There is no word to look for"),
        ('note:"<b>', 'The quotation mark in "<b> is not closed'),
    ],
)
def test_what_could_not_be_used_is_told(get: Callable[..., Any], text: str, told: str) -> None:
    assert told in get(q=text).words()


def test_either_of_two_words_is_enough(client: FlaskClient) -> None:
    html = client.get("/en/search?q=library+OR+school").text
    assert "<mark>library</mark>" in html
    assert "<mark>school</mark>" in html
    assert "Did you mean" not in html


def test_each_unknown_word_is_mended_in_its_place(get: Callable[..., Any]) -> None:
    page = get(q="libruary OR schol")
    assert "Did you mean: library OR school" in " ".join(page.words().split())
    again = " ".join(get(q="xlibrary OR librarx OR librarxqqqz").words().split())
    assert "Did you mean: library OR library OR librarxqqqz" in again


def test_a_search_below_a_concept(
    client: FlaskClient, read_page: Callable[[str], Any], get: Callable[..., Any]
) -> None:
    concept = read_page(client.get("/en/heritage/institution").text)
    link = "/en/search?below=heritage/institution"
    assert link in concept.links()
    assert link not in read_page(client.get("/en/heritage/tree").text).links()
    empty = read_page(client.get(link).text)
    assert "Below: institution" in empty.words()
    assert "/en/heritage/?view=hierarchy&open=institution" in empty.links()
    page = get(q="l*", below="heritage/institution", status="approved", lang="en")
    assert heading_links(page) == ["/en/heritage/library"]
    assert page.named("input", type="hidden", name="below", value="heritage/institution")
    assert "/en/search?q=l*&status=approved&lang=en" in unquoted(page)
    assert "Search without filters" in get(q="zzzzz", below="heritage/institution").words()


def unquoted(page: Any) -> list[str]:
    return [unquote(link) for link in page.links()]


def test_a_search_in_a_group(
    client: FlaskClient, read_page: Callable[[str], Any], get: Callable[..., Any]
) -> None:
    link = "/en/search?vocabulary=heritage&group=group-places"
    group = "/en/heritage/?view=groups&group=group-places"
    for path in ("heritage/library", group.removeprefix("/en/")):
        assert link in read_page(client.get(f"/en/{path}").text).links()
    empty = read_page(client.get(link).text)
    assert "Group: Places" in empty.words()
    assert group in empty.links()
    assert "Places" in read_page(client.get(group).text).words()
    page = get(q="institution", group="group-places")
    assert heading_links(page) == ["/en/heritage/library"]
    assert page.named("input", type="hidden", name="group", value="group-places")
    assert "/en/search?q=institution" in page.links()


def test_facets_keep_all_that_was_chosen(get: Callable[..., Any]) -> None:
    chosen = {"q": "institution", "group": "group-places", "below": "heritage/institution"}
    chosen |= {"status": "approved", "lang": "en", "vocabulary": "heritage"}
    facets = [one for one in get(**chosen).links() if "sector=" in one]
    assert facets
    for link in facets:
        asked = parse_qs(urlsplit(link).query)
        assert {name: asked[name] for name in chosen} == {n: [v] for n, v in chosen.items()}


def test_withdrawn_concepts_are_marked_and_can_be_filtered(get: Callable[..., Any]) -> None:
    page = get(q="lending", status="deprecated")
    assert heading_links(page) == ["/en/heritage/old-word"]
    assert page.named("span", **{"class": "mark warn"})
    assert page.named("option", value="deprecated")[0].keys() >= {"selected"}
    assert "/en/heritage/old-word" not in heading_links(get(q="lending", status="approved"))


def test_an_identifier_is_named_as_such(get: Callable[..., Any]) -> None:
    page = get(q="old-word")
    assert heading_links(page) == ["/en/heritage/old-word"]
    assert "identifier: old-word" in page.words()


def test_every_example_of_the_help_finds_something(
    bundled_client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    page = read_page(bundled_client.get("/en/search").text)
    examples = [one for one in page.links() if one.startswith("/en/search?q=")]
    assert len(examples) == 8
    assert len(page.named("details", **{"class": "how"})) == 1
    for link in examples:
        found = read_page(bundled_client.get(link).text)
        assert "Nothing was found for" not in found.words(), link
        assert found.named("ol", **{"class": "results plain"})


def test_nothing_found_says_so_and_echoes_the_query(
    client: FlaskClient, get: Callable[..., Any]
) -> None:
    page = get(q="zzzzqqq")
    assert "Nothing was found for zzzzqqq" in page.words()
    assert '<strong dir="auto">zzzzqqq</strong>' in client.get("/ar/search?q=zzzzqqq").text
    assert "Did you mean" not in page.words()
    assert page.named("input", name="q")[0]["value"] == "zzzzqqq"
    assert page.named("div", role="status")


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u3000"])
def test_an_empty_query_is_an_invitation(get: Callable[..., Any], text: str) -> None:
    page = get(q=text)
    assert "Type a term in any language" in page.words()
    assert "Nothing was found for" not in page.words()


def test_an_overlong_query_is_cut(get: Callable[..., Any]) -> None:
    page = get(q="library " * 1000)
    assert len(page.named("input", name="q")[0]["value"]) <= 300
    assert page.named("input", name="q")[0]["maxlength"] == "300"
    assert "Only the first 300 characters were looked for." in page.words()
    assert "Only the first" not in get(q="library " * 30).words()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("ui", ["en", "ar"])
def test_a_hostile_query_is_only_text(
    client: FlaskClient, read_page: Callable[[str], Any], ui: str, text: str
) -> None:
    answer = client.get(f"/{ui}/search", query_string={"q": text})
    assert answer.status_code == 200
    page = read_page(answer.text)
    assert [one["src"].rpartition("/")[0] for one in page.named("script")] == ["/static"] * 2
    assert page.named("input", name="q")[0]["value"] == " ".join(text.split())


def test_a_query_is_not_kept_by_search_engines(get: Callable[..., Any]) -> None:
    assert get(q="library").named("meta", name="robots", content="noindex")
