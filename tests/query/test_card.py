from __future__ import annotations

import re

import pytest

from kg.errors import QueryError
from kg.model import Modality, Predicate
from kg.query import entity_card, format_card
from kg.query.card import GROUPS
from kg.query.format import display_width
from tests.graph import factory
from tests.query.stores import built, gold_store

STORE = built([factory.extraction()])
IMGN289 = """\
IMGN289  (Compound, antibody-drug conjugate)
  iri: https://w3id.org/biotech-pipeline/compound/imgn289

Composition (2)
  • IMGN289 is a kind of antibody-drug conjugate
    immunogen-8k-2013-11-05, 8-K, reported 2013-11-05, confidence 1.00
      “Three other ADCs, all wholly owned by ImmunoGen, are in clinical testing”
"""


def test_every_predicate_has_its_place_on_a_card() -> None:
    listed = [predicate for _, among in GROUPS for predicate in among]
    assert sorted(listed) == sorted(Predicate)


def test_a_card_has_every_fact_in_which_a_thing_takes_part() -> None:
    card = entity_card(STORE, "abc-123")
    assert (card.entity.name, card.entity.aliases, card.categories) == (
        "ABC123",
        ("huZ9-DM7",),
        ("antibody-drug conjugate",),
    )
    mine = [f for f in factory.FACTS if factory.ABC123 in {f.subject, f.object, *f.qualifiers.values()}]
    assert sorted(f.fact.key for f in card.facts) == sorted(f.key for f in mine)
    counted = {title: len(facts) for title, facts in card.groups}
    assert counted == {
        "Composition": 5,
        "Indications": 2,
        "Stages over time": 2,
        "Combinations": 1,
        "Designations": 1,
        "Companies": 2,
        "Rights": 1,
        "Payments": 1,
        "Outcomes": 8,
        "Meetings": 1,
    }


def test_a_company_has_the_facts_that_only_qualify_by_it() -> None:
    card = entity_card(STORE, "ACME BIOLOGICS INC")
    assert card.entity.attributes == factory.ACME_ATTRIBUTES
    grouped = {title: [f.fact.predicate for f in facts] for title, facts in card.groups}
    assert grouped["Stages over time"] == [Predicate.HAS_STAGE]
    assert grouped["Rights"] == [Predicate.LICENSED_TO, Predicate.LICENSED_TO]
    assert [f.fact.subject.name for f in card.facts if f.fact.predicate is Predicate.PAYS] == ["Globex plc"] * 2


def test_facts_of_a_drug_over_time_under_its_names() -> None:
    card = entity_card(gold_store(), "IMGN853")
    stages = dict(card.groups)["Stages over time"]
    assert [(str(f.filing.reported_on), f.fact.object, f.fact.modality) for f in stages] == [
        ("2013-11-05", "phase 1", Modality.ASSERTED),
        ("2013-11-05", "phase 1", Modality.ASSERTED),
        ("2022-11-14", "approved", Modality.ASSERTED),
        ("2022-11-14", "clinical", Modality.ASSERTED),
        ("2022-11-14", "phase 3", Modality.ASSERTED),
        ("2022-11-14", "phase 3", Modality.ASSERTED),
        ("2022-11-14", "submitted", Modality.PLANNED),
        ("2022-11-14", "phase 3", Modality.PLANNED),
    ]
    assert entity_card(gold_store(), "Elahere") == card


def test_a_card_as_text() -> None:
    whole = format_card(entity_card(gold_store(), "imgn289"), width=90)
    text, ids = re.subn(r"    id [0-9a-f]{10}\n", "", whole)
    assert ids == len(entity_card(gold_store(), "imgn289").facts)
    assert text.startswith(IMGN289)
    assert (
        "  • IMGN289 is in stage phase 1\n"
        "    eventDate: 2013-11; sponsor: ImmunoGen, Inc.; status: initiated\n"
        "    immunogen-8k-2013-11-05, 8-K, reported 2013-11-05, confidence 1.00\n"
        "      “IMGN289 is directed at EGFR. Dosing in its first Phase I trial began this month.”\n"
    ) in text
    assert "  • IMGN289 is for Head and neck cancer [planned]\n" in text
    assert max(map(display_width, text.splitlines())) <= 90


def test_a_card_shows_identifiers_doubt_speakers_and_all_quotes() -> None:
    assert "identifiers: http://identifiers.org/hgnc/3791" in format_card(entity_card(gold_store(), "FRα"), width=90)
    text = format_card(entity_card(STORE, "ABC123"), width=120)
    assert "confidence 0.79" in text
    assert "said by J. Doe, Chief Executive Officer" in text
    assert all(f"“{quote}”" in text for quote in ("carries DM7", "DM7 is carried", "ABC123 hasPayload DM7 (300)"))
    assert "main, Item 8.01, 9000–9014" in text
    assert "exclusive: true" in text


def test_things_without_facts_have_a_card_too() -> None:
    assert "No filing in this store states a fact about it." in format_card(entity_card(gold_store(), "Astellas"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ABC12", "no thing is called 'ABC12'; names that are near: ABC123"),
        ("something else entirely", "no name is near"),
    ],
)
def test_unknown_names(name: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        entity_card(STORE, name)
