"""Regulators' designations, by rows: which, for what, by whom, when; lists of them; and what only explains one."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

HAS = "LKB-204 | hasDesignation | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 is an orphan drug for sarcoidosis in Japan.",
            ["orphan drug | indication sarcoidosis | region Japan"],
        ),
        ("LKB-204 became a Breakthrough Therapy for melanoma in 2018.", ["breakthrough therapy | eventDate 2018"]),
        ("FDA Designates LKB-204 an Orphan Drug for Sarcoidosis", ["orphan drug | region US | indication Sarcoidosis"]),
        (
            "LKB-204 has Fast Track status for melanoma and orphan drug status for sarcoidosis.",
            ["fast track | indication melanoma", "orphan drug | indication sarcoidosis"],
        ),
        (
            "The FDA granted LKB-204 both Fast Track and Breakthrough Therapy designations for melanoma.",
            ["fast track | indication melanoma", "breakthrough therapy | indication melanoma"],
        ),
        (
            "LKB-204 was granted ODD by the FDA in 2019 and BTD in 2020.",
            ["orphan drug | eventDate 2019", "breakthrough therapy | eventDate 2020"],
        ),
        (
            "LKB-204 received fast track designation from the FDA today for asthma.",
            ["fast track | eventDate 2021-05-04 | indication asthma"],
        ),
        (
            "The FDA granted LKB-204 orphan drug designation in May 2019 for psoriasis. Another designation, "
            "for asthma, came in June 2020.",
            [
                "orphan drug | indication psoriasis | eventDate 2019-05",
                "orphan drug | indication asthma | eventDate 2020-06",
            ],
        ),
        (
            "The FDA has granted breakthrough therapy designation to LKB-204 in:\n\n- May 2019 – psoriasis\n"
            "- June 2020 – asthma",
            [
                "breakthrough therapy | indication psoriasis | eventDate 2019-05",
                "breakthrough therapy | indication asthma | eventDate 2020-06",
            ],
        ),
        (
            "LKB-204 has fast track status. The FDA approved kanrotuzumab.",
            ["fast track | region US"],
        ),
        (
            "LKB-204 has orphan drug status. The FDA and the EMA approved kanrotuzumab.",
            ["orphan drug | region -"],
        ),
        ("The FDA rejected our request for fast track designation for LKB-204.", ["fast track | negated"]),
        (
            "The application for LKB-204 is under priority review at the FDA, with a target date of July 1, 2021.",
            ["priority review | region US | eventDate -"],
        ),
    ],
)
def test_designations_and_their_lists(text: str, expected: list[str]) -> None:
    assert_says(text, "\n".join(HAS + row for row in expected), [Predicate.HAS_DESIGNATION])


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 is our candidate.\n\nBreakthrough therapy designation provides more contact with the FDA.",
        "LKB-204 is our candidate. A drug may qualify for fast track designation if it treats a serious disease.",
        "LKB-204 may earn us a rare pediatric disease priority review voucher.",
    ],
)
def test_what_only_explains_a_designation(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_DESIGNATION])


def test_what_it_is_designated_for_it_is_for() -> None:
    text = "LKB-204 has fast track designation for relapsed multiple myeloma."
    expected = "LKB-204 | hasIndication | multiple myeloma | setting relapsed"
    assert_says(text, expected, [Predicate.HAS_INDICATION])


def test_each_designation_has_its_own_regulator() -> None:
    text = "LKB-204 received orphan drug designation from the FDA and PRIME designation from the EMA."
    expected = "LKB-204 | hasDesignation | orphan drug | region US\nLKB-204 | hasDesignation | PRIME | region EU"
    assert_says(text, expected, [Predicate.HAS_DESIGNATION])
