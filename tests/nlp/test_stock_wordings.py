"""Stock wordings of releases and annual reports, by rows: stages, diseases, designations, drugs given together."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

ASKED = (
    Predicate.HAS_STAGE,
    Predicate.HAS_INDICATION,
    Predicate.HAS_DESIGNATION,
    Predicate.COMBINED_WITH,
    Predicate.DEVELOPED_BY,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Larkfield Biosciences, Inc. today announced that the U.S. Food and Drug Administration (FDA) "
            "has granted Fast Track designation to LKB-204 for the treatment of adult patients with "
            "relapsed or refractory acute myeloid leukemia (AML).",
            "LKB-204 | hasDesignation | fast track | eventDate 2021-05-04 | indication acute myeloid "
            "leukemia | region US\n"
            "LKB-204 | hasIndication | acute myeloid leukemia | setting adult, relapsed or refractory",
        ),
        (
            "LKB-204 has received Orphan Drug Designation from the FDA and Orphan Medicinal Product "
            "Designation from the European Medicines Agency for the treatment of ovarian cancer.",
            "LKB-204 | hasDesignation | orphan drug | indication ovarian cancer | region US\n"
            "LKB-204 | hasDesignation | orphan drug | indication ovarian cancer | region EU\n"
            "LKB-204 | hasIndication | ovarian cancer",
        ),
        (
            "Larkfield's lead product candidate, LKB-204, is currently in a Phase 1b/2 clinical trial in "
            "patients with HER2-positive metastatic breast cancer who have progressed on trastuzumab.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasIndication | HER2-positive metastatic breast cancer | setting have progressed on "
            "trastuzumab\n"
            "LKB-204 | hasStage | phase 1/2 | indication HER2-positive metastatic breast cancer | sponsor "
            "Larkfield Biosciences, Inc. | status ongoing",
        ),
        (
            "We anticipate reporting initial data from our ongoing Phase 1 dose escalation trial of LKB-204 "
            "in the second half of 2021.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasStage | phase 1 | sponsor Larkfield Biosciences, Inc. | status ongoing",
        ),
        (
            '"We are pleased to have dosed the first patient in our Phase 2 trial of LKB-204 in '
            'mesothelioma," said Ann Lee, M.D., Chief Medical Officer of Larkfield.',
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasIndication | mesothelioma\n"
            "LKB-204 | hasStage | phase 2 | indication mesothelioma | sponsor Larkfield Biosciences, Inc. | "
            "status initiated",
        ),
        (
            "The Company plans to submit an Investigational New Drug (IND) application to the FDA for "
            "LKB-310 in the fourth quarter of 2021.",
            "LKB-310 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | hasStage | IND | eventDate 2021-10/2021-12 | region US | sponsor Larkfield "
            "Biosciences, Inc. | status planned | planned",
        ),
        (
            "IND clearance for LKB-310 received in March 2021; Phase 1 trial initiation expected mid-2021",
            "LKB-310 | hasStage | phase 1 | eventDate 2021 | status planned | expected\n"
            "LKB-310 | hasStage | IND | eventDate 2021-03 | status completed",
        ),
        (
            "Zelvanta is indicated for the treatment of adults with previously untreated Stage III or IV "
            "classical Hodgkin lymphoma, in combination with doxorubicin, vinblastine and dacarbazine.",
            "zelvanta | combinedWith | vinblastine\n"
            "zelvanta | combinedWith | dacarbazine\n"
            "zelvanta | combinedWith | doxorubicin\n"
            "zelvanta | hasIndication | classical Hodgkin lymphoma\n"
            "zelvanta | hasStage | approved | indication classical Hodgkin lymphoma",
        ),
        (
            "We own worldwide rights to LKB-118, an anti-CD19 antibody-drug conjugate currently in "
            "preclinical development for B-cell malignancies.",
            "LKB-118 | hasIndication | B-cell malignancies\n"
            "LKB-118 | hasStage | preclinical | indication B-cell malignancies | status ongoing",
        ),
        (
            "- LKB-204: Phase 2 trial in ovarian cancer fully enrolled; topline data expected in the first "
            "half of 2022",
            "LKB-204 | hasIndication | ovarian cancer\n"
            "LKB-204 | hasStage | phase 2 | indication ovarian cancer | status ongoing",
        ),
        (
            "Ostrava Pharma AG is responsible for the clinical development and commercialization of LKB-204 worldwide.",
            "LKB-204 | developedBy | Ostrava Pharma AG",
        ),
        (
            "In January 2021, the FDA placed a partial clinical hold on the Phase 2 trial of LKB-204 in "
            "patients with acute myeloid leukemia.",
            "LKB-204 | hasIndication | acute myeloid leukemia\n"
            "LKB-204 | hasStage | phase 2 | eventDate 2021-01 | indication acute myeloid leukemia | region "
            "US | status on hold",
        ),
        (
            "The open-label, multicenter Phase 1 dose-escalation and expansion study (NCT04512345) is "
            "enrolling patients with CD56-positive solid tumors to receive LKB-204 once every three weeks.",
            "LKB-204 | hasIndication | CD56-positive solid tumors\n"
            "LKB-204 | hasStage | phase 1 | indication CD56-positive solid tumors | status ongoing | study "
            "NCT04512345",
        ),
        (
            "The FDA granted orphan drug designation and rare pediatric disease designation for LKB-204 for "
            "the treatment of neuroblastoma.",
            "LKB-204 | hasDesignation | rare pediatric disease | indication neuroblastoma | region US\n"
            "LKB-204 | hasDesignation | orphan drug | indication neuroblastoma | region US\n"
            "LKB-204 | hasIndication | neuroblastoma",
        ),
        (
            "Fast Track designation, even if received, may not lead to a faster development process. We may "
            "seek orphan drug designation for some of our product candidates.",
            "",
        ),
        (
            "LKB-204 is being studied in three clinical trials: a Phase 1 trial in neuroblastoma, a Phase 2 "
            "trial in Ewing sarcoma and a Phase 3 trial in osteosarcoma.",
            "LKB-204 | hasIndication | neuroblastoma\n"
            "LKB-204 | hasIndication | osteosarcoma\n"
            "LKB-204 | hasIndication | Ewing sarcoma\n"
            "LKB-204 | hasStage | phase 2 | indication Ewing sarcoma | status ongoing\n"
            "LKB-204 | hasStage | phase 3 | indication osteosarcoma | status ongoing\n"
            "LKB-204 | hasStage | phase 1 | indication neuroblastoma | status ongoing",
        ),
        (
            "We are also conducting a Phase 1/2 trial of LKB-204 in combination with azacitidine and "
            "venetoclax in newly diagnosed AML patients unfit for intensive chemotherapy.",
            "LKB-204 | combinedWith | azacitidine | indication AML | stage phase 1/2\n"
            "LKB-204 | combinedWith | venetoclax | indication AML | stage phase 1/2\n"
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasIndication | AML | setting newly diagnosed\n"
            "LKB-204 | hasStage | phase 1/2 | indication AML | sponsor Larkfield Biosciences, Inc. | status "
            "ongoing",
        ),
        (
            "Ostrava Pharma AG recently notified us that it has initiated a Phase 1 trial of OSP-12, an ADC "
            "developed using our technology, for the treatment of renal cell carcinoma.",
            "OSP-12 | developedBy | Ostrava Pharma AG\n"
            "OSP-12 | hasIndication | renal cell carcinoma\n"
            "OSP-12 | hasStage | phase 1 | indication renal cell carcinoma | sponsor Ostrava Pharma AG | "
            "status initiated",
        ),
        (
            "In February 2020, the European Commission approved Zelvanta for the treatment of adult "
            "patients with moderate to severe plaque psoriasis.",
            "zelvanta | hasIndication | plaque psoriasis | setting adult, moderate to severe\n"
            "zelvanta | hasStage | approved | eventDate 2020-02 | indication plaque psoriasis | region EU",
        ),
        (
            "Zelvanta is approved in more than 60 countries, including the United States, Japan and the "
            "European Union, for the treatment of HER2-positive breast cancer.",
            "zelvanta | hasIndication | HER2-positive breast cancer\n"
            "zelvanta | hasStage | approved | indication HER2-positive breast cancer | region EU\n"
            "zelvanta | hasStage | approved | indication HER2-positive breast cancer | region US\n"
            "zelvanta | hasStage | approved | indication HER2-positive breast cancer | region Japan",
        ),
        (
            "The New Drug Application for LKB-204 was submitted to the FDA in December 2020 seeking "
            "approval for the treatment of patients with polycythemia vera.",
            "LKB-204 | hasIndication | polycythemia vera\n"
            "LKB-204 | hasStage | submitted | eventDate 2020-12 | indication polycythemia vera | region US",
        ),
        (
            "LKB-204 has demonstrated potent antitumor activity in multiple xenograft models of colorectal "
            "and gastric cancer.",
            "LKB-204 | hasStage | preclinical | indication gastric cancer\n"
            "LKB-204 | hasStage | preclinical | indication colorectal cancer",
        ),
        (
            "LKB-204 has the potential to treat a broad range of autoimmune diseases, including systemic "
            "lupus erythematosus and myasthenia gravis.",
            "LKB-204 | hasIndication | myasthenia gravis | possible\n"
            "LKB-204 | hasIndication | systemic lupus erythematosus | possible\n"
            "LKB-204 | hasIndication | autoimmune diseases | possible",
        ),
        (
            "LKB-204 is an oral, selective inhibitor of JAK1 in development for the treatment of alopecia "
            "areata and vitiligo.",
            "LKB-204 | hasIndication | vitiligo\nLKB-204 | hasIndication | alopecia areata",
        ),
        (
            "In collaboration with Ostrava Pharma AG, we are developing LKB-204 for Alzheimer's disease.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | developedBy | Ostrava Pharma AG\n"
            "LKB-204 | hasIndication | Alzheimer's disease",
        ),
        (
            "LKB-204 is jointly developed by Larkfield and Ostrava Pharma AG.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\nLKB-204 | developedBy | Ostrava Pharma AG",
        ),
        (
            "Under the agreement, Ostrava Pharma AG will use commercially reasonable efforts to develop and "
            "commercialize LKB-204 in the Field in the Territory.",
            "LKB-204 | developedBy | Ostrava Pharma AG | planned",
        ),
        (
            "LKB-204 is a potential first-in-class ADC for the treatment of locally advanced or metastatic "
            "urothelial carcinoma.",
            "LKB-204 | hasIndication | urothelial carcinoma | setting locally advanced or metastatic",
        ),
        (
            "We believe LKB-204, if approved, could become an important new treatment option for patients "
            "with idiopathic pulmonary fibrosis.",
            "LKB-204 | hasIndication | idiopathic pulmonary fibrosis | possible",
        ),
        (
            "Our license partner, Ostrava Pharma AG, is evaluating OSP-12 in Phase 2 clinical trials for "
            "the treatment of asthma and in Phase 1 for COPD.",
            "OSP-12 | developedBy | Ostrava Pharma AG\n"
            "OSP-12 | hasIndication | asthma\n"
            "OSP-12 | hasIndication | COPD\n"
            "OSP-12 | hasStage | phase 2 | indication asthma | sponsor Ostrava Pharma AG | status ongoing\n"
            "OSP-12 | hasStage | phase 1 | indication COPD | sponsor Ostrava Pharma AG | status ongoing",
        ),
        (
            "A randomized, double-blind, placebo-controlled Phase 2 study of LKB-204 in subjects with "
            "moderately to severely active ulcerative colitis is ongoing in the United States and Europe.",
            "LKB-204 | hasIndication | ulcerative colitis | setting active\n"
            "LKB-204 | hasStage | phase 2 | indication ulcerative colitis | region US | status ongoing\n"
            "LKB-204 | hasStage | phase 2 | indication ulcerative colitis | region EU | status ongoing",
        ),
        (
            "Data from the completed Phase 1 study in healthy volunteers showed LKB-204 was well tolerated "
            "at all dose levels.",
            "LKB-204 | hasStage | phase 1 | status completed",
        ),
        (
            "We dosed the first subject in Part B of our Phase 1/2 study of LKB-204 in transthyretin "
            "amyloidosis in April 2021.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasIndication | transthyretin amyloidosis\n"
            "LKB-204 | hasStage | phase 1/2 | eventDate 2021-04 | indication transthyretin amyloidosis | "
            "sponsor Larkfield Biosciences, Inc. | status initiated",
        ),
        (
            "LKB-204 is a CD19-directed CAR T cell therapy being investigated in pediatric and young adult "
            "patients with relapsed/refractory B-cell acute lymphoblastic leukemia.",
            "LKB-204 | hasIndication | B-cell acute lymphoblastic leukemia | setting adult, relapsed/refractory",
        ),
        (
            "LKB-204 previously received Fast Track designation for this indication.",
            "LKB-204 | hasDesignation | fast track",
        ),
        (
            "The Data Safety Monitoring Board recommended that the Phase 3 trial of LKB-204 continue as "
            "planned without modification.",
            "LKB-204 | hasStage | phase 3 | status ongoing",
        ),
        (
            "If we are unable to complete Phase 3 trials of LKB-204, our business would be harmed.",
            "",
        ),
        (
            "Regulatory approval of Zelvanta in Japan was received in August 2020 by our partner Ostrava "
            "Pharma AG for the treatment of unresectable hepatocellular carcinoma.",
            "zelvanta | hasIndication | hepatocellular carcinoma | setting unresectable\n"
            "zelvanta | hasStage | approved | eventDate 2020-08 | indication hepatocellular carcinoma | "
            "region Japan",
        ),
        (
            "Ongoing trials include a Phase 1 study of LKB-204 combined with nivolumab (Bristol-Myers "
            "Squibb's Opdivo) in head and neck cancer and a Phase 2 study of LKB-204 with or without "
            "lenalidomide in mantle cell lymphoma.",
            "LKB-204 | combinedWith | nivolumab\n"
            "LKB-204 | combinedWith | lenalidomide\n"
            "LKB-204 | hasIndication | head and neck cancer\n"
            "LKB-204 | hasIndication | mantle cell lymphoma\n"
            "LKB-204 | hasStage | phase 2 | indication mantle cell lymphoma | status ongoing\n"
            "LKB-204 | hasStage | phase 1 | indication head and neck cancer | status ongoing",
        ),
    ],
)
def test_stock_wordings(text: str, expected: str) -> None:
    assert_says(text, expected, ASKED)
