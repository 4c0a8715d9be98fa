"""Feed readers and crawlers take the feed of changes and the sitemap of the service."""

import json

from tests.clients.conftest import Run


def test_feedparser_walks_the_feed_of_changes(service: str, python: Run) -> None:
    script = """
import json, sys
import feedparser
address, seen, pages = sys.argv[1], [], 0
while address:
    found = feedparser.parse(address)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10" and found.feed.title and found.feed.updated_parsed
    for one in found.entries:
        assert one.title and one.link and one.updated_parsed and one.tags[0].term == "created"
        assert one.content[0].type == "text/html", one.content[0].type
    seen += [one.id for one in found.entries]
    pages += 1
    following = [one.href for one in found.feed.links if one.rel == "next"]
    address = following[0] if following else None
print(json.dumps([pages, len(seen), len(set(seen))]))
"""
    pages, entries, concepts = json.loads(
        python(script, f"{service}/feed.atom?vocabulary=convergence&lang=ar")
    )
    assert pages > 1
    assert entries == concepts > 50


def test_the_sitemap_leads_a_crawler_to_every_concept(service: str, python: Run) -> None:
    script = """
import json, sys
from urllib.request import urlopen
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import parse
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
robots = RobotFileParser(sys.argv[1] + "/robots.txt")
robots.read()
places = []
for sitemap in robots.site_maps():
    for part in parse(urlopen(sitemap)).iter(LOC):
        places += [one.text for one in parse(urlopen(part.text)).iter(LOC)]
assert all(robots.can_fetch("somebot", place) for place in places)
assert len(set(places)) == len(places)
for place in places[:: len(places) // 20]:
    assert urlopen(place).status == 200
print(json.dumps(len(places)))
"""
    assert json.loads(python(script, service)) > 7 * 100
