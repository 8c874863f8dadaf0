"""Places where a text names something: each once, outermost first, in every spelling, with offsets that fit."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.model import EntityType, SectionKind
from kg.nlp.found import Found, inside, outermost
from kg.nlp.mentions import find_mentions
from kg.nlp.reading import default_vocabulary
from tests.nlp.reading import FILER, names, read


def found(text: str) -> list[tuple[str, str]]:
    return [(str(f.type), text[f.start : f.end]) for f in find_mentions(text, default_vocabulary()) if not f.hidden]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 binds GPRC5D.", [("Compound", "LKB-204"), ("Target", "GPRC5D")]),
        ("kanrotuzumab is ours.", [("Compound", "kanrotuzumab")]),
        ("It was given with pembrolizumab.", [("Compound", "pembrolizumab")]),
        ("The payload is MMAE.", [("Payload", "MMAE")]),
        ("It has the SPDB linker.", [("Linker", "SPDB")]),
        ("the LANTERN trial", [("Study", "LANTERN")]),
        ("for ovarian cancer", [("Indication", "ovarian cancer")]),
        ("Ostrava Pharma AG left.", [("Organization", "Ostrava Pharma AG")]),
        ("our Tetherix platform", [("Technology", "Tetherix")]),
        ("The weather in May was mild.", []),
        ("Form 8-K, Item 8.01, Rule 12b-2, 17 CFR 240", []),
        ("Call (617) 555-0148 or write to P.O. Box 12.", []),
        ("Phase 1 and Phase 2 trials were late in 2020.", []),
        ("Dose of 3.6 mg/kg Q3W, IV, on D1 and D8.", []),
        ("Exhibit 99.1 and Section 21E of the Act", []),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_name_found_once_is_found_everywhere() -> None:
    text = "Ostrava Pharma AG came. Then Ostrava left. OSTRAVA is a city. Ostrava’s offer stands."
    assert [m.start for m in read(text, filer=None).mentions] == [
        0,
        text.index("Ostrava left"),
        text.index("Ostrava’s"),
    ]


def test_no_two_mentions_cross_each_other() -> None:
    text = (
        "Larkfield's hKL7-MMAE and LKB-204 target GPRC5D-positive multiple myeloma; Ostrava Pharma AG has an option "
        "to the Tetherix (TX) technology in CD56-positive small cell lung cancer (SCLC) and NSCLC."
    )
    spans = sorted((m.start, m.end) for m in read(text).mentions)
    for (a, b), (c, d) in pairwise(spans):
        assert b <= c or (a <= c and d <= b) or (c <= a and b <= d)


def test_mentions_are_offsets_in_the_part() -> None:
    text = "LKB-204 binds GPRC5D. Ostrava Pharma AG licensed LKB-204."
    extraction = read(text)
    (part,) = extraction.filing.parts
    for mention in extraction.mentions:
        words = part.text[mention.start : mention.end]
        assert words in (mention.entity.name, *mention.entity.aliases)


@pytest.mark.parametrize(
    ("text", "antibody", "payload"),
    [("hKL7-MMAE is ours.", "hKL7", "MMAE"), ("huQR3-DM1 is ours.", "huQR3", "DM1")],
)
def test_a_conjugates_name_has_pieces(text: str, antibody: str, payload: str) -> None:
    assert names(text, EntityType.ANTIBODY) == {antibody}
    assert names(text, EntityType.PAYLOAD) == {payload}
    assert len(names(text, EntityType.COMPOUND)) == 1


def test_of_two_that_overlap_the_longer_stays_and_of_equals_the_weightier() -> None:
    def one(start: int, end: int, weight: int = 0) -> Found:
        return Found(EntityType.COMPOUND, start, end, f"{start}-{end}-{weight}", "test", weight=weight)

    assert outermost([one(0, 4), one(2, 9)]) == [one(2, 9)]
    assert outermost([one(0, 4), one(0, 4, weight=3)]) == [one(0, 4, weight=3)]
    assert outermost([one(5, 8), one(0, 4)]) == [one(0, 4), one(5, 8)]
    outer = one(0, 9)
    assert inside([outer, one(2, 4), one(8, 12)], outer) == [one(2, 4)]


def test_the_filer_is_found_in_any_case() -> None:
    text = "LARKFIELD BIOSCIENCES, INC. owns LKB-204."
    assert {m.entity.name for m in read(text).mentions} == {FILER, "LKB-204"}


def test_a_name_never_crosses_the_border_of_a_cell() -> None:
    assert names("LKB-204 in lung\tcancer", EntityType.INDICATION) == set()


def test_what_only_boilerplate_names_is_no_entity() -> None:
    text = "LKB-204 may fail, and Ostrava Pharma AG may leave. Risks include ovarian cancer."
    for kind in (SectionKind.RISK_FACTORS, SectionKind.SAFE_HARBOUR, SectionKind.SIGNATURES, SectionKind.CONTACTS):
        extraction = read(text, section=kind)
        assert [e.name for e in extraction.entities] == [FILER]
        assert extraction.facts == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ostrava returned its rights to the anti-CD70 antibody porlituzumab.", "Compound"),
        ("Our antibody drug conjugate LKB-062 is in Phase 1.", "Compound"),
        ("We conjugated the anti-CD70 antibody porlituzumab to MMAE.", "Antibody"),
        ("The antibody porlituzumab is linked to MMAE. Ostrava will test it.", "Antibody"),
        ("The anti-CD138 antibody chB38 binds plasma cells.", "Antibody"),
    ],
)
def test_an_antibody_is_typed_by_its_role(text: str, kind: str) -> None:
    named = {str(f.type) for f in find_mentions(text, default_vocabulary()) if not f.hidden}
    assert named & {"Compound", "Antibody"} == {kind}
