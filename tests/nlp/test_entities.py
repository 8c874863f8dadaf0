"""Which names mean the same thing, and which of them is its name."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Registrant
from kg.nlp.entities import consolidate, name_key
from kg.nlp.found import Found
from tests.nlp.reading import FILER, entity, names, read

INDICATION, COMPOUND, ORGANIZATION = EntityType.INDICATION, EntityType.COMPOUND, EntityType.ORGANIZATION


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (INDICATION, "ovarian cancer", "ovarian cancers"),
        (INDICATION, "Ovarian Cancer", "ovarian cancer"),
        (INDICATION, "solid tumours", "solid tumors"),
        (INDICATION, "HER2+ breast cancer", "HER2-positive breast cancer"),
        (INDICATION, "KLR7-expressing tumors", "KLR7-positive tumors"),
        (INDICATION, "non-small-cell lung cancer", "non-small cell lung cancer"),
        (INDICATION, "leukaemia", "leukemia"),
        (COMPOUND, "LKB-204", "LKB 204"),
        (COMPOUND, "LKB-204", "LKB204"),
        (COMPOUND, "Kanrotuzumab", "kanrotuzumab"),
        (ORGANIZATION, "Ostrava Pharma AG", "OSTRAVA PHARMA AG"),
        (EntityType.TARGET, "PD-L1", "PDL1"),
    ],
)
def test_names_that_mean_the_same(kind: EntityType, one: str, other: str) -> None:
    assert name_key(kind, one) == name_key(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (INDICATION, "ovarian cancer", "cervical cancer"),
        (INDICATION, "small cell lung cancer", "non-small cell lung cancer"),
        (INDICATION, "HER2-positive breast cancer", "HER2-negative breast cancer"),
        (INDICATION, "HER2-positive breast cancer", "breast cancer"),
        (COMPOUND, "LKB-204", "LKB-205"),
        (COMPOUND, "LKB-204", "LKB-2040"),
        (EntityType.TARGET, "CD3", "CD33"),
        (EntityType.TARGET, "PD-1", "PD-L1"),
    ],
)
def test_names_that_do_not(kind: EntityType, one: str, other: str) -> None:
    assert name_key(kind, one) != name_key(kind, other)


def found(kind: EntityType, start: int, name: str, *aliases: str) -> Found:
    return Found(kind, start, start + len(name), name, "test", aliases)


def test_aliases_join_findings() -> None:
    items = [
        found(ORGANIZATION, 0, "Ostrava Pharma AG"),
        found(ORGANIZATION, 30, "Ostrava", "Ostrava Pharma AG"),
        found(ORGANIZATION, 60, "Vennholt, Inc."),
    ]
    entities = consolidate(items)
    assert entities[items[0]] == entities[items[1]] != entities[items[2]]
    assert (entities[items[0]].name, entities[items[0]].aliases) == ("Ostrava Pharma AG", ("Ostrava",))


def test_two_types_of_one_name_stay_two() -> None:
    items = [found(COMPOUND, 0, "kanrotuzumab"), found(EntityType.ANTIBODY, 30, "kanrotuzumab")]
    assert len(set(consolidate(items).values())) == 2


def test_the_fullest_name_of_a_disease_and_the_commonest_of_a_compound() -> None:
    diseases = [found(INDICATION, 0, "SCLC", "small cell lung cancer"), found(INDICATION, 9, "small cell lung cancer")]
    assert {e.name for e in consolidate(diseases).values()} == {"small cell lung cancer"}
    drugs = [found(COMPOUND, 0, "LKB-204"), found(COMPOUND, 9, "LKB-204"), found(COMPOUND, 20, "ZBX-17", "LKB-204")]
    assert {e.name for e in consolidate(drugs).values()} == {"LKB-204"}


def test_order_makes_no_difference() -> None:
    items = [
        found(ORGANIZATION, 0, "Ostrava Pharma AG"),
        found(ORGANIZATION, 30, "Ostrava", "Ostrava Pharma AG"),
        found(ORGANIZATION, 60, "OPA", "Ostrava"),
    ]
    assert consolidate(items) == consolidate(items[::-1])


def test_the_filer_has_its_name_and_facts_from_the_cover() -> None:
    registrant = Registrant(FILER, cik="0009999999", ticker="LKFB", exchange="NASDAQ", city="Westmarch")
    items = [found(ORGANIZATION, 0, "Larkfield Biosciences"), found(ORGANIZATION, 60, "Ostrava Pharma AG")]
    entities = consolidate([*items, found(ORGANIZATION, 90, FILER, "Larkfield Biosciences")], registrant=registrant)
    ours, other = entities[items[0]], entities[items[1]]
    assert ours.name == FILER
    assert dict(ours.attributes) == {"cik": "0009999999", "ticker": "LKFB", "exchange": "NASDAQ", "city": "Westmarch"}
    assert dict(other.attributes) == {}


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("LKB-204 is ours. LKB204 is safe. LKB-204 works.", "LKB-204", "LKB204"),
        ("We treat ovarian cancers. Ovarian cancer is rare.", "ovarian cancers", "Ovarian cancer"),
    ],
)
def test_spellings_are_aliases(text: str, name: str, alias: str) -> None:
    one = entity(text, alias)
    assert {name, alias} <= {one.name, *one.aliases}


def test_an_entity_is_listed_once_and_the_filer_first() -> None:
    extraction = read("LKB-204 binds GPRC5D. LKB-204 is ours. Ostrava Pharma AG left. LKB-204 is safe.")
    listed = [e.name for e in extraction.entities]
    assert listed[0] == FILER
    assert len(listed) == len(set(listed)) == 4


def test_no_name_is_an_alias_of_itself_nor_of_two() -> None:
    text = "LKB-204 (formerly ZBX-17) and LKB-310 treat mantle cell lymphoma (MCL) and follicular lymphoma (FL)."
    for one in read(text).entities:
        assert one.name not in one.aliases
    assert names(text, INDICATION) == {"mantle cell lymphoma", "follicular lymphoma"}
