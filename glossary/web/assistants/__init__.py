"""Language models ask here, by the Model Context Protocol: tools, resources and prompts.

Only `protocol` and `serving` need its SDK; the rest is plain functions over the published glossary.
"""
