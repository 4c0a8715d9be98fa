"""Reconciliation answers as its OpenAPI description says, whatever is asked."""

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance)


def test_reconciliation_answers_as_described(app: Flask) -> None:
    described = schemathesis.openapi.from_wsgi("/reconcile/openapi.json", app)
    described.validate()
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) == 22
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
                continue

            @settings(
                max_examples=15,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def answered(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=CHECKS)

            answered()
