"""How an index at OpenSearch is built and changed."""
