"""What single headers and cells of tables mean, by rows."""

from __future__ import annotations

from datetime import date

import pytest

from kg.nlp.tables_grid import column_kind, stage_of_column
from kg.nlp.tables_stages import furthest, steps_in
from kg.nlp.tables_values import Unit, read_value, strip_unit, unit_in


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Product candidate", "compound"),
        ("Partner drug", "combination"),
        ("Target", "target"),
        ("Target indication", "indication"),
        ("Stage of development", "stage"),
        ("Next anticipated milestone", "milestone"),
        ("Commercial rights", "rights"),
        ("Partner", "partner"),
        ("Product type", "type"),
        ("Condition", ""),
        ("Amount", ""),
    ],
)
def test_column_kind(header: str, kind: str) -> None:
    assert column_kind(header) == kind


@pytest.mark.parametrize(
    ("header", "stage"),
    [
        ("IND-enabling", "preclinical"),
        ("Ph 1b/2a", "phase 1/2"),
        ("Phase II", "phase 2"),
        ("BLA", "submitted"),
        ("Marketed", "approved"),
        ("Phase", ""),
    ],
)
def test_stage_of_column(header: str, stage: str) -> None:
    assert stage_of_column(header) == stage


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Phase 1/2 ongoing", [("phase 1/2", "ongoing", None)]),
        ("Phase 1 completed; Phase 2 planned", [("phase 1", "completed", None), ("phase 2", "planned", None)]),
        ("IND cleared in January 2023", [("IND", "completed", "2023-01")]),
        ("Approved (EU)", [("approved", None, None)]),
        ("Phase 2, discontinued", [("phase 2", "discontinued", None)]),
        ("Potential Phase 2", []),
    ],
)
def test_steps(cell: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    steps = list(steps_in(cell, reported_on=date(2023, 3, 1)))
    assert [(s.stage, s.status, s.when.iso if s.when else None) for s in steps] == expected


def test_furthest_takes_the_words_of_a_bar() -> None:
    cells = [("preclinical", "Phase 1"), ("phase 1", ""), ("phase 2", "—")]
    assert [s.stage for s in furthest(cells, reported_on=None)] == ["phase 1"]


@pytest.mark.parametrize(
    ("cell", "unit", "share", "total", "expected"),
    [
        ("18", "n", True, None, {"count": 18}),
        ("5 (45%)", "n%", True, None, {"count": 5, "value": 45, "unit": "%"}),
        ("45% (5/11)", "", True, None, {"count": 5, "outOf": 11, "value": 45, "unit": "%"}),
        ("33.1%*", "", True, None, {"value": 33.1, "unit": "%"}),
        ("6.9 (5.6, 9.7)", "months", False, None, {"value": 6.9, "unit": "months"}),
        ("12.1+ months", "", False, None, {"value": ">=12.1", "unit": "months"}),
        ("7", "", True, 10, {"count": 7}),
        ("7", "", True, None, {}),
        ("NR", "months", False, None, {"value": "not reached"}),
        ("1st remission", "", True, 10, {}),
        ("12/5", "", True, None, {}),
        ("—", "n", True, None, {}),
    ],
)
def test_read_value(cell: str, unit: str, share: bool, total: int | None, expected: dict[str, object]) -> None:
    assert read_value(cell, Unit(unit), share=share, total=total) == expected


@pytest.mark.parametrize(
    ("label", "unit", "core"),
    [
        ("Median DOR, months (95% CI)", "months", "Median DOR"),
        ("CBR, %", "%", "CBR"),
        ("Number of patients with nausea, n (%)", "n%", "nausea"),
        ("Objective response rate", "", "Objective response rate"),
    ],
)
def test_units(label: str, unit: str, core: str) -> None:
    assert (unit_in(label).kind, strip_unit(label)) == (unit, core)
