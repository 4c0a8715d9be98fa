"""How a generation answers: look-ups, completion, search, browsing."""
