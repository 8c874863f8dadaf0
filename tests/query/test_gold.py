"""Answers worked out by reading the sample filings, against the graph of their fact tables."""

from __future__ import annotations

from datetime import date

from kg.query import run_question
from tests.query.gold import gold_extraction
from tests.query.stores import SAMPLES, ask, cells, gold_store

STORE = gold_store()
SEAGEN, IMMUNOGEN_2013, IMMUNOGEN_2022 = SAMPLES
DAY_2011, DAY_2013, DAY_2022 = date(2011, 8, 19), date(2013, 11, 5), date(2022, 11, 14)
SCLC, NHL = "small-cell lung cancer", "non-Hodgkin lymphoma"
ALCL = "systemic anaplastic large cell lymphoma (sALCL)"
PROC, PSOC = "FRα-positive, platinum-resistant ovarian cancer", "FRα-high, platinum-sensitive ovarian cancer"
BPDCN = "blastic plasmacytoid dendritic cell neoplasm (BPDCN)"
SG, IMGN, MILLENNIUM = "Seattle Genetics, Inc.", "ImmunoGen, Inc.", "Millennium: The Takeda Oncology Company"
HUADONG = "Hangzhou Zhongmei Huadong Pharmaceutical Co., Ltd."
MIRV, LORV, PIVE = "mirvetuximab soravtansine", "lorvotuzumab mertansine", "pivekimab sunirine"

CLINIC = "phase compound indication status targets payloads companies reported"


def test_in_the_clinic_at_the_end_of_2011() -> None:
    # Adcetris is approved, its trials are over or planned; its marketing application in Europe is no trial
    assert cells(STORE, "in-clinic", CLINIC, as_of="2011-12-31") == [
        ("phase 1", "ASG-5ME", "pancreatic cancer", "ongoing", "", "", f"Agensys; {SG}", DAY_2011),
        ("phase 1", "ASG-5ME", "prostate cancer", "ongoing", "", "", f"Agensys; {SG}", DAY_2011),
        ("phase 1", "SGN-75", NHL, "ongoing", "CD70", "", SG, DAY_2011),
        ("phase 1", "SGN-75", "renal cell carcinoma", "ongoing", "CD70", "", SG, DAY_2011),
    ]


def test_in_the_clinic_since_2012() -> None:
    # IMGN901 was stopped; the phase of IMGN853 that is newest in these diseases is that of 2013
    assert cells(STORE, "in-clinic", CLINIC, since="2012-01-01") == [
        ("phase 3", MIRV, "", "ongoing", "FOLR1", "DM4", IMGN, DAY_2022),
        ("phase 2", PIVE, BPDCN, "ongoing", "CD123", "sunirine", IMGN, DAY_2022),
        ("phase 1", "IMGN289", "", "initiated", "EGFR", "", IMGN, DAY_2013),
        ("phase 1", "IMGN529", NHL, "ongoing", "CD37", "", IMGN, DAY_2013),
        ("phase 1", MIRV, "endometrial cancer", "ongoing", "FOLR1", "DM4", IMGN, DAY_2013),
        ("phase 1", MIRV, "ovarian cancer", "ongoing", "FOLR1", "DM4", IMGN, DAY_2013),
    ]


def test_in_the_clinic_against_a_target_with_a_payload_of_a_company() -> None:
    columns = "compound indication registrant filing"
    by_target = cells(STORE, "in-clinic", columns, target="FRα", as_of="2014-01-01")
    assert by_target == [
        (MIRV, "endometrial cancer", IMGN, IMMUNOGEN_2013),
        (MIRV, "ovarian cancer", IMGN, IMMUNOGEN_2013),
    ]
    assert cells(STORE, "in-clinic", columns, payload="dm4", as_of="2014-01-01") == by_target
    assert cells(STORE, "in-clinic", "compound", company="agensys") == [("ASG-5ME",), ("ASG-5ME",)]
    assert cells(STORE, "in-clinic", "compound quote", phase="Phase 2") == [
        (
            PIVE,
            "It is being tested in CADENZA, a pivotal Phase 2 trial in blastic plasmacytoid dendritic cell neoplasm "
            "(BPDCN), with top-line data expected in 2024.",
        )
    ]
    assert cells(STORE, "in-clinic", "compound", indication="prostate cancer") == [("ASG-5ME",)]


