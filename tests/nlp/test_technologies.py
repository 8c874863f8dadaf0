"""Platforms and studies by their names, by rows."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Predicate
from kg.nlp.studies import find_studies
from kg.nlp.technologies import find_technologies
from tests.nlp.reading import assert_says, entity, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("our proprietary Tetherix platform", ["Tetherix"]),
        ("the Tetherix technology", ["Tetherix"]),
        ("our Tetherix® platform", ["Tetherix"]),
        ("the Selective Tether (ST) technology", ["Selective Tether (ST) technology"]),
        ("our Site Lock Platform", ["Site Lock Platform"]),
        ("our proprietary platform", []),
        ("our Technology Platform", []),
        ("the Company technology", []),
        ("information technology", []),
        ("our antibody discovery platform", []),
        ("this Platform", []),
        ("enabled by Tetherix Gate Carrier (TGC), our proprietary delivery platform", ["Tetherix Gate Carrier"]),
        ("the mirrored peptide ligand (MPL) technology", ["mirrored peptide ligand (MPL) technology"]),
        ("an antibody in the tAb²™ format", ["tAb²"]),
        ("patents relating to KLR7 targeting CAR technology", ["KLR7 targeting CAR technology"]),
        ("our TETHERIX and LATCHON platforms", ["TETHERIX", "LATCHON"]),
    ],
)
def test_platforms(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(f.name for f in find_technologies(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Study 014", ["Study 014"]),
        ("the LANTERN trial", ["LANTERN"]),
        ("the LANTERN-2 study", ["LANTERN-2"]),
        ("a trial (NCT09990001)", ["NCT09990001"]),
        ("Findings from LANTERN were shown.", ["LANTERN"]),
        ("we call the trial LANTERN", ["LANTERN"]),
        ("three studies: LANTERN, LANTERN2 and BEACON", ["LANTERN", "LANTERN2", "BEACON"]),
        ("it was OptiLAMP-Lung03, a Phase 2 study", ["OptiLAMP-Lung03"]),
        ("the phase 1/2 eLAMPy trial", ["eLAMPy"]),
        ("LANTERN, Phase 1: responses in half", ["LANTERN"]),
        ("LKBQ-301 and LKBQ-302, as the trials are called, agree.", ["LKBQ-301", "LKBQ-302"]),
        ("study no. 712, in which", ["study no. 712"]),
        ("in study 712 and Study 713", ["study 712", "Study 713"]),
        ("Studies 712 and 715 began", ["712", "715"]),
        ("a study of a combination (no. 718)", ["no. 718"]),
        ("the LX-204 trial in patients treated with LX-204", []),
        ("We plan to study 100 patients in study 2020.", []),
        ("In the study, 240 patients. EXMOOR, Pa.", []),
        ("ADC trials and the FDA study, RESULTS OF THE TRIAL", []),
        ("the Phase 3 trial (LKB-204-301)", []),
        ("a Phase I trial", []),
        ("a Phase III trial", []),
        ("a Phase 3 study", []),
        ("the FDA", []),
        ("the trial began", []),
        ("Study of antibodies", []),
    ],
)
def test_studies(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(f.name for f in find_studies(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 was made with our Tetherix platform.", "Tetherix"),
        ("LKB-204 was generated using the Tetherix technology.", "Tetherix"),
        ("LKB-204 uses our Tetherix technology.", "Tetherix"),
        ("LKB-204 is based on our Tetherix platform.", "Tetherix"),
    ],
)
def test_what_a_compound_is_made_with(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | usesTechnology | {expected}", [Predicate.USES_TECHNOLOGY])


def test_a_technology_elsewhere_in_the_text_is_not_used_by_every_compound() -> None:
    assert_says("We own the Tetherix platform. LKB-204 is in Phase 1.", "", [Predicate.USES_TECHNOLOGY])


def test_a_study_is_an_entity_of_its_own() -> None:
    assert names("LKB-204 is tested in the LANTERN trial.", EntityType.STUDY) == {"LANTERN"}


def test_a_platforms_short_name_is_its_alias() -> None:
    assert "ST" in entity("Our Selective Tether (ST) technology made LKB-204. ST is ours.", "ST").aliases


def test_a_code_before_trial_is_a_drugs_where_patients_are_given_it() -> None:
    text = "LKB-204 is an antibody. No deaths occurred in the LKB-204 trial, nor in the AURORA-2 trial."
    assert names(text, EntityType.STUDY) == {"AURORA-2"}
    assert names(text, EntityType.COMPOUND) == {"LKB-204"}
