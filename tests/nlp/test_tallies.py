"""Counts that filers give themselves: rows of sentences, and what is counted in each."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

HEAD = """FORM 8-K
CURRENT REPORT
Date of report (Date of earliest event reported): March 3, 2011
ACME BIOLOGICS, INC.

Item 8.01 Other Events

"""

FOUND = [
    ("We have three product candidates in clinical trials.", (3, "product candidates", "clinical", False)),
    ("In all, five ADCs are now in clinical testing.", (5, "ADCs", "clinical", False)),
    ("Two compounds owned by us are in clinical testing — ABC-123 and XYZ-900.",
     (2, "compounds", "clinical", True)),
    ("Four of these 12 drug candidates are in the clinic.", (12, "drug candidates", "clinical", False)),
    ("Our pipeline has 3 compounds in Phase II and more before it.", (3, "compounds", "phase 2", False)),
    ("Six therapies in Phase 1/2 trials are ours.", (6, "therapies", "phase 1/2", False)),
    ("Seven programs are in preclinical development.", (7, "programs", "preclinical", False)),
]  # fmt: skip
NONE = [
    "We expect to have five compounds in clinical testing by 2013.",
    "Acme had three product candidates in clinical trials in 2005.",
    "At least four compounds are in clinical testing.",
    "Three other compounds are in clinical testing.",
    "We treated 25 patients in clinical trials.",
    "None of our three patents is on drugs in clinical trials.",
    "One compound is in clinical testing.",
    "The company holds 400 compounds in clinical development libraries.",
]


def tallies(tmp_path: Path, sentence: str) -> list[kg.Extraction]:
    file = tmp_path / "acme-8k-2011-03-03.txt"
    file.write_text(f"{HEAD}{sentence} Acme makes ABC-123.\n", encoding="utf-8")
    return [kg.extract(kg.read_filing(file))]


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_what_is_counted(tmp_path: Path, sentence: str, expected: tuple[int, str, str, bool]) -> None:
    (extraction,) = tallies(tmp_path, sentence)
    (tally,) = extraction.tallies
    assert (tally.count, tally.things, tally.stage, tally.lists) == expected
    quoted = extraction.filing.source[tally.evidence.start : tally.evidence.end]
    assert quoted == tally.evidence.quote
    assert tally.words in quoted


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_count(tmp_path: Path, sentence: str) -> None:
    (extraction,) = tallies(tmp_path, sentence)
    assert extraction.tallies == ()
