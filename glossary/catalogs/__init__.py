"""Term catalogs: concepts as gettext messages and back, over Babel's own `Catalog`."""