def test_who_stands_behind_a_drug() -> None:
    columns = "compound role company first_reported last_reported statements"
    assert cells(STORE, "sponsors-and-originators", columns, compound="brentuximab vedotin") == [
        ("ADCETRIS", "developer", MILLENNIUM, DAY_2011, DAY_2011, 1),
        ("ADCETRIS", "developer", SG, DAY_2011, DAY_2011, 1),
        ("ADCETRIS", "licensee", MILLENNIUM, DAY_2011, DAY_2011, 1),
        ("ADCETRIS", "licensor", SG, DAY_2011, DAY_2011, 1),
        ("ADCETRIS", "owner", SG, DAY_2011, DAY_2011, 1),
        ("ADCETRIS", "sponsor", MILLENNIUM, DAY_2011, DAY_2011, 1),
    ]
    assert cells(STORE, "sponsors-and-originators", columns, compound="imgn-853", company="immunogen") == [
        (MIRV, "developer", IMGN, DAY_2013, DAY_2013, 1),
        (MIRV, "licensor", IMGN, DAY_2022, DAY_2022, 1),
        (MIRV, "owner", IMGN, DAY_2013, DAY_2022, 2),
        (MIRV, "sponsor", IMGN, DAY_2013, DAY_2013, 2),
    ]


def test_what_is_planned() -> None:
    columns = "compound event status indication study region by_when modality"
    assert cells(STORE, "planned-next", columns) == [
        ("ADCETRIS", "phase 3", "planned", "Hodgkin lymphoma", None, None, None, "planned"),
        ("ADCETRIS", "phase 3", "planned", "T-cell lymphoma", None, None, None, "planned"),
        ("IMGN151", "phase 1", "planned", None, None, None, None, "possible"),
        (MIRV, "phase 3", "planned", PSOC, "GLORIOSA", None, None, "planned"),
        (MIRV, "submitted", "planned", None, None, "EU", None, "planned"),
    ]
    assert ask(STORE, "overdue") == []


def test_payloads() -> None:
    # Kadcyla's emtansine and sunirine are in no class of this test's vocabulary
    assert ask(STORE, "payload-landscape") == [
        ("", "", "emtansine; sunirine", 2, f"Kadcyla; {PIVE}", 2),
        ("maytansinoid", "", "DM1; DM4", 2, f"{LORV}; {MIRV}", 2),
        ("auristatin", "", "MMAE", 1, "ADCETRIS", 1),
    ]
    assert cells(STORE, "payload-landscape", "compounds", target="CD30") == [("ADCETRIS",)]


def test_white_space() -> None:
    # every target of the three filings has had a drug in the clinic by 2013; before a filing speaks, nothing is known
    assert ask(STORE, "targets-without-clinical-compound") == []
    assert ask(STORE, "targets-without-clinical-compound", as_of="2010-01-01") == []


def test_response_rates() -> None:
    columns = "compound measure percent count out_of indication study phase"
    assert cells(STORE, "response-rates", columns) == [
        ("ADCETRIS", "complete response", 32, None, None, "Hodgkin lymphoma", None, "phase 2"),
        ("ADCETRIS", "objective response", 73, None, None, "Hodgkin lymphoma", None, "phase 2"),
        ("ADCETRIS", "partial response", 40, None, None, "Hodgkin lymphoma", None, "phase 2"),
        ("ADCETRIS", "complete response", 57, None, None, ALCL, None, "phase 2"),
        ("ADCETRIS", "objective response", 86, None, None, ALCL, None, "phase 2"),
        # 1 of 16 is 6.25, 2 of 25 is 8, 8 of 25 is 32 per cent
        ("SGN-75", "complete response", 6.3, 1, 16, NHL, None, "phase 1"),
        ("SGN-75", "partial response", 8, 2, 25, "renal cell carcinoma", None, "phase 1"),
        ("SGN-75", "stable disease", 32, 8, 25, "renal cell carcinoma", None, "phase 1"),
        (MIRV, "complete response", 4.8, None, 104, PROC, "SORAYA", None),
        (MIRV, "objective response", 31.7, None, 104, PROC, "SORAYA", None),
        (MIRV, "partial response", 26.9, None, 104, PROC, "SORAYA", None),
    ]
    assert cells(STORE, "response-rates", "percent", payload="MMAE", measure="objective response") == [(73,), (86,)]
    assert cells(STORE, "response-rates", "percent", target="CD70", indication="renal cell carcinoma") == [(8,), (32,)]


def test_tolerated_doses() -> None:
    assert cells(
        STORE, "tolerated-doses-and-toxicities", "compound measure value unit schedule phase modality reported"
    ) == [("SGN-75", "maximum tolerated dose", "3", "mg/kg", "every three weeks", "phase 1", "asserted", DAY_2011)]


