from __future__ import annotations

from kg.graph.claims import QUALIFIERS
from kg.graph.read import stored_facts
from kg.graph.store import memory_store, replace_filing
from kg.model import Fact, Predicate
from tests.graph import factory


def by_key(facts: list[Fact]) -> dict[str, Fact]:
    return {fact.key: fact for fact in facts}


def test_all_predicates_and_qualifiers_are_in_the_sample() -> None:
    assert {f.predicate for f in factory.FACTS} == set(Predicate)
    assert {key for f in factory.FACTS for key in f.qualifiers} == set(QUALIFIERS)


def test_facts_come_back_with_all_their_fields() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction())
    read = by_key([s.fact for s in stored_facts(store)])
    written = by_key(list(factory.FACTS))
    assert len(written) == len(factory.FACTS)
    assert read == written
    for key, fact in written.items():
        assert read[key].evidence == fact.evidence
        assert [type(v) for _, v in sorted(read[key].qualifiers.items())] == [
            type(v) for _, v in sorted(fact.qualifiers.items())
        ]
