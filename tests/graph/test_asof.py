"""A graph as it stood on a day: nothing of later filings is left, in statements, edges or labels."""

from __future__ import annotations

from datetime import date

from kg.graph.asof import source_as_of
from kg.graph.derive import derive
from kg.graph.read import stored_facts, stored_filings
from kg.graph.store import GraphStore, memory_store, replace_filings
from kg.model import Entity, EntityType, Predicate
from kg.query import entity_card, find_entity, format_card, run_sparql
from tests.graph.factory import ACME, GLOBEX, LYMPHOMA, extraction, fact, filing

DRUG = Entity(EntityType.COMPOUND, "DRG-1")
BRANDED = Entity(EntityType.COMPOUND, "DRG-1", ("Drugora",))


def history() -> GraphStore:
    first = filing("acme-1", day=date(2010, 3, 1))
    second = filing("acme-2", day=date(2012, 3, 1))
    store = memory_store()
    early = [fact(DRUG, Predicate.HAS_STAGE, "phase 1", indication=LYMPHOMA), fact(DRUG, Predicate.DEVELOPED_BY, ACME)]
    late = [
        fact(BRANDED, Predicate.HAS_STAGE, "approved", indication=LYMPHOMA),
        fact(BRANDED, Predicate.LICENSED_TO, GLOBEX),
        fact(BRANDED, Predicate.COMPOUND_TYPE, "small molecule"),
    ]
    replace_filings(store, [extraction(early, of=first, entities=[DRUG, ACME, LYMPHOMA])])
    replace_filings(store, [extraction(late, of=second, entities=[BRANDED, GLOBEX, LYMPHOMA])])
    derive(store)
    return store


def highest(store: GraphStore) -> list[object]:
    found = run_sparql(store, "SELECT DISTINCT ?p { ?c a pipe:Compound ; pipe:highestPhase/skos:prefLabel ?p }")
    return [row[0] for row in found.rows]


def test_later_filings_leave_no_trace() -> None:
    store = history()
    then = source_as_of(store, date(2011, 12, 31))
    assert [f.name for f in stored_filings(then)] == ["acme-1"]
    assert {str(s.fact.predicate) for s in stored_facts(then)} == {"hasStage", "developedBy"}
    assert highest(then) == ["phase 1"]
    dump = b"".join(str(quad).encode() for quad in then.quads())
    assert b"Drugora" not in dump
    assert b"globex" not in dump


def test_the_source_is_not_changed_and_its_last_day_counts() -> None:
    store = history()
    assert highest(source_as_of(store, date(2012, 2, 29))) == ["phase 1"]
    whole = source_as_of(store, date(2012, 3, 1))
    assert set(whole.quads()) == set(store.quads())
    assert highest(store) == ["approved"]
    assert stored_facts(source_as_of(store, date(2009, 1, 1))) == []


def test_a_card_as_of_a_day_has_no_later_fact() -> None:
    store = history()
    card = entity_card(store, "Drugora", as_of=date(2011, 1, 1))
    assert [(title, [s.fact.object for s in facts]) for title, facts in card.groups if title.startswith("Stages")] == [
        ("Stages over time", ["phase 1"])
    ]
    assert card.categories == ()
    assert entity_card(store, "Drugora").categories == ("small molecule",)
    assert "as of 2011-01-01" in format_card(card)
    assert "states a fact about it by 2000-01-01" in format_card(entity_card(store, "DRG-1", as_of=date(2000, 1, 1)))
    assert find_entity(store, "Drugora").iri == card.iri
