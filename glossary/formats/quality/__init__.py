"""A vocabulary held against the rules beyond what reading it tells."""
