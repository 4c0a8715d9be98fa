"""The doors for proposals: made, reviewed, confirmed, and their history."""
