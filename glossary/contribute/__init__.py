"""People, proposals, decisions and their history: what the contributions database holds."""

DATABASE = "contributions.sqlite"
"""Its file in the instance folder, where no other database is set."""
