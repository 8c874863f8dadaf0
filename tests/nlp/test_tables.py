"""Tables as rows: a table in markdown, and what it says; tables that say nothing; tables meant to break the reader."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from kg.filings import read_filing
from kg.model import Entity, EntityType, Modality, Predicate, plain
from kg.nlp.context import read_sentences
from kg.nlp.document import join_parts
from kg.nlp.drafts import Draft
from kg.nlp.found import Found, outermost
from kg.nlp.tables import table_drafts
from kg.vocabulary.load import Term, Vocabulary

NAMES = {
    EntityType.COMPOUND: ("ABC-101", "ABC-202", "ABC-303", "venatorib", "docetaxel"),
    EntityType.TARGET: ("HER2", "CD19", "TROP2"),
    EntityType.INDICATION: ("breast cancer", "lung cancer", "lymphoma", "gastric cancer"),
    EntityType.ORGANIZATION: ("Norbury Bio, Inc.", "Castell Pharma", "Orrin AG"),
    EntityType.STUDY: ("LUMEN-1",),
    EntityType.PAYLOAD: ("MMAE",),
    EntityType.LINKER: ("SMCC",),
    EntityType.TECHNOLOGY: ("HelixLink",),
}
COVER = """**Commission File Number 001-49999**

# **Norbury Bio, Inc.**

**(Exact name of registrant as specified in its charter)**

**Date of report (Date of earliest event reported): March 1, 2023**

"""
EVENTS = tuple(
    Term(name, aliases) for name, aliases in (("nausea", ()), ("neutropenia", ()), ("fatigue", ("tiredness",)))
)
Said = set[tuple[str, str, str]]


def drafts_of(
    body: str, tmp_path: Path, *, claims: tuple[tuple[str, Predicate, str, dict[str, str]], ...] = ()
) -> list[Draft]:
    """Return what the tables of a report say. `claims` are put in as if the sentence that names both had made them."""
    path = tmp_path / "report.md"
    path.write_text(COVER + body, encoding="utf-8")
    document = join_parts(read_filing(path))
    known = {name: Entity(kind, name) for kind, names in NAMES.items() for name in names}
    found = [
        Found(entity.type, m.start(), m.end(), name, "test")
        for name, entity in known.items()
        for m in re.finditer(re.escape(name), document.text, re.IGNORECASE)
    ]
    entities = {f: known[f.name] for f in outermost(found)}
    sentences = read_sentences(document, entities, registrant=known["Norbury Bio, Inc."])
    said = [_claim(claim, sentences[0].start, known, document.text) for claim in claims]
    return list(table_drafts(document, entities, sentences, said, Vocabulary((), EVENTS)))


def _claim(claim: tuple[str, Predicate, str, dict[str, str]], start: int, known: dict[str, Entity], text: str) -> Draft:
    subject, predicate, value, qualifiers = claim
    named = {key: known.get(v, v) for key, v in qualifiers.items()}
    return Draft(known[subject], predicate, value, start, len(text), "test", qualifiers=named)


def said(drafts: list[Draft], *predicates: Predicate) -> list[str]:
    """Return drafts as lines: subject, predicate, object, qualifiers in order of name."""
    out = []
    for d in drafts:
        if not predicates or d.predicate in predicates:
            value = d.object.name if isinstance(d.object, Entity) else d.object
            more = "; ".join(f"{k}={plain(v)}" for k, v in sorted(d.qualifiers.items()))
            mark = "" if d.modality is Modality.ASSERTED else f" ({d.modality})"
            out.append(f"{d.subject.name} {d.predicate} {value}{mark}" + (f" [{more}]" if more else ""))
    return sorted(dict.fromkeys(out))


# --- pipelines --------------------------------------------------------------------------------------------------------


def test_status_column(tmp_path: Path) -> None:
    drafts = drafts_of(
        """## Our pipeline

The following table shows our product candidates:

