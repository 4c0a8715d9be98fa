"""Reconciliation: the Entity Reconciliation API, versions 0.2 and 1.0-draft."""

from glossary.web.reconcile import extend, manifest, preview, queries, suggest
from glossary.web.reconcile.door import door

__all__ = ["door", "extend", "manifest", "preview", "queries", "suggest"]
