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
            "- LKB-204 (anti-CD37 ADC): Phase 1 dose escalation continues.\n- LKB-310 (CD123xCD3): IND filing planned.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | hasTarget | CD37\n"
            "LKB-310 | hasTarget | CD123\n"
            "LKB-310 | hasTarget | CD3",
        ),
        (
            "LKB-204, an ADC carrying a pyrrolobenzodiazepine (PBD) dimer, is directed against DLL3.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | hasPayload | pyrrolobenzodiazepine\n"
            "LKB-204 | hasTarget | DLL3",
        ),
        (
            "Our Tetherix platform enables site-specific conjugation of payloads to antibodies. LKB-204 is "
            "the first product candidate from our Tetherix platform.",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | usesTechnology | Tetherix\n"
            "Tetherix | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "We have retained full worldwide development and commercialization rights to LKB-204.",
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "LKB-204 is being jointly developed by Larkfield and Ostrava Pharma AG.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\nLKB-204 | developedBy | Ostrava Pharma AG",
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
        (
            "LKB-204 is our investigational, wholly owned, first-in-class monoclonal antibody that inhibits "
            "the activation of latent TGFβ1.",
            "LKB-204 | compoundType | antibody\n"
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasTarget | TGFβ1\n"
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "# LKB-310 (anti-MUC16 ADC)\n\nMUC16 is overexpressed in ovarian cancer.",
            "LKB-310 | compoundType | antibody-drug conjugate\n"
            "LKB-310 | hasTarget | MUC16\n"
            "MUC16 | expressedIn | ovarian cancer",
        ),
        (
            "# LKB-204 - HER2xHER2 biparatopic ADC\n\nLKB-204 is in Phase 1.",
            "LKB-204 | compoundType | antibody-drug conjugate\nLKB-204 | hasTarget | HER2",
        ),
        (
            "LKB-204 (formerly OST-11) is a monoclonal antibody directed against sclerostin originally "
            "discovered by Ostrava Pharma AG.",
            "LKB-204 | compoundType | antibody\n"
            "LKB-204 | hasTarget | sclerostin\n"
            "LKB-204 | originatedBy | Ostrava Pharma AG",
        ),
        (
            "We own or control all intellectual property rights to LKB-204.",
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "LKB-204 is our internally developed, fully-owned RET inhibitor.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | hasTarget | RET\n"
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "Our proprietary pipeline consists of LKB-204, LKB-310 and LKB-420.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | ownedBy | Larkfield Biosciences, Inc.\n"
            "LKB-420 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-420 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "In addition to LKB-204, we are developing LKB-310, a novel ADC that targets ROR1, and LKB-420, "
            "a bispecific ADC directed to EGFR and MUC1.",
            "LKB-204 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | compoundType | antibody-drug conjugate\n"
            "LKB-310 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-310 | hasTarget | ROR1\n"
            "LKB-420 | compoundType | antibody-drug conjugate\n"
            "LKB-420 | developedBy | Larkfield Biosciences, Inc.\n"
            "LKB-420 | hasTarget | EGFR\n"
            "LKB-420 | hasTarget | MUC1",
        ),
        (
            "LKB-204 uses a cleavable Val-Cit linker and an MMAE payload with a DAR of 4.",
            "LKB-204 | hasLinker | Val-Cit\nLKB-204 | hasPayload | MMAE",
        ),
        (
            "LKB-204 targets GCC, a protein found on the surface of more than 95% of primary and metastatic "
            "colorectal cancers.",
            "GCC | expressedIn | colorectal cancers\nLKB-204 | hasTarget | GCC",
        ),
        (
            "High levels of LIV-1 are seen in metastatic breast cancer as well as melanoma, prostate, "
            "ovarian, and uterine cancers.",
            "LIV-1 | expressedIn | breast cancer\n"
            "LIV-1 | expressedIn | melanoma\n"
            "LIV-1 | expressedIn | ovarian cancers\n"
            "LIV-1 | expressedIn | prostate cancers\n"
            "LIV-1 | expressedIn | uterine cancers",
        ),
        (
            "LKB-204 employs Larkfield's Tetherix linker technology, which Larkfield licensed to Ostrava Pharma AG.",
            "LKB-204 | usesTechnology | Tetherix\nTetherix | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "Built on our GeneCirc platform, LKB-204 is an oncolytic virus that expresses IL-12.",
            "GeneCirc | ownedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | compoundType | gene therapy\n"
            "LKB-204 | usesTechnology | GeneCirc",
        ),
        (
            "Using our GeneCirc platform, we generated LKB-204, a logic-gated CAR-NK cell therapy that "
            "targets CD33 and FLT3.",
            "GeneCirc | ownedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | compoundType | cell therapy\n"
            "LKB-204 | hasTarget | CD33\n"
            "LKB-204 | hasTarget | FLT3\n"
            "LKB-204 | originatedBy | Larkfield Biosciences, Inc.\n"
            "LKB-204 | usesTechnology | GeneCirc",
        ),
        (
            "LKB-204 is currently being investigated in a Phase 2 study sponsored by the National Cancer Institute.",
            "LKB-204 | developedBy | National Cancer Institute",
        ),
        (
            "- LKB-204: Wholly owned TROP2-directed ADC; Phase 1 data expected in 2H 2021",
            "LKB-204 | compoundType | antibody-drug conjugate\n"
            "LKB-204 | hasTarget | TROP2\n"
            "LKB-204 | ownedBy | Larkfield Biosciences, Inc.",
        ),
        (
            "LKB-420 is an oral small molecule menin inhibitor.",
            "LKB-420 | compoundType | small molecule\nLKB-420 | hasTarget | menin",
        ),
        (
            "LKB-420 is an lipid nanoparticle-delivered gene editing candidate that inactivates the PCSK9 gene.",
            "LKB-420 | compoundType | gene therapy\nLKB-420 | hasTarget | PCSK9",
        ),
        (
            "LKB-204 does not use the linker found in first-generation ADCs.",
            "",
        ),
        (
            "Patients in the control arm received an anti-VEGF antibody.",
            "",
        ),
        (
            "We rely on third parties to manufacture the antibody, linker and payload used in LKB-204.",
            "",
        ),
        (
            "LKB-204 showed activity superior to that of an anti-CD20 antibody in mice.",
            "",
        ),
        (
            "Ostrava Pharma AG owns a building in which we conduct research on LKB-204.",
            "",
        ),
    ],
)
def test_typical_sentences(text: str, expected: str) -> None:
    assert_says(text, expected, OF_A_COMPOUND)
