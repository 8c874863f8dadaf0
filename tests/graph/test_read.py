from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.claims import CLAIMS, QUALIFIERS, Kind, qualifier_home
from kg.graph.namespace import schemes, term
from kg.graph.read import stored_entities, stored_facts, stored_filings
from kg.graph.store import memory_store, replace_filing, replace_filings, replace_vocabulary
from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    FilingSummary,
    Modality,
    Predicate,
    VocabularyEntry,
)
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
        kinds = [type(v) for _, v in sorted(fact.qualifiers.items())]
        assert [type(v) for _, v in sorted(read[key].qualifiers.items())] == kinds


words = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)
days = some.dates(date(1990, 1, 1), date(2040, 1, 1))


@some.composite
def dates(draw: some.DrawFn) -> DateRange:
    first = draw(days)
    last = first + timedelta(days=draw(some.integers(0, 400)))
    precision = draw(some.sampled_from(sorted(schemes().by_label["precision"])))
    return DateRange(draw(words), first, last, precision, f"{first}/{last}")


def labels(scheme: str) -> list[str]:
    return sorted({schemes().label[local] for local in schemes().by_label[scheme].values()})


def entities(kind: EntityType) -> list[Entity]:
    return [entity for entity in factory.ENTITIES if entity.type is kind]


def qualifier(predicate: Predicate, key: str) -> some.SearchStrategy[Any]:
    home = qualifier_home(predicate, key)
    kinds = {"sponsor": EntityType.ORGANIZATION, "licensor": EntityType.ORGANIZATION, "study": EntityType.STUDY}
    kinds |= {"indication": EntityType.INDICATION, "compound": EntityType.COMPOUND}
    if home.kind is Kind.ENTITY:
        return some.sampled_from(entities(kinds[key]))
    if home.kind is Kind.CONCEPT:
        return some.sampled_from(labels(home.scheme))
    numbers = some.integers(1, 10**12) | some.decimals(0, 10**6, places=3).map(float)
    plain: dict[Kind, some.SearchStrategy[Any]] = {
        Kind.FLAG: some.booleans(),
        Kind.DATE: dates(),
        Kind.INTEGER: some.integers(-(10**6), 10**9),
        Kind.COUNTED: some.integers(0, 10**9) | some.sampled_from(["20-30", ">=175", "<5", ">6"]),
        Kind.DECIMAL: numbers,
        Kind.MEASURED: numbers | words,
        Kind.TEXT: words,
    }
    return plain[home.kind]


@some.composite
def facts(draw: some.DrawFn) -> Fact:
    predicate = draw(some.sampled_from(sorted(Predicate)))
    home = CLAIMS[predicate].object
    taken = {CLAIMS[predicate].subject, home.property}
    free = [key for key in QUALIFIERS if qualifier_home(predicate, key).property not in taken]
    # an exact amount is its own ends
    keys = draw(some.sets(some.sampled_from(free), max_size=5))
    keys -= {"minAmount", "maxAmount"} if "amount" in keys else set()
    keys -= {"stage"} if predicate is Predicate.HAS_STAGE else set()
    stated: Entity | str
    if home.kind is Kind.ENTITY:
        stated = draw(some.sampled_from(factory.ENTITIES))
    else:
        stated = draw(words if home.kind is Kind.TEXT else some.sampled_from(labels(home.scheme)))
    starts = draw(some.lists(some.integers(0, 10**6), min_size=1, max_size=4, unique=True))
    main, *others = (Evidence("main", "Item 8.01", f"words at {start}", start, start + 9) for start in starts)
    return Fact(
        subject=draw(some.sampled_from(factory.ENTITIES)),
        predicate=predicate,
        object=stated,
        evidence=(main, *sorted(others, key=lambda e: e.start)),
        qualifiers={key: draw(qualifier(predicate, key)) for key in sorted(keys)},
        modality=draw(some.sampled_from(sorted(Modality))),
        confidence=draw(some.integers(0, 10_000)) / 10_000,
        rule=draw(words | some.just("")),
        reason=draw(words | some.just("")),
        speaker=draw(words | some.none()),
    )


