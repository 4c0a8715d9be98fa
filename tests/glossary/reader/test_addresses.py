import pytest

from glossary.reader import addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://w.example/sub/id/museum/a%2Fb", ("museum", "a/b")),
        ("https://W.example/sub/ar/museum/store?lang=ar#x", ("museum", "store")),
        ("http://w.example/sub/api/v1/concepts/museum/store", ("museum", "store")),
        ("http://w.example/sub/id/museum/store/", ("museum", "store")),
        ("http://w.example/id/museum/store", None),
        ("http://other.example/sub/id/museum/store", None),
        ("http://w.example/sub/museum", None),
        ("http://w.example/sub/fr/museum/store/history", None),
        ("http://[broken/sub/id/museum/store", None),
        ("museum/store", None),
    ],
)
def test_places_of_addresses(address: str, expected: tuple[str, str] | None) -> None:
    assert addresses.concept_at(address, "http://w.example/sub") == expected
