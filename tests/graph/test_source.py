"""A store here and an endpoint elsewhere answer alike; what an endpoint does wrong is said in one line."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import EndpointError, KgError, LimitError, QueryError
from kg.graph import iris
from kg.graph.endpoint import Endpoint, open_endpoint
from kg.graph.namespace import term
from kg.graph.read import stored_entities, stored_facts, stored_filings
from kg.graph.source import Rows, Source, open_source
from kg.graph.store import memory_store
from kg.query import entity_card, find_entity, find_fact, list_questions, run_question, run_sparql
from tests.graph.loopback import Canned, Loopback, loopback
from tests.query.stores import gold_store

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUOTED = "SELECT ?q { ?e pipe:quote ?q } ORDER BY ?q LIMIT 3"


@pytest.fixture(scope="module")
def served() -> Iterator[Loopback]:
    with loopback(gold_store().inner) as server:
        yield server


@pytest.fixture(params=["store", "endpoint"])
def source(request: pytest.FixtureRequest, served: Loopback) -> Source:
    return gold_store() if request.param == "store" else open_endpoint(served.url)


def test_every_form_of_query_is_answered(source: Source) -> None:
    assert source.ask("ASK { ?s a pipe:Payment }")
    assert not source.ask("ASK { ?s a pipe:Nothing }")
    rows = source.select(QUOTED)
    assert rows.columns == ("q",)
    assert (len(rows.rows), rows.complete) == (3, True)
    iri = find_entity(source, "SGN-35").iri
    made = source.construct(f"CONSTRUCT {{ ?c pipe:n 1 }} {{ ?c a pipe:Compound FILTER(?c = <{iri}>) }}")
    n = NamedNode(iris.ONTOLOGY + "n")
    one = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert made.triples == (Triple(NamedNode(iri), n, one),)
    described = source.construct(f"DESCRIBE <{iri}>")
    assert Triple(NamedNode(iri), term("rdf:type"), term("pipe:Compound")) in described.triples


def test_a_query_of_another_form_is_refused(source: Source) -> None:
    with pytest.raises(QueryError, match="write ASK"):
        source.ask("SELECT * { ?s ?p ?o } LIMIT 1")
    with pytest.raises(QueryError, match="write SELECT"):
        source.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="write CONSTRUCT"):
        source.construct("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError) as caught:
        source.select("SELECT * {")
    assert "\n" not in str(caught.value)


def test_rows_are_limited_and_it_says_so(source: Source) -> None:
    assert source.select(QUOTED, rows=3).complete
    cut = source.select(QUOTED, rows=2)
    assert (cut.rows, cut.complete) == (source.select(QUOTED).rows[:2], False)
    some = source.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", rows=5)
    assert (len(some.triples), some.complete) == (5, False)
    assert not run_sparql(source, QUOTED, rows=1).complete
    assert not run_question(source, "payments", rows=1).complete


def test_what_runs_away_is_given_up() -> None:
    with pytest.raises(LimitError, match=r"longer than 0\.1 s and was given up"):
        gold_store().query(RUNAWAY, seconds=0.1)


def test_quads_and_graphs_are_the_same(served: Loopback) -> None:
    store, endpoint = gold_store(), open_endpoint(served.url)
    assert endpoint.named_graphs() == store.named_graphs()
    graph = store.named_graphs()[-1]
    for pattern in [(None, None, None, graph), (None, term("skos:prefLabel"), None, None)]:
        assert set(endpoint.quads(*pattern)) == set(store.quads(*pattern))
    assert endpoint.has(graph=graph)
    assert not endpoint.has(graph=NamedNode("http://x.example/g"))
    assert set(endpoint.in_memory()) == set(store.inner)


def test_reading_gives_the_same(served: Loopback) -> None:
    store, endpoint = gold_store(), open_endpoint(served.url)
    assert stored_filings(endpoint) == stored_filings(store)
    assert stored_entities(endpoint) == stored_entities(store)
    assert stored_facts(endpoint) == stored_facts(store)
    assert entity_card(endpoint, "sgn 35") == entity_card(store, "sgn 35")
    fact = stored_facts(store)[0]
    assert find_fact(endpoint, fact.iri) == fact


@pytest.mark.parametrize("name", [q.name for q in list_questions() if not any(p.required for p in q.parameters)])
def test_questions_give_the_same(name: str, served: Loopback) -> None:
    assert run_question(open_endpoint(served.url), name) == run_question(gold_store(), name)


def test_an_endpoint_without_a_union_is_told_its_graphs() -> None:
    with loopback(gold_store().inner) as server:
        server.union = False
        endpoint = open_endpoint(server.url)
        assert endpoint.graphs == tuple(g.value for g in gold_store().named_graphs())
        assert run_question(endpoint, "payments") == run_question(gold_store(), "payments")
        assert server.asked[-1]["named-graph-uri"] == server.asked[-1]["default-graph-uri"] == list(endpoint.graphs)


def test_rows_that_an_endpoint_leaves_out_are_missed() -> None:
    most = max(sum(1 for _ in gold_store().quads(graph=graph)) for graph in gold_store().named_graphs())
    with loopback(gold_store().inner) as server:
        server.at_most = most - 1
        assert set(open_endpoint(server.url).in_memory()) == set(gold_store().inner)
        server.at_most = 30
        with pytest.raises(EndpointError, match=r"gives \d+ of the \d+ triples of .*ResultSetMaxRows"):
            stored_facts(open_endpoint(server.url))


def test_a_cut_that_is_announced_is_told() -> None:
    body = {
        "head": {"vars": ["g"]},
        "results": {"bindings": [{"g": {"type": "uri", "value": "http://x.example/"}}] * 2},
    }
    canned = Canned(json.dumps(body).encode(), headers={"X-SPARQL-MaxRows": "2"})
    with loopback(canned=canned) as server:
        found = Endpoint(server.url).query("SELECT ?g { ?g ?p ?o }")
        assert isinstance(found, Rows)
        assert not found.complete
        with pytest.raises(EndpointError, match="only the first 2 rows"):
            Endpoint(server.url).named_graphs()


@pytest.mark.parametrize(
    ("canned", "error", "message"),
    [
        (Canned(status=401), EndpointError, "asks for a name and a password; write them into the address"),
        (Canned(status=403), EndpointError, "does not allow this"),
        (Canned(status=404), EndpointError, "has nothing at that address; the endpoint's path is often /sparql"),
        (Canned(status=405), EndpointError, "takes no queries by POST"),
        (Canned(status=429), EndpointError, "asked too often"),
        (Canned(b"no such prefix\nhere", "text/plain", 400), QueryError, "refuses the query: no such prefix here"),
        (Canned(b"out of memory", "text/plain", 500), EndpointError, "fails with status 500: out of memory"),
        (Canned(b"", "text/plain", 503), EndpointError, "fails with status 503: Service Unavailable"),
        (
            Canned(b"", status=301, headers={"Location": "http://other.example/q"}),
            EndpointError,
            "has moved to http://o",
        ),
        (Canned(b"<html></html>", "text/html"), EndpointError, "answers with text/html, not with SPARQL results"),
        (Canned(b'{"head":{},"bool'), EndpointError, "answers with what is not application/sparql-results+json"),
        (Canned(b"<html>"), EndpointError, "answers with what is not application/sparql-results+json"),
        (Canned(b'"a" <b> .', "application/n-triples"), EndpointError, "what is not application/n-triples"),
        (Canned(b'{"head":{},"bool', promised=99), EndpointError, "broke off in the middle"),
        (Canned(b"<a:a> <a:b> <a:c> .\n", "application/n-triples", promised=99), EndpointError, "broke off in the mid"),
        (Canned(b'{"head":{},"boolean":true}' + b" " * 5000), EndpointError, "answers with more than 4096 bytes"),
        (Canned(wait=5), LimitError, "took longer than 0.2 s"),
    ],
    ids=lambda value: str(value.status) + value.kind[-8:] if isinstance(value, Canned) else None,
)
def test_bad_answers(canned: Canned, error: type[KgError], message: str) -> None:
    with loopback(canned=canned) as server:
        with pytest.raises(error, match=re.escape(message)) as caught:
            Endpoint(server.url, largest=4096).ask("ASK { ?s ?p ?o }", seconds=0.2 if canned.wait else 5)
        assert "\n" not in str(caught.value)


def test_a_server_that_trickles_is_given_up() -> None:
    with loopback(canned=Canned(wait=0.25)) as server, pytest.raises(LimitError):
        Endpoint(server.url).ask("ASK { ?s ?p ?o }", seconds=0.4)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("localhost:8890", "is no address of an endpoint; write it as http://"),
        ("file:///etc/passwd", "is no address of an endpoint"),
        ("http://", "is no address of an endpoint"),
        ("http://no-such-host.invalid/sparql", "cannot be reached"),
    ],
)
def test_bad_addresses(address: str, message: str) -> None:
    with pytest.raises(EndpointError, match=re.escape(message)):
        open_endpoint(address)


def test_nobody_listens() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(EndpointError, match=r"cannot be reached \(Connection refused\); check the address"):
        open_endpoint(f"http://127.0.0.1:{port}/sparql")


def test_an_endpoint_without_filings_says_so() -> None:
    with loopback(memory_store().inner) as server, pytest.raises(EndpointError, match="holds no filing"):
        open_endpoint(server.url)


def test_an_endpoint_with_everything_in_one_graph_says_so() -> None:
    merged = pyoxigraph.Store()
    merged.extend(Quad(q.subject, q.predicate, q.object) for q in gold_store().inner)
    with loopback(merged) as server, pytest.raises(EndpointError, match="has its filings in no named graphs; load"):
        open_endpoint(server.url)


def test_credentials_are_sent_and_never_shown() -> None:
    with loopback() as server:
        host = server.url.removeprefix("http://")
        with open_source(Path("not-there"), endpoint=f"http://ann:s%40cret@{host}") as endpoint:
            assert endpoint.place == server.url
        assert server.heads[-1]["Authorization"] == "Basic YW5uOnNAY3JldA=="
        assert "cret" not in server.asked[-1]["query"][0]
