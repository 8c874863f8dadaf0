"""What verbs say, whatever stands between them and their nouns, by rows."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Predicate
from kg.nlp.verbs import load_frames
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OSTRAVA}, which is based in Brno and employs forty people, develops LKB-204.",
            f"LKB-204 | developedBy | {OSTRAVA}",
        ),
        (
            f"LKB-204, together with its companion test, is being developed by {OSTRAVA}.",
            f"LKB-204 | developedBy | {OSTRAVA}",
        ),
    ],
)
def test_developers(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.DEVELOPED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 potently and selectively inhibits VTK1 kinase.", "LKB-204 | hasTarget | VTK1"),
        ("LKB-204, given once a day, strongly blocks GPRC5D.", "LKB-204 | hasTarget | GPRC5D"),
    ],
)
def test_targets(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_TARGET])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OSTRAVA} licensed LKB-204, after two years of talks, to {VENNHOLT}",
            f"LKB-204 | licensedTo | {VENNHOLT} | licensor {OSTRAVA}",
        ),
        (
            f"LKB-204 was licensed to {VENNHOLT} by {OSTRAVA} in 2018.",
            f"LKB-204 | licensedTo | {VENNHOLT} | licensor {OSTRAVA}",
        ),
    ],
)
def test_licences(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.LICENSED_TO])


def test_who_bought_whom_across_an_aside() -> None:
    text = f"{OSTRAVA}, a company from Brno, acquired {VENNHOLT} in 2019."
    assert_says(text, f"{VENNHOLT} | acquiredBy | {OSTRAVA}", [Predicate.ACQUIRED_BY])


def test_a_verb_between_others_is_not_the_filers() -> None:
    text = f"{OSTRAVA} discovered LKB-204 and we discovered LKB-310."
    expected = f"LKB-204 | originatedBy | {OSTRAVA}\nLKB-310 | originatedBy | {FILER}"
    assert_says(text, expected, [Predicate.ORIGINATED_BY])


def test_the_table_of_verbs_can_be_read() -> None:
    frames = {frame.id: frame for frame in load_frames()}
    develop = frames["verb.develop"]
    assert develop.predicate is Predicate.DEVELOPED_BY
    assert develop.roles["s"] == ("patient", frozenset({EntityType.COMPOUND}))
    assert all(frame.verb.flags and 0 < frame.confidence <= 1 for frame in frames.values())
    assert all({"s", "o"} <= set(frame.roles) for frame in frames.values())
