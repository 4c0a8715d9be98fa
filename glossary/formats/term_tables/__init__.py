"""Vocabularies as tables: a row for each concept, or one for each term; and word lists."""
