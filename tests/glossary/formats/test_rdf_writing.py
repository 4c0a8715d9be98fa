"""Nodes written in each syntax say the same, and nothing in a text is lost."""

import json

import pyoxigraph as ox
import pytest

from glossary.formats.rdf.writing import SYNTAXES, Node, Text

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "ex": "https://example.org/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE, EX = PREFIXES["rdf"] + "type", PREFIXES["ex"]
SUBJECT = "https://example.org/id/boat"
TEXTS = [
    "boat",
    'a \\ and a "quotation"',
    "two\nlines\r\nand\ta tab",
    "<b>&amp;</b> ]]> --",
    "زورق ‎(قارب)‎",
    "舟 𠮷 🛶",
    " spaces ",
    "",
    "it's @en ^^x",
    "{curly} %41 \\u0041",
]
_SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "rdf-xml": ox.RdfFormat.RDF_XML,
    "json-ld": ox.RdfFormat.JSON_LD,
}


def written(form: str, *nodes: Node) -> str:
    return "".join(SYNTAXES[form](iter(nodes), PREFIXES))


def graph(form: str, text: str) -> ox.Dataset:
    made = ox.Dataset(ox.parse(text.encode(), format=_SYNTAXES[form]))
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


def expected(*nodes: Node) -> ox.Dataset:
    """Return the graph that nodes are, made without a writer."""

    def name(text: str) -> ox.NamedNode | ox.BlankNode:
        return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)

    def value(one: str | Text) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(one, str):
            return name(one)
        kind = ox.NamedNode(one.datatype) if one.datatype else None
        return ox.Literal(one.text, language=one.lang or None, datatype=kind)

    made = ox.Dataset(
        ox.Quad(name(node.subject), ox.NamedNode(predicate), value(one))
        for node in nodes
        for predicate, one in node.said
    )
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


NODES = (
    Node(
        SUBJECT,
        (
            (TYPE, EX + "Boat"),
            (TYPE, "https://elsewhere.example/Thing"),
            *((EX + "label", Text(text, "en")) for text in TEXTS),
            *((EX + "plain", Text(text)) for text in TEXTS),
            (EX + "label", Text("Kahn", "de-AT")),
            (EX + "made", Text("1902-03-04", datatype=PREFIXES["xsd"] + "date")),
            (EX + "odd", Text("x", datatype="https://elsewhere.example/type")),
            (EX + "part", "_:n1"),
            (EX + "seeAlso", "https://example.org/a?b=c&d='e'"),
            (EX + "seeAlso", "https://example.org/Größe"),
        ),
    ),
    Node("_:n1", ((EX + "label", Text("oar", "en")), (EX + "next", PREFIXES["rdf"] + "nil"))),
    Node("https://example.org/id/raft", ((EX + "label", Text("raft", "en")),)),
)


@pytest.mark.parametrize("form", SYNTAXES)
def test_each_syntax_says_the_same(form: str) -> None:
    assert graph(form, written(form, *NODES)) == expected(*NODES)


@pytest.mark.parametrize("form", SYNTAXES)
def test_the_letter_case_of_languages_and_the_order_stay(form: str) -> None:
    text = written(form, *NODES)
    assert "de-AT" in text
    assert text.index("id/boat") < text.index("id/raft")
    assert text == written(form, *NODES)


@pytest.mark.parametrize("form", SYNTAXES)
def test_a_file_without_nodes_is_whole(form: str) -> None:
    assert len(graph(form, written(form))) == 0


def test_what_an_address_cannot_hold_is_escaped() -> None:
    node = Node("https://example.org/a b", ((EX + "next", 'https://example.org/<c>"{}'),))
    for form in SYNTAXES:
        (quad,) = graph(form, written(form, node))
        assert str(quad.subject) == "<https://example.org/a%20b>"
        assert str(quad.object) == "<https://example.org/%3Cc%3E%22%7B%7D>"


def test_signs_that_xml_cannot_hold() -> None:
    node = Node(SUBJECT, ((EX + "label", Text("a\x0bb", "en")),))
    (quad,) = graph("rdf-xml", written("rdf-xml", node))
    assert quad.object.value == "a\ufffdb"
    for form in ("turtle", "n-triples", "json-ld"):
        assert graph(form, written(form, node)) == expected(node)


@pytest.mark.parametrize(
    ("predicate", "is_written"),
    [
        ("https://elsewhere.example/label", True),
        ("https://elsewhere.example/own#größe", True),
        ("urn:words:made-of", True),
        ("https://elsewhere.example/42", False),
    ],
)
def test_xml_names_properties_of_other_namespaces(predicate: str, is_written: bool) -> None:
    node = Node(SUBJECT, ((predicate, Text("boat")), (predicate, SUBJECT)))
    written = "".join(SYNTAXES["rdf-xml"]([node], PREFIXES))
    read = [quad.predicate.value for quad in ox.parse(written, ox.RdfFormat.RDF_XML)]
    assert read == [predicate] * 2 * is_written


def test_json_ld_has_its_context_in_the_file_and_a_line_for_each_node() -> None:
    text = written("json-ld", *NODES)
    assert json.loads(text)["@context"] == PREFIXES
    assert len(text.splitlines()) == 3 + len(NODES)


def test_what_xml_cannot_name_is_told_in_the_file() -> None:
    said = (EX + "1001", Text("a")), (EX + "1001", Text("b")), (EX + "a--1001", Text("c"))
    text = written("rdf-xml", Node(SUBJECT, ((EX + "kind", Text("boat")), *said)))
    assert f"<!-- {EX}1001 has no name in XML: 2 left out -->" in text
    assert len(graph("rdf-xml", text)) == 2
