"""Deals in the stock wordings of releases, current reports and annual reports, by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT, QUILLMARK = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc.", "Quillmark Oncology Ltd."
DEALS = [
    Predicate.LICENSED_TO,
    Predicate.PAYS,
    Predicate.COLLABORATES_WITH,
    Predicate.ACQUIRED_BY,
    Predicate.OWNED_BY,
]
TO_US = f"{OSTRAVA} | pays | {FILER}"
BY_US = f"{FILER} | pays | {OSTRAVA}"
OURS = f"Tetherix | ownedBy | {FILER}"
ALL_THREE = "\n".join(f"Tetherix | licensedTo | {o} | licensor {FILER}" for o in (OSTRAVA, VENNHOLT, QUILLMARK))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"In May 2015, we entered into a collaboration and license agreement with {OSTRAVA}, or Ostrava, for the "
            "development and commercialization of LKB-310. Under the terms of the agreement, Ostrava paid us an "
            "upfront payment of $50.0 million. We are eligible to receive up to $165.0 million in development "
            "milestones, up to $220.0 million in regulatory milestones and tiered royalties ranging from the mid "
            "single digits to low double digits on net sales of LKB-310.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | eventDate 2015-05\n"
            f"{TO_US} | type upfront | amount 50000000 | status paid\n"
            f"{TO_US} | type milestone | maxAmount 165000000 | possible\n"
            f"{TO_US} | type milestone | maxAmount 220000000 | possible\n"
            f"{TO_US} | type royalty | rate mid single digits to low double digits | possible",
        ),
        (
            f"We entered into a license agreement with {VENNHOLT} in 2018. We are entitled to tiered royalties at "
            "percentage rates ranging from the low teens to the low twenties.",
            f"{VENNHOLT} | pays | {FILER} | type royalty | rate low teens to the low twenties | possible",
        ),
        (
            f"{OSTRAVA}, {VENNHOLT} and {QUILLMARK} have licensed our Tetherix technology for use with their "
            "antibodies.",
            f"{ALL_THREE}\n{OURS}",
        ),
        (
            f"The Tetherix technology is licensed to a number of companies, including {OSTRAVA}, {VENNHOLT} and "
            f"{QUILLMARK}",
            ALL_THREE,
        ),
        (
            f"LKB-310 is in development by {OSTRAVA} through a license to our Tetherix technology.",
            f"Tetherix | licensedTo | {OSTRAVA} | licensor {FILER}\n{OURS}",
        ),
        (
            f"Our partners include {OSTRAVA}, {VENNHOLT} and {QUILLMARK}",
            "\n".join(f"{FILER} | collaboratesWith | {o}" for o in (OSTRAVA, VENNHOLT, QUILLMARK)),
        ),
        (
            f'"We are delighted to partner with {OSTRAVA}, a global leader," said Jane Doe, Chief Executive Officer '
            "of Larkfield Biosciences.",
            f"{FILER} | collaboratesWith | {OSTRAVA}",
        ),
        (
            f"{OSTRAVA}, a wholly owned subsidiary of Brno Holdings AG, is our collaboration partner for LKB-310.",
            f"{FILER} | collaboratesWith | {OSTRAVA}",
        ),
        (
            f"Larkfield Biosciences Regains Worldwide Rights to LKB-310 from {OSTRAVA}",
            f"LKB-310 | ownedBy | {FILER}\nLKB-310 | licensedTo | {OSTRAVA} | licensor {FILER}",
        ),
        (f"We sold all rights to LKB-204 to {QUILLMARK} in 2016.", f"LKB-204 | ownedBy | {QUILLMARK}"),
        (
            f"{OSTRAVA} has exclusive rights to LKB-310 in Japan, and Larkfield Biosciences has rights in the rest of "
            "the world.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | territory Japan",
        ),
        (
            f"We granted {OSTRAVA} an exclusive option, exercisable after the Phase 2 trial, to develop LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | possible",
        ),
        (
            f"We and {OSTRAVA} amended the agreement in 2018, and Ostrava obtained co-promotion rights for LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER}",
        ),
        (
            f"Larkfield gains the exclusive global rights to LKB-204 from {VENNHOLT} in exchange for an upfront "
            "payment of $30 million.",
            f"LKB-204 | licensedTo | {FILER} | licensor {VENNHOLT}\n"
            f"{FILER} | pays | {VENNHOLT} | type upfront | amount 30000000",
        ),
        (
            f"In January 2012, we acquired {VENNHOLT}, a private company, for an upfront payment of $30 million in "
            "cash and up to $70 million in contingent milestone payments.",
            f"{VENNHOLT} | acquiredBy | {FILER} | eventDate 2012-01\n"
            f"{FILER} | pays | {VENNHOLT} | type upfront | amount 30000000 | status paid\n"
            f"{FILER} | pays | {VENNHOLT} | type milestone | maxAmount 70000000 | possible",
        ),
        (
            f"Concurrently, {OSTRAVA} agreed to purchase 1,200,000 shares of our common stock for an aggregate "
            "purchase price of $15.0 million.",
            f"{TO_US} | type equity | status due",
        ),
        (
            f"CAMBRIDGE, Mass., June 3, 2019 (GLOBE NEWSWIRE) -- Larkfield Biosciences, Inc. (Nasdaq: LKFB), a "
            "clinical-stage oncology company, today announced that it has entered into an exclusive worldwide license "
            f"agreement with {OSTRAVA} for LKB-310. Larkfield will receive an upfront payment of $20 million.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | territory worldwide\n"
            f"{TO_US} | type upfront | amount 20000000",
        ),
        (
            f"Larkfield Biosciences, Inc. announced a license agreement with {VENNHOLT} to develop and commercialize "
            "LKB-204 in Japan. Larkfield will make an upfront payment of $20 million to Vennholt.",
            f"LKB-204 | licensedTo | {FILER} | licensor {VENNHOLT} | territory Japan\n"
            f"{FILER} | pays | {VENNHOLT} | type upfront | amount 20000000",
        ),
        (
            f"In March 2019, {OSTRAVA} notified us that it was terminating our collaboration agreement.",
            f"{FILER} | collaboratesWith | {OSTRAVA} | status ended",
        ),
        (
            f"{OSTRAVA} will receive a $35 million upfront payment and may receive up to an additional $715 million in "
            "development, regulatory and sales-based milestone payments from Larkfield.",
            f"{BY_US} | type upfront | amount 35000000 | status due\n"
            f"{BY_US} | type milestone | maxAmount 715000000 | possible",
        ),
        (
            f"We achieved the first milestone under our collaboration with {OSTRAVA}, which triggered a payment of "
            "$6 million.",
            f"{TO_US} | type milestone | amount 6000000 | status due\n{FILER} | collaboratesWith | {OSTRAVA}",
        ),
        (
            f"Pursuant to an asset purchase agreement, we acquired all right, title and interest in LKB-204 from "
            f"{VENNHOLT} for $4.5 million.",
            f"LKB-204 | ownedBy | {FILER}\n{FILER} | pays | {VENNHOLT} | type other | amount 4500000 | status paid",
        ),
        (
            f"We acquired worldwide rights to LKB-204 through our acquisition of {VENNHOLT} in October 2016.",
            f"LKB-204 | ownedBy | {FILER}\n{VENNHOLT} | acquiredBy | {FILER} | eventDate 2016-10",
        ),
        (
            f"{VENNHOLT} (now part of {OSTRAVA}) makes antibodies.",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA}",
        ),
        (
            f"{OSTRAVA} will commence a tender offer to acquire all outstanding shares of {VENNHOLT}",
            f"{VENNHOLT} | acquiredBy | {OSTRAVA} | planned",
        ),
        (f"{OSTRAVA} returned to us all rights to LKB-310.", f"LKB-310 | ownedBy | {FILER}"),
        (
            f"{OSTRAVA} may develop products using our Tetherix technology under a license granted in 2006.",
            f"{OURS}\nTetherix | licensedTo | {OSTRAVA} | licensor {FILER}",
        ),
        (
            f"In 2010, we gave {OSTRAVA} the right to use our Tetherix technology. In 2013, Ostrava took an exclusive "
            "license to develop products for a target.",
            f"{OURS}\nTetherix | licensedTo | {OSTRAVA} | licensor {FILER} | eventDate 2010",
        ),
        (
            f"Under the terms of the collaboration, {OSTRAVA} will pay Larkfield Biosciences $100 million upfront.",
            f"{FILER} | collaboratesWith | {OSTRAVA}\n{TO_US} | type upfront | amount 100000000 | status due",
        ),
        (
            f"We pay {OSTRAVA} an annual license maintenance fee of $50,000 and milestones of up to $6 million.",
            f"{BY_US} | type maintenance fee | amount 50000 | status paid\n"
            f"{BY_US} | type milestone | maxAmount 6000000 | possible",
        ),
        (
            f"Larkfield granted {OSTRAVA} an exclusive license to its Tetherix technology for use with antibodies.",
            f"{OURS}\nTetherix | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True",
        ),
        (
            f"{OSTRAVA} licensed the exclusive right to use our Tetherix technology with antibodies in May 2000.",
            f"{OURS}\nTetherix | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | eventDate 2000-05",
        ),
        (
            f"Under an exclusive license agreement with {VENNHOLT}, we have rights to patents covering LKB-310.",
            f"LKB-310 | licensedTo | {FILER} | licensor {VENNHOLT} | exclusive True",
        ),
        (
            f"Larkfield Biosciences Enters Into Definitive Agreement to be Acquired by {OSTRAVA}",
            f"{FILER} | acquiredBy | {OSTRAVA} | planned",
        ),
        (
            f"The option fee of $7.5 million is payable by {OSTRAVA} to Larkfield upon exercise of each option.",
            f"{TO_US} | type option | amount 7500000 | possible",
        ),
        (
            f"Our agreement with {OSTRAVA} requires us to pay 20% of any sublicensing revenue.",
            f"{BY_US} | type sublicense fee | rate 20% | status potential | possible",
        ),
        (f"LKB-310, which we are developing with {OSTRAVA}, is in Phase 2.", f"{FILER} | collaboratesWith | {OSTRAVA}"),
    ],
)
def test_stock_wordings(text: str, expected: str) -> None:
    assert_says(text, expected, DEALS)


@pytest.mark.parametrize(
    "text",
    [
        f"We may never receive milestone payments from {OSTRAVA} under the agreement.",
        f"If we are unable to maintain our collaboration with {OSTRAVA}, our business could be materially harmed.",
        f"{OSTRAVA} has the right to terminate the agreement for LKB-310 upon 60 days' notice.",
        "We have not granted any third party rights to LKB-310.",
        f"Our competitors include {OSTRAVA}, {VENNHOLT} and {QUILLMARK}",
        f"We announced a license agreement with {OSTRAVA} for LKB-310 in combination with LKB-204.",
        f"We announced a license agreement with {OSTRAVA}. LKB-310 is in Phase 1.",
        f"We sold samples of LKB-204 to {QUILLMARK}",
    ],
)
def test_what_states_no_deal(text: str) -> None:
    assert_says(text, "", DEALS)