| Product candidate | Target | Indication | Status |
|---|---|---|---|
| ABC-101 | HER2 | breast cancer, third line | BLA under review; Phase 3 (LUMEN-1) |
| ABC-202 | CD19 | lymphoma | Phase 2 completed |
| ABC-303 | TROP2 | lung cancer, gastric cancer | Preclinical |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 developedBy Norbury Bio, Inc.",
        "ABC-101 hasIndication breast cancer [setting=third line]",
        "ABC-101 hasStage phase 3 [indication=breast cancer; study=LUMEN-1]",
        "ABC-101 hasStage submitted [indication=breast cancer; status=ongoing]",
        "ABC-101 hasTarget HER2",
        "ABC-202 developedBy Norbury Bio, Inc.",
        "ABC-202 hasIndication lymphoma",
        "ABC-202 hasStage phase 2 [indication=lymphoma; status=completed]",
        "ABC-202 hasTarget CD19",
        "ABC-303 developedBy Norbury Bio, Inc.",
        "ABC-303 hasIndication gastric cancer",
        "ABC-303 hasIndication lung cancer",
        "ABC-303 hasStage preclinical",
        "ABC-303 hasTarget TROP2",
    ]


def test_stage_columns(tmp_path: Path) -> None:
    drafts = drafts_of(
        """Our pipeline is shown below:

| Program | Target | Preclinical | Phase 1 | Phase 2 | Phase 3 | Next milestone |
|---|---|---|---|---|---|---|
| ONCOLOGY | | | | | | |
| ABC-101 | HER2 | ✓ | ✓ | ✓ | | Phase 2 data 2H 2023 |
| ABC-202 | CD19 | 2H 2023 IND | | | | |
| ABC-303 | TROP2 | Potential for | partnering | | | Initiate Phase 1 in Q4 2023 |
""",
        tmp_path,
    )
    assert said(drafts, Predicate.HAS_STAGE) == [
        "ABC-101 hasStage phase 2",
        "ABC-202 hasStage IND (planned) [eventDate=2023-07/2023-12; status=planned]",
        "ABC-202 hasStage preclinical",
        "ABC-303 hasStage phase 1 (planned) [eventDate=2023-10/2023-12; status=planned]",
    ]


def test_rows_of_one_compound(tmp_path: Path) -> None:
    drafts = drafts_of(
        """| Candidate | Indication | Status |
|---|---|---|
| ABC-101 | breast cancer | Phase 3 ongoing |
| | lung cancer | Phase 1 initiated in January 2023 |
| gastric cancer | Phase 2 planned | |
| XYZ (undisclosed) | lymphoma | Phase 1 |
""",
        tmp_path,
    )
    assert said(drafts, Predicate.HAS_STAGE) == [
        "ABC-101 hasStage phase 1 [eventDate=2023-01; indication=lung cancer; status=initiated]",
        "ABC-101 hasStage phase 2 (planned) [indication=gastric cancer; status=planned]",
        "ABC-101 hasStage phase 3 [indication=breast cancer; status=ongoing]",
    ]


