"""Programs that reconcile: Python's `reconciler`, and the provider of `cocoda-sdk`."""

import json

from tests.clients.conftest import Run


def test_reconciler_fills_a_table(service: str, python: Run) -> None:
    # Only names with candidates: for others it asks for what numpy 2 no longer has.
    script = """
import sys
import pandas
from reconciler import reconcile
names = pandas.DataFrame({"term": ["Blue Shield", "Bouclier bleu"]})
found = reconcile(names["term"], top_res=1, reconciliation_endpoint=sys.argv[1])
print(found[["input_value", "id", "match"]].to_json(orient="records"))
"""
    made = json.loads(python(script, f"{service}/reconcile/convergence").splitlines()[-1])
    uri = f"{service}/id/convergence/blue-shield"
    assert [(one["id"], one["match"]) for one in made] == [(uri, True), (uri, True)]


def test_reconciler_asks_with_types_and_properties(service: str, python: Run) -> None:
    script = """
import sys
import pandas
from reconciler import reconcile
table = pandas.DataFrame({"term": ["Blue Shield"], "place": ["Bouclier bleu"]})
found = reconcile(
    table["term"], type_id="convergence", top_res=1, reconciliation_endpoint=sys.argv[1],
    property_mapping={"prefLabel@fr": table["place"]},
)
print(found[["id", "match"]].to_json(orient="records"))
"""
    (made,) = json.loads(python(script, f"{service}/reconcile").splitlines()[-1])
    assert (made["id"], made["match"]) == (f"{service}/id/convergence/blue-shield", True)


def test_cocoda_suggests_mappings(service: str, node: Run) -> None:
    module = """
import * as sdk from "cocoda-sdk"
const { cdk } = sdk
sdk.addAllProviders?.()
const [service] = process.argv.slice(2)
const scheme = { uri: `${service}/id/convergence/` }
const registry = cdk.initializeRegistry({
  uri: "urn:x-test:reconcile",
  provider: "ReconciliationApi",
  api: `${service}/reconcile/convergence/in/{language}`,
  schemes: [scheme],
})
const from = {
  uri: "urn:x-test:1",
  prefLabel: { fr: "Bouclier bleu" },
  inScheme: [{ uri: "urn:x-test:other" }],
}
const mappings = await registry.getMappings({ from, to: { inScheme: [scheme] }, mode: "or" })
console.log(JSON.stringify(mappings.map(one => [one.to.memberSet[0].uri, one.type[0]])))
"""
    first, *_ = json.loads(node(module, service).splitlines()[-1])
    assert first == [
        f"{service}/id/convergence/blue-shield",
        "http://www.w3.org/2004/02/skos/core#exactMatch",
    ]
