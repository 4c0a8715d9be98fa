"""Reconciliation: the Entity Reconciliation API, versions 0.2 and 1.0-draft."""

from glossary.web.reconcile import description, extend, manifest, preview, queries, suggest
from glossary.web.reconcile.door import door

__all__ = ["description", "door", "extend", "manifest", "preview", "queries", "suggest"]