def test_make_up_and_companies(tmp_path: Path) -> None:
    drafts = drafts_of(
        """| Compound | Modality | Payload | Linker | Platform | Partner | Rights |
|---|---|---|---|---|---|---|
| ABC-101 + venatorib | ADC | MMAE | SMCC | HelixLink | Castell Pharma | Worldwide |
| Compound | Licensee | Exclusive territory | | | | |
| ABC-202 | Orrin AG | Japan | | | | |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 combinedWith venatorib",
        "ABC-101 compoundType antibody-drug conjugate",
        "ABC-101 hasLinker SMCC",
        "ABC-101 hasPayload MMAE",
        "ABC-101 ownedBy Norbury Bio, Inc.",
        "ABC-101 usesTechnology HelixLink",
        "ABC-202 licensedTo Orrin AG [exclusive=True; licensor=Norbury Bio, Inc.; territory=Japan]",
        "Norbury Bio, Inc. collaboratesWith Castell Pharma",
    ]


def test_approved_products(tmp_path: Path) -> None:
    drafts = drafts_of(
        """## Our approved medicines

| Product | Use (United States) | Partner |
|---|---|---|
| ABC-101 | breast cancer; gastric cancer | Castell Pharma |
""",
        tmp_path,
    )
    assert said(drafts, Predicate.HAS_STAGE, Predicate.DEVELOPED_BY) == [
        "ABC-101 hasStage approved [indication=breast cancer; region=US]",
        "ABC-101 hasStage approved [indication=gastric cancer; region=US]",
    ]


def test_others_pipeline_is_not_ours(tmp_path: Path) -> None:
    drafts = drafts_of(
        """We face competition from these compounds of other companies:

| Compound | Sponsor | Phase |
|---|---|---|
| ABC-101 | Castell Pharma | Phase 2 |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 developedBy Castell Pharma",
        "ABC-101 hasStage phase 2 [sponsor=Castell Pharma]",
    ]


# --- results ----------------------------------------------------------------------------------------------------------

COHORTS = """ABC-101 was given in LUMEN-1, a Phase 1 trial:

| | Cohort A | Cohort B (venatorib naïve) | Placebo |
|---|---|---|---|
| Regimen | ABC-101 | ABC-101 + docetaxel | placebo |
| Tumor type | breast cancer | lung cancer | lung cancer |
| ABC-101 dose, every 3 weeks | 1.8 mg/kg | 1.4 mg/kg | |
| Patients enrolled, n | 18 | 19 | 20 |
| Evaluable for response, n | 11 | 16 | 20 |
| CR, n | 5 | 0 | 1 |
| CRi, n (%) | 1 (9) | 2 (12.5) | 0 |
| ORR, % | 17.2 | – | 1 |
| Median PFS, months | 4.1 | NR | 2.0 |
| Median age, years | 63 | 60 | 61 |
"""
TRIAL = (("ABC-101", Predicate.HAS_STAGE, "phase 1", {"study": "LUMEN-1"}),)


def test_cohorts(tmp_path: Path) -> None:
    drafts = drafts_of(COHORTS, tmp_path, claims=TRIAL)
    trial = "schedule=every 3 weeks; stage=phase 1; study=LUMEN-1"
    a = "dose=1.8 mg/kg; {}indication=breast cancer; {}population=Cohort A{}; " + trial
    b = "dose=1.4 mg/kg; {}indication=lung cancer; {}population=Cohort B (venatorib naïve){}; " + trial
    end = "; unit=%; value="
    assert said(drafts) == sorted(
        [
            "ABC-101 combinedWith docetaxel [indication=lung cancer; stage=phase 1; study=LUMEN-1]",
            f"ABC-101 hasOutcome enrollment [count=18; {a.format('', '', '')}]",
            f"ABC-101 hasOutcome enrollment [count=19; {b.format('', '', '')}]",
            f"ABC-101 hasOutcome enrollment [count=11; {a.format('', '', ', evaluable')}]",
            f"ABC-101 hasOutcome enrollment [count=16; {b.format('', '', ', evaluable')}]",
            f"ABC-101 hasOutcome complete response [count=5; {a.format('', 'outOf=11; ', '')}]",
            f"ABC-101 hasOutcome complete response [count=0; {b.format('', 'outOf=16; ', '')}]",
            f"ABC-101 hasOutcome complete response [count=1; {a.format('event=CRi; ', 'outOf=11; ', '')}{end}9]",
            f"ABC-101 hasOutcome complete response [count=2; {b.format('event=CRi; ', 'outOf=16; ', '')}{end}12.5]",
            f"ABC-101 hasOutcome objective response [{a.format('', '', '')}{end}17.2]",
            f"ABC-101 hasOutcome progression-free survival [{a.format('', '', '')}; unit=months; value=4.1]",
            f"ABC-101 hasOutcome progression-free survival [{b.format('', '', '')}; value=not reached]",
        ]
    )


