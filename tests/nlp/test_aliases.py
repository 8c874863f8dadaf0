"""Where a text gives a thing another name, by rows; brackets that say something else."""

from __future__ import annotations

import pytest

from kg.nlp.aliases import find_definitions
from tests.nlp.reading import entity, names


def shorts(text: str, name: str) -> list[str]:
    return [d.short for d in find_definitions(text, frozenset({text.index(name) + len(name)}))]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ('Ostrava Pharma AG ("Ostrava") paid', "Ostrava Pharma AG", ["Ostrava"]),
        ("Ostrava Pharma AG (“Ostrava”) paid", "Ostrava Pharma AG", ["Ostrava"]),
        ("Ostrava Pharma AG (OPA) paid", "Ostrava Pharma AG", ["OPA"]),
        ("Ostrava Pharma AG (formerly Zelenka Bio AG) paid", "Ostrava Pharma AG", ["Zelenka Bio AG"]),
        ("mantle cell lymphoma (MCL) patients", "mantle cell lymphoma", ["MCL"]),
        ("mantle cell lymphoma, or MCL, patients", "mantle cell lymphoma", ["MCL"]),
        ("LKB-204 (formerly known as ZB-17) is", "LKB-204", ["ZB-17"]),
        ("LKB-204, also known as tamlirotamab, is", "LKB-204", ["tamlirotamab"]),
        ("killer lectin receptor 7 (KLR7) is", "killer lectin receptor 7", ["KLR7"]),
    ],
)
def test_other_names(text: str, name: str, expected: list[str]) -> None:
    assert shorts(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LKB-204 (Phase 2) is", "LKB-204"),
        ("LKB-204 (n=24) is", "LKB-204"),
        ("LKB-204 (Abstract 1234) is", "LKB-204"),
        ("Ostrava Pharma AG (Nasdaq: OSTR) paid", "Ostrava Pharma AG"),
        ("Ostrava Pharma AG (NYSE: OSTR) paid", "Ostrava Pharma AG"),
        ("ovarian cancer (12%) was", "ovarian cancer"),
        ("ovarian cancer (median 4 months) was", "ovarian cancer"),
        ("ovarian cancer (see below) was", "ovarian cancer"),
        ('Larkfield Biosciences, Inc. (the "Company") said', "Larkfield Biosciences, Inc."),
        ('Larkfield Biosciences, Inc. ("we") said', "Larkfield Biosciences, Inc."),
        ("LKB-204 is (KLR7)", "LKB-204"),
    ],
)
def test_brackets_that_name_nothing(text: str, name: str) -> None:
    assert shorts(text, name) == []


def test_a_definition_says_where_the_other_name_stands() -> None:
    text = 'Ostrava Pharma AG ("Ostrava") paid'
    (one,) = find_definitions(text, frozenset({17}))
    assert (text[one.start : one.end], one.quoted, one.collective) == ("Ostrava", True, False)


def test_one_name_for_several_companies_is_marked() -> None:
    text = 'Vennholt, Inc. (collectively, "Ostrava Group") paid'
    (one,) = find_definitions(text, frozenset({14}))
    assert one.collective


@pytest.mark.parametrize(
    ("text", "alias", "name"),
    [
        ("Ostrava Pharma AG (“Ostrava”) paid us. Later Ostrava left.", "Ostrava", "Ostrava Pharma AG"),
        ("LKB-204 (formerly known as ZBX-17) is in Phase 1. LKB-204 is ours.", "ZBX-17", "LKB-204"),
        ("Patients had mantle cell lymphoma, or MCL.", "MCL", "mantle cell lymphoma"),
        ("LKB-204 binds killer lectin receptor 7 (KLR7).", "KLR7", "killer lectin receptor 7"),
    ],
)
def test_two_names_are_one_entity(text: str, alias: str, name: str) -> None:
    one = entity(text, alias)
    assert one.name == name
    assert alias in one.aliases


def test_two_products_in_a_row_stay_two() -> None:
    assert names("LKB-204 and LKB-310 are ours.", "Compound") == {"LKB-204", "LKB-310"}
