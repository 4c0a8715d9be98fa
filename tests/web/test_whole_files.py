"""Whole vocabularies over the web: complete, out of one publication, made while they are sent."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.formats import skos
from glossary.formats.registry import FORMATS
from glossary.model import Concept
from glossary.publish import publish
from glossary.records import MOST_NEIGHBOURS
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.linked_data.downloads import gathered
from glossary.web.server import is_quick
from glossary.web.server.front import Beside

BASE = "http://127.0.0.1:8000"
ENDINGS = [one.ending for one in FORMATS.values() if one.has_profiles]


def _read(content: bytes, file: Path) -> dict[str, Concept]:
    file.write_bytes(content)
    read, findings = skos.read(file, BASE)
    assert not [one for one in findings if one.rule != "language"]
    return read.concepts


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_vocabulary_is_there_whole(
    client: FlaskClient, site: Settings, tmp_path: Path, ending: str
) -> None:
    answer = client.get(f"/heritage{ending}?profile=skos-xl")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f"heritage{ending}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    read = _read(answer.data, tmp_path / f"heritage{ending}")
    source, _ = skos.read(site.vocabularies / "heritage.ttl", BASE)
    assert read.keys() == source.concepts.keys()
    for id, concept in read.items():
        own = source.concepts[id]
        assert {term for term in own.terms if term.lang == "en"} == {
            term for term in concept.terms if term.lang == "en"
        }
        assert set(concept.broader) == set(own.broader)
        assert set(concept.narrower) == set(own.narrower)
    assert any(term.lang == "fr" and term.grammar for term in read["library"].terms)


def test_every_format_is_there(client: FlaskClient) -> None:
    for form in FORMATS.values():
        more = {"format": form.name, "lang": "en,fr"}
        answer = client.get(f"/heritage{form.ending}", query_string=more)
        assert answer.status_code == (200 if form.is_there else 503), form.name
        if not form.is_there:
            continue
        assert answer.headers["Content-Type"].startswith(form.media_type)
        assert answer.data


def test_only_some_languages(client: FlaskClient) -> None:
    text = client.get("/heritage.nt?lang=fr,de").get_data(as_text=True)
    assert "@fr ." in text
    assert "@en ." not in text
    assert client.get("/heritage.nt?lang=%21").status_code == 400


def test_the_same_again_is_not_sent(client: FlaskClient) -> None:
    first = client.get("/heritage.ttl")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/heritage.ttl", headers=tag).status_code == 304
    head = client.head("/heritage.ttl")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]


def test_it_is_compressed_bit_by_bit(client: FlaskClient) -> None:
    packed = client.get("/heritage.ttl", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get("/heritage.ttl").data


@pytest.mark.parametrize("place", ["/nothing.ttl", "/heritage.docx", "/nothing.terms.csv"])
def test_what_is_not_there(client: FlaskClient, place: str) -> None:
    assert client.get(place, follow_redirects=True).status_code == 404


def test_what_is_published_meanwhile_is_not_mixed_in(own_site: Settings) -> None:
    client = create_app(own_site, config={"TESTING": True}).test_client()
    before = client.get("/heritage.nt").data
    begun = client.get("/heritage.nt", buffered=False)
    pieces = begun.iter_encoded()
    first = next(pieces)
    file = own_site.vocabularies / "heritage.ttl"
    for number in range(3):
        text = file.read_text("utf-8").replace("book house", f"book shelter {number}")
        file.write_text(text, "utf-8")
        publish(own_site, anew=True)
    assert first + b"".join(pieces) == before
    begun.close()
    assert client.get("/heritage.nt").data != before


def test_a_client_that_goes_away_ends_the_work(app: Flask) -> None:
    answer = app.test_client().get("/heritage.nt", buffered=False)
    next(answer.iter_encoded())
    answer.close()
    assert app.test_client().get("/heritage.nt").status_code == 200


def test_very_many_narrower_concepts_and_members_are_all_there(
    own_site: Settings, tmp_path: Path
) -> None:
    count = 3 * MOST_NEIGHBOURS + 7
    leaves = "".join(
        f'<leaf-{n}> a skos:Concept ; skos:prefLabel "leaf {n}"@en ; skos:broader <tree> .\n'
        for n in range(count)
    )
    members = ", ".join(f"<leaf-{n}>" for n in range(count))
    (own_site.vocabularies / "woods.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<tree> a skos:Concept ; skos:prefLabel "tree"@en .\n'
        f'<all> a skos:Collection ; skos:prefLabel "All"@en ; skos:member {members} .\n{leaves}',
        "utf-8",
    )
    publish(own_site)
    client = create_app(own_site, config={"TESTING": True}).test_client()
    lines = client.get("/woods.nt").get_data(as_text=True).splitlines()
    assert len({line for line in lines if "core#narrower>" in line}) == count
    assert len({line for line in lines if "core#member>" in line}) == count
    assert len([line for line in lines if "hasTopConcept" in line]) == 1
    group = client.get("/woods/all.nt").get_data(as_text=True)
    assert group.count("core#member>") == count


def test_pieces_are_gathered_but_for_the_first() -> None:
    pieces = [b"a", *[b"b" * 1000] * 200]
    found = list(gathered(iter(pieces)))
    assert found[0] == b"a"
    assert b"".join(found) == b"".join(pieces)
    assert len(found) < 10
    assert list(gathered([])) == [b""]


def test_work_beside_the_loop_is_ended_with_the_answer() -> None:
    closed = []

    class Answer(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    class Threads:
        def apply(self, function, values):  # type: ignore[no-untyped-def]
            return function(*values)

    made = Beside(Answer([b"1", b"2"]), Threads())  # type: ignore[arg-type]
    assert list(made) == [b"1", b"2"]
    made.close()
    assert closed == [True]
    assert not is_quick("/heritage.ttl")
    assert is_quick("/heritage/library.ttl")
    assert is_quick("/static/style.css")
