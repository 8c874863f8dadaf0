"""Counts in the graph: written as claims of their filing, read back as they were, checked against its facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

import kg
from kg.graph.read import stored_facts, stored_filings
from kg.graph.read_tallies import stored_tallies
from kg.graph.store import GraphStore, memory_store, replace_filings
from kg.graph.validate import validate
from kg.model import Entity, EntityType, Modality, Predicate, Tally
from kg.query import CheckKind, checks_table, format_checks
from tests.graph.factory import TALLY, evidence, extraction, fact

DRUGS = [Entity(EntityType.COMPOUND, f"DRG-{number}") for number in range(1, 5)]


def store_of(tally: Tally, *phases: str, modality: Modality = Modality.ASSERTED) -> GraphStore:
    """Return a store of one filing that counts, and says of as many drugs in which phase each is."""
    told = [
        fact(drug, Predicate.HAS_STAGE, phase, 10 * n, modality=modality)
        for n, (drug, phase) in enumerate(zip(DRUGS, phases, strict=False))
    ]
    store = memory_store()
    replace_filings(store, [replace(extraction(told, entities=DRUGS), tallies=(tally,))])
    return store


def test_a_count_comes_back_as_it_was() -> None:
    store = store_of(TALLY, "phase 1")
    (told,) = stored_tallies(store)
    assert told.tally == TALLY
    assert told.filing == stored_filings(store)[0]
    assert len(stored_facts(store)) == 1
    assert [f for f in validate(store).findings if "count" in f.node] == []


def test_a_count_said_twice_is_one() -> None:
    again = replace(TALLY, evidence=evidence("As said, two compounds are in clinical testing.", 400))
    store = memory_store()
    replace_filings(store, [replace(extraction(), tallies=(TALLY, again))])
    assert [t.tally for t in stored_tallies(store)] == [TALLY]


LISTED = replace(TALLY, evidence=evidence("x" * 12, 5), lists=True)
NAMED = replace(TALLY, evidence=evidence("These are in the clinic: DRG-1 and DRG-3.", 900), lists=True)
SORTED = replace(TALLY, things="TAP compounds")
CHECKED = [
    (TALLY, ("phase 1", "phase 2"), ""),
    (TALLY, ("phase 1",), "the filer counts 2, the facts of its filing come to 1"),
    (TALLY, ("phase 1", "phase 2", "clinical"), "the filer counts 2, the facts of its filing come to 3"),
    (TALLY, ("phase 1", "phase 2", "approved", "preclinical"), ""),
    (TALLY, (), ""),
    (SORTED, ("phase 1", "phase 2", "clinical"), ""),
    (SORTED, ("phase 1",), "the filer counts 2, the facts of its filing come to 1"),
    (LISTED, ("phase 1", "phase 2", "phase 3"), ""),
    (replace(LISTED, count=3), ("phase 1", "phase 2", "phase 3"),
     "the filer counts 3, the facts of its filing come to 2"),
    (replace(NAMED, count=2), ("phase 1", "phase 2", "phase 3"), ""),
    (replace(NAMED, count=3), ("phase 1", "phase 2"), "the filer counts 3, the facts of its filing come to 1"),
    (replace(TALLY, stage="phase 2"), ("phase 1", "phase 2"), "the filer counts 2, the facts of its filing come to 1"),
]  # fmt: skip


@pytest.mark.parametrize(("tally", "phases", "verdict"), CHECKED)
def test_a_count_is_held_against_the_facts(tally: Tally, phases: tuple[str, ...], verdict: str) -> None:
    store = store_of(tally, *phases)
    found = kg.checks(kg.stored_facts(store), tallies=kg.stored_tallies(store))
    assert [check.verdict for check in found if check.kind is CheckKind.COUNT] == ([verdict] if verdict else [])


def test_a_plan_is_not_counted() -> None:
    store = store_of(TALLY, "phase 1", "phase 1", modality=Modality.PLANNED)
    assert kg.checks(kg.stored_facts(store), tallies=kg.stored_tallies(store)) == ()


def test_a_count_is_shown_with_its_words_and_the_facts() -> None:
    store = store_of(TALLY, "phase 1")
    found = kg.checks(kg.stored_facts(store), tallies=kg.stored_tallies(store))
    told = format_checks(found, width=110)
    assert "“Two compounds are in clinical testing.” (acme-8k-2007-06-04, 2007-06-04, Item 8.01)" in told
    assert "DRG-1 phase 1: “DRG-1 hasStage phase 1 (0)”" in told
    rows = checks_table(found).records()
    assert [(row["side"], row["quote"]) for row in rows] == [
        (0, "Two compounds are in clinical testing."),
        (1, "DRG-1 hasStage phase 1 (0)"),
    ]
