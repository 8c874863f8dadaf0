"""What a compound is for, by rows: purposes, patients, trials; and sentences about a disease that say nothing of it."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

USE = "LKB-204 | hasIndication | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is aimed at heart failure.", "heart failure"),
        ("The label of LKB-204 covers treatment of lupus nephritis.", "lupus nephritis"),
        ("Up to now LKB-204 has been tested in lymphoma.", "lymphoma"),
        ("With LKB-204 we treat cystic fibrosis.", "cystic fibrosis"),
        ("Eligible for LKB-204 are people whose asthma is severe.", "asthma | setting severe"),
        ("In the trial of LKB-204, all patients had psoriasis.", "psoriasis"),
        ("LKB-204 is our lead candidate. The trial enrolls patients with gastric cancer.", "gastric cancer"),
        ("LKB-204 could be useful against sarcoidosis.", "sarcoidosis | possible"),
        ("A trial of LKB-204 in endometriosis is planned.", "endometriosis | planned"),
        (
            "LKB-204 is being developed for psoriasis and other autoimmune diseases.",
            "psoriasis\nLKB-204 | hasIndication | autoimmune diseases",
        ),
    ],
)
def test_what_a_compound_is_for(text: str, expected: str) -> None:
    assert_says(text, USE + expected, [Predicate.HAS_INDICATION])


@pytest.mark.parametrize(
    "text",
    [
        "Every year 30,000 people are diagnosed with gastric cancer, which LKB-204 may change.",
        "LKB-204 binds KLR7. Patients with lymphoma often relapse.",
        "In the trial of LKB-204, two patients with diabetes had hyperglycemia.",
        "Multiple sclerosis is a chronic disease. LKB-204 is in a Phase 2 trial.",
        "Dr. Smith of the Lung Cancer Center is an investigator in the LKB-204 trial.",
        "LKB-204 is tested in an advanced form of psoriasis research.",
        "A letter on LKB-204 has reached Ostrava Pharma AG, a company that develops drugs for liver diseases.",
        "We have LKB-204, which is on sale, and a pipeline of drugs for asthma.",
        "Ostrava Pharma AG is a company focused on asthma. LKB-204 is its product.",
    ],
)
def test_what_is_said_of_a_disease_alone(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_INDICATION])