def test_adverse_events() -> None:
    columns = "compound payloads seen event value count out_of population study"
    alone = "IMGN901 alone in other trials"
    assert cells(STORE, "adverse-events", columns) == [
        ("ADCETRIS", "MMAE", "yes", "fatigue", "among the most common", None, None, None, None),
        ("ADCETRIS", "MMAE", "yes", "neutropenia", "among the most common", None, None, None, None),
        ("ADCETRIS", "MMAE", "yes", "peripheral sensory neuropathy", "among the most common", None, None, None, None),
        (LORV, "DM1", "yes", "death from infection", "may have been related to the drug", 1, 198, alone, None),
        (LORV, "DM1", "yes", "deaths from infection", "more frequent", None, None, None, "NORTH"),
        (LORV, "DM1", "yes", "infections", "more frequent", None, None, None, "NORTH"),
        (MIRV, "DM4", "yes", "ocular toxicity", "boxed warning", None, None, None, None),
    ]
    assert cells(STORE, "adverse-events", "event", event="OCULAR") == [("ocular toxicity",)]
    assert ask(STORE, "adverse-events", min_grade=3) == []


def test_rights() -> None:
    columns = "thing licensor licensee exclusive field territory since state modality filing"
    tap = "Targeted Antibody Payload (TAP) technology"
    rows = [
        ("ADCETRIS", SG, MILLENNIUM, "exclusive", None, "the rest of the world", None, None, "asserted", SEAGEN),
        (tap, IMGN, "Genentech", None, None, None, None, None, "asserted", IMMUNOGEN_2013),
        (MIRV, IMGN, HUADONG, "exclusive", None, "Greater China", "2020-10", None, "asserted", IMMUNOGEN_2022),
    ]
    assert cells(STORE, "rights", columns) == rows
    assert cells(STORE, "rights", columns, company="ImmunoGen") == rows[1:]
    assert cells(STORE, "rights", columns, thing="Adcetris") == rows[:1]


def test_payments() -> None:
    columns = "payer payee type status at_least at_most currency compound trigger modality"
    to_immunogen = [
        (HUADONG, IMGN, "milestone", "potential", None, 265_000_000, "USD", MIRV, None, "possible"),
        (HUADONG, IMGN, "royalty", "potential", None, None, None, MIRV, "sales in that region", "possible"),
        (HUADONG, IMGN, "upfront", "paid", 40_000_000, 40_000_000, "USD", MIRV, None, "asserted"),
    ]
    in_europe = "ADCETRIS is approved in Europe"
    to_seagen = [
        (MILLENNIUM, SG, "milestone", "potential", None, None, None, "ADCETRIS", in_europe, "possible"),
        (MILLENNIUM, SG, "royalty", "potential", None, None, None, "ADCETRIS", "Millennium's sales", "possible"),
    ]
    royalty = ("Roche", IMGN, "royalty", "paid", None, None, None, "Kadcyla", "sales of Kadcyla", "asserted")
    assert cells(STORE, "payments", columns) == [*to_immunogen, *to_seagen, royalty]
    assert cells(STORE, "payments", columns, payee="seattle genetics") == to_seagen
    assert cells(STORE, "payments", columns, status="paid") == [to_immunogen[2], royalty]
    assert cells(STORE, "payments", columns, type_="milestone", compound="Elahere") == [to_immunogen[0]]
    assert ask(STORE, "payment-totals") == [
        (HUADONG, IMGN, "paid", "USD", 1, 40_000_000, 1, IMMUNOGEN_2022),
        (HUADONG, IMGN, "potential", "USD", 1, 265_000_000, 1, IMMUNOGEN_2022),
    ]


def test_what_is_owned_outright() -> None:
    # Adcetris and mirvetuximab soravtansine are licensed in part, TAP is licensed to Genentech
    assert cells(STORE, "owned-outright", "owner thing kind reported") == [
        ("Genentech", "Kadcyla", "compound", DAY_2013),
        (IMGN, "IMGN289", "compound", DAY_2013),
        (IMGN, "IMGN529", "compound", DAY_2013),
        (SG, "ADC technology", "technology platform", DAY_2011),
    ]
    # before the licence to Huadong was reported, mirvetuximab soravtansine was wholly owned
    assert cells(STORE, "owned-outright", "thing", company="ImmunoGen", as_of="2014-01-01") == [
        ("IMGN289",),
        ("IMGN529",),
        (MIRV,),
    ]


def test_designations() -> None:
    assert cells(STORE, "designations", "compound designation indication region event_date") == [
        ("ADCETRIS", "accelerated approval", "Hodgkin lymphoma", "US", "2011-08-19"),
        ("ADCETRIS", "accelerated approval", ALCL, "US", "2011-08-19"),
        ("ADCETRIS", "orphan drug", "Hodgkin lymphoma", "US", None),
        ("ADCETRIS", "priority review", None, "US", None),
        (LORV, "orphan drug", SCLC, "EU", None),
        (LORV, "orphan drug", SCLC, "US", None),
        (MIRV, "accelerated approval", PROC, "US", "2022-11-14"),
        (MIRV, "fast track", "platinum-resistant ovarian cancer", "US", "2018"),
        (MIRV, "priority review", None, "US", None),
        (PIVE, "breakthrough therapy", BPDCN, "US", None),
    ]
    assert cells(STORE, "designations", "compound region", designation="orphan drug", region="eu") == [(LORV, "EU")]
    assert cells(STORE, "designations", "compound", company="Seattle Genetics", designation="Orphan Drug") == [
        ("ADCETRIS",)
    ]


