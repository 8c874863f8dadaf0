"""For whom within a disease a drug is meant, by rows: words in front of the name, and clauses behind it."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

USE = "LKB-204 | hasIndication | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is being tested in relapsed multiple myeloma.", "multiple myeloma | setting relapsed"),
        (
            "LKB-204 is approved for adults with relapsed or refractory multiple myeloma.",
            "multiple myeloma | setting adults, relapsed or refractory",
        ),
        (
            "LKB-204 is being studied as first-line treatment of metastatic gastric cancer.",
            "gastric cancer | setting first-line, metastatic",
        ),
        ("LKB-204 is given to elderly patients with asthma.", "asthma | setting elderly"),
        ("The best treatment of advanced melanoma is LKB-204 as first line therapy.", "melanoma | setting advanced"),
        (
            "LKB-204 is open to patients whose ovarian cancer is locally advanced or metastatic and free of mutations.",
            "ovarian cancer | setting locally advanced or metastatic",
        ),
        (
            "LKB-204 is tested in patients with gastric cancer that has progressed after one prior line of therapy.",
            "gastric cancer | setting has progressed after one prior line of therapy",
        ),
        ("LKB-204 is being tested in melanoma after surgery.", "melanoma | setting after surgery"),
        (
            "LKB-204 is being tested in ovarian cancer resistant to platinum.",
            "ovarian cancer | setting resistant to platinum",
        ),
        (
            "LKB-204 is being tested in asthma and psoriasis, moderate to severe in either case.",
            "asthma | setting moderate to severe\nLKB-204 | hasIndication | psoriasis | setting moderate to severe",
        ),
        ("LKB-204 is being tested in melanoma, and the trial is enrolling.", "melanoma | setting -"),
        ("Patients with melanoma given LKB-204 were followed for two years.", "melanoma | setting -"),
    ],
)
def test_for_whom_within_a_disease(text: str, expected: str) -> None:
    assert_says(text, USE + expected, [Predicate.HAS_INDICATION])


def test_a_setting_that_says_less_is_no_line_of_its_own() -> None:
    text = "LKB-204 is being tested in asthma. It is being tested in uncontrolled asthma."
    assert_says(text, f"{USE}asthma | setting uncontrolled", [Predicate.HAS_INDICATION])
