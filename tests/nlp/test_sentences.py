"""Where sentences end: not after abbreviations, not inside numbers, at every end of a block."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.nlp.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Larkfield Biosciences, Inc. announced data.",
        "Dosing began in the U.S. in May 2021.",
        "Ostrava Pharma Co. Ltd. holds the rights.",
        "Dr. Vennholt joined the board.",
        "The dose was 2.4 mg/kg every 3 weeks.",
        "Responses were seen, e.g. in two of nine patients.",
        "It was compared with placebo (i.e. saline) only.",
        "Vennholt et al. described the antibody in 2019.",
        "The compound (LKB No. 204) is stable.",
        "In study no. 712 and study no. 713 doses rose.",
        "J. R. Quill is the chief executive officer.",
        "The p-value was p=0.03 vs. placebo.",
        "See www.example.org for details.",
        "Sales were $1.2 million in 2020",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is safe. LKB-310 is not.", ["LKB-204 is safe.", "LKB-310 is not."]),
        ("Is it safe? It is! Good.", ["Is it safe?", "It is!", "Good."]),
        (
            "Dosing began in the U.S. The trial is open.",
            ["Dosing began in the U.S.", "The trial is open."],
        ),
        (
            "We licensed it to Ostrava Pharma, Inc. The license is exclusive.",
            ["We licensed it to Ostrava Pharma, Inc.", "The license is exclusive."],
        ),
        ("“We are proud.” She left.", ["“We are proud.”", "She left."]),
        ("The MTD was 3 mg/kg. 12 patients were treated.", ["The MTD was 3 mg/kg.", "12 patients were treated."]),
        ("It ended (at last). We went on.", ["It ended (at last).", "We went on."]),
        ("  spaced out.  \n Next one. ", ["spaced out.", "Next one."]),
        ("The list follows:\nfirst", ["The list follows:", "first"]),
    ],
)
def test_two_sentences_are_parted(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split(text) == []


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "One here. Two here. Three here."
    assert [text[a:b] for a, b in split_sentences(text, start=10, end=19)] == ["Two here."]


def test_sentences_cover_all_words_in_order_without_overlap() -> None:
    text = "A first one, Inc. said. Then (so e.g. it is) came 2.5 more! \n\n And U.S. rules; done"
    spans = list(split_sentences(text))
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == "".join(text.split())
