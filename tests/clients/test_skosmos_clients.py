"""Programs that speak the Skosmos interface: skosmos-client, cocoda-sdk, skosmos-api-client."""

import json

from tests.clients.conftest import Run


def test_skosmos_client_makes_all_its_calls(service: str, python: Run) -> None:
    script = """
import functools, json, sys
import rdflib
# the client names no format, and newer rdflib takes what it does not know for Turtle
rdflib.Graph.parse = functools.partialmethod(rdflib.Graph.parse, format="xml")
from skosmos_client import SkosmosClient
base = sys.argv[1]
client = SkosmosClient(api_base=base + "/rest/v1/")
uri = base + "/id/convergence/blue-shield"
concept = client.get_concept("convergence", uri)
told = {
    "vocabularies": [one["id"] for one in client.vocabularies("en")],
    "search": [one["uri"] for one in client.search("blue s*", lang="en", vocabs=["convergence"])],
    "everywhere": client.search("museum", lang="en", maxhits=3, unique=True),
    "data": len(client.data(uri)),
    "own data": len(client.data(uri, "convergence")),
    "types": [one["uri"] for one in client.types("en")],
    "own types": [one["uri"] for one in client.types("fr", "convergence")],
    "vocabulary": client.get_vocabulary("convergence", "fr")["title"],
    "tops": len(client.top_concepts("convergence", "en")),
    "lookup": [one["uri"] for one in client.lookup("convergence", "Blue Shield", "en")],
    "groups": client.groups("convergence", "en"),
    "label": concept.label("fr"),
    "broader": concept.broader("en"),
    "narrower": concept.narrower("en"),
    "related": concept.related("en"),
    "up": list(concept.broaderTransitive("en")),
    "down": list(concept.narrowerTransitive("en")),
}
try:
    client.get_vocabulary("nowhere")
except ValueError as error:
    told["missing"] = str(error)
print(json.dumps(told))
"""
    told = json.loads(python(script, service).splitlines()[-1])
    uri = f"{service}/id/convergence/blue-shield"
    assert "convergence" in told["vocabularies"]
    assert told["search"] == [uri, f"{uri}-international", uri, uri]  # a row for each label
    assert told["lookup"] == [uri]
    assert told["everywhere"][0]["prefLabel"].lower() == "museum"
    assert told["data"] == told["own data"] > 10
    assert "http://www.w3.org/2004/02/skos/core#Concept" in told["types"]
    assert told["own types"]
    assert told["tops"] > 0
    assert told["label"]
    assert uri in told["up"]
    assert uri in told["down"]
    assert told["missing"] == "404 Not Found : Vocabulary id 'nowhere' not found."


def test_cocoda_browses_and_searches(service: str, node: Run) -> None:
    module = """
import * as sdk from "cocoda-sdk"
const { cdk } = sdk
sdk.addAllProviders?.()
const [service] = process.argv.slice(2)
const scheme = { uri: `${service}/id/convergence/`, VOCID: "convergence" }
const registry = cdk.initializeRegistry({
  uri: "urn:x-test:skosmos", provider: "SkosmosApi", api: `${service}/rest/v1/`, schemes: [scheme],
})
const [own] = await registry.getSchemes()
const found = await registry.search({ search: "blue shield", scheme, limit: 5 })
const asked = { uri: found[0].uri, inScheme: [scheme] }
const [concept] = await registry.getConcepts({ concepts: [asked] })
const tops = await registry.getTop({ scheme })
const suggested = await registry.suggest({ search: "museu", scheme, limit: 5 })
const narrower = await registry.getNarrower({ concept: { ...tops[0], inScheme: [scheme] } })
const ancestors = await registry.getAncestors({ concept: { ...concept, inScheme: [scheme] } })
const types = await registry.getTypes({ scheme })
console.log(JSON.stringify({
  title: own.prefLabel, found: found.map(one => one.uri), label: concept.prefLabel,
  tops: tops.length, suggested: suggested[1], narrower: narrower.length,
  ancestors: ancestors.length, types: types.map(one => one.uri),
}))
"""
    told = json.loads(node(module, service).splitlines()[-1])
    uri = f"{service}/id/convergence/blue-shield"
    assert uri in told["found"]
    assert told["label"]["en"] == "Blue Shield"
    assert told["tops"] > 0
    assert told["suggested"]


def test_skosmos_api_client_searches(service: str, node: Run) -> None:
    module = """
import { createRequire } from "node:module"
const create = createRequire(import.meta.url)("skosmos-api-client/lib/nodejs")
const [service] = process.argv.slice(2)
const client = create({ url: `${service}/rest/v1` })
const vocabularies = await client.vocabularies("en")
console.log(JSON.stringify({ calls: Object.keys(client), vocabularies }))
"""
    told = json.loads(node(module, service).splitlines()[-1])
    assert "convergence" in json.dumps(told["vocabularies"])
