"""Reconciliation answers as its OpenAPI description says, whatever is asked."""

import pytest
from flask import Flask
from schemathesis import GenerationMode

from tests.web.described import WITHOUT_SHAPES, hold, operations_of


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_reconciliation_answers_as_described(app: Flask, mode: GenerationMode) -> None:
    operations = operations_of(app, "/reconcile/openapi.json")
    assert len(operations) == 22
    assert (
        len(hold(operations, mode, examples=15, checks=WITHOUT_SHAPES, headers={}))
        >= len(operations) // 2
    )
