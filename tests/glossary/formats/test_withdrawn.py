"""A withdrawn concept is found and tells its successor, but stands in no list."""

from glossary.reader import Reader


def test_it_is_found(reader: Reader) -> None:
    [hit] = reader.lookup("lending house")
    assert hit.id == "old-word"


def test_it_is_in_no_list(reader: Reader) -> None:
    listed = [
        entry.id
        for letter, _ in reader.letters("heritage", "en")
        for entry in reader.by_letter("heritage", "en", letter, 0, 100)
    ]
    tops = [entry.id for entry in reader.children("heritage", "", "en")]
    newest = [record["id"] for record in reader.newest(100)]
    completed = [completion.id for completion in reader.suggest("lending")]
    assert "library" in listed
    assert "institution" in tops
    assert "library" in newest
    assert "old-word" not in {*listed, *tops, *newest, *completed}
