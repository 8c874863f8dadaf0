"""What trials found, by rows: responses, survival, doses, side effects; and what was only looked for."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

OUTCOME = [Predicate.HAS_OUTCOME]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The objective response rate of LKB-204 was 42% (21 of 50 patients).",
            "objective response | value 42 | unit % | count 21 | outOf 50",
        ),
        ("The overall response rate with LKB-204 was 35%.", "objective response | value 35 | unit %"),
        ("The disease control rate with LKB-204 was 78%.", "disease control | value 78 | unit %"),
        (
            "Median progression-free survival with LKB-204 was 6.2 months.",
            "progression-free survival | value 6.2 | unit months",
        ),
        ("Median overall survival with LKB-204 was 14 months.", "overall survival | value 14 | unit months"),
        (
            "The median duration of response with LKB-204 was 9.5 months.",
            "duration of response | value 9.5 | unit months",
        ),
        ("The maximum tolerated dose of LKB-204 was 2.4 mg/kg.", "maximum tolerated dose | value 2.4 | unit mg/kg"),
        ("The half-life of LKB-204 was 12 days.", "half-life | value 12 | unit days"),
        ("LKB-204 was well tolerated.", "tolerability | value well tolerated"),
        ("No dose-limiting toxicities were observed with LKB-204.", "dose-limiting toxicity | negated"),
        (
            "Three of 24 patients had complete responses to LKB-204.",
            "complete response | count 3 | outOf 24",
        ),
        (
            "LKB-204 demonstrated robust antitumor activity in mice.",
            "other | value robust antitumor activity | stage preclinical",
        ),
        (
            "The most common adverse event with LKB-204 was nausea (30%).",
            "adverse event | event nausea | value 30 | unit %",
        ),
        (
            "Grade 3 neutropenia was observed with LKB-204.",
            "adverse event | event neutropenia | grade 3",
        ),
        ("No cardiotoxicity was observed with LKB-204.", "adverse event | event cardiotoxicity | negated"),
    ],
)
def test_results(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasOutcome | {expected}", OUTCOME)


@pytest.mark.parametrize(
    "text",
    [
        "The primary endpoint of the LKB-204 trial is overall survival.",
        "The trial of LKB-204 is designed to determine the maximum tolerated dose.",
        "We expect to report the objective response rate of LKB-204 in 2022.",
        "We believe that LKB-204 could be well tolerated.",
        "The trial of LKB-204 will measure progression-free survival.",
        "LKB-204 is in development for the treatment of anemia.",
        "Overall survival of patients with ovarian cancer is short.",
        "LKB-204 is an antibody.",
    ],
)
def test_what_was_only_looked_for(text: str) -> None:
    assert_says(text, "", OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We enrolled 48 patients in the Phase 2 trial of LKB-204.", "enrollment | count 48 | stage phase 2"),
        (
            "A total of 30 patients were treated in the Phase 1 trial of LKB-204.",
            "enrollment | count 30 | stage phase 1",
        ),
        ("We completed enrollment in the Phase 2 trial of LKB-204.", "enrollment | value completed | stage phase 2"),
        ("We expect to enroll 60 patients in the Phase 2 trial of LKB-204.", ""),
    ],
)
def test_who_was_enrolled(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasOutcome | {expected}" if expected else "", OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 is in a Phase 2 trial in patients with ovarian cancer. The objective response rate was 42%.",
            "objective response | value 42 | stage phase 2 | indication ovarian cancer",
        ),
        (
            "LKB-204 is in a Phase 1 trial. In mice, LKB-204 was well tolerated.",
            "tolerability | stage preclinical",
        ),
        (
            "In the LANTERN trial, a Phase 3 study of LKB-204, median overall survival was 14 months.",
            "overall survival | value 14 | stage phase 3 | study LANTERN",
        ),
    ],
)
def test_which_trial_a_result_belongs_to(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasOutcome | {expected}", OUTCOME)


def test_a_result_belongs_to_the_drug_that_the_sentence_is_about() -> None:
    text = "LKB-204 in combination with pembrolizumab was well tolerated."
    assert_says(text, "LKB-204 | hasOutcome | tolerability", OUTCOME)
