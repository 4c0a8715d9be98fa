"""Reconciliation: which concept a name in somebody's data means, how surely, and why."""

from glossary.reader.reconciliation.candidates import MOST_CANDIDATES, Question, candidates
from glossary.reader.reconciliation.conditions import Condition
from glossary.reader.reconciliation.entities import entities, entity
from glossary.reader.reconciliation.properties import Value
from glossary.reader.reconciliation.scores import FEATURES, Candidate

__all__ = [
    "FEATURES", "MOST_CANDIDATES", "Candidate", "Condition", "Question", "Value", "candidates",
    "entities", "entity",
]  # fmt: skip
