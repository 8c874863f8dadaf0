"""Who made, owns, develops what, with whom, and where it was shown, by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is being developed by Ostrava Pharma AG.", OSTRAVA),
        ("LKB-204 is in development by Ostrava Pharma AG.", OSTRAVA),
        ("Ostrava Pharma AG is developing LKB-204.", OSTRAVA),
        ("Ostrava Pharma AG is evaluating LKB-204 in ovarian cancer.", OSTRAVA),
        ("Our lead product candidate is LKB-204.", FILER),
        ("We are developing LKB-204.", FILER),
        ("Ostrava Pharma AG has initiated a Phase 1 trial of LKB-204.", OSTRAVA),
        ("We and Ostrava Pharma AG are developing LKB-204.", f"{FILER}\nLKB-204 | developedBy | {OSTRAVA}"),
        ("Ostrava Pharma AG plans to develop LKB-204.", f"{OSTRAVA} | planned"),
    ],
)
def test_who_develops_it(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | developedBy | {expected}", [Predicate.DEVELOPED_BY])


@pytest.mark.parametrize(
    "text",
    [
        "Ostrava Pharma AG supplied LKB-204.",
        "Ostrava Pharma AG was founded in 1998. LKB-204 is safe.",
        "LKB-204 competes with products of Ostrava Pharma AG.",
        "LKB-204 competes with LKB-300, marketed by Ostrava Pharma AG, and LKB-400, marketed by Vennholt AG.",
        "Rival brands are LKB-204, LKB-300 and LKB-400, which are marketed by Ostrava Pharma AG.",
    ],
)
def test_who_does_not(text: str) -> None:
    assert_says(text, "", [Predicate.DEVELOPED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 was discovered by Ostrava Pharma AG.", f"LKB-204 | originatedBy | {OSTRAVA}"),
        ("Ostrava Pharma AG discovered LKB-204.", f"LKB-204 | originatedBy | {OSTRAVA}"),
        ("We discovered LKB-204.", f"LKB-204 | originatedBy | {FILER}"),
        ("LKB-204 was created at Straub Institute.", "LKB-204 | originatedBy | Straub Institute"),
        ("The Tetherix technology was invented by Ostrava Pharma AG.", f"Tetherix | originatedBy | {OSTRAVA}"),
        ("LKB-204 will be discovered one day.", ""),
    ],
)
def test_who_made_it(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.ORIGINATED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is wholly owned by Larkfield.", f"LKB-204 | ownedBy | {FILER}"),
        ("We own LKB-204.", f"LKB-204 | ownedBy | {FILER}"),
        ("We retain all rights to LKB-204.", f"LKB-204 | ownedBy | {FILER}"),
        ("Ostrava Pharma AG holds worldwide rights to LKB-204.", f"LKB-204 | ownedBy | {OSTRAVA}"),
        ("Our Tetherix platform is new.", f"Tetherix | ownedBy | {FILER}"),
        ("Our proprietary Tetherix technology is new.", f"Tetherix | ownedBy | {FILER}"),
        ("Ostrava Pharma AG’s Tetherix technology is new.", f"Tetherix | ownedBy | {OSTRAVA}"),
        ("We regained all rights to LKB-204.", f"LKB-204 | ownedBy | {FILER}"),
        ("Tetherix is a trademark of Ostrava Pharma AG.", ""),
        ("LKB-204 is in Phase 1.", ""),
    ],
)
def test_who_owns_it(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.OWNED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We collaborate with Ostrava Pharma AG on antibody discovery.", f"{OSTRAVA} | scope antibody discovery"),
        ("We have a collaboration with Ostrava Pharma AG.", OSTRAVA),
        ("We entered into a collaboration agreement with Ostrava Pharma AG.", OSTRAVA),
        ("Ostrava Pharma AG has a partnership with Larkfield.", OSTRAVA),
        ("Our collaborator, Ostrava Pharma AG, left.", OSTRAVA),
    ],
)
def test_who_works_with_whom(text: str, expected: str) -> None:
    assert_says(text, f"{FILER} | collaboratesWith | {expected}", [Predicate.COLLABORATES_WITH])


@pytest.mark.parametrize(
    "text",
    [
        "We may seek collaborations with large companies.",
        "Ostrava Pharma AG and Vennholt Therapeutics, Inc. are our competitors.",
        "We lease our offices from Ostrava Pharma AG.",
        "Collaborations are important to us.",
    ],
)
def test_who_does_not_work_together(text: str) -> None:
    assert_says(text, "", [Predicate.COLLABORATES_WITH])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{OSTRAVA} acquired {VENNHOLT} in 2019.", f"{VENNHOLT} | acquiredBy | {OSTRAVA}"),
        (f"{VENNHOLT} was acquired by {OSTRAVA}.", f"{VENNHOLT} | acquiredBy | {OSTRAVA}"),
        (f"In 2019, we acquired {VENNHOLT}.", f"{VENNHOLT} | acquiredBy | {FILER}"),
        (f"{OSTRAVA} will acquire Larkfield.", f"{FILER} | acquiredBy | {OSTRAVA} | planned"),
        (f"{OSTRAVA} acquired new laboratories.", ""),
        (f"{OSTRAVA} did not buy a building.", ""),
    ],
)
def test_who_bought_whom(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.ACQUIRED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is in a Phase 2 trial in combination with pembrolizumab.", "pembrolizumab"),
        ("We are testing LKB-204 in combination with carboplatin.", "carboplatin"),
        ("LKB-204 plus lenalidomide is in a Phase 1 trial.", "lenalidomide"),
        ("LKB-204 was given together with docetaxel.", "docetaxel"),
        (
            "LKB-204 is tested in combination with pembrolizumab and carboplatin.",
            "pembrolizumab\nLKB-204 | combinedWith | carboplatin",
        ),
        ("We plan to test LKB-204 in combination with pembrolizumab.", "pembrolizumab | planned"),
    ],
)
def test_what_it_is_given_with(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | combinedWith | {expected}", [Predicate.COMBINED_WITH])


@pytest.mark.parametrize(
    "text",
    [
        "A Phase 3 trial compares LKB-204 with docetaxel.",
        "LKB-204 is in a Phase 3 trial versus docetaxel.",
        "LKB-204 is given to patients who progressed on trastuzumab.",
        "LKB-204 was combined with exercise.",
    ],
)
def test_what_it_is_not_given_with(text: str) -> None:
    assert_says(text, "", [Predicate.COMBINED_WITH])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Data on LKB-204 were presented at the 2020 Annual Meeting of the American Society of Hematology "
            "(abstract 1234).",
            "2020 Annual Meeting of the American Society of Hematology | abstract 1234",
        ),
        (
            "We will present results of LKB-204 at the ESMO Congress.",
            "ESMO Congress | planned",
        ),
        ("Results of LKB-204 were reported at ASCO in June 2020.", "ASCO | eventDate 2020-06"),
        (
            "LKB-204 was the topic of a talk at the 53rd annual meeting of the American Society of Hematology.",
            "53rd annual meeting of the American Society of Hematology",
        ),
        ("LKB-204: responses in 40% of patients (SITC 2020)", "SITC 2020 | eventDate 2020"),
        (
            "LKB-204 is in a Phase 1 trial. The data were shown at the 2019 AACR meeting.",
            "2019 AACR meeting | eventDate 2019",
        ),
        (
            "Data on LKB-204 were presented at the 2020 ASH Annual Meeting. A poster at ASH showed LKB-204 responses.",
            "2020 ASH Annual Meeting",
        ),
    ],
)
def test_where_it_was_shown(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | presentedAt | {expected}", [Predicate.PRESENTED_AT])


@pytest.mark.parametrize(
    "text",
    [
        "The annual meeting of stockholders discussed results of LKB-204.",
        "We met the FDA to discuss LKB-204.",
    ],
)
def test_other_meetings(text: str) -> None:
    assert_says(text, "", [Predicate.PRESENTED_AT])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"LKB-204 is made by {VENNHOLT} under an agreement assumed by the Company when it acquired {OSTRAVA}.",
            f"{OSTRAVA} | acquiredBy | {FILER}",
        ),
        (f"{FILER} acquired the dermatology assets LKB-204 and LKB-300 from {OSTRAVA}.", ""),
        (f"{FILER} acquired {OSTRAVA}.", f"{OSTRAVA} | acquiredBy | {FILER}"),
    ],
)
def test_a_company_is_bought_or_only_what_it_sells(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.ACQUIRED_BY])


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 was safe in combination with anti-PD-1 therapy, as well as on its own.",
        "LKB-204 was well tolerated, without the liabilities associated with other CD38 inhibitors.",
        "In relation to LKB-204, companies that are conducting trials targeting CD38 include Ostrava Pharma AG.",
    ],
)
def test_what_others_bind_is_no_target_of_ones_own(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_TARGET])
