"""Deals told over several sentences, by rows: grants, the agreement they belong to, collaborations and their end."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."
LICENCE = [Predicate.LICENSED_TO]
ALLIANCE = [Predicate.COLLABORATES_WITH]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"On March 3, 2020, we entered into a license agreement with {OSTRAVA} for LKB-310. Under the agreement, "
            "Ostrava granted us an exclusive, worldwide license to develop and commercialize LKB-310.",
            f"LKB-310 | licensedTo | {FILER} | licensor {OSTRAVA} | exclusive True | territory worldwide "
            "| eventDate 2020-03-03",
        ),
        (
            f"In May 2019, we entered into a license agreement with {OSTRAVA}, pursuant to which we obtained an "
            "exclusive license to manufacture and commercialize LKB-310 in the United States.",
            f"LKB-310 | licensedTo | {FILER} | licensor {OSTRAVA} | eventDate 2019-05 | territory the United States",
        ),
        (
            f"In May 2019, we signed a collaboration agreement with {OSTRAVA}. Under the agreement, we granted "
            "Ostrava an exclusive license to LKB-310 in Japan.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | eventDate 2019-05 | territory Japan",
        ),
        (
            f"{OSTRAVA}, a specialty company, has granted to {VENNHOLT} a royalty-bearing license, with the right to "
            "sublicense, to make and sell LKB-310.",
            f"LKB-310 | licensedTo | {VENNHOLT} | licensor {OSTRAVA}",
        ),
        (
            f"We have an exclusive license from {OSTRAVA} to develop and commercialize LKB-310 worldwide.",
            f"LKB-310 | licensedTo | {FILER} | licensor {OSTRAVA} | exclusive True | territory worldwide",
        ),
        (
            f"In 2015, we granted {OSTRAVA} an option to obtain an exclusive license to LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | eventDate 2015 | possible",
        ),
        (
            f"In December 2019, {OSTRAVA} exercised its option to obtain an exclusive license to LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | eventDate 2019-12",
        ),
        (
            f"Under a license agreement with Larkfield, {OSTRAVA} has the right to use the Tetherix technology.",
            f"Tetherix | licensedTo | {OSTRAVA} | licensor {FILER}",
        ),
        (
            f"LKB-310 was discovered in 2015. {OSTRAVA} has exclusive rights from {VENNHOLT} to market the product in "
            "Japan.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {VENNHOLT} | territory Japan",
        ),
        (
            f"The right to develop LKB-310 and to sell it in Japan belongs to {OSTRAVA}",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | territory Japan",
        ),
        (
            f"{OSTRAVA} exercised, on April 16, 2021, its option to an exclusive license to LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | eventDate 2021-04-16",
        ),
        (
            f"In 2018, {VENNHOLT} entered into an agreement with {OSTRAVA}, granting Ostrava rights to LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {VENNHOLT} | eventDate 2018",
        ),
    ],
)
def test_grants(text: str, expected: str) -> None:
    assert_says(text, expected, LICENCE)


@pytest.mark.parametrize(
    "text",
    [
        f"{OSTRAVA} elected not to exercise its option to license LKB-310.",
        f"We cannot assure you that {OSTRAVA} has granted us all the rights to LKB-310 that we need.",
        f"In 2020, we paid {OSTRAVA} a license fee of $2 million for LKB-310.",
        "We retain all rights to LKB-310.",
        f"In 2018 we signed an agreement with {OSTRAVA} on LKB-310. We hold all rights in the United States.",
        f"{OSTRAVA} has the right to terminate the agreement for LKB-310 at any time.",
        f"{OSTRAVA} may grant a license to LKB-310.",
    ],
)
def test_what_grants_nothing(text: str) -> None:
    assert_says(text, "", LICENCE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"In May 2019, we entered into a research collaboration agreement with {OSTRAVA}",
            f"{FILER} | collaboratesWith | {OSTRAVA} | eventDate 2019-05",
        ),
        (
            f"In May 2019, {OSTRAVA} and {VENNHOLT} entered into a strategic alliance.",
            f"{OSTRAVA} | collaboratesWith | {VENNHOLT} | eventDate 2019-05",
        ),
        (
            f"Our collaboration with {OSTRAVA}, of Brno, ended in March 2020.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | status ended | eventDate 2020-03",
        ),
        (
            f"In 2018, we entered into a license agreement with {OSTRAVA}, of Brno. Under the collaboration, "
            "the two companies study LKB-310.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | eventDate 2018",
        ),
        (
            f"We entered into a collaboration agreement with {OSTRAVA}, of Brno. Either party may terminate the "
            "collaboration upon 90 days' notice.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | status -",
        ),
        (
            f"{OSTRAVA} gave notice that it will terminate its collaboration with Larkfield.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | status ended",
        ),
        (
            f"{OSTRAVA}, which is our partner in Japan, has a plant there.",
            f"{FILER} | collaboratesWith | {OSTRAVA}",
        ),
        (
            f"The linker was invented by {OSTRAVA} and {VENNHOLT} as part of a collaboration between the two "
            "companies.",
            f"{OSTRAVA} | collaboratesWith | {VENNHOLT}",
        ),
    ],
)
def test_collaborations(text: str, expected: str) -> None:
    assert_says(text, expected, ALLIANCE)


@pytest.mark.parametrize(
    "text",
    [
        f"We entered into a license agreement with {OSTRAVA}",
        f"We may enter into a collaboration with {OSTRAVA}",
        f"We signed a lease agreement with {OSTRAVA}",
    ],
)
def test_what_is_no_collaboration(text: str) -> None:
    assert_says(text, "", ALLIANCE)
