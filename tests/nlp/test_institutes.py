"""Which institutes are parties, by rows: those that license, fund, own or run; not sites, employers, hosts, brokers."""

from __future__ import annotations

import pytest

from kg.model import EntityType
from tests.nlp.reading import names

ORGANIZATION = EntityType.ORGANIZATION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 was licensed from Westmarch University in 2019.", {"Westmarch University"}),
        ("The Straub Institute granted us a license to the patents.", {"Straub Institute"}),
        ("LKB-204 was discovered at the Haverbrook Cancer Center.", {"Haverbrook Cancer Center"}),
        ("We received a grant from the Ellery Foundation.", {"Ellery Foundation"}),
        ("We owe royalties to Westmarch University, from which we licensed it.", {"Westmarch University"}),
        (
            "Under an agreement with the U.S. Department of Health and Human Services, we obtained rights.",
            {"U.S. Department of Health and Human Services"},
        ),
        ("said Ann Lowe, M.D., professor at Westmarch University.", set()),
        ("Patients are treated at the Haverbrook Cancer Center and other sites.", set()),
        ("Dr. Lowe, who heads the melanoma program at Westmarch University, agreed.", set()),
        ("It was shown at the meeting of the Society of Northern Oncology.", set()),
        ("as scored on the National Institutes of Health Stroke Scale", set()),
        ("Ostrand Securities LLC is acting as sole book-running manager.", set()),
    ],
)
def test_institutes_that_are_parties(text: str, expected: set[str]) -> None:
    assert names(text, ORGANIZATION) == expected
