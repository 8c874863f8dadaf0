"""More stock wordings, by rows: what stops, what is to come, bullets of releases, reviews by agencies, risks."""

from __future__ import annotations

import pytest

from tests.nlp.reading import assert_says
from tests.nlp.test_stock_wordings import ASKED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- LKB-204 (CD33 ADC): Dose escalation continues in Phase 1 AML study; recommended Phase 2 dose "
            "expected in Q4 2021.",
            "LKB-204 | hasIndication | AML\nLKB-204 | hasStage | phase 1 | indication AML | status ongoing",
        ),
        (
            "- Received FDA Fast Track designation for LKB-204 in platinum-resistant ovarian cancer",
            "LKB-204 | hasDesignation | fast track | indication ovarian cancer | region US\n"
            "LKB-204 | hasIndication | ovarian cancer | setting platinum-resistant",
        ),
        (
            "- On track to file IND for LKB-310 by year-end 2021",
            "LKB-310 | hasStage | IND | eventDate 2021 | status planned | planned",
        ),
        (
            "LKB-204 is our lead ADC product candidate, currently being evaluated in the Phase 2 SUMMIT "
            "trial as a single agent for the treatment of patients with recurrent ovarian cancer.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasIndication | ovarian cancer | setting recurrent\n"
            "LKB-204 | hasStage | phase 2 | indication ovarian cancer | sponsor Larkfield Biosciences, Inc. "
            "| status ongoing | study SUMMIT",
        ),
        (
            "LKB-204 is currently being investigated in a multicenter, open-label, dose-escalation Phase I "
            "study in patients with CD22-positive B-cell non-Hodgkin's lymphoma.",
            "LKB-204 | hasIndication | CD22-positive B-cell non-Hodgkin's lymphoma\n"
            "LKB-204 | hasStage | phase 1 | indication CD22-positive B-cell non-Hodgkin's lymphoma | status "
            "ongoing",
        ),
        (
            "The European Commission has granted conditional marketing authorization for Adcetris for "
            "relapsed or refractory CD30+ Hodgkin lymphoma.",
            "Adcetris | hasIndication | CD30+ Hodgkin lymphoma | setting relapsed or refractory\n"
            "Adcetris | hasStage | approved | indication CD30+ Hodgkin lymphoma | region EU",
        ),
        (
            "The trial will evaluate LKB-204 administered with nivolumab and ipilimumab in up to 60 "
            "patients with melanoma.",
            "LKB-204 | combinedWith | ipilimumab | planned\n"
            "LKB-204 | combinedWith | nivolumab | planned\n"
            "LKB-204 | hasIndication | melanoma | planned",
        ),
        (
            "Patients must have received prior bortezomib and lenalidomide before enrolling in the Phase 1 "
            "trial of LKB-204.",
            "LKB-204 | hasStage | phase 1 | status ongoing",
        ),
        (
            "Ostrava Pharma AG's OSP-12 is in Phase 2 testing for multiple myeloma.",
            "OSP-12 | developedBy | Ostrava Pharma AG\n"
            "OSP-12 | hasIndication | multiple myeloma\n"
            "OSP-12 | hasStage | phase 2 | indication multiple myeloma | sponsor Ostrava Pharma AG | status "
            "ongoing",
        ),
        (
            "We have no plans to conduct additional trials of LKB-077.",
            "",
        ),
        (
            "We and Ostrava Pharma AG are jointly developing LKB-204 for the treatment of hemophilia A.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | developedBy | Ostrava Pharma AG\n"
            "LKB-204 | hasIndication | hemophilia A",
        ),
        (
            "Ostrava Pharma AG will be responsible for all development, regulatory and commercial "
            "activities relating to LKB-204 in Europe.",
            "LKB-204 | developedBy | Ostrava Pharma AG | planned",
        ),
        (
            "LKB-204 targets the folate receptor and is intended for the treatment of lung adenocarcinoma.",
            "LKB-204 | hasIndication | lung adenocarcinoma | planned",
        ),
        (
            "LKB-204 is a next-generation treatment for wet age-related macular degeneration (wet AMD) and "
            "diabetic macular edema (DME).",
            "LKB-204 | hasIndication | wet age-related macular degeneration\n"
            "LKB-204 | hasIndication | diabetic macular edema",
        ),
        (
            "Larkfield has submitted a Clinical Trial Application (CTA) in the United Kingdom for LKB-310.",
            "LKB-310 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | hasStage | IND | region UK | sponsor Larkfield Biosciences, Inc. | status initiated",
        ),
        (
            "LKB-204 met the primary endpoint in the pivotal Phase 3 trial in patients with hereditary angioedema.",
            "LKB-204 | hasIndication | hereditary angioedema\n"
            "LKB-204 | hasStage | phase 3 | indication hereditary angioedema | status completed",
        ),
        (
            "The National Cancer Institute is sponsoring a Phase 2 trial of LKB-204 in thymoma.",
            "LKB-204 | developedBy | National Cancer Institute\n"
            "LKB-204 | hasIndication | thymoma\n"
            "LKB-204 | hasStage | phase 2 | indication thymoma | sponsor National Cancer Institute | status "
            "ongoing",
        ),
    ],
)
def test_stock_wordings(text: str, expected: str) -> None:
    assert_says(text, expected, ASKED)
