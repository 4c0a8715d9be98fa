"""Queries, alone and in batches, of both versions, and the candidates that answer them."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, g, request
from flask_babel import gettext

from glossary.errors import N_, GlossaryError, Invalid
from glossary.errors.plurals import NN_
from glossary.reader.reconciliation import (
    FEATURES,
    MOST_CANDIDATES,
    Candidate,
    Question,
    candidates,
    types,
)
from glossary.records import preferred
from glossary.web.context import reader
from glossary.web.reconcile import versions
from glossary.web.reconcile.door import Service, answer, chosen, route, spoken
from glossary.web.reconcile.extend import answer_extension
from glossary.web.reconcile.shapes import DraftQuery, OldQuery, checked, json_body, parsed
from glossary.web.reconcile.words import described, type_shape

_DEFAULT_LIMIT = 10
_NAMES = "glossary.reconcile.features"
"""Under this an application has the names of features by language."""


class TooMany(GlossaryError):
    """More was sent at once than the manifest says."""

    status = 413
    code = "too_many"


def given(name: str) -> str | None:
    """Return what was sent under a name, in the address or in a form."""
    return request.args.get(name, request.form.get(name))


def is_query() -> bool:
    """Return whether the request asks for more than the manifest."""
    return any(given(name) is not None for name in ("queries", "query", "extend"))


def answer_queries(service: Service) -> Response:
    """Return the answers to `queries`, to one `query`, or to `extend`."""
    if (text := given("extend")) is not None:
        return answer_extension(service, parsed(text, "extend"))
    if (text := given("queries")) is not None:
        return answer(_batch(service, parsed(text, "queries")))
    text = given("query")
    if text is None:
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="queries", code="missing")
    return answer(_result(service, checked(OldQuery, _single(text), "query")))


def _single(text: str) -> Any:
    """Return a query that is alone: JSON, or the name itself with the rest beside it."""
    if text.lstrip().startswith("{"):
        return parsed(text, "query")
    made: dict[str, Any] = {"query": text}
    if (kind := given("type")) is not None:
        made["type"] = kind
    if (limit := given("limit")) is not None:
        made["limit"] = int(limit) if limit.isascii() and limit.isdecimal() else limit
    return made


def _batch(service: Service, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter="queries")
    check_size(len(value))
    asked = {key: checked(OldQuery, one, f"queries.{key[:80]}") for key, one in value.items()}
    return {key: _result(service, one) for key, one in asked.items()}


def check_size(count: int) -> None:
    """Raise TooMany for more queries than the manifest says."""
    most = reader().settings.max_reconciliation_queries
    if count > most:
        raise TooMany(
            NN_(
                "“%(parameter)s” holds more than %(most)s query.",
                "“%(parameter)s” holds more than %(most)s queries.",
                "most",
            ),
            parameter="queries",
            most=most,
        )


def _result(service: Service, query: OldQuery) -> dict[str, Any]:
    question = Question(
        query.query,
        service.lang,
        service.vocabularies,
        query.types(),
        query.type_strict == "all",
        query.type_strict == "should",
        tuple(one.condition() for one in query.properties),
        _limit(query.limit),
    )
    return {"result": _candidates(service, question, named=False)}


def _limit(value: float | None) -> int:
    return min(int(value or _DEFAULT_LIMIT), MOST_CANDIDATES)


@route("/match", "POST")
def match(service: Service) -> Response:
    """Return the candidates for a batch of queries in version 1.0-draft."""
    _, named = versions.asked()
    value = parsed(json_body(), "body")
    if not isinstance(value, dict) or not isinstance(value.get("queries"), list):
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="queries", code="missing")
    check_size(len(value["queries"]))
    asked = [
        checked(DraftQuery, one, f"queries.{place}") for place, one in enumerate(value["queries"])
    ]
    made = {"results": [{"candidates": _candidates(service, _question(service, one))}
                        for one in asked]}  # fmt: skip
    return answer(made, versions.DRAFT if named else "")


def _question(service: Service, query: DraftQuery) -> Question:
    """Return what a query asks for; further names and ids are conditions like all others."""
    names = [one for one in query.conditions if one.matchType in ("name", "id")]
    text = next((text for one in names for text in one.texts()), "")
    others = [one for one in query.conditions if one.matchType == "property"]
    return Question(
        text,
        query.lang or service.lang,
        service.vocabularies,
        (query.type,) if query.type else (),
        conditions=tuple(one.condition() for one in others),
        limit=_limit(query.limit),
    )


def _candidates(service: Service, question: Question, named: bool = True) -> list[dict[str, Any]]:
    """Return candidates; their features have names in the draft only."""
    found = candidates(reader(), question)
    return [_shape(service, one, named) for one in found]


def _shape(service: Service, one: Candidate, named: bool) -> dict[str, Any]:
    """Return a candidate as both versions have it."""
    record = one.record
    source = service.source(record["vocabulary"])
    terms = preferred(record["terms"])
    lang, name = chosen(terms, service, one.match.lang, source) or ("", record["id"])
    made = {"id": record["uri"], "name": name, **spoken(lang)}
    if text := described(service, record, one.match, name):
        made["description"] = text
    return {
        **made,
        "type": [type_shape(service, *kind) for kind in types.types_of(record)],
        "score": one.score,
        "match": one.sure,
        "features": _features(one.features, named),
    }


def _names() -> dict[str, str]:
    """Return the names of features; translating each of them again takes a quarter of the time."""
    return {id: gettext(text) for id, text in FEATURES.items()}


def _features(features: Mapping[str, float | bool], named: bool) -> list[dict[str, Any]]:
    """Return the features of a candidate, with their names where these are wanted."""
    if not named:
        return [{"id": id, "value": value} for id, value in features.items()]
    remembered = current_app.extensions.setdefault(_NAMES, {})
    names = remembered.get(g.ui) or remembered.setdefault(g.ui, _names())
    return [{"id": id, "name": names[id], "value": value} for id, value in features.items()]
