"""Data frames hold what the facts hold, in columns that are always the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.frames import (
    CHECK_COLUMNS,
    DIFFERENCE_COLUMNS,
    ENTITY_COLUMNS,
    FACT_COLUMNS,
    FILING_COLUMNS,
    JUDGED_COLUMNS,
    TIMELINE_COLUMNS,
    Column,
)
from kg.frames.columns import phases
from kg.frames.facts import qualifier_column
from kg.graph.claims import QUALIFIERS
from kg.graph.derive import derive
from kg.graph.store import GraphStore, replace_filing
from kg.model import DateRange, Entity, EntityType, StoredFact, plain
from kg.query import find_fact
from tests.graph.factory import ACME, evidence, extraction

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTED = (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")
FRAMES = {
    "facts_frame": FACT_COLUMNS,
    "entities_frame": ENTITY_COLUMNS,
    "filings_frame": FILING_COLUMNS,
    "difference_frame": DIFFERENCE_COLUMNS,
    "timeline_frame": TIMELINE_COLUMNS,
    "checks_frame": CHECK_COLUMNS,
    "judged_frame": JUDGED_COLUMNS,
}


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    with kg.memory_store() as opened:
        replace_filing(opened, extraction())
        derive(opened)
        yield opened


@pytest.fixture(scope="module")
def facts(store: GraphStore) -> list[StoredFact]:
    return kg.stored_facts(store)


def types(columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    kinds = {
        "text": "str",
        "choice": "category",
        "stage": "category",
        "day": "datetime64[s]",
        "whole number": "Int64",
        "number": "float64",
        "true or false": "boolean",
        "names": "object",
    }
    return [(column.name, kinds[column.kind]) for column in columns]


@pytest.mark.parametrize("name", ["facts_frame", "entities_frame", "filings_frame"])
def test_columns_are_the_same_whatever_is_in_them(name: str, store: GraphStore, facts: list[StoredFact]) -> None:
    make = getattr(kg, name)
    with kg.memory_store() as empty:
        frames = [make(store), make(facts), make(facts[:1]), make([]), make(empty)]
    for frame in frames:
        assert [(column, str(kind)) for column, kind in frame.dtypes.items()] == types(FRAMES[name])
        assert list(frame.index) == list(range(len(frame)))
    assert [len(frame) == 0 for frame in frames] == [False, False, False, True, True]


@pytest.mark.parametrize("name", ["facts_frame", "entities_frame", "filings_frame"])
def test_order_of_facts_makes_no_difference(name: str, facts: list[StoredFact]) -> None:
    make = getattr(kg, name)
    pd.testing.assert_frame_equal(make(facts), make(facts[::-1]))


def test_every_fact_is_a_row_with_all_it_has(store: GraphStore, facts: list[StoredFact]) -> None:
    frame = kg.facts_frame(store).set_index("iri")
    assert len(frame) == len(facts)
    for stored in facts:
        fact, row = stored.fact, frame.loc[stored.iri]
        said = (row["subject"], row["predicate"], row["object"], row["modality"], row["confidence"], row["rule"])
        assert said == (
            *(fact.subject.name, fact.predicate, plain(fact.object)),
            *(fact.modality, fact.confidence, fact.rule),
        )
        place = fact.evidence[0]
        assert (row["quote"], row["start"], row["end"], row["section"]) == (
            *(place.quote, place.start, place.end),
            place.section,
        )
        assert find_fact(store, row["fact"]).iri == stored.iri
        for key, value in fact.qualifiers.items():
            if isinstance(value, DateRange):
                assert (row["event_earliest"].date(), row["event_latest"].date()) == (value.earliest, value.latest)
                assert (row["event_date"], row["event_precision"]) == (value.text, value.precision)
            else:
                worded = key in {"count", "value"} and isinstance(value, str)
                column = f"{key}_text" if worded else qualifier_column(key)
                assert row[column] == plain(value)
            assert pd.notna(row.get(f"{key}_iri", default="")), key


def test_every_qualifier_has_a_column_and_occurs_in_the_test(facts: list[StoredFact]) -> None:
    columns = {column.name for column in FACT_COLUMNS}
    assert {qualifier_column(key) for key in QUALIFIERS} - columns == set()
    frame = kg.facts_frame(facts)
    never = {qualifier_column(key) for key in QUALIFIERS if frame[qualifier_column(key)].isna().all()}
    assert never == set()


def test_amounts_have_both_ends(facts: list[StoredFact]) -> None:
    paid = kg.facts_frame(facts).query("predicate == 'pays'")
    exact = paid[paid["amount"].notna()]
    assert len(exact) > 0
    assert (exact["amount"] == exact["amount_min"]).all()
    assert (exact["amount"] == exact["amount_max"]).all()


def test_stages_can_be_compared(facts: list[StoredFact]) -> None:
    frame = kg.facts_frame(facts)
    stages = frame[frame["predicate"] == "hasStage"]["stage"]
    assert (stages > "preclinical").sum() == (stages.astype("str") != "preclinical").sum()
    assert stages.max() == "phase 2"
    assert stages.cat.categories.tolist() == [*phases()]
    assert (phases()[0], phases()[-1]) == ("discovery", "approved")


def test_the_highest_stage_is_that_of_the_graph(tmp_path: Path) -> None:
    kg.build(kg.sample_filings()[-3:], store=tmp_path / "store")
    with kg.open_store(tmp_path / "store", read_only=True) as store:
        things = kg.entities_frame(store)
        question = "SELECT DISTINCT ?c ?p { ?c a pipe:Compound ; pipe:highestPhase/skos:prefLabel ?p } ORDER BY ?c"
        graph = kg.run_sparql(store, question).rows
    reached = things[things["highest_stage"].notna()].sort_values("iri")
    assert list(zip(reached["iri"], reached["highest_stage"], strict=True)) == [tuple(map(str, row)) for row in graph]
    assert len(graph) > 3
    with kg.open_store(tmp_path / "store", read_only=True) as store:
        less_sure = kg.entities_frame(store, min_confidence=0.5).set_index("iri")["highest_stage"]
    assert (less_sure[reached["iri"]].cat.codes.to_numpy() >= reached["highest_stage"].cat.codes.to_numpy()).all()
    assert (less_sure[reached["iri"]].cat.codes.to_numpy() > reached["highest_stage"].cat.codes.to_numpy()).any()


def test_things_are_counted_wherever_they_stand(store: GraphStore, facts: list[StoredFact]) -> None:
    things = kg.entities_frame(store).set_index("name")
    assert things.loc["ABC123", "aliases"] == ("huZ9-DM7",)
    assert things.loc[ACME.name, "ticker"] == "ACMB"
    named = [s for s in facts if "Study 001" in {plain(q) for q in s.fact.qualifiers.values()}]
    assert things.loc["Study 001", "facts"] == len(named) > 1
    assert kg.entities_frame(facts)["facts"].min() > 0


def test_filings_count_their_facts(store: GraphStore, facts: list[StoredFact]) -> None:
    (row,) = kg.filings_frame(store).to_dict("records")
    assert row["facts"] == len(facts)
    assert row["confident"] == sum(stored.fact.confidence >= 0.8 for stored in facts)
    assert row["filing"] == facts[0].filing.name


def test_a_question_has_its_types_even_where_nothing_is_found(store: GraphStore) -> None:
    full, empty = kg.question_frame(store, "payments"), kg.question_frame(store, "payments", {"as-of": "1990-01-01"})
    assert len(full) > 0
    assert len(empty) == 0
    assert list(full.columns) == list(empty.columns) == list(kg.run_question(store, "payments").columns)
    assert str(full["reported"].dtype) == str(empty["reported"].dtype) == "datetime64[s]"
    assert full["at_most"].dtype.kind in "if"
    assert len(full) == len(kg.run_question(store, "payments").rows)


@pytest.mark.parametrize(
    ("values", "dtype", "cells"),
    [
        ("(1) (2)", "Int64", [1, 2]),
        ("(1.5) (UNDEF)", "float64", [1.5, None]),
        ("(2.0) (1)", "Int64", [2, 1]),
        ("(true) (UNDEF)", "boolean", [True, None]),
        ('("a") (pipe:x)', "str", ["a", "https://w3id.org/biotech-pipeline/ontology#x"]),
        ('("2024-02-29"^^xsd:date) (UNDEF)', "datetime64[s]", [pd.Timestamp("2024-02-29"), None]),
        ('("2024-02-29T12:00:00Z"^^xsd:dateTime)', "datetime64[us, UTC]", [pd.Timestamp("2024-02-29T12", tz="UTC")]),
        ('(1) ("a")', "object", [1, "a"]),
        ("(99999999999999999999)", "float64", [1e20]),
        ("(UNDEF)", "str", [None]),
        ("", "str", []),
    ],
)
def test_sparql_columns_are_typed_by_what_they_hold(
    store: GraphStore, values: str, dtype: str, cells: list[object]
) -> None:
    frame = kg.sparql_frame(store, f"SELECT ?x {{ VALUES (?x) {{ {values} }} }}")
    assert str(frame["x"].dtype) == dtype
    assert [None if pd.isna(cell) else cell for cell in frame["x"]] == cells


def test_a_query_without_columns_is_an_empty_frame(store: GraphStore) -> None:
    assert kg.sparql_frame(store, "ASK { ?s ?p ?o }")["answer"].tolist() == [True]


def test_differences_are_those_of_the_library(store: GraphStore, facts: list[StoredFact]) -> None:
    changes = kg.difference([], facts)
    frame = kg.difference_frame([], store)
    assert [(name, str(kind)) for name, kind in frame.dtypes.items()] == types(DIFFERENCE_COLUMNS)
    assert frame["change"].tolist() == [str(change.kind) for change in changes]
    assert frame["now"].fillna("").tolist() == [change.now for change in changes]
    assert frame["quote"].tolist() == [change.after.fact.evidence[0].quote for change in changes if change.after]
    assert frame["before_quote"].isna().all()
    assert len(kg.difference_frame(facts, facts)) == 0
    assert list(kg.difference_frame([], []).columns) == list(frame.columns)


def test_a_history_is_that_of_the_library(store: GraphStore, facts: list[StoredFact]) -> None:
    events = kg.timeline(facts, "ABC123")
    history = kg.timeline_frame(store, "huZ9-DM7")
    assert [(name, str(kind)) for name, kind in history.dtypes.items()] == types(TIMELINE_COLUMNS)
    assert history["label"].tolist() == [event.label for event in events]
    assert history["quote"].tolist() == [event.quote for event in events]
    assert [find_fact(store, fact).fact.subject.name for fact in history["fact"]] == [e.subject for e in events]
    assert len(events) > 5


def test_checks_are_those_of_the_library_side_by_side(facts: list[StoredFact]) -> None:
    one = next(s for s in facts if s.fact.predicate == "hasPayload")
    words = evidence("ABC123 carries DM8.", 9500)
    other = replace(one.fact, object=Entity(EntityType.PAYLOAD, "DM8"), evidence=(words,))
    facts = [one, replace(one, fact=other, iri=f"{one.iri}0", object_iri=f"{one.object_iri}0")]
    found, frame = kg.checks(facts), kg.checks_frame(facts)
    assert [(name, str(kind)) for name, kind in frame.dtypes.items()] == types(CHECK_COLUMNS)
    assert frame["side"].tolist() == [1, 2]
    assert sorted(frame["says"]) == ["hasPayload DM7", "hasPayload DM8"]
    assert frame["check"].tolist() == [1] * len(found[0].sides)
    assert list(kg.checks_frame([]).columns) == list(frame.columns)


def test_judged_facts_are_those_that_the_evaluation_counts(tmp_path: Path) -> None:
    gold = ROOT / "data" / "gold"
    names = [path.stem for path in sorted(gold.glob("*.jsonl"))]
    kg.extract_tables([path for path in kg.sample_filings() if path.stem in names[:2]], tmp_path)
    frame, scores = kg.judged_frame(tmp_path, gold), kg.evaluate(tmp_path, gold).all_facts
    assert frame["outcome"].value_counts().to_dict() == {
        "right": scores.right,
        "spurious": scores.spurious,
        "missed": scores.missed,
    }
    assert [(name, str(kind)) for name, kind in frame.dtypes.items()] == types(JUDGED_COLUMNS)
    assert (frame["confidence"].isna() == (frame["outcome"] == "missed")).all()
    assert (frame[frame["filing"] == names[2]]["outcome"] == "missed").all()
    assert frame["confidence"].equals(frame["confidence_unseen"])
    unseen = kg.judged_frame(tmp_path, gold, in_record=True)["confidence_unseen"].dropna()
    assert unseen.between(0.01, 0.99).all()
    assert unseen.mean() < frame["confidence"].mean()


def test_without_pandas_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, store: GraphStore, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    calls: tuple[Callable[[], object], ...] = (
        lambda: kg.facts_frame(store),
        lambda: kg.entities_frame(store),
        lambda: kg.filings_frame(store),
        lambda: kg.question_frame(store, "payments"),
        lambda: kg.sparql_frame(store, "ASK { ?s ?p ?o }"),
        lambda: kg.judged_frame(tmp_path, tmp_path),
        lambda: kg.difference_frame(store, store),
        lambda: kg.timeline_frame(store, "ABC123"),
        lambda: kg.checks_frame(store),
    )
    for call in calls:
        with pytest.raises(kg.KgError, match=r"^data frames need pandas.*biotech-pipeline-kg\[notebooks\]'$"):
            call()


@pytest.mark.parametrize("name", FRAMES)
def test_the_documentation_lists_the_columns(name: str) -> None:
    section = DOCUMENTED.partition(f"## {name}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{c.name}` | {c.kind} | {c.meaning} |" for c in FRAMES[name]]