@settings(max_examples=150, deadline=None)
@given(facts())
def test_any_fact_comes_back_as_it_was(fact: Fact) -> None:
    store = memory_store()
    replace_filing(store, factory.extraction([fact]))
    [stored] = stored_facts(store)
    assert stored.fact == fact


def test_filings_come_back_in_the_order_in_which_they_speak() -> None:
    store = memory_store()
    late = factory.filing("a-late-one", day=date(2009, 1, 1))
    undated = replace(factory.filing("z-undated", registrant=False), report_date=None, filed_date=None, accession=None)
    replace_filings(store, [factory.extraction(of=late), factory.extraction(), factory.extraction(of=undated)])
    assert [f.name for f in stored_filings(store)] == ["z-undated", "acme-8k-2007-06-04", "a-late-one"]
    assert stored_filings(store)[1] == FilingSummary(
        iri=f"{iris.BASE}filing/acme-8k-2007-06-04",
        name="acme-8k-2007-06-04",
        form="8-K",
        registrant="ACME BIOLOGICS, INC.",
        reported_on=date(2007, 6, 4),
        accession="0000012345-07-000001",
        content_hash=factory.filing().content_hash,
    )
    assert stored_filings(store)[0].reported_on is None
    assert len(stored_facts(store)) == 3 * len(factory.FACTS)
    assert stored_facts(store, filing="nowhere") == []


def test_nodes_of_subject_and_object_are_named() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction())
    found = {s.fact.predicate: (s.subject_iri, s.object_iri) for s in stored_facts(store)}
    assert found[Predicate.HAS_PAYLOAD] == (f"{iris.BASE}compound/abc123", f"{iris.BASE}payload/dm7")
    assert found[Predicate.PAYS] == (f"{iris.BASE}org/globex", f"{iris.BASE}org/acme-biologics")
    assert found[Predicate.HAS_STAGE][1] is None
    assert found[Predicate.COMPOUND_TYPE][1] is None


def test_entities_have_the_names_of_all_filings_and_of_the_vocabulary() -> None:
    vocabulary = [VocabularyEntry(EntityType.COMPOUND, "abciximib vedotin", ("ABC123", "Abcenza"))]
    store = memory_store()
    replace_vocabulary(store, vocabulary)
    other = Entity(EntityType.COMPOUND, "Abcenza", ("abcenza®",))
    one = replace(factory.FACTS[2], subject=other)
    replace_filings(
        store,
        [factory.extraction(), Extraction(factory.filing("later", day=date(2020, 1, 1)), (other,), (), (one,))],
        vocabulary=vocabulary,
    )
    known = stored_entities(store)[f"{iris.BASE}compound/abciximib-vedotin"]
    assert known.name == "abciximib vedotin"
    assert known.aliases == ("ABC123", "Abcenza", "abcenza®", "huZ9-DM7")
    carried = [s.fact for s in stored_facts(store) if s.fact.predicate is Predicate.HAS_PAYLOAD]
    assert [f.subject for f in carried] == [known, known]


def test_the_latest_filing_has_the_last_word_on_attributes() -> None:
    store = memory_store()
    moved = replace(factory.ACME, attributes={"city": "Shelbyville", "ceo": "J. Doe"})
    later = factory.filing("a-later-one", day=date(2010, 1, 1), registrant=False)
    for extraction in (Extraction(later, (moved,), (), ()), factory.extraction()):
        replace_filing(store, extraction)
    known = stored_entities(store)[f"{iris.BASE}org/acme-biologics"]
    assert known.attributes == {**factory.ACME_ATTRIBUTES, "city": "Shelbyville", "ceo": "J. Doe"}


def test_a_damaged_statement_is_named() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction(factory.FACTS[:1]))
    quad = next(iter(store.inner.quads_for_pattern(None, term("pipe:modality"), None, None)))
    store.inner.remove(quad)
    assert isinstance(quad.subject, NamedNode)
    with pytest.raises(StoreError, match=f"{quad.subject.value} has 0 values of pipe:modality, must have one"):
        stored_facts(store)
