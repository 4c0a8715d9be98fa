"""Doors held against their own OpenAPI descriptions: whatever is asked, they answer as they say."""

from collections.abc import Mapping, Sequence
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

UNPACKED = {"Accept-Encoding": "identity"}
"""The client asks for compressed answers by itself, and does not unpack them."""
WITHOUT_SHAPES = (not_a_server_error, status_code_conformance, content_type_conformance)
CHECKS = (*WITHOUT_SHAPES, response_headers_conformance, response_schema_conformance)


def operations_of(app: Flask, address: str) -> list[Any]:
    """Return the operations of the description at an address, which must be a valid one."""
    described = schemathesis.openapi.from_wsgi(address, app)
    described.validate()
    return [result.ok() for result in described.get_all_operations()]


def hold(
    operations: Sequence[Any],
    mode: GenerationMode,
    examples: int,
    checks: Sequence[Any] = CHECKS,
    headers: Mapping[str, str] = UNPACKED,
) -> set[str]:
    """Ask each operation as it is described, or against it, so often; fail where it is not met.

    Returns the names of those that were asked.
    """
    asked: set[str] = set()
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answered(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=[*checks], headers={**headers})
            asked.add(case.operation.label)

        answered()
    return asked
