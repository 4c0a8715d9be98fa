"""The doors for accounts: signing in, one's own account, and people."""
