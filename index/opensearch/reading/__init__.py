"""How an index at OpenSearch answers: each kind of question in few requests."""
