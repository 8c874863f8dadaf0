"""Companies and institutes by rows: by legal form, by trade, by what is said of them; and names that are none."""

from __future__ import annotations

import pytest

from kg.model import EntityType
from kg.nlp.organizations import find_organizations
from tests.nlp.reading import FILER, entity, names, read

ORGANIZATION = EntityType.ORGANIZATION


@pytest.mark.parametrize(
    "name",
    [
        "Ostrava Pharma AG",
        "Vennholt Therapeutics, Inc.",
        "Quill Harbor Medicines, Inc.",
        "Brightmere Biosciences Ltd.",
        "Tessaly & Grune GmbH",
        "Norrland Biologics AB",
        "Kappel-Riis A/S",
        "Maranova S.p.A.",
        "Shirayuki Pharmaceutical Co., Ltd.",
        "Delmore Corp.",
        "Okafor Genetics LLC",
        "Pellingham plc",
        "University of Westmarch",
        "Haverbrook Cancer Center",
        "Ellery Foundation",
        "Straub Institute",
    ],
)
@pytest.mark.parametrize("frame", ["On Monday, {} announced results.", "a license from {} and others"])
def test_names_by_form(name: str, frame: str) -> None:
    assert [f.name for f in find_organizations(frame.format(name))] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ostrava Pharma AG and Vennholt Therapeutics, Inc. met.",
            {"Ostrava Pharma AG", "Vennholt Therapeutics, Inc."},
        ),
        ("LKB-204 was licensed to Zentrellis.", {"Zentrellis"}),
        ("Zentrel Labs and Ostrava Pharmaceuticals have agreed.", {"Zentrel Labs", "Ostrava Pharmaceuticals"}),
        ("Vennholt Therapeutics Enters Global License Agreement", {"Vennholt Therapeutics"}),
        ("Ostrava GmbH International returned the rights.", {"Ostrava GmbH International"}),
        ("Ostrava Pharmaceuticals U.S.A., Inc. is our licensee.", {"Ostrava Pharmaceuticals U.S.A., Inc."}),
        ("Zentrel (Suzhou) Pharmaceutical Co., Ltd. agreed.", {"Zentrel (Suzhou) Pharmaceutical Co., Ltd."}),
        ("a deal with zentrell bio, Inc. and ostravia SE", {"zentrell bio, Inc.", "ostravia SE"}),
        ("We have a collaboration with Zentrellis.", {"Zentrellis"}),
        ("Zentrellis (Nasdaq: ZNTR) licensed LKB-204.", {"Zentrellis"}),
        ("LKB-204 is being developed by Zentrellis.", {"Zentrellis"}),
        ("Zentrellis’s proprietary platform made LKB-204.", {"Zentrellis"}),
    ],
)
def test_names_by_what_is_said_of_them(text: str, expected: set[str]) -> None:
    assert names(text, ORGANIZATION) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The FDA approved LKB-204.",
        "We filed with the Securities and Exchange Commission.",
        "Our shares trade on the Nasdaq Stock Market.",
        "Data were presented at the annual meeting of the American Society of Clinical Oncology.",
        "LKB-204 was studied in Japan and Europe.",
        "The European Commission approved LKB-204 in March.",
        "The Board of Directors met in May.",
        "This press release was issued through Business Wire.",
        "LKB-204 received Fast Track designation.",
        "The License Agreement was signed.",
        "Under the Phase 2 Study, patients received LKB-204.",
        "The Company licensed LKB-204.",
        "The Chief Executive Officer said so.",
        "Orphan Drug designation was granted by the European Medicines Agency.",
        "Engineered Natural Killer Cell Therapies for Solid Tumors",
        "Those eligible are elderly patients.",
        "The talk was given at the Northern Society for Radiation Oncology.",
    ],
)
def test_what_is_no_company(text: str) -> None:
    assert names(text, ORGANIZATION) == set()


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            'Vennholt Therapeutics, Inc. ("Vennholt") paid. Vennholt was late.',
            "Vennholt",
            "Vennholt Therapeutics, Inc.",
        ),
        ("Ostrava Pharma AG paid. Ostrava was late.", "Ostrava", "Ostrava Pharma AG"),
        ("Quill Harbor Medicines, Inc. (QHM) paid. QHM was late.", "QHM", "Quill Harbor Medicines, Inc."),
        ("Larkfield licensed LKB-204.", "Larkfield", FILER),
    ],
)
def test_short_names_mean_the_company(text: str, short: str, full: str) -> None:
    assert entity(text, short).name == full


def test_the_filer_is_an_entity_even_where_only_the_cover_names_it() -> None:
    assert [e.name for e in read("We own LKB-204.").entities] == [FILER, "LKB-204"]


def test_a_first_word_that_many_names_share_is_no_short_name() -> None:
    text = "National Antibody Laboratories, Inc. paid us. The National team lost."
    assert [m.entity.name for m in read(text).mentions if m.start > 60] == []


@pytest.mark.parametrize(
    "text",
    [
        "LKB-204 is currently in Phase II development.",
        "Third-party payors want lower prices. The third-party pays.",
        "Continued advancements in cell culture are needed.",
        "We acquired Class A Common Stock and Pre-Funded Warrants.",
        "Under the Delaware General Corporation Law we may do so.",
        "a contract with the Department of Health and Human Services",
    ],
)
def test_phases_securities_and_statutes_are_no_companies(text: str) -> None:
    assert names(text, ORGANIZATION) <= {"Department of Health and Human Services"}
