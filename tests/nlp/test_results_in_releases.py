"""Results as releases and annual reports word them: rates with their short names, cut-offs, side effects in lists."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

OUTCOME = [Predicate.HAS_OUTCOME]


def _says(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 had an overall response rate (ORR) of 41%, including a complete response (CR) rate of 9%.",
            "objective response | value 41\ncomplete response | value 9",
        ),
        (
            "Among 38 response-evaluable patients treated with LKB-204, the ORR was 45%, with 2 complete responses.",
            "enrollment | count 38\nobjective response | value 45\ncomplete response | count 2",
        ),
        (
            "Clinical benefit, defined as complete response, partial response or stable disease, was observed in 52% "
            "of patients receiving LKB-204.",
            "disease control | value 52",
        ),
        (
            "Approval of LKB-204 was based on an ORR of 31.7% in 104 patients in the single-arm LANTERN trial.",
            "objective response | value 31.7 | study LANTERN\nenrollment | count 104",
        ),
        (
            "PSA declines of 50% or more were seen in 9 of 20 patients (45%) receiving LKB-204.",
            "other | event PSA declines | count 9 | outOf 20 | value 45",
        ),
        (
            "Of 44 patients treated with LKB-204, 20 patients (45.5%) responded, including 4 CRs.",
            "enrollment | count 44\nresponse rate | count 20 | value 45.5\ncomplete response | count 4",
        ),
        (
            "The median duration of response for LKB-204 was 6.9 months, and it had not been reached in patients with "
            "complete responses.",
            "duration of response | value 6.9\nduration of response | value not reached",
        ),
        (
            "Seven patients with ovarian cancer treated with LKB-204 achieved partial responses.",
            "partial response | count 7",
        ),
        (
            "At a follow-up of 11 months, median PFS and OS with LKB-204 were 5.7 and 12.9 months, respectively.",
            "progression-free survival | value 5.7\noverall survival | value 12.9",
        ),
        (
            "Responses were observed in 12 of 30 (40%) patients treated with LKB-204.",
            "response rate | count 12 | outOf 30 | value 40",
        ),
        (
            "An 87% reduction in annualized bleeding rate was observed in patients treated with LKB-204.",
            "other | event annualized bleeding rate | value 87",
        ),
        (
            "LKB-204 did not demonstrate a statistically significant improvement in overall survival.",
            "overall survival | value statistically significant improvement | negated",
        ),
        ("At month 12, 73% of patients on LKB-204 remained alive.", "overall survival | value 73"),
        ("In mice, LKB-204 led to complete tumor regressions in 8 of 10 animals.", "other | count 8 | outOf 10"),
    ],
)
def test_rates(text: str, expected: str) -> None:
    _says(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two dose-limiting toxicities were observed at the 3.2 mg/kg dose level of LKB-204, one Grade 3 febrile "
            "neutropenia and one Grade 4 thrombocytopenia.",
            "dose-limiting toxicity | event febrile neutropenia | grade 3\n"
            "dose-limiting toxicity | event thrombocytopenia | grade 4",
        ),
        (
            "The most common Grade ≥3 treatment-related adverse events with LKB-204 were neutropenia (31%) and "
            "anemia (12%).",
            "adverse event | event neutropenia | value 31 | grade >=3\nadverse event | event anemia | value 12",
        ),
        (
            "Treatment discontinuations due to adverse events occurred in 6% of patients treated with LKB-204.",
            "adverse event | event treatment discontinuations due to adverse events | value 6",
        ),
        (
            "There were no treatment-related deaths and no discontinuations due to adverse events with LKB-204.",
            "adverse event | event treatment-related deaths | negated\n"
            "adverse event | event discontinuations due to adverse events | negated",
        ),
        (
            "Interstitial lung disease (ILD) occurred in 8.2% of patients treated with LKB-204.",
            "adverse event | event interstitial lung disease | value 8.2",
        ),
        (
            "Cytokine release syndrome (CRS) was seen in 45% of patients on LKB-204, with no Grade 3 or higher CRS.",
            "adverse event | event cytokine release syndrome | value 45\n"
            "adverse event | event cytokine release syndrome | negated",
        ),
        (
            "Three patients (7%) discontinued LKB-204 due to peripheral neuropathy.",
            "adverse event | event peripheral neuropathy | count 3 | value 7",
        ),
        ("There were no cases of hepatotoxicity with LKB-204.", "adverse event | event hepatotoxicity | negated"),
        (
            "Adverse events with LKB-204 were headache and nausea, which were mostly mild to moderate in severity.",
            "adverse event | event headache | grade mild to moderate\n"
            "adverse event | event nausea | grade mild to moderate",
        ),
        (
            "LKB-204 reduced the risk of disease progression or death by 42%.",
            "other | event risk of disease progression or death | value 42",
        ),
        (
            "The safety profile of LKB-204 was consistent with prior trials.",
            "tolerability | value safety profile of lkb-204 was consistent with prior trials",
        ),
    ],
)
def test_side_effects(text: str, expected: str) -> None:
    _says(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As of March 1, 2021, 64 patients had received at least one dose of LKB-204.", "enrollment | count 64"),
        (
            "A total of 57 patients were enrolled in the Phase 2 trial of LKB-204 and 52 were evaluable for response.",
            "enrollment | count 57\nenrollment | count 52",
        ),
        (
            "Enrollment in the trial of LKB-204 is ongoing, with 27 of a planned 60 patients enrolled to date.",
            "enrollment | count 27 | outOf 60",
        ),
        ("In this 150-patient Phase 2 study, LKB-204 was safe and tolerable.", "enrollment | count 150\ntolerability"),
        ("Patients treated with LKB-204 had received a median of four prior therapies.", ""),
        ("The MTD of LKB-204 trials is a dose; 12 patients had received at least two prior therapies.", ""),
        (
            "The maximum tolerated dose (MTD) of LKB-204 has not yet been reached and escalation is continuing.",
            "maximum tolerated dose | negated",
        ),
        (
            "The recommended Phase 2 dose (RP2D) of LKB-204 was determined to be 2.7 mg/kg every three weeks.",
            "other | event recommended Phase 2 dose | value 2.7 | unit mg/kg",
        ),
        (
            "The study of LKB-204 met both its co-primary endpoints of PFS and OS.",
            "progression-free survival | event co-primary endpoints\noverall survival | event co-primary endpoints",
        ),
        (
            "LKB-204 missed statistical significance on the primary endpoint of overall survival (p=0.07).",
            "overall survival | event primary endpoint | negated",
        ),
        ("The MTD of LKB-204 was exceeded at 3.0 mg/kg.", ""),
        ("A dose of LKB-204 will be chosen as the recommended Phase 2 dose.", ""),
    ],
)
def test_patients_doses_and_endpoints(text: str, expected: str) -> None:
    _says(text, expected)


def test_a_headline_looks_ahead_to_a_meeting() -> None:
    text = "# Larkfield Biosciences to Present LKB-204 Data at the 2021 San Antonio Breast Cancer Symposium"
    expected = "LKB-204 | presentedAt | 2021 San Antonio Breast Cancer Symposium | planned"
    assert_says(text, expected, [Predicate.PRESENTED_AT])
