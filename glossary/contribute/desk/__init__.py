"""To do translators: the worklist, the queue, drafts, and what a catalog lacks."""
