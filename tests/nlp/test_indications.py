"""Diseases by shape, by rows: lists that share a head, words that say how advanced it is, and what is no disease."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Predicate
from kg.nlp.indications import find_indications, names_disease, singular
from kg.nlp.mentions import find_mentions
from kg.nlp.reading import default_vocabulary
from tests.nlp.reading import assert_says, entity, names, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in cervical cancer", ["cervical cancer"]),
        ("in gastric, pancreatic and colorectal tumors", ["gastric tumors", "pancreatic tumors", "colorectal tumors"]),
        ("in lung or bladder cancer", ["lung cancer", "bladder cancer"]),
        ("for head and neck cancer", ["head and neck cancer"]),
        ("in triple-negative breast cancer", ["triple-negative breast cancer"]),
        ("in diffuse large B-cell lymphoma", ["diffuse large B-cell lymphoma"]),
        ("in chronic lymphocytic leukemia", ["chronic lymphocytic leukemia"]),
        ("in non-small cell lung cancer", ["non-small cell lung cancer"]),
        ("in HER2-positive breast cancer", ["HER2-positive breast cancer"]),
        ("in CD56-positive solid tumors", ["CD56-positive solid tumors"]),
        ("in solid tumors", ["solid tumors"]),
        ("in B-cell malignancies", ["B-cell malignancies"]),
    ],
)
def test_names_by_shape(text: str, expected: list[str]) -> None:
    assert [f.name for f in find_indications(text)] == expected


@pytest.mark.parametrize(
    ("text", "name", "setting"),
    [
        ("relapsed ovarian cancer", "ovarian cancer", "relapsed"),
        ("relapsed or refractory follicular lymphoma", "follicular lymphoma", "relapsed or refractory"),
        ("metastatic gastric cancer", "gastric cancer", "metastatic"),
        ("locally advanced pancreatic cancer", "pancreatic cancer", "locally advanced"),
        ("previously treated cervical cancer", "cervical cancer", "previously treated"),
        ("advanced solid tumors", "solid tumors", "advanced"),
    ],
)
def test_what_says_how_advanced_is_no_part_of_the_name(text: str, name: str, setting: str) -> None:
    assert [(f.name, f.setting) for f in find_indications(text)] == [(name, setting)]


@pytest.mark.parametrize(
    "text",
    [
        "cancer",
        "patients with cancer",
        "the treatment of disease",
        "tumors shrank",
        "leukemia cells",
        "an advanced agreement",
        "cancer cell lines",
    ],
)
def test_what_names_no_disease(text: str) -> None:
    assert [f.name for f in find_indications(text)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ovarian cancers", "ovarian cancer"),
        ("malignancies", "malignancy"),
        ("psoriasis", "psoriasis"),
        ("colitis", "colitis"),
        ("lupus", "lupus"),
        ("diabetes", "diabetes"),
    ],
)
def test_singular(name: str, expected: str) -> None:
    assert singular(name) == expected


@pytest.mark.parametrize(
    ("words", "after", "expected"),
    [
        ("ovarian cancer", " patients", True),
        ("psoriasis", ".", True),
        ("melanoma", " cells", False),
        ("cancer", ".", False),
        ("disease", ".", False),
    ],
)
def test_a_bare_head_or_a_kind_of_cell_is_no_disease(words: str, after: str, *, expected: bool) -> None:
    assert names_disease(words, after) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is in development for atopic dermatitis.", {"atopic dermatitis"}),
        ("LKB-204 is a potential treatment for Fabry disease.", {"Fabry disease"}),
        ("LKB-204 is in development for geographic atrophy.", {"geographic atrophy"}),
        ("LKB-204 is in a trial in patients with Crohn's disease.", {"Crohn's disease"}),
        ("LKB-204 is in a trial in patients with systemic lupus erythematosus.", {"systemic lupus erythematosus"}),
        ("LKB-204 is in a trial in patients with type 2 diabetes.", {"type 2 diabetes"}),
        ("LKB-204 is in a trial in patients with cystic fibrosis.", {"cystic fibrosis"}),
        ("LKB-204 is in a trial in patients with sickle cell disease.", {"sickle cell disease"}),
        ("LKB-204 is in a trial in patients with mantle cell lymphoma (MCL).", {"mantle cell lymphoma"}),
        ("LKB-204 is in a trial in patients with hepatitis B.", {"hepatitis B"}),
        ("LKB-204 is in a trial in patients with glioblastoma.", {"glioblastoma"}),
        ("The most common side effects of LKB-204 were pneumonia and anemia.", set()),
        ("The market for LKB-204 is growing.", set()),
    ],
)
def test_diseases_of_a_text(text: str, expected: set[str]) -> None:
    assert names(text, EntityType.INDICATION) == expected


def test_an_abbreviation_in_brackets_means_the_same() -> None:
    text = "LKB-204 is for mantle cell lymphoma (MCL). A trial in MCL is open."
    assert "MCL" in entity(text, "mantle cell lymphoma").aliases


USES = [Predicate.HAS_INDICATION]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 is in development for the treatment of asthma.", "asthma"),
        ("We are developing LKB-204 for the treatment of patients with ovarian cancer.", "ovarian cancer"),
        ("LKB-204 is a potential treatment for Huntington's disease.", "Huntington's disease | possible"),
        ("LKB-204 could be useful in the treatment of psoriasis.", "psoriasis | possible"),
        ("LKB-204 may benefit patients with cervical cancer.", "cervical cancer | possible"),
        ("We plan to develop LKB-204 for the treatment of glioblastoma.", "glioblastoma | planned"),
        ("LKB-204 is indicated for the treatment of acute myeloid leukemia.", "acute myeloid leukemia"),
    ],
)
def test_what_a_compound_is_for(text: str, expected: str) -> None:
    assert_says(text, f"LKB-204 | hasIndication | {expected}", USES)


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 was given to a patient with a history of breast cancer.",
        "About 20,000 people die of ovarian cancer every year.",
        "Patients with prior lymphoma were excluded from the trial of LKB-204.",
        "Grade 3 pneumonia was reported in two patients treated with LKB-204.",
        "LKB-204 shrank tumors.",
    ],
)
def test_what_a_compound_is_not_for(text: str) -> None:
    assert_says(text, "", USES)


def diseases(text: str) -> list[str]:
    found = find_mentions(text, default_vocabulary())
    return [f.name for f in found if f.type is EntityType.INDICATION and not f.hidden]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in metastatic melanoma", ["melanoma"]),
        ("in patients with relapsed or refractory DLBCL", ["DLBCL"]),
        ("in EGFR-mutant, locally advanced NSCLC", ["NSCLC"]),
        ("in previously treated ALK-rearranged NSCLC", ["ALK-rearranged NSCLC"]),
        ("for recurrent pericarditis", ["recurrent pericarditis"]),
        (
            "in hormone receptor-positive, HER2-negative (HR+/HER2-) breast cancer",
            ["hormone receptor-positive, HER2-negative (HR+/HER2-) breast cancer"],
        ),
        ("for solid tumors with a KLR7 fusion", ["solid tumors with a KLR7 fusion"]),
        ("in head & neck or lung cancers", ["head & neck cancers", "lung cancers"]),
        ("for alpha-glucosidase deficiency", ["alpha-glucosidase deficiency"]),
        ("for benign prostate hyperplasia", ["benign prostate hyperplasia"]),
        (
            "patients with Parkinson's and Duchenne muscular dystrophy",
            [
                "Parkinson's",
                "Duchenne muscular dystrophy",
            ],
        ),
        ("melanoma, a deadly form of skin cancer, spreads", ["melanoma"]),
        ("multiple myeloma, an aggressive blood cancer, spreads", ["multiple myeloma"]),
        ("Pompe disease is rare. Patients with this lysosomal storage disease need help.", ["Pompe disease"]),
        ("advanced malignancies and related diseases", []),
        ("The drug lessens fibrosis in muscle.", []),
        ("Neither Graft-vs-Host Disease nor Severe Cytokine Release Syndrome Was Seen Today", []),
        ("XQ-12 Benefits Multiple Myeloma Patients, Zentrel Reports at Annual Meeting", ["Multiple Myeloma"]),
        ("our amplified probe ligation (APL) assay; APL is quick", []),
        (
            "in acute promyelocytic leukemia (APL); APL is rare",
            [
                "acute promyelocytic leukemia",
                "acute promyelocytic leukemia",
                "acute promyelocytic leukemia",
            ],
        ),
        ("synovial sarcoma or DSRCT", ["synovial sarcoma"]),
        ("the Northern Study Group on Adult Lymphoblastic Leukemia (NSALL)", []),
        ("on the Positive and Negative Syndrome Scale", []),
        (
            "HER2-positive, metastatic or unresectable breast cancer",
            ["HER2-positive, metastatic or unresectable breast cancer"],
        ),
    ],
)
def test_what_stands_around_a_disease(text: str, expected: list[str]) -> None:
    assert diseases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in GPRC5D-positive multiple myeloma", {"GPRC5D"}),
        ("in KLR7-expressing solid tumors", {"KLR7"}),
        ("in EGFR-mutant lung cancer", set()),
        ("in HER2-negative breast cancer", set()),
        ("in CD37+ lymphoma", set()),
        ("LKB-204 binds CD37, in CD37+ lymphoma", {"CD37"}),
        ("patients whose disease progressed on an EGFR inhibitor", set()),
        ("LKB-204 is an EGFR inhibitor.", {"EGFR"}),
    ],
)
def test_markers_of_diseases(text: str, expected: set[str]) -> None:
    assert names(text, EntityType.TARGET) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two patients experienced Grade 3 veno-occlusive disease.",
        "There were no events of interstitial lung disease.",
        "LKB-204 led to dose-dependent tumor regression.",
    ],
)
def test_what_happened_to_patients_is_no_indication(text: str) -> None:
    assert [e.name for e in read(text).entities if e.type is EntityType.INDICATION] == []