def test_quotes_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    drafts = drafts_of(COHORTS, tmp_path, claims=TRIAL)
    document = join_parts(read_filing(path))
    quotes = {document.cite(d.start, d.end).quote for d in drafts}
    lines = [line.strip("| \n") for line in path.read_text(encoding="utf-8").splitlines()]
    assert quotes
    assert quotes <= set(lines)


def test_table_on_its_side(tmp_path: Path) -> None:
    drafts = drafts_of(
        """ABC-101 was tested together with other medicines:

| Partner drug | Patients | ORR | Median PFS |
|---|---|---|---|
| venatorib, all evaluable | 8 | 63% | 8.6 months |
| docetaxel | 12 | 5/12 (42%) | |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 combinedWith docetaxel",
        "ABC-101 combinedWith venatorib",
        "ABC-101 hasOutcome enrollment [count=12; population=docetaxel]",
        "ABC-101 hasOutcome enrollment [count=8; population=venatorib, all evaluable]",
        "ABC-101 hasOutcome objective response [count=5; outOf=12; population=docetaxel; unit=%; value=42]",
        "ABC-101 hasOutcome objective response [population=venatorib, all evaluable; unit=%; value=63]",
        "ABC-101 hasOutcome progression-free survival [population=venatorib, all evaluable; unit=months; value=8.6]",
    ]


def test_control_arm_is_left_out(tmp_path: Path) -> None:
    drafts = drafts_of(
        """ABC-101 was compared with chemotherapy:

| | ABC-101 (n = 227) | Chemotherapy (n = 226) |
|---|---|---|
| Median overall survival (months) | 16.5 | 12.7 |
| Objective response rate | 42% | 16% |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 hasOutcome objective response [outOf=227; unit=%; value=42]",
        "ABC-101 hasOutcome overall survival [unit=months; value=16.5]",
    ]


def test_adverse_events(tmp_path: Path) -> None:
    drafts = drafts_of(
        """Adverse events under ABC-101 were as follows:

| Adverse event | Any grade, n (%) | Grade ≥3, n (%) |
|---|---|---|
| Tiredness | 10 (25) | 1 (2.5) |
| Blurred vision | 4 (10) | – |
| Any grade nausea | 7 (17.5) | 0 |
""",
        tmp_path,
    )
    assert said(drafts) == [
        "ABC-101 hasOutcome adverse event [count=0; event=nausea; grade=>=3]",
        "ABC-101 hasOutcome adverse event [count=10; event=fatigue; unit=%; value=25]",
        "ABC-101 hasOutcome adverse event [count=1; event=fatigue; grade=>=3; unit=%; value=2.5]",
        "ABC-101 hasOutcome adverse event [count=4; event=blurred vision; unit=%; value=10]",
        "ABC-101 hasOutcome adverse event [count=7; event=nausea; unit=%; value=17.5]",
    ]


def test_compound_of_the_section(tmp_path: Path) -> None:
    """A prior drug named last before a table is not what the table is about."""
    drafts = drafts_of(
        """## ABC-202

ABC-202 binds CD19. It was tested in lymphoma that had come back after docetaxel:

| | 8 mg/kg | 10 mg/kg |
|---|---|---|
| Patients | 21 | 22 |
| Median overall survival (months) | 7.5 | 6.4 |
""",
        tmp_path,
    )
    assert {d.subject.name for d in drafts} == {"ABC-202"}
    assert {d.qualifiers.get("dose") for d in drafts} == {"8 mg/kg", "10 mg/kg"}


# --- payments ---------------------------------------------------------------------------------------------------------


