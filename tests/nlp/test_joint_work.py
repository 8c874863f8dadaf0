"""Who develops what under a deal, who works together, who takes over whom and who owns what afterwards, by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."
WORK = [Predicate.DEVELOPED_BY, Predicate.COLLABORATES_WITH]
TOGETHER = f"{FILER} | collaboratesWith | {OSTRAVA}"
BOTH = f"LKB-310 | developedBy | {FILER}\nLKB-310 | developedBy | {OSTRAVA}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"We are developing LKB-310 in collaboration with {OSTRAVA}", f"{TOGETHER}\n{BOTH}"),
        (f"We are co-developing LKB-310 with {OSTRAVA}", f"{TOGETHER}\n{BOTH}"),
        (f"We have partnered with {OSTRAVA} to develop LKB-310.", f"{TOGETHER}\n{BOTH}"),
        (f"LKB-310 is partnered with {OSTRAVA}", TOGETHER),
        (
            f"LKB-310 is being jointly developed by {OSTRAVA} and {VENNHOLT}",
            f"{OSTRAVA} | collaboratesWith | {VENNHOLT}\n"
            f"LKB-310 | developedBy | {OSTRAVA}\nLKB-310 | developedBy | {VENNHOLT}",
        ),
        (
            f"{OSTRAVA} will be responsible for the development and commercialization of LKB-310.",
            f"LKB-310 | developedBy | {OSTRAVA} | planned",
        ),
        (
            f"{OSTRAVA} is obligated to use commercially reasonable efforts to develop LKB-310.",
            f"LKB-310 | developedBy | {OSTRAVA}",
        ),
        (
            f"{OSTRAVA} assumed responsibility for the clinical development of LKB-310 in 2013.",
            f"LKB-310 | developedBy | {OSTRAVA}",
        ),
    ],
)
def test_who_develops_it(text: str, expected: str) -> None:
    assert_says(text, expected, WORK)


@pytest.mark.parametrize(
    "text",
    [
        f"{OSTRAVA} is responsible for the costs of patents on LKB-310.",
        f"We may collaborate with {OSTRAVA} on LKB-310.",
        f"We granted {OSTRAVA} a license to develop LKB-310.",
        f"{OSTRAVA} is not responsible for the development of LKB-310.",
        f"We agreed with {OSTRAVA} to keep the terms secret.",
    ],
)
def test_who_does_not(text: str) -> None:
    assert_says(text, "", WORK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OSTRAVA} completed its acquisition of {VENNHOLT} in June 2018.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate 2018-06",
        ),
        (
            f"In June 2019, {OSTRAVA} agreed to acquire {VENNHOLT} for $3.1 billion in cash.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate 2019-06 | planned\n"
            f"{OSTRAVA} | pays | {VENNHOLT} | type acquisition | amount 3100000000 | status due",
        ),
        (
            f"{OSTRAVA} to Acquire {VENNHOLT} for $1.2 Billion",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | planned\n"
            f"{OSTRAVA} | pays | {VENNHOLT} | type acquisition | amount 1200000000",
        ),
        (f"{OSTRAVA} Completes Acquisition of {VENNHOLT}", f"{VENNHOLT} | acquiredBy | {OSTRAVA}"),
        (
            f"{OSTRAVA} closed its acquisition of {VENNHOLT} on May 3, 2021.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate 2021-05-03",
        ),
        (
            f"On May 3, 2021, {OSTRAVA} announced that it will acquire all outstanding shares of {VENNHOLT}",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate 2021-05-03 | planned",
        ),
        (
            f"In May 2019, {OSTRAVA} completed its previously announced acquisition of {VENNHOLT}, with potential for "
            "an additional payment.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate 2019-05",
        ),
        (
            f"{OSTRAVA} agreed to acquire {VENNHOLT}; the deal is expected to close in June 2021.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | eventDate - | planned",
        ),
        (
            f"Following the merger, {VENNHOLT} became a wholly owned subsidiary of {OSTRAVA}",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA}",
        ),
        (
            f"LKB-310 comes from {VENNHOLT}, which we acquired in May 2019.",
            f"{VENNHOLT} | acquiredBy | {FILER} | eventDate 2019-05",
        ),
        (f"We acquired LKB-310 from {VENNHOLT} in 2015.", ""),
    ],
)
def test_takeovers(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.ACQUIRED_BY, Predicate.PAYS])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"In 2015, we acquired LKB-310 from {VENNHOLT}", f"LKB-310 | ownedBy | {FILER}"),
        (f"{OSTRAVA} returned all rights to LKB-310 to us.", f"LKB-310 | ownedBy | {FILER}"),
        (f"All rights to LKB-310 reverted to {OSTRAVA}", f"LKB-310 | ownedBy | {OSTRAVA}"),
        ("We retain full development and commercialization rights to LKB-310.", f"LKB-310 | ownedBy | {FILER}"),
        (f"{OSTRAVA} assigned to us its patents related to LKB-310.", f"LKB-310 | ownedBy | {FILER}"),
        ("LKB-310 is our wholly-owned, first-in-class antibody.", f"LKB-310 | ownedBy | {FILER}"),
        ("LKB-310 is an unpartnered, wholly owned product candidate.", f"LKB-310 | ownedBy | {FILER}"),
        ("We have retained all rights to LKB-310 outside Japan.", f"LKB-310 | ownedBy | {FILER}"),
        (f"{OSTRAVA} has an exclusive option to acquire LKB-310.", f"LKB-310 | ownedBy | {OSTRAVA} | possible"),
        (
            f"In 2019, {OSTRAVA} acquired {VENNHOLT} including its lead program LKB-310.",
            f"LKB-310 | ownedBy | {VENNHOLT}",
        ),
        (
            "We are developing LKB-310 and LKB-320. We retain worldwide rights to all of our product candidates.",
            f"LKB-310 | ownedBy | {FILER}\nLKB-320 | ownedBy | {FILER}",
        ),
        (
            f"We are developing LKB-310. {OSTRAVA} studies LKB-320. We retain worldwide rights to all of our product "
            "candidates.",
            f"LKB-310 | ownedBy | {FILER}",
        ),
        (
            "# Candidates that are wholly owned by Larkfield\n\n- LKB-310, in Phase 1\n- LKB-320, in Phase 2",
            f"LKB-310 | ownedBy | {FILER}\nLKB-320 | ownedBy | {FILER}",
        ),
        (f"We hold exclusive rights to LKB-310 under a license agreement with {OSTRAVA}", ""),
        ("We have the right to return LKB-310.", ""),
    ],
)
def test_who_owns_it(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.OWNED_BY])
