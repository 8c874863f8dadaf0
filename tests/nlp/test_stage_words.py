"""Wordings of stages and of what happens to them, by rows; trials by name; sentences that go on about a trial."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

STAGE = "LKB-204 | hasStage | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The first participant has been randomized in the Phase 3 trial of LKB-204.", ["phase 3 | status initiated"]),
        ("Enrollment in the Phase 2 trial of LKB-204 is complete.", ["phase 2 | status ongoing"]),
        ("The Phase 2 study of LKB-204 met its primary endpoint.", ["phase 2 | status completed"]),
        ("LKB-204 fell short of its goal in a Phase 3 trial in asthma.", ["phase 3 | status completed"]),
        ("We took LKB-204 into the clinic in 2019.", ["clinical | status initiated | eventDate 2019"]),
        ("A registrational trial of LKB-204 is under way.", ["clinical | status ongoing"]),
        ("Patients are being recruited for a Phase 2 trial of LKB-204.", ["phase 2 | status ongoing"]),
        ("LKB-204 is about to enter Phase 3.", ["phase 3 | status planned | planned"]),
        ("LKB-204 to Enter Phase 3 in 2022", ["phase 3 | status planned | eventDate 2022 | planned"]),
        (
            "The FDA has lifted the clinical hold on the Phase 1 trial of LKB-204.",
            ["phase 1 | status on hold | region US", "phase 1 | status ongoing"],
        ),
        (
            "A Phase 1 trial of LKB-204 began in 2020. The FDA has placed LKB-204 on clinical hold.",
            ["phase 1 | status initiated | eventDate 2020", "phase 1 | status on hold"],
        ),
        (
            "A Phase 2 trial of LKB-204 ended in 2020. Larkfield is giving up the LKB-204 program.",
            ["phase 2", "phase 2 | status discontinued | eventDate 2021-05-04"],
        ),
        (
            "LKB-204 missed its goal in a Phase 2 trial, and Larkfield will not develop it further.",
            ["phase 2 | status completed", "phase 2 | status discontinued"],
        ),
        ("The FDA gave the green light to the IND for LKB-204.", ["IND | status completed | region US"]),
        ("An application to market LKB-204 has been filed in Japan.", ["submitted | region Japan"]),
        ("The FDA is reviewing our application for LKB-204.", ["submitted | region US | status ongoing"]),
        (
            "The CHMP has recommended approval of LKB-204.",
            ["submitted | region EU | status ongoing"],
        ),
        (
            "The FDA issued a complete response letter to our BLA for LKB-204.",
            ["submitted | region US", "approved | region US | negated"],
        ),
        ("LKB-204 has gone on sale in Germany.", ["approved | region Germany"]),
        ("LKB-204 reached the market in 2015.", ["approved | eventDate 2015"]),
        ("LKB-204 has been cleared for marketing in Japan.", ["approved | region Japan"]),
        (
            "China Clears LKB-204 as Second-Line Treatment for Gastric Cancer",
            ["approved | region China | indication Gastric Cancer"],
        ),
        ("The FDA has agreed that LKB-204 may be sold for asthma.", ["approved | region US | indication asthma"]),
        (
            "Regulators in Europe have given LKB-204 the go-ahead for adults with asthma.",
            ["approved | region EU | indication asthma"],
        ),
        (
            "A first patient has now received LKB-204 in LANTERN-2, a Phase 2 study in asthma.",
            ["phase 2 | status initiated | study LANTERN-2 | indication asthma"],
        ),
        ("Recruitment for the Phase 3 trial of LKB-204 has closed.", ["phase 3 | status ongoing"]),
        ("LKB-204 has yet to enter clinical testing.", ["clinical | negated"]),
        ("Larkfield means to ask the FDA for approval of LKB-204.", ["submitted | region US | planned"]),
        ("LKB-204 is under review in Japan.", ["submitted | region Japan | status ongoing"]),
        (
            "The NDA for LKB-204 was turned down by the FDA in April 2021.",
            ["submitted | region US", "approved | region US | negated"],
        ),
        (
            "Two trials with LKB-204, one in asthma (Phase 2) and one in psoriasis (Phase 3), are under way.",
            ["phase 2 | status ongoing | indication asthma", "phase 3 | status ongoing | indication psoriasis"],
        ),
        ("Animal studies of LKB-204 have been completed.", ["preclinical | status completed"]),
    ],
)
def test_wordings(text: str, expected: list[str]) -> None:
    assert_says(text, "\n".join(STAGE + row for row in expected), [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We opened a Phase 1 trial of LKB-204 in asthma. The company looks to complete it during 2022.",
            ["phase 1 | status initiated", "phase 1 | status planned | eventDate 2022 | planned"],
        ),
        (
            "The Phase 1 LANTERN-1 trial and the Phase 2 LANTERN-2 trial of LKB-204 have begun. Both are ongoing.",
            [
                "phase 1 | status initiated | study LANTERN-1",
                "phase 2 | status initiated | study LANTERN-2",
                "phase 1 | status ongoing | study LANTERN-1",
                "phase 2 | status ongoing | study LANTERN-2",
            ],
        ),
        (
            "LANTERN-2, a Phase 2 trial of LKB-204, began in 2020.\n\nPatients with asthma took part in LANTERN-2.",
            ["phase 2 | status initiated | study LANTERN-2"],
        ),
        (
            "The candidates that we have in the clinic are:\n\n- LKB-204, for asthma",
            ["clinical | status ongoing | indication asthma"],
        ),
    ],
)
def test_a_trial_in_several_sentences(text: str, expected: list[str]) -> None:
    assert_says(text, "\n".join(STAGE + row for row in expected), [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 binds KLR7. Both patients were treated with eye drops and the symptoms ended.",
        "LKB-204 is our candidate. An application for a patent has been filed.",
        "We hope that LKB-204 could make trials easier.",
        "LKB-204 was superior to docetaxel.",
        "LKB-204 is made in a facility that has been approved by the FDA.",
        "Our board approved the budget for LKB-204.",
        "LKB-204 is the same toxin that is approved in Canada under the name Corvella.",
    ],
)
def test_what_is_no_stage(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204: a Phase 2 trial in asthma is open.\n\nLANTERN-7: a Phase 1 trial in psoriasis is open.",
            ["phase 2 | status ongoing | indication asthma"],
        ),
        (
            "LKB-204 may enter Phase 1; the company has three other candidates in the clinic.",
            ["phase 1 | status planned | possible"],
        ),
        (
            "LKB-204 is our lead candidate. We plan to begin clinical trials in 2022.",
            ["clinical | status planned | eventDate 2022 | planned"],
        ),
        ("LKB-204 is our lead candidate. Clinical trials of any drug can be delayed.", []),
        ("Dosing of the first patient in a Phase 2 trial of LKB-204 would trigger a milestone payment.", []),
        ("Patients whose earlier treatment included docetaxel may enter. The FDA approved LKB-204.", ["approved"]),
        (
            "We are in a Phase 1 trial with LKB-204. We continue to enroll patients across the United States.",
            ["phase 1 | status ongoing"],
        ),
        (
            "LKB-204 is the same antibody that is approved in Japan under the name Corvella®.",
            ["approved | region Japan"],
        ),
    ],
)
def test_whose_stage_it_is(text: str, expected: list[str]) -> None:
    said = "\n".join(STAGE + row for row in expected)
    assert_says(text, said.replace("LKB-204", "Corvella") if "Corvella" in text else said, [Predicate.HAS_STAGE])
