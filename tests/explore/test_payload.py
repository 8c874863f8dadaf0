"""The page's data: order, joined names, references, groups, marks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.explore.labels import COLUMNS, MODALITIES, TYPES, WORDINGS
from kg.explore.payload import ordered, page_data
from kg.explore.pipeline import column_of, mark_of
from kg.model import Entity, EntityType, Modality, Predicate, StoredFact
from tests.explore.factory import (
    ALPHA,
    BETA,
    DISEASE,
    FIRST,
    NORVEX,
    SECOND,
    STUDY,
    TARGET,
    ZELTUZUMAB,
    facts,
    iri,
    stored,
)


def data_of(given: list[StoredFact]) -> dict[str, Any]:
    return page_data(ordered(given), title="t", scope="s")


def number_of(data: dict[str, Any], name: str) -> int:
    return next(n for n, entity in enumerate(data["entities"]) if entity["name"] == name)


def test_the_factory_uses_every_predicate_and_modality() -> None:
    assert {s.fact.predicate for s in facts()} == set(Predicate)
    assert {s.fact.modality for s in facts()} == set(Modality)


def test_every_term_of_the_model_has_words() -> None:
    assert set(WORDINGS) == set(Predicate)
    assert set(TYPES) == set(EntityType)
    assert set(MODALITIES) == set(Modality)
    assert len({shape for _, shape in TYPES.values()}) == len(TYPES)


def test_the_order_of_the_facts_makes_no_difference() -> None:
    assert json.dumps(data_of(facts())) == json.dumps(data_of(list(reversed(facts()))))


def test_a_fact_given_twice_is_shown_once() -> None:
    assert data_of(facts() + facts())["counts"] == data_of(facts())["counts"]


def test_counts_and_span() -> None:
    data = data_of(facts())
    assert data["counts"] == {"facts": len(facts()), "entities": 15, "filings": 2}
    assert data["span"] == ["2019-03-04", "2021-02-26"]
    assert data_of([])["span"] is None


def test_a_quote_behind_two_facts_is_held_once() -> None:
    quotes = [row["quote"] for row in data_of(facts())["evidence"]]
    assert quotes.count("NVX-101 pairs zeltuzumab with torvatecan.") == 1


def test_spellings_of_one_entity_are_joined() -> None:
    other = Entity(EntityType.COMPOUND, "NVX101", ("Zt-TVC", "N101"))
    fact = stored(ALPHA, Predicate.COMPOUND_TYPE, "other")
    again = stored(other, Predicate.COMPOUND_TYPE, "other", filing=SECOND)
    moved = StoredFact(again.iri, again.fact, again.filing, fact.subject_iri, None)
    third = stored(ALPHA, Predicate.PRESENTED_AT, "a meeting")
    (row,) = data_of([fact, moved, third])["entities"]
    assert row["name"] == "NVX-101"
    assert row["aliases"] == ["N101", "NVX101", "zeltuzumab torvatecan", "Zt-TVC"]


def test_an_entity_that_only_a_qualifier_names_is_on_the_page() -> None:
    data = data_of(facts())
    study = data["entities"][number_of(data, STUDY.name)]
    assert study == {"id": "local:Study/LANTERN-1", "type": "Study", "name": "LANTERN-1", "aliases": []}


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("indication", DISEASE, "norvian carcinoma"),
        ("indication", "Norvian Carcinoma", "norvian carcinoma"),
        ("sponsor", "Norvex", "Norvex Therapeutics, Inc."),
        ("sponsor", "nobody we know", None),
        ("status", "Norvex", None),
        ("count", 3, None),
    ],
)
def test_qualifiers_lead_to_entities(key: str, value: Any, name: str | None) -> None:
    given = [stored(ALPHA, Predicate.HAS_STAGE, "phase 3", **{key: value})]
    given += [stored(ALPHA, Predicate.DEVELOPED_BY, NORVEX), stored(TARGET, Predicate.EXPRESSED_IN, DISEASE)]
    data = data_of(given)
    (row,) = [fact for fact in data["facts"] if fact["predicate"] == "hasStage"]
    assert row["qualifiers"][0][2] == (None if name is None else number_of(data, name))


def test_a_name_that_two_entities_share_is_not_guessed() -> None:
    twin = Entity(EntityType.ORGANIZATION, "Norvex Two", ("Norvex",))
    given = [stored(ALPHA, Predicate.DEVELOPED_BY, NORVEX), stored(BETA, Predicate.DEVELOPED_BY, twin)]
    data = data_of([*given, stored(ALPHA, Predicate.HAS_STAGE, "phase 3", sponsor="Norvex")])
    (row,) = [fact for fact in data["facts"] if fact["predicate"] == "hasStage"]
    assert row["qualifiers"] == [["sponsor", "Norvex", None]]


def test_a_stated_time_is_kept_as_days_and_words() -> None:
    rows = [fact for fact in data_of(facts())["facts"] if "when" in fact]
    assert [row["when"] for row in rows] == [["2019-01-01", "2019-12-31", "2019"]]


@pytest.mark.parametrize(
    ("modality", "status", "mark"),
    [
        (Modality.ASSERTED, "initiated", "ongoing"),
        (Modality.ASSERTED, "ongoing", "ongoing"),
        (Modality.ASSERTED, "planned", "planned"),
        (Modality.ASSERTED, "completed", "completed"),
        (Modality.ASSERTED, "Discontinued", "discontinued"),
        (Modality.ASSERTED, "on hold", "on-hold"),
        (Modality.ASSERTED, None, "stated"),
        (Modality.ASSERTED, "something else", "stated"),
        (Modality.EXPECTED, "completed", "planned"),
        (Modality.PLANNED, None, "planned"),
        (Modality.POSSIBLE, "initiated", "possible"),
        (Modality.NEGATED, "ongoing", "negated"),
    ],
)
def test_marks(modality: Modality, status: str | None, mark: str) -> None:
    if status is None:
        fact = stored(ALPHA, Predicate.HAS_STAGE, "phase 1", modality=modality).fact
    else:
        fact = stored(ALPHA, Predicate.HAS_STAGE, "phase 1", modality=modality, status=status).fact
    assert mark_of(fact) == mark


def test_an_approval_is_granted_unless_its_status_says_otherwise() -> None:
    assert mark_of(stored(ALPHA, Predicate.HAS_STAGE, "approved").fact) == "granted"
    assert mark_of(stored(ALPHA, Predicate.HAS_STAGE, "approved", modality=Modality.EXPECTED).fact) == "planned"


@pytest.mark.parametrize(
    ("stage", "column"),
    [("preclinical", "preclinical"), ("IND", "IND"), ("ind", "IND"), ("phase 1/2", "phase 1/2"), ("Phase 9", "other")],
)
def test_columns(stage: str, column: str) -> None:
    assert COLUMNS[column_of(stored(ALPHA, Predicate.HAS_STAGE, stage).fact)].stage == column


def test_facts_point_to_what_they_say() -> None:
    data = data_of([stored(ZELTUZUMAB, Predicate.HAS_TARGET, TARGET, filing=FIRST, quote="zeltuzumab binds XRP9")])
    (row,) = data["facts"]
    assert data["entities"][row["subject"]]["id"] == iri(ZELTUZUMAB)
    assert data["entities"][row["object"]]["id"] == iri(TARGET)
    assert data["filings"][row["filing"]]["accession"] == "0000000001-19-000001"
    words = data["evidence"][row["evidence"][0]]
    assert (words["part"], words["section"], words["quote"]) == ("ex-99-1", "Recent progress", "zeltuzumab binds XRP9")
    assert words["end"] - words["start"] == len("zeltuzumab binds XRP9")
