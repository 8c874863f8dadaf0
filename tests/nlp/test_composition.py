"""What a compound is and what it is made of, by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

TYPE = [Predicate.COMPOUND_TYPE]
PARTS = [Predicate.HAS_ANTIBODY, Predicate.HAS_PAYLOAD, Predicate.HAS_LINKER]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is an antibody-drug conjugate.", "antibody-drug conjugate"),
        ("LKB-204 is an ADC.", "antibody-drug conjugate"),
        ("LKB-204 is an immunoconjugate.", "antibody-drug conjugate"),
        ("LKB-204 is a humanized monoclonal antibody.", "antibody"),
        ("LKB-204 is a bispecific antibody.", "bispecific antibody"),
        ("LKB-204 is a T-cell engager.", "bispecific antibody"),
        ("LKB-204 is a CAR-T cell therapy.", "cell therapy"),
        ("LKB-204 is a gene therapy.", "gene therapy"),
        ("LKB-204 is a fusion protein.", "fusion protein"),
        ("LKB-204 is a vaccine.", "vaccine"),
        ("LKB-204 is an antisense oligonucleotide.", "oligonucleotide"),
        ("LKB-204 is an siRNA.", "oligonucleotide"),
        ("LKB-204 is a cyclic peptide.", "peptide"),
        ("LKB-204 is an oral small molecule.", "small molecule"),
        ("LKB-204 is a tyrosine kinase inhibitor.", "small molecule"),
        ("LKB-204, an antibody-drug conjugate, is in Phase 1.", "antibody-drug conjugate"),
        ("Our antibody-drug conjugate LKB-204 is in Phase 1.", "antibody-drug conjugate"),
        ("We are developing LKB-204 as a vaccine.", "vaccine"),
    ],
)
def test_what_kind_of_thing_it_is(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | compoundType | {expected}", TYPE)


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 is in Phase 1.",
        "We are a leader in antibody-drug conjugates.",
        "Patients develop antibodies against LKB-204.",
    ],
)
def test_what_says_no_kind(text: str) -> None:
    assert_says(text, "", TYPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 consists of the antibody hKL7 attached to DM4 via the SPDB linker.",
            "LKB-204 | hasAntibody | hKL7\nLKB-204 | hasPayload | DM4\nLKB-204 | hasLinker | SPDB",
        ),
        (
            "LKB-204 is a conjugate of the antibody hKL7 and the payload MMAF.",
            "LKB-204 | hasAntibody | hKL7\nLKB-204 | hasPayload | MMAF",
        ),
        ("LKB-204 contains the payload MMAE.", "LKB-204 | hasPayload | MMAE"),
        ("LKB-204 uses the SMCC linker.", "LKB-204 | hasLinker | SMCC"),
        ("LKB-204 delivers calicheamicin to tumor cells.", "LKB-204 | hasPayload | calicheamicin"),
        ("hKL7-MMAE is in Phase 1.", "hKL7-MMAE | hasAntibody | hKL7\nhKL7-MMAE | hasPayload | MMAE"),
        ("LKB-204 is an antibody. MMAE is a payload.", ""),
        ("LKB-204 is in Phase 1.", ""),
        ("MMAE is more potent than DM1. LKB-204 is ours.", ""),
    ],
)
def test_what_it_is_made_of(text: str, expected: str) -> None:
    assert_says(text, expected, PARTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hKL7-MMAE is in Phase 1.", "hKL7-MMAE | compoundType | antibody-drug conjugate"),
        (
            "LKB-204 consists of the antibody hKL7 linked to DM4.",
            "LKB-204 | compoundType | antibody-drug conjugate",
        ),
        (
            "Our Tetherix technology links a cytotoxic payload to an antibody. LKB-204 uses our Tetherix technology.",
            "LKB-204 | compoundType | antibody-drug conjugate",
        ),
        ("Our Tetherix technology finds genes. LKB-204 uses our Tetherix technology.", ""),
    ],
)
def test_what_its_making_says_of_its_kind(text: str, expected: str) -> None:
    assert_says(text, expected, TYPE)


def test_a_conjugate_binds_what_its_antibody_binds() -> None:
    text = "hKL7-MMAE is in Phase 1. The antibody hKL7 binds to GPRC5D."
    assert_says(text, "hKL7 | hasTarget | GPRC5D\nhKL7-MMAE | hasTarget | GPRC5D", [Predicate.HAS_TARGET])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We report results of the PSMA ADC.",
            "PSMA ADC | hasTarget | PSMA\nPSMA ADC | compoundType | antibody-drug conjugate",
        ),
        ("Our program BCMA-CD3 is preclinical.", "BCMA-CD3 | hasTarget | BCMA\nBCMA-CD3 | hasTarget | CD3"),
    ],
)
def test_what_a_name_in_words_says(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_TARGET, Predicate.COMPOUND_TYPE])
