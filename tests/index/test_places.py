"""The kind of a place tells which implementation keeps the index there."""

from pathlib import Path
from types import ModuleType

import pytest

from index import open_index, places
from index.embedded import EmbeddedIndex
from index.places import Address, MissingExtra, implementation

_FUNCTIONS = (
    "open_index", "revision_of", "verify_index", "status_of", "sweep_index", "build_index",
    "refresh_index", "change_index",
)  # fmt: skip


def test_a_folder_is_kept_by_the_embedded_index(tmp_path: Path) -> None:
    assert isinstance(open_index(tmp_path), EmbeddedIndex)


@pytest.mark.parametrize("scheme", sorted(places.SCHEMES))
def test_each_scheme_has_an_implementation(scheme: str) -> None:
    pytest.importorskip(places.NEEDED[places.SCHEMES[scheme]][0])
    found = implementation(Address(f"{scheme.upper()}://a.example/words"))
    assert isinstance(found, ModuleType)
    assert found.__name__ == places.SCHEMES[scheme]
    assert all(callable(getattr(found, name)) for name in _FUNCTIONS)


def test_an_unknown_scheme_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"“solr” is not one of opensearch, .*https"):
        open_index(Address("solr://a.example/words"))


def test_a_library_that_is_not_there_is_told_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    assert places.missing_extra("opensearch://a.example") == "opensearch"
    assert places.missing_extra("solr://a.example") == ""
    with pytest.raises(MissingExtra, match="opensearch") as told:
        open_index(Address("opensearch+https://a.example/words"))
    assert told.value.extra == "opensearch"


@pytest.mark.parametrize(
    ("url", "is_usable"),
    [
        ("opensearch://a.example", True), ("opensearch://a:9200,b:9201/x", True),
        ("https://[::1]:9200/x", True), ("opensearch://", False), ("opensearch:///x", False),
        ("https://a,,b/x", False), ("https://a:0/x", False), ("https://a:port/x", False),
        ("https://[::1/x", False),
    ],
)  # fmt: skip
def test_hosts_and_ports_of_an_address(url: str, is_usable: bool) -> None:
    assert places.is_usable(url) == is_usable


def test_secrets_of_an_address_are_not_shown() -> None:
    shown = repr(Address("https://a.example/x", {"password": "hidden", "api_key": "hidden"}))
    assert "hidden" not in shown
