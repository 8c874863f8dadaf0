"""How far compounds have come, by rows: stages, statuses, who runs the trial, when, where; and what says nothing."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says, read

STAGE = "LKB-204 | hasStage | "
US = "sponsor Larkfield Biosciences, Inc."
OSTRAVA = "sponsor Ostrava Pharma AG"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is in a Phase 1 trial.", "phase 1 | status ongoing | sponsor - | eventDate -"),
        ("LKB-204 is in a Phase I trial.", "phase 1 | status ongoing"),
        ("LKB-204 is in a phase one trial.", "phase 1 | status ongoing"),
        ("A Phase 1a trial of LKB-204 is ongoing.", "phase 1 | status ongoing"),
        ("A Phase Ib trial of LKB-204 is ongoing.", "phase 1 | status ongoing"),
        ("A Phase 1/2 trial of LKB-204 is ongoing.", "phase 1/2 | status ongoing"),
        ("A Phase I/II trial of LKB-204 is ongoing.", "phase 1/2 | status ongoing"),
        ("A Phase 1b/2a trial of LKB-204 is ongoing.", "phase 1/2 | status ongoing"),
        ("A Phase 2a trial of LKB-204 is ongoing.", "phase 2 | status ongoing"),
        ("A Phase IIb trial of LKB-204 is ongoing.", "phase 2 | status ongoing"),
        ("A Phase 2/3 trial of LKB-204 is ongoing.", "phase 2/3 | status ongoing"),
        ("A Phase 2b/3 trial of LKB-204 is ongoing.", "phase 2/3 | status ongoing"),
        ("LKB-204 is in IND-enabling studies.", "preclinical | status ongoing"),
        ("LKB-204 is in preclinical development.", "preclinical | status ongoing"),
        ("LKB-204 is currently in lead optimization.", "preclinical | status ongoing"),
        ("A first-in-human trial of LKB-204 began in October 2020.", "clinical | status initiated | eventDate 2020-10"),
        ("LKB-204 was launched in Japan in 2018.", "approved | region Japan | eventDate 2018 | status -"),
        ("LKB-204 is approved in the United States.", "approved | region US | status -"),
        ("LKB-204 has been approved in Canada since 2016.", "approved | region Canada"),
    ],
)
def test_the_ways_to_write_a_stage(text: str, expected: str) -> None:
    assert_says(text, STAGE + expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In March 2021, we initiated a Phase 1 trial of LKB-204.",
            f"phase 1 | status initiated | eventDate 2021-03 | {US}",
        ),
        ("We began a Phase 2 trial of LKB-204 in 2020.", f"phase 2 | status initiated | eventDate 2020 | {US}"),
        (
            "We started a Phase 1 study of LKB-204 on January 12, 2021.",
            f"phase 1 | status initiated | eventDate 2021-01-12 | {US}",
        ),
        ("Larkfield has advanced LKB-204 into Phase 2 clinical testing.", "phase 2 | status initiated"),
        (
            "Ostrava Pharma AG commenced a Phase 3 trial of LKB-204 in June 2020.",
            f"phase 3 | status initiated | eventDate 2020-06 | {OSTRAVA}",
        ),
        (
            "The first patient was dosed in a Phase 1 trial of LKB-204 in April 2021.",
            "phase 1 | status initiated | eventDate 2021-04",
        ),
        (
            "We dosed the first patient in our Phase 1 trial of LKB-204 in April 2021.",
            f"phase 1 | status initiated | eventDate 2021-04 | {US}",
        ),
        ("We completed a Phase 1/2 trial of LKB-204 in 2019.", f"phase 1/2 | status completed | eventDate 2019 | {US}"),
        (
            "Ostrava Pharma AG discontinued its Phase 3 trial of LKB-204 in June 2020.",
            f"phase 3 | status discontinued | eventDate 2020-06 | {OSTRAVA}",
        ),
        ("We terminated the Phase 2 trial of LKB-204.", f"phase 2 | status discontinued | {US}"),
        ("The FDA placed the Phase 1 trial of LKB-204 on clinical hold.", "phase 1 | status on hold"),
        ("Ostrava Pharma AG has paused its Phase 2 trial of LKB-204.", f"phase 2 | status on hold | {OSTRAVA}"),
        ("LKB-204 is currently being evaluated in a Phase 2 trial.", "phase 2 | status ongoing | eventDate -"),
        ("A Phase 3 trial of LKB-204 is under way.", "phase 3 | status ongoing"),
        ("We are enrolling patients in a Phase 2 trial of LKB-204.", f"phase 2 | status ongoing | {US}"),
        ("Ostrava Pharma AG is conducting a Phase 3 trial of LKB-204.", f"phase 3 | status ongoing | {OSTRAVA}"),
        ("The FDA cleared our IND for LKB-204 in January 2021.", f"IND | status completed | eventDate 2021-01 | {US}"),
        ("In February 2021 we filed an IND for LKB-204.", f"IND | status initiated | eventDate 2021-02 | {US}"),
        (
            "We submitted a Biologics License Application for LKB-204 to the FDA.",
            f"submitted | region US | status - | {US}",
        ),
        (
            "Our Marketing Authorization Application for LKB-204 is under review by the EMA.",
            f"submitted | region EU | status ongoing | {US}",
        ),
        ("A New Drug Application for LKB-204 has been submitted to the FDA.", "submitted | region US"),
        ("In 2020 the European Commission approved LKB-204.", "approved | region EU | eventDate 2020"),
        (
            "LKB-204 received marketing approval from the FDA in November 2019.",
            "approved | region US | eventDate 2019-11",
        ),
        (
            "Development of LKB-204 was discontinued in April 2021. LKB-204 had been in a Phase 2 trial.",
            "phase 2 | status discontinued | eventDate 2021-04",
        ),
    ],
)
def test_what_happened_when_and_who_did_it(text: str, expected: str) -> None:
    assert_says(text, STAGE + expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We plan to submit an IND for LKB-204 in the second half of 2021.",
            f"IND | status planned | eventDate 2021-07/2021-12 | {US} | planned",
        ),
        (
            "We expect to begin dosing patients in a Phase 2b trial of LKB-204 in the third quarter of 2021.",
            f"phase 2 | status planned | eventDate 2021-07/2021-09 | {US} | expected",
        ),
        (
            "We intend to initiate a Phase 3 trial of LKB-204 in 2022.",
            f"phase 3 | status planned | eventDate 2022 | {US} | planned",
        ),
        (
            "Ostrava Pharma AG will start a Phase 1 trial of LKB-204 in early 2022.",
            f"phase 1 | status planned | {OSTRAVA} | planned",
        ),
        (
            "We expect Ostrava Pharma AG to file an IND for LKB-204 in 2022.",
            f"IND | status planned | eventDate 2022 | {OSTRAVA} | expected",
        ),
        ("A Phase 3 trial of LKB-204 is planned.", "phase 3 | status planned | planned"),
        (
            "A Phase 2 trial of LKB-204 is expected to begin in 2022.",
            "phase 2 | status planned | eventDate 2022 | expected",
        ),
        ("We may initiate a Phase 3 trial of LKB-204.", "phase 3 | possible"),
        ("No Phase 3 trial of LKB-204 has been initiated.", "phase 3 | negated"),
        ("LKB-204 has not been approved by the FDA.", "approved | region US | negated"),
        ("We have not yet filed an IND for LKB-204.", "IND | negated"),
        (
            "LKB-204 is in Phase 1, and we plan to start a Phase 2 trial in 2022.",
            f"phase 1 | status ongoing\n{STAGE}phase 2 | status planned | eventDate 2022 | planned",
        ),
    ],
)
def test_what_is_only_planned_possible_or_denied(text: str, expected: str) -> None:
    assert_says(text, STAGE + expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 is in a Phase 2 trial in patients with gastric cancer.",
            "LKB-204 | hasStage | phase 2 | indication gastric cancer\nLKB-204 | hasIndication | gastric cancer",
        ),
        (
            "Ostrava Pharma AG's kanrotuzumab is in Phase 3 development for lupus nephritis.",
            "kanrotuzumab | hasStage | phase 3 | indication lupus nephritis\n"
            "kanrotuzumab | hasIndication | lupus nephritis",
        ),
        (
            "The European Commission approved LKB-204 for the treatment of Hodgkin lymphoma.",
            "LKB-204 | hasStage | approved | indication Hodgkin lymphoma | region EU\n"
            "LKB-204 | hasIndication | Hodgkin lymphoma",
        ),
        (
            "We are conducting a Phase 2 trial of LKB-204 in cervical cancer and endometrial cancer.",
            "LKB-204 | hasStage | phase 2 | indication cervical cancer\n"
            "LKB-204 | hasStage | phase 2 | indication endometrial cancer\n"
            "LKB-204 | hasIndication | cervical cancer\nLKB-204 | hasIndication | endometrial cancer",
        ),
        (
            "A Phase 2 trial of LKB-204 is open. The trial is enrolling patients with urothelial cancer.",
            "LKB-204 | hasStage | phase 2\n"
            "LKB-204 | hasStage | phase 2 | indication urothelial cancer | status ongoing\n"
            "LKB-204 | hasIndication | urothelial cancer",
        ),
    ],
)
def test_the_disease_of_a_trial(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE, Predicate.HAS_INDICATION])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 and LKB-310 are in Phase 1 trials.", "LKB-204 | hasStage | phase 1\nLKB-310 | hasStage | phase 1"),
        (
            "LKB-204 is in a Phase 1 trial. It is also in preclinical studies as a diagnostic.",
            "LKB-204 | hasStage | phase 1\nLKB-204 | hasStage | preclinical",
        ),
        (
            "LKB-204 is our lead product candidate. We initiated a Phase 2 trial of this compound in 2020.",
            "LKB-204 | hasStage | phase 2 | status initiated | eventDate 2020",
        ),
        ("# LKB-310\n\nA Phase 1 trial is ongoing.", "LKB-310 | hasStage | phase 1 | status ongoing"),
        (
            "In the LANTERN-2 trial, a Phase 2 study of LKB-204, enrollment is ongoing.",
            "LKB-204 | hasStage | phase 2 | study LANTERN-2",
        ),
        (
            "A Phase 2 trial (NCT09990001) of LKB-204 is ongoing.",
            "LKB-204 | hasStage | phase 2 | study NCT09990001",
        ),
        (
            "Larkfield today announced that it has initiated a Phase 1 trial of LKB-204.",
            "LKB-204 | hasStage | phase 1 | status initiated | eventDate 2021-05-04",
        ),
        (
            "LKB-204 is approved in the United States and Japan.",
            "LKB-204 | hasStage | approved | region US\nLKB-204 | hasStage | approved | region Japan",
        ),
    ],
)
def test_which_compound_study_and_day_is_meant(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In March 2020, the FDA cleared our IND application for LKB-204 for the treatment of lupus.", {"IND"}),
        ("The FDA cleared LKB-204 for the treatment of lupus.", {"approved"}),
        ("Investigational new drug application (IND) enabling studies of LKB-204 are ongoing.", {"preclinical"}),
        ("The MAD study of LKB-204 is a Phase 1 trial in healthy volunteers.", {"phase 1"}),
    ],
)
def test_an_application_for_a_trial_is_no_approval(text: str, expected: set[str]) -> None:
    facts = [f for f in read(text).facts if f.predicate is Predicate.HAS_STAGE]
    assert {f.object for f in facts} == expected
    assert not any("study" in f.qualifiers for f in facts)


@pytest.mark.parametrize(
    "text",
    [
        "We are a clinical-stage company developing LKB-204.",
        "Larkfield is a late-stage biopharmaceutical company.",
        "Clinical trials are expensive and can take many years.",
        "The process of obtaining marketing approval is long.",
        "Phase 3 trials usually enroll several hundred patients.",
        "An IND must be in effect before a clinical trial may begin.",
        "Our collaborators have several Phase 2 programs.",
        "LKB-204 was named after the second phase of the moon.",
        "We must use diligent efforts to develop LKB-204 and to apply for marketing approval in China.",
        "There can be no assurance that LKB-204 will be approved by the FDA.",
        "LKB-204 is ours. A patent term may be extended in Europe for an approved drug.",
        "In relation to LKB-204, companies that are running Phase 2 trials in lymphoma include Ostrava Pharma AG.",
    ],
)
def test_what_says_nothing_of_a_compounds_stage(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 was tested in a Phase 2 trial against docetaxel.", ["LKB-204"]),
        ("LKB-204 is in a Phase 2 trial in combination with pembrolizumab.", ["LKB-204"]),
        ("A Phase 1 trial of LKB-204 enrolls patients who progressed on trastuzumab.", ["LKB-204"]),
        ("A Phase 3 trial of LKB-204 versus docetaxel is ongoing.", ["LKB-204"]),
        ("In a Phase 3 trial, LKB-204 was as effective as docetaxel.", ["LKB-204"]),
        ("In a Phase 2 trial, LKB-204 was more active than sorafenib.", ["LKB-204"]),
        ("LKB-204 showed a response rate comparable to that of sorafenib in a Phase 2 trial.", ["LKB-204"]),
        ("We are testing LKB-204 in a Phase 2 trial in patients previously treated with lenalidomide.", ["LKB-204"]),
    ],
)
def test_a_comparators_or_partners_stage_is_not_ours_to_tell(text: str, expected: list[str]) -> None:
    assert sorted({f.subject.name for f in read(text).facts if f.predicate is Predicate.HAS_STAGE}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The FDA granted orphan drug designation to LKB-204 for the treatment of ovarian cancer.",
            "orphan drug | region US | indication ovarian cancer",
        ),
        (
            "In May 2021, the FDA granted LKB-204 Fast Track designation for the treatment of small cell lung cancer.",
            "fast track | region US | eventDate 2021-05 | indication small cell lung cancer",
        ),
        ("LKB-204 has breakthrough therapy designation in the United States.", "breakthrough therapy | region US"),
        ("LKB-204 received PRIME designation from the EMA in 2020.", "PRIME | region EU | eventDate 2020"),
        ("The FDA granted priority review to our application for LKB-204.", "priority review | region US"),
        ("The FDA granted RMAT designation to LKB-204.", "RMAT | region US"),
        ("The FDA has granted rare pediatric disease designation for LKB-204.", "rare pediatric disease | region US"),
        ("We plan to request orphan drug designation for LKB-204.", "orphan drug | planned"),
        ("LKB-204 has orphan drug status in Japan.", "orphan drug | region Japan"),
        ("We intend to apply for fast track designation for LKB-204.", "fast track | planned"),
        ("LKB-204 has not received breakthrough therapy designation.", "breakthrough therapy | negated"),
        (
            "LKB-204 was granted orphan medicinal product designation by the European Commission.",
            "orphan drug | region EU",
        ),
    ],
)
def test_designations(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasDesignation | {expected}", [Predicate.HAS_DESIGNATION])


@pytest.mark.parametrize(
    "text",
    [
        "Orphan drug designation entitles a sponsor to tax credits.",
        "A fast track product may be eligible for rolling review.",
        "Breakthrough therapy designation does not change the standards for approval.",
    ],
)
def test_a_designation_explained_is_no_designation_had(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_DESIGNATION])


def test_each_filing_has_its_own_region_and_time() -> None:
    text = (
        "We plan to submit a Biologics License Application (BLA) for LKB-204 to the FDA in the fourth quarter of 2024 "
        "and a Marketing Authorisation Application (MAA) to the EMA in the first half of 2025."
    )
    expected = (
        "LKB-204 | hasStage | submitted | region US | eventDate 2024-10/2024-12 | planned\n"
        "LKB-204 | hasStage | submitted | region EU | eventDate 2025-01/2025-06 | planned"
    )
    assert_says(text, expected, [Predicate.HAS_STAGE])


def test_what_is_not_done_beyond_a_trial_does_not_deny_the_trial() -> None:
    text = "We will not advance LKB-204 beyond the ongoing Phase 2 study."
    assert_says(text, "LKB-204 | hasStage | phase 2 | status ongoing", [Predicate.HAS_STAGE])
