from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import skos
from glossary.formats.skos import ids
from glossary.formats.skos.ids import assigned, id_of, kept_ids, lines, longer, remembered
from tests.glossary.conftest import BASE, PREFIXES, ReadSkos

SHELF, BOX, CHEST = (f"http://e.org/{kind}/7" for kind in ("shelf", "box", "chest"))


@pytest.mark.parametrize("uri", ["http://e.org/v/..", "http://e.org/v/%2e", "urn:x/%00", "#", "/"])
def test_what_no_address_can_hold_is_told_apart_by_a_hash(uri: str) -> None:
    assert id_of(uri).startswith("c-")
    assert id_of(uri) == id_of(uri) != id_of(uri + "x")


def test_a_very_long_id_is_cut() -> None:
    one, other = (f"http://e.org/{'long' * 100}{n}" for n in range(2))
    assert len(id_of(one)) == len(id_of(other)) < ids.MOST_CHARACTERS
    assert id_of(one) != id_of(other)


@pytest.mark.parametrize(
    ("uri", "id"),
    [
        ("http://e.org/0331/id", "0331-id"),
        ("https://e.org/v/n4#this", "n4-this"),
        ("http://e.org/list.php?term=5", "list.php-term=5"),
        ("http://e.org/7", "7-"),
        ("urn:x:7", "urn:x:7-"),
    ],
)
def test_two_parts_of_a_uri_where_it_has_them(uri: str, id: str) -> None:
    assert longer(uri).startswith(id)


def test_ids_are_unique_whatever_the_uris() -> None:
    uris = [SHELF, BOX, "http://e.org/v/shelf-7", "http://f.org/shelf/7", "http://e.org/v/8"]
    found = assigned(uris, {})
    assert len(set(found.values())) == len(uris)
    assert (found["http://e.org/v/shelf-7"], found["http://e.org/v/8"]) == ("shelf-7", "8")
    assert found == assigned(reversed(uris), {})


def test_a_new_release_keeps_the_ids_and_gives_none_away() -> None:
    first = assigned([SHELF], {})
    assert first == {SHELF: "7"}
    kept = remembered(first, [BOX, SHELF])
    second = assigned([BOX, SHELF], kept)
    assert (second[SHELF], second[BOX]) == ("7", "box-7")
    third = assigned([BOX, CHEST], remembered(second, [BOX, CHEST]))
    assert third[BOX] == "box-7"
    assert remembered(second, []) == {}


def test_kept_ids_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "words.ids"
    assert kept_ids(file) == {}
    file.write_text("# kept\n" + lines({SHELF: "7"}), "utf-8")
    assert kept_ids(file) == {SHELF: "7"}
    turtle = f'<{SHELF}> a skos:Concept ; skos:prefLabel "shelf"@en . '
    turtle += f'<{BOX}> a skos:Concept ; skos:prefLabel "box"@en .'
    (tmp_path / "words.ttl").write_text(PREFIXES + turtle, "utf-8")
    assert list(skos.read(tmp_path / "words.ttl", BASE)[0].concepts) == ["7", "box-7"]


@pytest.mark.parametrize("line", ["7", "7\t", "\turn:x", "7\turn:a\n7\turn:b"])
def test_a_bad_line_is_told(tmp_path: Path, line: str) -> None:
    file = tmp_path / "words.ids"
    file.write_text(line, "utf-8")
    with pytest.raises(BrokenSource, match=r"words\.ids, line \d: a line is an id"):
        kept_ids(file)


def test_a_group_has_no_id_of_a_concept(read_skos: ReadSkos) -> None:
    found, _ = read_skos(
        f'<{SHELF}> a skos:Concept ; skos:prefLabel "shelf"@en .'
        f'<{BOX}> a skos:Collection ; skos:prefLabel "Boxes"@en ; skos:member <{SHELF}> .'
        f'<{CHEST}> a skos:Concept, skos:Collection ; skos:prefLabel "Both"@en ;'
        f" skos:member <{SHELF}> ."
    )
    every = [*found.concepts, *(group.id for group in found.groups)]
    assert len(set(every)) == len(every) == 4
