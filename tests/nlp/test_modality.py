"""How a claim is put, by rows: the cue's clause decides."""

from __future__ import annotations

import pytest

from kg.model import Modality
from kg.nlp.modality import clause_around, cue_in, modality_of

ASSERTED, PLANNED, EXPECTED = Modality.ASSERTED, Modality.PLANNED, Modality.EXPECTED
POSSIBLE, NEGATED = Modality.POSSIBLE, Modality.NEGATED


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("LKB-204 is in a Phase 2 trial", ASSERTED),
        ("the trial began in May 2020", ASSERTED),
        ("it began in May of last year", ASSERTED),
        ("not only safe but effective", ASSERTED),
        ("we will begin dosing", PLANNED),
        ("we plan to begin dosing", PLANNED),
        ("a trial is planned", PLANNED),
        ("we intend to file", PLANNED),
        ("we are on track to file", PLANNED),
        ("filing is scheduled for June", PLANNED),
        ("we expect to file", EXPECTED),
        ("approval is anticipated in 2022", EXPECTED),
        ("data are likely in June", EXPECTED),
        ("it may work", POSSIBLE),
        ("it might work", POSSIBLE),
        ("it could work", POSSIBLE),
        ("a potential treatment", POSSIBLE),
        ("if approved", POSSIBLE),
        ("we have an option to license it", POSSIBLE),
        ("no toxicity was seen", NEGATED),
        ("it has not begun", NEGATED),
        ("it hasn’t begun", NEGATED),
        ("we never filed", NEGATED),
        ("the trial failed to enroll", NEGATED),
        ("without dose-limiting toxicities", NEGATED),
        ("no later than June", ASSERTED),
        ("we do not expect to file", NEGATED),
        ("we may not file", NEGATED),
        ("we expect that it could work", POSSIBLE),
    ],
)
def test_cues(clause: str, expected: Modality) -> None:
    assert cue_in(clause) is expected


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("LKB-204 is in Phase 1, and we plan to start a Phase 2 trial.", "Phase 1", ASSERTED),
        ("LKB-204 is in Phase 1, and we plan to start a Phase 2 trial.", "Phase 2", PLANNED),
        ("LKB-204 was safe; no deaths occurred.", "safe", ASSERTED),
        ("LKB-204 was safe; no deaths occurred.", "deaths", NEGATED),
        ("LKB-204 works but LKB-310 may fail.", "works", ASSERTED),
        ("LKB-204 works but LKB-310 may fail.", "fail", POSSIBLE),
        ("We own LKB-204, which may be useful.", "own", ASSERTED),
        ("We completed the trial and will file in June.", "completed", ASSERTED),
        ("We completed the trial and will file in June.", "file", PLANNED),
    ],
)
def test_a_cue_reaches_no_further_than_its_clause(text: str, claim: str, expected: Modality) -> None:
    at = text.index(claim)
    assert modality_of(text, at, at + len(claim)) is expected


def test_only_the_kinds_asked_for_count() -> None:
    text = "We may not file."
    assert modality_of(text, 0, 2, kinds=(POSSIBLE,)) is POSSIBLE
    assert modality_of(text, 0, 2, kinds=(PLANNED,)) is ASSERTED


def test_a_clause_holds_its_claim() -> None:
    text = "One is here, and we have two; three are there but four are not."
    for word in ("One", "two", "three", "four"):
        at = text.index(word)
        begin, end = clause_around(text, at, at + len(word))
        assert begin <= at < at + len(word) <= end
    assert text[slice(*clause_around(text, text.index("three"), text.index("three") + 5))].strip() == "three are there"
