"""What programs send, in both versions, as models: checked strictly, in the shape of the group's
JSON Schemas.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

from flask import request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.reader.reconciliation import Condition, Value
from glossary.web.reconcile.door import MOST_CHARACTERS

Model = TypeVar("Model", bound=BaseModel)
Text = Annotated[StrictStr, Field(max_length=MOST_CHARACTERS)]
_LARGE = 1e9
_MOST_VALUES = 100
_MOST_CONDITIONS = 50
_MOST_PROPERTIES = 200


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore")


class EntityValue(_Shape):
    """A concept as the value of a property."""

    id: Text
    name: Text = ""


AnyValue = EntityValue | Text | StrictBool | StrictInt | StrictFloat
Values = AnyValue | Annotated[list[AnyValue], Field(max_length=_MOST_VALUES)]


def _values(given: Any) -> tuple[Value, ...]:
    found = given if isinstance(given, list) else [given]
    return tuple(
        Value(one.name, id=one.id) if isinstance(one, EntityValue) else Value(_written(one))
        for one in found
    )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _limit(value: float | None) -> float | None:
    if value is not None and not (1 <= value < _LARGE and value == int(value)):
        raise ValueError("not a positive whole number")
    return value


Limit = StrictInt | StrictFloat | None


class _Limited(_Shape):
    model_config = ConfigDict(extra="forbid")

    limit: Limit = None

    @field_validator("limit")
    @classmethod
    def _whole(cls, value: float | None) -> float | None:
        return _limit(value)


class OldProperty(_Shape):
    """A condition on a property in version 0.2."""

    pid: Text
    v: Values

    def condition(self) -> Condition:
        """Return the condition."""
        return Condition(self.pid, _values(self.v))


class OldQuery(_Limited):
    """A query in version 0.2."""

    query: Text = ""
    type: Text | Annotated[list[Text], Field(max_length=_MOST_VALUES)] = Field([])
    properties: Annotated[list[OldProperty], Field(max_length=_MOST_CONDITIONS)] = []
    type_strict: Literal["any", "should", "all"] = "any"

    @model_validator(mode="after")
    def _asks(self) -> "OldQuery":
        if "query" not in self.model_fields_set and not self.properties:
            raise ValueError("neither query nor properties")
        return self

    def types(self) -> tuple[str, ...]:
        """Return the ids of the types that are asked for."""
        return (self.type,) if isinstance(self.type, str) else tuple(self.type)


class DraftCondition(_Shape):
    """A condition in version 1.0-draft."""

    matchType: Literal["name", "id", "property"]
    propertyId: Text = ""
    propertyValue: Values
    required: StrictBool = False
    matchQuantifier: Literal["any", "all", "none"] = "any"
    matchQualifier: Text = ""

    @model_validator(mode="after")
    def _names_a_property(self) -> "DraftCondition":
        if self.matchType == "property" and not self.propertyId:
            raise ValueError("no propertyId")
        return self

    def texts(self) -> Iterator[str]:
        """Yield the values as texts, identifiers of concepts as they are."""
        for value in _values(self.propertyValue):
            yield value.id or value.text

    def condition(self) -> Condition:
        """Return a condition on a property."""
        values = _values(self.propertyValue)
        return Condition(self.propertyId, values, self.required, self.matchQuantifier)


class DraftQuery(_Limited):
    """A query in version 1.0-draft."""

    type: Text = ""
    lang: Text = ""
    dir: Literal["ltr", "rtl", "auto"] = "auto"
    conditions: Annotated[list[DraftCondition], Field(min_length=1, max_length=_MOST_CONDITIONS)]

    @field_validator("lang")
    @classmethod
    def _tag(cls, value: str) -> str:
        if value and not languages.is_well_formed(value):
            raise ValueError("not a language tag")
        return languages.canonical(value) if value else ""


class ExtendProperty(_Shape):
    """A property that is asked for, with settings."""

    id: Text
    settings: dict[str, Any] = {}


class ExtendQuery(_Shape):
    """The concepts and properties of an extension, in both versions."""

    ids: list[Text]
    properties: Annotated[list[ExtendProperty], Field(max_length=_MOST_PROPERTIES)]


def json_body() -> bytes:
    """Return the body of the request; raise Invalid where it is not JSON."""
    mime = request.mimetype
    if mime != "application/json" and not mime.endswith("+json"):
        raise Invalid(N_("The body must be JSON."), parameter="body", code="not_json")
    return request.get_data()


def parsed(text: str | bytes, parameter: str) -> Any:
    """Return JSON as Python values; raise Invalid for what is none."""
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        message = N_("“%(parameter)s” is not valid JSON.")
        raise Invalid(message, parameter=parameter, code="not_json") from error


def checked(model: type[Model], value: Any, parameter: str) -> Model:
    """Return a value as a model; raise Invalid that names the first part that is wrong."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join([parameter, *(str(part)[:80] for part in first["loc"])])
        message, code = _WRONG.get(first["type"], _UNUSABLE)
        raise Invalid(message, parameter=where, code=code) from error


_UNUSABLE = N_("“%(parameter)s” cannot be used."), "invalid"
_WRONG = {
    "missing": (N_("“%(parameter)s” is missing."), "missing"),
    "extra_forbidden": (N_("There is no parameter “%(parameter)s”."), "unknown_parameter"),
}
