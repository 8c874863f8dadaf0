"""The SPARQL 1.1 Protocol against the running server.

The rows of `READING` restate what the W3C's test suite for the protocol asks of a service that reads
(https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/): which requests succeed, which must not, and what an
answer must be.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
import rdflib

from tests.serve.running import JSON, Server

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
GRAPH = "https://w3id.org/biotech-pipeline/graph/"
ONE, TWO = f"{GRAPH}filing-immunogen-8k-2013-11-05", f"{GRAPH}filing-seattle-genetics-8k-2011-08-19"
TABLES = {JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}


@dataclass(frozen=True)
class Row:
    """A request, and what its answer must be."""

    name: str
    method: str
    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    answer: bool | None = None


def parsed(body: bytes, syntax: str) -> rdflib.Graph:
    with warnings.catch_warnings():
        # rdflib warns of its own use of what it has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=body, format=syntax)


def form(**values: str) -> bytes:
    return urlencode(values).encode()


def get(name: str, status: int = 200, answer: bool | None = None, *, more: str = "", **values: str) -> Row:
    named = {key.replace("_", "-"): value for key, value in values.items()}
    return Row(name, "GET", f"/sparql?{urlencode(named)}{more}", status, answer=answer)


def post(name: str, kind: str, body: bytes, status: int = 200, answer: bool | None = None, *, path: str = "") -> Row:
    return Row(name, "POST", f"/sparql{path}", status, {"Content-Type": kind}, body, answer)


ASK = "ASK {}"
IN_DEFAULT = f"ASK {{ <{GRAPH.replace('graph/', 'filing/')}immunogen-8k-2013-11-05> ?p ?o }}"
IN_NAMED = f"ASK {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}"
BOTH = "ASK { GRAPH ?g { ?s a ?a } GRAPH ?h { ?t a ?b } FILTER (?g != ?h) }"

READING = (
    get("query_get", answer=True, query=ASK),
    post("query_post_form", FORM, form(query=ASK), answer=True),
    post("query_post_direct", DIRECT, b"ASK {}", answer=True),
    post("query_post_direct with a charset", f"{DIRECT}; charset=utf-8", b"ASK {}", answer=True),
    get("query_dataset_default_graph", answer=True, query=IN_DEFAULT, default_graph_uri=ONE),
    get("query_dataset_default_graph elsewhere", answer=False, query=IN_DEFAULT, default_graph_uri=TWO),
    get(
        "query_dataset_default_graphs_get",
        answer=True,
        query=IN_DEFAULT,
        more=f"&default-graph-uri={quote(ONE)}&default-graph-uri={quote(TWO)}",
    ),
    post(
        "query_dataset_default_graphs_post",
        DIRECT,
        IN_DEFAULT.encode(),
        answer=True,
        path=f"?default-graph-uri={quote(ONE)}&default-graph-uri={quote(TWO)}",
    ),
    get("query_dataset_named_graphs_get", answer=True, query=IN_NAMED, named_graph_uri=ONE),
    get("query_dataset_named_graphs_get elsewhere", answer=False, query=IN_NAMED, named_graph_uri=TWO),
    post(
        "query_dataset_named_graphs_post",
        DIRECT,
        BOTH.encode(),
        answer=True,
        path=f"?named-graph-uri={quote(ONE)}&named-graph-uri={quote(TWO)}",
    ),
    post(
        "one named graph is not two", FORM, form(query=BOTH) + b"&named-graph-uri=" + quote(ONE).encode(), answer=False
    ),
    get("named graphs alone leave the default graph empty", answer=False, query=IN_DEFAULT, named_graph_uri=ONE),
    get(
        "query_dataset_full",
        answer=True,
        query=f"ASK {{ GRAPH <{TWO}> {{ ?s a ?x }} <{ONE.replace('graph/filing-', 'filing/')}> a ?y }}",
        more=f"&default-graph-uri={quote(ONE)}&named-graph-uri={quote(TWO)}",
    ),
    get("a graph that is not there is empty", answer=False, query="ASK {?s ?p ?o}", default_graph_uri="urn:x"),
    get("query_content_type_select", query="SELECT (1 AS ?value) {}"),
    get("query_content_type_ask", answer=True, query=ASK),
    get("without a graph, all graphs are one", answer=True, query=IN_DEFAULT),
    get("bad_query_syntax", 400, query="ASK {"),
    get("bad_query_syntax: no query language", 400, query="what is in the clinic?"),
    get("bad_multiple_queries", 400, query=ASK, more="&query=ASK+%7B%7D"),
    get("a query of nothing", 400, query=""),
    get("no query but another parameter", 400, default_graph_uri=ONE),
    get("a graph that is no IRI", 400, query=ASK, default_graph_uri="not an iri"),
    Row("bad_query_method", "PUT", f"/sparql?{urlencode({'query': ASK})}", 405),
    Row("bad_query_method: DELETE", "DELETE", "/sparql", 405),
    post("bad_query_wrong_media_type", "text/plain", b"ASK {}", 415),
    Row("bad_query_missing_form_type", "POST", "/sparql", 415, {}, form(query=ASK)),
    post("bad_query_missing_direct_type", "", b"ASK {}", 415),
    post("bad_query_non_utf8", f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
    post("bytes that are not UTF-8", DIRECT, b"ASK { ?s ?p '\xff' }", 400),
    post("a form that is not UTF-8", FORM, b"query=ASK+%7B%7D%FF", 400),
    post("a form without a query", FORM, b"", 400),
    post("query twice, in the address and the body", DIRECT, b"ASK {}", 400, path="?query=ASK+%7B%7D"),
    post("update_post_form", FORM, form(update="CLEAR ALL"), 403),
    post("update_post_direct", "application/sparql-update", b"CLEAR ALL", 403),
    get("bad_update_get", 400, update="CLEAR ALL"),
    get("an update as a query", 400, query="CLEAR ALL"),
    post("an update as a query, direct", DIRECT, b"INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400),
)


@pytest.mark.parametrize("row", READING, ids=lambda row: row.name)
def test_requests(server: Server, row: Row) -> None:
    answer = server.call(row.method, row.path, headers=row.headers, body=row.body)
    assert answer.status == row.status, answer.text
    if row.status >= 400:
        assert answer.media_type == "text/plain"
        assert len(answer.text.splitlines()) == 1
        assert answer.text.strip()
    else:
        assert answer.media_type in TABLES
    if row.answer is not None:
        assert json.loads(answer.body)["boolean"] is row.answer


SELECT = 'SELECT ?n ?w ?none { VALUES (?n ?w) { (1 "a,\\"b\\"\\n<c>&") (2 "d"@en) } } ORDER BY ?n'


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.2", "text/csv"),
        (f"{JSON};q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png", None),
        ("text/turtle", None),
        (f"{JSON};q=0", None),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(server: Server, accept: str, given: str | None) -> None:
    answer = server.ask(SELECT, accept)
    if given is None:
        assert answer.status == 406
        assert JSON in answer.text
    else:
        assert (answer.status, answer.media_type) == (200, given)


@pytest.mark.parametrize(
    ("accept", "given", "syntax"),
    [
        ("", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/html;q=0.8, application/rdf+xml;q=0.9", "application/rdf+xml", "xml"),
        (JSON, None, ""),
    ],
)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s a pipe:Filing ; pipe:formType ?t }", f"DESCRIBE <{ONE}>"])
def test_triples_come_in_the_format_that_is_liked_best(
    server: Server, accept: str, given: str | None, syntax: str, query: str
) -> None:
    answer = server.ask(query, accept)
    if given is None:
        assert answer.status == 406
        return
    assert (answer.status, answer.media_type) == (200, given)
    read = parsed(answer.body, syntax)
    assert len(read) == (6 if query.startswith("CONSTRUCT") else 0)


def test_the_formats_say_the_same(server: Server) -> None:
    found = json.loads(server.ask(SELECT).body)
    assert found["head"]["vars"] == ["n", "w", "none"]
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert found["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "1", "datatype": integer}, "w": {"type": "literal", "value": 'a,"b"\n<c>&'}},
        {
            "n": {"type": "literal", "value": "2", "datatype": integer},
            "w": {"type": "literal", "value": "d", "xml:lang": "en"},
        },
    ]
    rows = list(csv.reader(io.StringIO(server.ask(SELECT, "text/csv").text, newline="")))
    assert rows == [["n", "w", "none"], ["1", 'a,"b"\n<c>&', ""], ["2", "d", ""]]
    tsv = server.ask(SELECT, "text/tab-separated-values").text
    assert tsv == '?n\t?w\t?none\n1\t"a,\\"b\\"\\n<c>&"\t\n2\t"d"@en\t\n'
    xml = ET.fromstring(server.ask(SELECT, "application/sparql-results+xml").text)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [e.text for e in xml.iter(f"{space}literal")] == ["1", 'a,"b"\n<c>&', "2", "d"]


@pytest.mark.parametrize(("name", "given"), [("csv", "text/csv"), ("xml", "application/sparql-results+xml")])
def test_a_format_can_be_named_in_the_address(server: Server, name: str, given: str) -> None:
    assert server.ask("ASK {}", JSON, format=name).media_type == given
    assert server.ask("ASK {}", JSON, format="pdf").status == 406


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    for accept, syntax in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        answer = server.get("/sparql", accept)
        assert answer.status == 200
        graph = parsed(answer.body, syntax)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{server.address}/sparql")
        assert (service, sd.feature, sd.UnionDefaultGraph) in graph
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
        assert (service, sd.feature, sd.DereferencesURIs) not in graph


def test_head_gives_the_head_alone(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': SELECT})}"
    got, head = server.call("GET", path), server.call("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_pages_of_other_servers_may_ask(server: Server) -> None:
    preflight = server.call(
        "OPTIONS", "/sparql", headers={"Origin": "http://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status == 204
    for answer in (preflight, server.ask("ASK {}"), server.ask("ASK {")):
        assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]


def test_text_goes_there_and_back_whole(server: Server) -> None:
    words = "α-β 東京 \U0001f9ea é e\u0301 \u202e \u2028"
    for kind in (JSON, "text/csv", "application/sparql-results+xml"):
        answer = server.ask(f'SELECT ("{words}" AS ?w) {{}}', kind)
        assert words in answer.text, kind
    escaped = server.ask('SELECT ("\\u03B1" AS ?w) {}')
    assert json.loads(escaped.body)["results"]["bindings"][0]["w"]["value"] == "α"
