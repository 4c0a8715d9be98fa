"""The translator's desk: overview, entries, checks, files taken home and brought back."""
