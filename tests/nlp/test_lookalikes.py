"""What looks like a fact and is none, by rows; beside each, the words that do state it."""

from __future__ import annotations

import pytest

from kg.model import EntityType
from kg.nlp.aliases import find_definitions
from tests.nlp.reading import lines, names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('an agreement with Ostrava Pharma AG (the "Ostrava Agreement")', "Ostrava Pharma AG"),
        ('we lease it from Ostrava Pharma AG (the "Supply Contract")', "Ostrava Pharma AG"),
        ('rights of Ostrava Pharma AG (the "Ostrava Territory")', "Ostrava Pharma AG"),
        ("driven by IL-17α, or IL-17β, in part", "IL-17α"),
        ("mutations of FGFR2 or FGFR3 in tumors", "FGFR2"),
    ],
)
def test_what_is_no_other_name(text: str, name: str) -> None:
    assert list(find_definitions(text, frozenset({text.index(name) + len(name)}))) == []


@pytest.mark.parametrize(
    ("text", "kind", "no"),
    [
        ("Antibodies that bind to a particular protein (e.g., CD3) are used.", EntityType.TARGET, "particular protein"),
        ("We protect aspects of our platform such as linkers and targets.", EntityType.LINKER, "platform such as"),
        ("Continued development of LKB-204 needs money.", EntityType.ORGANIZATION, "Continued"),
        (
            "The TETRAFORM platform yields antibodies. TETRAFORM molecules are small.",
            EntityType.TARGET,
            "TETRAFORM",
        ),
    ],
)
def test_what_is_no_name(text: str, kind: EntityType, no: str) -> None:
    assert no not in names(text, kind)


@pytest.mark.parametrize(
    ("text", "piece", "count"),
    [
        ("Further preclinical studies of LKB-204 may not confirm these benefits.", "hasStage | preclinical", 0),
        ("Preclinical studies of LKB-204 are ongoing.", "hasStage | preclinical", 1),
        (
            "Ostrava may terminate the agreement if we are no longer developing any product that contains LKB-204.",
            "discontinued",
            0,
        ),
        ("LKB-204 is in Phase 2. We are no longer developing LKB-204.", "discontinued", 1),
        (
            "Based on the results of our Phase 1 trial of LKB-204, we plan to initiate a Phase 2 trial in 2024.",
            "LKB-204 | hasStage | phase 1 | asserted | eventDate",
            0,
        ),
        (
            "Based on the results of our Phase 1 trial of LKB-204, we plan to initiate a Phase 2 trial in 2024.",
            "hasStage | phase 2",
            1,
        ),
        (
            "Our clinical candidate, LKB-204, and preclinical candidates, LKB-310 and LKB-311, were made here.",
            "LKB-204 | hasStage | preclinical",
            0,
        ),
        (
            "Our clinical candidate, LKB-204, and preclinical candidates, LKB-310 and LKB-311, were made here.",
            "| hasStage | preclinical",
            2,
        ),
        ("LKB-204 would compete with bispecifics that are in preclinical development.", "preclinical", 0),
        (
            "Data from our Phase 3 trial of LKB-204 indicate that KLR7 plays unique roles in lupus nephritis.",
            "hasIndication",
            0,
        ),
        ("Our Phase 3 trial of LKB-204 in lupus nephritis is ongoing.", "hasIndication | lupus nephritis", 1),
        ("The mechanism of LKB-204 is known to drive immune responses in humans in asthma.", "hasIndication", 0),
    ],
)
def test_what_says_nothing_of_a_compound(text: str, piece: str, count: int) -> None:
    found = [line for line in lines(text) if piece in line]
    assert len(found) == count, "\n".join(lines(text))


@pytest.mark.parametrize(
    ("text", "piece", "count"),
    [
        (
            "The agreement continues until there are no more royalty payments owed to us by Ostrava Pharma AG.",
            "pays",
            0,
        ),
        ("Ostrava Pharma AG will pay us royalties on net sales of LKB-204.", "royalty", 1),
        (
            "We split with Ostrava Pharma AG any proceeds from sublicensees of LKB-204, including upfront payments, "
            "milestone payments and royalties.",
            "type milestone",
            0,
        ),
        (
            "We licensed LKB-204 to Ostrava Pharma AG. "
            "Ostrava Pharma AG has a right of first negotiation to obtain a license to LKB-310.",
            "LKB-310 | licensedTo",
            0,
        ),
        ("In the event of a termination, we must grant Ostrava Pharma AG a license to LKB-204.", "licensedTo", 0),
        ("In 2020, we granted Ostrava Pharma AG a license to LKB-204.", "licensedTo", 1),
    ],
)
def test_what_says_nothing_of_a_deal(text: str, piece: str, count: int) -> None:
    found = [line for line in lines(text) if piece in line]
    assert len(found) == count, "\n".join(lines(text))


def test_a_side_effect_is_not_the_disease_of_the_trial() -> None:
    text = (
        "We are conducting a Phase 1 trial of LKB-204 in multiple myeloma. "
        "Ten of the 42 patients developed cytokine release syndrome (CRS)."
    )
    effects = [line for line in lines(text) if "adverse event" in line]
    assert effects
    assert all("indication multiple myeloma" in line for line in effects)


def test_what_confounds_a_side_effect_is_none() -> None:
    text = (
        "LKB-204 was tested in a Phase 1 trial. One patient had a treatment related grade 4 neutropenia adverse event, "
        "although it was confounded by sepsis and pneumonia."
    )
    assert not [line for line in lines(text) if "event sepsis" in line or "event pneumonia" in line]


def test_a_result_told_twice_is_one() -> None:
    text = (
        "We completed a Phase 1 trial of LKB-204. LKB-204 was well tolerated.\n\n"
        "Clinical Development\n\nA clinical trial of LKB-204 was conducted. LKB-204 was well tolerated."
    )
    told = [line for line in lines(text) if "tolerability" in line]
    assert len(told) == 1, told
