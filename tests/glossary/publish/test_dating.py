"""When concepts were published as they are: moved by what they say, not by their neighbours."""

from collections.abc import Callable

import pytest

from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings
from index import Version

_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://words.example/s> a skos:ConceptScheme ; skos:prefLabel "Boats"@en .
"""


def _write(settings: Settings, **concepts: str) -> None:
    said = "".join(
        f"<http://words.example/{id}> a skos:Concept ; skos:inScheme <http://words.example/s> ;"
        f" {more} .\n"
        for id, more in concepts.items()
    )
    (settings.vocabularies / "boats.ttl").write_text(_HEAD + said, "utf-8")


def _versions(settings: Settings, *ids: str) -> list[Version]:
    index = Reader(settings).index
    return [found for id in ids if (found := index.version("boats", id)) is not None]


@pytest.mark.parametrize("anew", [False, True])
def test_what_says_something_else_is_published_again(
    make_site: Callable[[], Settings], anew: bool
) -> None:
    settings = make_site()
    punt, raft = 'skos:prefLabel "punt"@en', 'skos:prefLabel "raft"@en'
    beside = "; skos:related <http://words.example/punt>"
    _write(settings, punt=punt, raft=raft + beside, canoe='skos:prefLabel "canoe"@en')
    publish(settings)
    first = _versions(settings, "punt", "raft", "canoe")
    assert all(one.is_new and one.published == first[0].published for one in first)
    _write(settings, punt='skos:prefLabel "flat punt"@en', raft=raft + beside, kayak=punt)
    publish(settings, anew=anew)
    changed, same, new = _versions(settings, "punt", "raft", "kayak")
    assert changed.published > first[0].published
    assert (changed.is_new, new.is_new) == (False, True)
    assert new.published >= changed.published
    assert same == first[1]  # only the name of its neighbour is another
    assert _versions(settings, "canoe") == []
    publish(settings, anew=anew)
    assert _versions(settings, "punt", "raft", "kayak") == [changed, same, new]
    found = Reader(settings).by_date("boats", date="published")
    assert {one.id for one in found[:2]} == {"punt", "kayak"}
    assert found[2].id == "raft"