def test_payments(tmp_path: Path) -> None:
    drafts = drafts_of(
        """The payments to Norbury Bio, Inc. are as follows:

| Payment by Castell Pharma | Amount | Condition |
|---|---|---|
| Upfront | $50 million | |
| Option fee | $325 million | data of LUMEN-1 |
| Regulatory milestones | Up to $525 million | approvals |
| Royalties | 10% to 20% | net sales |
""",
        tmp_path,
    )
    start = "Castell Pharma pays Norbury Bio, Inc."
    assert said(drafts) == [
        f"{start} (possible) [amount=325000000; currency=USD; status=potential; trigger=data of LUMEN-1; type=option]",
        f"{start} (possible) [currency=USD; maxAmount=525000000; status=potential; trigger=approvals; type=milestone]",
        f"{start} (possible) [rate=10% to 20%; status=potential; trigger=net sales; type=royalty]",
        f"{start} [amount=50000000; currency=USD; status=due; type=upfront]",
    ]


# --- tables that say nothing, and tables that should not stop the reader ----------------------------------------------

SILENT = (
    "| | 2022 | 2021 |\n|---|---|---|\n| Net product sales, ABC-101 | $16.5 | $12.7 |\n| Response costs | $5 | $4 |",
    "| Exhibit No. | Description |\n|---|---|\n| 10.1 | License agreement on ABC-101 with Castell Pharma |",
    "| Name | Shares | % |\n|---|---|---|\n| CR Fund | 100 | 5 |\n| OS Partners | 20 | 1 |",
    "| | Cohort 1 | Other |\n|---|---|---|\n| Median age, years | 60 | 61 |\n| Prior docetaxel, n (%) | 5 (50) | |",
    "| Patent | Expiry |\n|---|---|\n| ABC-101 composition | 2031 |",
    "| Item | Page |\n|---|---|\n| Pipeline | 4 |\n| ABC-101 | 7 |",
)


@pytest.mark.parametrize("table", SILENT)
def test_other_tables_say_nothing(table: str, tmp_path: Path) -> None:
    assert said(drafts_of(f"We develop ABC-101.\n\n{table}\n", tmp_path)) == []


@pytest.mark.parametrize(
    "table",
    [
        "| Program | Phase 1 |\n|---|---|\n" + "| ABC-101 | ✓ | x | y |\n| | |\n|\n" * 600,
        "| ORR |" + " Cohort A |" * 3000 + "\n|" + "---|" * 3001 + "\n| CR, n |" + " 5 |" * 3000 + "\n",
        "| | Cohort A | Cohort B |\n|---|---|---|\n" + "| Grade 3 | | |\n| Nausea, n (%) | 5 (10) | 6 (11) |\n" * 1500,
        "| Program | Target |\n|---|---|\n| ABC-101 | " + "HER2 + ( " * 4000 + " |\n",
    ],
    ids=["ragged", "wide", "long", "deep cell"],
)
def test_hostile_tables(table: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    drafts = drafts_of(f"We develop ABC-101.\n\n{table}\n", tmp_path)
    assert time.perf_counter() - start < 20
    assert all(d.start < d.end for d in drafts)


def _shared() -> Path | None:
    folder = Path(os.environ.get("KG_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
    return folder / "filings" / "dev" if (folder / "filings" / "dev").is_dir() else None


@pytest.mark.parametrize("name", ["aames", "abvc", "acorn", "alcon", "imunon", "medicis", "sophiris"])
def test_real_tables_of_money_and_exhibits_say_nothing(name: str) -> None:
    folder = _shared()
    if folder is None:
        pytest.skip("real filings are not here; set KG_SHARED to the folder that holds them")
    (path,) = folder.glob(f"{name}-*")
    document = join_parts(read_filing(path))
    compounds = [Entity(EntityType.COMPOUND, n) for n in sorted(set(re.findall(r"\b[A-Z]{3,}[a-z]+\b", document.text)))]
    entities = {
        Found(c.type, m.start(), m.end(), c.name, "test"): c
        for c in compounds[:50]
        for m in re.finditer(rf"\b{c.name}\b", document.text)
    }
    sentences = read_sentences(document, entities, registrant=None)
    assert said(list(table_drafts(document, entities, sentences, [], Vocabulary((), EVENTS)))) == []
