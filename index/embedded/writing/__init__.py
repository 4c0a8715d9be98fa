"""How a generation is built and changed."""
