"""Who pays whom, how much, what for, and whether it is earned, by rows; and money that nobody pays."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says, read

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."
PAYS = [Predicate.PAYS]
TO_US = f"{OSTRAVA} | pays | {FILER}"
BY_US = f"{FILER} | pays | {OSTRAVA}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OSTRAVA} will pay us an upfront payment of $25 million.",
            f"{TO_US} | type upfront | amount 25000000 | currency USD | status due",
        ),
        (
            f"{OSTRAVA} will pay us an upfront fee of $45 million and up to $610 million in "
            "development and sales milestones.",
            f"{TO_US} | type upfront | amount 45000000 | currency USD | status due\n"
            f"{TO_US} | type milestone | maxAmount 610000000 | currency USD | status potential "
            "| possible",
        ),
        (
            f"We will pay {OSTRAVA} royalties from high single digits to the low teens on net sales of LKB-204.",
            f"{BY_US} | type royalty | compound LKB-204 | rate high single digits to the low teens "
            "| status potential | possible",
        ),
        (
            f"{OSTRAVA} paid us an upfront payment of $25 million in June 2019.",
            f"{TO_US} | type upfront | amount 25000000 | status paid | eventDate 2019-06",
        ),
        (
            f"We received a milestone payment of $5 million from {OSTRAVA} in March 2021.",
            f"{TO_US} | type milestone | amount 5000000 | status paid | eventDate 2021-03",
        ),
        (
            f"We are eligible to receive up to $300 million in milestone payments from {OSTRAVA}",
            f"{TO_US} | type milestone | maxAmount 300000000 | amount - | status potential | possible",
        ),
        (
            f"We may be entitled to receive royalties from {OSTRAVA}",
            f"{TO_US} | type royalty | amount - | status potential | possible",
        ),
        (
            f"We will pay {OSTRAVA} tiered royalties in the mid single digits on net sales of LKB-204.",
            f"{BY_US} | type royalty | compound LKB-204 | rate mid single digits | status potential | possible",
        ),
        (
            f"We paid {OSTRAVA} an upfront fee of €12.5 million.",
            f"{BY_US} | type upfront | amount 12500000 | currency EUR | status paid",
        ),
        (
            f"{OSTRAVA} will pay {VENNHOLT} an upfront payment of $40 million.",
            f"{OSTRAVA} | pays | {VENNHOLT} | type upfront | amount 40000000 | status due",
        ),
        (
            f"{OSTRAVA} purchased $10 million of our common stock in a private placement.",
            f"{TO_US} | type equity | amount 10000000",
        ),
        (
            f"{OSTRAVA} provides us with research funding of $3 million.",
            f"{TO_US} | type research funding | amount 3000000",
        ),
        (
            f"We would owe {OSTRAVA} a milestone payment of $2 million upon the first approval of LKB-204.",
            f"{BY_US} | type milestone | amount 2000000 | status potential | trigger the first approval of LKB-204 "
            "| possible",
        ),
    ],
)
def test_payments(text: str, expected: str) -> None:
    assert_says(text, expected, PAYS)


@pytest.mark.parametrize(
    "text",
    [
        "The market for LKB-204 exceeds $4 billion.",
        "Worldwide sales of trastuzumab were $6 billion in 2019.",
        "Our net loss was $32 million in 2020.",
        "We had cash of $120 million on December 31, 2020.",
        "We sold shares at a price of $14.00 per share.",
        "Our revenues rose by $2 million.",
        "Research and development expenses were $18 million.",
        "The cost of a clinical trial can exceed $50 million.",
        "The aggregate market value held by non-affiliates was $310 million.",
        f"{OSTRAVA} had sales of $2 billion.",
        "We may need to raise more money.",
        "Milestones help us to plan our work.",
    ],
)
def test_money_that_nobody_pays(text: str) -> None:
    assert_says(text, "", PAYS)


def test_two_payments_of_one_sentence() -> None:
    text = f"{OSTRAVA} will pay us an upfront payment of $25 million and up to $300 million in milestone payments."
    expected = (
        f"{TO_US} | type upfront | amount 25000000 | status due\n"
        f"{TO_US} | type milestone | maxAmount 300000000 | status potential | possible"
    )
    assert_says(text, expected, PAYS)


def test_the_company_named_before_is_the_other_party() -> None:
    text = f"In 2018 we licensed LKB-310 to {OSTRAVA} We will receive an upfront payment of $25 million."
    assert_says(text.replace("AG We", "AG, Brno. We"), f"{TO_US} | type upfront | amount 25000000", PAYS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"In 2018 we licensed LKB-310 to {OSTRAVA}, of Brno. We received an upfront payment of $25 million and are "
            "eligible to receive additional payments of up to $300 million upon the achievement of development, "
            "regulatory and commercial milestones, plus tiered royalties on net sales.",
            f"{TO_US} | type upfront | amount 25000000 | status paid | trigger -\n"
            f"{TO_US} | type milestone | maxAmount 300000000 | status potential | possible "
            "| trigger the achievement of development, regulatory and commercial milestones\n"
            f"{TO_US} | type royalty | rate tiered | trigger net sales | status potential | possible",
        ),
        (
            f"{OSTRAVA} paid us $21 million at closing and will pay up to a further $90 million if certain "
            "milestones are met.",
            f"{TO_US} | type other | amount 21000000 | status paid\n"
            f"{TO_US} | type milestone | maxAmount 90000000 | status potential | possible",
        ),
        (
            f"If LKB-310 is approved, we will owe {OSTRAVA} $2 million, as well as a royalty of 3% of net sales.",
            f"{BY_US} | type milestone | amount 2000000 | status potential | trigger LKB-310 is approved | possible\n"
            f"{BY_US} | type royalty | rate 3% | status potential | possible",
        ),
        (
            f"{OSTRAVA}, as we announced on May 4, 2021, had become obligated to make us a milestone payment of "
            "$5 million.",
            f"{TO_US} | type milestone | amount 5000000 | status due",
        ),
        (
            f"We will receive from {OSTRAVA} sales milestone payments of up to an aggregate dollar amount in the low "
            "hundred millions.",
            f"{TO_US} | type milestone | amount - | status potential | possible",
        ),
        (
            f"We and {OSTRAVA} share development costs equally.",
            f"{TO_US} | type cost share | rate equally\n{BY_US} | type cost share | rate equally",
        ),
        (
            f"As consideration for the license, we issued 500,000 shares of our common stock to {OSTRAVA}",
            f"{BY_US} | type equity | status paid",
        ),
        (
            f"We have no milestone or royalty obligations to {OSTRAVA}",
            f"{BY_US} | type milestone | negated\n{BY_US} | type royalty | negated",
        ),
        (f"We pay {OSTRAVA} a 2% royalty on net sales.", f"{BY_US} | type royalty | rate 2% | status paid"),
        (
            f"We recognized $4 million of milestone revenue from {OSTRAVA}",
            f"{TO_US} | type milestone | amount 4000000 | status paid",
        ),
        (
            f"{OSTRAVA} paid us an upfront fee of $5 million. Milestone payments of up to $90 million may follow.",
            f"{TO_US} | type upfront | amount 5000000 | status paid\n"
            f"{TO_US} | type milestone | maxAmount 90000000 | status potential | possible",
        ),
        (
            f"{OSTRAVA} paid us an upfront fee of $5 million, and {VENNHOLT} paid us an upfront fee of $7 million.",
            f"{TO_US} | type upfront | amount 5000000\n{VENNHOLT} | pays | {FILER} | type upfront | amount 7000000",
        ),
    ],
)
def test_payments_of_several_clauses(text: str, expected: str) -> None:
    assert_says(text, expected, PAYS)


@pytest.mark.parametrize(
    "text",
    [
        f"If {OSTRAVA} does not pay us the milestone payments, our business could suffer.",
        f"{OSTRAVA} grants us the right to use its plant for LKB-310.",
        f"{OSTRAVA} had sales of LKB-310 of more than $500 million in annual net sales.",
    ],
)
def test_conditions_and_sales_are_no_payment(text: str) -> None:
    assert_says(text, "", PAYS)


def test_a_total_that_is_possible_is_the_most() -> None:
    text = (
        f"We will receive from {OSTRAVA} a $3 million upfront payment and are entitled to receive milestone payments "
        "potentially totaling $176.5 million."
    )
    expected = (
        f"{TO_US} | type upfront | amount 3000000 | status due\n"
        f"{TO_US} | type milestone | maxAmount 176500000 | amount - | status potential | possible"
    )
    assert_says(text, expected, PAYS)


def test_what_is_paid_for_a_platform_is_not_for_the_compound_named_before() -> None:
    text = (
        f"LKB-204 is in Phase 1. In April, {OSTRAVA} licensed our Tetherix platform and paid us a fee of $4.5 million. "
        f"{OSTRAVA} will pay us up to $98 million in milestones."
    )
    paid = [f for f in read(text).facts if f.predicate is Predicate.PAYS]
    assert len(paid) == 2
    assert not any("compound" in f.qualifiers for f in paid)
