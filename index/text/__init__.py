"""How text is analysed: pure functions, used by all that reads or writes an index."""
