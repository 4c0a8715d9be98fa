"""The manifest: what the service is called, which versions it speaks, and where its parts are."""

from typing import Any

from flask import Response, request
from flask_babel import gettext

from glossary import __version__, languages
from glossary.errors import N_
from glossary.reader.reconciliation import types
from glossary.web.context import reader
from glossary.web.reconcile import versions
from glossary.web.reconcile.door import Service, answer, chosen, route, spoken
from glossary.web.reconcile.queries import answer_queries, is_query

PREVIEW = {"width": 420, "height": 260}
SCHEMA_SPACE = "http://www.w3.org/2004/02/skos/core#"
_ID, _FLYOUT_ID = "{{id}}", "${id}"


@route("", "GET", "POST")
def endpoint(service: Service) -> Response:
    """Return the manifest, or the answers to what is asked in `queries`, `query` or `extend`."""
    if is_query() or request.method == "POST":
        return answer_queries(service)
    version, named = versions.asked()
    made = _draft(service) if version == versions.DRAFT else _old(service)
    return answer(made, version if named else "", keep=True)


def _common(service: Service) -> dict[str, Any]:
    lang, name = _name(service)
    return {
        "versions": list(versions.VERSIONS),
        "name": name,
        **spoken(lang),
        "documentation": service.address("/features"),
        "logo": f"{reader().site().base_url}/static/icon.svg",
        "serviceVersion": __version__,
        "defaultTypes": default_types(service),
        "batchSize": reader().settings.max_reconciliation_queries,
    }


def _name(service: Service) -> tuple[str, str]:
    """Return language and text of the name of the service."""
    settings = reader().settings
    lang, title = settings.title_in(interface(service))
    if not service.vocabulary:
        return lang, title
    described = reader().vocabulary(service.vocabulary)
    found = chosen(described["title"], service, described["source_language"])
    return (found[0], f"{found[1]} ({title})") if found else (lang, service.vocabulary)


def interface(service: Service) -> str:
    """Return the language of the interface that suits the service best."""
    spoken_here = reader().settings.interface_languages
    return languages.best(spoken_here, service.languages) or spoken_here[0]


def default_types(service: Service) -> list[dict[str, Any]]:
    """Return the types that are good choices: concept, and each vocabulary."""
    ids = service.vocabularies or reader().site().vocabularies
    concept = {"id": types.CONCEPT, "name": gettext(N_("Concept"))}
    found = [vocabulary_type(service, id) for id in ids]
    return found if service.vocabulary else [concept, *found]


def vocabulary_type(service: Service, id: str) -> dict[str, Any]:
    """Return a vocabulary as a type of entities."""
    described = reader().vocabulary(id)
    lang, name = chosen(described["title"], service, described["source_language"]) or ("", id)
    return {"id": id, "name": name, **spoken(lang)}


def _old(service: Service) -> dict[str, Any]:
    suggest = {
        name: {
            "service_url": service.address(),
            "service_path": f"/suggest/{name}",
            "flyout_service_url": service.address(),
            "flyout_service_path": f"/flyout/{name}?id={_FLYOUT_ID}",
        }
        for name in ("entity", "property", "type")
    }
    return {
        **_common(service),
        "identifierSpace": _identifier_space(service),
        "schemaSpace": SCHEMA_SPACE,
        "view": {"url": service.address(f"/view?id={_ID}")},
        "feature_view": {"url": service.address(f"/features?id={_ID}")},
        "preview": {"url": service.address(f"/preview?id={_ID}"), **PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {
                "service_url": service.address(),
                "service_path": "/extend/propose",
            },
            "property_settings": [
                {
                    "name": one["id"],
                    "label": one["name"],
                    "help_text": one["helpText"],
                    **{k: v for k, v in one.items() if k in ("type", "default", "choices")},
                }
                for one in _property_settings(service)
            ],
        },
    }


def _draft(service: Service) -> dict[str, Any]:
    return {
        **_common(service),
        "view": {"url": service.address("/view{?id}")},
        "featureView": {"url": service.address("/features{?id}")},
        "preview": PREVIEW,
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": _property_settings(service)},
        "standardizedScore": True,
    }


def _identifier_space(service: Service) -> str:
    if service.vocabulary:
        return str(reader().vocabulary(service.vocabulary)["uri"])
    return f"{reader().site().base_url}/id/"


def _property_settings(service: Service) -> list[dict[str, Any]]:
    """Return what can be set for each property of an extension, in the words of the draft."""
    choices = [
        {"value": "entity", "name": gettext(N_("Concepts, to go on with"))},
        {"value": "literal", "name": gettext(N_("Names"))},
        {"value": "id", "name": gettext(N_("Permanent addresses"))},
    ]
    return [
        {
            "id": "limit",
            "name": gettext(N_("Most values")),
            "type": "number",
            "default": 0,
            "helpText": gettext(N_("Most values in a row; 0 for all.")),
        },
        {
            "id": "lang",
            "name": gettext(N_("Language")),
            "type": "text",
            "default": service.lang,
            "helpText": gettext(N_("Its tag, for example fr; leave it empty for all languages.")),
        },
        {
            "id": "content",
            "name": gettext(N_("Related concepts as")),
            "type": "select",
            "default": "entity",
            "helpText": gettext(N_("How related concepts are given.")),
            "choices": choices,
        },
    ]
