"""What a compound's description says of it: kind, target, platform, developer, owner, use; by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import FILER, assert_says

P = Predicate
OSTRAVA = "Ostrava Pharma AG"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204, its anti-CD19 conjugate that Ostrava tests", "LKB-204 | hasTarget | CD19"),
        ("We presented LKB-204, our KRAS siRNA program, in May.", "LKB-204 | hasTarget | KRAS"),
        ("LKB-204: our lead ADC, which is directed against B7-H4, continues.", "LKB-204 | hasTarget | B7-H4"),
        (
            "LKB-204, a first-in-class bispecific antibody against CD3 and BCMA, was filed.",
            "LKB-204 | hasTarget | CD3\nLKB-204 | hasTarget | BCMA",
        ),
        ("The target of LKB-204 is MUC16.", "LKB-204 | hasTarget | MUC16"),
        ("LKB-204 is a highly selective small molecule inhibitor of KRAS.", "LKB-204 | hasTarget | KRAS"),
        ("LKB-204, an antibody-drug conjugate for ovarian cancer, competes with anti-MUC16 agents.", ""),
        ("LKB-204, a conjugate for HER2-positive breast cancer, is new.", ""),
    ],
)
def test_targets(text: str, expected: str) -> None:
    assert_says(text, expected, [P.HAS_TARGET])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204, the monoclonal antibody-drug conjugate that we test, failed.", "antibody-drug conjugate"),
        ("We test LKB-204 – an allogeneic CAR T cell therapy – in lupus.", "cell therapy"),
        ("The most advanced CLL1-targeted cell therapy, LKB-204, is in Phase 1.", "cell therapy"),
        ("LKB-204, a potential partner for bispecific antibodies, is in Phase 1.", ""),
        ("LKB-204 is a leader in the ADC field.", ""),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | compoundType | {expected}" if expected else "", [P.COMPOUND_TYPE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204, our second candidate, is in Phase 1.", f"LKB-204 | developedBy | {FILER}"),
        (
            f"LKB-204, {OSTRAVA}'s oral candidate for gout, is in Phase 1.",
            f"LKB-204 | developedBy | {OSTRAVA}\nLKB-204 | ownedBy | {OSTRAVA}",
        ),
        (
            "LKB-204, our wholly owned candidate, is in Phase 1.",
            f"LKB-204 | developedBy | {FILER}\nLKB-204 | ownedBy | {FILER}",
        ),
        (
            "Our proprietary candidate LKB-204 is in Phase 1.",
            f"LKB-204 | developedBy | {FILER}\nLKB-204 | ownedBy | {FILER}",
        ),
    ],
)
def test_whose_it_is(text: str, expected: str) -> None:
    assert_says(text, expected, [P.DEVELOPED_BY, P.OWNED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 blocks LAG-3 (Lymphocyte-Activation Gene 3) and PD-L1.",
            "LKB-204 | hasTarget | Lymphocyte-Activation Gene 3\nLKB-204 | hasTarget | PD-L1",
        ),
        (
            "LKB-204 consists of the antibody chB38 and DM4. LKB-204 targets CD138.",
            "LKB-204 | hasTarget | CD138\nchB38 | hasTarget | CD138",
        ),
        (
            "LKB-204, a CD3 x BCMA bispecific antibody, is in Phase 1.",
            "LKB-204 | hasTarget | CD3\nLKB-204 | hasTarget | BCMA",
        ),
    ],
)
def test_several_targets(text: str, expected: str) -> None:
    assert_says(text, expected, [P.HAS_TARGET])


def test_the_nearer_kind_counts() -> None:
    text = "LKB-204, a trifunctional antibody, is ours. LKB-204 is a bispecific antibody."
    assert_says(text, "LKB-204 | compoundType | bispecific antibody", [P.COMPOUND_TYPE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"LKB-204 was sold by {OSTRAVA}. Its Tetherix platform was not.", f"Tetherix | ownedBy | {OSTRAVA}"),
        ("LKB-204 is in Phase 1. We announced that the FDA approved LKB-310.", ""),
    ],
)
def test_what_only_companies_have(text: str, expected: str) -> None:
    assert_says(text, expected, [P.OWNED_BY])
