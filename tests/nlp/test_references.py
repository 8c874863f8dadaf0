"""What "we", "it", "the compound" and "the trial" mean, by rows: the facts of the sentence that says so."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says, lines, read

TARGET, STAGE, OWNED = Predicate.HAS_TARGET, Predicate.HAS_STAGE, Predicate.OWNED_BY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is an antibody. It binds to GPRC5D.", "LKB-204"),
        ("LKB-204 is an antibody. The antibody binds to GPRC5D.", "LKB-204"),
        ("LKB-204 is ours. This compound targets GPRC5D.", "LKB-204"),
        ("LKB-204 is ours. The product candidate targets GPRC5D.", "LKB-204"),
        ("LKB-310 is in Phase 1. LKB-204 is ours. It targets GPRC5D.", "LKB-204"),
        ("LKB-204, which targets GPRC5D, is ours.", "LKB-204"),
        ("# LKB-204\n\nIt targets GPRC5D.", "LKB-204"),
        ("# LKB-204\n\nThe compound targets GPRC5D.\n\nThis candidate is safe.", "LKB-204"),
    ],
)
def test_what_refers_to_a_compound(text: str, expected: str) -> None:
    assert_says(text, f"{expected} | hasTarget | GPRC5D", [TARGET])


@pytest.mark.parametrize(
    "text",
    [
        "It targets GPRC5D.",
        "The compound targets GPRC5D.",
        "# LKB-204\n\nLKB-204 is ours.\n\n# Other matters\n\nIt targets GPRC5D.",
    ],
)
def test_what_refers_to_nothing(text: str) -> None:
    assert_says(text, "", [TARGET])


def test_several_compounds_are_meant_by_both() -> None:
    text = "LKB-204 and LKB-310 are ours. Both compounds are in Phase 1 trials."
    assert_says(text, "LKB-204 | hasStage | phase 1\nLKB-310 | hasStage | phase 1", [STAGE])


@pytest.mark.parametrize(
    "text",
    ["We own LKB-204.", "The Company owns LKB-204.", "LKB-204 is wholly owned by us.", "Larkfield owns LKB-204."],
)
def test_who_is_we(text: str) -> None:
    assert_says(text, f"LKB-204 | ownedBy | {FILER}", [OWNED])


def test_without_a_filer_we_is_nobody() -> None:
    facts = read("We own LKB-204. We are developing it for the treatment of asthma.", filer=None).facts
    assert [f for f in facts if f.predicate in (OWNED, Predicate.DEVELOPED_BY)] == []


@pytest.mark.parametrize(
    ("text", "study"),
    [
        ("LKB-204 is tested in the LANTERN trial. This Phase 2 trial is enrolling.", "LANTERN"),
        ("In the LANTERN trial, a Phase 2 study of LKB-204, enrollment is ongoing.", "LANTERN"),
    ],
)
def test_the_trial_is_the_one_spoken_of(text: str, study: str) -> None:
    assert f"LKB-204 | hasStage | phase 2 | status ongoing | study {study}" in lines(text, STAGE)


def test_an_apposition_names_what_it_says() -> None:
    text = "LKB-310 is ours. Our second compound, LKB-204, targets GPRC5D."
    assert_says(text, "LKB-204 | hasTarget | GPRC5D", [TARGET])


def test_the_partner_is_the_only_other_company() -> None:
    text = "We work with Ostrava Pharma AG. Our partner initiated a Phase 1 trial of LKB-204."
    assert_says(text, "LKB-204 | hasStage | phase 1 | status initiated | sponsor Ostrava Pharma AG", [STAGE])


@pytest.mark.parametrize("drug", ["fludarabine", "LKB-204"])
def test_what_patients_received_before_is_not_what_the_text_is_about(drug: str) -> None:
    text = f"LKB-204 is in Phase 1. Among 10 patients who received {drug}, 3 had a complete response."
    told = [f for f in read(text).facts if f.predicate is Predicate.HAS_OUTCOME]
    assert {f.subject.name for f in told} == {"LKB-204"}
    assert "complete response" in {f.object for f in told}
