from __future__ import annotations

from kg.graph import iris
from kg.graph.network import entity_graph, statement_graph
from kg.graph.read import stored_entities, stored_facts
from kg.graph.store import GraphStore, memory_store, replace_filing
from kg.model import Entity, Predicate
from tests.graph import factory

CMP, IND, CO = (f"{iris.BASE}{folder}/" for folder in ("compound", "indication", "org"))


def sample() -> GraphStore:
    store = memory_store()
    replace_filing(store, factory.extraction())
    return store


def test_facts_between_things_are_edges_with_all_that_is_known() -> None:
    store = sample()
    graph = entity_graph(stored_facts(store), entities=stored_entities(store))
    between = [f for f in factory.FACTS if isinstance(f.object, Entity)]
    # stages and designations in a disease lead to it: two stages and one designation
    assert graph.number_of_edges() == len(between) + 3
    [edge] = graph.get_edge_data(f"{CMP}abc123", f"{iris.BASE}payload/dm7").values()
    assert edge["predicate"] == "hasPayload"
    assert edge["confidence"] == 0.95
    assert len(edge["evidence"]) == 3
    assert edge["evidence"][0].endswith("-300-327")
    assert edge["filing"] == "acme-8k-2007-06-04"
    assert edge["reported_on"] == "2007-06-04"
    stages = [e for e in graph.get_edge_data(f"{CMP}abc123", f"{IND}grey-cell-lymphoma").values() if e["value"]]
    assert {(e["predicate"], e["value"], e["modality"], e["event_earliest"]) for e in stages} == {
        ("hasStage", "phase 2", "expected", "2007-06-01"),
        ("hasStage", "phase 1", "asserted", None),
        ("hasDesignation", "orphan drug", "asserted", "2007-05-04"),
    }


def test_nodes_have_names_and_the_facts_whose_object_is_a_value() -> None:
    store = sample()
    graph = entity_graph(stored_facts(store), entities=stored_entities(store))
    assert set(graph.nodes) == set(stored_entities(store))
    node = graph.nodes[f"{CMP}abc123"]
    assert (node["label"], node["type"], node["aliases"]) == ("ABC123", "Compound", ["huZ9-DM7"])
    values = {(v["predicate"], v["value"]) for v in node["values"]}
    assert ("hasOutcome", "maximum tolerated dose") in values
    assert ("compoundType", "antibody-drug conjugate") in values
    outcomes = [f for f in factory.FACTS if f.predicate is Predicate.HAS_OUTCOME]
    assert len([v for v in node["values"] if v["predicate"] == "hasOutcome"]) == len(outcomes)


def test_qualifiers_lead_to_the_same_nodes_without_the_store_too() -> None:
    store = sample()
    facts = stored_facts(store)
    assert set(entity_graph(facts).nodes) == set(entity_graph(facts, entities=stored_entities(store)).nodes)


def test_every_statement_is_a_node_with_its_roles() -> None:
    store = sample()
    graph = statement_graph(stored_facts(store), entities=stored_entities(store))
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    assert kinds.count("statement") == len(factory.FACTS)
    assert kinds.count("filing") == 1
    [payment] = [n for n, told in graph.nodes(data=True) if told.get("qualifiers", {}).get("type") == "milestone"]
    roles = {told["role"]: target for _, target, told in graph.out_edges(payment, data=True)}
    assert roles == {
        "subject": f"{CO}globex",
        "object": f"{CO}acme-biologics",
        "compound": f"{CMP}abc123",
        "reportedIn": f"{iris.BASE}filing/acme-8k-2007-06-04",
    }
    assert graph.nodes[payment]["label"] == "Globex plc pays Acme Biologics, Inc."
