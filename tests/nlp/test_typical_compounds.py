"""What typical sentences of releases and annual reports say of a compound, its parts, target and owner; by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

OF_A_COMPOUND = [
    Predicate.COMPOUND_TYPE,
    Predicate.HAS_ANTIBODY,
    Predicate.HAS_PAYLOAD,
    Predicate.HAS_LINKER,
    Predicate.HAS_TARGET,
    Predicate.USES_TECHNOLOGY,
    Predicate.EXPRESSED_IN,
    Predicate.ORIGINATED_BY,
    Predicate.OWNED_BY,
    Predicate.DEVELOPED_BY,
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CEACAM5 expression is found in approximately 90% of colorectal cancers and in a significant "
            "proportion of gastric and pancreatic cancers.",
            "CEACAM5 | expressedIn | colorectal cancers\n"
            "CEACAM5 | expressedIn | gastric cancers\n"
            "CEACAM5 | expressedIn | pancreatic cancers",
        ),
        (
            "NaPi2b is a sodium-dependent phosphate transporter that is broadly expressed in ovarian cancer "
            "and lung adenocarcinoma.",
            "NaPi2b | expressedIn | lung adenocarcinoma\nNaPi2b | expressedIn | ovarian cancer",
        ),
        (
            "Over 80% of multiple myeloma patients are positive for CD56 expression.",
            "CD56 | expressedIn | multiple myeloma",
        ),
        (
            "High expression of Nectin-4 has been reported in urothelial, breast and bladder cancers.",
            "Nectin-4 | expressedIn | bladder cancers\n"
            "Nectin-4 | expressedIn | breast cancers\n"
            "Nectin-4 | expressedIn | urothelial cancers",
        ),
        (
            "LKB-204 was originally discovered by scientists at Ostrava Pharma AG and in-licensed by "
            "Larkfield in 2019.",
            "LKB-204 | originatedBy | Ostrava Pharma AG",
        ),
        (
            "LARKFIELD, Mass., May 4, 2021 (GLOBE NEWSWIRE) -- Larkfield Biosciences, Inc. (Nasdaq: LRKF), a"
            " clinical-stage biopharmaceutical company developing novel antibody-drug conjugates, today "
            "announced that the first patient has been dosed with LKB-204, its potential first-in-class ADC "
            "targeting PTK7.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasTarget | PTK7",
        ),
        (
            "LKB-55 is an antisense oligonucleotide designed to reduce the production of apolipoprotein C-III.",
            "LKB-55 | compoundType | oligonucleotide\nLKB-55 | hasTarget | apolipoprotein C-III",
        ),
        (
            "LKB-204, an ADC carrying a pyrrolobenzodiazepine (PBD) dimer, is directed against DLL3.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | hasPayload | pyrrolobenzodiazepine\n"
            "LKB-204 | hasTarget | DLL3",
        ),
        (
            "We have retained full worldwide development and commercialization rights to LKB-204.",
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            '"LKB-204, our first-in-class anti-integrin beta-6 ADC, has the potential to change how lung '
            'cancer is treated," said Jane Doe, M.D., Chief Medical Officer of Larkfield.',
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasTarget | integrin beta-6",
        ),
        (
            "LKB-420 is an oral, brain-penetrant tyrosine kinase inhibitor of EGFR and HER2 mutations.",
            "LKB-420 | compoundType | small molecule\nLKB-420 | hasTarget | EGFR\nLKB-420 | hasTarget | HER2",
        ),
        (
            "LKB-500 is a recombinant fusion protein consisting of the extracellular domain of TACI fused to"
            " the Fc domain of human IgG1.",
            "LKB-500 | compoundType | fusion protein",
        ),
        (
            "LKB-540 is an mRNA-based vaccine candidate against respiratory syncytial virus.",
            "LKB-540 | compoundType | vaccine",
        ),
        (
            "LKB-204 is comprised of three components: a humanized antibody that binds to TF; a payload, "
            "MMAE; and a valine-citrulline linker.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | hasLinker | valine-citrulline\n"
            "LKB-204 | hasPayload | MMAE\n"
            "LKB-204 | hasTarget | TF",
        ),
        (
            "Upon binding to CD30 on the surface of lymphoma cells, LKB-204 is internalized and releases MMAE.",
            "LKB-204 | hasPayload | MMAE\nLKB-204 | hasTarget | CD30",
        ),
        (
            "LKB-204 selectively binds to and inhibits the activity of complement protein C5.",
            "LKB-204 | hasTarget | C5",
        ),
        (
            "LKB-204 was invented at the University of Tarnow and exclusively licensed to us.",
            "LKB-204 | originatedBy | University of Tarnow",
        ),
        (
            "LKB-204 is designed to selectively deliver a potent cytotoxic agent, DUBA, to cancer cells that"
            " express 5T4.",
            "LKB-204 | hasPayload | DUBA\nLKB-204 | hasTarget | 5T4",
        ),
        (
            "Claudin 6 is an oncofetal protein present in testicular and ovarian cancer and absent in "
            "healthy adult tissue.",
            "Claudin 6 | expressedIn | ovarian cancer\nClaudin 6 | expressedIn | testicular cancer",
        ),
        (
            "CD22 is expressed on the surface of malignant cells in the vast majority of patients with "
            "B-cell non-Hodgkin lymphoma.",
            "CD22 | expressedIn | B-cell non-Hodgkin lymphoma",
        ),
        (
            "Our second program, LKB-310, is an agonist antibody that activates 4-1BB only in the presence of FAP.",
            "LKB-310 | compoundType | antibody\n"
            "LKB-310 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | hasTarget | 4-1BB",
        ),
        (
            "Ostrava Pharma AG owns all right, title and interest in LKB-204.",
            "LKB-204 | ownedBy | Ostrava Pharma AG",
        ),
        (
            "Competing ADCs that target TROP2 include Trodelvy, marketed by Ostrava Pharma AG.",
            "Trodelvy | compoundType | antibody-drug conjugate\nTrodelvy | hasTarget | TROP2",
        ),
        (
            "We believe that LKB-204 is differentiated from bispecific antibodies and cell therapies.",
            "",
        ),
        (
            "Patients who had received prior anti-PD-1 therapy were eligible for the trial of LKB-204.",
            "",
        ),
        (
            "Our success depends on LKB-204 and on our ability to use ADC technology licensed from Ostrava Pharma AG.",
            "",
        ),
        (
            "Ostrava Pharma AG supplies the antibody for LKB-204 and Vennholt Therapeutics, Inc. is our "
            "contract manufacturer.",
            "",
        ),
        (
            "LKB-204 is approved in combination with the anti-PD-L1 antibody atezolizumab.",
            "atezolizumab | compoundType | antibody\natezolizumab | hasTarget | PD-L1",
        ),
    ],
)
def test_typical_sentences(text: str, expected: str) -> None:
    assert_says(text, expected, OF_A_COMPOUND)
