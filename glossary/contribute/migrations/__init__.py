"""How the tables of the contributions database came to be what they are (Alembic)."""
