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
        ("We expect to enroll 60 patients in the Phase 2 trial of LKB-204.", "enrollment | count 60 | planned"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Of the 28 evaluable patients given LKB-204, 12 (43%) had a partial response and 9 had stable disease.",
            "enrollment | count 28 | population evaluable\n"
            "partial response | count 12 | outOf 28 | value 43\n"
            "stable disease | count 9 | outOf 28 | value -",
        ),
        (
            "Among 22 patients on LKB-204, one had a complete response, for a disease control rate of 50%.",
            "enrollment | count 22\ncomplete response | count 1 | outOf 22\ndisease control | value 50 | count -",
        ),
        (
            "LKB-204 had an ORR of 38% in the low-dose group and 52% in the high-dose group.",
            "objective response | value 38\nobjective response | value 52",
        ),
        (
            "Median overall survival with LKB-204 was 15.3 months, compared to 11.1 months for placebo.",
            "overall survival | value 15.3",
        ),
        (
            "The 12-month overall survival rate with LKB-204 was 61%.",
            "overall survival | value 61 | unit % | event 12-month overall survival",
        ),
        ("The MTD of LKB-204 has not been reached at doses up to 10 mg/kg.", "maximum tolerated dose | negated"),
    ],
)
def test_numbers_go_with_their_measures(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Phase 3 trial of LKB-204 met its primary endpoint.", "other | event primary endpoint | value met"),
        (
            "The Phase 3 trial of LKB-204 did not meet the primary endpoint of overall survival.",
            "overall survival | event primary endpoint | negated",
        ),
        ("A Phase 2 trial of LKB-204 fell short of its primary endpoint.", "other | event primary endpoint | negated"),
        ("All secondary endpoints were achieved with LKB-204.", "other | event secondary endpoints | value met"),
        ("LKB-204 is expected to meet its primary endpoint.", ""),
        ("If the trial of LKB-204 meets its primary endpoint, we will file an application.", ""),
    ],
)
def test_endpoints(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasOutcome | {expected}" if expected else "", OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 lowered serum ferritin by 48% at week 24.", "other | event serum ferritin | value 48 | unit %"),
        ("LKB-204 led to a 35% reduction in the risk of death.", "other | event risk of death | value 35"),
        ("Expenses for LKB-204 increased by 35% over the prior year.", ""),
        ("82% of patients treated with LKB-204 remained free of relapse.", "other | value 82 | unit %"),
    ],
)
def test_changes(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasOutcome | {expected}" if expected else "", OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The most common adverse events with LKB-204 were nausea (20%) and elevated cholesterol (10%).",
            "adverse event | event nausea | value 20\nadverse event | event elevated cholesterol | value 10",
        ),
        (
            "LKB-204 was well tolerated, with no serious adverse events.",
            "tolerability | value well tolerated\nadverse event | event serious adverse events | negated",
        ),
        (
            "Treatment-related adverse events occurred in 15% of patients receiving LKB-204.",
            "adverse event | event treatment-related adverse events | value 15",
        ),
        ("No adverse events with LKB-204 were reported more often than fatigue.", "adverse event | event fatigue"),
        ("LKB-204 reduced pain.", ""),
    ],
)
def test_side_effects(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 175 patients with lupus had been treated with LKB-204.", "enrollment | count >175"),
        ("The Phase 2 trial of LKB-204 took in 64 adults with lupus.", "enrollment | count 64 | stage phase 2"),
        ("Up to 60 patients are to be enrolled in the trial of LKB-204.", "enrollment | count 60 | planned"),
        (
            "A total of 90 patients were enrolled, of whom 44 received LKB-204 and 46 received placebo.",
            "enrollment | count 90\nenrollment | count 44",
        ),
        ("LKB-204 is for lupus, which affects about 40,000 patients in the United States.", ""),
    ],
)
def test_patients_of_a_trial(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 showed a dose-dependent increase in SYN1 mRNA levels in mice.",
            "other | event SYN1 mRNA levels | value dose-dependent increase | stage preclinical",
        ),
        (
            "LKB-204 produced a significant gain both in progression-free survival and in overall survival.",
            "progression-free survival | value significant gain\noverall survival | value significant gain",
        ),
        (
            "After treatment with LKB-204, circulating blasts decreased, and T cells increased.",
            "other | event circulating blasts | value decreased\nother | event T cells | value increased",
        ),
        (
            "LKB-204 demonstrated superiority to enoxaparin on the primary endpoint.",
            "other | value superiority to enoxaparin | event primary endpoint",
        ),
        ("We expect LKB-204 to show superiority to enoxaparin.", ""),
        ("Our costs for LKB-204 showed a significant increase in spending levels.", ""),
        ("The FDA sent a complete response letter for LKB-204.", ""),
    ],
)
def test_effects_in_words(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Of 30 patients on LKB-204, 23 had a complete response, a rate of 77%; in fit ones, "
            "the rate was 90% (18/20).",
            "enrollment | count 30\ncomplete response | count 23 | value 77\ncomplete response | count 18 | value 90",
        ),
        (
            "Responses to LKB-204 lasted for a median of 12.9 months.",
            "duration of response | value 12.9 | unit months",
        ),
        ("An improvement in survival has not been shown with LKB-204.", "overall survival | negated"),
        ("LKB-204 did not reach statistical significance.", "other | value statistical significance | negated"),
        (
            "LKB-204 met its primary endpoint and several secondary endpoints.",
            "other | event primary endpoint\nother | event several secondary endpoints",
        ),
        (
            "Pyrexia and hypoimmunoglobulinemia led the list of adverse events with LKB-204.",
            "adverse event | event pyrexia\nadverse event | event hypoimmunoglobulinemia",
        ),
        ("LKB-204 is a drug to treat psychosis and agitation.", ""),
        ("LKB-204 is for adults who have chronic pain; we reported this.", ""),
    ],
)
def test_what_a_verb_or_a_list_tells(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 shrank tumors in 11 of 30 patients.", "other | event shrank tumors | count 11 | outOf 30"),
        ("LKB-204 induced neutralizing antibodies in 98% of participants.", "other | event neutralizing antibodies"),
        ("With LKB-204 patients lived for a median of 18.4 months.", "overall survival | value 18.4"),
        (
            "It took a median of 7.2 months for the disease to get worse on LKB-204.",
            "progression-free survival | value 7.2",
        ),
        (
            "LKB-204 is in Phase 3. In that trial, 14 of 17 patients (82%) could stop phototherapy.",
            "other | event could stop phototherapy | count 14 | outOf 17 | value 82",
        ),
        ("Median time to response with LKB-204 was 1.4 months.", "other | value 1.4 | unit months"),
        (
            "ALT elevations of grade 3 were seen in two patients on LKB-204.",
            "adverse event | event ALT elevations | grade 3 | count 2",
        ),
        ("LKB-204 is in Phase 2. There were no deaths.", "adverse event | event deaths | negated"),
        (
            "Of 44 patients on LKB-204, 20 patients (45.5%) responded.",
            "enrollment | count 44\nresponse rate | count 20",
        ),
        ("LKB-204 delayed relapse by 3.4 months.", "other | event relapse | value 3.4 | unit months"),
        (
            "The study of LKB-204 enrolled 24 healthy volunteers and 36 patients.",
            "enrollment | count 24\nenrollment | count 36",
        ),
        ("LKB-204 was associated with a higher incidence of neutropenia (34%).", "adverse event | event neutropenia"),
        (
            "Adverse events with LKB-204 were mild to moderate. Side effects were infrequent and manageable.",
            "adverse event | event adverse events | grade mild to moderate\n"
            "adverse event | event side effects | value infrequent and manageable",
        ),
        ("No liver toxicity has been seen with LKB-204.", "adverse event | event liver toxicity | negated"),
        ("No antibodies to LKB-204 were detected.", "other | event antibodies to LKB-204 | negated"),
        ("The trial of LKB-204 missed its main goal.", "other | event main goal | negated"),
        ("The trial of LKB-204 has taken in its last patient.", "enrollment | value completed"),
        (
            "The first of about 200 patients has been dosed in a trial of LKB-204.",
            "enrollment | count 200 | planned",
        ),
        ("The trial of LKB-204 has 90% power to detect a 30% reduction in relapses.", ""),
        ("LKB-204 is in a Phase 1 trial. The standard of care, docetaxel, has an ORR of 12%.", ""),
        ("LKB-204 is for anemia, and anemia is a common complication of such infections.", ""),
    ],
)
def test_results_told_in_plain_words(text: str, expected: str) -> None:
    assert_says(text, "\n".join(f"LKB-204 | hasOutcome | {row}" for row in expected.splitlines()), OUTCOME)
