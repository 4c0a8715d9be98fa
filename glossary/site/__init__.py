"""A site's folder: its settings, its vocabularies and catalogs, and what is wrong with them."""
