"""PO files: read without guessing or loss, changed in their bytes, written in one step."""
