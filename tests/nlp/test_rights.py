"""Licences by rows: who may do what, where, in which field, on whose grant."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from kg.nlp.rights import exclusivity, field_of_use, territory
from tests.nlp.reading import FILER, assert_says

OSTRAVA, VENNHOLT = "Ostrava Pharma AG", "Vennholt Therapeutics, Inc."
LICENCE = [Predicate.LICENSED_TO]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"We granted {OSTRAVA} an exclusive license to LKB-310 in Japan.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | exclusive True | territory Japan",
        ),
        (
            f"We licensed LKB-310 from {VENNHOLT} in 2018.",
            f"LKB-310 | licensedTo | {FILER} | licensor {VENNHOLT} | eventDate 2018 | exclusive -",
        ),
        (
            f"{OSTRAVA} has an option to license LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER} | possible",
        ),
        (
            f"LKB-310 was licensed to {OSTRAVA}.",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {FILER}",
        ),
        (
            f"{OSTRAVA} holds an exclusive worldwide license to LKB-310 from {VENNHOLT}",
            f"LKB-310 | licensedTo | {OSTRAVA} | licensor {VENNHOLT} | exclusive True | territory worldwide",
        ),
        (
            f"{VENNHOLT} granted us a non-exclusive license to use the Tetherix technology.",
            f"Tetherix | licensedTo | {FILER} | licensor {VENNHOLT} | exclusive False",
        ),
        (
            f"In June 2020, {OSTRAVA} exercised its option to license LKB-310.",
            f"LKB-310 | licensedTo | {OSTRAVA} | eventDate 2020-06",
        ),
    ],
)
def test_licences(text: str, expected: str) -> None:
    assert_says(text, expected, LICENCE)


@pytest.mark.parametrize(
    "text",
    [
        "The FDA must license every biologic, LKB-310 included.",
        "We may license LKB-310 to others.",
        "Licensing is a competitive business.",
        f"{OSTRAVA} has a license to operate in Switzerland.",
        f"{OSTRAVA} makes LKB-310 for us under a supply agreement.",
        "We filed a Biologics License Application for LKB-310.",
    ],
)
def test_what_is_no_licence(text: str) -> None:
    assert_says(text, "", LICENCE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an exclusive license", True),
        ("exclusively licensed", True),
        ("sole rights", True),
        ("a non-exclusive license", False),
        ("a nonexclusive license", False),
        ("a license", None),
    ],
)
def test_exclusivity(text: str, *, expected: bool | None) -> None:
    assert exclusivity(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rights to it in Japan", "Japan"),
        ("rights in the United States and Canada", "the United States and Canada"),
        ("worldwide rights", "worldwide"),
        ("global rights, excluding China", "worldwide, excluding China"),
        ("worldwide rights outside of Japan", "worldwide, excluding Japan"),
        ("rights to develop it in patients", None),
        ("rights to it", None),
    ],
)
def test_territory(text: str, expected: str | None) -> None:
    assert territory(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rights in the field of oncology", "oncology"),
        ("rights for the treatment of asthma in Japan", "the treatment of asthma"),
        ("rights to it", None),
    ],
)
def test_field_of_use(text: str, expected: str | None) -> None:
    assert field_of_use(text) == expected
