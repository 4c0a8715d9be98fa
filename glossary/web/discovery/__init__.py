"""How others find the glossary and follow it: crawlers, browsers, feed readers, other pages."""

from glossary.web.discovery import (
    activity,
    embedding,
    feed,
    labels,
    oembed,
    opensearch,
    robots,
    sitemap,
)
from glossary.web.discovery.door import door

__all__ = [
    "activity", "door", "embedding", "feed", "labels", "oembed", "opensearch", "robots", "sitemap",
]  # fmt: skip
