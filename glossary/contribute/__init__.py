"""People, proposals, decisions and their history: what the contributions database holds."""
