"""What became of announcements, as the page carries it."""

from __future__ import annotations

from datetime import date

import pytest

import kg
from kg.explore.fates import fates
from kg.explore.payload import ordered
from kg.model import DateRange, Modality, Predicate, StoredFact
from tests.explore.factory import ALPHA, FIRST, SECOND, stored


def year(number: int) -> DateRange:
    return DateRange(str(number), date(number, 1, 1), date(number, 12, 31), "year", str(number))


def planned(number: int, *, later: bool = False) -> StoredFact:
    filing = SECOND if later else FIRST
    return stored(
        ALPHA, Predicate.HAS_STAGE, "phase 3", filing=filing, modality=Modality.PLANNED, eventDate=year(number)
    )


BEGUN = stored(ALPHA, Predicate.HAS_STAGE, "phase 3", filing=SECOND, status="initiated")
CASES = [
    ("put off", [planned(2020), planned(2022, later=True)], {0: ("slipped", 1)}),
    ("brought forward", [planned(2024), planned(2022, later=True)], {0: ("brought forward", 1)}),
    ("carried out", [planned(2020), BEGUN], {0: ("fulfilled", 1)}),
    ("said again", [planned(2022), planned(2022, later=True)], {}),
    ("not heard of", [planned(2020)], {}),
]


@pytest.mark.parametrize(("facts", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_fates(facts: list[StoredFact], expected: dict[int, tuple[str, int]]) -> None:
    assert fates(ordered(facts)) == expected


@pytest.mark.parametrize(("facts", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_page_tells_what_a_history_tells(facts: list[StoredFact], expected: dict[int, tuple[str, int]]) -> None:
    announced = [e for e in kg.timeline(facts, ALPHA.name) if e.facts[0].iri == facts[0].iri]
    assert [e.status for e in announced] == [expected[0][0] if expected else announced[0].status]
