"""What several claims of one text mean together, by rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.consistency import settle
from kg.nlp.drafts import Draft
from tests.nlp.reading import FILER, assert_says

if TYPE_CHECKING:
    from collections.abc import Sequence

DRUG, OTHER = Entity(EntityType.COMPOUND, "LKB-204"), Entity(EntityType.COMPOUND, "LKB-310")
US = Entity(EntityType.ORGANIZATION, FILER, attributes={"cik": "0009999999"})
OSTRAVA = Entity(EntityType.ORGANIZATION, "Ostrava Pharma AG")
CANCER = Entity(EntityType.INDICATION, "ovarian cancer")


def draft(
    predicate: Predicate,
    object_: Entity | str,
    *,
    subject: Entity = DRUG,
    modality: Modality = Modality.ASSERTED,
    **told: Entity | str,
) -> Draft:
    return Draft(subject, predicate, object_, 0, 10, "test", 0.9, modality, told)


def settled(drafts: Sequence[Draft]) -> list[Draft]:
    return settle(drafts, (), registrant=US)


def said(*drafts: Draft) -> set[tuple[str, str, str]]:
    return {
        (d.subject.name, str(d.predicate), d.object.name if isinstance(d.object, Entity) else d.object)
        for d in settled(drafts)
    }


def test_who_runs_a_trial_develops_the_compound() -> None:
    assert (DRUG.name, "developedBy", OSTRAVA.name) in said(draft(Predicate.HAS_STAGE, "phase 2", sponsor=OSTRAVA))


def test_a_trial_that_was_never_run_makes_no_developer() -> None:
    stage = draft(Predicate.HAS_STAGE, "phase 2", sponsor=OSTRAVA, modality=Modality.NEGATED)
    assert {s for s in said(stage) if s[1] == "developedBy"} == set()


def test_the_only_developer_sponsors_the_trials() -> None:
    out = settled([draft(Predicate.DEVELOPED_BY, OSTRAVA), draft(Predicate.HAS_STAGE, "phase 2")])
    assert [d.qualifiers.get("sponsor") for d in out if d.predicate is Predicate.HAS_STAGE] == [OSTRAVA]


def test_of_two_developers_neither_is_taken_for_the_sponsor() -> None:
    developers = [draft(Predicate.DEVELOPED_BY, OSTRAVA), draft(Predicate.DEVELOPED_BY, US)]
    out = settled([*developers, draft(Predicate.HAS_STAGE, "phase 2")])
    assert [d.qualifiers.get("sponsor") for d in out if d.predicate is Predicate.HAS_STAGE] == [None]


def test_a_sponsor_that_the_text_names_stays() -> None:
    out = settled([draft(Predicate.DEVELOPED_BY, OSTRAVA), draft(Predicate.HAS_STAGE, "phase 2", sponsor=US)])
    assert [d.qualifiers["sponsor"] for d in out if d.predicate is Predicate.HAS_STAGE] == [US]


def test_in_the_clinic_says_nothing_beside_a_phase() -> None:
    drafts = [
        draft(Predicate.HAS_STAGE, "clinical", status="ongoing"),
        draft(Predicate.HAS_STAGE, "phase 2", status="ongoing"),
    ]
    assert said(*drafts) == {(DRUG.name, "hasStage", "phase 2")}
    other = draft(Predicate.HAS_STAGE, "clinical", subject=OTHER, status="ongoing")
    assert (OTHER.name, "hasStage", "clinical") in said(*drafts, other)


def test_a_disease_without_a_setting_says_nothing_beside_one_with() -> None:
    out = settled(
        [draft(Predicate.HAS_INDICATION, CANCER), draft(Predicate.HAS_INDICATION, CANCER, setting="relapsed")]
    )
    assert [d.qualifiers.get("setting") for d in out] == ["relapsed"]


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE])
def test_what_is_asserted_is_not_also_planned(modality: Modality) -> None:
    out = settled([draft(Predicate.HAS_INDICATION, CANCER), draft(Predicate.HAS_INDICATION, CANCER, modality=modality)])
    assert [d.modality for d in out] == [Modality.ASSERTED]


def test_a_denial_stays_beside_its_contrary() -> None:
    """The graph shows conflicts; settling must not hide them."""
    out = settled(
        [
            draft(Predicate.HAS_TARGET, "KLR7"),
            draft(Predicate.HAS_TARGET, "KLR7", modality=Modality.NEGATED),
        ]
    )
    assert {d.modality for d in out} == {Modality.ASSERTED, Modality.NEGATED}


def test_the_filer_comes_first_in_what_has_no_order() -> None:
    (one,) = settled([draft(Predicate.COLLABORATES_WITH, US, subject=OSTRAVA)])
    assert (one.subject, one.object) == (US, OSTRAVA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 is in a Phase 2 trial. Ostrava Pharma AG stopped the development of LKB-204.",
            "LKB-204 | hasStage | phase 2 | status ongoing\nLKB-204 | hasStage | phase 2 | status discontinued",
        ),
        ("Development of LKB-204 was discontinued.", ""),
        (
            "LKB-204 is in Phase 1. LKB-310 is in Phase 2. Development of LKB-310 was discontinued.",
            "LKB-204 | hasStage | phase 1 | status ongoing\nLKB-310 | hasStage | phase 2 | status ongoing\n"
            "LKB-310 | hasStage | phase 2 | status discontinued",
        ),
    ],
)
def test_what_stopped_has_the_stage_that_it_had_reached(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE])