def test_combinations() -> None:
    columns = "compound partner study phase indication modality"
    with_bevacizumab = (MIRV, "bevacizumab", "GLORIOSA", "phase 3", PSOC, "planned")
    assert cells(STORE, "combinations", columns) == [
        (LORV, "carboplatin", "NORTH", "phase 2", SCLC, "asserted"),
        (LORV, "etoposide", "NORTH", "phase 2", SCLC, "asserted"),
        with_bevacizumab,
    ]
    assert cells(STORE, "combinations", columns, compound="Bevacizumab") == [with_bevacizumab]


def test_history_of_a_drug_under_all_its_names() -> None:
    columns = "reported phase status modality indication study sponsor region event_date"
    rows = [
        (DAY_2013, "phase 1", "ongoing", "asserted", "endometrial cancer", None, IMGN, None, None),
        (DAY_2013, "phase 1", "ongoing", "asserted", "ovarian cancer", None, IMGN, None, None),
        (DAY_2022, "approved", None, "asserted", PROC, None, None, "US", "2022-11-14"),
        (DAY_2022, "clinical", None, "asserted", PROC, "SORAYA", None, None, None),
        (DAY_2022, "phase 3", None, "asserted", None, "FORWARD I", None, None, None),
        (DAY_2022, "phase 3", "ongoing", "asserted", None, "MIRASOL", None, None, None),
        (DAY_2022, "phase 3", "planned", "planned", PSOC, "GLORIOSA", None, None, None),
        (DAY_2022, "submitted", "planned", "planned", None, None, IMGN, "EU", None),
    ]
    for name in ("IMGN853", "ELAHERE", "mirvetuximab soravtansine", "Elahere™", "imgn 853"):
        assert cells(STORE, "programme-history", columns, compound=name) == rows


def test_changes_between_two_filings_of_a_company() -> None:
    assert cells(
        STORE,
        "changes-between",
        "change compound indication was now",
        old=IMMUNOGEN_2013,
        new=IMMUNOGEN_2022,
    ) == [
        ("advanced", MIRV, PROC, "phase 1", "approved"),
        ("new", "IMGN151", None, None, "phase 1 planned"),
        ("new", PIVE, BPDCN, None, "phase 2 ongoing"),
        ("not mentioned", "IMGN289", None, "phase 1 initiated", None),
        ("not mentioned", "IMGN529", NHL, "phase 1 ongoing", None),
        ("not mentioned", "Kadcyla", "HER2-positive metastatic breast cancer", "approved", None),
        ("not mentioned", LORV, SCLC, "phase 1 completed", None),
        ("not mentioned", LORV, SCLC, "phase 2 discontinued", None),
        ("renamed", MIRV, None, "IMGN853", "ELAHERE"),
    ]


def test_programmes_that_are_no_longer_mentioned() -> None:
    # approved and dropped programmes are not silent
    assert cells(STORE, "silent-programmes", "compound indication phase reported", since="2013-01-01") == [
        ("ADCETRIS", None, "submitted", DAY_2011),
        ("ASG-5ME", "pancreatic cancer", "phase 1", DAY_2011),
        ("ASG-5ME", "prostate cancer", "phase 1", DAY_2011),
        ("SGN-75", NHL, "phase 1", DAY_2011),
        ("SGN-75", "renal cell carcinoma", "phase 1", DAY_2011),
    ]


def test_everything_said_of_a_target_with_its_place() -> None:
    source = {name: _source(name) for name in SAMPLES}
    rows = ask(STORE, "evidence-for", thing="CD30")
    assert [row[:4] for row in rows] == [
        ("ADCETRIS", "targets", "CD30", "asserted"),
        ("brentuximab", "targets", "CD30", "asserted"),
        ("CD30", "expressed in", "Hodgkin lymphoma", "asserted"),
        ("CD30", "expressed in", ALCL, "asserted"),
    ]
    for row in rows:
        filing, part, section, start, end, quote = row[7:]
        assert (filing, part, section) == (SEAGEN, "ex-99-1", "About ADCETRIS")
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert source[SEAGEN][start:end] == quote


def _source(name: str) -> str:
    return gold_extraction(name).filing.source


def test_no_shortcut_is_weak_where_all_is_certain() -> None:
    assert run_question(STORE, "weak-shortcuts").rows == ()
    assert ask(STORE, "guidance-slips") == []
    assert ask(STORE, "antibody-and-conjugate-targets") == []
