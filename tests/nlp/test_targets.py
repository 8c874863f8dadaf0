"""What a compound binds, by rows: names by their shape where a target stands; abbreviations that are none."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Predicate
from kg.nlp.targets import find_spelled_targets, find_targets
from tests.nlp.reading import assert_says, entity, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an anti-KLR7 antibody", {"KLR7"}),
        ("KLR7-targeting antibodies", {"KLR7"}),
        ("a CAR directed against KLR7", {"KLR7"}),
        ("it binds to QRN2", {"QRN2"}),
        ("an inhibitor of VTK1 and VTK2", {"VTK1", "VTK2"}),
        ("KLR7+ cells", {"KLR7"}),
        ("cells expressing KLR7", {"KLR7"}),
        ("an antagonist of GLR-3", {"GLR-3"}),
        ("a protein called Mesothelin", {"Mesothelin"}),
        ("an anti-ADC antibody", set()),
        ("binds to DNA", set()),
        ("against NSCLC", set()),
        ("expression of MMAE", set()),
        ("inhibitors of FDA approval", set()),
        ("directed against T315I", set()),
        ("TKI-targeting drugs", set()),
    ],
)
def test_names_by_place_and_shape(text: str, expected: set[str]) -> None:
    assert {f.name for f in find_targets(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("targets the killer lectin receptor 7 (KLR7)", ["killer lectin receptor 7"]),
        ("blocks vascular tyrosine kinase, or VTK1", ["vascular tyrosine kinase"]),
        ("a receptor", []),
    ],
)
def test_names_in_words_before_their_abbreviation(text: str, expected: list[str]) -> None:
    assert [f.name for f in find_spelled_targets(text)] == expected


def test_both_names_are_one_target() -> None:
    one = entity("LKB-204 targets the killer lectin receptor 7 (KLR7). KLR7 is a protein.", "KLR7")
    assert (one.type, one.name) == (EntityType.TARGET, "killer lectin receptor 7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 targets GPRC5D.", "GPRC5D"),
        ("LKB-204 binds to DLL3.", "DLL3"),
        ("LKB-204 is directed against CDH17.", "CDH17"),
        ("LKB-204 is an anti-CD79b antibody.", "CD79b"),
        ("LKB-204 is a KLR7-targeting antibody-drug conjugate.", "KLR7"),
        ("LKB-204 is an inhibitor of VTK1.", "VTK1"),
        ("LKB-204 is a selective VTK1 inhibitor.", "VTK1"),
        ("Our anti-KLR7 antibody LKB-204 is in Phase 1.", "KLR7"),
        ("LKB-204 is an antibody that recognizes KLR7.", "KLR7"),
        ("LKB-204 will target KLR7.", "KLR7"),
        ("LKB-204 is a bispecific antibody that binds to KLR7 and CD3.", "KLR7\nLKB-204 | hasTarget | CD3"),
        ("LKB-204 blocks the interaction of PD-1 and PD-L1.", "PD-1\nLKB-204 | hasTarget | PD-L1"),
        ("LKB-204 does not bind to KLR7.", "KLR7 | negated"),
        ("LKB-204 is an antibody. It binds to KLR7.", "KLR7"),
        ("LKB-204 targets KLR7, and LKB-310 targets DLL3.", "KLR7\nLKB-310 | hasTarget | DLL3"),
    ],
)
def test_what_a_compound_binds(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasTarget | {expected}", [Predicate.HAS_TARGET])


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 is in a Phase 2 trial in KLR7-positive ovarian cancer.",
        "KLR7 is a protein. LKB-204 is in Phase 1.",
        "LKB-204 met its enrollment target.",
        "We target a submission of LKB-204 in 2022.",
        "LKB-204 raised levels of IL-6 in plasma.",
        "LKB-204 reduced the number of CD8+ T cells.",
    ],
)
def test_what_is_not_bound(text: str) -> None:
    assert_says(text, "", [Predicate.HAS_TARGET])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPRC5D is overexpressed in ovarian cancer.", "GPRC5D | expressedIn | ovarian cancer"),
        ("LKB-204 binds KLR7, which is found on gastric cancer.", "KLR7 | expressedIn | gastric cancer"),
        (
            "LKB-204 targets KLR7, a receptor. Many cervical cancers express KLR7.",
            "KLR7 | expressedIn | cervical cancers",
        ),
        ("LKB-204 is in a trial in KLR7-positive ovarian cancer.", "KLR7 | expressedIn | KLR7-positive ovarian cancer"),
    ],
)
def test_where_a_target_is_found(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.EXPRESSED_IN])


def test_a_target_named_inside_a_disease_is_an_entity_of_its_own() -> None:
    text = "LKB-204 is in a trial in KLR7-positive ovarian cancer."
    assert names(text, EntityType.TARGET) == {"KLR7"}
    assert names(text, EntityType.INDICATION) == {"KLR7-positive ovarian cancer"}
